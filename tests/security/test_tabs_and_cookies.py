"""Several sign-ins in one browser, and what they leave in its cookie."""

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from flask_oauth import OAuth
from flask_oauth.typing import HTTPReply
from tests.security.site import (
    NAMES,
    Provider,
    add_oauth1,
    add_oauth2,
    allowed,
    begin,
    come_back,
    make_app,
    make_oauth,
    sign_in,
)

COOKIE_LIMIT = 4093  # bytes of a whole Set-Cookie header that browsers take


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_tabs_finish_in_any_order(client: FlaskClient, order: tuple[int, ...]) -> None:
    tabs = ["bird", "book", "search", "book"]
    links = [
        allowed(name, begin(client, name, f"?next=/{number}"))
        for number, name in enumerate(tabs)
    ]
    for number in order:
        answer = come_back(client, tabs[number], links[number])
        assert answer.token is not None, answer
        assert answer.next_url == f"/{number}"
    with client.session_transaction() as session:
        assert dict(session) == {"user": tabs[order[-1]]}


@pytest.mark.parametrize("name", NAMES)
def test_five_tabs_finish_and_the_oldest_of_six_says_why_not(
    client: FlaskClient, name: str
) -> None:
    links = [allowed(name, begin(client, name)) for _ in range(6)]
    for link in reversed(links[1:]):
        assert come_back(client, name, link).token is not None
    answer = come_back(client, name, links[0])
    assert answer.type == "invalid_state"
    assert "start again" in answer.message


def test_a_refused_tab_leaves_the_others_alone(client: FlaskClient) -> None:
    first = begin(client, "book", "?next=/first")
    second = begin(client, "book", "?next=/second")
    bird = begin(client, "bird", "?next=/bird")
    answer = come_back(
        client, "book", {"error": "access_denied", "state": first["state"]}
    )
    assert (answer.type, answer.token, answer.next_url) == (None, None, "/first")
    answer = come_back(client, "bird", {"denied": bird["oauth_token"]})
    assert (answer.type, answer.token, answer.next_url) == (None, None, "/bird")
    answer = come_back(client, "book", allowed("book", second))
    assert (answer.token is not None, answer.next_url) == (True, "/second")


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("book", {"error": "access_denied"}),
        ("book", {"error": "server_error"}),
        ("book", {"error": '"'}),
        ("bird", {"oauth_problem": "permission_denied"}),
        ("book", {}),
    ],
)
@pytest.mark.parametrize("with_state", [True, False])
def test_nothing_of_a_refused_sign_in_stays(
    client: FlaskClient, name: str, params: dict[str, str], with_state: bool
) -> None:
    sent = begin(client, name)
    if with_state:
        params = params | ({"state": sent["state"]} if "state" in sent else sent)
    come_back(client, name, params)
    with client.session_transaction() as session:
        assert "flask_oauth" not in session


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_finished_sign_in_stays(client: FlaskClient, name: str) -> None:
    assert sign_in(client, name).token is not None
    with client.session_transaction() as session:
        assert dict(session) == {"user": name}


@pytest.mark.parametrize(
    "next_url", ["/", "/é" + "?q=" + "x" * 200, "/" + "aZ09-_~" * 60]
)
def test_a_hundred_abandoned_sign_ins_fit_into_the_cookie(
    provider: Provider, next_url: str
) -> None:
    """Three remote apps, a long host name, and a site that keeps something, too."""
    app = make_app(make_oauth(provider))
    client = app.test_client()
    with client.session_transaction() as session:
        session["user"] = "jane" * 50
        session["token"] = ("t" * 50, "s" * 50)
    largest = 0
    for _, name in zip(range(100), itertools.cycle(NAMES), strict=False):
        response = client.get(
            f"/login/{name}",
            query_string={"next": next_url},
            base_url="https://a-rather-long-host-name.accounts.site.example",
        )
        assert response.status_code == 302
        largest = max(largest, len(response.headers["Set-Cookie"]))
    assert largest < COOKIE_LIMIT


def test_a_sign_in_that_does_not_fit_is_refused_and_the_others_stay(
    client: FlaskClient,
) -> None:
    link = allowed("book", begin(client, "book"))
    response = client.get("/login/book", query_string={"next": "/" + "x" * 3000})
    assert response.get_json()["type"] == "token_generation_failed"
    assert come_back(client, "book", link).token is not None


def test_a_providers_long_request_token_does_not_fill_the_cookie(
    client: FlaskClient, provider: Provider
) -> None:
    body = b"oauth_token=" + b"t" * 100_000 + b"&oauth_token_secret=s"
    provider.replies["/request_token"] = HTTPReply(200, (), body)
    response = client.get("/login/bird")
    assert response.get_json()["type"] == "token_generation_failed"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("name", NAMES)
def test_no_cache_keeps_a_sign_in(client: FlaskClient, name: str) -> None:
    redirect = client.get(f"/login/{name}")
    assert redirect.headers["Cache-Control"] == "no-store"
    link = allowed(name, begin(client, name))
    for _ in range(2):  # accepted, then refused
        response = client.get(f"/callback/{name}", query_string=link)
        assert response.headers["Cache-Control"] == "no-store"
    response = client.get(f"/callback/{name}", query_string={"error": "access_denied"})
    assert response.headers["Cache-Control"] == "no-store"


def test_another_process_with_the_same_key_finishes_a_sign_in() -> None:
    """Nothing else in common: no memory, no files, no connection."""
    program = """
import json, sys
from tests.security.site import Provider, add_oauth1, allowed, begin, come_back
from tests.security.site import make_app, make_oauth
task = json.load(sys.stdin)
client = make_app(make_oauth(Provider())).test_client()
if "cookie" in task:
    client.set_cookie("session", task["cookie"])
    answers = [come_back(client, n, link) for n, link in task["links"].items()]
    again = [come_back(client, n, link) for n, link in task["links"].items()]
    print(json.dumps([[a.token is not None, a.next_url] for a in answers]
                     + [[a.token is not None, a.type] for a in again]))
else:
    links = {n: allowed(n, begin(client, n, "?next=/" + n)) for n in task["names"]}
    print(json.dumps({"links": links, "cookie": client.get_cookie("session").value}))
"""

    def run(task: object) -> object:
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=json.dumps(task),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            cwd=Path(__file__).parents[2],
        )
        return json.loads(done.stdout)

    begun = run({"names": NAMES})
    finished = [[True, f"/{name}"] for name in NAMES]
    refused = [[False, "invalid_state"]] * 3
    assert run(begun) == finished + refused


def test_another_secret_key_knows_nothing_of_it(provider: Provider) -> None:
    """A forged or foreign cookie is an empty session."""
    oauth = make_oauth(provider)
    here, there = make_app(oauth), make_app(oauth, "another secret key")
    client, stranger = here.test_client(), there.test_client()
    link = allowed("book", begin(client, "book"))
    cookie = client.get_cookie("session")
    assert cookie is not None
    stranger.set_cookie("session", cookie.value)
    assert come_back(stranger, "book", link).type == "invalid_state"


def test_two_sites_may_share_remote_apps_but_no_sessions(provider: Provider) -> None:
    oauth = OAuth(transport=provider)
    add_oauth1(oauth, "bird", "https://provider.example")
    add_oauth2(oauth, "book", "https://provider.example")
    clients = [make_app(oauth).test_client() for _ in range(2)]
    links = [allowed("book", begin(client, "book")) for client in clients]
    for client, link in zip(clients, reversed(links), strict=True):
        assert come_back(client, "book", link).type == "invalid_state"
    for client, link in zip(clients, links, strict=True):
        assert come_back(client, "book", link).token is not None
