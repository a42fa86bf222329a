"""Sign-ins beyond the documentation.

Where to go next, what may be configured, and what bad input gets.
"""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, request
from werkzeug.wrappers import Response

from flask_oauth import AuthorizedResponse, OAuth, OAuthException, OAuthRemoteApp

from .remote import Remote, Reply, as_json, form


def add_views(app: Flask, remote_app: OAuthRemoteApp, **authorize: Any) -> None:
    @app.get("/login")
    def login() -> Response:
        arguments = {"callback": "/authorized"} | authorize
        if "next" in request.args:
            arguments["next_url"] = request.args["next"]
        return remote_app.authorize(**arguments)

    @app.get("/authorized")
    @remote_app.authorized_handler
    def authorized(resp: AuthorizedResponse | None) -> str:
        return f"{'no' if resp is None else 'yes'} {remote_app.next_url('/home')}"


def redirect_query(response: Response) -> dict[str, str]:
    query = urlsplit(response.headers["Location"]).query
    return {name: values[0] for name, values in parse_qs(query).items()}


@pytest.fixture
def one(app: Flask, oauth: OAuth, remote: Remote) -> OAuthRemoteApp:
    one = oauth.remote_app("one", **remote.oauth1())
    add_views(app, one)
    return one


@pytest.fixture
def two(app: Flask, oauth: OAuth, remote: Remote) -> OAuthRemoteApp:
    two = oauth.remote_app("two", **remote.oauth2())
    add_views(app, two)
    return two


# Where to go next


@pytest.mark.parametrize("next_url", ["/", "/profile?a=1#top", "/ä", "/a//b"])
def test_next_url_comes_back_for_a_sign_in_allowed_and_denied(
    app: Flask, one: OAuthRemoteApp, next_url: str
) -> None:
    client = app.test_client()
    client.get("/login", query_string={"next": next_url})
    response = client.get("/authorized?oauth_token=rt&oauth_verifier=v")
    assert response.text == f"yes {next_url}"
    client.get("/login", query_string={"next": next_url})
    assert client.get("/authorized?denied=rt").text == f"no {next_url}"


def test_without_a_next_url_the_default_is_given(
    app: Flask, two: OAuthRemoteApp
) -> None:
    client = app.test_client()
    state = redirect_query(client.get("/login"))["state"]
    assert client.get(f"/authorized?code=c&state={state}").text == "yes /home"


@pytest.mark.parametrize(
    "next_url",
    [
        "//evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "profile",
        "",
        "/a\r\nSet-Cookie: a=b",
        "/\t/evil.example",
    ],
)
def test_a_next_url_that_is_no_path_on_this_site_is_refused(
    app: Flask, two: OAuthRemoteApp, next_url: str
) -> None:
    with pytest.raises(OAuthException, match="two: next_url must be a path") as caught:
        app.test_client().get("/login", query_string={"next": next_url})
    assert caught.value.type == "invalid_next_url"


def test_a_sign_in_too_large_for_the_session_is_refused(
    app: Flask, two: OAuthRemoteApp
) -> None:
    with pytest.raises(OAuthException, match="shorten the callback or next_url"):
        app.test_client().get("/login", query_string={"next": "/" + "a" * 2000})


# The callback


def test_a_plain_http_callback_leaves_no_machine(
    app: Flask, two: OAuthRemoteApp
) -> None:
    with pytest.raises(OAuthException, match="ProxyFix") as caught:
        app.test_client().get("/login", base_url="http://www.example.com")
    assert caught.value.type == "insecure_transport"
    response = app.test_client().get("/login", base_url="https://www.example.com")
    callback = redirect_query(response)["redirect_uri"]
    assert callback == "https://www.example.com/authorized"


def test_a_plain_http_callback_may_be_allowed(
    app: Flask, oauth: OAuth, remote: Remote
) -> None:
    made = remote.oauth2(allow_insecure_transport=True)
    add_views(app, oauth.remote_app("x", **made))
    response = app.test_client().get("/login", base_url="http://www.example.com")
    assert response.status_code == 302


@pytest.mark.parametrize("callback", ["ftp://a/b", "//[", "/\ud800"])
def test_a_callback_that_is_no_url_is_refused(
    app: Flask, oauth: OAuth, remote: Remote, callback: str
) -> None:
    add_views(app, oauth.remote_app("x", **remote.oauth2()), callback=callback)
    with pytest.raises(ValueError, match="x: the callback cannot be used"):
        app.test_client().get("/login")


def test_a_callback_has_no_fragment(app: Flask, two: OAuthRemoteApp) -> None:
    with app.test_request_context(), pytest.raises(ValueError, match="fragment"):
        two.authorize("/authorized#here")


def test_a_callback_and_next_url_are_text(app: Flask, two: OAuthRemoteApp) -> None:
    number: Any = 5
    with app.test_request_context():
        with pytest.raises(TypeError, match="callback must be a str"):
            two.authorize(number)
        with pytest.raises(OAuthException, match="next_url must be a path"):
            two.authorize("/authorized", next_url=number)


def test_authorized_response_does_the_same_in_a_class_based_view(
    app: Flask, one: OAuthRemoteApp
) -> None:
    from flask.views import MethodView

    class Authorized(MethodView):
        def get(self) -> str:
            resp = one.authorized_response()
            return "nobody" if resp is None else str(resp["screen_name"])

    app.add_url_rule("/class", view_func=Authorized.as_view("class"))
    client = app.test_client()
    client.get("/login")
    assert client.get("/class?oauth_token=rt&oauth_verifier=v").text == "jane"


@pytest.mark.parametrize("protocol", ["one", "two"])
def test_without_a_secret_key_flask_says_so_before_anything_is_sent(
    app: Flask, remote: Remote, request: pytest.FixtureRequest, protocol: str
) -> None:
    request.getfixturevalue(protocol)
    app.secret_key = None
    with pytest.raises(RuntimeError, match="secret"):
        app.test_client().get("/login")
    assert not remote.seen


def test_a_pin_that_is_no_text_is_a_type_error(app: Flask, one: OAuthRemoteApp) -> None:
    with app.test_request_context(), pytest.raises(TypeError, match="one: the verif"):
        one.authorized_response(verifier=1234)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] # the mistake under test


def test_an_empty_pin_is_refused_and_the_sign_in_stays(
    app: Flask, oauth: OAuth, remote: Remote
) -> None:
    one = oauth.remote_app("one", **remote.oauth1())
    add_views(app, one, callback=None)

    @app.get("/pin/<pin>")
    def pin(pin: str) -> str:
        return "no" if one.authorized_response(verifier=pin) is None else "yes"

    client = app.test_client()
    client.get("/login")
    with pytest.raises(OAuthException, match="one: the PIN is empty") as caught:
        client.get("/pin/%20")
    assert caught.value.type == "invalid_callback"
    assert client.get("/pin/123").text == "yes"


# PKCE, and client authentication


def test_pkce_sends_the_challenge_first_and_then_the_verifier(
    app: Flask, two: OAuthRemoteApp, remote: Remote
) -> None:
    client = app.test_client()
    query = redirect_query(client.get("/login"))
    assert query["code_challenge_method"] == "S256"
    client.get(f"/authorized?code=c&state={query['state']}")
    verifier = dict(remote.last.form)["code_verifier"]
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert query["code_challenge"] == challenge
    assert 43 <= len(verifier) <= 128


def test_pkce_can_be_switched_off(app: Flask, oauth: OAuth, remote: Remote) -> None:
    add_views(app, oauth.remote_app("x", **remote.oauth2(pkce=False)))
    client = app.test_client()
    query = redirect_query(client.get("/login"))
    assert "code_challenge" not in query
    client.get(f"/authorized?code=c&state={query['state']}")
    assert "code_verifier" not in dict(remote.last.form)


@pytest.mark.parametrize(
    ("authentication", "header", "in_body"),
    [
        ("body", None, {"client_id": "a:b ü", "client_secret": "c&d"}),
        ("basic", "a%3Ab+%C3%BC:c%26d", {}),
        ("basic-raw", "a:b ü:c&d", {}),
        ("none", None, {"client_id": "a:b ü"}),
    ],
)
def test_the_client_says_who_it_is_as_configured(
    app: Flask,
    oauth: OAuth,
    remote: Remote,
    authentication: str,
    header: str | None,
    in_body: dict[str, str],
) -> None:
    made = remote.oauth2(
        client_authentication=authentication,
        consumer_key="a:b ü",
        consumer_secret="c&d",
    )
    add_views(app, oauth.remote_app("x", **made))
    client = app.test_client()
    state = redirect_query(client.get("/login"))["state"]
    client.get(f"/authorized?code=c&state={state}")
    sent = dict(remote.last.form)
    names = ("client_id", "client_secret")
    assert {name: sent[name] for name in names if name in sent} == in_body
    found = remote.last.headers.get("Authorization")
    if header is None:
        assert found is None
    else:
        assert found is not None
        assert base64.b64decode(found.removeprefix("Basic ")).decode() == header


@pytest.mark.parametrize(
    ("iss", "require", "works"),
    [
        ("&iss=https://issuer.example", False, True),
        ("&iss=https://issuer.example", True, True),
        ("", False, True),
        ("", True, False),
        ("&iss=https://evil.example", False, False),
        ("&iss=https://issuer.example&iss=https://evil.example", False, False),
    ],
)
def test_the_issuer_is_checked_before_anything_is_sent(
    app: Flask, oauth: OAuth, remote: Remote, iss: str, require: bool, works: bool
) -> None:
    made = remote.oauth2(issuer="https://issuer.example", require_issuer=require)
    add_views(app, oauth.remote_app("x", **made))
    client = app.test_client()
    state = redirect_query(client.get("/login"))["state"]
    url = f"/authorized?code=c&state={state}{iss}"
    if works:
        assert client.get(url).text == "yes /home"
    else:
        with pytest.raises(OAuthException) as caught:
            client.get(url)
        assert caught.value.type in ("invalid_issuer", "invalid_callback")
        assert remote.seen == []


# What bad replies get

BAD_BODIES = {
    "html": b"<html><body>Sorry</body></html>",
    "empty": b"",
    "list": b"[1]",
    "null": b"null",
    "text": b'"text"',
    "no json": b'{"access_token',
    "nested": b"[" * 100_000,
    "no text": b"\xff\xfe",
    "no token": b'{"token_type": "bearer"}',
    "number": b'{"access_token": 1, "oauth_token": 1}',
    "empty token": b"access_token=&oauth_token=&oauth_token_secret=x",
    "error": b'{"access_token": "t", "oauth_token": "t", "error": "no"}',
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES.keys())
@pytest.mark.parametrize("content_type", ["application/json", "text/html", None])
def test_an_unusable_token_reply_is_one_clear_error(
    app: Flask, oauth: OAuth, remote: Remote, body: bytes, content_type: str | None
) -> None:
    one = oauth.remote_app("one", **remote.oauth1())
    two = oauth.remote_app("two", **remote.oauth2())
    bad = Reply(body, content_type)
    with app.test_request_context():
        remote.replies["/request_token"] = bad
        with pytest.raises(OAuthException, match=r"^one: .*request token") as caught:
            one.authorize("/authorized")
        assert caught.value.type == "token_generation_failed"
    add_views(app, two)
    client = app.test_client()
    state = redirect_query(client.get("/login"))["state"]
    remote.replies["/token"] = bad
    with pytest.raises(OAuthException, match=r"^two: .*access token") as caught:
        client.get(f"/authorized?code=c&state={state}")
    assert caught.value.type == "invalid_response"


@pytest.mark.parametrize(
    "reply",
    [
        as_json({"access_token": "t", "expires_in": "3600"}),
        as_json({"access_token": "t", "expires_in": 3600.5}),
        as_json({"access_token": "t", "expires_in": -1}),
        as_json({"access_token": "t", "expires_in": 10**30}),
        as_json({"access_token": "t", "expires_in": None}),
        as_json({"access_token": "t", "expires_in": "soon"}),
        as_json({"access_token": "t", "expires_in": {}}),
        as_json({"access_token": "t", "token_type": "BEARER"}),
        as_json({"access_token": "t", "error": None}),
        form("access_token=t&expires=5183999"),
        form("access_token=t", content_type="application/json"),
        Reply(b'\xef\xbb\xbf {"access_token": "t"}', "text/html"),
        as_json({"access_token": "t"}, 201),
    ],
)
def test_a_token_reply_is_read_leniently(
    app: Flask, two: OAuthRemoteApp, remote: Remote, reply: Reply
) -> None:
    remote.replies["/token"] = reply
    client = app.test_client()
    state = redirect_query(client.get("/login"))["state"]
    assert client.get(f"/authorized?code=c&state={state}").text == "yes /home"


def finish(app: Flask, remote: Remote, reply: Reply) -> OAuthException:
    client = app.test_client()
    state = redirect_query(client.get("/login"))["state"]
    remote.replies["/token"] = reply
    with pytest.raises(OAuthException) as caught:
        client.get(f"/authorized?code=c&state={state}")
    return caught.value


def test_a_token_type_that_cannot_be_used_is_refused(
    app: Flask, two: OAuthRemoteApp, remote: Remote
) -> None:
    error = finish(app, remote, as_json({"access_token": "t", "token_type": "mac"}))
    assert "the token type is 'mac', not 'Bearer'" in error.message


def test_a_token_url_that_redirects_is_named(
    app: Flask, two: OAuthRemoteApp, remote: Remote
) -> None:
    error = finish(app, remote, Reply(status=307, headers={"Location": "/other"}))
    assert "never followed with credentials" in error.message
    assert [seen.path for seen in remote.seen] == ["/token"]


def test_a_failed_get_for_a_token_says_what_most_providers_want(
    app: Flask, oauth: OAuth, remote: Remote
) -> None:
    add_views(app, oauth.remote_app("x", **remote.oauth2(access_token_method="GET")))
    error = finish(app, remote, Reply(b"Method Not Allowed", "text/plain", 405))
    assert (
        "status 405. Most providers want access_token_method='POST'." in error.message
    )


def test_a_callback_that_was_not_taken_is_refused(
    app: Flask, one: OAuthRemoteApp, remote: Remote
) -> None:
    remote.replies["/request_token"] = form(
        "oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=false"
    )
    with pytest.raises(OAuthException, match="did not take the callback"):
        app.test_client().get("/login")


def test_an_unreachable_provider_is_one_error_of_the_step(
    app: Flask, oauth: OAuth, remote: Remote
) -> None:
    made = remote.oauth1(request_token_url="http://127.0.0.1:1/request_token")
    add_views(app, oauth.remote_app("x", **made))
    with pytest.raises(
        OAuthException, match=r"x: POST http://127.0.0.1:1/requ"
    ) as caught:
        app.test_client().get("/login")
    assert caught.value.type == "token_generation_failed"
    cause = caught.value.__cause__
    assert isinstance(cause, OAuthException)
    assert cause.type == "connection_failed"


# Bad callbacks, beyond those of tests/security


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("oauth_token=rt&oauth_verifier=", "invalid_callback"),
        ("oauth_token=rt&oauth_verifier=v&oauth_verifier=w", "invalid_callback"),
        ("oauth_token=rt&oauth_verifier=v&denied=rt", "invalid_callback"),
        ("oauth_token=unknown&oauth_verifier=v", "invalid_state"),
        ("oauth_verifier=v", "invalid_state"),
        ("code=c&state=s", "invalid_callback"),
        ("oauth_problem=timestamp_refused", "timestamp_refused"),
        ("error=%0d%0a", "invalid_callback"),
    ],
)
def test_a_callback_of_oauth1_that_cannot_be_right_is_refused(
    app: Flask, one: OAuthRemoteApp, remote: Remote, query: str, code: str
) -> None:
    client = app.test_client()
    client.get("/login")
    remote.seen.clear()
    with pytest.raises(OAuthException, match=r"^one: ") as caught:
        client.get(f"/authorized?{query}")
    assert caught.value.type == code
    assert remote.seen == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("code=&state={state}", "invalid_callback"),
        ("code=c&code=d&state={state}", "invalid_callback"),
        ("code=c&state={state}&state={state}", "invalid_callback"),
        ("code=c&error=access_denied&state={state}", "invalid_callback"),
        ("code=c", "invalid_state"),
        ("code=c&state=", "invalid_state"),
        ("code=c&state=%C3%A4%00", "invalid_state"),
        ("oauth_token=rt&oauth_verifier=v", "invalid_callback"),
    ],
)
def test_a_callback_of_oauth2_that_cannot_be_right_is_refused(
    app: Flask, two: OAuthRemoteApp, remote: Remote, query: str, code: str
) -> None:
    client = app.test_client()
    state = redirect_query(client.get("/login"))["state"]
    with pytest.raises(OAuthException, match=r"^two: ") as caught:
        client.get("/authorized?" + query.format(state=state))
    assert caught.value.type == code
    assert remote.seen == []
