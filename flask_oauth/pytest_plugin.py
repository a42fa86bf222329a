"""The pytest plugin: on wherever Flask-OAuth is installed."""

from collections.abc import Iterator

import pytest


@pytest.fixture
def oauth_provider() -> Iterator[object]:
    """Give a fresh :class:`flask_oauth.testing.Provider`.

    What it replaces, it gives back after the test.
    """
    from .testing import Provider  # at its first use: pytest loads this in every run

    with Provider() as provider:
        yield provider
