"""The OAuth 1.0a half of the provider: oauthlib's server, and its answers as HTTP."""

import secrets
import time
from urllib.parse import urlencode

import attrs
from oauthlib.common import Request, add_params_to_uri
from oauthlib.oauth1 import OAuth1Error, RequestValidator, WebApplicationServer
from typing_extensions import override
from werkzeug.wrappers import Response

from . import _pages
from ._outcome import Outcome
from ._records import ProviderRequest
from ._store import AccessToken, Client, RequestToken, Store

# RFC 5849 wants all checks made even for names that nobody has: they get these.
_DUMMY = "dummy"
_NOBODY = Client(_DUMMY, _DUMMY)
_OUT_OF_BAND = "oob"
_FORM = "application/x-www-form-urlencoded"
# oauthlib's name of a check, and what the problem reporting extension calls it.
_PROBLEMS = {
    "client": "consumer_key_unknown",
    "resource_owner": "token_rejected",
    "verifier": "verifier_invalid",
    "callback": "callback_rejected",
    "signature": "signature_invalid",
}


def request_token(store: Store, record: ProviderRequest) -> Outcome:
    """Issue temporary credentials (RFC 5849 section 2.1)."""
    validator = _Validator(store)
    server = WebApplicationServer(validator)
    try:
        reply = server.create_request_token_response(*_arguments(record))
    except ValueError as error:
        return _unreadable(error)
    return Outcome(_token_reply(validator, reply))


def authorize(store: Store, record: ProviderRequest) -> Outcome:
    """Ask the user, or take the answer (RFC 5849 section 2.2)."""
    validator = _Validator(store)
    server = WebApplicationServer(validator)
    try:
        realms, _ = server.get_realms_and_credentials(record.url)
    except (OAuth1Error, ValueError):
        message = "The request token is missing, unknown, or used already."
        return Outcome(_pages.problem(message))
    token = store.request_tokens[record.args["oauth_token"]]
    decision, user = record.form.get("decision"), record.form.get("user", "")
    if record.method != "POST":
        return Outcome(_pages.question(token.client_id, realms, store.users))
    if decision == "deny":
        del store.request_tokens[token.token]
        return Outcome(_refuse(token))
    if decision != "allow" or user not in store.users:
        return Outcome(_pages.problem("That is no answer of a user known here."))
    validator.user = user
    pin = f"{secrets.randbelow(10**7):07}"
    credentials = {"oauth_verifier": pin} if token.callback == _OUT_OF_BAND else {}
    headers, _, status = server.create_authorization_response(
        record.url, credentials=credentials
    )
    if token.callback == _OUT_OF_BAND:
        return Outcome(_pages.pin(pin), user)
    return Outcome(Response(status=status, headers=headers), user)


def access_token(store: Store, record: ProviderRequest) -> Outcome:
    """Exchange temporary credentials for an access token (RFC 5849 section 2.3).

    The reply carries the ``screen_name`` and the ``user_id`` of the user's profile.
    """
    validator = _Validator(store)
    server = WebApplicationServer(validator)
    try:
        headers, body, status = server.create_access_token_response(*_arguments(record))
    except ValueError as error:
        return _unreadable(error)
    if status == 200:
        profile = store.users[validator.user]
        extra = {key: profile[key] for key in _PROFILE if key in profile}
        body = f"{body}&{urlencode(extra)}" if extra else body
    response = _token_reply(validator, (headers, body, status))
    return Outcome(response, validator.user or None, validator.token)


_PROFILE = ("screen_name", "user_id")


def check(store: Store, record: ProviderRequest) -> Outcome:
    """Check the signature of a call (RFC 5849 section 3.2); no response: it is fine."""
    validator = _Validator(store)
    server = WebApplicationServer(validator)
    try:
        valid, _ = server.validate_protected_resource_request(*_arguments(record))
    except ValueError as error:
        return _unreadable(error)
    if not valid:
        return Outcome(_refusal(validator))
    return Outcome(None, validator.user, validator.token)


class _Validator(RequestValidator):
    """Tell oauthlib what it asks about, and keep what one request came to."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.user = ""
        self.token: str | None = None
        self.replayed = False
        self.checks: dict[str, bool] = {}

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
        self.checks = request.validator_log
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
        return redirect_uri == _OUT_OF_BAND or client.may_redirect_to(redirect_uri)

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
        self.user, self.token = known.user or "", token["oauth_token"]
        self._store.access_tokens[self.token] = AccessToken(
            "oauth1", self.user, known.client_id, token["oauth_token_secret"]
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
