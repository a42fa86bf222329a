"""The OAuth 2 half of the provider: oauthlib's server, and its answers as HTTP."""

from oauthlib.common import add_params_to_uri
from oauthlib.oauth2 import (
    AccessDeniedError,
    FatalClientError,
    OAuth2Error,
    WebApplicationServer,
)
from werkzeug.wrappers import Response

from . import _pages
from ._oauth2_validator import OAuth2Validator
from ._outcome import Outcome
from ._records import ProviderRequest
from ._store import Store

EXPIRES_IN = 3600
"""Seconds for which an access token is valid."""


def authorize(
    store: Store, record: ProviderRequest, *, issuer: str, require_pkce: bool
) -> Outcome:
    """Ask the user, or take the answer (RFC 6749 section 4.1.1).

    Args:
        store: what the provider knows.
        record: the request.
        issuer: sent as ``iss`` with every answer (RFC 9207).
        require_pkce: whether to refuse sign-ins without PKCE.
    """
    server = WebApplicationServer(OAuth2Validator(store, require_pkce=require_pkce))
    client = store.clients.get(record.args.get("client_id", ""))
    issuer = (client and client.issuer) or issuer
    try:
        scopes, info = server.validate_authorization_request(record.url)
    except FatalClientError as error:
        return Outcome(_pages.problem(error.description))
    except ValueError as error:
        return Outcome(_pages.problem(str(error)))
    except OAuth2Error as error:
        return Outcome(_back(error.in_uri(error.redirect_uri or ""), issuer))
    if record.method != "POST":
        return Outcome(_pages.question(str(info["client_id"]), scopes, store.users))
    decision, user = record.form.get("decision"), record.form.get("user", "")
    if decision == "deny":
        state = info["state"]
        refusal = AccessDeniedError(state=None if state is None else str(state))
        return Outcome(_back(refusal.in_uri(str(info["redirect_uri"])), issuer))
    if decision != "allow" or user not in store.users:
        return Outcome(_pages.problem("That is no answer of a user known here."))
    headers, _, _ = server.create_authorization_response(
        record.url, scopes=scopes, credentials={"user": user}
    )
    return Outcome(_back(headers["Location"], issuer), user)


def access_token(
    store: Store, record: ProviderRequest, *, allow_get: bool, require_pkce: bool
) -> Outcome:
    """Exchange a code for an access token (RFC 6749 section 4.1.3).

    Args:
        store: what the provider knows.
        record: the request.
        allow_get: whether to take GET, which the RFC forbids.
        require_pkce: whether to refuse codes without PKCE.
    """
    validator = OAuth2Validator(store, require_pkce=require_pkce)
    server = WebApplicationServer(validator, token_expires_in=EXPIRES_IN)
    server.valid_request_methods = ("GET", "POST") if allow_get else ("POST",)
    try:
        headers, body, status = server.create_token_response(
            record.url, record.method, record.form_text, dict(record.headers)
        )
    except OAuth2Error as error:
        return Outcome(_error(error.json, error.status_code))
    except ValueError:
        return Outcome(_error('{"error": "invalid_request"}', 400))
    return Outcome(Response(body, status, headers), validator.user, validator.token)


def check(store: Store, record: ProviderRequest) -> Outcome:
    """Check the token of a call (RFC 6750): in the header, or in the query."""
    validator = OAuth2Validator(store, require_pkce=False)
    server = WebApplicationServer(validator)
    headers = dict(record.headers)
    try:
        valid, request = server.verify_request(record.url, record.method, None, headers)
    except ValueError:
        return Outcome(_error('{"error": "invalid_request"}', 400))
    if valid:
        return Outcome(None, validator.user, validator.token)
    challenge = 'Bearer realm=""'
    if request.access_token is not None or "Authorization" in record.headers:
        challenge += ', error="invalid_token"'
    response = _error('{"error": "invalid_token"}', 401)
    response.headers["WWW-Authenticate"] = challenge
    return Outcome(response)


def _back(location: str, issuer: str) -> Response:
    url = add_params_to_uri(location, [("iss", issuer)])
    return Response(status=302, headers={"Location": url})


def _error(body: str, status: int) -> Response:
    return Response(
        body, status, {"Cache-Control": "no-store"}, mimetype="application/json"
    )
