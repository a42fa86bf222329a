"""What oauthlib's OAuth 1.0a server asks about clients and tokens."""

import secrets

import attrs
from oauthlib.common import Request
from oauthlib.oauth1 import RequestValidator
from typing_extensions import override

from ._store import AccessToken, Client, RequestToken, Store

OUT_OF_BAND = "oob"
"""The callback of a sign-in whose verifier the user types in: a PIN."""

# RFC 5849 wants all checks made even for names that nobody has: they get these.
_DUMMY = "dummy"
_NOBODY = Client(_DUMMY, _DUMMY)


class OAuth1Validator(RequestValidator):
    """Tell oauthlib what it asks about, and keep what one request came to."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._checks: dict[str, bool] = {}
        self.replayed = False
        self.user: str | None = None
        self.token: str | None = None

    def passed(self, check: str) -> bool:
        """Whether a check passed, or was not made."""
        return self._checks.get(check, True)

    # The provider is for tests: it takes plain http, and short readable names.
    @property
    @override
    def enforce_ssl(self) -> bool:
        return False

    @override
    def check_client_key(self, client_key: str) -> bool:
        return True

    @override
    def check_request_token(self, request_token: str) -> bool:
        return True

    @override
    def check_access_token(self, request_token: str) -> bool:
        return True

    @override
    def check_nonce(self, nonce: str) -> bool:
        return True

    @override
    def check_verifier(self, verifier: str) -> bool:
        return True

    @override
    def check_realms(self, realms: object) -> bool:
        return True

    @property
    @override
    def dummy_client(self) -> str:
        return _DUMMY

    @property
    @override
    def dummy_request_token(self) -> str:
        return _DUMMY

    @property
    @override
    def dummy_access_token(self) -> str:
        return _DUMMY

    @override
    def validate_timestamp_and_nonce(
        self,
        client_key: str,
        timestamp: str,
        nonce: str,
        request: Request,
        request_token: str | None = None,
        access_token: str | None = None,
    ) -> bool:
        self._checks = request.validator_log
        used = (client_key, timestamp, nonce, request_token or access_token or "")
        self.replayed = used in self._store.nonces
        self._store.nonces.add(used)
        return not self.replayed

    @override
    def validate_client_key(self, client_key: str, request: Request) -> bool:
        return client_key in self._store.clients

    @override
    def get_client_secret(self, client_key: str, request: Request) -> str:
        return self._store.clients.get(client_key, _NOBODY).secret

    @override
    def get_rsa_key(self, client_key: str, request: Request) -> str:
        key = self._store.clients.get(client_key, _NOBODY).rsa_key
        if key is None:
            raise ValueError("this client has no RSA key here")
        return _public_key(key)

    @override
    def get_default_realms(self, client_key: str, request: Request) -> list[str]:
        return []

    @override
    def validate_requested_realms(
        self, client_key: str, realms: list[str], request: Request
    ) -> bool:
        return True

    @override
    def validate_redirect_uri(
        self, client_key: str, redirect_uri: str, request: Request
    ) -> bool:
        client = self._store.clients.get(client_key, _NOBODY)
        return redirect_uri == OUT_OF_BAND or client.may_redirect_to(redirect_uri)

    @override
    def save_request_token(self, token: dict[str, str], request: Request) -> None:
        self._store.request_tokens[token["oauth_token"]] = RequestToken(
            request.client_key or "",
            token["oauth_token"],
            token["oauth_token_secret"],
            request.redirect_uri or "",
            tuple(request.realms or ()),
        )

    @override
    def verify_request_token(self, token: str, request: Request) -> bool:
        known = self._store.request_tokens.get(token)
        return known is not None and known.verifier is None

    @override
    def get_realms(self, token: str, request: Request) -> list[str]:
        return list(self._store.request_tokens[token].realms)

    @override
    def get_redirect_uri(self, token: str, request: Request) -> str:
        return self._store.request_tokens[token].callback

    @override
    def save_verifier(
        self, token: str, verifier: dict[str, str], request: Request
    ) -> None:
        self._store.request_tokens[token] = attrs.evolve(
            self._store.request_tokens[token],
            user=self.user,
            verifier=verifier["oauth_verifier"],
        )

    @override
    def validate_request_token(
        self, client_key: str, token: str, request: Request
    ) -> bool:
        known = self._store.request_tokens.get(token)
        return known is not None and known.client_id == client_key

    @override
    def get_request_token_secret(
        self, client_key: str, token: str, request: Request
    ) -> str:
        known = self._store.request_tokens.get(token)
        return _DUMMY if known is None else known.secret

    @override
    def validate_verifier(
        self, client_key: str, token: str, verifier: str, request: Request
    ) -> bool:
        known = self._store.request_tokens.get(token)
        if known is None or known.verifier is None:
            return False
        return secrets.compare_digest(known.verifier.encode(), verifier.encode())

    @override
    def save_access_token(self, token: dict[str, str], request: Request) -> None:
        known = self._store.request_tokens[request.resource_owner_key or ""]
        user = known.user or ""
        self.user, self.token = user, token["oauth_token"]
        self._store.access_tokens[self.token] = AccessToken(
            "oauth1", user, known.client_id, token["oauth_token_secret"]
        )

    @override
    def invalidate_request_token(
        self, client_key: str, request_token: str, request: Request
    ) -> None:
        del self._store.request_tokens[request_token]

    @override
    def validate_access_token(
        self, client_key: str, token: str, request: Request
    ) -> bool:
        known = self._store.access_tokens.get(token)
        if known is None or not known.is_valid("oauth1"):
            return False
        self.user, self.token = known.user, token
        return known.client_id in (None, client_key)

    @override
    def get_access_token_secret(
        self, client_key: str, token: str, request: Request
    ) -> str:
        known = self._store.access_tokens.get(token)
        return _DUMMY if known is None else known.secret

    @override
    def validate_realms(
        self,
        client_key: str,
        token: str,
        request: Request,
        uri: str | None = None,
        realms: list[str] | None = None,
    ) -> bool:
        return True


def _public_key(private_key: str) -> str:
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        PublicFormat,
        load_pem_private_key,
    )

    public_key = load_pem_private_key(private_key.encode(), None).public_key()
    pem = public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem.decode("ascii")
