"""A site with three remote apps, and their provider in the same process."""

import itertools
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import attrs
from flask import Flask, jsonify, request, session, url_for
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from typing_extensions import Unpack

from flask_oauth import (
    AuthorizedResponse,
    OAuth,
    OAuthException,
    OAuthRemoteApp,
    TokenPair,
)
from flask_oauth.typing import FurtherOptions, HTTPReply, HTTPRequest, Transport

ISSUER = "https://search.example"
NAMES = ("bird", "book", "search")
_JSON = (("Content-Type", "application/json"),)
_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


class Provider:
    """Answer every message of both protocols, as a transport: nothing is checked."""

    def __init__(self) -> None:
        self.requests: list[HTTPRequest] = []
        self.replies: dict[str, HTTPReply] = {}
        self._numbers = itertools.count(1)

    def send(self, request: HTTPRequest, /) -> HTTPReply:
        self.requests.append(request)
        path = urlsplit(request.url).path
        if path in self.replies:
            return self.replies[path]
        number = next(self._numbers)
        if path == "/request_token":
            text = (
                f"oauth_token=rt{number}&oauth_token_secret=rs{number}"
                "&oauth_callback_confirmed=true"
            )
            return HTTPReply(200, _FORM, text.encode())
        if path == "/access_token":
            return HTTPReply(200, _FORM, b"oauth_token=at&oauth_token_secret=as")
        if path == "/token":
            body = {"access_token": "at2", "token_type": "Bearer"}
            return HTTPReply(200, _JSON, json.dumps(body).encode())
        return HTTPReply(200, _JSON, b'{"ok": true}')

    @property
    def paths(self) -> list[str]:
        return [urlsplit(request.url).path for request in self.requests]


def add_oauth1(
    oauth: OAuth, name: str, base_url: str, **options: Unpack[FurtherOptions]
) -> OAuthRemoteApp:
    return oauth.remote_app(
        name,
        base_url=base_url,
        request_token_url="/request_token",
        access_token_url="/access_token",
        authorize_url="/authorize",
        consumer_key=f"{name}-key",
        consumer_secret=f"{name}-secret",
        **options,
    )


def add_oauth2(
    oauth: OAuth, name: str, base_url: str, **options: Unpack[FurtherOptions]
) -> OAuthRemoteApp:
    return oauth.remote_app(
        name,
        base_url=base_url,
        request_token_url=None,
        access_token_url="/token",
        authorize_url="/authorize",
        consumer_key=f"{name}-key",
        consumer_secret=f"{name}-secret",
        access_token_method="POST",
        **options,
    )


def make_oauth(
    transport: Transport | None, base_url: str = "https://provider.example"
) -> OAuth:
    """Return ``bird`` (OAuth 1.0a), and ``book`` and ``search`` (OAuth 2)."""
    oauth = OAuth(transport=transport)
    add_oauth1(oauth, "bird", base_url)
    add_oauth2(oauth, "book", base_url)
    add_oauth2(oauth, "search", base_url, issuer=ISSUER, require_issuer=True)
    return oauth


def make_app(oauth: OAuth, secret_key: str | None = "the secret key") -> Flask:
    """Return a site whose views sign in with the remote app in their path."""
    app = Flask(__name__)
    app.secret_key = secret_key
    oauth.init_app(app)

    def login(name: str) -> ResponseReturnValue:
        callback = None if "pin" in request.args else url_for("callback", name=name)
        return oauth.remote_apps[name].authorize(
            callback, next_url=request.args.get("next")
        )

    def callback(name: str) -> ResponseReturnValue:
        remote = oauth.remote_apps[name]
        response: AuthorizedResponse | None = remote.authorized_response()
        token = None if response is None else list(response.token)
        session["user"] = name
        return jsonify(token=token, next_url=remote.next_url())

    def failed(error: OAuthException) -> ResponseReturnValue:
        return jsonify(type=error.type, message=str(error)), 400

    app.add_url_rule("/login/<name>", view_func=login)
    app.add_url_rule("/callback/<name>", view_func=callback)
    app.register_error_handler(OAuthException, failed)
    return app


def outcome(call: Callable[[], object]) -> OAuthException | None:
    """Return the exception that a call ended in, if it did."""
    try:
        call()
    except OAuthException as error:
        return error
    return None


@attrs.frozen
class Answer:
    """What the site answered to a callback."""

    type: str | None
    message: str
    token: TokenPair | None
    next_url: str | None


def begin(client: FlaskClient, name: str, query: str = "") -> dict[str, str]:
    """Begin a sign-in; return the parameters that the provider's page gets."""
    response = client.get(f"/login/{name}{query}")
    assert response.status_code == 302, response.text
    return dict(parse_qsl(urlsplit(response.headers["Location"]).query))


def come_back(client: FlaskClient, name: str, params: Any) -> Answer:
    """Visit the callback as the provider sent the browser there."""
    response = client.get(f"/callback/{name}", query_string=params)
    answer = json.loads(response.data)
    token = answer.get("token")
    return Answer(
        answer.get("type"),
        answer.get("message", ""),
        TokenPair(*token) if token else None,
        answer.get("next_url"),
    )


def allowed(name: str, sent: dict[str, str]) -> dict[str, str]:
    """Return the callback's parameters when the user allows the sign-in."""
    if name == "bird":
        return {"oauth_token": sent["oauth_token"], "oauth_verifier": "verifier"}
    params = {"code": "code", "state": sent["state"]}
    return params | {"iss": ISSUER} if name == "search" else params


def sign_in(client: FlaskClient, name: str) -> Answer:
    """Go through a whole sign-in."""
    return come_back(client, name, allowed(name, begin(client, name)))
