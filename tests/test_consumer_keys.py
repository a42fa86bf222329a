"""Keys from the Flask configuration, of the application that is current."""

from typing import Any

import pytest
from flask import Flask

from flask_oauth import OAuth, OAuthException, OAuthRemoteApp
from flask_oauth._consumer_keys import consumer_keys

from .remote import Remote


def remote_app(name: str = "twitter", **more: Any) -> OAuthRemoteApp:
    return OAuth().remote_app(
        name,
        base_url="https://api.example.com/",
        request_token_url="/request_token",
        access_token_url="/access_token",
        authorize_url="/authorize",
        **more,
    )


def application(**config: object) -> Flask:
    app = Flask("application")
    app.config.from_mapping(config)
    return app


def keys(app: Flask, made: OAuthRemoteApp) -> tuple[str, str]:
    with app.app_context():
        found = consumer_keys(made.config)
    return found.key, found.secret


def test_keys_that_were_given_need_no_application() -> None:
    made = remote_app(consumer_key="k", consumer_secret="s")
    found = consumer_keys(made.config)
    assert (found.key, found.secret) == ("k", "s")
    assert "'s'" not in repr(found)


def test_keys_come_from_the_application_that_is_current() -> None:
    made = remote_app()
    for prefix in ("a", "b"):
        app = application(
            TWITTER_CONSUMER_KEY=f"{prefix}-key",
            TWITTER_CONSUMER_SECRET=f"{prefix}-secret",
        )
        assert keys(app, made) == (f"{prefix}-key", f"{prefix}-secret")


def test_the_environment_can_feed_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_MY_SITE_CONSUMER_KEY", "12345")
    monkeypatch.setenv("FLASK_MY_SITE_CONSUMER_SECRET", "abc")
    app = application()
    app.config.from_prefixed_env()
    assert keys(app, remote_app("my site")) == ("12345", "abc")


@pytest.mark.parametrize("value", [None, "", True, 1.5, ["x"]])
def test_a_missing_key_is_an_error_that_names_it(value: object) -> None:
    app = application(TWITTER_CONSUMER_KEY=value, TWITTER_CONSUMER_SECRET="s")
    with pytest.raises(OAuthException, match="twitter: TWITTER_CONSUMER_KEY") as caught:
        keys(app, remote_app())
    assert caught.value.type == "consumer_key_missing"


def test_a_missing_secret_is_an_error_that_names_it() -> None:
    with pytest.raises(OAuthException, match="TWITTER_CONSUMER_SECRET is not set"):
        keys(application(), remote_app(consumer_key="k"))


def test_without_an_application_the_error_says_so() -> None:
    with pytest.raises(OAuthException, match="no application context"):
        consumer_keys(remote_app().config)


def test_a_public_client_needs_no_secret(remote: Remote) -> None:
    made = OAuth().remote_app(
        "x",
        **remote.oauth2(client_authentication="none", consumer_secret=None),
    )
    assert keys(application(), made) == ("key", "")
