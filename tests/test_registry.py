"""The registry of remote applications."""

from typing import Any

import pytest
from flask import Flask

from flask_oauth import OAuth, OAuthException
from flask_oauth.typing import HTTPReply, HTTPRequest

OPTIONS: dict[str, Any] = {
    "base_url": "https://api.example.com/",
    "request_token_url": None,
    "access_token_url": "/token",
    "authorize_url": "/authorize",
    "access_token_method": "POST",
}


def test_a_name_can_be_registered_once() -> None:
    oauth = OAuth()
    first = oauth.remote_app("x", **OPTIONS)
    with pytest.raises(ValueError, match="'x' is registered already"):
        oauth.remote_app("x", **OPTIONS)
    oauth.remote_app("x", register=False, **OPTIONS)
    assert oauth.remote_apps == {"x": first}


def test_what_could_not_be_made_is_not_registered() -> None:
    oauth = OAuth()
    broken: dict[str, Any] = OPTIONS | {"base_url": "x"}
    unknown: dict[str, Any] = OPTIONS | {"unknown": 1}
    with pytest.raises(ValueError, match="base_url"):
        oauth.remote_app("x", **broken)
    with pytest.raises(TypeError, match="unknown"):
        oauth.remote_app("x", **unknown)
    assert oauth.remote_apps == {}


def test_remote_apps_is_for_reading() -> None:
    oauth = OAuth()
    with pytest.raises(TypeError):
        oauth.remote_apps["x"] = None  # type: ignore[index] # pyright: ignore[reportIndexIssue] # the mistake under test


def test_an_application_knows_its_registry() -> None:
    app = Flask("application")
    early, late = OAuth(app), OAuth()
    assert app.extensions["flask_oauth"] is early
    late.init_app(app)
    assert app.extensions["flask_oauth"] is late


def test_the_way_to_the_network_can_be_replaced() -> None:
    class Recorder:
        def __init__(self) -> None:
            self.sent: list[HTTPRequest] = []

        def send(self, request: HTTPRequest, /) -> HTTPReply:
            self.sent.append(request)
            return HTTPReply(200, (("Content-Type", "application/json"),), b"[1]")

    transport = Recorder()
    oauth = OAuth(transport=transport)
    assert oauth.transport is transport
    remote_app = oauth.remote_app("x", consumer_key="k", **OPTIONS)
    remote_app.tokengetter(lambda: ("t", ""))
    assert remote_app.get("me").data == [1]
    assert transport.sent[0].url == "https://api.example.com/me"


def test_the_way_to_the_network_is_made_once() -> None:
    oauth = OAuth()
    assert oauth.transport is oauth.transport


def test_a_remote_app_prints_its_name_only() -> None:
    remote_app = OAuth().remote_app("x", consumer_secret="canary", **OPTIONS)
    assert repr(remote_app) == "<OAuthRemoteApp 'x'>"


def test_a_call_without_a_tokengetter_says_what_is_missing() -> None:
    with pytest.raises(OAuthException, match="x: no tokengetter") as caught:
        OAuth().remote_app("x", **OPTIONS).get("me")
    assert caught.value.type == "token_missing"
