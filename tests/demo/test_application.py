"""The demo's application, through Flask's test client."""

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from typing_extensions import override
from werkzeug.test import TestResponse

from flask_oauth.testing import Provider

PROTOCOLS = ["oauth1", "oauth2"]
pytestmark = pytest.mark.parametrize("protocol", PROTOCOLS)


def send(client: FlaskClient, page: TestResponse, path: str, **form: str) -> str:
    """Send a form of a signed-in user's page, and return the text of the next page."""
    token = re.search(r'name="form_token" value="(\w+)"', page.text)
    assert token is not None
    form["form_token"] = token[1]
    return client.post(path, data=form, follow_redirects=True).text


def test_a_sign_in_leads_to_the_timeline(
    provider: Provider, client: FlaskClient, protocol: str
) -> None:
    start = client.get("/")
    assert "You are not signed in" in start.text
    assert f'href="/login/{protocol}"' in start.text
    page = provider.sign_in(client, f"/login/{protocol}", user="john")
    assert page.status_code == 200
    assert "Hello, John Roe!" in page.text
    assert "An application never sees my password." in page.text


def test_a_post_is_on_the_timeline_under_the_users_name(
    provider: Provider, client: FlaskClient, protocol: str
) -> None:
    page = provider.sign_in(client, f"/login/{protocol}")
    after = send(client, page, "/post", status="Grüße <b>& Küsse</b>")
    assert "Posted." in after
    post = "<strong>Jane Doe</strong><p>Grüße &lt;b&gt;&amp; Küsse&lt;/b&gt;</p>"
    assert post in after
    assert after.index(post) < after.index("<strong>John Roe</strong>")
    assert "Posted." not in client.get("/").text


@pytest.mark.parametrize("text", ["", "  ", 141 * "x"])
def test_a_post_that_the_provider_refuses_is_explained(
    provider: Provider, client: FlaskClient, protocol: str, text: str
) -> None:
    page = provider.sign_in(client, f"/login/{protocol}")
    assert "Not posted: write 1 to 140" in send(client, page, "/post", status=text)


def test_a_post_that_fails_is_explained(
    provider: Provider, client: FlaskClient, protocol: str
) -> None:
    page = provider.sign_in(client, f"/login/{protocol}")
    provider.fail("resource", status=503)
    assert "answered with status 503" in send(client, page, "/post", status="Hello")


def test_who_refuses_is_not_signed_in(
    provider: Provider, client: FlaskClient, protocol: str
) -> None:
    page = provider.deny(client, f"/login/{protocol}")
    assert page.status_code == 200
    assert "You refused" in page.text
    assert "You are not signed in" in page.text


def test_who_signs_out_is_signed_out(
    provider: Provider, client: FlaskClient, protocol: str
) -> None:
    page = provider.sign_in(client, f"/login/{protocol}")
    assert "You are signed out." in send(client, page, "/logout")
    assert "You are not signed in" in client.get("/").text
    assert client.get_cookie("session") is None


@pytest.mark.parametrize("path", ["/post", "/logout"])
def test_a_form_of_another_site_is_refused(
    provider: Provider, client: FlaskClient, protocol: str, path: str
) -> None:
    for form in ({"status": "Hello"}, {"status": "Hello", "form_token": "é"}):
        assert client.post(path, data=form).status_code == 400  # not signed in
    provider.sign_in(client, f"/login/{protocol}")
    for form in ({"status": "Hello"}, {"status": "Hello", "form_token": "é"}):
        refused = client.post(path, data=form)
        assert refused.status_code == 400
        assert "This form is from another session" in refused.text
    page = client.get("/").text
    assert "Hello, Jane Doe!" in page
    assert "<p>Hello</p>" not in page


def test_a_used_callback_is_refused_and_the_user_stays_signed_in(
    provider: Provider, client: FlaskClient, protocol: str
) -> None:
    attempt = provider.begin(client, f"/login/{protocol}")
    callback = attempt.allow()
    attempt.finish(callback)
    seen = provider.requests
    again = client.get(callback)
    assert again.status_code == 400
    assert "That did not work" in again.text
    assert f"{protocol}: this session has no sign-in under way." in again.text
    assert "<code>invalid_state</code>" in again.text
    assert provider.requests == seen
    assert "Hello, Jane Doe!" in client.get("/").text


def test_sign_ins_in_two_tabs_both_work_and_so_do_the_forms_of_both(
    provider: Provider, client: FlaskClient, protocol: str
) -> None:
    first = provider.begin(client, f"/login/{protocol}")
    second = provider.begin(client, f"/login/{protocol}")
    page = first.finish(first.allow("jane"))
    assert "Hello, John Roe!" in second.finish(second.allow("john")).text
    assert "Posted." in send(client, page, "/post", status="From the first tab")


def test_an_expired_token_means_to_sign_in_again(
    provider: Provider, client: FlaskClient, protocol: str
) -> None:
    provider.sign_in(client, f"/login/{protocol}")
    provider.expire_tokens()
    page = client.get("/", follow_redirects=True)
    assert "Your token is no longer valid." in page.text
    assert "You are not signed in" in page.text


def test_a_failure_of_the_provider_has_a_page_that_says_so(
    provider: Provider, client: FlaskClient, protocol: str
) -> None:
    provider.fail("token", status=503)
    page = provider.sign_in(client, f"/login/{protocol}")
    assert page.status_code == 502
    assert "That did not work" in page.text
    assert "503" in page.text
    provider.sign_in(client, f"/login/{protocol}")
    provider.fail("resource", status=500)
    page = client.get("/")
    assert page.status_code == 502
    assert "<code>http_error</code>" in page.text


class _Outline(HTMLParser):
    """Collect what a page fetches, and what it has for people who cannot see it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.labelled: list[str] = []
        self.language: str | None = None
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag in {"link", "script", "img"}:
            self.fetched.append(values.get("href") or values.get("src", ""))
        if tag == "html":
            self.language = values["lang"]
        if tag == "label":
            self.labelled.append(values["for"])


def test_pages_fetch_nothing_and_can_be_read_by_anybody(
    provider: Provider, client: FlaskClient, protocol: str
) -> None:
    start, missing = client.get("/"), client.get("/nowhere")
    assert missing.status_code == 404
    timeline = provider.sign_in(client, f"/login/{protocol}")
    titles: set[str] = set()
    for page in (start, missing, timeline):
        outline = _Outline(page.text)
        assert outline.fetched == ["data:,"]
        assert outline.language == "en"
        assert outline.tags.count("h1") == outline.tags.count("main") == 1
        assert '<meta name="viewport" content="width=device-width' in page.text
        titles.update(re.findall("<title>(.*)</title>", page.text))
        assert page.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert len(titles) == 3
    assert _Outline(timeline.text).labelled == ["status"]
    assert '<textarea id="status"' in timeline.text
