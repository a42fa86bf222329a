"""The original's "google": a token call by POST, and a call without the library."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

from flask import Flask, redirect, session, url_for
from werkzeug.wrappers import Response

from flask_oauth import AuthorizedResponse, OAuth

GOOGLE_CLIENT_ID = "the client id"
GOOGLE_CLIENT_SECRET = "the client secret"
REDIRECT_URI = "/oauth2callback"  # one of the Redirect URIs from Google APIs console

SECRET_KEY = "development key"


def create_app(
    accounts: str = "https://accounts.google.com",
    apis: str = "https://www.googleapis.com",
) -> Flask:
    app = Flask(__name__)
    app.secret_key = SECRET_KEY
    oauth = OAuth()

    google = oauth.remote_app(
        "google",
        base_url="https://www.google.com/accounts/",
        authorize_url=f"{accounts}/o/oauth2/auth",
        request_token_url=None,
        request_token_params={
            "scope": "https://www.googleapis.com/auth/userinfo.email",
            "response_type": "code",
        },
        access_token_url=f"{accounts}/o/oauth2/token",
        access_token_method="POST",
        access_token_params={"grant_type": "authorization_code"},
        consumer_key=GOOGLE_CLIENT_ID,
        consumer_secret=GOOGLE_CLIENT_SECRET,
    )

    @app.route("/")
    def index() -> bytes | Response:
        access_token = session.get("access_token")
        if access_token is None:
            return redirect(url_for("login"))

        access_token = access_token[0]
        headers = {"Authorization": f"OAuth {access_token}"}
        req = Request(f"{apis}/oauth2/v1/userinfo", None, headers)
        try:
            with urlopen(req) as res:
                body: bytes = res.read()
        except HTTPError as e:
            with e:
                if e.code == 401:
                    # Unauthorized - bad token
                    session.pop("access_token", None)
                    return redirect(url_for("login"))
                return e.read()

        return body

    @app.route("/login")
    def login() -> Response:
        callback = url_for("authorized", _external=True)
        return google.authorize(callback=callback)

    @app.route(REDIRECT_URI)
    @google.authorized_handler
    def authorized(resp: AuthorizedResponse | None) -> str | Response:
        if resp is None:  # the original did not ask
            return "Access denied"
        access_token = resp["access_token"]
        session["access_token"] = access_token, ""
        return redirect(url_for("index"))

    @google.tokengetter
    def get_access_token() -> tuple[str, str] | None:
        return session.get("access_token")

    return app
