"""An application that names a real site is tested as it is."""

import textwrap

import pytest
from flask import Flask

from flask_oauth import OAuth, OAuthException, OAuthRemoteApp
from flask_oauth.testing import Provider
from flask_oauth.typing import RemoteAppOptions

from .conftest import make_app

pytest_plugins = ["pytester"]

TWITTER: RemoteAppOptions = {
    "base_url": "https://api.twitter.com/1.1/",
    "request_token_url": "https://api.twitter.com/oauth/request_token",
    "access_token_url": "https://api.twitter.com/oauth/access_token",
    "authorize_url": "https://api.twitter.com/oauth/authenticate?force_login=true",
    "allowed_origins": ["https://upload.twitter.com"],
}
GOOGLE: RemoteAppOptions = {
    "base_url": "https://www.googleapis.com/oauth2/v3",
    "request_token_url": None,
    "access_token_url": "https://oauth2.googleapis.com/token",
    "access_token_method": "POST",
    "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
    "consumer_key": "the real key",
    "consumer_secret": "the real secret",
    "client_authentication": "none",
    "issuer": "https://accounts.google.com",
    "require_issuer": True,
}


@pytest.fixture
def twitter() -> OAuthRemoteApp:
    return OAuth().remote_app("twitter", **TWITTER)


@pytest.fixture
def google() -> OAuthRemoteApp:
    return OAuth().remote_app("google", **GOOGLE)


@pytest.mark.parametrize("name", ["twitter", "google"])
def test_it_signs_in_with_its_own_urls(
    provider: Provider, name: str, request: pytest.FixtureRequest
) -> None:
    remote: OAuthRemoteApp = request.getfixturevalue(name)
    client = make_app(remote).test_client()
    with provider.replace(remote):
        assert provider.sign_in(client, "/login").json == provider.users["jane"]
    hosts = {record.url.split("/")[2] for record in provider.requests}
    assert not any(host.endswith(".test") for host in hosts)
    assert "the real key" not in provider.requests[0].url


def test_it_is_given_back_as_it_was(
    provider: Provider, google: OAuthRemoteApp, twitter: OAuthRemoteApp
) -> None:
    before = google.config, google.oauth, twitter.config, twitter.oauth
    with provider:
        provider.replace(google)
        provider.replace(twitter).undo()
        assert google.config != before[0]
        assert google.config.url("base_url") == GOOGLE["base_url"]
    assert (google.config, google.oauth, twitter.config, twitter.oauth) == before
    assert google.consumer_key == "the real key"


def test_resources_are_found_below_base_url_and_elsewhere_by_their_path(
    provider: Provider, google: OAuthRemoteApp, twitter: OAuthRemoteApp
) -> None:
    provider.replace(google)
    provider.replace(twitter)
    provider.resource(
        "statuses/show/<int:number>.json", lambda request: request.arguments
    )
    provider.resource("/1/media", {"id": 1})
    token = provider.oauth1_token("john")
    twitter.tokengetter(lambda: token)
    with Flask("application").app_context():
        assert twitter.get("statuses/show/7.json").data == {"number": 7}
        assert twitter.get("https://upload.twitter.com/1/media").data == {"id": 1}
    assert provider.requests[-1].user == "john"
    assert "7" in repr(provider.requests[0])
    provider.close()


def test_nothing_goes_to_the_network(provider: Provider) -> None:
    remote = OAuth(transport=provider.transport).remote_app("x", **GOOGLE)
    remote.tokengetter(lambda: ("token", ""))
    with pytest.raises(OAuthException, match="nothing goes to the network") as caught:
        remote.get("/userinfo")
    assert caught.value.type == "connection_failed"


def test_the_plugin_gives_a_provider(pytester: pytest.Pytester) -> None:
    module = pytester.path / "test_it.py"
    module.write_text(
        textwrap.dedent("""
        from flask_oauth import OAuth

        twitter = OAuth().remote_app(
            "twitter",
            base_url="https://api.twitter.com/1.1/",
            request_token_url="https://api.twitter.com/oauth/request_token",
            access_token_url="https://api.twitter.com/oauth/access_token",
            authorize_url="https://api.twitter.com/oauth/authenticate",
            consumer_key="real",
            consumer_secret="real",
        )

        def test_replaced(oauth_provider):
            oauth_provider.replace(twitter)
            assert twitter.consumer_key != "real"

        def test_given_back():
            assert twitter.consumer_key == "real"
        """)
    )
    result = pytester.runpytest()
    result.assert_outcomes(passed=2)
