"""What is compared: each makes the same call, with the token that it is given."""

import hashlib
import hmac
import secrets
import ssl
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, quote, urlencode

import attrs
import urllib3
from flask import Flask, redirect, request, session
from werkzeug.wrappers import Response

from flask_oauth import AuthorizedResponse, OAuth, OAuthRemoteApp

KEY, SECRET = "consumer0123456789", "secret0123456789"
TOKEN = ("token0123456789abcdef", "secret0123456789abcdef")
AGENT = {"User-Agent": "benchmark", "Accept-Encoding": "gzip, deflate"}


@attrs.frozen
class Place:
    """Say where and for whom a call is made.

    Args:
        protocol: ``oauth1`` or ``oauth2``.
        base: the provider's URL.
        app: the application whose views make the calls.
        token: finds the user's token.
    """

    protocol: str
    base: str
    app: Flask
    token: Callable[[], tuple[str, str]] = lambda: TOKEN

    @property
    def endpoints(self) -> dict[str, str]:
        """The provider's URLs, for those that sign in."""
        if self.protocol == "oauth1":
            return {
                "request_token_url": f"{self.base}/oauth1/request",
                "access_token_url": f"{self.base}/oauth1/token",
                "authorize_url": f"{self.base}/authorize",
            }
        return {
            "access_token_url": f"{self.base}/oauth2/token",
            "authorize_url": f"{self.base}/authorize",
        }


Call: TypeAlias = Callable[[], Any]
Contender: TypeAlias = Callable[[Place], Call]


def remote_app(place: Place) -> OAuthRemoteApp:
    """Make this library's remote app."""
    remote = OAuth().remote_app(
        "provider",
        base_url=place.base,
        request_token_url=place.endpoints.get("request_token_url"),
        access_token_url=place.endpoints["access_token_url"],
        authorize_url=place.endpoints["authorize_url"],
        consumer_key=KEY,
        consumer_secret=SECRET,
        access_token_method="POST",
    )
    remote.tokengetter(place.token)
    return remote


def flask_oauth(place: Place) -> Call:
    """Call with this library."""
    remote = remote_app(place)
    return lambda: remote.get("/me").data


def _pools() -> urllib3.PoolManager:
    return urllib3.PoolManager(maxsize=32, ssl_context=ssl.create_default_context())


def bare_urllib3(place: Place) -> Call:
    """Call with urllib3 alone: no base URL, no check, and never a signature."""
    pools = _pools()
    url = f"{place.base}/me"

    def call() -> Any:
        headers = AGENT | {"Authorization": f"Bearer {place.token()[0]}"}
        return pools.request("GET", url, headers=headers).json()

    return call


def naive_client(place: Place) -> Call:
    """Call with urllib3 and ``oauthlib.oauth1.Client.sign``, as one would at first."""
    from oauthlib.oauth1 import Client

    if place.protocol == "oauth2":
        return bare_urllib3(place)
    pools = _pools()
    url = f"{place.base}/me"

    def call() -> Any:
        token, secret = place.token()
        client = Client(
            KEY,
            client_secret=SECRET,
            resource_owner_key=token,
            resource_owner_secret=secret,
        )
        signed, headers, _ = client.sign(url)
        return pools.request("GET", signed, headers=AGENT | headers).json()

    return call


def requests_oauthlib(place: Place) -> Call:
    """Call with requests-oauthlib, over one session that is kept."""
    session = _requests_session(place)
    return lambda: session.get(f"{place.base}/me").json()


def requests_oauthlib_per_view(place: Place) -> Call:
    """Call with requests-oauthlib, over a session for each user and view."""
    return lambda: _requests_session(place).get(f"{place.base}/me").json()


def _requests_session(place: Place) -> Any:
    module = import_module("requests_oauthlib")
    token, secret = place.token()
    if place.protocol == "oauth1":
        return module.OAuth1Session(KEY, SECRET, token, secret)
    return module.OAuth2Session(KEY, token={"access_token": token})


def authlib(place: Place) -> Call:
    """Call with Authlib's Flask client."""
    registry = import_module("authlib.integrations.flask_client").OAuth(place.app)

    def fetch_token() -> dict[str, str]:
        token, secret = place.token()
        if place.protocol == "oauth1":
            return {"oauth_token": token, "oauth_token_secret": secret}
        return {"access_token": token, "token_type": "bearer"}

    client = registry.register(
        "provider",
        client_id=KEY,
        client_secret=SECRET,
        api_base_url=f"{place.base}/",
        fetch_token=fetch_token,
        **place.endpoints,
    )
    return lambda: client.get("me").json()


def flask_dance(place: Place) -> Call:
    """Call with Flask-Dance, the token in the session as it does by itself."""
    consumer = import_module("flask_dance.consumer")
    storage = import_module("flask_dance.consumer.storage").MemoryStorage
    token, secret = TOKEN
    if place.protocol == "oauth1":
        blueprint = consumer.OAuth1ConsumerBlueprint(
            "provider",
            __name__,
            client_key=KEY,
            client_secret=SECRET,
            base_url=place.base,
            access_token_url=place.endpoints["access_token_url"],
            authorization_url=place.endpoints["authorize_url"],
            request_token_url=place.endpoints["request_token_url"],
            storage=storage({"oauth_token": token, "oauth_token_secret": secret}),
        )
    else:
        blueprint = consumer.OAuth2ConsumerBlueprint(
            "provider",
            __name__,
            client_id=KEY,
            client_secret=SECRET,
            base_url=place.base,
            token_url=place.endpoints["access_token_url"],
            authorization_url=place.endpoints["authorize_url"],
            storage=storage({"access_token": token, "token_type": "bearer"}),
        )
    place.app.register_blueprint(blueprint)
    return lambda: blueprint.session.get("/me").json()


def sign_in_flask_oauth(place: Place) -> None:
    """Add a login view and a callback view with this library."""
    remote = remote_app(place)

    @place.app.get("/login")
    def login() -> Response:
        return remote.authorize("/callback")

    @place.app.get("/callback")
    @remote.authorized_handler
    def callback(resp: AuthorizedResponse | None) -> str:
        assert resp is not None
        session["token"] = resp.token
        return "ok"


def sign_in_least(place: Place) -> None:
    """Add a login view and a callback view that do the least that is the same."""
    if place.protocol == "oauth1":
        _sign_in_least_oauth1(place)
    else:
        _sign_in_least_oauth2(place)


def _sign_in_least_oauth2(place: Place) -> None:
    pools = _pools()
    endpoints = place.endpoints

    @place.app.get("/login")
    def login() -> Response:
        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(36)
        digest = hashlib.sha256(verifier.encode()).digest()
        back = f"{request.host_url}callback"
        session["pending"] = [state, verifier, back]
        query = {
            "response_type": "code",
            "client_id": KEY,
            "redirect_uri": back,
            "state": state,
            "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return redirect(f"{endpoints['authorize_url']}?{urlencode(query)}")

    @place.app.get("/callback")
    def callback() -> str:
        state, verifier, back = session.pop("pending")
        assert hmac.compare_digest(state, request.args["state"])
        body = {
            "grant_type": "authorization_code",
            "code": request.args["code"],
            "redirect_uri": back,
            "code_verifier": verifier,
            "client_id": KEY,
            "client_secret": SECRET,
        }
        headers = AGENT | {"Content-Type": "application/x-www-form-urlencoded"}
        url = endpoints["access_token_url"]
        reply = pools.request("POST", url, headers=headers, body=urlencode(body))
        session["token"] = (reply.json()["access_token"], "")
        return "ok"


def _sign_in_least_oauth1(place: Place) -> None:
    pools = _pools()
    endpoints = place.endpoints

    def post(url: str, secret: str, **more: str) -> dict[str, str]:
        params = {
            "oauth_consumer_key": KEY,
            "oauth_nonce": secrets.token_hex(16),
            "oauth_signature_method": "HMAC-SHA1",
            "oauth_timestamp": str(int(time.time())),
            "oauth_version": "1.0",
            **more,
        }
        encoded = {name: quote(value, safe="~") for name, value in params.items()}
        pairs = "&".join(f"{name}={encoded[name]}" for name in sorted(encoded))
        base = f"POST&{quote(url, safe='~')}&{quote(pairs, safe='~')}"
        digest = hmac.digest(f"{SECRET}&{secret}".encode(), base.encode(), "sha1")
        encoded["oauth_signature"] = quote(b64encode(digest), safe="~")
        fields = ", ".join(f'{name}="{value}"' for name, value in encoded.items())
        headers = AGENT | {
            "Authorization": f"OAuth {fields}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        reply = pools.request("POST", url, headers=headers, body=b"")
        return dict(parse_qsl(reply.data.decode()))

    @place.app.get("/login")
    def login() -> Response:
        back = f"{request.host_url}callback"
        token = post(endpoints["request_token_url"], "", oauth_callback=back)
        key = token["oauth_token"]
        session["pending"] = [key, token["oauth_token_secret"]]
        return redirect(f"{endpoints['authorize_url']}?oauth_token={quote(key)}")

    @place.app.get("/callback")
    def callback() -> str:
        key, secret = session.pop("pending")
        assert hmac.compare_digest(key, request.args["oauth_token"])
        token = post(
            endpoints["access_token_url"],
            secret,
            oauth_token=key,
            oauth_verifier=request.args["oauth_verifier"],
        )
        session["token"] = (token["oauth_token"], token["oauth_token_secret"])
        return "ok"


LIBRARY = "Flask-OAuth"
BARE = "urllib3"
CALLS: dict[str, Contender] = {
    BARE: bare_urllib3,
    LIBRARY: flask_oauth,
    "urllib3 + oauthlib": naive_client,
    "requests-oauthlib": requests_oauthlib,
}
VIEWS: dict[str, Contender] = {
    BARE: bare_urllib3,
    LIBRARY: flask_oauth,
    "requests-oauthlib": requests_oauthlib_per_view,
    "Authlib": authlib,
    "Flask-Dance": flask_dance,
}
SIGN_INS: dict[str, Callable[[Place], None]] = {
    BARE: sign_in_least,
    LIBRARY: sign_in_flask_oauth,
}
