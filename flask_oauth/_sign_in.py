"""The steps of a sign-in, from the redirect to the access token."""

import time
from urllib.parse import urljoin

import attrs
from flask import after_this_request, redirect, request
from werkzeug.wrappers import Response

from . import _oauth1, _oauth2, _pending, _urls
from ._callback import Args, check_refusal, single
from ._client import send
from ._config import RemoteAppConfig
from ._consumer_keys import consumer_keys
from ._messages import DEFAULT_HEADERS, HTTPReply, HTTPRequest
from ._pending import PendingSignIn
from ._response import AuthorizedResponse
from ._tokens import TokenPair
from .exceptions import ErrorCode, OAuthException
from .typing import Transport

_NEXT_URL = "flask_oauth.next_url."  # + the remote app's name, in the WSGI environment


def begin(
    config: RemoteAppConfig,
    transport: Transport,
    callback: str | None,
    next_url: str | None,
) -> Response:
    """Begin a sign-in: see :meth:`flask_oauth.OAuthRemoteApp.authorize`."""
    absolute = None if callback is None else _absolute_callback(config, callback)
    if next_url is not None and not _is_local_path(next_url):
        raise OAuthException(
            f"{config.name}: next_url must be a path on this site, such as '/profile',"
            " without control characters",
            "invalid_next_url",
        )
    _pending.require_session()  # before a request token is asked for in vain
    if config.is_oauth1:
        url = _begin_oauth1(config, transport, absolute, next_url)
    else:
        url = _begin_oauth2(config, absolute, next_url)
    response = redirect(url)
    _no_store(response)
    return response


def _begin_oauth1(
    config: RemoteAppConfig,
    transport: Transport,
    callback: str | None,
    next_url: str | None,
) -> str:
    message = _oauth1.request_token_request(
        config, consumer_keys(config), callback or _oauth1.OUT_OF_BAND
    )
    reply = _send(config, transport, message, "token_generation_failed")
    token = _oauth1.read_request_token_reply(config, reply)
    _pending.remember(
        PendingSignIn(config.name, *token, callback=callback or "", next_url=next_url)
    )
    return _oauth1.authorization_url(config, token.token)


def _begin_oauth2(
    config: RemoteAppConfig, callback: str | None, next_url: str | None
) -> str:
    if callback is None:
        raise TypeError(
            f"{config.name}: OAuth 2 needs a callback:"
            " authorize(callback=url_for(…, _external=True))"
        )
    state = _oauth2.new_state()
    verifier = _oauth2.new_code_verifier() if config.pkce else ""
    url = _oauth2.authorization_url(
        config, consumer_keys(config), state, callback, verifier
    )
    _pending.remember(PendingSignIn(config.name, state, verifier, callback, next_url))
    return url


def finish_oauth1(
    config: RemoteAppConfig, transport: Transport, pin: object
) -> AuthorizedResponse:
    """Exchange the verifier of the callback, or a PIN, for the access token."""
    token: str | None = None
    if pin is None:
        token, verifier = _oauth1.read_callback(config.name, callback_args())
    elif isinstance(pin, str):
        verifier = pin.strip()
    else:
        raise TypeError(f"{config.name}: the verifier must be a str")
    _expect(config, oauth1=True)
    if not verifier or not _urls.is_encodable(verifier):
        raise OAuthException(
            f"{config.name}: the PIN is empty, or no text", "invalid_callback"
        )
    pending = _take_pin_sign_in(config) if token is None else _take(config, token)
    message = _oauth1.access_token_request(
        config, consumer_keys(config), TokenPair(pending.key, pending.secret), verifier
    )
    reply = _send(config, transport, message, "invalid_response")
    return _oauth1.read_access_token_reply(config, reply)


def finish_oauth2(config: RemoteAppConfig, transport: Transport) -> AuthorizedResponse:
    """Exchange the code of the callback for the access token."""
    _expect(config, oauth1=False)
    state, code = _oauth2.read_callback(config, callback_args())
    pending = _take(config, state)
    message = _oauth2.access_token_request(
        config, consumer_keys(config), code, pending.callback, pending.secret
    )
    reply = _send(config, transport, message, "invalid_response")
    return _oauth2.read_access_token_reply(config, reply)


def finish_refused(config: RemoteAppConfig) -> None:
    """Forget a sign-in that the user refused.

    Raises:
        OAuthException: the callback says that something else went wrong.
    """
    args = callback_args()
    _oauth2.check_issuer(config, args, required=False)
    keys = [
        single(config.name, args, name) for name in ("state", "denied", "oauth_token")
    ]
    pending = [
        found for key in keys if key and (found := _pending.find(config.name, key))
    ]
    if not any(keys):
        # Some providers send the user back with nothing at all.
        known = _pending.of_app(config.name)
        pending = known if len(known) == 1 else []
    for attempt in pending:
        _pending.forget(attempt)
        _keep_next_url(attempt)
    check_refusal(config.name, args)


def next_url(app: str) -> str | None:
    """Return where the sign-in that this request finished wanted to go."""
    found: str | None = request.environ.get(_NEXT_URL + app)
    return found


def callback_args() -> Args:
    """Return the parameters of the callback that is being handled."""
    after_this_request(_no_store)
    return dict(request.args.lists())


def _take(config: RemoteAppConfig, key: str) -> PendingSignIn:
    pending = _pending.take(config.name, key)
    _keep_next_url(pending)
    return pending


def _take_pin_sign_in(config: RemoteAppConfig) -> PendingSignIn:
    """Find the latest sign-in without a callback: a PIN names none."""
    attempts = [found for found in _pending.of_app(config.name) if not found.callback]
    if not attempts:
        raise OAuthException(
            f"{config.name}: a verifier came without an oauth_token, and this session"
            " has no sign-in by PIN under way: start again",
            "invalid_state",
        )
    return _take(config, attempts[-1].key)


def _keep_next_url(pending: PendingSignIn) -> None:
    request.environ[_NEXT_URL + pending.app] = pending.next_url


def _expect(config: RemoteAppConfig, *, oauth1: bool) -> None:
    if config.is_oauth1 != oauth1:
        carried, spoken = (
            ("oauth_verifier", "OAuth 2") if oauth1 else ("code", "OAuth 1.0a")
        )
        raise OAuthException(
            f"{config.name}: the callback carries {carried}, but this remote app speaks"
            f" {spoken}",
            "invalid_callback",
        )


def _send(
    config: RemoteAppConfig, transport: Transport, message: HTTPRequest, code: ErrorCode
) -> HTTPReply:
    """Send a message of the sign-in; it fails with the code of its step."""
    limited = attrs.evolve(
        message,
        headers=(*DEFAULT_HEADERS, *message.headers),
        limits=config.limits,
        deadline=time.monotonic() + config.total_timeout,
    )
    try:
        return send(transport, config.name, limited)
    except OAuthException as error:
        raise attrs.evolve(error, type=code) from error


def _absolute_callback(config: RemoteAppConfig, callback: object) -> str:
    """Return the callback as an absolute URL of this site."""
    if not isinstance(callback, str):
        raise TypeError(f"{config.name}: the callback must be a str")
    if "#" in callback:
        raise ValueError(
            f"{config.name}: the callback has a fragment (#), which RFC 6749 section"
            " 3.1.2 forbids"
        )
    try:
        absolute = urljoin(request.url, callback)
        canonical = _urls.canonical(absolute)
    except ValueError as error:
        raise ValueError(
            f"{config.name}: the callback cannot be used: {error}"
        ) from error
    if not (_urls.is_secure(canonical) or config.allow_insecure_transport):
        raise OAuthException(
            f"{config.name}: the callback {_urls.shown(canonical)} is plain"
            " http. Behind a TLS proxy, wrap the application in werkzeug's ProxyFix;"
            " without TLS, use localhost, or set allow_insecure_transport=True",
            "insecure_transport",
        )
    return absolute


def _is_local_path(url: object) -> bool:
    return (
        isinstance(url, str)
        and url.startswith("/")
        and not url.startswith("//")
        and "\\" not in url
        and url.isprintable()
    )


def _no_store(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
