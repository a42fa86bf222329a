"""Token pairs, and what tokengetters may return."""

import copy
import pickle
from typing import Any

import attrs
import pytest

from flask_oauth import OAuthException, TokenPair
from flask_oauth._tokens import read_token


def test_a_token_pair_is_the_documented_tuple_with_names() -> None:
    pair = TokenPair("token", "secret")
    token, secret = pair
    assert (token, secret) == (pair.token, pair.secret) == pair
    assert {pair: 1}[("token", "secret")] == 1  # type: ignore[index] # pyright: ignore[reportArgumentType] # equal to its tuple


def test_a_token_of_oauth2_has_no_secret() -> None:
    assert TokenPair("token") == ("token", "")


def test_a_token_pair_does_not_change() -> None:
    pair = TokenPair("token", "secret")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        pair.token = "other"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue] # the mistake under test


def test_a_token_pair_can_be_copied_and_pickled() -> None:
    pair = TokenPair("token", "secret")
    for other in (
        copy.deepcopy(pair),
        pickle.loads(pickle.dumps(pair)),
    ):
        assert other == pair
        assert (other.token, other.secret) == ("token", "secret")


def test_a_token_pair_does_not_print_its_secrets() -> None:
    text = f"{TokenPair('canary1', 'canary2')!r} {TokenPair('canary1', 'canary2')}"
    assert "canary" not in text
    assert "***" in text


@pytest.mark.parametrize(
    "args",
    [("\ud800",), ("token", "\udfff"), ("",), (None,), (b"token",), ("token", None)],
)
def test_a_token_is_a_text_and_not_empty(args: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=r"token|secret"):
        TokenPair(*args)


@pytest.mark.parametrize(
    "value", [("t", "s"), ["t", "s"], TokenPair("t", "s")], ids=repr
)
def test_a_tokengetter_returns_a_pair(value: Any) -> None:
    assert read_token(value, "app") == TokenPair("t", "s")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "token_missing"),
        ("ts", "invalid_token"),
        ((), "invalid_token"),
        (("t",), "invalid_token"),
        (("t", "s", "x"), "invalid_token"),
        (("", "s"), "invalid_token"),
        ((None, None), "invalid_token"),
        ({"token": "t"}, "invalid_token"),
    ],
)
def test_anything_else_is_one_clear_error(value: Any, code: str) -> None:
    with pytest.raises(OAuthException, match=r"^app: ") as caught:
        read_token(value, "app")
    assert caught.value.type == code
