"""The messages of an OAuth 1.0a sign-in (RFC 5849 section 2)."""

from . import _codec, _urls
from ._callback import Args, single
from ._config import RemoteAppConfig
from ._messages import HeaderPairs, HTTPReply, HTTPRequest
from ._response import AuthorizedResponse
from ._secrets import ConsumerKeys
from ._signature import sign
from ._token_reply import read_token_reply, text_member
from ._tokens import TokenPair
from .exceptions import ErrorCode, OAuthException

OUT_OF_BAND = "oob"
"""The callback of a sign-in whose verifier the user types in: a PIN."""

_REQUEST_TOKEN: ErrorCode = "token_generation_failed"
_ACCESS_TOKEN: ErrorCode = "invalid_response"
_FORM_HEADERS: HeaderPairs = (("Content-Type", _codec.FORM),)


def request_token_request(
    config: RemoteAppConfig, keys: ConsumerKeys, callback: str
) -> HTTPRequest:
    """Ask for a request token: temporary credentials (RFC 5849 section 2.1).

    Args:
        config: the remote application.
        keys: the consumer's.
        callback: the absolute callback URL, or :data:`OUT_OF_BAND`.
    """
    request = HTTPRequest(
        "POST",
        config.url("request_token_url"),
        _FORM_HEADERS,
        _codec.encode_params(config.request_token_params).encode(),
    )
    return sign(request, config, keys, callback=callback)


def read_request_token_reply(config: RemoteAppConfig, reply: HTTPReply) -> TokenPair:
    """Read the request token and its secret.

    Raises:
        OAuthException: ``token_generation_failed``.
    """
    step, code = f"{config.name}: the request for a request token", _REQUEST_TOKEN
    data = read_token_reply(reply, step, code)
    # Authlib's server writes "True".
    if str(data.get("oauth_callback_confirmed", "true")).lower() != "true":
        raise OAuthException(
            f"{step} failed: the provider did not take the callback"
            " (oauth_callback_confirmed is not true)",
            code,
            data,
        )
    return TokenPair(
        text_member(data, "oauth_token", step, code),
        text_member(data, "oauth_token_secret", step, code, empty=True),
    )


def authorization_url(config: RemoteAppConfig, request_token: str) -> str:
    """Return where the user is sent to (RFC 5849 section 2.2)."""
    return _urls.add_query(
        config.url("authorize_url"),
        _codec.encode_params({"oauth_token": request_token}),
    )


def read_callback(app: str, args: Args) -> tuple[str | None, str]:
    """Read the request token and the verifier of a callback (RFC 5849 section 2.2).

    Args:
        app: the remote application's name.
        args: the callback's parameters.

    Returns:
        the request token, ``None`` where there is none (a PIN), and the verifier.

    Raises:
        OAuthException: ``invalid_callback``: it cannot be what a provider sent.
    """
    token = single(app, args, "oauth_token")
    verifier = single(app, args, "oauth_verifier")
    for name in ("denied", "oauth_problem", "error", "code"):
        if name in args:
            raise OAuthException(
                f"{app}: the callback carries oauth_verifier and {name} at once",
                "invalid_callback",
            )
    if not verifier:
        raise OAuthException(
            f"{app}: the callback carries no oauth_verifier", "invalid_callback"
        )
    return token, verifier


def access_token_request(
    config: RemoteAppConfig, keys: ConsumerKeys, request_token: TokenPair, verifier: str
) -> HTTPRequest:
    """Ask for the access token: token credentials (RFC 5849 section 2.3)."""
    url = config.url("access_token_url")
    params = _codec.encode_params(config.access_token_params)
    if config.access_token_method == "GET":
        request = HTTPRequest("GET", _urls.add_query(url, params))
    else:
        request = HTTPRequest("POST", url, _FORM_HEADERS, params.encode())
    return sign(request, config, keys, request_token, verifier=verifier)


def read_access_token_reply(
    config: RemoteAppConfig, reply: HTTPReply
) -> AuthorizedResponse:
    """Read the access token, and all that came with it.

    Raises:
        OAuthException: ``invalid_response``, with the parsed data.
    """
    step, code = f"{config.name}: the request for an access token", _ACCESS_TOKEN
    data = read_token_reply(reply, step, code)
    token = text_member(data, "oauth_token", step, code)
    secret = text_member(data, "oauth_token_secret", step, code, empty=True)
    return AuthorizedResponse(data, TokenPair(token, secret))
