"""The messages of an OAuth 1.0a sign-in: built, and read, without sending them."""

from typing import Any

import pytest
from oauthlib.oauth1.rfc5849.utils import parse_authorization_header

from flask_oauth import OAuthException, TokenPair
from flask_oauth._config import RemoteAppConfig
from flask_oauth._messages import HTTPReply, HTTPRequest
from flask_oauth._oauth1 import (
    OUT_OF_BAND,
    access_token_request,
    authorization_url,
    read_access_token_reply,
    read_callback,
    read_request_token_reply,
    request_token_request,
)
from flask_oauth._secrets import ConsumerKeys

KEYS = ConsumerKeys("key", "secret")
FORM = ("Content-Type", "application/x-www-form-urlencoded")


def config(**options: Any) -> RemoteAppConfig:
    values: dict[str, Any] = {
        "name": "one",
        "base_url": "https://a.example/api/",
        "request_token_url": "request_token",
        "access_token_url": "access_token?v=1",
        "authorize_url": "/authorize?lang=en",
    }
    return RemoteAppConfig(**(values | options))


def oauth_params(request: HTTPRequest) -> dict[str, str]:
    return dict(parse_authorization_header(dict(request.headers)["Authorization"]))


def reply(text: str) -> HTTPReply:
    return HTTPReply(200, (), text.encode())


# Requests


@pytest.mark.parametrize("callback", ["https://b.example/cb", OUT_OF_BAND])
def test_a_request_token_is_asked_for_with_a_signed_form(callback: str) -> None:
    sent = request_token_request(
        config(request_token_params={"scope": "a b"}), KEYS, callback
    )
    assert (sent.method, sent.url) == ("POST", "https://a.example/api/request_token")
    assert sent.body == b"scope=a%20b"
    assert FORM in sent.headers
    params = oauth_params(sent)
    assert params["oauth_callback"] == callback.replace(":", "%3A").replace("/", "%2F")
    assert params["oauth_consumer_key"] == "key"
    assert not params.keys() & {"oauth_token", "oauth_verifier"}


def test_the_user_is_sent_away_with_the_request_token() -> None:
    url = authorization_url(config(), "r&t")
    assert url == "https://a.example/authorize?lang=en&oauth_token=r%26t"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_access_token_is_asked_for_as_configured(method: str) -> None:
    sent = access_token_request(
        config(access_token_method=method, access_token_params={"a": "b"}),
        KEYS,
        TokenPair("rt", "rs"),
        "v",
    )
    url = "https://a.example/api/access_token?v=1"
    assert sent.method == method
    assert sent.url == (f"{url}&a=b" if method == "GET" else url)
    assert sent.body == (None if method == "GET" else b"a=b")
    assert (FORM in sent.headers) == (method == "POST")
    params = oauth_params(sent)
    assert (params["oauth_token"], params["oauth_verifier"]) == ("rt", "v")
    assert "oauth_callback" not in params


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_request_token_s_secret_signs(method: str) -> None:
    plain = config(signature_method="PLAINTEXT", access_token_method=method)
    sent = access_token_request(plain, KEYS, TokenPair("rt", "rs"), "v")
    assert oauth_params(sent)["oauth_signature"] == "secret%26rs"


# Replies


@pytest.mark.parametrize(
    "confirmed",
    ["", "&oauth_callback_confirmed=true", "&oauth_callback_confirmed=True"],
)
def test_a_request_token_is_read(confirmed: str) -> None:
    text = f"oauth_token=rt&oauth_token_secret=rs{confirmed}"
    assert read_request_token_reply(config(), reply(text)) == ("rt", "rs")


@pytest.mark.parametrize("confirmed", ["false", "", "0"])
def test_a_callback_that_is_not_confirmed_is_an_error(confirmed: str) -> None:
    text = f"oauth_token=rt&oauth_token_secret=rs&oauth_callback_confirmed={confirmed}"
    with pytest.raises(OAuthException) as caught:
        read_request_token_reply(config(), reply(text))
    assert caught.value.type == "token_generation_failed"
    assert caught.value.data["oauth_callback_confirmed"] == confirmed
    message = str(caught.value)
    assert message.startswith("one: the request for a request token failed: ")
    assert "did not take the callback (oauth_callback_confirmed is" in message


def test_a_secret_may_be_empty() -> None:
    """It is with PLAINTEXT and RSA signatures, which need none."""
    text = "oauth_token=t&oauth_token_secret="
    assert read_request_token_reply(config(), reply(text)) == ("t", "")
    assert read_access_token_reply(config(), reply(text)).token == ("t", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("error=no", "the provider says 'no'"),
        ("oauth_token=&oauth_token_secret=s", "the reply has no usable 'oauth_token'"),
        ("oauth_token_secret=s", "the reply has no usable 'oauth_token'"),
        ("oauth_token=t", "the reply has no usable 'oauth_token_secret'"),
    ],
)
def test_an_unusable_reply_says_which_step_failed_and_why(text: str, said: str) -> None:
    with pytest.raises(OAuthException) as caught:
        read_request_token_reply(config(), reply(text))
    assert caught.value.type == "token_generation_failed"
    assert str(caught.value) == f"one: the request for a request token failed: {said}"
    assert caught.value.data
    with pytest.raises(OAuthException) as caught:
        read_access_token_reply(config(), reply(text))
    assert caught.value.type == "invalid_response"
    assert str(caught.value) == f"one: the request for an access token failed: {said}"
    assert caught.value.data


def test_all_that_came_with_the_access_token_is_kept() -> None:
    text = "oauth_token=t&oauth_token_secret=s&screen_name=jane"
    response = read_access_token_reply(config(), reply(text))
    assert response.token == ("t", "s")
    assert response["screen_name"] == "jane"


# Callbacks


def test_a_callback_is_read() -> None:
    args = {"oauth_token": ["rt"], "oauth_verifier": ["v"], "other": ["x", "y"]}
    assert read_callback("one", args) == ("rt", "v")
    assert read_callback("one", {"oauth_verifier": ["v"]}) == (None, "v")


@pytest.mark.parametrize("name", ["denied", "oauth_problem", "error", "code"])
def test_a_callback_says_one_thing_only(name: str) -> None:
    args = {"oauth_token": ["rt"], "oauth_verifier": ["v"], name: [""]}
    with pytest.raises(OAuthException, match=r"^one: the callback carries") as caught:
        read_callback("one", args)
    assert caught.value.type == "invalid_callback"
    assert str(caught.value).endswith(f"oauth_verifier and {name} at once")


@pytest.mark.parametrize("name", ["oauth_token", "oauth_verifier"])
def test_a_parameter_may_not_be_repeated(name: str) -> None:
    args = {"oauth_token": ["rt"], "oauth_verifier": ["v"], name: ["a", "a"]}
    with pytest.raises(OAuthException, match=f"^one: .* {name} 2 times$") as caught:
        read_callback("one", args)
    assert caught.value.type == "invalid_callback"


@pytest.mark.parametrize("args", [{}, {"oauth_verifier": [""]}])
def test_a_callback_needs_a_verifier(args: dict[str, list[str]]) -> None:
    with pytest.raises(OAuthException, match=r"^one: .* no oauth_verifier$") as caught:
        read_callback("one", args)
    assert caught.value.type == "invalid_callback"
