"""The "google" example gets its token by POST, with parameters of its own."""

from collections.abc import Iterator
from urllib.parse import urlencode

import attrs
import pytest
from flask.testing import FlaskClient
from werkzeug.wrappers import Request, Response

from flask_oauth import OAuthException

from .google import create_app
from .serving import challenge_of, query_of, serving

CALLBACK = "http://localhost/oauth2callback"


@attrs.define
class Google:
    """Answer as Google's accounts and APIs did.

    Args:
        challenge: the code challenge of the sign-in.
        client_secret: what it expects the application to send.
        status: how it answers when asked for the user's data.
        userinfo: what it answers then.
        requests: what it got, as method and path.
        token_params: what the token was asked for with.
    """

    challenge: str = ""
    client_secret: str = "the client secret"
    status: int = 200
    userinfo: str = '{"email": "jane@example.com"}'
    requests: list[str] = attrs.field(factory=list[str])
    token_params: dict[str, str] = attrs.field(factory=dict[str, str])

    def __call__(self, request: Request) -> Response:
        self.requests.append(f"{request.method} {request.path}")
        match self.requests[-1]:
            case "POST /o/oauth2/token":
                return self._issue_token(request)
            case "GET /oauth2/v1/userinfo":
                assert request.headers["Authorization"] == "OAuth ya29.token"
                return Response(self.userinfo, self.status)
            case _:
                return Response("Not found", 404)

    def _issue_token(self, request: Request) -> Response:
        assert not request.args
        assert "Authorization" not in request.headers
        self.token_params = request.form.to_dict()
        assert challenge_of(self.token_params.pop("code_verifier")) == self.challenge
        if self.token_params["client_secret"] != self.client_secret:
            error = '{"error": "invalid_client"}'
            return Response(error, 401, mimetype="application/json")
        reply = (
            '{"access_token": "ya29.token", "token_type": "Bearer",'
            ' "expires_in": 3600, "id_token": "…"}'
        )
        return Response(reply, mimetype="application/json")


@pytest.fixture
def google() -> Google:
    return Google()


@pytest.fixture
def client(google: Google) -> Iterator[FlaskClient]:
    with serving(google) as origin:
        app = create_app(accounts=origin, apis=origin)
        app.testing = True
        yield app.test_client()


def sign_in(client: FlaskClient, google: Google) -> str:
    """Go to Google and come back; return the page at the end."""
    location = client.get("/", follow_redirects=False).headers["Location"]
    assert location == "/login"
    location = client.get("/login").headers["Location"]
    assert "/o/oauth2/auth?" in location
    sent = query_of(location)
    google.challenge = sent.pop("code_challenge")
    state = sent.pop("state")
    assert sent == {
        "client_id": "the client id",
        "code_challenge_method": "S256",
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": "https://www.googleapis.com/auth/userinfo.email",
    }
    answer = urlencode({"state": state, "code": "4/P7q7W91&="})
    return client.get(f"{CALLBACK}?{answer}", follow_redirects=True).text


def test_a_user_signs_in_and_sees_their_data(
    client: FlaskClient, google: Google
) -> None:
    assert sign_in(client, google) == '{"email": "jane@example.com"}'

    assert google.token_params == {
        "client_id": "the client id",
        "client_secret": "the client secret",
        "code": "4/P7q7W91&=",
        "grant_type": "authorization_code",
        "redirect_uri": CALLBACK,
    }
    assert google.requests == ["POST /o/oauth2/token", "GET /oauth2/v1/userinfo"]


def test_a_token_that_is_no_longer_good_means_signing_in_again(
    client: FlaskClient, google: Google
) -> None:
    sign_in(client, google)
    google.status = 401

    assert client.get("/").headers["Location"] == "/login"
    with client.session_transaction() as session:
        assert "access_token" not in session


def test_another_failure_is_shown(client: FlaskClient, google: Google) -> None:
    google.status, google.userinfo = 500, "Backend Error"

    assert sign_in(client, google) == "Backend Error"


def test_a_user_refuses(client: FlaskClient, google: Google) -> None:
    state = query_of(client.get("/login").headers["Location"])["state"]

    page = client.get(f"{CALLBACK}?error=access_denied&state={state}")

    assert page.text == "Access denied"
    assert google.requests == []


def test_a_wrong_client_secret_is_refused(client: FlaskClient, google: Google) -> None:
    google.client_secret = "another"

    with pytest.raises(OAuthException, match="invalid_client") as caught:
        sign_in(client, google)

    assert caught.value.type == "invalid_response"
