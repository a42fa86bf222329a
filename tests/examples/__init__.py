"""The example programs of Flask-OAuth 0.12, written anew with documented names only.

Each is a function that makes the application, so that a test can put a server of its
own in the provider's place; the rest is as near to the original as types allow.
"""
