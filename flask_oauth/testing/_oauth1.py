"""The OAuth 1.0a half of the provider: oauthlib's server, and its answers as HTTP."""

import secrets
from urllib.parse import urlencode

from oauthlib.common import add_params_to_uri
from oauthlib.oauth1 import OAuth1Error, WebApplicationServer
from werkzeug.wrappers import Response

from . import _pages
from ._oauth1_validator import OUT_OF_BAND, OAuth1Validator
from ._outcome import Outcome
from ._records import FORM, ProviderRequest
from ._store import RequestToken, Store

# What of a profile comes with an access token, as at Twitter.
_WITH_TOKEN = ("screen_name", "user_id")
# oauthlib's name of a check, and what OAuth's problem reporting extension calls it.
_PROBLEMS = {
    "client": "consumer_key_unknown",
    "resource_owner": "token_rejected",
    "verifier": "verifier_invalid",
    "callback": "callback_rejected",
    "signature": "signature_invalid",
}


def request_token(store: Store, record: ProviderRequest) -> Outcome:
    """Issue temporary credentials (RFC 5849 section 2.1)."""
    validator = OAuth1Validator(store)
    server = WebApplicationServer(validator)
    try:
        reply = server.create_request_token_response(*_message(record))
    except ValueError as error:
        return _unreadable(error)
    return Outcome(_token_reply(validator, reply))


def authorize(store: Store, record: ProviderRequest) -> Outcome:
    """Ask the user, or take the answer (RFC 5849 section 2.2)."""
    validator = OAuth1Validator(store)
    server = WebApplicationServer(validator)
    try:
        realms, found = server.get_realms_and_credentials(record.url)
    except (OAuth1Error, ValueError):
        message = "The request token is missing, unknown, or used already."
        return Outcome(_pages.problem(message))
    token = store.request_tokens[found["resource_owner_key"]]
    if record.method != "POST":
        return Outcome(_pages.question(token.client_id, realms, store.users))
    decision, user = record.form.get("decision"), record.form.get("user", "")
    if decision == "deny":
        del store.request_tokens[token.token]
        return Outcome(_denied(token))
    if decision != "allow" or user not in store.users:
        return Outcome(_pages.problem("That is no answer of a user known here."))
    validator.user = user
    pin = f"{secrets.randbelow(10**7):07}"
    out_of_band = token.callback == OUT_OF_BAND
    headers, _, status = server.create_authorization_response(
        record.url, credentials={"oauth_verifier": pin} if out_of_band else None
    )
    if out_of_band:
        return Outcome(_pages.pin(pin), user)
    return Outcome(Response(status=status, headers=headers), user)


def access_token(store: Store, record: ProviderRequest) -> Outcome:
    """Exchange temporary credentials for an access token (RFC 5849 section 2.3).

    The reply carries the ``screen_name`` and the ``user_id`` of the user's profile.
    """
    validator = OAuth1Validator(store)
    server = WebApplicationServer(validator)
    try:
        headers, body, status = server.create_access_token_response(*_message(record))
    except ValueError as error:
        return _unreadable(error)
    if validator.user is not None:
        profile = store.users[validator.user]
        extra = {key: profile[key] for key in _WITH_TOKEN if key in profile}
        body = "&".join(filter(None, (body, urlencode(extra))))
    response = _token_reply(validator, (headers, body, status))
    return Outcome(response, validator.user, validator.token)


def check(store: Store, record: ProviderRequest) -> Outcome:
    """Check the signature of a call (RFC 5849 section 3.2)."""
    validator = OAuth1Validator(store)
    server = WebApplicationServer(validator)
    try:
        valid, _ = server.validate_protected_resource_request(*_message(record))
    except ValueError as error:
        return _unreadable(error)
    if not valid:
        return Outcome(_refusal(validator))
    return Outcome(None, validator.user, validator.token)


def _message(record: ProviderRequest) -> tuple[str, str, str | None, dict[str, str]]:
    """Return what oauthlib's endpoints take, in their order."""
    return record.url, record.method, record.form_text, dict(record.headers)


def _token_reply(
    validator: OAuth1Validator, reply: tuple[dict[str, str], str | None, int]
) -> Response:
    headers, body, status = reply
    if status == 401:
        return _refusal(validator)
    return Response(body, status, headers)


def _refusal(validator: OAuth1Validator) -> Response:
    """Say why a request was refused, which oauthlib leaves to the provider."""
    failed = [name for check, name in _PROBLEMS.items() if not validator.passed(check)]
    problem = "nonce_used" if validator.replayed else (*failed, "parameter_rejected")[0]
    headers = {"WWW-Authenticate": f'OAuth realm="", oauth_problem="{problem}"'}
    return Response(f"oauth_problem={problem}", 401, headers, mimetype=FORM)


def _unreadable(error: ValueError) -> Outcome:
    body = urlencode(
        {"oauth_problem": "parameter_rejected", "oauth_problem_advice": str(error)}
    )
    return Outcome(Response(body, 400, mimetype=FORM))


def _denied(token: RequestToken) -> Response:
    """Send the user back without a verifier, the way Twitter does."""
    if token.callback == OUT_OF_BAND:
        return _pages.denied()
    url = add_params_to_uri(token.callback, [("denied", token.token)])
    return Response(status=302, headers={"Location": url})
