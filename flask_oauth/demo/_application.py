"""The demo's application: it uses the library as the documentation teaches."""

from hmac import compare_digest
from secrets import token_hex

from flask import (
    Flask,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from .. import AuthorizedResponse, OAuth, OAuthException, OAuthRemoteApp
from ..testing import Provider
from ..typing import Transport
from ._provider import MAX_LENGTH

PROTOCOLS = {"oauth2": "OAuth 2", "oauth1": "OAuth 1.0a"}
"""What people call the protocol of each remote application, by its name."""

_START_AGAIN = {"invalid_callback", "invalid_issuer", "invalid_state"}
_HEADERS = {
    "Cache-Control": "no-store",  # after signing out, the back button shows nothing
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
}


def create_application(provider: Provider, transport: Transport | None = None) -> Flask:
    """Make the application.

    Args:
        provider: where people sign in, at the URL that it has now.
        transport: the way to it; ``None``: over the network.
    """
    app = Flask(__name__)
    # Fresh keys at every start: the provider has forgotten all tokens by then, too.
    app.config["SECRET_KEY"] = token_hex()
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    oauth = OAuth(app, transport=transport)
    oauth.remote_app("oauth2", **provider.oauth2_options())
    oauth.remote_app("oauth1", **provider.oauth1_options())
    for remote in oauth.remote_apps.values():
        _add_sign_in(app, remote)
    _add_timeline(app, oauth)
    _add_error_pages(app)
    _protect(app)
    return app


def _add_sign_in(app: Flask, remote: OAuthRemoteApp) -> None:
    """Add the two views of a sign-in: the one that begins it, and the callback."""
    authorized_endpoint = f"authorized_{remote.name}"

    @remote.tokengetter
    def get_token() -> tuple[str, str] | None:
        token: tuple[str, str] | None = session.get("token")
        return token

    def login() -> Response:
        return remote.authorize(callback=url_for(authorized_endpoint))

    @remote.authorized_handler
    def authorized(resp: AuthorizedResponse | None) -> Response:
        if resp is None:
            flash("You refused, so you are not signed in with it.")
        else:
            session["remote_app"] = remote.name
            session["token"] = resp.token
            # One for the whole session: forms in another tab go on working.
            session.setdefault("form_token", token_hex())
        return redirect(url_for("index"))

    app.add_url_rule(f"/login/{remote.name}", f"login_{remote.name}", login)
    app.add_url_rule(f"/authorized/{remote.name}", authorized_endpoint, authorized)


def _add_timeline(app: Flask, oauth: OAuth) -> None:
    """Add what can be done when signed in."""

    @app.get("/")
    def index() -> Response | str:
        if "remote_app" not in session:
            return render_template("start.html", protocols=PROTOCOLS)
        remote = oauth.remote_apps[session["remote_app"]]
        me = remote.get("/me")
        if me.status == 401:  # it has expired, or was revoked at the provider
            session.clear()
            flash("Your token is no longer valid. Please sign in again.")
            return redirect(url_for("index"))
        me.raise_for_status()
        timeline = remote.get("/timeline")
        timeline.raise_for_status()
        return render_template(
            "timeline.html",
            me=me.data,
            posts=timeline.data,
            protocol=PROTOCOLS[remote.name],
            max_length=MAX_LENGTH,
        )

    @app.post("/post")
    def post() -> Response:
        remote = oauth.remote_apps[session["remote_app"]]
        resp = remote.post("/timeline", data={"status": request.form["status"]})
        if remote.status_okay(resp):
            flash("Posted.")
        elif resp.status == 403:
            flash(f"Not posted: write 1 to {MAX_LENGTH} characters.")
        else:
            flash(f"Not posted: the provider answered with status {resp.status}.")
        return redirect(url_for("index"))

    @app.post("/logout")
    def logout() -> Response:
        session.clear()
        flash("You are signed out.")
        return redirect(url_for("index"))


def _add_error_pages(app: Flask) -> None:
    @app.errorhandler(OAuthException)
    def oauth_failed(error: OAuthException) -> tuple[str, int]:
        status = 400 if error.type in _START_AGAIN else 502
        page = render_template("problem.html", message=error, code=error.type)
        return page, status

    @app.errorhandler(HTTPException)
    def failed(error: HTTPException) -> tuple[str, int]:
        page = render_template("problem.html", message=error.description)
        return page, error.code or 500


def _protect(app: Flask) -> None:
    @app.before_request
    def check_form() -> None:
        """Take forms only from this session's own pages.

        SameSite would not do: all applications on localhost are the same site.
        """
        if request.method != "POST":
            return
        expected: str = session.get("form_token", "")
        given = request.form.get("form_token", "")
        if not expected or not compare_digest(expected.encode(), given.encode()):
            abort(400, "This form is from another session. Go back to the start.")

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(_HEADERS)
        return response
