"""One prepared request to one reply, on urllib3."""

import http.client
import io
import logging
import os
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import closing
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NoReturn

import attrs
import urllib3
from typing_extensions import Buffer, override
from urllib3 import exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import parse_url

from . import _urls
from ._messages import HTTPReply, HTTPRequest
from .exceptions import OAuthException

_POOL_SIZE = 32  # connections kept for each host
_HOSTS = 256  # hosts for which connections are kept
_CHUNK = 65536
_NO_RETRIES = urllib3.Retry(False, redirect=False)


@attrs.define
class _Call:
    """What a connection has to know of the call that it serves."""

    deadline: float
    read_timeout: float
    kept: bool = True
    """Whether it goes over a kept connection, and nothing was answered yet."""

    def timeout(self) -> float:
        """Return the seconds that the next operation on the socket may take."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline of the call has passed")
        return min(left, self.read_timeout)


class _WithoutQueries(logging.Filter):
    """Keep the queries of our calls out of urllib3's log: they may hold secrets."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        if _current_call.get(None) is not None and isinstance(record.args, tuple):
            record.args = tuple(
                arg.partition("?")[0] if isinstance(arg, str) else arg
                for arg in record.args
            )
        return True


_WITHOUT_QUERIES = _WithoutQueries()

# urllib3 has a timeout for each operation but none for all of a call: a server that
# sends a byte now and then holds it forever. So each operation on the socket gets the
# time that is left.
_current_call: ContextVar[_Call] = ContextVar("flask_oauth_call")


class _Reader(io.RawIOBase):
    """Read from a socket within the time that the call has left."""

    def __init__(self, sock: Any, raw: io.RawIOBase) -> None:
        self._sock = sock
        self._raw = raw
        self._call = _current_call.get()

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Buffer, /) -> int | None:
        self._sock.settimeout(self._call.timeout())
        count = self._raw.readinto(buffer)
        if count:
            self._call.kept = False
        return count

    @override
    def readall(self) -> NoReturn:
        # Only a chunk that claims to have -1 bytes makes http.client ask for all.
        raise http.client.HTTPException("the reply has no end")

    @override
    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Reader(sock, self.fp.detach()))

    @override
    def begin(self) -> None:
        super().begin()
        # http.client passes over 100 alone and takes 103 (early hints) for the reply.
        # The real one would answer the next request here, of another user maybe.
        while 100 <= self.status < 200:
            unread: Any = None
            self.headers = self.msg = unread
            super().begin()
        # RFC 9112 section 6.3. If urllib3 refused it later, the socket would stay open.
        lengths = set(self.headers.get_all("Content-Length", ()))
        if len(lengths) > 1 or (lengths and self.length is None and not self.chunked):
            raise http.client.HTTPException("the reply's length is no number")


class _Connection(HTTPConnection):
    response_class = _Response

    @override
    def connect(self) -> None:
        super().connect()
        _current_call.get().kept = False

    @override
    def send(self, data: Any) -> None:
        call = _current_call.get()
        for start in range(0, len(data), _CHUNK):
            if self.sock is not None:
                self.sock.settimeout(call.timeout())
            super().send(data[start : start + _CHUNK])


class _SecureConnection(_Connection, HTTPSConnection):
    pass


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls: Any = _Connection


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls: Any = _SecureConnection


class UrllibTransport:
    """Send requests with urllib3, over connections that are kept.

    There is one pool for all remote applications of an
    :class:`~flask_oauth.OAuth`, made at the first call and made anew after a fork.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool_of: Callable[[str], urllib3.HTTPConnectionPool] | None = None
        self._process = 0

    def send(self, request: HTTPRequest, /) -> HTTPReply:
        """Send a request; see :class:`flask_oauth.typing.Transport`."""
        limits = request.limits
        call = _Call(request.deadline, limits.read_timeout)
        reset = _current_call.set(call)
        try:
            left = call.timeout()
            origin = _urls.origin(request.url)
            reply = self._pools()(origin).urlopen(
                request.method,
                request.url[len(origin) :],
                body=request.body,
                headers=dict(request.headers),
                redirect=False,
                retries=_NO_RETRIES,
                assert_same_host=False,
                preload_content=False,
                # To connect; _Connection and _Reader see to all that follows.
                timeout=min(left, limits.connect_timeout),
            )
            with closing(reply) as response:
                body = _read(response, limits.max_response_size)
                return HTTPReply(
                    response.status, tuple(response.headers.iteritems()), body
                )
        except (
            exceptions.HTTPError,
            http.client.HTTPException,
            OSError,
            ValueError,  # what http.client raises for a chunk of -2 bytes
        ) as error:
            raise _translate(error, call) from error
        finally:
            _current_call.reset(reset)

    def _pools(self) -> Callable[[str], urllib3.HTTPConnectionPool]:
        process = os.getpid()
        if self._pool_of is None or self._process != process:
            with self._lock:
                if self._pool_of is None or self._process != process:
                    self._pool_of = _new_pools()
                    self._process = process
        return self._pool_of


def _new_pools() -> Callable[[str], urllib3.HTTPConnectionPool]:
    """Return what finds, or makes, the pool of an origin.

    It does what ``urllib3.PoolManager`` would do, and does not parse each URL twice.
    """
    # urllib3 would load the root certificates anew for each connection.
    for name in ("urllib3.connection", "urllib3.connectionpool"):
        logging.getLogger(name).addFilter(_WITHOUT_QUERIES)
    context = ssl.create_default_context()

    @lru_cache(_HOSTS)
    def pool_of(origin: str) -> urllib3.HTTPConnectionPool:
        parsed = parse_url(origin)
        host, port = parsed.host or "", parsed.port
        if parsed.scheme == "https":
            return _SecurePool(host, port, maxsize=_POOL_SIZE, ssl_context=context)
        return _Pool(host, port, maxsize=_POOL_SIZE)

    return pool_of


def _read(response: urllib3.BaseHTTPResponse, limit: int) -> bytes:
    announced = response.length_remaining  # None where the end shows by itself
    if announced is None or announced <= limit:
        # Without a content encoding, no more can come than was announced.
        bounded = announced is not None and "Content-Encoding" not in response.headers
        body = response.read() if bounded else response.read(limit + 1)
        if len(body) <= limit:
            return body
    raise OAuthException(
        f"the reply has more than the {limit} bytes of max_response_size",
        "response_too_large",
    )


def _translate(error: Exception, call: _Call) -> OAuthException:
    """Say in this library's terms what went wrong."""
    if isinstance(error, exceptions.NameResolutionError):
        return OAuthException("the host name is unknown", "connection_failed")
    if isinstance(error, exceptions.NewConnectionError):
        return OAuthException("no connection could be made", "connection_failed")
    cause = error.args[-1] if error.args else None
    if not isinstance(cause, Exception):
        cause = error
    # While the request is sent, urllib3 does not tell a timeout from other errors.
    if isinstance(error, exceptions.TimeoutError) or isinstance(cause, TimeoutError):
        return OAuthException("it took too long", "timeout")
    if isinstance(error, exceptions.DecodeError):
        return OAuthException(
            "the reply's content encoding is broken", "invalid_response"
        )
    if isinstance(error, exceptions.SSLError):
        return OAuthException(f"TLS failed: {error}", "connection_failed")
    closed = isinstance(cause, ConnectionError)  # http.client's RemoteDisconnected too
    if closed and call.kept:
        return OAuthException("a kept connection was closed", "stale_connection")
    return OAuthException(
        f"the connection failed: {type(cause).__name__}", "connection_failed"
    )
