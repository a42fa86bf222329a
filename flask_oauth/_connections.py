"""Connections that keep to the deadline of the call they serve, and their pools."""

import http.client
import io
import logging
import socket
import ssl
import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NoReturn, TypeAlias

import attrs
import urllib3
from typing_extensions import Buffer, override
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import parse_url

_POOL_SIZE = 32  # connections kept for each host
_HOSTS = 256  # hosts for which connections are kept
_CHUNK = 65536

PoolOf: TypeAlias = Callable[[str], urllib3.HTTPConnectionPool]
"""What finds, or makes, the pool of an origin."""


@attrs.define
class Call:
    """What a connection has to know of the call that it serves."""

    deadline: float
    connect_timeout: float
    read_timeout: float
    kept: bool = True
    """Whether it goes over a kept connection, and nothing was answered yet."""

    def timeout(self, most: float | None = None) -> float:
        """Return the seconds that the next operation on the socket may take."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline of the call has passed")
        return min(left, self.read_timeout if most is None else most)


class _WithoutQueries(logging.Filter):
    """Keep the queries of our calls out of urllib3's log: they may hold secrets."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        if current_call.get(None) is not None and isinstance(record.args, tuple):
            record.args = tuple(
                arg.partition("?")[0] if isinstance(arg, str) else arg
                for arg in record.args
            )
        return True


_WITHOUT_QUERIES = _WithoutQueries()

# urllib3 has a timeout for each operation but none for all of a call: a server that
# sends a byte now and then holds it forever. So each operation on the socket gets the
# time that is left.
current_call: ContextVar[Call] = ContextVar("flask_oauth_call")


class _Reader(io.RawIOBase):
    """Read from a socket within the time that the call has left."""

    def __init__(self, sock: Any, raw: io.RawIOBase) -> None:
        self._sock = sock
        self._raw = raw
        self._call = current_call.get()

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
        while self.status < 200:
            unread: Any = None
            self.headers = self.msg = unread
            super().begin()
        # RFC 9112 section 6.3. If urllib3 refused it later, the socket would stay open.
        lengths = set(self.headers.get_all("Content-Length", ()))
        if len(lengths) > 1 or (lengths and self.length is None and not self.chunked):
            raise http.client.HTTPException("the reply's length is no number")


class _Socket(socket.socket):
    """Set a timeout only where it changes.

    It is a system call, at which a thread hands on the interpreter's lock.
    """

    @override
    def settimeout(self, value: float | None, /) -> None:
        if value != self.gettimeout():
            super().settimeout(value)


class _SecureSocket(_Socket, ssl.SSLSocket):
    pass


class _Connection(HTTPConnection):
    response_class = _Response

    @override
    def connect(self) -> None:
        call = current_call.get()
        call.kept = False
        self.timeout = call.timeout(call.connect_timeout)
        super().connect()

    @override
    def send(self, data: Any) -> None:
        call = current_call.get()
        for start in range(0, len(data), _CHUNK):
            if self.sock is not None:
                self.sock.settimeout(call.timeout())
            super().send(data[start : start + _CHUNK])


class _PlainConnection(_Connection):
    @override
    def connect(self) -> None:
        super().connect()
        self.sock = _Socket(fileno=self.sock.detach())


class _SecureConnection(_Connection, HTTPSConnection):
    pass


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls: Any = _PlainConnection


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls: Any = _SecureConnection


def new_pools() -> PoolOf:
    """Make pools without a connection yet.

    It does what ``urllib3.PoolManager`` would do, and does not parse each URL twice.
    """
    for name in ("urllib3.connection", "urllib3.connectionpool"):
        logging.getLogger(name).addFilter(_WITHOUT_QUERIES)
    # urllib3 would load the root certificates anew for each connection.
    context = ssl.create_default_context()
    context.sslsocket_class = _SecureSocket

    @lru_cache(_HOSTS)
    def pool_of(origin: str) -> urllib3.HTTPConnectionPool:
        parsed = parse_url(origin)
        host, port = parsed.host or "", parsed.port
        if parsed.scheme == "https":
            return _SecurePool(host, port, maxsize=_POOL_SIZE, ssl_context=context)
        return _Pool(host, port, maxsize=_POOL_SIZE)

    return pool_of
