"""What every test may use: an application, a registry, a remote application."""

from collections.abc import Iterator

import pytest
from flask import Flask

from flask_oauth import OAuth

from .remote import Remote, good_replies, serve


@pytest.fixture
def app() -> Flask:
    app = Flask("application")
    app.secret_key = "a secret key of the tests"
    app.testing = True
    return app


@pytest.fixture
def oauth(app: Flask) -> OAuth:
    return OAuth(app)


@pytest.fixture(scope="session")
def _remote() -> Iterator[Remote]:
    with serve() as remote:
        yield remote


@pytest.fixture
def remote(_remote: Remote) -> Remote:
    _remote.replies = good_replies()
    _remote.seen.clear()
    return _remote
