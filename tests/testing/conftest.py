"""The provider, and an application that signs in with it."""

import pytest
from flask import Flask, Response, session, url_for
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from flask_oauth import AuthorizedResponse, OAuth, OAuthRemoteApp
from flask_oauth.testing import Provider


@pytest.fixture
def provider() -> Provider:
    provider = Provider()
    provider.resource("/me", provider.profile)
    return provider


def make_app(remote: OAuthRemoteApp) -> Flask:
    """Make an application as the documentation teaches it."""
    app = Flask("application")
    app.secret_key = "a secret key of the tests"
    app.testing = True

    def token() -> tuple[str, str] | None:
        return session.get("token")

    def login() -> ResponseReturnValue:
        return remote.authorize(callback=url_for("callback", _external=True))

    def callback(resp: AuthorizedResponse | None) -> ResponseReturnValue:
        if resp is None:
            return "You refused."
        session["token"] = resp.token
        return redirect(url_for("index"))

    def index() -> ResponseReturnValue:
        reply = remote.get("me")
        return Response(reply.raw_data, reply.status, mimetype="application/json")

    remote.tokengetter(token)
    app.add_url_rule("/login", view_func=login)
    app.add_url_rule(
        "/callback", "callback", view_func=remote.authorized_handler(callback)
    )
    app.add_url_rule("/", view_func=index)
    return app


@pytest.fixture(params=["oauth1", "oauth2"])
def client(provider: Provider, request: pytest.FixtureRequest) -> FlaskClient:
    """Give the test client of an application, once for each protocol."""
    oauth = OAuth(transport=provider.transport)
    if request.param == "oauth1":
        return make_app(
            oauth.remote_app("p", **provider.oauth1_options())
        ).test_client()
    return make_app(oauth.remote_app("p", **provider.oauth2_options())).test_client()
