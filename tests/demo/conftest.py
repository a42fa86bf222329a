"""The demo's provider and application, without a socket."""

import pytest
from flask.testing import FlaskClient

from flask_oauth.demo._application import create_application
from flask_oauth.demo._provider import create_provider
from flask_oauth.testing import Provider


@pytest.fixture
def provider() -> Provider:
    return create_provider()


@pytest.fixture
def client(provider: Provider) -> FlaskClient:
    return create_application(provider, provider.transport).test_client()
