"""The pytest plugin: on wherever Flask-OAuth is installed."""

from collections.abc import Iterator

import pytest

from . import Provider


@pytest.fixture
def oauth_provider() -> Iterator[Provider]:
    """Give a fresh provider; what it replaces, it gives back after the test."""
    with Provider() as provider:
        yield provider
