"""What goes over the wire, told on the terminal without its secrets."""

import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import cast
from urllib.parse import parse_qsl, quote, unquote

import attrs

from ..typing import HTTPReply, HTTPRequest, Transport

# All that may be shown. Whatever is not known to be harmless is taken for a secret.
_SHOWN = {
    "client_id",
    "code_challenge_method",
    "decision",
    "email",
    "error",
    "expires_in",
    "grant_type",
    "iss",
    "name",
    "oauth_authorized_realms",
    "oauth_callback",
    "oauth_callback_confirmed",
    "oauth_consumer_key",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_version",
    "redirect_uri",
    "response_type",
    "scope",
    "screen_name",
    "status",
    "text",
    "token_type",
    "user",
    "user_id",
}
_MASK = "***"
_OAUTH1_PARAMETER = re.compile(r'(\w+)="([^"]*)"')


def tell_request(
    route: str,
    method: str,
    url: str,
    headers: Iterable[tuple[str, str]],
    body: bytes | None,
) -> None:
    """Tell of a request.

    Args:
        route: who sends it to whom; its blanks in front are kept.
        method: in capitals.
        url: absolute.
        headers: pairs of name and value.
        body: the encoded body, or ``None``.
    """
    path = "/" + url.split("/", 3)[3]
    print(f"{route}  {method} {masked_url(path)}")
    _tell_rest(route, list(headers), body or b"")


def tell_reply(
    route: str, status: int, headers: Iterable[tuple[str, str]], body: bytes
) -> None:
    """Tell of a reply; see :func:`tell_request`."""
    print(f"{route}  {status} {HTTPStatus(status).phrase}")
    _tell_rest(route, list(headers), body)


def _tell_rest(route: str, headers: list[tuple[str, str]], body: bytes) -> None:
    margin = " " * (len(route) - len(route.lstrip()) + 4)
    media_type = ""
    for name, value in headers:
        match name.lower():
            case "authorization":
                print(f"{margin}{name}: {masked_authorization(value)}")
            case "cookie":
                print(f"{margin}{name}: {masked_cookies(value)}")
            case "set-cookie":
                cookie, mark, attributes = value.partition(";")
                print(f"{margin}{name}: {masked_cookies(cookie)}{mark}{attributes}")
            case "location":
                print(f"{margin}{name}: {masked_url(value)}")
            case "content-type":
                media_type = value.partition(";")[0]
            case _:
                pass
    if not body:
        return
    if media_type == "application/x-www-form-urlencoded":
        print(f"{margin}{masked_form(body.decode())}")
    elif media_type == "application/json":
        print(f"{margin}{json.dumps(masked_json(json.loads(body)))}")
    else:
        print(f"{margin}{media_type}, {len(body)} bytes")


def masked_url(url: str) -> str:
    """Return a URL with the secrets in its query masked."""
    bare, mark, query = url.partition("?")
    return f"{bare}{mark}{masked_form(query)}"


def masked_form(encoded: str) -> str:
    """Return form-encoded parameters with the secrets masked, easy to read."""
    pairs = parse_qsl(encoded, keep_blank_values=True)
    return "&".join(f"{name}={_masked(name, value)}" for name, value in pairs)


def masked_authorization(value: str) -> str:
    """Return the value of an Authorization header with the secrets masked."""
    scheme, _, rest = value.partition(" ")
    if scheme != "OAuth":
        return f"{scheme} {_MASK}"
    parameters = _OAUTH1_PARAMETER.findall(rest)
    shown = [f'{name}="{_masked(name, unquote(value))}"' for name, value in parameters]
    return f"{scheme} {', '.join(shown)}"


def masked_cookies(value: str) -> str:
    """Return the value of a Cookie header with the cookies' own values masked."""
    names = [pair.partition("=")[0] for pair in value.split("; ")]
    return "; ".join(f"{name}={_MASK}" for name in names)


def masked_json(value: object) -> object:
    """Return what JSON said, with the secrets in its objects masked."""
    if isinstance(value, list):
        return [masked_json(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).items()
        return {name: item if name in _SHOWN else _MASK for name, item in items}
    return _MASK


def _masked(name: str, value: str) -> str:
    return quote(value, safe="/: ") if name in _SHOWN else _MASK


@attrs.frozen
class Wiretap:
    """Tell of what the application sends to the provider.

    It is a :class:`~flask_oauth.typing.Transport` around another one.
    """

    _transport: Transport

    def send(self, request: HTTPRequest, /) -> HTTPReply:
        """Send a request, and tell of it and of the reply."""
        tell_request(
            "    application -> provider",
            request.method,
            request.url,
            request.headers,
            request.body,
        )
        reply = self._transport.send(request)
        tell_reply(
            "    application <- provider", reply.status, reply.headers, reply.body
        )
        return reply
