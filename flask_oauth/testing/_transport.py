"""The way to the provider that needs no socket."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import attrs
from werkzeug.test import create_environ, run_wsgi_app
from werkzeug.wrappers import Request

from ..exceptions import OAuthException
from ..typing import HTTPReply, HTTPRequest
from ._application import Application
from ._faults import TimedOut


@attrs.frozen
class InProcessTransport:
    """Bring requests to the provider in the test's own process.

    It is a :class:`~flask_oauth.typing.Transport`. Nothing goes to the network: a
    request to anybody else fails as one to a host that cannot be reached.

    Args:
        application: the provider.
        path_of: gives the path at the provider for a URL, ``None`` for foreign ones.
    """

    _application: Application = attrs.field(repr=False)
    _path_of: Callable[[str], str | None] = attrs.field(repr=False)

    def send(self, request: HTTPRequest, /) -> HTTPReply:
        """Send a request.

        Args:
            request: as the remote application prepared it.

        Raises:
            OAuthException: ``connection_failed``: it is not for the provider;
                ``timeout``; ``response_too_large``.
        """
        path = self._path_of(request.url)
        if path is None:
            raise OAuthException(
                "the provider for tests does not stand in for this URL, and nothing"
                " goes to the network",
                "connection_failed",
            )
        if request.deadline < time.monotonic():
            raise OAuthException("the time for the call is over", "timeout")
        url = urlsplit(request.url)
        environ = create_environ(
            path,
            f"{url.scheme}://{url.netloc}/",
            url.query,
            method=request.method,
            headers=list(request.headers),
            data=request.body,
        )
        # The path as the client signed it, which need not be the one it has here.
        environ["REQUEST_URI"] = url.path
        try:
            response = self._application.answer(Request(environ))
        except TimedOut as error:
            raise OAuthException("the provider did not answer", "timeout") from error
        parts, status, headers = run_wsgi_app(response, environ)
        body = b"".join(parts)
        if len(body) > request.limits.max_response_size:
            raise OAuthException(
                f"the reply has more than {request.limits.max_response_size} bytes",
                "response_too_large",
            )
        return HTTPReply(int(status.partition(" ")[0]), tuple(headers), body)
