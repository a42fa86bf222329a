"""Secrets go to the provider and nowhere else."""

import logging
import pickle
import traceback
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, session
from flask.testing import FlaskClient

from flask_oauth import (
    AuthorizedResponse,
    OAuth,
    OAuthException,
    OAuthRemoteApp,
    OAuthResponse,
    RemoteAppConfig,
    TokenPair,
)
from flask_oauth._pending import PendingSignIn
from flask_oauth.typing import FurtherOptions, HTTPReply, HTTPRequest, Method
from tests.security.site import (
    Provider,
    add_oauth1,
    add_oauth2,
    allowed,
    begin,
    outcome,
    sign_in,
)
from tests.security.wire import Conversation, Wire, reply

CANARY = "kanarie"  # in every secret, and in the name of nothing
REQUEST_TOKEN = b"oauth_token=kanarie-rt&oauth_token_secret=kanarie-rs"
ACCESS_TOKEN = b"oauth_token=kanarie-at&oauth_token_secret=kanarie-as&id=kanarie-id"
BEARER = b'{"access_token": "kanarie-at", "refresh_token": "kanarie-refresh"}'
RSA_KEY = (
    rsa.generate_private_key(65537, 2048)
    .private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    .decode()
)


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """Collect all that is said anywhere; at the end, no secret may be among it."""
    caplog.set_level(logging.DEBUG)
    texts: list[str] = []
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        yield texts
    texts += [str(warning.message) for warning in warned]
    formatter = logging.Formatter("%(name)s %(message)s")
    texts += [formatter.format(record) for record in caplog.records]
    texts += [repr(record.args) for record in caplog.records]
    assert [text for text in texts if CANARY in text or RSA_KEY[40:80] in text] == []
    assert texts


def shown(options: FurtherOptions) -> str:
    return ", ".join(str(value) for name, value in options.items() if name != "rsa_key")


def tell(texts: list[str], error: BaseException) -> None:
    """Say an exception in all the ways there are."""
    texts += [str(error), repr(error)]
    texts += traceback.format_exception(error)


METHODS: tuple[Method, ...] = ("GET", "POST", "PUT", "DELETE", "PATCH")


def converse(*, broken: bool) -> Callable[[Conversation], None]:
    """Answer every step of both protocols, or answer nonsense to some of them."""

    def script(conversation: Conversation) -> None:
        number = 0
        while heard := conversation.request():
            number += 1
            if b"/request_token" in heard:
                conversation.send(reply(REQUEST_TOKEN, "text/plain"))
            elif broken:
                conversation.send(
                    reply(
                        b"{kanarie", status=f"{399 + number} X", extra=": x\r\nno\r\n"
                    )
                )
            elif b"/access_token" in heard:
                conversation.send(reply(ACCESS_TOKEN, "text/plain", extra=": x\r\n"))
            elif b"/token" in heard:
                conversation.send(reply(BEARER))
            elif b"/moved" in heard:
                conversation.send(
                    reply(b"", status="302 Found", extra="Location: /me\r\n")
                )
            else:
                conversation.send(reply(b'{"kanarie": 1}'))

    return script


OAUTH1: list[FurtherOptions] = [
    {"signature_method": "HMAC-SHA1"},
    {"signature_method": "HMAC-SHA256"},
    {"signature_method": "HMAC-SHA512"},
    {"signature_method": "RSA-SHA1", "rsa_key": RSA_KEY},
    {"signature_method": "RSA-SHA256", "rsa_key": RSA_KEY},
    {"signature_method": "RSA-SHA512", "rsa_key": RSA_KEY},
    {"signature_method": "PLAINTEXT"},
    {"token_placement": "query"},
    {"token_placement": "body"},
    {"token_placement": "query", "signature_method": "PLAINTEXT"},
]
OAUTH2: list[FurtherOptions] = [
    {"client_authentication": "body"},
    {"client_authentication": "basic"},
    {"client_authentication": "basic-raw"},
    {"client_authentication": "none"},
    {"token_placement": "query"},
    {"pkce": False},
]


def go_through(remote: OAuthRemoteApp, oauth: OAuth, texts: list[str]) -> None:
    """Sign in with canaries, call with every method, and tell of all there is."""
    app = Flask(__name__)
    app.secret_key = "kanarie-key"

    @remote.tokengetter
    def stored_token() -> Any:
        return session.get("token", ("kanarie-at", "kanarie-as"))

    def login() -> Any:
        return remote.authorize("/callback?kanarie=1")

    def callback() -> str:
        response = remote.authorized_response()
        assert response
        session["token"] = response.token
        texts.extend((repr(response), str(response), repr(response.token)))
        return "in"

    def call() -> str:
        for method in METHODS:
            made = remote.request("/me?a=kanarie", {"q": "kanarie-data"}, method=method)
            texts.append(repr(made))
            for use in (made.raise_for_status, partial(getattr, made, "data")):
                if error := outcome(use):
                    tell(texts, error)
        texts.extend((repr(remote.get("/moved")), repr(remote.make_client())))
        return "called"

    def failed(error: OAuthException) -> str:
        tell(texts, error)
        return "failed"

    app.add_url_rule("/login", view_func=login)
    app.add_url_rule("/callback", view_func=callback)
    app.add_url_rule("/call", view_func=call)
    app.register_error_handler(OAuthException, failed)
    visit(app.test_client(), texts, oauth1=remote.config.is_oauth1)
    texts.extend((repr(remote), repr(remote.config), repr(oauth), str(remote.config)))


def visit(client: FlaskClient, texts: list[str], *, oauth1: bool) -> None:
    """Begin a sign-in, come back wrongly, rightly and again, and make the calls."""
    assert client.get("/login").status_code == 302
    with client.session_transaction() as begun:
        (record,) = begun["flask_oauth"]
    callback_args = {"code": "kanarie-code", "state": record[1]}
    if oauth1:
        callback_args = {"oauth_token": "kanarie-rt", "oauth_verifier": "kanarie-v"}
    texts.append(repr(PendingSignIn(*record)))
    wrong = callback_args | {"state": "kanarie-state", "oauth_token": "kanarie-guess"}
    client.get("/callback", query_string=wrong)
    client.get("/callback", query_string=callback_args)
    client.get("/callback", query_string=callback_args)
    client.get("/call")


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("access_token_method", ["GET", "POST"])
@pytest.mark.parametrize("options", OAUTH1, ids=shown)
def test_no_canary_of_oauth1_is_heard(
    said: list[str],
    broken: bool,
    access_token_method: Any,
    options: FurtherOptions,
) -> None:
    with Wire(converse(broken=broken)) as wire:
        oauth = OAuth()
        remote = oauth.remote_app(
            "bird",
            base_url=wire.url,
            request_token_url="/request_token",
            access_token_url="/access_token",
            authorize_url="/authorize",
            consumer_key="key",
            consumer_secret="kanarie-secret",
            request_token_params={"p": "kanarie-param"},
            access_token_params={"p": "kanarie-param"},
            access_token_method=access_token_method,
            **options,
        )
        go_through(remote, oauth, said)
        assert CANARY.encode() in b"".join(wire.heard)


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("access_token_method", ["GET", "POST"])
@pytest.mark.parametrize("options", OAUTH2, ids=shown)
def test_no_canary_of_oauth2_is_heard(
    said: list[str],
    broken: bool,
    access_token_method: Any,
    options: FurtherOptions,
) -> None:
    with Wire(converse(broken=broken)) as wire:
        oauth = OAuth()
        remote = oauth.remote_app(
            "book",
            base_url=wire.url,
            request_token_url=None,
            access_token_url="/token",
            authorize_url="/authorize",
            consumer_key="key",
            consumer_secret="kanarie-secret",
            request_token_params={"p": "kanarie-param"},
            access_token_params={"p": "kanarie-param"},
            access_token_method=access_token_method,
            **options,
        )
        go_through(remote, oauth, said)
        assert CANARY.encode() in b"".join(wire.heard)


def hang_up(_: Conversation) -> None:
    """Say nothing and leave."""


def speak_otherwise(conversation: Conversation) -> None:
    conversation.send(b"no HTTP\r\n\r\n")


@pytest.mark.parametrize(
    "script",
    [
        hang_up,
        Conversation.reset,
        speak_otherwise,
        Conversation.hold,
    ],
    ids=["closed", "reset", "no HTTP", "silent"],
)
def test_no_canary_is_heard_when_the_network_fails(
    said: list[str], script: Callable[[Conversation], None]
) -> None:
    with Wire(script) as wire:
        options: FurtherOptions = {"token_placement": "query", "total_timeout": 0.3}
        for add in (add_oauth1, add_oauth2):
            remote = add(OAuth(), "app", wire.url, **options)
            remote.tokengetter(lambda: (CANARY, CANARY))
            for method in ("GET", "POST"):
                with pytest.raises(OAuthException) as caught:
                    remote.request(f"/me?q={CANARY}", data={"a": CANARY}, method=method)
                tell(said, caught.value)


@pytest.mark.parametrize(
    "token",
    ["kanarie\r\nX: y", "kanarie\n", "kanarie\x00", "kanarieé", "kanarie\x7f"],
)
def test_a_token_cannot_become_a_header(said: list[str], token: str) -> None:
    """Refused by OAuth 2, encoded by OAuth 1.0a; never sent as it is, nor shown."""
    provider = Provider()
    for add in (add_oauth1, add_oauth2):
        for placement in ("header", "query"):
            options: FurtherOptions = {"token_placement": placement}
            remote = add(
                OAuth(transport=provider), "app", "https://p.example", **options
            )
            remote.tokengetter(lambda: (token, "secret"))
            if error := outcome(partial(remote.get, "/me")):
                assert error.type == "invalid_token"
                tell(said, error)
    for sent in provider.requests:
        for text in (sent.url, *(text for pair in sent.headers for text in pair)):
            assert text.isascii()
            assert text.isprintable()
    said.append("done")


@pytest.mark.parametrize("name", ["X\r\nY", "X: y", "", " X", "X\x00", "é"])
def test_a_header_cannot_become_two(name: str) -> None:
    with Wire(lambda conversation: conversation.hold()) as wire:
        remote = add_oauth2(OAuth(), "book", wire.url, total_timeout=0.3)
        remote.tokengetter(lambda: ("token", ""))
        with pytest.raises((ValueError, OAuthException)):
            remote.get("/me", headers={name: "value"})
        with pytest.raises(ValueError):
            remote.get("/me", headers={"X": f"value\r\n{name}: y"})


@pytest.mark.parametrize("name", ["Authorization", "HOST", "content-length"])
def test_headers_of_ours_cannot_be_set(name: str) -> None:
    remote = add_oauth2(OAuth(transport=Provider()), "book", "https://p.example")
    remote.tokengetter(lambda: ("token", ""))
    with pytest.raises(ValueError, match="set already"):
        remote.get("/me", headers={name: "value"})


@pytest.mark.parametrize("realm", ['a"b', "a\r\nb", "a\\", "é"])
def test_a_realm_cannot_become_a_parameter(realm: str) -> None:
    with pytest.raises(ValueError, match="realm"):
        add_oauth1(OAuth(), "bird", "https://p.example", realm=realm)


# Origins

ELSEWHERE = [
    "https://evil.example/",
    "https://provider.example.evil.example/",
    "https://provider.example@evil.example/",
    "https://provider.example:443@evil.example/",
    "https://provider.example:8443/",
    "http://provider.example/",
    "https://provider.example./",
    "https://sub.provider.example/",
    "https://PROVIDER.example.evil/",
    "https://provіder.example/",  # a Cyrillic letter
    "https://provider。example/",
    "https://provider%2Eexample/",
    "https://[::1]/",
    "//evil.example/",
    "///evil.example/",
    " //evil.example/",
    "\t//evil.example/",
    "\x00//evil.example/",
    "\\\\evil.example/",
    "/\\evil.example/",
    "https:evil.example",
    "https:///evil.example",
    "https:\\\\evil.example",
    "https://evil.example\\@provider.example/",
    "https://evil.example#@provider.example/",
    "https://evil.example?@provider.example/",
    "https://provider.example\r\nHost: evil.example/",
    "https://",
]


@pytest.mark.parametrize("url", ELSEWHERE)
@pytest.mark.parametrize("add", [add_oauth1, add_oauth2])
def test_a_token_stays_within_the_allowed_origins(
    add: Callable[..., OAuthRemoteApp], url: str
) -> None:
    provider = Provider()
    remote = add(OAuth(transport=provider), "app", "https://provider.example/v1/")
    remote.tokengetter(lambda: ("token", "secret"))
    for method in ("GET", "POST"):
        with pytest.raises(OAuthException) as caught:
            remote.request(url, method=method)
        assert caught.value.type == "origin_not_allowed"
    assert provider.requests == []


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("me", "https://provider.example/v1/me"),
        ("/me", "https://provider.example/me"),
        ("HTTPS://Provider.Example:443/me", "https://provider.example/me"),
        ("https://upload.example:8443/", "https://upload.example:8443/"),
        ("ftp://evil.example/", "https://provider.example/v1/ftp:/evil.example/"),
        ("javascript:x", "https://provider.example/v1/javascript:x"),
        ("../../../..//evil.example/", "https://provider.example/evil.example/"),
        (
            "/me?to=https://evil.example/",
            "https://provider.example/me?to=https://evil.example/",
        ),
    ],
)
def test_what_is_within_them_is_called(url: str, called: str) -> None:
    provider = Provider()
    remote = add_oauth2(
        OAuth(transport=provider),
        "app",
        "https://provider.example/v1/",
        allowed_origins=["https://upload.example:8443"],
    )
    remote.tokengetter(lambda: ("token", ""))
    remote.get(url)
    assert [request.url for request in provider.requests] == [called]


@pytest.mark.parametrize(
    "url", ["//evil.example/", " //evil.example/", "/\\evil.example"]
)
@pytest.mark.parametrize("option", ["access_token_url", "authorize_url"])
def test_a_relative_url_of_the_configuration_stays_within_the_origin(
    option: str, url: str
) -> None:
    urls: dict[str, Any] = {"access_token_url": "/a", "authorize_url": "/z"}
    urls[option] = url
    with pytest.raises(ValueError, match=option):
        RemoteAppConfig(
            name="app",
            base_url="https://provider.example",
            request_token_url=None,
            **urls,
        )


NOT_LOOPBACK = [
    "http://localhost:80@evil.example/",
    "http://localhost@evil.example/",
    "http://127.0.0.1@evil.example/",
    "http://[::1]@evil.example/",
    "http://localhost.evil.example/",
    "http://localhost./",
    "http://127.0.0.1.evil.example/",
    "http://127.0.0.1.",
    "http://evil.example#localhost/",
    "http://evil.example?localhost/",
    "http://evil.example\\localhost/",
    "http://evil.example;localhost/",
    "http://localhost%00.evil.example/",
    "http://localhost%2eevil.example/",
    "http://lоcalhost/",  # a Cyrillic letter
    "http://ⓛocalhost/",
    "http://0.0.0.0/",
    "http://0177.0.0.1/",
    "http://2130706433/",
    "http://[::]/",
    "http://[fe80::1]/",
    "http://10.0.0.1/",
    "http://example.com/",
    "http:/localhost/",
    "http:localhost/",
]


@pytest.mark.parametrize("url", NOT_LOOPBACK)
def test_plain_http_is_for_loopback_only(url: str) -> None:
    """Bearer tokens and PLAINTEXT signatures are readable on the way."""
    for add in (add_oauth1, add_oauth2):
        with pytest.raises(ValueError):
            add(OAuth(), "app", url)
    for option in ("request_token_url", "access_token_url", "authorize_url"):
        urls: dict[str, Any] = {
            "request_token_url": "/r",
            "access_token_url": "/a",
            "authorize_url": "/z",
        } | {option: url}
        if url.startswith("http://"):
            with pytest.raises(ValueError, match=option):
                RemoteAppConfig(name="app", base_url="https://p.example", **urls)
    with pytest.raises(ValueError, match="allowed_origins"):
        add_oauth2(OAuth(), "app", "https://p.example", allowed_origins=[url])


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://LOCALHOST:5000/",
        "http://127.8.9.1/",
        "http://[::1]:80/",
    ],
)
def test_loopback_may_be_plain_http(url: str) -> None:
    assert add_oauth2(OAuth(), "app", url).base_url == url


def test_plain_http_is_allowed_for_one_remote_app_at_a_time() -> None:
    oauth = OAuth()
    add_oauth2(oauth, "lan", "http://lan.example", allow_insecure_transport=True)
    with pytest.raises(ValueError, match="allow_insecure_transport"):
        add_oauth2(oauth, "app", "http://lan.example")


def test_a_callback_over_plain_http_is_refused() -> None:
    """The code, or the verifier, would be readable on the way."""
    oauth = OAuth(transport=Provider())
    remote = add_oauth2(oauth, "book", "https://provider.example")
    app = Flask(__name__, static_folder=None)
    app.secret_key = "key"
    for callback in ("/callback", "http://site.example/callback"):
        with (
            app.test_request_context("http://site.example/login"),
            pytest.raises(OAuthException) as caught,
        ):
            remote.authorize(callback)
        assert caught.value.type == "insecure_transport"
        assert "ProxyFix" in str(caught.value)


# Values


@pytest.mark.parametrize(
    "value",
    [
        TokenPair("kanarie", "kanarie"),
        AuthorizedResponse({"access_token": "kanarie"}, TokenPair("kanarie")),
        PendingSignIn("app", "kanarie", "kanarie", "https://s/kanarie", "/kanarie"),
        HTTPRequest(
            "GET", "https://p/?kanarie", (("Authorization", "kanarie"),), b"kanarie"
        ),
        HTTPReply(200, (("Set-Cookie", "kanarie"),), b"kanarie"),
        OAuthResponse(HTTPReply(200, (("Set-Cookie", "kanarie"),)), b"kanarie"),
        OAuthException("failed", "invalid_response", {"access_token": "kanarie"}),
        OAuthException("failed", None, [TokenPair("kanarie")]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_no_value_prints_its_secrets(value: object) -> None:
    again: object = value
    if not isinstance(value, OAuthResponse):
        again = pickle.loads(pickle.dumps(value))  # it is ours
    values: list[object] = [value, again, [value], {"a": value}]
    for one in values:
        assert CANARY not in repr(one)
        assert CANARY not in f"{one}"


def test_what_the_user_is_sent_away_with_holds_no_secret(app: Flask) -> None:
    """RFC 9700 section 4.2: the redirect's URL is seen by browsers and proxies."""
    client = app.test_client()
    for name in ("bird", "book"):
        location = client.get(f"/login/{name}").headers["Location"]
        with client.session_transaction() as begun:
            secret = begun["flask_oauth"][-1][2]
        assert secret not in location
        assert f"{name}-secret" not in location


def test_a_callback_does_not_tell_the_codes_it_refuses(app: Flask) -> None:
    client = app.test_client()
    link = allowed("book", begin(client, "book")) | {"code": "kanarie"}
    client.get("/callback/book", query_string=link)
    answer = client.get("/callback/book", query_string=link).get_json()
    assert CANARY not in str(answer)
    assert link["state"] not in str(answer)
    assert sign_in(client, "book").token is not None
