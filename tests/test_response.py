"""Responses of calls, and of sign-ins."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs
import pytest
from werkzeug.datastructures import Headers

from flask_oauth import AuthorizedResponse, OAuthException, OAuthResponse, TokenPair


@attrs.frozen
class Head:
    """An HTTP response as far as OAuthResponse looks at it."""

    status: int
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = ()


JSON = {"content-type": "application/json"}


def test_d37_d38_it_has_status_headers_raw_data_and_data() -> None:
    resp = OAuthResponse(Head(200, JSON), b'{"id": 1}')
    assert resp.status == 200
    assert isinstance(resp.headers, Headers)
    assert resp.headers["Content-Type"] == "application/json"
    assert resp.raw_data == b'{"id": 1}'
    assert resp.data == {"id": 1}
    assert resp.data is resp.data


def test_headers_that_came_twice_are_both_there() -> None:
    resp = OAuthResponse(Head(200, [("Link", "a"), ("link", "b")]), b"")
    assert resp.headers.getlist("Link") == ["a", "b"]


def test_it_does_not_change_and_prints_no_content() -> None:
    resp = OAuthResponse(Head(200, JSON), b'{"token": "canary"}')
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        resp.raw_data = b""  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue] # the mistake under test
    assert "canary" not in repr(resp)


def test_a_broken_body_still_has_its_status() -> None:
    resp = OAuthResponse(Head(502, JSON), b"<html>")
    assert resp.status == 502
    with pytest.raises(OAuthException) as caught:
        _ = resp.data
    assert caught.value.type == "invalid_response"


def test_a_decoder_makes_the_data() -> None:
    resp = OAuthResponse(Head(200, JSON), b'{"id": 1}', decoder=lambda data: data["id"])
    assert resp.data == 1


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_decoder_sees_only_what_went_well(status: int) -> None:
    resp = OAuthResponse(Head(status, JSON), b'{"error": "x"}', decoder=dict)
    with pytest.raises(OAuthException, match=f"status {status}") as caught:
        _ = resp.data
    assert caught.value.data == {"error": "x"}


def test_a_decoder_that_refuses_is_one_clear_error() -> None:
    resp = OAuthResponse(Head(200, JSON), b"{}", decoder=lambda data: data["id"])
    with pytest.raises(OAuthException, match="decoder refused") as caught:
        _ = resp.data
    assert caught.value.type == "invalid_response"
    assert isinstance(caught.value.__cause__, KeyError)


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_a_good_status_does_not_raise(status: int) -> None:
    OAuthResponse(Head(status), b"").raise_for_status()


@pytest.mark.parametrize(
    ("content", "data"), [(b'{"error": "x"}', {"error": "x"}), (b"<html>", None)]
)
def test_a_bad_status_raises_with_what_the_provider_said(
    content: bytes, data: object
) -> None:
    with pytest.raises(OAuthException, match="status 403") as caught:
        OAuthResponse(Head(403, JSON), content).raise_for_status()
    assert caught.value.type == "http_error"
    assert caught.value.data == data


def test_what_it_raises_says_which_call_it_was() -> None:
    call = "bird: GET https://api.example/me?access_token=canary"
    resp = OAuthResponse(Head(503, JSON), b"<html>", call=call)
    for use in (resp.raise_for_status, lambda: resp.data):
        with pytest.raises(
            OAuthException, match=r"^bird: GET https://api\.example/me: "
        ) as caught:
            use()
        assert "canary" not in caught.value.message


def test_an_authorized_response_is_an_immutable_mapping() -> None:
    data: dict[str, Any] = {"oauth_token": "canary", "screen_name": "jane"}
    resp = AuthorizedResponse(data, TokenPair("canary", "secret"))
    data["screen_name"] = "john"
    assert resp["screen_name"] == "jane"
    assert dict(resp) == {"oauth_token": "canary", "screen_name": "jane"} == resp
    assert (len(resp), resp.get("missing")) == (2, None)
    assert resp.token == ("canary", "secret")
    assert "canary" not in repr(resp)
    with pytest.raises(TypeError):
        resp["screen_name"] = "x"  # type: ignore[index] # pyright: ignore[reportIndexIssue] # the mistake under test
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        resp.token = TokenPair("x")  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue] # the mistake under test
