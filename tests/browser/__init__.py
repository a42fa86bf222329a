"""The demo in a browser.

The application is on ``localhost`` and the provider on ``127.0.0.1``: to cookies these
are two sites, as the two are in the world.
"""
