"""For anything a stranger may send, the result is a value or an OAuthException."""

import contextlib
import encodings.aliases
import gzip
import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from urllib3.util import parse_url

from flask_oauth import OAuth, OAuthResponse, _codec, _urls
from flask_oauth._messages import HTTPRequest
from flask_oauth._transport import UrllibTransport
from flask_oauth.typing import HTTPReply, Limits
from tests.security.site import (
    ISSUER,
    NAMES,
    Provider,
    add_oauth2,
    allowed,
    begin,
    come_back,
    make_app,
    make_oauth,
    outcome,
)
from tests.security.wire import Conversation, Wire

EXAMPLES = settings(
    max_examples=100,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CHARSETS = sorted({*encodings.aliases.aliases, *encodings.aliases.aliases.values()})
MEDIA_TYPES = [
    "application/json",
    "text/javascript",
    "application/hal+json",
    "application/xml",
    "text/xml",
    "image/svg+xml",
    "application/x-www-form-urlencoded",
    "text/html",
    "image/png",
]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
json_bodies = json_values.map(lambda value: json.dumps(value).encode())
xml_bodies = st.lists(
    st.sampled_from(
        [
            *("<a>", "</a>", "<a/>", "<!DOCTYPE a>", "&lt;", "&x;", "<![CDATA[", "]]>"),
            *("<?xml version='1.0' encoding='utf-16'?>", "x", "\0", "\ufeff"),
        ]
    )
).map(lambda parts: "".join(parts).encode())
token_replies = json_values.map(lambda v: json.dumps({"access_token": v}).encode())
bodies = (
    st.binary()
    | json_bodies
    | xml_bodies
    | st.text().map(str.encode)
    | st.text().map(lambda text: text.encode("utf-16"))
    | st.dictionaries(st.text(), st.text()).map(lambda pairs: urlencode(pairs).encode())
)
content_types = st.one_of(
    st.none(),
    st.text(),
    st.sampled_from(MEDIA_TYPES),
    st.builds("{}; charset={}".format, st.sampled_from(MEDIA_TYPES), st.text()),
    st.builds(
        "{}; charset={}".format, st.sampled_from(MEDIA_TYPES), st.sampled_from(CHARSETS)
    ),
)


@settings(EXAMPLES, max_examples=600)
@given(bodies, content_types)
@example(b"<a/>", "text/xml; charset=utf-7")
@example(b"1e999", "application/json")
@example(b"x", "text/plain; charset=\0")
@example(b"\xff\xfe", "application/json; charset=utf_16")
@example(b"x", "text/plain; charset=undefined")
@example(b"\\N{x}", "text/plain; charset=unicode_escape")
@example(b"<a>\x00</a>", "text/xml; charset=utf-16")
def test_any_body_is_a_value_or_an_exception(
    body: bytes, content_type: str | None
) -> None:
    error = outcome(lambda: _codec.decode(body, content_type))
    if error is not None:
        assert error.type == "invalid_response"
        assert error.__cause__ is not None


@EXAMPLES
@given(bodies, content_types, st.integers(-1, 1000))
def test_any_response_is_a_value_or_an_exception(
    body: bytes, content_type: str | None, status: int
) -> None:
    headers = () if content_type is None else (("Content-Type", content_type),)
    response: OAuthResponse[str] = OAuthResponse(
        HTTPReply(status, headers), body, decoder=str.upper
    )
    repr(response)
    for use in (lambda: response.data, response.raise_for_status):
        error = outcome(use)
        assert error is None or error.type in ("invalid_response", "http_error")
        repr(error)


@EXAMPLES
@given(body=bodies | token_replies)
@example(body=b'{"access_token": "\\ud800"}')
@example(body=b'{"access_token": "t", "token_type": {"a": []}}')
@example(body=b'{"error": {"\\udfff": 1}}')
@example(body=b'{"access_token": "t", "expires_in": 1e999}')
def test_any_token_reply_is_a_token_or_an_exception(body: bytes) -> None:
    provider = Provider()
    client = make_app(make_oauth(provider)).test_client()
    for name, path in (("book", "/token"), ("bird", "/access_token")):
        text = body if name == "book" else body.replace(b"access_", b"oauth_")
        provider.replies[path] = HTTPReply(200, (), text)
        answer = come_back(client, name, allowed(name, begin(client, name)))
        assert (answer.token is None) == (answer.type is not None)
        assert answer.type in (None, "invalid_response")


@EXAMPLES
@given(
    body=bodies
    | st.fixed_dictionaries(
        {"oauth_token": json_values, "oauth_token_secret": json_values}
    ).map(lambda members: json.dumps(members).encode())
)
@example(body=b'{"oauth_token": "\\ud800", "oauth_token_secret": ""}')
@example(body='{"oauth_token": "é", "oauth_token_secret": ""}'.encode())
def test_any_request_token_reply_is_a_redirect_or_an_exception(body: bytes) -> None:
    provider = Provider()
    client = make_app(make_oauth(provider)).test_client()
    provider.replies["/request_token"] = HTTPReply(200, (), body)
    response = client.get("/login/bird")
    if response.status_code == 302:
        assert response.headers["Location"].startswith("https://provider.example/auth")
    else:
        assert response.get_json()["type"] == "token_generation_failed"
    params = {"oauth_token": "guess", "oauth_verifier": "v"}
    assert come_back(client, "bird", params).type == "invalid_state"


NAMES_OF_PARAMETERS = [
    *("code", "state", "error", "error_description", "iss", "denied"),
    *("oauth_token", "oauth_verifier", "oauth_problem", "next"),
]


@settings(EXAMPLES, max_examples=250)
@given(
    query=st.one_of(
        st.text(),
        st.binary().map(lambda raw: "code=%FF&state=" + raw.hex("%")),
        st.lists(
            st.tuples(
                st.sampled_from(NAMES_OF_PARAMETERS),
                st.text() | st.sampled_from(["", ISSUER, "access_denied", "rt1"]),
            )
        ).map(urlencode),
    ),
    name=st.sampled_from(NAMES),
)
@example(query="oauth_token=é&oauth_verifier=v", name="bird")
@example(query="code=%ff&state=%ff", name="book")
@example(query="oauth_verifier=%00", name="bird")
def test_any_callback_is_refused_without_a_word_to_the_provider(
    query: str, name: str
) -> None:
    provider = Provider()
    client = make_app(make_oauth(provider)).test_client()
    for each in NAMES:
        begin(client, each)
    begun = len(provider.requests)
    answer = come_back(client, name, query.encode("utf-8", "replace").decode())
    assert answer.token is None
    finished = answer.type is None  # a refusal: the user said no
    assert finished or answer.message.startswith(f"{name}: ")
    assert name == "bird" or len(provider.requests) == begun
    assert "/token" not in provider.paths


URLISH = st.lists(
    st.sampled_from(
        [
            *(
                "http:",
                "https:",
                "HTTP:",
                "/",
                "//",
                "\\",
                "@",
                ":",
                "?",
                "#",
                "[",
                "]",
            ),
            *(
                "localhost",
                "127.0.0.1",
                "::1",
                "evil.example",
                "provider.example",
                "80",
            ),
            *(
                ".",
                "..",
                "%2f",
                "%40",
                " ",
                "\t",
                "\n",
                "\r",
                "\0",
                "é",
                "。",
                "a",
                ";",
            ),
        ]
    ),
    max_size=12,
).map("".join)


@settings(EXAMPLES, max_examples=800)
@given(URLISH | st.text())
@example(" //evil.example/")
@example("\x1f//evil.example/")
@example("http://localhost:80@evil.example/")
@example("http://localhost:80#@evil.example/")
@example("http://127.0.0.1:99999/")
def test_any_url_stays_within_the_origin_or_is_refused(url: str) -> None:
    """What is judged is what is called: urllib3 reads the same host out of it."""
    sent: list[HTTPRequest] = []

    class Recorder:
        def send(self, request: HTTPRequest, /) -> HTTPReply:
            sent.append(request)
            return HTTPReply(200)

    remote = add_oauth2(OAuth(transport=Recorder()), "book", "https://provider.example")
    remote.tokengetter(lambda: ("token", ""))
    error = outcome(lambda: remote.get(url))
    assert error is None or error.type == "origin_not_allowed"
    for request in sent:
        parsed = parse_url(request.url)
        assert (parsed.scheme, parsed.host) == ("https", "provider.example")
        assert parsed.port is None
        assert parsed.auth is None
        assert request.url.isascii()
        assert request.url.isprintable()
        assert " " not in request.url


@settings(EXAMPLES, max_examples=800)
@given(URLISH | st.text())
@example("http://localhost:80@evil.example/")
@example("http://[::1]@evil.example/")
def test_only_this_machine_is_loopback(url: str) -> None:
    try:
        canonical = _urls.canonical(url)
    except ValueError:
        return
    assert _urls.canonical(canonical) == canonical
    if _urls.is_loopback(canonical):
        host = parse_url(canonical).host or ""
        assert host in ("localhost", "127.0.0.1", "[::1]")


PIECES = st.sampled_from(
    [
        *(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 200\r\n", b"HTTP/1.1 103 X\r\n\r\n"),
        *(b"Content-Length: 5\r\n", b"Content-Length: -5\r\n", b"\r\n", b"hello"),
        *(b"Content-Length: 5, 5\r\n", b"Transfer-Encoding: chunked\r\n\r\n"),
        *(b"5\r\nhello\r\n", b"-1\r\nhello", b"-5\r\nhello", b"0\r\n\r\n", b"zz\r\n"),
        *(b"Content-Encoding: gzip\r\n", gzip.compress(b"x"), b": x\r\n"),
        *(b"Connection: keep-alive\r\n", b"\xff: \0\r\n"),
    ]
)


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, list[bytes]]]:
    """Serve the one reply of the list, to every request."""
    replies: list[bytes] = []

    def script(conversation: Conversation) -> None:
        conversation.request()
        conversation.send(replies[-1])

    with Wire(script) as wire:
        yield wire.url, replies


@EXAMPLES
@given(
    pieces=st.lists(PIECES | st.binary(), max_size=8),
    start=st.sampled_from([b"", OK, OK + b"Transfer-Encoding: chunked\r\n\r\n"]),
    method=st.sampled_from(["GET", "HEAD", "POST"]),
)
def test_any_bytes_on_the_wire_are_a_reply_or_an_exception(
    served: tuple[str, list[bytes]], pieces: list[bytes], start: bytes, method: str
) -> None:
    url, replies = served
    replies.append(start + b"".join(pieces))
    limits = Limits(2.0, 2.0, 2.0, 10_000)
    sizes: list[int] = []

    def send() -> None:
        request = HTTPRequest(method, url, (), None, limits)
        sizes.append(len(UrllibTransport().send(request).body))

    error = outcome(send)
    if error is None:
        assert sizes[0] <= 10_000
    else:
        assert error.__cause__ is not None or error.type == "response_too_large"


@EXAMPLES
@given(st.dictionaries(st.text(), st.text()), st.text())
def test_any_header_is_sent_whole_or_refused(
    headers: dict[str, str], value: str
) -> None:
    """Line breaks cannot make a header; nor can a token, nor a key."""
    sent: list[HTTPRequest] = []

    class Recorder:
        def send(self, request: HTTPRequest, /) -> HTTPReply:
            sent.append(request)
            return HTTPReply(200)

    remote = add_oauth2(OAuth(transport=Recorder()), "book", "https://provider.example")
    remote.tokengetter(lambda: (value, ""))
    with contextlib.suppress(ValueError):
        error = outcome(lambda: remote.get("/", headers=headers))
        assert error is None or error.type == "invalid_token"
    for request in sent:
        for name, text in request.headers:
            assert not {"\r", "\n", "\0"} & {*name, *text}
