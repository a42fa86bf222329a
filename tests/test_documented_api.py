"""The documentation of Flask-OAuth 0.12, sentence by sentence: D1 to D48.

D37 to D44 are in the tests of the response, the codec and the exception as well, and
D46 to D48 are whole programs in ``tests/examples``.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask, Response, redirect, request, session, url_for
from typing_extensions import override
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response as AnyResponse

from flask_oauth import (
    AuthorizedResponse,
    OAuth,
    OAuthClient,
    OAuthException,
    OAuthRemoteApp,
    OAuthResponse,
)

from .remote import Remote, Reply, as_json, form

ARGS: tuple[str, str | None, str, str, str, str] = (
    "https://api.example.com/1/",
    "/request_token",
    "/access_token",
    "/authorize",
    "key",
    "secret",
)


def options(**more: Any) -> dict[str, Any]:
    names = ("base_url", "request_token_url", "access_token_url", "authorize_url")
    return dict(zip(names, ARGS, strict=False)) | more


def location_query(response: AnyResponse) -> dict[str, str]:
    query = urlsplit(response.headers["Location"]).query
    return {name: values[0] for name, values in parse_qs(query).items()}


@pytest.fixture
def twitter(oauth: OAuth, remote: Remote) -> OAuthRemoteApp:
    twitter = oauth.remote_app("twitter", **remote.oauth1())
    twitter.tokengetter(lambda: ("at", "as"))
    return twitter


@pytest.fixture
def facebook(oauth: OAuth, remote: Remote) -> OAuthRemoteApp:
    facebook = oauth.remote_app(
        "facebook", **remote.oauth2(request_token_params={"scope": "email"})
    )
    facebook.tokengetter(lambda: ("bt", ""))
    return facebook


def views(
    app: Flask, remote_app: OAuthRemoteApp, callback: str | None = "/authorized"
) -> list[Any]:
    """Add a login view and a callback view; return what the latter is given."""
    given: list[Any] = []

    @app.get("/login")
    def login() -> AnyResponse:
        return remote_app.authorize(callback=callback)

    @app.get("/authorized")
    @remote_app.authorized_handler
    def authorized(resp: AuthorizedResponse | None) -> str:
        given.append(resp)
        return "welcome"

    return given


# Remote applications


def test_d1_oauth_is_a_registry_that_makes_remote_apps() -> None:
    oauth = OAuth()
    remote_app = oauth.remote_app("twitter", **options())
    assert isinstance(remote_app, OAuthRemoteApp)
    assert oauth.remote_apps["twitter"] is remote_app
    assert remote_app.oauth is oauth


def test_d2_unregistered_remote_apps_are_not_in_remote_apps() -> None:
    oauth = OAuth()
    remote_app = oauth.remote_app("twitter", register=False, **options())
    assert remote_app.name == "twitter"
    assert oauth.remote_apps == {}


def test_d3_remote_app_takes_what_the_constructor_takes() -> None:
    oauth = OAuth()
    made = oauth.remote_app("twitter", **options(consumer_key="key", pkce=False))
    by_hand = OAuthRemoteApp(
        oauth, "twitter", **options(consumer_key="key", pkce=False)
    )
    assert made.config == by_hand.config


def test_d4_the_constructor_by_position_and_its_attributes() -> None:
    oauth = OAuth()
    remote_app = OAuthRemoteApp(
        oauth, "twitter", *ARGS, {"scope": "a"}, {"b": "c"}, "POST"
    )
    assert remote_app.oauth is oauth
    assert remote_app.name == "twitter"
    assert (
        remote_app.base_url,
        remote_app.request_token_url,
        remote_app.access_token_url,
        remote_app.authorize_url,
        remote_app.consumer_key,
        remote_app.consumer_secret,
    ) == ARGS
    assert remote_app.request_token_params == {"scope": "a"}
    assert remote_app.access_token_params == {"b": "c"}
    assert remote_app.access_token_method == "POST"


def test_d5_base_url_is_joined_with_every_relative_url(
    app: Flask, twitter: OAuthRemoteApp, remote: Remote
) -> None:
    views(app, twitter)
    response = app.test_client().get("/login")
    assert remote.last.path == "/request_token"
    assert response.headers["Location"].startswith(f"{remote.base_url}authorize?")
    twitter.get("me")
    assert remote.last.path == "/me"


def test_d5_absolute_urls_stay_as_they_are(app: Flask, remote: Remote) -> None:
    other = remote.oauth1(
        base_url="https://api.example.com/",
        request_token_url=f"{remote.base_url}request_token",
        authorize_url="https://www.example.com/authorize",
    )
    views(app, OAuth().remote_app("twitter", **other))
    response = app.test_client().get("/login")
    assert response.headers["Location"].startswith("https://www.example.com/authorize?")


def test_d6_without_a_request_token_url_it_is_oauth2(
    app: Flask, facebook: OAuthRemoteApp, remote: Remote
) -> None:
    views(app, facebook)
    response = app.test_client().get("/login")
    assert location_query(response)["response_type"] == "code"
    assert remote.seen == []


def test_d7_request_token_params_go_to_the_request_token_url(
    app: Flask, oauth: OAuth, remote: Remote
) -> None:
    views(
        app,
        oauth.remote_app(
            "x", **remote.oauth1(request_token_params={"x_auth_access_type": "réad"})
        ),
    )
    app.test_client().get("/login")
    assert remote.last.method == "POST"
    assert remote.last.form == [("x_auth_access_type", "réad")]


def test_d7_request_token_params_go_to_the_authorize_url_of_oauth2(
    app: Flask, facebook: OAuthRemoteApp
) -> None:
    views(app, facebook)
    assert location_query(app.test_client().get("/login"))["scope"] == "email"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_d8_d9_access_token_params_and_method_of_oauth1(
    app: Flask, oauth: OAuth, remote: Remote, method: str
) -> None:
    made = remote.oauth1(access_token_params={"a": "b"}, access_token_method=method)
    given = views(app, oauth.remote_app("x", **made))
    client = app.test_client()
    client.get("/login")
    client.get("/authorized?oauth_token=rt&oauth_verifier=v")
    assert given[0]["oauth_token"] == "at"
    assert (remote.last.method, remote.last.path) == (method, "/access_token")
    sent = remote.last.query if method == "GET" else remote.last.form
    assert sent == [("a", "b")]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_d8_d9_access_token_params_and_method_of_oauth2(
    app: Flask, oauth: OAuth, remote: Remote, method: str
) -> None:
    made = remote.oauth2(access_token_params={"a": "b"}, access_token_method=method)
    given = views(app, oauth.remote_app("x", **made))
    client = app.test_client()
    state = location_query(client.get("/login"))["state"]
    client.get(f"/authorized?code=c&state={state}")
    assert given[0]["access_token"] == "bt"
    assert (remote.last.method, remote.last.path) == (method, "/token")
    sent = dict(remote.last.query if method == "GET" else remote.last.form)
    assert sent["a"] == "b"
    assert sent["grant_type"] == "authorization_code"
    assert sent["redirect_uri"] == "http://localhost/authorized"


def test_d9_the_method_is_get_unless_said_otherwise() -> None:
    assert OAuth().remote_app("x", **options()).access_token_method == "GET"


# Tokens


def test_d10_tokengetter_returns_the_function(twitter: OAuthRemoteApp) -> None:
    def getter() -> None:
        return None

    assert twitter.tokengetter(getter) is getter


@pytest.mark.parametrize("value", [("t", "s"), ["t", "s"]])
def test_d11_the_tokengetter_returns_a_pair(
    twitter: OAuthRemoteApp, remote: Remote, value: Any
) -> None:
    twitter.tokengetter(lambda: value)
    twitter.get("me")
    assert remote.last.oauth["oauth_token"] == "t"


def test_d12_d48_the_name_of_a_token_is_passed_on(
    twitter: OAuthRemoteApp, remote: Remote
) -> None:
    @twitter.tokengetter
    def get_token(token: str = "user") -> tuple[str, str]:
        if token == "user":
            return "user-token", "secret"
        if token == "app":
            return "app-token", "secret"
        raise RuntimeError("invalid token")

    twitter.get("me")
    assert remote.last.oauth["oauth_token"] == "user-token"
    for call in (twitter.get, twitter.post, twitter.put, twitter.delete, twitter.patch):
        call("me", token="app")
        assert remote.last.oauth["oauth_token"] == "app-token"
    with pytest.raises(RuntimeError, match="invalid token"):
        twitter.request("me", token="other")


def test_d12_without_a_name_the_tokengetter_gets_no_argument(
    twitter: OAuthRemoteApp,
) -> None:
    twitter.tokengetter(lambda: ("t", "s"))
    assert twitter.get("me").status == 200
    twitter.tokengetter(lambda token="default": (token, "s"))
    assert twitter.get("me").status == 200


def test_d13_what_the_tokengetter_raises_reaches_the_caller(
    twitter: OAuthRemoteApp,
) -> None:
    error = LookupError("no database")

    @twitter.tokengetter
    def broken() -> None:
        raise error

    with pytest.raises(LookupError) as caught:
        twitter.get("me")
    assert caught.value is error


def test_d14_the_tokengetter_is_not_used_during_a_sign_in(
    app: Flask, twitter: OAuthRemoteApp, remote: Remote
) -> None:
    @twitter.tokengetter
    def never() -> None:
        raise AssertionError("called during a sign-in")

    views(app, twitter)
    client = app.test_client()
    client.get("/login")
    assert "oauth_token" not in remote.last.oauth
    client.get("/authorized?oauth_token=rt&oauth_verifier=v")
    assert remote.last.oauth["oauth_token"] == "rt"


def test_d15_a_call_without_a_token_is_token_missing(
    twitter: OAuthRemoteApp, remote: Remote
) -> None:
    twitter.tokengetter(lambda: None)
    with pytest.raises(OAuthException) as caught:
        twitter.get("me")
    assert caught.value.type == "token_missing"
    assert remote.seen == []


def test_d16_a_session_is_enough_to_keep_the_token(
    app: Flask, facebook: OAuthRemoteApp, remote: Remote
) -> None:
    @facebook.tokengetter
    def get_token() -> Any:
        return session.get("token")

    @app.get("/login")
    def login() -> AnyResponse:
        return facebook.authorize(callback=url_for("authorized"))

    @app.get("/authorized")
    @facebook.authorized_handler
    def authorized(resp: AuthorizedResponse | None) -> AnyResponse:
        assert resp is not None
        session["token"] = resp.token
        return redirect("/")

    @app.get("/")
    def index() -> str:
        name: str = facebook.get("/me").data["name"]
        return name

    client = app.test_client()
    for token in ("first", "second"):  # after a revocation there is another one
        remote.replies["/token"] = as_json({"access_token": token})
        state = location_query(client.get("/login"))["state"]
        response = client.get(
            f"/authorized?code=c&state={state}", follow_redirects=True
        )
        assert response.text == "Jäne"
        assert remote.last.headers["Authorization"] == f"Bearer {token}"


# Signing in


def test_d17_authorize_redirects_to_the_authorization_url(
    app: Flask, twitter: OAuthRemoteApp, remote: Remote
) -> None:
    views(app, twitter)
    response = app.test_client().get("/login")
    assert response.status_code == 302
    assert response.headers["Location"] == f"{remote.base_url}authorize?oauth_token=rt"


@pytest.mark.parametrize(
    "callback", ["/authorized", "authorized", "http://localhost/authorized"]
)
def test_d18_the_callback_may_be_relative(
    app: Flask, twitter: OAuthRemoteApp, remote: Remote, callback: str
) -> None:
    views(app, twitter, callback)
    app.test_client().get("/login")
    assert remote.last.oauth["oauth_callback"] == "http://localhost/authorized"


def test_d19_no_callback_means_a_pin(
    app: Flask, twitter: OAuthRemoteApp, remote: Remote
) -> None:
    given = views(app, twitter, callback=None)

    @app.post("/pin")
    def pin() -> str:
        resp = twitter.authorized_response(verifier=request.form["pin"])
        assert resp is not None
        name: str = resp["screen_name"]
        return name

    client = app.test_client()
    client.get("/login")
    assert remote.last.oauth["oauth_callback"] == "oob"
    assert client.post("/pin", data={"pin": " 123 "}).text == "jane"
    assert remote.last.oauth["oauth_verifier"] == "123"
    # The way of 0.12: a form with the method GET, straight to the view.
    client.get("/login")
    client.get("/authorized?oauth_verifier=456")
    assert given[0]["screen_name"] == "jane"


def test_d20_oauth2_needs_a_callback(app: Flask, facebook: OAuthRemoteApp) -> None:
    with app.test_request_context(), pytest.raises(TypeError, match="needs a callback"):
        facebook.authorize()


def test_d21_parameters_of_the_callback_come_back(
    app: Flask, facebook: OAuthRemoteApp, remote: Remote
) -> None:
    @app.get("/login")
    def login() -> AnyResponse:
        return facebook.authorize(callback=url_for("authorized", next="/a?b=ü&c"))

    @app.get("/authorized")
    @facebook.authorized_handler
    def authorized(resp: AuthorizedResponse | None) -> str:
        return request.args["next"]

    client = app.test_client()
    query = location_query(client.get("/login"))
    callback = query["redirect_uri"]
    response = client.get(f"{callback}&code=c&state={query['state']}")
    assert response.text == "/a?b=ü&c"
    assert dict(remote.last.form)["redirect_uri"] == callback


def test_d22_the_view_gets_the_response_and_then_its_own_arguments(
    app: Flask, twitter: OAuthRemoteApp
) -> None:
    @app.get("/login")
    def login() -> AnyResponse:
        return twitter.authorize(callback=url_for("authorized", user_id=7))

    @app.get("/<int:user_id>/authorized")
    @twitter.authorized_handler
    def authorized(resp: AuthorizedResponse | None, user_id: int) -> Response:
        """Say who signed in."""
        assert resp is not None
        return Response(f"{user_id} is {resp['screen_name']}")

    assert authorized.__name__ == "authorized"
    assert authorized.__doc__ == "Say who signed in."
    client = app.test_client()
    client.get("/login")
    response = client.get("/7/authorized?oauth_token=rt&oauth_verifier=v")
    assert response.text == "7 is jane"


def test_d22_the_view_may_be_async(app: Flask, twitter: OAuthRemoteApp) -> None:
    views(app, twitter)

    @app.get("/async")
    @twitter.authorized_handler
    async def finish(resp: AuthorizedResponse | None) -> str:
        return "nobody" if resp is None else str(resp["screen_name"])

    client = app.test_client()
    client.get("/login")
    assert client.get("/async?oauth_token=rt&oauth_verifier=v").text == "jane"
    assert client.get("/async").text == "nobody"


def test_d23_the_response_of_oauth1_has_all_the_data(
    app: Flask, twitter: OAuthRemoteApp
) -> None:
    given = views(app, twitter)
    client = app.test_client()
    client.get("/login")
    client.get("/authorized?oauth_token=rt&oauth_verifier=v")
    assert given == [
        {"oauth_token": "at", "oauth_token_secret": "as", "screen_name": "jane"}
    ]
    assert given[0].token == ("at", "as")


def test_d23_the_response_of_oauth2_has_all_the_data(
    app: Flask, facebook: OAuthRemoteApp
) -> None:
    given = views(app, facebook)
    client = app.test_client()
    state = location_query(client.get("/login"))["state"]
    client.get(f"/authorized?code=c&state={state}")
    assert given == [{"access_token": "bt", "token_type": "bearer", "id": 7}]
    assert given[0].token == ("bt", "")


@pytest.mark.parametrize(
    "refusal", ["denied=rt", "oauth_problem=permission_denied&oauth_token=rt", ""]
)
def test_d24_the_response_of_oauth1_is_none_when_the_user_refused(
    app: Flask, twitter: OAuthRemoteApp, refusal: str
) -> None:
    given = views(app, twitter)
    client = app.test_client()
    client.get("/login")
    assert client.get(f"/authorized?{refusal}").text == "welcome"
    assert given == [None]
    with client.session_transaction() as kept:
        assert not kept


@pytest.mark.parametrize(
    "refusal",
    ["error=access_denied", "error=access_denied&state={state}", "state={state}"],
)
def test_d24_the_response_of_oauth2_is_none_when_the_user_refused(
    app: Flask, facebook: OAuthRemoteApp, refusal: str
) -> None:
    given = views(app, facebook)
    client = app.test_client()
    state = location_query(client.get("/login"))["state"]
    client.get("/authorized?" + refusal.format(state=state))
    assert given == [None]
    with client.session_transaction() as kept:
        assert not kept


def test_d25_the_temporary_token_is_gone_when_the_view_runs(
    app: Flask, twitter: OAuthRemoteApp
) -> None:
    views(app, twitter)

    @app.get("/look")
    @twitter.authorized_handler
    def look(resp: AuthorizedResponse | None) -> dict[str, Any]:
        assert resp is not None
        return dict(session)

    client = app.test_client()
    client.get("/login")
    assert client.get("/look?oauth_token=rt&oauth_verifier=v").json == {}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("error=server_error&state=x", "server_error"),
        ("error=invalid_scope&error_description=no%20such%20scope", "invalid_scope"),
        ("code=c&state=foreign", "invalid_state"),
    ],
)
def test_d26_a_sign_in_that_fails_otherwise_raises(
    app: Flask, facebook: OAuthRemoteApp, query: str, code: str
) -> None:
    given = views(app, facebook)
    client = app.test_client()
    client.get("/login")
    with pytest.raises(OAuthException) as caught:
        client.get(f"/authorized?{query}")
    assert caught.value.type == code
    assert given == []


def test_d27_a_subclass_may_override_each_handler(app: Flask, remote: Remote) -> None:
    handled: list[str] = []

    class Custom(OAuthRemoteApp):
        @override
        def handle_oauth1_response(self) -> AuthorizedResponse | None:
            handled.append("oauth1")
            return super().handle_oauth1_response()

        @override
        def handle_oauth2_response(self) -> AuthorizedResponse | None:
            handled.append("oauth2")
            return super().handle_oauth2_response()

        @override
        def handle_unknown_response(self) -> AuthorizedResponse | None:
            handled.append("unknown")
            return super().handle_unknown_response()

    oauth = OAuth()
    one = Custom(oauth, "one", **remote.oauth1())
    two = Custom(oauth, "two", **remote.oauth2())

    def begin(remote_app: OAuthRemoteApp) -> AnyResponse:
        return remote_app.authorize("/callback")

    def finish(remote_app: OAuthRemoteApp) -> list[str]:
        return sorted(remote_app.authorized_response() or {})

    app.add_url_rule("/login1", "login1", lambda: begin(one))
    app.add_url_rule("/login2", "login2", lambda: begin(two))
    app.add_url_rule("/1", "finish1", lambda: finish(one))
    app.add_url_rule("/2", "finish2", lambda: finish(two))
    client = app.test_client()
    client.get("/login1")
    assert "oauth_token" in client.get("/1?oauth_token=rt&oauth_verifier=v").text
    state = location_query(client.get("/login2"))["state"]
    assert "access_token" in client.get(f"/2?code=c&state={state}").text
    assert client.get("/1").json == client.get("/2").json == []
    assert handled == ["oauth1", "oauth2", "unknown", "unknown"]


# Calling the remote API


def test_d28_request_takes_the_documented_arguments_by_position(
    twitter: OAuthRemoteApp, remote: Remote
) -> None:
    @twitter.tokengetter
    def get_token(token: object = None) -> tuple[str, str]:
        return f"token-{token}", "s"

    resp = twitter.request(
        "me", {"a": "1"}, {"X-Extra": "yes"}, "json", "POST", None, "app"
    )
    assert isinstance(resp, OAuthResponse)
    assert remote.last.method == "POST"
    assert remote.last.body == b'{"a": "1"}'
    assert remote.last.headers["X-Extra"] == "yes"
    assert remote.last.oauth["oauth_token"] == "token-app"


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "patch"])
def test_d29_the_shortcuts_set_the_method(
    facebook: OAuthRemoteApp, remote: Remote, method: str
) -> None:
    resp = getattr(facebook, method)("me", data={"a": "b"}, headers={"X-Extra": "yes"})
    assert resp.status == 200
    assert remote.last.method == method.upper()
    assert remote.last.headers["X-Extra"] == "yes"


@pytest.mark.parametrize("kind", ["twitter", "facebook"])
def test_d30_with_get_the_data_is_appended_to_the_query(
    request: pytest.FixtureRequest, remote: Remote, kind: str
) -> None:
    remote_app: OAuthRemoteApp = request.getfixturevalue(kind)
    remote_app.get("me?a=1", data={"b": "ü ", "c": [1, 2]})
    assert remote.last.query == [("a", "1"), ("b", "ü "), ("c", "1"), ("c", "2")]
    assert remote.last.body == b""


@pytest.mark.parametrize(
    ("format", "content_type", "body"),
    [
        ("urlencoded", "application/x-www-form-urlencoded", b"a=%C3%BC"),
        ("urlencode", "application/x-www-form-urlencoded", b"a=%C3%BC"),
        ("json", "application/json", b'{"a": "\\u00fc"}'),
    ],
)
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_d31_with_other_methods_the_data_is_the_body(
    facebook: OAuthRemoteApp,
    remote: Remote,
    method: str,
    format: str,
    content_type: str,
    body: bytes,
) -> None:
    getattr(facebook, method)("me", data={"a": "ü"}, format=format)
    assert remote.last.headers["Content-Type"] == content_type
    assert remote.last.body == body
    assert remote.last.query == []


@pytest.mark.parametrize("data", ["<a>ü</a>", b"\x89PNG\x00\xff"])
@pytest.mark.parametrize("kind", ["twitter", "facebook"])
def test_d32_with_a_content_type_the_data_is_sent_as_it_is(
    request: pytest.FixtureRequest, remote: Remote, kind: str, data: str | bytes
) -> None:
    remote_app: OAuthRemoteApp = request.getfixturevalue(kind)
    remote_app.post("me", data=data, content_type="image/png", format="json")
    assert remote.last.headers["Content-Type"] == "image/png"
    assert remote.last.body == (data.encode() if isinstance(data, str) else data)


def test_d33_headers_are_extra_headers(
    facebook: OAuthRemoteApp, remote: Remote
) -> None:
    facebook.get("me", headers={"Accept-Language": "de"})
    assert remote.last.headers["Accept-Language"] == "de"
    assert remote.last.headers["Authorization"] == "Bearer bt"


@pytest.mark.parametrize("status", [201, 301, 403, 404, 500])
def test_d34_the_status_does_not_raise(
    facebook: OAuthRemoteApp, remote: Remote, status: int
) -> None:
    remote.replies["/me"] = as_json({"error": "x"}, status)
    resp = facebook.post("me")
    assert resp.status == status
    assert resp.data == {"error": "x"}


def test_d35_make_client_gives_the_client_with_the_token_attached(
    facebook: OAuthRemoteApp, remote: Remote
) -> None:
    facebook.tokengetter(lambda token="user": (f"{token}-token", ""))
    client = facebook.make_client()
    assert isinstance(client, OAuthClient)
    assert client.request("me").status == 200
    assert remote.last.headers["Authorization"] == "Bearer user-token"
    facebook.make_client(token="app").request("me", method="POST")
    assert remote.last.headers["Authorization"] == "Bearer app-token"


@pytest.mark.parametrize(
    ("status", "fine"), [(200, True), (201, True), (204, False), (404, False)]
)
def test_d36_status_okay_is_200_or_201(
    facebook: OAuthRemoteApp, remote: Remote, status: int, fine: bool
) -> None:
    remote.replies["/me"] = as_json({}, status)
    assert facebook.status_okay(facebook.get("me")) is fine


# Responses


def test_d37_to_d43_the_response_by_its_media_type(
    facebook: OAuthRemoteApp, remote: Remote
) -> None:
    remote.replies["/me"] = form(
        "a=%C3%BC&b=", 200, "application/x-www-form-urlencoded"
    )
    resp = facebook.get("me")
    assert resp.status == 200
    assert isinstance(resp.headers, Headers)
    assert resp.raw_data == b"a=%C3%BC&b="
    assert resp.data == {"a": "ü", "b": ""}
    remote.replies["/me"] = as_json([1, None])
    assert facebook.get("me").data == [1, None]
    remote.replies["/me"] = Reply(b"<a><b>c</b></a>", "text/xml; charset=utf-8")
    data = facebook.get("me").data
    assert isinstance(data, Element)
    assert data.findtext("b") == "c"
    remote.replies["/me"] = Reply(b"\xfc", "text/plain; charset=iso-8859-1")
    assert facebook.get("me").data == "ü"
    remote.replies["/me"] = Reply(b"hello", None)
    assert facebook.get("me").data == "hello"


# Errors


def test_d45_a_failed_request_token_is_token_generation_failed(
    app: Flask, twitter: OAuthRemoteApp, remote: Remote
) -> None:
    views(app, twitter)
    remote.replies["/request_token"] = form("Failed to validate signature", 401)
    with pytest.raises(OAuthException, match=r"twitter.*request token.*401") as caught:
        app.test_client().get("/login")
    assert caught.value.type == "token_generation_failed"


@pytest.mark.parametrize("kind", ["twitter", "facebook"])
def test_d45_a_failed_access_token_is_invalid_response_with_data(
    request: pytest.FixtureRequest, app: Flask, remote: Remote, kind: str
) -> None:
    remote_app: OAuthRemoteApp = request.getfixturevalue(kind)
    views(app, remote_app)
    error = as_json({"error": "invalid_grant", "error_description": "too late"}, 400)
    remote.replies["/token"] = remote.replies["/access_token"] = error
    client = app.test_client()
    state = location_query(client.get("/login")).get("state")
    query = f"code=c&state={state}" if state else "oauth_token=rt&oauth_verifier=v"
    with pytest.raises(OAuthException, match="'invalid_grant': 'too late'") as caught:
        client.get(f"/authorized?{query}")
    assert caught.value.type == "invalid_response"
    assert caught.value.data["error"] == "invalid_grant"
