"""The original's "tweet": a timeline from Twitter, users and tokens in a database."""

from flask import (
    Flask,
    flash,
    g,
    redirect,
    render_template_string,
    request,
    session,
    url_for,
)
from sqlalchemy import Engine, String, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    mapped_column,
    scoped_session,
    sessionmaker,
)
from werkzeug.wrappers import Response

from flask_oauth import AuthorizedResponse, OAuth

INDEX = """
<!doctype html>
{% for message in get_flashed_messages() %}<p class=flash>{{ message }}</p>{% endfor %}
{% if g.user %}
  <p>Hello {{ g.user.name }}! Wanna tweet something?
  <form action="{{ url_for('tweet') }}" method=post>
    <input type=text name=tweet> <input type=submit value=Tweet!>
  </form>
  <ul>
  {% for tweet in tweets or () %}
    <li>{{ tweet.user.screen_name }}: {{ tweet.text }}</li>
  {% endfor %}
  </ul>
{% else %}
  <a href="{{ url_for('login') }}">Sign in with Twitter</a>
{% endif %}
"""


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column("user_id", primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    oauth_token: Mapped[str] = mapped_column(String(200))
    oauth_secret: Mapped[str] = mapped_column(String(200))


def create_app(  # noqa: C901 # the original's module: many views, each of them simple
    engine: Engine, api: str = "https://api.twitter.com"
) -> Flask:
    # setup flask
    app = Flask(__name__)
    app.secret_key = "development key"
    oauth = OAuth()

    # Use Twitter as example remote application
    twitter = oauth.remote_app(
        "twitter",
        # unless absolute urls are used to make requests, this will be added
        # before all URLs.  This is also true for request_token_url and others.
        base_url=f"{api}/1/",
        # where flask should look for new request tokens
        request_token_url=f"{api}/oauth/request_token",
        # where flask should exchange the token with the remote application
        access_token_url=f"{api}/oauth/access_token",
        # twitter knows two authorization URLs.  /authorize and /authenticate.
        # they mostly work the same, but for sign on /authenticate is
        # expected because this will give the user a slightly different
        # user interface on the twitter side.
        authorize_url=f"{api}/oauth/authenticate",
        # the consumer keys from the twitter application registry.
        consumer_key="the consumer key",
        consumer_secret="the consumer secret",
    )

    # setup sqlalchemy
    db_session = scoped_session(sessionmaker(autoflush=False, bind=engine))
    Base.metadata.create_all(bind=engine)

    @app.before_request
    def before_request() -> None:
        g.user = None
        if "user_id" in session:
            g.user = db_session.get(User, session["user_id"])

    @app.teardown_request
    def teardown_request(error: BaseException | None) -> None:
        db_session.remove()

    @twitter.tokengetter
    def get_twitter_token() -> tuple[str, str] | None:
        """Find the token and the secret to use for API calls.

        During the authorization handshake a temporary set of token and secret is used,
        but afterwards this function has to return the token and secret.
        """
        user: User | None = g.user
        if user is not None:
            return user.oauth_token, user.oauth_secret
        return None

    @app.route("/")
    def index() -> str:
        tweets = None
        if g.user is not None:
            resp = twitter.get("statuses/home_timeline.json")
            if resp.status == 200:
                tweets = resp.data
            else:
                flash(
                    "Unable to load tweets from Twitter. Maybe out of "
                    "API calls or Twitter is overloaded."
                )
        return render_template_string(INDEX, tweets=tweets)

    @app.route("/tweet", methods=["POST"])
    def tweet() -> Response:
        """Call the remote twitter API to create a new status update."""
        if g.user is None:
            return redirect(url_for("login", next=request.url))
        status = request.form["tweet"]
        if not status:
            return redirect(url_for("index"))
        resp = twitter.post("statuses/update.json", data={"status": status})
        if resp.status == 403:
            flash("Your tweet was too long.")
        elif resp.status == 401:
            flash("Authorization error with Twitter.")
        else:
            flash(f"Successfully tweeted your tweet (ID: #{resp.data['id']})")
        return redirect(url_for("index"))

    @app.route("/login")
    def login() -> Response:
        """Send the user to Twitter, which redirects back to the callback."""
        return twitter.authorize(
            callback=url_for(
                "oauth_authorized",
                next=request.args.get("next") or request.referrer or None,
            )
        )

    @app.route("/logout")
    def logout() -> Response:
        session.pop("user_id", None)
        flash("You were signed out")
        return redirect(request.referrer or url_for("index"))

    @app.route("/oauth-authorized")
    @twitter.authorized_handler
    def oauth_authorized(resp: AuthorizedResponse | None) -> Response:
        """Remember who signed in.

        Because the remote application could have re-authorized the application it is
        necessary to update the values in the database.

        If the application redirected back after denying, the response passed to the
        function will be `None`.  Otherwise a dictionary with the values the
        application submitted.
        """
        next_url = request.args.get("next") or url_for("index")
        if resp is None:
            flash("You denied the request to sign in.")
            return redirect(next_url)

        user = db_session.scalar(select(User).filter_by(name=resp["screen_name"]))

        # user never signed on
        if user is None:
            user = User(name=resp["screen_name"])
            db_session.add(user)

        # in any case we update the authentication token in the db
        # In case the user temporarily revoked access we will have
        # new tokens here.
        user.oauth_token = resp["oauth_token"]
        user.oauth_secret = resp["oauth_token_secret"]
        db_session.commit()

        session["user_id"] = user.id
        flash("You were signed in")
        return redirect(next_url)

    return app
