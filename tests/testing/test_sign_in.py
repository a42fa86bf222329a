"""An application's sign-in, taken through its test client."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.utils import redirect

from flask_oauth import OAuth, OAuthException
from flask_oauth.testing import Provider

from .conftest import make_app


def test_a_whole_sign_in_is_one_call(provider: Provider, client: FlaskClient) -> None:
    assert provider.sign_in(client, "/login").json == provider.users["jane"]
    reply = provider.sign_in(client, "/login", user="john")
    assert reply.json == provider.users["john"]
    assert (reply.status_code, reply.request.path) == (200, "/")


def test_a_user_may_refuse(provider: Provider, client: FlaskClient) -> None:
    assert provider.deny(client, "/login").text == "You refused."


def test_two_tabs_finish_in_any_order(provider: Provider, client: FlaskClient) -> None:
    first, second = provider.begin(client, "/login"), provider.begin(client, "/login")
    second_callback = second.allow("john")
    assert first.finish(first.allow("jane")).json == provider.users["jane"]
    assert second.finish(second_callback).json == provider.users["john"]


def test_a_sign_in_may_begin_with_a_response(
    provider: Provider, client: FlaskClient
) -> None:
    attempt = provider.begin(client, client.get("/login"))
    assert attempt.finish(attempt.allow()).status_code == 200
    assert attempt.authorize_url.startswith("https://provider.test/oauth")
    assert attempt.authorize_url not in repr(attempt)


@pytest.mark.parametrize(
    "forged",
    [
        {"oauth_verifier": "0000000"},
        {"code": "forged"},
        {"state": "forged", "oauth_token": "forged"},
        {"state": None, "oauth_token": None, "oauth_verifier": "forged"},
        {"iss": "https://elsewhere.example", "oauth_token": "forged"},
    ],
)
def test_tampered_callbacks_reach_the_application(
    provider: Provider, client: FlaskClient, forged: dict[str, str | None]
) -> None:
    with pytest.raises(OAuthException):
        provider.sign_in(client, "/login", **forged)


def test_a_callback_works_once(provider: Provider, client: FlaskClient) -> None:
    attempt = provider.begin(client, "/login")
    callback = attempt.allow()
    attempt.finish(callback)
    with pytest.raises(OAuthException, match="finished already"):
        attempt.finish(callback)


def test_an_authorize_url_works_once(provider: Provider) -> None:
    remote = OAuth(transport=provider.transport).remote_app(
        "p", **provider.oauth1_options()
    )
    attempt = provider.begin(make_app(remote).test_client(), "/login")
    attempt.deny()
    with pytest.raises(AssertionError, match="missing, unknown, or used already"):
        attempt.allow()


def test_an_unknown_user_is_refused(provider: Provider, client: FlaskClient) -> None:
    attempt = provider.begin(client, "/login")
    with pytest.raises(AssertionError, match="no answer of a user known here"):
        attempt.allow("nobody")


def test_the_users_own_redirects_are_followed_on_the_way_in(
    provider: Provider, client: FlaskClient
) -> None:
    client.application.add_url_rule("/start", view_func=lambda: redirect("login"))
    assert provider.sign_in(client, "/start").status_code == 200


def test_a_redirect_to_another_site_is_the_last_response(
    provider: Provider, client: FlaskClient
) -> None:
    client.application.view_functions["index"] = lambda: redirect("https://a.example/")
    reply = provider.sign_in(client, "/login")
    assert reply.headers["Location"] == "https://a.example/"


def test_what_never_reaches_the_provider_is_an_assertion_error(
    provider: Provider,
) -> None:
    app = Flask("application")
    app.add_url_rule("/here", view_func=lambda: "here")
    app.add_url_rule("/elsewhere", "e", lambda: redirect("https://a.example/?secret"))
    app.add_url_rule("/round", "r", lambda: redirect("/round"))
    app.add_url_rule("/resource", "s", lambda: redirect("https://provider.test/me"))
    client = app.test_client()
    with pytest.raises(AssertionError, match="/here answers 200 OK"):
        provider.begin(client, "/here")
    with pytest.raises(AssertionError, match=r"'https://a\.example/', for which"):
        provider.begin(client, "/elsewhere")
    with pytest.raises(AssertionError, match=r"'https://provider\.test/me', for which"):
        provider.begin(client, "/resource")
    with pytest.raises(AssertionError, match="redirects 20 times"):
        provider.begin(client, "/round")


def test_a_pin_is_shown_where_there_is_no_callback(provider: Provider) -> None:
    remote = OAuth(transport=provider.transport).remote_app(
        "p", **provider.oauth1_options()
    )
    app = make_app(remote)
    app.view_functions["login"] = remote.authorize

    def enter(pin: str) -> str:
        response = remote.authorized_response(verifier=pin)
        return "nobody" if response is None else str(response["screen_name"])

    app.add_url_rule("/pin/<pin>", view_func=enter)
    client = app.test_client()
    pin = provider.begin(client, "/login").allow("john")
    assert len(pin) == 7
    assert client.get(f"/pin/{pin}").text == "john"
    assert provider.begin(client, "/login").deny() == ""


def test_a_client_that_may_only_redirect_elsewhere_is_refused() -> None:
    provider = Provider(redirect_uris=["https://app.example/callback"])
    remote = OAuth(transport=provider.transport).remote_app(
        "p", **provider.oauth2_options()
    )
    attempt = provider.begin(make_app(remote).test_client(), "/login")
    with pytest.raises(AssertionError, match="Mismatching redirect URI"):
        attempt.allow()
