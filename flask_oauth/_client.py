"""Calls of a remote API: signed, sent, and redirects followed with care."""

import re
import time
from collections.abc import Callable, Mapping
from typing import cast
from urllib.parse import urljoin

import attrs
from typing_extensions import Buffer
from werkzeug.datastructures import Headers

from . import _codec, _urls
from ._config import RemoteAppConfig
from ._messages import DEFAULT_HEADERS, HeaderPairs, HTTPReply, HTTPRequest
from ._response import OAuthResponse
from .exceptions import OAuthException
from .typing import DataT, Decoder, Format, Method, RequestData, Transport

_REDIRECTS = (301, 302, 303, 307, 308)
_MAX_REDIRECTS = 5
_IN_QUERY = ("GET", "HEAD")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 section 5.6.2
_IDEMPOTENT = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")
_METHODS = (*_IDEMPOTENT, "POST", "PATCH")
# What goes along to a foreign origin: other headers may be credentials.
_HARMLESS = ("accept", "accept-encoding", "accept-language", "user-agent")
# What the transport and the signature set.
_OURS = ("authorization", "content-length", "host", "transfer-encoding")


def _as_it_is(request: HTTPRequest) -> HTTPRequest:
    return request


@attrs.frozen
class OAuthClient:
    """Call the API of a remote application with one token attached.

    Args:
        config: the remote application.
        transport: the way to the network.
        attach: adds the credentials to a request.
    """

    _config: RemoteAppConfig = attrs.field(alias="config")
    _transport: Transport = attrs.field(alias="transport", repr=False)
    _attach: Callable[[HTTPRequest], HTTPRequest] = attrs.field(
        alias="attach", repr=False
    )

    def request(
        self,
        url: str,
        data: RequestData = "",
        headers: Mapping[str, str] | None = None,
        format: Format = "urlencoded",
        method: Method = "GET",
        content_type: str | None = None,
        *,
        decoder: Decoder[DataT] | None = None,
    ) -> OAuthResponse[DataT]:
        """Send a request; :meth:`flask_oauth.OAuthRemoteApp.request` tells the rest.

        Args:
            url: where to; a relative URL is joined with ``base_url``.
            data: query parameters or the body.
            headers: extra headers.
            format: ``"urlencoded"`` or ``"json"``.
            method: the HTTP method.
            content_type: the media type of data that is encoded already.
            decoder: turns the parsed data of a 2xx reply into what ``.data`` is.
        """
        request = self._build(url, data, headers or {}, format, method, content_type)
        reply = self._follow(request)
        call = f"{self._config.name}: {request.method} {request.url}"
        return OAuthResponse(reply, reply.body, decoder=decoder, call=call)

    def _build(
        self,
        url: str,
        data: RequestData,
        headers: Mapping[str, str],
        format: Format,
        method: str,
        content_type: str | None,
    ) -> HTTPRequest:
        method = method.upper()
        if method not in _METHODS:
            raise ValueError(f"method must be one of {_METHODS}, not {method!r}")
        own, own_type = self._own_headers(headers)
        if content_type is not None:
            _header("content_type", content_type)
        body = None
        if method in _IN_QUERY:
            _codec.check_format(format)
            if data and (format == "json" or content_type is not None):
                raise ValueError(
                    f"{method} sends data as query parameters: leave out format and"
                    " content_type, or use another method"
                )
            url = _urls.add_query(url, _codec.encode_params(data))
        elif content_type is None and not isinstance(data, str | Buffer):
            body, content_type = _codec.encode_body(data, format, None)
            content_type = own_type or content_type  # a header may say it better
        else:
            body, content_type = _codec.encode_body(
                data, format, content_type or own_type
            )
        content_type = content_type or own_type
        if content_type is not None:
            own += (("Content-Type", content_type),)
        return HTTPRequest(
            method,
            self._allowed(url),
            own,
            body,
            self._config.limits,
            time.monotonic() + self._config.total_timeout,
        )

    def _own_headers(self, headers: object) -> tuple[HeaderPairs, str | None]:
        """Check the caller's headers; return them, and the content type apart."""
        if not headers:
            return DEFAULT_HEADERS, None
        if not isinstance(headers, Mapping | Headers):
            raise TypeError(f"headers must be a mapping, not {type(headers).__name__}")
        given = cast("Mapping[str, str]", headers)
        pairs: HeaderPairs = ()
        content_type = None
        names: set[str] = set()
        for name, value in given.items():
            lower = _header("a header's name", name).lower()
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r} is no header's name")
            if lower in _OURS or lower in names:
                raise ValueError(f"headers must not set {name}: it is set already")
            names.add(lower)
            if lower == "content-type":
                content_type = _header(name, value)
            else:
                pairs += ((name, _header(name, value)),)
        for default in DEFAULT_HEADERS:
            if default[0].lower() not in names:
                pairs += (default,)
        return pairs, content_type

    def _allowed(self, url: str) -> str:
        """Return the absolute URL, if the token may go there."""
        try:
            absolute = _urls.resolve(self._config.base_url, url)
        except ValueError as error:
            raise OAuthException(
                f"{self._config.name}: the URL {_urls.shown(url)!r} cannot be"
                f" used: {error}",
                "origin_not_allowed",
            ) from error
        origin = _urls.origin(absolute)
        if origin not in self._config.token_origins:
            raise OAuthException(
                f"{self._config.name}: the token must not go to {origin}. If it may,"
                f" set allowed_origins=[{origin!r}]",
                "origin_not_allowed",
            )
        return absolute

    def _follow(self, request: HTTPRequest) -> HTTPReply:
        """Send a request; GET and HEAD follow redirects."""
        attach: Callable[[HTTPRequest], HTTPRequest] = self._attach
        for _ in range(_MAX_REDIRECTS + 1):
            reply = send(self._transport, self._config.name, request, attach)
            location = _location(request, reply)
            if location is None:
                return reply
            if self._config.token_placement == "query":  # it may come back in there
                location = _urls.without_params(location, _is_credential)
            origin = _urls.origin(location)
            if origin in self._config.token_origins:
                attach = self._attach
            else:
                self._check_foreign(request.url, location)
                attach = _as_it_is
                harmless = [
                    pair for pair in request.headers if pair[0].lower() in _HARMLESS
                ]
                request = attrs.evolve(request, headers=tuple(harmless))
            request = attrs.evolve(request, url=location)
        raise OAuthException(
            f"{self._config.name}: more than {_MAX_REDIRECTS} redirects, the last to"
            f" {_urls.shown(request.url)}",
            "too_many_redirects",
        )

    def _check_foreign(self, here: str, there: str) -> None:
        """Refuse a redirect to plain http, or from outside into this machine."""
        if _urls.is_loopback(here) or (
            there.startswith("https:") and not _urls.is_loopback(there)
        ):
            return
        if self._config.allow_insecure_transport and not _urls.is_loopback(there):
            return
        raise OAuthException(
            f"{self._config.name}: a redirect leads to {_urls.origin(there)}, which is"
            " plain http or this machine",
            "insecure_transport",
        )


def send(
    transport: Transport,
    app: str,
    request: HTTPRequest,
    attach: Callable[[HTTPRequest], HTTPRequest] = _as_it_is,
) -> HTTPReply:
    """Send one request, with its credentials attached.

    When a kept connection turns out to be closed, an idempotent request is sent again,
    signed anew: to a provider that saw the first one, a repeated nonce is an attack.

    Args:
        transport: the way to the network.
        app: the remote application's name, for messages.
        request: the request without its credentials.
        attach: adds them.

    Raises:
        OAuthException: the transport's, with a message that says which call it was.
    """
    prepared = attach(request)
    try:
        try:
            return transport.send(prepared)
        except OAuthException as error:
            if error.type != "stale_connection" or request.method not in _IDEMPOTENT:
                raise
            return transport.send(attach(request))
    except OAuthException as error:
        code = error.type
        call = f"{request.method} {_urls.shown(request.url)}"
        raise OAuthException(
            f"{app}: {call}: {error.message}",
            "connection_failed" if code == "stale_connection" else code,
            error.data,
        ) from (error.__cause__ or error)


def _location(request: HTTPRequest, reply: HTTPReply) -> str | None:
    """Return where a redirect leads to, ``None`` if there is none to follow."""
    if reply.status not in _REDIRECTS or request.method not in _IN_QUERY:
        return None
    location = reply.header("location")
    if location is None:
        return None
    try:
        return _urls.canonical(urljoin(request.url, location))
    except ValueError:
        return None


def _is_credential(parameter: str) -> bool:
    return parameter == "access_token" or parameter.startswith("oauth_")


def _header(name: str, value: object) -> str:
    """Return a header's value, if it is one."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    if not value.isascii() or not value.replace("\t", " ").isprintable():
        raise ValueError(f"{name} holds characters that no header may carry")
    return value
