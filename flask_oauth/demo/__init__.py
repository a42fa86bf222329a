"""The library at work: ``python -m flask_oauth.demo``."""
