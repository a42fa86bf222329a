"""Whatever a provider does, a call ends in time with an answer or an OAuthException."""

import gzip
import ipaddress
import itertools
import re
import socket
import ssl
import time
import tracemalloc
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TypeAlias

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask

from flask_oauth import OAuth, OAuthException, OAuthRemoteApp, OAuthResponse
from flask_oauth.typing import HTTPReply, Method
from tests.security.site import (
    Provider,
    add_oauth1,
    add_oauth2,
    allowed,
    begin,
    come_back,
    make_app,
    sign_in,
)
from tests.security.wire import Conversation, Script, Wire, answering, reply

OK = reply(b'{"ok": true}')
DEADLINE = 0.4
LIMIT = 100_000


def remote_app(url: str, *, oauth1: bool = False, total: float = 5.0) -> OAuthRemoteApp:
    """Return a remote app with connections, and limits, of its own."""
    add = add_oauth1 if oauth1 else add_oauth2
    remote = add(
        OAuth(),
        "book",
        url,
        connect_timeout=total,
        read_timeout=total,
        total_timeout=total,
        max_response_size=LIMIT,
    )
    remote.tokengetter(lambda: ("token", "secret"))
    return remote


def failure(remote: OAuthRemoteApp, method: Method = "GET") -> OAuthException:
    """Make a call that fails; return how."""
    with pytest.raises(OAuthException) as caught:
        remote.request("/me", method=method)
    assert str(caught.value).startswith(f"book: {method} ")
    return caught.value


def talk(first: bytes, *rest: bytes, close: bool = True) -> Script:
    """Read the request, send the pieces, and close or keep the connection."""

    def script(conversation: Conversation) -> None:
        conversation.request()
        for piece in (first, *rest):
            conversation.send(piece)
        if not close:
            conversation.hold()

    return script


def listen_and_reset(conversation: Conversation) -> None:
    conversation.request()
    conversation.reset()


def bomb(size: int) -> bytes:
    """Return gzip that grows a thousandfold."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1 << 20)
    pieces = [packer.compress(zeros) for _ in range(size >> 20)]
    return b"".join(pieces) + packer.flush()


CHUNKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
GZIPPED = "Content-Encoding: gzip\r\n"
HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "script",
    [
        talk(b""),
        talk(b"HTTP/1.1 2"),
        talk(reply(b"x" * 50)[:-10]),
        talk(CHUNKED + b"5\r\nhel"),
        talk(CHUNKED + b"5\r\nhello\r\n"),
        talk(CHUNKED + b"zz\r\nhello\r\n0\r\n\r\n"),
        talk(CHUNKED + b"-1\r\nhello"),
        talk(CHUNKED + b"-2\r\nhello\r\n0\r\n\r\n"),
        talk(CHUNKED + b"\r\n\r\n"),
        talk(CHUNKED + b"5" * 70_000),
        talk(b"\x00\x01\x02\r\n\r\n"),
        talk(b"<html>not HTTP at all</html>\r\n\r\n"),
        talk(b"HTTP/9.9 200 OK\r\n\r\n"),
        talk(b"HTTP/1.1 abc OK\r\n\r\n"),
        talk(b"HTTP/1.1 -200 OK\r\n\r\n"),
        talk(b"HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x05hello"),
        talk(b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        talk(HEAD + b"A: b\r\n" * 101 + b"\r\n"),
        talk(HEAD + b"A: " + b"b" * 70_000 + b"\r\n\r\n"),
        talk(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
        talk(HEAD + b"Content-Length: 99999999999\r\n\r\nhello"),
        talk(HEAD + b"Content-Length: -5\r\n\r\nhello"),
        talk(HEAD + b"Content-Length: \xb2\r\n\r\nhello"),
        talk(HEAD + b"Content-Length: 5, 6\r\n\r\nhello"),
        talk(HEAD + b"Content-Length: 5, 5\r\nContent-Length: 6\r\n\r\nhello"),
        Conversation.reset,
        listen_and_reset,
    ],
)
def test_a_broken_reply_ends_in_one_exception(script: Script) -> None:
    with Wire(script) as wire:
        error = failure(remote_app(wire.url))
    assert error.type in ("connection_failed", "response_too_large")
    assert isinstance(error.__cause__, Exception)


@pytest.mark.parametrize(
    ("sent", "data"),
    [
        (OK, {"ok": True}),
        (CHUNKED + b"c\r\n" + b'{"ok": true}' + b"\r\n0\r\n\r\n", {"ok": True}),
        (CHUNKED + b'c;a="b"\r\n{"ok": true}\r\n0\r\nX: y\r\n\r\n', {"ok": True}),
        (b'HTTP/1.0 200 OK\r\nContent-Type: text/json+json\r\n\r\n{"a":1}', {"a": 1}),
        (reply(gzip.compress(b"[1]"), extra=GZIPPED), [1]),
        (reply(zlib.compress(b"[1]"), extra="Content-Encoding: deflate\r\n"), [1]),
        (b"HTTP/1.1 204 No Content\r\n\r\n", ""),
        (HEAD + b"\r\nno length, no type", "no length, no type"),
        (HEAD + b": nameless\r\nno colon\r\nA: b\r\n\r\nx", "x"),
        (HEAD + b"\xff\xfe: \xff\r\nContent-Type: \xff/\x00\r\n\r\nhello", "hello"),
        (reply(b"\xff\xfe", "text/plain"), b"\xff\xfe"),
        (reply(b"\xe9", "text/plain; charset=latin-1"), "é"),
        (reply(b"x", "text/plain; charset=no-such"), "x"),
        (reply(b"x", ""), "x"),
        (HEAD + b"Content-Type: text/plain", ""),
        (reply(gzip.compress(b"x")[:-8], "text/plain", extra=GZIPPED), "x"),
    ],
)
def test_an_odd_reply_can_be_used(sent: bytes, data: object) -> None:
    with Wire(talk(sent)) as wire:
        response = remote_app(wire.url).get("/me")
    assert response.data == data


@pytest.mark.parametrize(
    "sent",
    [
        reply(b"\x1f\x8bbroken", extra=GZIPPED),
        reply(b"hello", extra="Content-Encoding: deflate\r\n"),
        reply(b"x", extra="Content-Encoding: " + "gzip, " * 20 + "gzip\r\n"),
    ],
    ids=["magic only", "no deflate", "twenty times"],
)
def test_a_broken_content_encoding_is_an_exception(sent: bytes) -> None:
    with Wire(talk(sent)) as wire:
        error = failure(remote_app(wire.url))
    assert error.type in ("invalid_response", "connection_failed")
    assert isinstance(error.__cause__, Exception)


def drip_body(conversation: Conversation) -> None:
    conversation.request()
    conversation.send(HEAD + b"Content-Length: 1000\r\n\r\n")
    conversation.drip(itertools.repeat(b"x"), 0.02)


def drip_head(conversation: Conversation) -> None:
    conversation.request()
    conversation.drip((bytes([byte]) for byte in HEAD + b"A: " + b"b" * 9999), 0.02)


def drip_chunks(conversation: Conversation) -> None:
    conversation.request()
    conversation.send(CHUNKED)
    conversation.drip(itertools.repeat(b"1\r\nx\r\n"), 0.02)


def drip_early_hints(conversation: Conversation) -> None:
    conversation.request()
    conversation.drip(itertools.repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n"), 0.02)


def flood_early_hints(conversation: Conversation) -> None:
    conversation.request()
    conversation.flood(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def flood_trailers(conversation: Conversation) -> None:
    conversation.request()
    conversation.send(CHUNKED + b"0\r\n")
    conversation.flood(b"A: b\r\n" * 100)


@pytest.mark.parametrize(
    "script",
    [
        Conversation.hold,
        drip_body,
        drip_head,
        drip_chunks,
        drip_early_hints,
        flood_early_hints,
        flood_trailers,
    ],
)
def test_a_slow_or_silent_provider_ends_at_the_deadline(script: Script) -> None:
    """No single wait is long: only a deadline for all of the call ends it."""
    with Wire(script) as wire:
        start = time.monotonic()
        error = failure(remote_app(wire.url, total=DEADLINE))
        took = time.monotonic() - start
    assert error.type == "timeout"
    assert DEADLINE - 0.1 < took < DEADLINE + 1.5


def test_a_provider_that_does_not_read_ends_at_the_deadline() -> None:
    with Wire(Conversation.hold) as wire:
        remote = remote_app(wire.url, total=DEADLINE)
        start = time.monotonic()
        with pytest.raises(OAuthException) as caught:
            remote.post("/me", data=bytes(30_000_000), content_type="image/png")
        assert time.monotonic() - start < DEADLINE + 1.5
    assert caught.value.type == "timeout"


def test_a_provider_that_does_not_accept_ends_at_the_deadline() -> None:
    """The kernel answers while its queue has room; after that, nobody does."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        fillers: list[socket.socket] = []
        for _ in range(8):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(server.getsockname())
            fillers.append(filler)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        start = time.monotonic()
        error = failure(remote_app(url, total=DEADLINE))
        assert time.monotonic() - start < DEADLINE + 1.5
        for filler in fillers:
            filler.close()
    assert error.type in ("timeout", "connection_failed")


def test_a_redirect_does_not_extend_the_deadline() -> None:
    def script(conversation: Conversation) -> None:
        while conversation.request():
            conversation.drip(
                [
                    b"HTTP/1.1 302 Found\r\nLocation: /me\r\n",
                    b"Content-Length: 0\r\n\r\n",
                ],
                0.15,
            )

    with Wire(script) as wire:
        start = time.monotonic()
        error = failure(remote_app(wire.url, total=DEADLINE))
        assert time.monotonic() - start < DEADLINE + 1.5
    assert error.type == "timeout"


def test_a_refused_connection_is_an_exception() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    error = failure(remote_app(f"http://127.0.0.1:{port}/"))
    assert error.type == "connection_failed"
    assert isinstance(error.__cause__, Exception)


@pytest.mark.parametrize(
    "url", ["https://nowhere.invalid/", "https://a..b/", f"https://{'a' * 64}.invalid/"]
)
def test_a_host_that_does_not_exist_is_an_exception(url: str) -> None:
    error = failure(remote_app(url))
    assert error.type in ("connection_failed", "timeout")


def endless(head: bytes, piece: bytes) -> Script:
    def script(conversation: Conversation) -> None:
        conversation.request()
        conversation.send(head)
        conversation.flood(piece)

    return script


BOMB = bomb(200 << 20)


@pytest.mark.parametrize(
    "script",
    [
        endless(HEAD + b"\r\n", b"x" * 65536),
        endless(CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n"),
        endless(CHUNKED + b"-1\r\n", b"x" * 65536),
        endless(CHUNKED + b"fffffffffff\r\n", b"x" * 65536),
        endless(HEAD + b"Content-Length: 5, 5\r\n\r\n", b"x" * 65536),
        endless(HEAD + b"Content-Length: 999999999999\r\n\r\n", b"x" * 65536),
        endless(HEAD + b"A: ", b"b" * 65536),
        endless(HEAD, b"A: b\r\n" * 1000),
        endless(b"HTTP/1.1 ", b"x" * 65536),
        talk(reply(BOMB, extra=GZIPPED)),
        talk(reply(gzip.compress(BOMB), extra="Content-Encoding: gzip, gzip\r\n")),
        talk(HEAD + GZIPPED.encode() + b"\r\n" + BOMB),
    ],
    ids=[
        "no length",
        "chunked",
        "chunk of -1",
        "huge chunk",
        "two lengths",
        "huge length",
        "endless header",
        "endless headers",
        "endless status",
        "gzip bomb",
        "bomb in a bomb",
        "bomb without a length",
    ],
)
def test_an_endless_reply_ends_within_bounded_memory(script: Script) -> None:
    with Wire(script) as wire:
        remote = remote_app(wire.url)
        with pytest.raises(OAuthException):  # all is imported once it is measured
            remote.get("/warm-up")
        tracemalloc.start()
        try:
            error = failure(remote)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert error.type in ("response_too_large", "connection_failed")
    assert peak < 30 * LIMIT


def test_the_default_limit_holds_a_bomb() -> None:
    with Wire(talk(reply(BOMB, extra=GZIPPED))) as wire:
        remote = add_oauth2(OAuth(), "book", wire.url)
        remote.tokengetter(lambda: ("token", ""))
        tracemalloc.start()
        try:
            error = failure(remote)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert error.type == "response_too_large"
    assert peak < 100 << 20


def test_a_reply_of_exactly_the_limit_is_read() -> None:
    with Wire(answering(reply(b"x" * LIMIT), reply(b"x" * (LIMIT + 1)))) as wire:
        remote = remote_app(wire.url)
        assert len(remote.get("/me").raw_data) == LIMIT
        assert failure(remote).type == "response_too_large"


def test_early_hints_are_no_reply() -> None:
    """The real reply must not answer the next request on the connection."""

    def script(conversation: Conversation) -> None:
        for number in itertools.count():
            request = conversation.request()
            if not request:
                return
            hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
            conversation.drip([hints, b"HTTP/1.1 102 Processing\r\n\r\n"], 0.01)
            conversation.send(reply(str(number).encode()))

    with Wire(script) as wire:
        remote = remote_app(wire.url)
        assert [remote.get("/me").data for _ in range(4)] == [0, 1, 2, 3]
        assert [remote.get("/me").status for _ in range(2)] == [200, 200]
        assert wire.connections == 1


def close_after_first(conversation: Conversation) -> None:
    """Answer once; close the kept connection when the next request is there."""
    conversation.request()
    conversation.send(OK)
    conversation.request()


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_no_post_is_repeated(method: Method) -> None:
    with Wire(close_after_first, answering(OK)) as wire:
        remote = remote_app(wire.url, oauth1=True)
        assert remote.request("/me", method=method).data == {"ok": True}
        assert failure(remote, method).type == "connection_failed"
        assert len(wire.heard) == 2
        assert remote.request("/me", method=method).data == {"ok": True}
        assert len(wire.heard) == 3


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_stale_connection_is_replaced_with_a_new_nonce(method: Method) -> None:
    with Wire(close_after_first, answering(OK)) as wire:
        remote = remote_app(wire.url, oauth1=True)
        for _ in range(2):
            assert remote.request("/me", method=method).data == {"ok": True}
        nonces = re.findall(rb'oauth_nonce="(\w+)"', b"".join(wire.heard))
        assert len(nonces) == len(set(nonces)) == 3


def test_a_fresh_connection_that_fails_is_not_tried_again() -> None:
    def script(conversation: Conversation) -> None:
        conversation.request()

    with Wire(script) as wire:
        assert failure(remote_app(wire.url)).type == "connection_failed"
        assert len(wire.heard) == wire.connections == 1


@pytest.mark.parametrize("name", ["bird", "book"])
def test_no_step_of_a_sign_in_is_repeated(name: str) -> None:
    """Neither the request token nor the exchange, whatever went wrong."""
    with Wire(listen_and_reset) as wire:
        oauth = OAuth()
        (add_oauth1 if name == "bird" else add_oauth2)(oauth, name, wire.url)
        client = make_app(oauth).test_client()
        if name == "bird":
            answer = client.get("/login/bird").get_json()
            assert answer["type"] == "token_generation_failed"
        else:
            assert sign_in(client, name).type == "invalid_response"
        assert len(wire.heard) == 1


# Redirects


def redirect_to(location: str, status: str = "302 Found") -> bytes:
    return reply(b"", status=status, extra=f"Location: {location}\r\n")


@pytest.mark.parametrize("status", ["301 A", "302 B", "303 C", "307 D", "308 E"])
@pytest.mark.parametrize("name", ["bird", "book"])
def test_no_credentials_follow_a_redirect(name: str, status: str) -> None:
    """A 307 would carry client secret, code and verifier to another host."""
    with Wire(answering(OK)) as thief:
        moved = redirect_to(thief.url, status)
        token = reply(b"oauth_token=t&oauth_token_secret=s", "text/plain")
        with Wire(answering(token, moved) if name == "bird" else answering(moved)) as w:
            oauth = OAuth()
            (add_oauth1 if name == "bird" else add_oauth2)(oauth, name, w.url)
            client = make_app(oauth).test_client()
            answer = come_back(client, name, allowed(name, begin(client, name)))
        assert answer.type == "invalid_response"
        assert "redirect" in answer.message
        assert thief.heard == []


def test_a_request_token_call_follows_no_redirect() -> None:
    with (
        Wire(answering(OK)) as thief,
        Wire(answering(redirect_to(thief.url, "307 Temporary Redirect"))) as wire,
    ):
        oauth = OAuth()
        add_oauth1(oauth, "bird", wire.url)
        answer = make_app(oauth).test_client().get("/login/bird").get_json()
        assert answer["type"] == "token_generation_failed"
        assert thief.heard == []


@pytest.mark.parametrize("oauth1", [True, False])
def test_a_redirect_within_the_origin_is_signed_anew(oauth1: bool) -> None:
    with Wire(answering(redirect_to("/you?a=b"), OK)) as wire:
        assert remote_app(wire.url, oauth1=oauth1).get("/me").data == {"ok": True}
        first, second = wire.heard
    assert second.startswith(b"GET /you?a=b HTTP/1.1")
    assert b"Authorization: " in first
    assert b"Authorization: " in second
    signatures = re.findall(rb'oauth_(?:nonce|signature)="([^"]+)"', first + second)
    assert len(set(signatures)) == (4 if oauth1 else 0)


@pytest.mark.parametrize("oauth1", [True, False])
def test_a_redirect_elsewhere_goes_without_credentials(oauth1: bool) -> None:
    headers = {"X-Api-Key": "key", "Cookie": "a=b", "Accept": "text/plain"}
    with Wire(answering(OK)) as other, Wire(answering(redirect_to(other.url))) as wire:
        response = remote_app(wire.url, oauth1=oauth1).get("/me", headers=headers)
        assert response.data == {"ok": True}
        (heard,) = other.heard
    assert b"Accept: text/plain" in heard
    for secret in (b"uthorization", b"token", b"X-Api-Key", b"ookie", b"oauth"):
        assert secret not in heard


def test_credentials_come_back_with_the_origin() -> None:
    with (
        Wire(answering(OK)) as home,
        Wire(answering(redirect_to(home.url))) as foreign,
        Wire(answering(redirect_to(foreign.url))) as start,
    ):
        remote = add_oauth2(OAuth(), "book", start.url, allowed_origins=[home.url])
        remote.tokengetter(lambda: ("token", ""))
        assert remote.get("/me").data == {"ok": True}
        assert b"Bearer token" in start.heard[0]
        assert b"Bearer" not in foreign.heard[0]
        assert b"Bearer token" in home.heard[0]


@pytest.mark.parametrize(
    "location",
    ["/me", "", "?", "#x", "//{host}/me", "/a/../me", "http://{host}/me", "./me"],
)
def test_redirects_in_a_circle_end(location: str) -> None:
    circle: list[bytes] = []

    def script(conversation: Conversation) -> None:
        while conversation.request():
            conversation.send(circle[0])

    with Wire(script) as wire:
        circle.append(redirect_to(location.format(host=f"127.0.0.1:{wire.port}")))
        with pytest.raises(OAuthException) as caught:
            remote_app(wire.url).get("/me")
        assert caught.value.type == "too_many_redirects"
        assert len(wire.heard) == 6


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("status", ["301 A", "302 B", "303 C", "307 D", "308 E"])
def test_a_redirect_of_another_method_is_the_answer(
    method: Method, status: str
) -> None:
    with Wire(answering(OK)) as other:
        with Wire(answering(redirect_to(other.url, status))) as wire:
            response = remote_app(wire.url).request("/me", method=method)
        assert response.status == int(status[:3])
        assert other.heard == []


@pytest.mark.parametrize(
    "location",
    [
        "http://user:password@127.0.0.1/",
        "ftp://127.0.0.1/",
        "javascript:alert(1)",
        "http://[::1",
        "/a\x01b",
        "\\\\evil.example\\x",
        "http://é.example/",
        "http://127.0.0.1:0/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:abc/",
    ],
)
def test_a_redirect_to_no_url_is_the_answer(location: str) -> None:
    with Wire(answering(redirect_to(location))) as wire:
        response = remote_app(wire.url).get("/me")
        assert response.status == 302
        assert len(wire.heard) == 1


@pytest.mark.parametrize(
    "location",
    [
        "http://other.example/",
        "http://localhost:1/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://127.8.9.1/",
    ],
)
def test_a_redirect_leads_neither_to_plain_http_nor_into_this_machine(
    provider: Provider, location: str
) -> None:
    remote = add_oauth2(OAuth(transport=provider), "book", "https://provider.example")
    remote.tokengetter(lambda: ("token", ""))
    provider.replies["/me"] = HTTPReply(302, (("Location", location),))
    with pytest.raises(OAuthException) as caught:
        remote.get("/me")
    assert caught.value.type == "insecure_transport"
    assert len(provider.requests) == 1


# Bodies


def parsed(body: bytes, content_type: str) -> object:
    response: OAuthResponse = OAuthResponse(
        HTTPReply(200, (("Content-Type", content_type),)), body
    )
    return response.data


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY x0 "ha">'
    + "".join(f'<!ENTITY x{n} "&x{n - 1};&x{n - 1};">' for n in range(1, 40))
    + "]><a>&x39;</a>"
).encode()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"[" * 100_000, "application/json"),
        (b"[" * 100_000 + b"]" * 100_000, "application/json"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "application/json"),
        (b"NaN", "application/json"),
        (b'{"a": -Infinity}', "application/json"),
        (b"1e999", "application/json"),
        (b"-1e999", "application/json"),
        (b"1" * 5000, "application/json"),
        (b"\xff", "application/json"),
        (b'"\xe9"', "application/json; charset=ascii"),
        (b"<html>", "application/json"),
        (ENTITIES, "application/xml"),
        (ENTITIES.decode().encode("utf-16"), "text/xml"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "text/xml"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "http://e/">]><a>&b;</a>', "a/b+xml"),
        (b"<a>" * 100_000, "application/xml"),
        (b"<a/><b/>", "application/xml"),
        (b"\x00", "application/xml"),
        (b"<a/>", "application/xml; charset=utf-7"),
        (b"a=%ff\xff", "application/x-www-form-urlencoded"),
    ],
    ids=lambda value: str(value[:12]),
)
def test_a_body_that_is_not_what_it_says_is_an_exception(
    body: bytes, content_type: str
) -> None:
    with pytest.raises(OAuthException) as caught:
        parsed(body, content_type)
    assert caught.value.type == "invalid_response"
    assert isinstance(caught.value.__cause__, Exception)


def test_deeply_nested_xml_is_read_and_let_go() -> None:
    """Neither parsing nor freeing it may overflow the stack."""
    root = parsed(b"<a>" * 100_000 + b"</a>" * 100_000, "application/xml")
    assert root is not None


TOKEN_BODIES = [
    b"",
    b"null",
    b"[]",
    b"[" * 100_000,
    b'"text"',
    b"1",
    b"<html lang='en'>Sorry</html>",
    b"\xff\xfe\x00",
    b"NaN",
    b'{"access_token": NaN}',
    b'{"access_token": "t", "expires_in": 1e999}',
    b'{"access_token": "t", "expires_in": NaN}',
    b'{"access_token": ""}',
    b'{"access_token": null}',
    b'{"access_token": 1}',
    b'{"access_token": ["t"]}',
    b'{"access_token": "t", "error": "server_error"}',
    b'{"access_token": "t", "error": {"a": [1]}}',
    b'{"access_token": "t", "token_type": "mac"}',
    b'{"access_token": "t", "token_type": []}',
    b'{"access_token": "t", "token_type": {}}',
    b'{"access_token": "\\ud800"}',
    b"access_token",
    b"access_token=",
    b"oauth_token=t",
    b'{"error": "\\ud800\\r\\n"}',
    b'{"error": "e", "error_description": {"a": "\\u2028"}}',
]


@pytest.mark.parametrize("body", TOKEN_BODIES, ids=lambda body: str(body[:60]))
@pytest.mark.parametrize("status", [200, 400, 503])
def test_an_unusable_token_reply_is_one_exception(
    provider: Provider, app: Flask, body: bytes, status: int
) -> None:
    for name, path in (("book", "/token"), ("bird", "/access_token")):
        provider.replies[path] = HTTPReply(
            status, (), body.replace(b"access_", b"oauth_")
        )
        if name == "book":
            provider.replies[path] = HTTPReply(status, (), body)
        answer = sign_in(app.test_client(), name)
        assert answer.type == "invalid_response"
        assert answer.message.startswith(f"{name}: the request for an access token")
        assert answer.message.isprintable()
        assert len(answer.message) < 700


@pytest.mark.parametrize("body", TOKEN_BODIES, ids=lambda body: str(body[:60]))
def test_an_unusable_request_token_reply_is_one_exception(
    provider: Provider, app: Flask, body: bytes
) -> None:
    body = body.replace(b"access_", b"oauth_")
    provider.replies["/request_token"] = HTTPReply(200, (), body)
    response = app.test_client().get("/login/bird")
    assert response.get_json()["type"] == "token_generation_failed"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    "expires_in",
    ['"3600"', "3600.5", "-1", "1" + "0" * 4000, '"soon"', "null", "[]", "true", '""'],
)
def test_an_odd_expires_in_is_handed_on(
    provider: Provider, app: Flask, expires_in: str
) -> None:
    body = f'{{"access_token": "t", "expires_in": {expires_in}}}'
    provider.replies["/token"] = HTTPReply(200, (), body.encode())
    token = sign_in(app.test_client(), "book").token
    assert token is not None
    assert token.token == "t"


# TLS

Tls: TypeAlias = tuple[ssl.SSLContext, Path]


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Tls:
    """Return a server's TLS context for ``127.0.0.1`` and the file of its root."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    pem = folder / "both.pem"
    root = folder / "root.pem"
    root.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    pem.write_bytes(
        root.read_bytes()
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context, root


def test_a_certificate_nobody_vouches_for_is_refused(tls: Tls) -> None:
    with Wire(answering(OK), tls=tls[0]) as wire:
        error = failure(remote_app(wire.url))
        assert wire.heard == []
    assert error.type == "connection_failed"
    assert "TLS" in str(error)


def test_a_certificate_for_another_host_is_refused(
    tls: Tls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tls[1]))
    with Wire(answering(OK), tls=tls[0]) as wire:
        error = failure(remote_app(wire.url.replace("127.0.0.1", "localhost")))
        assert wire.heard == []
    assert error.type == "connection_failed"


def test_a_trusted_certificate_is_accepted(
    tls: Tls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tls[1]))
    with Wire(answering(OK), tls=tls[0]) as wire:
        remote = remote_app(wire.url)
        assert [remote.get("/me").data for _ in range(3)] == [{"ok": True}] * 3
        assert wire.connections == 1


@pytest.mark.parametrize("script", [drip_body, drip_head, Conversation.hold])
def test_the_deadline_holds_over_tls(
    tls: Tls, monkeypatch: pytest.MonkeyPatch, script: Script
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tls[1]))
    with Wire(script, tls=tls[0]) as wire:
        start = time.monotonic()
        assert failure(remote_app(wire.url, total=DEADLINE)).type == "timeout"
        assert time.monotonic() - start < DEADLINE + 1.5


def drip_handshake(conversation: Conversation) -> None:
    """Send a TLS record that never gets complete."""
    conversation.sock.recv(65536)
    conversation.send(b"\x16\x03\x03\x40\x00")
    conversation.drip(itertools.repeat(b"\x02"), 0.02)


@pytest.mark.parametrize("script", [drip_handshake, Conversation.hold])
def test_the_deadline_holds_during_the_handshake(script: Script) -> None:
    with Wire(script) as wire:
        start = time.monotonic()
        url = wire.url.replace("http:", "https:")
        error = failure(remote_app(url, total=DEADLINE))
        assert time.monotonic() - start < DEADLINE + 1.5
    assert error.type in ("timeout", "connection_failed")
