"""What oauthlib's OAuth 2 server asks about clients, codes and tokens."""

import base64
import time
from typing import Any
from urllib.parse import unquote_plus

from oauthlib.common import Request
from oauthlib.oauth2 import RequestValidator
from typing_extensions import override

from ._store import AccessToken, Client, Code, Store

_BASIC = "basic "
_DEFAULT_SCOPES = ["profile"]


class OAuth2Validator(RequestValidator):
    """Tell oauthlib what it asks about, and keep what one request came to."""

    def __init__(self, store: Store, *, require_pkce: bool) -> None:
        self._store = store
        self._require_pkce = require_pkce
        self.user: str | None = None
        self.token: str | None = None

    def _client(self, client_id: str | None) -> Client | None:
        return self._store.clients.get(client_id or "")

    @override
    def validate_client_id(
        self, client_id: str, request: Request, *args: object, **kwargs: object
    ) -> bool:
        return self._client(client_id) is not None

    @override
    def validate_redirect_uri(
        self,
        client_id: str,
        redirect_uri: str,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool:
        client = self._client(client_id)
        return client is not None and client.may_redirect_to(redirect_uri)

    @override
    def get_default_redirect_uri(
        self, client_id: str, request: Request, *args: object, **kwargs: object
    ) -> str | None:
        return None

    @override
    def validate_response_type(
        self,
        client_id: str,
        response_type: str,
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool:
        return response_type == "code"

    @override
    def is_pkce_required(self, client_id: str, request: Request) -> bool:
        return self._require_pkce or self._is_public(client_id)

    @override
    def get_default_scopes(
        self, client_id: str, request: Request, *args: object, **kwargs: object
    ) -> list[str]:
        return _DEFAULT_SCOPES

    @override
    def validate_scopes(
        self,
        client_id: str,
        scopes: list[str],
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool:
        return True

    @override
    def save_authorization_code(
        self,
        client_id: str,
        code: dict[str, str],
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> None:
        self._store.codes[code["code"]] = Code(
            client_id,
            request.redirect_uri or "",
            str(request.user),
            tuple(request.scopes or ()),
            request.code_challenge,
            request.code_challenge_method,
        )

    @override
    def client_authentication_required(
        self, request: Request, *args: object, **kwargs: object
    ) -> bool:
        return not self._is_public(request.client_id)

    @override
    def authenticate_client(
        self, request: Request, *args: object, **kwargs: object
    ) -> bool:
        for way, client_id, secret in _presented(request):
            client = self._client(client_id)
            if client is None or client.authentication not in (None, way):
                continue
            if client.has_secret(secret):
                request.client = client
                return True
        return False

    @override
    def authenticate_client_id(
        self, client_id: str | None, request: Request, *args: object, **kwargs: object
    ) -> bool:
        request.client = self._client(client_id)
        return True

    @override
    def validate_grant_type(
        self,
        client_id: str,
        grant_type: str,
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool:
        return grant_type == "authorization_code"

    @override
    def validate_code(
        self,
        client_id: str,
        code: str,
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool:
        known = self._store.codes.get(code)
        if known is None or known.client_id != client_id:
            return False
        request.user, request.scopes = known.user, list(known.scopes)
        return True

    @override
    def get_code_challenge(self, code: str, request: Request) -> str | None:
        return self._store.codes[code].challenge

    @override
    def get_code_challenge_method(self, code: str, request: Request) -> str | None:
        return self._store.codes[code].challenge_method

    @override
    def confirm_redirect_uri(
        self,
        client_id: str,
        code: str,
        redirect_uri: str,
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool:
        return redirect_uri == self._store.codes[code].redirect_uri

    @override
    def save_bearer_token(
        self,
        token: dict[str, Any],
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> None:
        token.pop("refresh_token")  # oauthlib always makes one; nobody here takes it
        self.user, self.token = str(request.user), str(token["access_token"])
        self._store.access_tokens[self.token] = AccessToken(
            "oauth2",
            self.user,
            request.client_id,
            expires=time.time() + token["expires_in"],
        )

    @override
    def invalidate_authorization_code(
        self,
        client_id: str,
        code: str,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> None:
        del self._store.codes[code]

    @override
    def validate_bearer_token(
        self, token: str | None, scopes: list[str] | None, request: Request
    ) -> bool:
        known = self._store.access_tokens.get(token or "")
        if known is None or not known.is_valid("oauth2"):
            return False
        self.user, self.token = known.user, token
        return True

    def _is_public(self, client_id: str | None) -> bool:
        client = self._client(client_id)
        return client is not None and client.authentication == "none"


def _presented(request: Request) -> list[tuple[str, str, str]]:
    """Return how a client authenticates, with which id and secret.

    HTTP Basic can be read in two ways, as RFC 6749 section 2.3.1 says and without the
    form encoding; both ways at once, Basic and body, are none.
    """
    header = request.headers.get("Authorization", "")
    if header[: len(_BASIC)].lower() != _BASIC:
        if request.client_id is None or request.client_secret is None:
            return []
        return [("body", request.client_id, request.client_secret)]
    if request.client_secret is not None:
        return []
    try:
        text = base64.b64decode(header[len(_BASIC) :], validate=True).decode()
    except ValueError:
        return []
    key, _, secret = text.partition(":")
    encoded = (unquote_plus(key), unquote_plus(secret))
    return [("basic", *encoded), ("basic-raw", key, secret)]
