"""The documentation's applications: people can sign in with them."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from flask import Flask

from flask_oauth import OAuthException, OAuthRemoteApp
from flask_oauth.testing import Provider

from .snippets import ROOT, programs

Load: TypeAlias = Callable[..., dict[str, Any]]


@pytest.fixture
def load(tmp_path: Path, oauth_provider: Provider) -> Load:
    """Run a program of a document; the provider answers for its remote apps."""

    def run(document: str, number: int = 0) -> dict[str, Any]:
        found = list(programs((ROOT / document).read_text("utf-8")))
        program = tmp_path / f"program{number}.py"
        program.write_text(found[number][1], "utf-8")
        names = runpy.run_path(str(program), run_name="snippet")
        for value in names.values():
            if isinstance(value, OAuthRemoteApp):
                oauth_provider.replace(value)
            if isinstance(value, Flask):
                value.testing = True
                value.secret_key = value.secret_key or "of the tests"
        oauth_provider.resource("/me", oauth_provider.profile)
        oauth_provider.resource("/user", {"login": "jane"})
        return names

    return run


@pytest.mark.parametrize(
    ("document", "number", "start", "greeting"),
    [
        ("README.md", 0, "/login", "Hello, jane!"),
        ("docs/tutorial.md", 0, "/login", "Hello, Jane Doe! "),
        ("docs/howto/testing.md", 0, "/login", "Hello, jane!"),
        ("docs/moving.md", 1, "/login", "jane"),
        ("docs/moving.md", 2, "/", "jane"),
    ],
)
def test_they_greet_who_signs_in(
    load: Load,
    oauth_provider: Provider,
    document: str,
    number: int,
    start: str,
    greeting: str,
) -> None:
    client = load(document, number)["app"].test_client()
    assert greeting in oauth_provider.sign_in(client, start, user="jane").text


def test_the_tutorial_goes_back_to_the_start_when_refused(
    load: Load, oauth_provider: Provider
) -> None:
    client = load("docs/tutorial.md")["app"].test_client()
    assert "Sign in" in oauth_provider.deny(client, "/login").text


def test_the_tutorial_says_so_when_something_fails(
    load: Load, oauth_provider: Provider
) -> None:
    client = load("docs/tutorial.md")["app"].test_client()
    oauth_provider.sign_in(client, "/login")
    oauth_provider.timeout("resource")
    assert client.get("/").status_code == 502
    oauth_provider.expire_tokens()
    assert "no longer good" in client.get("/").text


def test_the_tutorial_goes_back_to_where_the_user_was(
    load: Load, oauth_provider: Provider
) -> None:
    client = load("docs/tutorial.md", 1)["app"].test_client()
    page = oauth_provider.sign_in(client, "/login?next=/profile")
    assert page.request.path == "/profile"


def test_the_database_keeps_the_latest_token_of_each_user(
    load: Load, oauth_provider: Provider
) -> None:
    names = load("docs/howto/database-tokens.md")
    tokens: list[str] = []
    for user, number in (("jane", 1), ("john", 2), ("jane", 1)):
        client = names["app"].test_client()
        oauth_provider.sign_in(client, "/login", user=user)
        with client.session_transaction() as session:
            assert dict(session) == {"user_id": number}
        with names["Session"](names["engine"]) as database:
            tokens.append(database.get(names["User"], number).token)
    assert len(set(tokens)) == 3
    names["engine"].dispose()


def test_a_factory_makes_applications_with_a_sign_in(
    load: Load, oauth_provider: Provider
) -> None:
    client = load("docs/howto/factories-and-blueprints.md")["first"].test_client()
    oauth_provider.sign_in(client, "/auth/login")
    with client.session_transaction() as session:
        assert "github_token" in session


def test_async_views_make_several_calls_at_once(
    load: Load, oauth_provider: Provider
) -> None:
    names = load("docs/howto/class-based-and-async-views.md")
    oauth_provider.resource("/user/repos", [])
    client = names["app"].test_client()
    oauth_provider.sign_in(client, "/login")
    assert client.get("/async/overview").text == "200, 200, 404"


def test_a_session_interface_of_ones_own_is_enough(
    load: Load, oauth_provider: Provider
) -> None:
    sessions = load("docs/howto/server-side-sessions.md")["StoredSessions"]
    app = load("docs/tutorial.md")["app"]
    app.session_interface = sessions({})
    client = app.test_client()
    assert "Jane Doe" in oauth_provider.sign_in(client, "/login", user="jane").text


def test_a_pin_signs_in(load: Load, oauth_provider: Provider) -> None:
    client = load("docs/howto/pin.md")["app"].test_client()
    pin = oauth_provider.begin(client, "/login").allow("jane")
    client.post("/pin", data={"pin": f" {pin} "})
    with client.session_transaction() as session:
        assert "token" in session


@pytest.mark.parametrize(
    ("code", "status"), [("invalid_state", 400), ("timeout", 504), ("http_error", 502)]
)
def test_the_error_page_has_a_status_for_each_kind(
    load: Load, code: str, status: int
) -> None:
    names = load("docs/howto/errors.md")
    app = names["app"]

    @app.get("/fail")  # type: ignore[untyped-decorator] # the program decides its type
    def fail() -> str:
        raise names["OAuthException"]("no matter what", code)

    assert app.test_client().get("/fail").status_code == status


def test_behind_a_proxy_the_message_is_the_documented_one(load: Load) -> None:
    document = (ROOT / "docs/howto/behind-a-proxy.md").read_text("utf-8")
    message = document.partition("```text\n")[2].partition("```")[0]
    client = load("docs/howto/testing.md")["app"].test_client()
    with pytest.raises(OAuthException) as caught:
        client.get("/login", base_url="http://inner:8000")
    assert str(caught.value) == " ".join(message.split())


def test_each_tenant_is_sent_to_its_own_provider(load: Load) -> None:
    client = load("docs/howto/tenants.md")["app"].test_client()
    response = client.get("/acme/login")
    assert response.location.startswith("https://gitlab.acme.example/oauth/authorize?")
    assert client.get("/nobody/login").status_code == 404
