"""D47: the "facebook" example signs in with OAuth 2 and calls the API at once."""

from collections.abc import Iterator
from urllib.parse import urlencode

import attrs
import pytest
from flask.testing import FlaskClient
from werkzeug.wrappers import Request, Response

from .facebook import create_app
from .serving import challenge_of, query_of, serving

SITE = "http://localhost:5000"


@attrs.define
class Facebook:
    """Answer as the Graph API did.

    Args:
        challenge: the code challenge of the sign-in.
        requests: what it got, as method and path.
        token_params: what the token was asked for with.
    """

    challenge: str = ""
    requests: list[str] = attrs.field(factory=list[str])
    token_params: dict[str, str] = attrs.field(factory=dict[str, str])

    def __call__(self, request: Request) -> Response:
        self.requests.append(f"{request.method} {request.path}")
        match self.requests[-1]:
            case "GET /oauth/access_token":
                self.token_params = request.args.to_dict()
                verifier = self.token_params.pop("code_verifier")
                assert challenge_of(verifier) == self.challenge
                assert "Authorization" not in request.headers
                reply = {"access_token": "AAAC|x", "expires": "5183999"}
                return Response(urlencode(reply), mimetype="text/plain")
            case "GET /me":
                return self._me(request)
            case _:
                return Response("Not found", 404)

    def _me(self, request: Request) -> Response:
        if request.headers.get("Authorization") != "Bearer AAAC|x":
            return Response('{"error": {"code": 190}}', 400)
        me = '{"id": "100001", "name": "J\\u00e4ne Doe"}'
        return Response(me, mimetype="text/javascript")


@pytest.fixture
def facebook() -> Facebook:
    return Facebook()


@pytest.fixture
def client(facebook: Facebook) -> Iterator[FlaskClient]:
    with serving(facebook) as graph:
        app = create_app(graph)
        app.testing = True
        yield app.test_client()


def begin(client: FlaskClient, login: str = "/login") -> dict[str, str]:
    """Go to Facebook; return what the user is sent there with."""
    location = client.get(login, base_url=SITE).headers["Location"]
    assert location.startswith("https://www.facebook.com/dialog/oauth?")
    return query_of(location)


def test_a_user_signs_in_and_the_callback_calls_the_api(
    client: FlaskClient, facebook: Facebook
) -> None:
    assert client.get("/").headers["Location"] == "/login"
    sent = begin(client, "/login?next=/profile")
    facebook.challenge = sent.pop("code_challenge")
    state = sent.pop("state")
    callback = f"{SITE}/login/authorized?next=/profile"
    assert sent == {
        "client_id": "the app id",
        "code_challenge_method": "S256",
        "redirect_uri": callback,
        "response_type": "code",
        "scope": "email",
    }

    answer = urlencode({"code": "AQ#&=", "state": state})
    page = client.get(f"{callback}&{answer}")

    assert page.text == "Logged in as id=100001 name=Jäne Doe redirect=/profile"
    assert facebook.token_params == {
        "client_id": "the app id",
        "client_secret": "the app secret",
        "code": "AQ#&=",
        "grant_type": "authorization_code",
        "redirect_uri": callback,
    }
    assert facebook.requests == ["GET /oauth/access_token", "GET /me"]
    with client.session_transaction(base_url=SITE) as session:
        assert session["oauth_token"] == ("AAAC|x", "")


def test_a_user_refuses(client: FlaskClient, facebook: Facebook) -> None:
    answer = {
        "error_reason": "user_denied",
        "error": "access_denied",
        "error_description": "The user denied your request.",
        "state": begin(client)["state"],
    }

    page = client.get(f"{SITE}/login/authorized?{urlencode(answer)}")

    assert page.text == (
        "Access denied: reason=user_denied error=The user denied your request."
    )
    assert facebook.requests == []
