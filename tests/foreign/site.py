"""The Flask application of these tests: it signs people in with one remote app."""

import attrs
from flask import Flask, url_for
from flask.testing import FlaskClient
from typing_extensions import Unpack
from werkzeug.wrappers import Response

from flask_oauth import AuthorizedResponse, OAuth, OAuthRemoteApp, TokenPair
from flask_oauth.typing import RemoteAppOptions

CALLBACK = "http://localhost/authorized"


@attrs.frozen
class Site:
    """Hold an application, and a user's browser as the application sees it.

    Args:
        remote: the remote application that people sign in with.
        client: the browser.
        tokens: what the application remembers, by user.
    """

    remote: OAuthRemoteApp
    client: FlaskClient
    tokens: dict[str, TokenPair]

    def begin(self, path: str = "/login") -> str:
        """Begin a sign-in; return where the user is sent to."""
        return self.client.get(path).headers["Location"]


def make_site(**options: Unpack[RemoteAppOptions]) -> Site:
    """Make the application."""
    app = Flask(__name__)
    app.secret_key = "of no use to anybody"
    app.testing = True
    remote = OAuth(app).remote_app("foreign", **options)
    tokens: dict[str, TokenPair] = {}

    @remote.tokengetter
    def find_token() -> TokenPair | None:
        return tokens.get("jane")

    @app.route("/login")
    def login() -> Response:
        return remote.authorize(callback=url_for("authorized"), next_url="/profile")

    @app.route("/login-by-pin")
    def login_by_pin() -> Response:
        return remote.authorize()

    @app.route("/pin/<pin>")
    def enter_pin(pin: str) -> str:
        resp = remote.authorized_response(verifier=pin)
        assert resp is not None
        tokens["jane"] = resp.token
        return "signed in"

    @app.route("/authorized")
    @remote.authorized_handler
    def authorized(resp: AuthorizedResponse | None) -> str:
        if resp is None:
            return f"denied, on to {remote.next_url()}"
        tokens["jane"] = resp.token
        return f"signed in, on to {remote.next_url()}"

    return Site(remote, app.test_client(), tokens)
