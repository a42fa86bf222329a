"""Signing a request with OAuth 1.0a (RFC 5849 section 3)."""

from typing import TypeAlias

import attrs

from . import _codec, _urls
from ._config import RemoteAppConfig
from ._messages import HTTPRequest
from ._secrets import ConsumerKeys
from ._tokens import TokenPair

_Pairs: TypeAlias = list[tuple[str, str]]


def sign(
    request: HTTPRequest,
    config: RemoteAppConfig,
    keys: ConsumerKeys,
    token: TokenPair | None = None,
    *,
    callback: str | None = None,
    verifier: str | None = None,
) -> HTTPRequest:
    """Return the request with the protocol parameters and the signature added.

    The signature itself is oauthlib's. The base string is built here, because
    ``oauthlib.oauth1.Client.sign`` writes it, with the token, to the debug log, and
    renders the header three times; a property test holds the two equal.

    Args:
        request: the request, its URL canonical.
        config: tells the signature method, the placement and the realm.
        keys: the consumer's.
        token: the request token or the access token, where there is one.
        callback: for a request token (RFC 5849 section 2.1).
        verifier: for an access token (RFC 5849 section 2.3).
    """
    from oauthlib.common import generate_nonce, generate_timestamp
    from oauthlib.oauth1 import Client

    params: _Pairs = [
        ("oauth_consumer_key", keys.key),
        ("oauth_nonce", generate_nonce()),
        ("oauth_signature_method", config.signature_method),
        ("oauth_timestamp", generate_timestamp()),
        ("oauth_version", "1.0"),
    ]
    if token is not None:
        params.append(("oauth_token", token.token))
    if callback is not None:
        params.append(("oauth_callback", callback))
    if verifier is not None:
        params.append(("oauth_verifier", verifier))
    client = Client(
        keys.key,
        client_secret=keys.secret,
        resource_owner_secret=None if token is None else token.secret,
        rsa_key=config.rsa_key,
    )
    signer = Client.SIGNATURE_METHODS[config.signature_method]
    signature = signer(base_string(request, params), client)
    params.append(("oauth_signature", signature))
    return _place(request, params, config)


def base_string(request: HTTPRequest, params: _Pairs) -> str:
    """Build the signature base string (RFC 5849 section 3.4.1)."""
    uri, _, query = request.url.partition("?")
    pairs = params + _codec.decode_params(query)
    if _has_form(request) and request.body:
        pairs += _codec.decode_params(request.body.decode("ascii", "replace"))
    encode = _urls.percent_encode
    normalized = "&".join(
        f"{key}={value}"
        for key, value in sorted((encode(key), encode(value)) for key, value in pairs)
    )
    return f"{request.method}&{encode(uri)}&{encode(normalized)}"


def _place(
    request: HTTPRequest, params: _Pairs, config: RemoteAppConfig
) -> HTTPRequest:
    """Put the protocol parameters where they go (RFC 5849 section 3.5)."""
    if config.token_placement == "query":
        return attrs.evolve(
            request, url=_urls.add_query(request.url, _codec.encode_params(params))
        )
    if config.token_placement == "body" and _has_form(request):
        body = request.body or b""
        glue = b"&" if body else b""
        added = _codec.encode_params(params).encode("ascii")
        return attrs.evolve(request, body=body + glue + added)
    encode = _urls.percent_encode
    fields = [f'{key}="{encode(value)}"' for key, value in params]
    if config.realm is not None:
        fields.insert(0, f'realm="{config.realm}"')
    return request.with_header("Authorization", "OAuth " + ", ".join(fields))


def _has_form(request: HTTPRequest) -> bool:
    return any(
        name.lower() == "content-type" and _codec.is_form(value)
        for name, value in request.headers
    )
