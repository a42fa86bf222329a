"""One prepared request to one reply, on urllib3."""

import http.client
import os
import threading
from contextlib import closing

import urllib3
from urllib3 import exceptions

from . import _urls
from ._connections import Call, PoolOf, current_call, new_pools
from ._messages import HTTPReply, HTTPRequest
from .exceptions import OAuthException

_NO_RETRIES = urllib3.Retry(False)


class UrllibTransport:
    """Send requests with urllib3, over connections that are kept.

    There is one pool for all remote applications of an
    :class:`~flask_oauth.OAuth`, made at the first call and made anew after a fork.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool_of: PoolOf
        self._process = 0  # the one that made the pools; no process has this number

    def send(self, request: HTTPRequest, /) -> HTTPReply:
        """Send a request; see :class:`flask_oauth.typing.Transport`."""
        limits = request.limits
        call = Call(request.deadline, limits.connect_timeout, limits.read_timeout)
        reset = current_call.set(call)
        try:
            timeout = call.timeout()
            origin = _urls.origin(request.url)
            reply = self._pools()(origin).urlopen(
                request.method,
                request.url[len(origin) :],
                body=request.body,
                headers=dict(request.headers),
                redirect=False,
                retries=_NO_RETRIES,
                preload_content=False,
                timeout=timeout,  # the connection's own: a change is a system call
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
            current_call.reset(reset)

    def _pools(self) -> PoolOf:
        process = os.getpid()
        if self._process != process:
            with self._lock:
                # Another thread may have made them by now, which no test can arrange.
                if self._process != process:  # pragma: no branch
                    self._pool_of = new_pools()
                    self._process = process
        return self._pool_of


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


def _translate(error: Exception, call: Call) -> OAuthException:
    """Say in this library's terms what went wrong."""
    if isinstance(error, exceptions.NameResolutionError):
        return OAuthException("the host name is unknown", "connection_failed")
    if isinstance(error, exceptions.NewConnectionError):
        return OAuthException("no connection could be made", "connection_failed")
    cause = next((arg for arg in error.args if isinstance(arg, Exception)), error)
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
