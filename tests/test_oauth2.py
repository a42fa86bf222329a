"""The messages of OAuth 2's code flow: built, and read, without sending them."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl

import pytest

from flask_oauth import OAuthException, TokenPair
from flask_oauth._config import RemoteAppConfig
from flask_oauth._messages import HTTPReply, HTTPRequest
from flask_oauth._oauth2 import (
    access_token_request,
    attach_token,
    authorization_url,
    check_issuer,
    new_code_verifier,
    new_state,
    read_access_token_reply,
    read_callback,
)
from flask_oauth._secrets import ConsumerKeys

KEYS = ConsumerKeys("k:y", "s c/t")
ISSUER = "https://issuer.example"
CALLBACK = "https://b.example/cb?a=b"
FORM = ("Content-Type", "application/x-www-form-urlencoded")


def config(**options: Any) -> RemoteAppConfig:
    values: dict[str, Any] = {
        "name": "two",
        "base_url": "https://a.example/api/",
        "request_token_url": None,
        "access_token_url": "token?v=1",
        "authorize_url": "/authorize?lang=en",
        "access_token_method": "POST",
    }
    return RemoteAppConfig(**(values | options))


def exchange(**options: Any) -> HTTPRequest:
    return access_token_request(config(**options), KEYS, "c&d", CALLBACK, "verifier")


def form(request: HTTPRequest) -> dict[str, str]:
    assert request.body is not None
    return dict(parse_qsl(request.body.decode(), strict_parsing=True))


def reply(text: str, status: int = 200) -> HTTPReply:
    return HTTPReply(status, (), text.encode())


# What nobody can guess


def test_states_and_verifiers_are_long_and_never_the_same() -> None:
    assert len({new_state() for _ in range(100)}) == 100
    assert len({new_code_verifier() for _ in range(100)}) == 100
    # Each character holds six bits: RFC 6749 section 10.10 asks for 160 of them at
    # best, RFC 7636 section 4.1 for 43 characters at least.
    assert len(new_state()) == 32
    assert len(new_code_verifier()) == 48


# Requests


def test_the_user_is_sent_away_with_a_challenge() -> None:
    params = {"scope": "a b", "response_type": "code"}
    url = authorization_url(
        config(request_token_params=params), KEYS, "st", CALLBACK, "verifier"
    )
    start, _, query = url.partition("?")
    assert start == "https://a.example/authorize"
    digest = hashlib.sha256(b"verifier").digest()
    assert parse_qsl(query, strict_parsing=True) == [
        ("lang", "en"),
        ("scope", "a b"),
        ("response_type", "code"),
        ("client_id", "k:y"),
        ("redirect_uri", CALLBACK),
        ("state", "st"),
        ("code_challenge", base64.urlsafe_b64encode(digest).decode().rstrip("=")),
        ("code_challenge_method", "S256"),
    ]


def test_without_a_verifier_there_is_no_challenge() -> None:
    url = authorization_url(config(), KEYS, "st", CALLBACK, "")
    assert "state=st" in url
    assert "code_challenge" not in url
    sent = access_token_request(config(), KEYS, "c", CALLBACK, "")
    assert "code_verifier" not in form(sent)


def test_the_code_is_exchanged_with_a_form() -> None:
    sent = exchange(access_token_params={"audience": "x"})
    assert (sent.method, sent.url) == ("POST", "https://a.example/api/token?v=1")
    assert sent.headers == (("Accept", "application/json"), FORM)
    assert form(sent) == {
        "audience": "x",
        "grant_type": "authorization_code",
        "code": "c&d",
        "redirect_uri": CALLBACK,
        "code_verifier": "verifier",
        "client_id": "k:y",
        "client_secret": "s c/t",
    }


def test_the_code_may_be_exchanged_in_the_query() -> None:
    sent = exchange(access_token_method="GET", client_authentication="none")
    assert (sent.method, sent.body) == ("GET", None)
    assert sent.headers == (("Accept", "application/json"),)
    start, _, query = sent.url.partition("?")
    assert start == "https://a.example/api/token"
    assert parse_qsl(query, strict_parsing=True) == [
        ("v", "1"),
        ("grant_type", "authorization_code"),
        ("code", "c&d"),
        ("redirect_uri", CALLBACK),
        ("code_verifier", "verifier"),
        ("client_id", "k:y"),
    ]


@pytest.mark.parametrize(
    ("how", "credentials"), [("basic", "k%3Ay:s+c%2Ft"), ("basic-raw", "k:y:s c/t")]
)
def test_the_client_may_say_who_it_is_in_a_header(how: str, credentials: str) -> None:
    sent = exchange(client_authentication=how)
    scheme, _, encoded = dict(sent.headers)["Authorization"].partition(" ")
    assert scheme == "Basic"
    assert base64.b64decode(encoded).decode() == credentials
    assert not form(sent).keys() & {"client_id", "client_secret"}
    assert dict(sent.headers)["Accept"] == "application/json"


def test_a_public_client_sends_its_id_only() -> None:
    sent = exchange(client_authentication="none")
    assert form(sent)["client_id"] == "k:y"
    assert "client_secret" not in form(sent)
    assert "Authorization" not in dict(sent.headers)


# Callbacks


def test_a_callback_is_read() -> None:
    assert read_callback(config(), {"code": ["c"], "state": ["s"]}) == ("s", "c")


def refused(args: dict[str, list[str]], **options: Any) -> tuple[object, str]:
    with pytest.raises(OAuthException) as caught:
        read_callback(config(**options), {"code": ["c"], "state": ["s"]} | args)
    start, _, message = str(caught.value).partition(": ")
    assert start == "two"
    return caught.value.type, message


@pytest.mark.parametrize("name", ["error", "oauth_verifier"])
def test_a_callback_says_one_thing_only(name: str) -> None:
    message = f"the callback carries code and {name} at once"
    assert refused({name: [""]}) == ("invalid_callback", message)


@pytest.mark.parametrize("name", ["code", "state", "iss"])
def test_a_parameter_may_not_be_repeated(name: str) -> None:
    message = f"the callback carries {name} 2 times"
    args = {name: [ISSUER, ISSUER]}
    assert refused(args, issuer=ISSUER) == ("invalid_callback", message)


def test_a_callback_needs_a_code_and_a_state() -> None:
    assert refused({"code": [""]}) == (
        "invalid_callback",
        "the callback carries no code",
    )
    message = (
        "the callback carries no state, so it cannot be told from a forged one."
        " The provider has to send back the state it was given."
    )
    assert refused({"state": [""]}) == ("invalid_state", message)
    assert refused({"state": []}) == ("invalid_state", message)


def test_the_issuer_must_be_the_configured_one() -> None:
    good = {"code": ["c"], "state": ["s"], "iss": [ISSUER]}
    assert read_callback(config(issuer=ISSUER), good) == ("s", "c")
    kind, message = refused({"iss": ["https://évil.example"]}, issuer=ISSUER)
    assert kind == "invalid_issuer"
    assert "from the issuer 'https://évil.example', not from" in message
    assert refused({"iss": [""]}, issuer=ISSUER)[0] == "invalid_issuer"


def test_a_missing_issuer_is_an_error_where_it_is_required() -> None:
    args = {"code": ["c"], "state": ["s"]}
    assert read_callback(config(issuer=ISSUER), args) == ("s", "c")
    assert refused({}, issuer=ISSUER, require_issuer=True) == (
        "invalid_issuer",
        "the callback names no issuer (iss), which require_issuer=True asks for",
    )
    check_issuer(config(issuer=ISSUER, require_issuer=True), args, required=False)


def test_without_a_configured_issuer_none_is_looked_at() -> None:
    check_issuer(config(), {"iss": ["a", "b"]}, required=True)


# Replies


@pytest.mark.parametrize("kind", ["", ',"token_type":null', ',"token_type":"bEARER"'])
def test_an_access_token_is_read_with_all_that_came(kind: str) -> None:
    text = f'{{"access_token":"t","id":7{kind}}}'
    response = read_access_token_reply(config(), reply(text))
    assert response.token == ("t", "")
    assert response["id"] == 7


def unusable(text: str, **options: Any) -> OAuthException:
    with pytest.raises(OAuthException) as caught:
        read_access_token_reply(config(**options), reply(text))
    assert caught.value.type == "invalid_response"
    assert str(caught.value).startswith("two: the request for an access token failed: ")
    return caught.value


@pytest.mark.parametrize("text", ['{"error":"no"}', '{"access_token":""}', '{"a":"b"}'])
def test_an_unusable_reply_is_an_error_with_its_data(text: str) -> None:
    error = unusable(text)
    assert error.data
    assert "access_token_method" not in str(error)
    hinted = unusable(text, access_token_method="GET")
    assert str(hinted) == f"{error}. Most providers want access_token_method='POST'."
    assert hinted.data == error.data
    assert isinstance(hinted.__cause__, OAuthException)


@pytest.mark.parametrize("kind", ['"mac"', '""', "1", "[]"])
def test_a_token_that_is_no_bearer_token_is_refused(kind: str) -> None:
    error = unusable(f'{{"access_token":"t","token_type":{kind}}}')
    shown = kind.strip('"')
    assert str(error).endswith(f"the token type is {shown!r}, not 'Bearer'")
    assert error.data["access_token"] == "t"


# Calls


def test_the_token_goes_where_it_is_configured_to_go() -> None:
    request = HTTPRequest("GET", "https://a.example/me?a=b")
    sent = attach_token(request, config(), TokenPair("t"))
    assert sent.headers == (("Authorization", "Bearer t"),)
    assert sent.url == request.url
    sent = attach_token(request, config(token_placement="query"), TokenPair("t&ü\n"))
    assert sent.url == "https://a.example/me?a=b&access_token=t%26%C3%BC%0A"
    assert sent.headers == ()


@pytest.mark.parametrize("token", ["a\r\nX: y", "tökén", "\x7f"])
def test_a_token_that_fits_no_header_is_refused(token: str) -> None:
    request = HTTPRequest("GET", "https://a.example/me")
    with pytest.raises(OAuthException, match=r"^two: the token holds") as caught:
        attach_token(request, config(), TokenPair(token))
    assert caught.value.type == "invalid_token"
