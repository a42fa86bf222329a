"""One request to one reply, over real sockets; what goes wrong, and how it is told."""

import gzip
import logging
import os
import socket
import time
import tracemalloc

import pytest
import urllib3

from flask_oauth import OAuthException
from flask_oauth._messages import HeaderPairs, HTTPReply, HTTPRequest, Limits
from flask_oauth._transport import UrllibTransport

from .security.wire import Conversation, Script, Wire, answering, reply

OK = reply(b"ok", "text/plain")
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
PATIENT = Limits(5, 5, 5, 1000)
# Far below the patience above, far above what a loaded machine takes.
SOON = 2.0


def ask(
    url: str,
    transport: UrllibTransport | None = None,
    method: str = "GET",
    headers: HeaderPairs = (),
    body: bytes | None = None,
    limits: Limits = PATIENT,
    seconds: float = 5,
) -> HTTPReply:
    request = HTTPRequest(
        method, url, headers, body, limits, time.monotonic() + seconds
    )
    return (transport or UrllibTransport()).send(request)


def failure(
    url: str,
    transport: UrllibTransport | None = None,
    limits: Limits = PATIENT,
    seconds: float = 5,
) -> tuple[object, str]:
    """Return the type and the message of a call that fails."""
    with pytest.raises(OAuthException) as caught:
        ask(url, transport, limits=limits, seconds=seconds)
    if caught.value.type != "response_too_large":
        assert isinstance(caught.value.__cause__, Exception)
    return caught.value.type, str(caught.value)


def once(sent: bytes) -> Script:
    """Read the request, send this, and close."""

    def script(conversation: Conversation) -> None:
        conversation.request()
        conversation.send(sent)

    return script


# Requests and replies


def test_the_request_goes_out_as_it_is() -> None:
    with Wire(answering(OK)) as wire:
        ask(
            f"{wire.url}a%20b?c=d&e",
            method="PATCH",
            headers=(("X-One", "1"), ("Content-Type", "text/plain")),
            body=b"\x00body",
        )
    head, _, body = wire.heard[0].partition(b"\r\n\r\n")
    first, *rest = head.split(b"\r\n")
    assert first == b"PATCH /a%20b?c=d&e HTTP/1.1"
    host = f"Host: 127.0.0.1:{wire.port}".encode()
    assert {host, b"X-One: 1", b"Content-Type: text/plain"} <= set(rest)
    assert body == b"\x00body"


def test_a_large_body_arrives_whole() -> None:
    body = os.urandom(300_001)
    with Wire(answering(OK)) as wire:
        ask(wire.url, method="PUT", body=body)
    assert wire.heard[0].endswith(b"\r\n\r\n" + body)


def test_the_reply_comes_back_as_it_is() -> None:
    sent = reply(
        gzip.compress(b"text"),
        status="418 Teapot",
        extra="Set-Cookie: a=b\r\nContent-Encoding: gzip\r\nSet-Cookie: c=d\r\n",
    )
    with Wire(answering(sent)) as wire:
        got = ask(wire.url)
    assert (got.status, got.body) == (418, b"text")
    cookies = [value for name, value in got.headers if name == "Set-Cookie"]
    assert cookies == ["a=b", "c=d"]


def test_the_reply_to_head_has_no_body() -> None:
    """Whatever length it announces; the connection is kept."""
    transport = UrllibTransport()
    head = reply(b"", extra="").replace(b"Content-Length: 0", b"Content-Length: 5")
    with Wire(answering(head, OK)) as wire:
        assert ask(wire.url, transport, "HEAD").body == b""
        assert ask(wire.url, transport).body == b"ok"
        assert wire.connections == 1


@pytest.mark.parametrize("status", ["301 A", "302 B", "303 C", "307 D", "308 E"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_redirect_is_a_reply(method: str, status: str) -> None:
    with Wire(answering(reply(status=status, extra="Location: /x\r\n"))) as wire:
        got = ask(wire.url, method=method)
        assert got.status == int(status[:3])
        assert got.header("location") == "/x"
        assert len(wire.heard) == 1


def test_a_server_that_is_busy_is_not_asked_again() -> None:
    busy = reply(status="503 Busy", extra="Retry-After: 0\r\n")
    with Wire(answering(busy)) as wire:
        assert ask(wire.url).status == 503
        assert len(wire.heard) == 1


# Connections


def test_a_connection_is_kept_for_its_origin() -> None:
    transport = UrllibTransport()
    with Wire(answering(OK)) as one, Wire(answering(OK)) as two:
        for _ in range(3):
            ask(one.url, transport)
            ask(two.url, transport)
        assert (one.connections, two.connections) == (1, 1)
        assert len(one.heard) == len(two.heard) == 3


def test_connections_are_not_shared_between_transports() -> None:
    with Wire(answering(OK)) as wire:
        ask(wire.url)
        ask(wire.url)
        assert wire.connections == 2


def test_another_process_opens_connections_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    transport = UrllibTransport()
    with Wire(answering(OK)) as wire:
        ask(wire.url, transport)
        monkeypatch.setattr(os, "getpid", lambda: -1)
        for _ in range(2):
            ask(wire.url, transport)
        assert wire.connections == 2


def test_the_first_process_of_a_container_can_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "getpid", lambda: 1)
    with Wire(answering(OK)) as wire:
        assert ask(wire.url).body == b"ok"


def test_a_connection_with_unread_data_is_not_kept() -> None:
    """What is left over would answer the next request."""
    transport = UrllibTransport()
    with Wire(answering(reply(b"x" * 1001), OK), answering(OK)) as wire:
        assert failure(wire.url, transport)[0] == "response_too_large"
        assert ask(wire.url, transport).body == b"ok"
        assert wire.connections == 2


def test_a_kept_connection_that_was_closed_is_told_apart() -> None:
    """It may be tried again; one that was just opened may not."""

    def close_when_asked_again(conversation: Conversation) -> None:
        conversation.request()
        conversation.send(OK)
        conversation.request()

    transport = UrllibTransport()
    with Wire(close_when_asked_again, answering(OK)) as wire:
        ask(wire.url, transport)
        assert failure(wire.url, transport) == (
            "stale_connection",
            "a kept connection was closed",
        )
        assert ask(wire.url, transport).body == b"ok"


@pytest.mark.parametrize(
    "begun", [b"HTTP/1.1 200 OK\r\nContent-Le", CHUNKED + b"3\r\nhe"]
)
def test_a_kept_connection_that_broke_off_its_reply_is_no_longer_one(
    begun: bytes,
) -> None:
    """The request has been answered, so it must not be tried again."""

    def break_off(conversation: Conversation) -> None:
        conversation.request()
        conversation.send(OK)
        conversation.request()
        conversation.send(begun)
        conversation.reset()

    transport = UrllibTransport()
    with Wire(break_off) as wire:
        ask(wire.url, transport)
        assert failure(wire.url, transport)[0] == "connection_failed"


# How much


@pytest.mark.parametrize(
    ("fits", "sent"),
    [
        (True, reply(b"x" * 1000)),
        (False, reply(b"x" * 1001)),
        (True, CHUNKED + b"3e8\r\n" + b"x" * 1000 + b"\r\n0\r\n\r\n"),
        (False, CHUNKED + b"3e9\r\n" + b"x" * 1001 + b"\r\n0\r\n\r\n"),
        (True, reply(gzip.compress(b"x" * 1000), extra="Content-Encoding: gzip\r\n")),
        (False, reply(gzip.compress(b"x" * 1001), extra="Content-Encoding: gzip\r\n")),
        (True, b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1000),
        (False, b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1001),
    ],
)
def test_a_reply_may_be_as_large_as_the_limit(fits: bool, sent: bytes) -> None:
    with Wire(once(sent)) as wire:
        if fits:
            assert ask(wire.url).body == b"x" * 1000
            return
        assert failure(wire.url) == (
            "response_too_large",
            "the reply has more than the 1000 bytes of max_response_size",
        )


def test_a_compressed_reply_is_unpacked_no_further_than_the_limit() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    with Wire(answering(reply(bomb, extra="Content-Encoding: gzip\r\n"))) as wire:
        limits = Limits(5, 5, 5, 2 * len(bomb))
        tracemalloc.start()
        assert failure(wire.url, limits=limits)[0] == "response_too_large"
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
        tracemalloc.stop()


def test_a_reply_announced_as_too_large_is_not_waited_for() -> None:
    def script(conversation: Conversation) -> None:
        conversation.request()
        conversation.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")
        conversation.hold()

    with Wire(script) as wire:
        assert failure(wire.url)[0] == "response_too_large"


# How long


TOO_LONG = ("timeout", "it took too long")


def test_after_the_deadline_nothing_is_sent() -> None:
    with Wire(answering(OK)) as wire:
        assert failure(wire.url, seconds=-1) == TOO_LONG
        assert wire.connections == 0
        with pytest.raises(OAuthException) as caught:
            ask(wire.url, seconds=-1)
        assert str(caught.value.__cause__) == "the deadline of the call has passed"


def test_at_the_deadline_no_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 10.0)
    assert failure("http://127.0.0.1:1/", seconds=0) == TOO_LONG


def test_the_last_second_may_be_used() -> None:
    with Wire(answering(OK)) as wire:
        assert ask(wire.url, seconds=0.9).body == b"ok"


@pytest.mark.parametrize(
    "limits", [Limits(5, 0.1, 5, 1000), Limits(0.1, 0.1, 5, 1000)], ids=repr
)
@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"])
def test_silence_ends_at_the_read_timeout(sent: bytes, limits: Limits) -> None:
    def script(conversation: Conversation) -> None:
        conversation.request()
        conversation.send(sent)
        conversation.hold()

    with Wire(script) as wire:
        start = time.monotonic()
        assert failure(wire.url, limits=limits) == TOO_LONG
        assert time.monotonic() - start < SOON


def test_silence_ends_at_the_deadline() -> None:
    with Wire(Conversation.hold) as wire:
        start = time.monotonic()
        assert failure(wire.url, seconds=0.1) == TOO_LONG
        assert time.monotonic() - start < SOON


def test_the_connect_timeout_is_for_connecting_only() -> None:
    def slow(conversation: Conversation) -> None:
        conversation.request()
        conversation.drip([OK[:20], OK[20:]], 0.2)

    with Wire(slow) as wire:
        assert ask(wire.url, limits=Limits(0.1, 5, 5, 1000)).body == b"ok"


@pytest.mark.parametrize(
    ("limits", "seconds"), [(Limits(0.1, 5, 5, 1000), 5), (PATIENT, 0.1)], ids=repr
)
def test_a_server_that_does_not_accept_is_given_up(
    limits: Limits, seconds: float
) -> None:
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
        assert failure(url, limits=limits, seconds=seconds) == TOO_LONG
        assert time.monotonic() - start < SOON
        for filler in fillers:
            filler.close()


# What else can go wrong


def test_a_refused_connection_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert failure(f"http://127.0.0.1:{port}/") == (
        "connection_failed",
        "no connection could be made",
    )


def test_an_unknown_host_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert failure("http://nowhere.example/") == (
        "connection_failed",
        "the host name is unknown",
    )


@pytest.mark.parametrize(
    ("script", "cause"),
    [
        (once(b""), "RemoteDisconnected"),
        (once(reply(b"x" * 10)[:-1]), "IncompleteRead"),
        (once(CHUNKED + b"-2\r\n"), "ValueError"),
        (once(CHUNKED + b"-1\r\n"), "HTTPException"),
        (once(b"HTTP/1.1 abc\r\n"), "BadStatusLine"),
    ],
)
def test_a_broken_reply_names_its_kind(script: Script, cause: str) -> None:
    with Wire(script) as wire:
        kind, message = failure(wire.url)
    assert (kind, message) == ("connection_failed", f"the connection failed: {cause}")


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("Content-Length: 2\r\nContent-Length: 3", "the reply's length is no number"),
        ("Content-Length: two", "the reply's length is no number"),
        ("Transfer-Encoding: chunked\r\n\r\n-1", "the reply has no end"),
    ],
)
def test_a_reply_whose_end_is_unclear_is_refused(head: str, reason: str) -> None:
    sent = f"HTTP/1.1 200 OK\r\n{head}\r\n\r\nok".encode()
    with Wire(once(sent)) as wire, pytest.raises(OAuthException) as caught:
        ask(wire.url)
    assert caught.value.type == "connection_failed"
    assert f"HTTPException({reason!r})" in repr(caught.value.__cause__)


def test_a_length_may_be_repeated() -> None:
    twice = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok"
    with Wire(once(twice)) as wire:
        assert ask(wire.url).body == b"ok"


def test_a_broken_content_encoding_says_so() -> None:
    broken = reply(b"\x1f\x8bbroken", extra="Content-Encoding: gzip\r\n")
    with Wire(once(broken)) as wire:
        assert failure(wire.url) == (
            "invalid_response",
            "the reply's content encoding is broken",
        )


def test_a_server_without_tls_says_so() -> None:
    def answer_plainly(conversation: Conversation) -> None:
        conversation.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with Wire(answer_plainly) as wire:
        kind, message = failure(wire.url.replace("http:", "https:"))
    assert kind == "connection_failed"
    assert message.startswith("TLS failed: ")
    assert "SSL" in message


# The log of urllib3


@pytest.fixture
def _urllib3_as_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what transports of other tests have done to its loggers."""
    for name in ("urllib3.connection", "urllib3.connectionpool"):
        monkeypatch.setattr(logging.getLogger(name), "filters", [])


@pytest.mark.usefixtures("_urllib3_as_new")
def test_urllib3_warns_without_queries(caplog: pytest.LogCaptureFixture) -> None:
    broken = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nno header\r\n\r\nok"
    with Wire(once(broken)) as wire:
        assert ask(f"{wire.url}mine?canary=1").status == 200
    (warning,) = caplog.records
    assert "Failed to parse headers (url=" in warning.message
    assert "canary" not in caplog.text


@pytest.mark.usefixtures("_urllib3_as_new")
def test_urllib3_logs_no_query_of_ours_but_those_of_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Wire(answering(OK)) as wire, caplog.at_level(logging.DEBUG, "urllib3"):
        ask(f"{wire.url}mine?canary=1")
        assert '"GET /mine HTTP/1.1" 200' in caplog.text
        assert "canary" not in caplog.text
        with urllib3.PoolManager() as pools:
            pools.request("GET", f"{wire.url}theirs?shown=1")
        assert '"GET /theirs?shown=1 HTTP/1.1" 200' in caplog.text
