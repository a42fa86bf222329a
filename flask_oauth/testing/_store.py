"""What the provider knows: clients, and what it has issued and not yet forgotten."""

import time
from collections.abc import Mapping
from hmac import compare_digest
from threading import RLock
from typing import Any, Literal, TypeAlias

import attrs

from ..typing import ClientAuthentication
from ._records import masked

Profile: TypeAlias = Mapping[str, Any]
ProtocolName: TypeAlias = Literal["oauth1", "oauth2"]


@attrs.frozen
class Client:
    """Hold an application that is registered with the provider.

    Args:
        client_id: OAuth 2's name for the consumer key.
        secret: the consumer secret.
        rsa_key: the private key in PEM with which it signs; the public one is in it.
        authentication: the only way in which it may authenticate (OAuth 2); ``None``:
            in any way but ``"none"``.
        redirect_uris: the callbacks that it has registered; ``None``: any.
        issuer: the issuer that it expects (RFC 9207), where not the provider's URL.
    """

    client_id: str
    secret: str = attrs.field(repr=masked)
    rsa_key: str | None = attrs.field(default=None, repr=masked)
    authentication: ClientAuthentication | None = None
    redirect_uris: tuple[str, ...] | None = None
    issuer: str | None = None

    def has_secret(self, secret: str) -> bool:
        """Compare the secret in constant time."""
        return compare_digest(self.secret.encode(), secret.encode())

    def may_redirect_to(self, uri: str) -> bool:
        """Compare with the registered callbacks, character by character."""
        if self.redirect_uris is None:
            return uri.startswith(("http://", "https://"))
        return uri in self.redirect_uris


@attrs.frozen
class RequestToken:
    """Hold temporary credentials of OAuth 1.0a; user and verifier come later."""

    client_id: str
    token: str = attrs.field(repr=masked)
    secret: str = attrs.field(repr=masked)
    callback: str
    realms: tuple[str, ...]
    user: str | None = None
    verifier: str | None = attrs.field(default=None, repr=masked)


@attrs.frozen
class Code:
    """Hold an authorization code of OAuth 2, and all that it is bound to."""

    client_id: str
    redirect_uri: str
    user: str
    scopes: tuple[str, ...]
    challenge: str | None = attrs.field(repr=masked)
    challenge_method: str | None


@attrs.frozen
class AccessToken:
    """Hold a token that speaks for a user; ``client_id`` ``None``: for any client."""

    protocol: ProtocolName
    user: str
    client_id: str | None
    secret: str = attrs.field(default="", repr=masked)
    expires: float = float("inf")

    def is_valid(self, protocol: ProtocolName) -> bool:
        """Whether a request of this protocol may use it now."""
        return self.protocol == protocol and time.time() < self.expires


@attrs.define
class Store:
    """Hold everything that changes. Whoever reads and then writes holds the lock."""

    users: dict[str, Profile]
    lock: RLock = attrs.field(factory=RLock, repr=False)
    clients: dict[str, Client] = attrs.field(factory=dict[str, Client])
    request_tokens: dict[str, RequestToken] = attrs.field(
        factory=dict[str, RequestToken], repr=False
    )
    codes: dict[str, Code] = attrs.field(factory=dict[str, Code], repr=False)
    access_tokens: dict[str, AccessToken] = attrs.field(
        factory=dict[str, AccessToken], repr=False
    )
    nonces: set[tuple[str, ...]] = attrs.field(factory=set[tuple[str, ...]], repr=False)

    def expire_tokens(self) -> None:
        """Make every access token one that was valid until now."""
        with self.lock:
            now = time.time()
            for token, value in self.access_tokens.items():
                self.access_tokens[token] = attrs.evolve(value, expires=now)
