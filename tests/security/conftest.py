"""A site for each test."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.security.site import Provider, make_app, make_oauth


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def app(provider: Provider) -> Flask:
    return make_app(make_oauth(provider))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
