"""D46: the "tweet" example signs in with OAuth 1.0a, shows a timeline and tweets."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import attrs
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Request, Response

from flask_oauth import OAuthException

from .serving import SignedRequest, query_of, serving
from .tweet import User, create_app

FORM = "application/x-www-form-urlencoded"
STATUS = "Grüße & 100 % 你好 ~ + *"
# What every signed request carries, besides what each step adds.
PROTOCOL = {
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_version",
}


@attrs.define
class Twitter:
    """Answer as Twitter did, and refuse what it refused.

    Args:
        consumer_secret: what it expects the application to sign with.
        count: how many tokens it has issued.
        available: whether the timeline can be loaded.
        revoked: the user took the application's access away.
        requests: what it got, as method and path.
        callbacks: what the request tokens were asked for with.
        statuses: what was tweeted.
    """

    consumer_secret: str = "the consumer secret"
    count: int = 0
    available: bool = True
    revoked: bool = False
    requests: list[str] = attrs.field(factory=list[str])
    callbacks: list[str] = attrs.field(factory=list[str])
    statuses: list[str] = attrs.field(factory=list[str])

    def __call__(self, request: Request) -> Response:
        self.requests.append(f"{request.method} {request.path}")
        signed = SignedRequest.of(request)
        params = signed.oauth_params
        if params.get("oauth_consumer_key") != "the consumer key":
            return Response("Unknown consumer", 401)
        match self.requests[-1]:
            case "POST /oauth/request_token":
                return self._issue_request_token(signed, params)
            case "GET /oauth/access_token":
                return self._issue_access_token(signed, params)
            case "GET /1/statuses/home_timeline.json":
                return self._refusal(signed, params) or self._timeline()
            case "POST /1/statuses/update.json":
                return self._refusal(signed, params) or self._update(request)
            case _:
                return Response("Not found", 404)

    def _issue_request_token(
        self, signed: SignedRequest, params: dict[str, str]
    ) -> Response:
        if not signed.is_signed_by(self.consumer_secret):
            return Response("Failed to validate oauth signature and token", 401)
        assert params.keys() == PROTOCOL | {"oauth_callback"}
        self.count += 1
        self.callbacks.append(params["oauth_callback"])
        reply = {
            "oauth_token": f"request token {self.count}",
            "oauth_token_secret": f"request secret {self.count}",
            "oauth_callback_confirmed": "true",
        }
        # Twitter labelled its forms as HTML.
        return Response(urlencode(reply), mimetype="text/html")

    def _issue_access_token(
        self, signed: SignedRequest, params: dict[str, str]
    ) -> Response:
        assert params.keys() == PROTOCOL | {"oauth_token", "oauth_verifier"}
        if params["oauth_token"] != f"request token {self.count}" or not (
            signed.is_signed_by(self.consumer_secret, f"request secret {self.count}")
        ):
            return Response("Invalid request token", 401)
        assert params["oauth_verifier"] == "the verifier"
        reply = {
            "oauth_token": f"access token {self.count}",
            "oauth_token_secret": f"access secret {self.count}",
            "user_id": "6253282",
            "screen_name": "jane",
        }
        return Response(urlencode(reply), mimetype="text/html")

    def _refusal(
        self, signed: SignedRequest, params: dict[str, str]
    ) -> Response | None:
        assert params.keys() == PROTOCOL | {"oauth_token"}
        if (
            self.revoked
            or params["oauth_token"] != f"access token {self.count}"
            or not signed.is_signed_by(
                self.consumer_secret, f"access secret {self.count}"
            )
        ):
            error = '{"error": "Could not authenticate with OAuth."}'
            return Response(error, 401, mimetype="application/json")
        return None

    def _timeline(self) -> Response:
        if not self.available:
            return Response("<h1>Over capacity", 503, mimetype="text/html")
        timeline = '[{"text": "Gr\\u00fc\\u00dfe", "user": {"screen_name": "joe"}}]'
        return Response(timeline, mimetype="application/json")

    def _update(self, request: Request) -> Response:
        assert request.content_type == FORM
        assert request.form.keys() == {"status"}
        status = request.form["status"]
        if len(status) > 140:
            error = '{"error": "Status is over 140 characters."}'
            return Response(error, 403, mimetype="application/json")
        self.statuses.append(status)
        return Response('{"id": 243145735212777472}', mimetype="application/json")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'flask-oauth.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def twitter() -> Twitter:
    return Twitter()


@pytest.fixture
def client(engine: Engine, twitter: Twitter) -> Iterator[FlaskClient]:
    with serving(twitter) as api:
        app = create_app(engine, api)
        app.testing = True
        yield app.test_client()


def begin(client: FlaskClient, login: str = "/login") -> str:
    """Go to Twitter; return the request token."""
    location = client.get(login).headers["Location"]
    assert "/oauth/authenticate?" in location
    query = query_of(location)
    assert query.keys() == {"oauth_token"}
    return query["oauth_token"]


def come_back(client: FlaskClient, twitter: Twitter, **answer: str) -> str:
    """Return to the callback with Twitter's answer; return the page at the end."""
    callback = twitter.callbacks[-1]
    glue = "&" if "?" in callback else "?"
    url = f"{callback}{glue}{urlencode(answer)}"
    return client.get(url, follow_redirects=True).text


def sign_in(client: FlaskClient, twitter: Twitter) -> str:
    token = begin(client)
    return come_back(client, twitter, oauth_token=token, oauth_verifier="the verifier")


def stored_users(engine: Engine) -> list[tuple[str, str, str]]:
    with Session(engine) as db_session:
        users = db_session.scalars(select(User))
        return [(user.name, user.oauth_token, user.oauth_secret) for user in users]


def test_a_user_signs_in_and_sees_the_timeline(
    client: FlaskClient, twitter: Twitter, engine: Engine
) -> None:
    assert "Sign in with Twitter" in client.get("/").text

    page = sign_in(client, twitter)

    assert "You were signed in" in page
    assert "Hello jane!" in page
    assert "joe: Grüße" in page
    assert stored_users(engine) == [("jane", "access token 1", "access secret 1")]
    assert twitter.callbacks == ["http://localhost/oauth-authorized"]
    assert twitter.requests == [
        "POST /oauth/request_token",
        "GET /oauth/access_token",
        "GET /1/statuses/home_timeline.json",
    ]


def test_the_user_comes_back_to_where_they_were(
    client: FlaskClient, twitter: Twitter
) -> None:
    token = begin(client, "/login?next=/?page=2%26x=%C3%BC")
    callback = twitter.callbacks[-1]

    answer = urlencode({"oauth_token": token, "oauth_verifier": "the verifier"})
    redirect = client.get(f"{callback}&{answer}")

    assert query_of(callback) == {"next": "/?page=2&x=ü"}
    assert redirect.headers["Location"] == "/?page=2&x=%C3%BC"


def test_a_user_tweets(client: FlaskClient, twitter: Twitter) -> None:
    sign_in(client, twitter)

    page = client.post("/tweet", data={"tweet": STATUS}, follow_redirects=True)

    assert "Successfully tweeted your tweet (ID: #243145735212777472)" in page.text
    assert twitter.statuses == [STATUS]


def test_a_tweet_that_is_too_long_is_not_sent(
    client: FlaskClient, twitter: Twitter
) -> None:
    sign_in(client, twitter)

    page = client.post("/tweet", data={"tweet": "x" * 141}, follow_redirects=True)

    assert "Your tweet was too long." in page.text
    assert twitter.statuses == []


def test_nothing_is_tweeted_without_a_text(
    client: FlaskClient, twitter: Twitter
) -> None:
    sign_in(client, twitter)
    twitter.requests.clear()

    assert client.post("/tweet", data={"tweet": ""}).headers["Location"] == "/"
    assert twitter.requests == []


def test_a_stranger_has_to_sign_in_before_tweeting(
    client: FlaskClient, twitter: Twitter
) -> None:
    redirect = client.post("/tweet", data={"tweet": STATUS})

    assert redirect.headers["Location"].startswith("/login?next=")
    assert twitter.requests == []


def test_a_timeline_that_does_not_load_is_flashed(
    client: FlaskClient, twitter: Twitter
) -> None:
    twitter.available = False

    assert "Unable to load tweets from Twitter." in sign_in(client, twitter)


def test_a_user_who_took_the_access_away_signs_in_again(
    client: FlaskClient, twitter: Twitter, engine: Engine
) -> None:
    sign_in(client, twitter)
    twitter.revoked = True
    page = client.post("/tweet", data={"tweet": STATUS}, follow_redirects=True)
    assert "Authorization error with Twitter." in page.text

    twitter.revoked = False
    assert "joe: Grüße" in sign_in(client, twitter)

    assert stored_users(engine) == [("jane", "access token 2", "access secret 2")]


def test_a_user_refuses(client: FlaskClient, twitter: Twitter, engine: Engine) -> None:
    token = begin(client)

    page = come_back(client, twitter, denied=token)

    assert "You denied the request to sign in." in page
    assert "Sign in with Twitter" in page
    assert stored_users(engine) == []


def test_a_user_signs_out(client: FlaskClient, twitter: Twitter) -> None:
    sign_in(client, twitter)

    page = client.get("/logout", follow_redirects=True).text

    assert "You were signed out" in page
    assert "Sign in with Twitter" in page


def test_a_wrong_consumer_secret_is_refused(
    client: FlaskClient, twitter: Twitter
) -> None:
    twitter.consumer_secret = "another"

    with pytest.raises(OAuthException) as caught:
        client.get("/login")

    assert caught.value.type == "token_generation_failed"
