"""The messages of OAuth 2's authorization code flow (RFC 6749 section 4.1)."""

import base64
import secrets
from hmac import compare_digest
from urllib.parse import quote_plus

import attrs

from . import _codec, _urls
from ._callback import Args, single
from ._config import RemoteAppConfig
from ._messages import HeaderPairs, HTTPReply, HTTPRequest
from ._response import AuthorizedResponse
from ._secrets import ConsumerKeys
from ._token_reply import read_token_reply, shown, text_member
from ._tokens import TokenPair
from .exceptions import ErrorCode, OAuthException

_ACCESS_TOKEN: ErrorCode = "invalid_response"


def new_state() -> str:
    """Return a value that nobody can guess (RFC 6749 section 10.12)."""
    return secrets.token_urlsafe(24)


def new_code_verifier() -> str:
    """Return a code verifier for PKCE (RFC 7636 section 4.1)."""
    return secrets.token_urlsafe(36)


def authorization_url(
    config: RemoteAppConfig,
    keys: ConsumerKeys,
    state: str,
    redirect_uri: str,
    code_verifier: str,
) -> str:
    """Return where the user is sent to (RFC 6749 section 4.1.1).

    Args:
        config: the remote application.
        keys: the consumer's.
        state: comes back with the callback.
        redirect_uri: the absolute callback URL.
        code_verifier: ``""`` without PKCE.
    """
    params = dict(config.request_token_params) | {
        "response_type": "code",
        "client_id": keys.key,
        "redirect_uri": redirect_uri,
        "state": state,
    }
    if code_verifier:
        from oauthlib.oauth2 import WebApplicationClient

        params["code_challenge"] = WebApplicationClient(keys.key).create_code_challenge(
            code_verifier, "S256"
        )
        params["code_challenge_method"] = "S256"
    return _urls.add_query(config.url("authorize_url"), _codec.encode_params(params))


def read_callback(config: RemoteAppConfig, args: Args) -> tuple[str, str]:
    """Read the state and the code of a callback (RFC 6749 section 4.1.2).

    Returns:
        the state, to be compared with those of this session, and the code.

    Raises:
        OAuthException: ``invalid_callback``: it cannot be what a provider sent;
            ``invalid_issuer``: another provider sent it (RFC 9207).
    """
    code = single(config.name, args, "code")
    state = single(config.name, args, "state")
    for name in ("error", "oauth_verifier"):
        if name in args:
            raise OAuthException(
                f"{config.name}: the callback carries code and {name} at once",
                "invalid_callback",
            )
    if not code:
        raise OAuthException(
            f"{config.name}: the callback carries no code", "invalid_callback"
        )
    check_issuer(config, args, required=config.require_issuer)
    if not state:
        raise OAuthException(
            f"{config.name}: the callback carries no state, so it cannot be told from a"
            " forged one. The provider has to send back the state it was given.",
            "invalid_state",
        )
    return state, code


def check_issuer(config: RemoteAppConfig, args: Args, *, required: bool) -> None:
    """Check who sent the user back (RFC 9207 section 2.4).

    Raises:
        OAuthException: ``invalid_issuer``: not the configured issuer, or nobody said
            although it is required.
    """
    if config.issuer is None:
        return
    issuer = single(config.name, args, "iss")
    if issuer is None:
        if required:
            raise OAuthException(
                f"{config.name}: the callback names no issuer (iss), which"
                " require_issuer=True asks for",
                "invalid_issuer",
            )
        return
    if not compare_digest(issuer.encode(), config.issuer.encode()):
        raise OAuthException(
            f"{config.name}: the callback comes from the issuer {shown(issuer)}, not"
            f" from {config.issuer!r}",
            "invalid_issuer",
        )


def access_token_request(
    config: RemoteAppConfig,
    keys: ConsumerKeys,
    code: str,
    redirect_uri: str,
    code_verifier: str,
) -> HTTPRequest:
    """Ask for the access token (RFC 6749 section 4.1.3).

    Args:
        config: the remote application; tells the method and the client authentication.
        keys: the consumer's.
        code: from the callback.
        redirect_uri: the very callback URL that the user was sent away with.
        code_verifier: ``""`` without PKCE.
    """
    params = dict(config.access_token_params) | {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
    }
    if code_verifier:
        params["code_verifier"] = code_verifier
    headers: HeaderPairs = (("Accept", "application/json"),)
    if config.client_authentication in ("basic", "basic-raw"):
        headers += (("Authorization", _basic(config, keys)),)
    else:
        params["client_id"] = keys.key
        if config.client_authentication == "body":
            params["client_secret"] = keys.secret
    encoded = _codec.encode_params(params)
    url = config.url("access_token_url")
    if config.access_token_method == "GET":
        return HTTPRequest("GET", _urls.add_query(url, encoded), headers)
    headers += (("Content-Type", _codec.FORM),)
    return HTTPRequest("POST", url, headers, encoded.encode())


def _basic(config: RemoteAppConfig, keys: ConsumerKeys) -> str:
    key, secret = keys.key, keys.secret
    if config.client_authentication == "basic":
        key, secret = quote_plus(key), quote_plus(secret)
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


def read_access_token_reply(
    config: RemoteAppConfig, reply: HTTPReply
) -> AuthorizedResponse:
    """Read the access token, and all that came with it (RFC 6749 section 5).

    Raises:
        OAuthException: ``invalid_response``, with the parsed data.
    """
    step = f"{config.name}: the request for an access token"
    try:
        data = read_token_reply(reply, step, _ACCESS_TOKEN)
        token = text_member(data, "access_token", step, _ACCESS_TOKEN)
    except OAuthException as error:
        if config.access_token_method == "POST":
            raise
        hint = "Most providers want access_token_method='POST'."
        raise attrs.evolve(error, message=f"{error.message}. {hint}") from error
    token_type = data.get("token_type")
    if token_type is not None and str(token_type).lower() != "bearer":
        raise OAuthException(
            f"{step} failed: the token type is {shown(token_type)}, not 'Bearer'",
            _ACCESS_TOKEN,
            data,
        )
    return AuthorizedResponse(data, TokenPair(token))


def attach_token(
    request: HTTPRequest, config: RemoteAppConfig, token: TokenPair
) -> HTTPRequest:
    """Return the request with the token attached (RFC 6750 section 2).

    Raises:
        OAuthException: ``invalid_token``: it cannot stand in a header.
    """
    if config.token_placement == "query":
        encoded = _codec.encode_params({"access_token": token.token})
        return attrs.evolve(request, url=_urls.add_query(request.url, encoded))
    if not (token.token.isascii() and token.token.isprintable()):
        raise OAuthException(
            f"{config.name}: the token holds characters that no header may carry",
            "invalid_token",
        )
    return request.with_header("Authorization", f"Bearer {token.token}")
