"""The original's "facebook": a Graph API call inside the callback view."""

from flask import Flask, redirect, request, session, url_for
from werkzeug.wrappers import Response

from flask_oauth import AuthorizedResponse, OAuth

SECRET_KEY = "development key"
FACEBOOK_APP_ID = "the app id"
FACEBOOK_APP_SECRET = "the app secret"


def create_app(graph: str = "https://graph.facebook.com") -> Flask:
    app = Flask(__name__)
    app.secret_key = SECRET_KEY
    oauth = OAuth()

    facebook = oauth.remote_app(
        "facebook",
        base_url=f"{graph}/",
        request_token_url=None,
        access_token_url="/oauth/access_token",
        authorize_url="https://www.facebook.com/dialog/oauth",
        consumer_key=FACEBOOK_APP_ID,
        consumer_secret=FACEBOOK_APP_SECRET,
        request_token_params={"scope": "email"},
    )

    @app.route("/")
    def index() -> Response:
        return redirect(url_for("login"))

    @app.route("/login")
    def login() -> Response:
        return facebook.authorize(
            callback=url_for(
                "facebook_authorized",
                next=request.args.get("next") or request.referrer or None,
                _external=True,
            )
        )

    @app.route("/login/authorized")
    @facebook.authorized_handler
    def facebook_authorized(resp: AuthorizedResponse | None) -> str:
        if resp is None:
            reason = request.args["error_reason"]
            error = request.args["error_description"]
            return f"Access denied: reason={reason} error={error}"
        session["oauth_token"] = (resp["access_token"], "")
        me = facebook.get("/me")
        return (
            f"Logged in as id={me.data['id']} name={me.data['name']}"
            f" redirect={request.args.get('next')}"
        )

    @facebook.tokengetter
    def get_facebook_oauth_token() -> tuple[str, str] | None:
        return session.get("oauth_token")

    return app
