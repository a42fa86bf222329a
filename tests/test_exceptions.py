"""The exception: message, type, data, and no secrets."""

import copy
import pickle
import sys
from typing import Any

import attrs
import pytest

from flask_oauth import OAuthException


def test_d44_message_type_and_data() -> None:
    error = OAuthException("it failed", "invalid_response", {"error": "no"})
    assert (error.message, error.type) == ("it failed", "invalid_response")
    assert error.data == {"error": "no"}
    assert isinstance(error, RuntimeError)


def test_d44_type_and_data_may_be_missing() -> None:
    error = OAuthException("it failed")
    assert (error.type, error.data) == (None, None)
    assert str(error) == "it failed"
    assert repr(error) == "OAuthException(message='it failed', type=None, data=None)"


def test_the_data_is_not_printed() -> None:
    error = OAuthException("it failed", None, {"access_token": "canary"})
    assert "canary" not in f"{error} {error!r}"
    assert "***" in repr(error)


def test_it_does_not_change_and_can_be_raised_pickled_and_copied() -> None:
    error = OAuthException("it failed", "timeout", [1])
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        error.message = "other"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue] # the mistake under test
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (other.message, other.type, other.data) == ("it failed", "timeout", [1])
    cause = KeyError("cause")
    with pytest.raises(OAuthException) as caught:
        raise error from cause
    assert caught.value.__cause__ is cause


@pytest.mark.skipif(sys.version_info < (3, 11), reason="notes came with Python 3.11")
def test_it_takes_notes() -> None:
    error: Any = OAuthException("it failed")
    error.add_note("while testing")
    assert error.__notes__ == ["while testing"]
