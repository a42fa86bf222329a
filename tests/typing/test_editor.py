"""What a user's editor offers and shows, asked of a real language server."""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import attrs
import pytest

import flask_oauth
from flask_oauth import OAuthRemoteApp, OAuthResponse, RemoteAppConfig
from flask_oauth.typing import (
    ClientAuthentication,
    Format,
    Method,
    RemoteAppOptions,
    SignatureMethod,
    TokenPlacement,
)

from ._lsp import LanguageServer, start

pytestmark = pytest.mark.once

APPLICATION = """\
from flask import Flask
from flask_oauth import AuthorizedResponse, OAuth, OAuthException, TokenPair

app = Flask(__name__)
oauth = OAuth(app)
remote = oauth.remote_app(
    "twitter",
    base_url="https://api.example.com/",
    request_token_url="oauth/request_token",
    access_token_url="oauth/access_token",
    authorize_url="oauth/authorize",
)
resp = remote.get("user")
"""
REMOTE_APP = """\
oauth.remote_app("a", base_url="a", request_token_url=None, access_token_url="a",
    authorize_url="a", """


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    program = "from basedpyright.langserver import main; main()"
    folder = tmp_path_factory.mktemp("workspace")
    settings = {"python": {"pythonPath": sys.executable}}
    command = [sys.executable, "-c", program, "--stdio"]
    with start(command, folder, settings) as server:
        yield server


def public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


def test_the_methods_and_attributes_of_a_remote_app(server: LanguageServer) -> None:
    assert public(OAuthRemoteApp) <= server.complete(f"{APPLICATION}remote.|")


def test_the_options_of_its_config(server: LanguageServer) -> None:
    offered = server.complete(f"{APPLICATION}remote.config.|")
    fields = {each.name for each in attrs.fields(RemoteAppConfig)}
    assert fields | {"is_oauth1"} <= offered


def test_the_attributes_of_the_response(server: LanguageServer) -> None:
    offered = server.complete(f"{APPLICATION}resp.|")
    assert public(OAuthResponse) <= offered
    assert {"status", "headers", "raw_data", "data", "raise_for_status"} <= offered


def test_the_response_in_an_authorized_view(server: LanguageServer) -> None:
    view = """
@app.get("/authorized")
@remote.authorized_handler
def authorized(resp: AuthorizedResponse | None) -> str:
    if resp is not None:
        """
    assert {"token", "get", "items"} <= server.complete(f"{APPLICATION}{view}resp.|")
    pair = server.complete(f"{APPLICATION}{view}resp.token.|")
    assert {"token", "secret"} <= pair


def test_the_options_of_remote_app(server: LanguageServer) -> None:
    offered = server.complete(f"{APPLICATION}oauth.remote_app('a', |)")
    options = RemoteAppOptions.__required_keys__ | RemoteAppOptions.__optional_keys__
    assert {f"{name}=" for name in options} <= offered


@pytest.mark.parametrize("method", ["request", "get", "post"])
def test_the_options_of_a_call(server: LanguageServer, method: str) -> None:
    names = inspect.signature(getattr(OAuthRemoteApp, method)).parameters.keys()
    offered = server.complete(f"{APPLICATION}remote.{method}(|)")
    assert {f"{name}=" for name in names - {"self"}} <= offered


@pytest.mark.parametrize(
    ("code", "choices"),
    [
        ("remote.post('user', format=|)", Format),
        ("remote.request('user', method=|)", Method),
        (f"{REMOTE_APP}signature_method=|)", SignatureMethod),
        (f"{REMOTE_APP}token_placement=|)", TokenPlacement),
        (f"{REMOTE_APP}client_authentication=|)", ClientAuthentication),
    ],
)
def test_the_allowed_strings(
    server: LanguageServer, code: str, choices: object
) -> None:
    offered = {label.strip("'\"") for label in server.complete(APPLICATION + code)}
    assert set(get_args(choices)) <= offered


@pytest.mark.parametrize("name", flask_oauth.__all__)
def test_hovering_a_name_shows_its_docstring(server: LanguageServer, name: str) -> None:
    shown = server.hover(f"from flask_oauth import {name[0]}|{name[1:]}\n")
    doc = inspect.getdoc(getattr(flask_oauth, name)) or ""
    assert doc.splitlines()[0] in shown
    assert doc.splitlines()[-1].strip() in shown


@pytest.mark.parametrize("name", sorted(public(OAuthRemoteApp)))
def test_hovering_a_member_shows_its_docstring(
    server: LanguageServer, name: str
) -> None:
    shown = server.hover(f"{APPLICATION}remote.{name[0]}|{name[1:]}")
    doc = inspect.getdoc(inspect.getattr_static(OAuthRemoteApp, name)) or ""
    assert doc
    assert doc.splitlines()[0] in shown


def test_hovering_a_call_shows_what_its_arguments_mean(server: LanguageServer) -> None:
    shown = server.hover(f"{APPLICATION}remote.g|et")
    assert "token: the name of a token" in shown


def test_hovering_a_decoded_response_shows_its_type(server: LanguageServer) -> None:
    code = "number = remote.get('user', decoder=int).data\nprint(nu|mber)"
    assert "number: int" in server.hover(APPLICATION + code)


def test_the_client_is_strict(tmp_path: Path) -> None:
    """A server that ends, or speaks something else, is an error."""
    command = [sys.executable, "-c", "input()"]
    with pytest.raises(RuntimeError, match="gone"), start(command, tmp_path, {}):
        pass
