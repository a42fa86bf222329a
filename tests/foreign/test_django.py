"""OAuth 2 with Django OAuth Toolkit, which requires PKCE."""

from collections.abc import Iterator
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import attrs
import pytest
from typing_extensions import Unpack

from flask_oauth import OAuthException, TokenPair
from flask_oauth.typing import (
    AccessTokenMethod,
    ClientAuthentication,
    FurtherOptions,
    Method,
)

from .browser import Browser, Page
from .serving import started
from .site import CALLBACK, Site, make_site

# Each of these characters has to be encoded somewhere on its way.
SECRET = "secret %20+&=é:/"
PASSWORD = "jane's password"
PARAMS = {"status": "Grüße & 100 % 你好 ~ + *", "empty": "", "tag": ["b", "a"]}
SENT = PARAMS | {"status": [PARAMS["status"]], "empty": [""]}


@attrs.frozen
class Django:
    """Hold the running server, and the browser of a user who is logged in there."""

    browser: Browser

    def site(
        self,
        consumer_key: str = "confidential",
        consumer_secret: str = SECRET,
        access_token_method: AccessTokenMethod = "POST",
        scope: str = "read write",
        **options: Unpack[FurtherOptions],
    ) -> Site:
        """Make an application that is registered there."""
        return make_site(
            base_url=f"{self.browser.origin}/api/",
            request_token_url=None,
            access_token_url="/o/token/",
            authorize_url="/o/authorize/",
            consumer_key=consumer_key,
            consumer_secret=consumer_secret,
            request_token_params={"scope": scope},
            access_token_method=access_token_method,
            **options,
        )

    def allow(self, url: str) -> str:
        """Let the user agree; return where the browser is sent to."""
        return self.browser.submit(self.browser.go(url), allow="Authorize").url


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with started("django_server", SECRET, PASSWORD, CALLBACK) as found:
        yield found


@pytest.fixture(scope="module")
def django(origin: str) -> Iterator[Django]:
    with closing(Browser(origin)) as browser:
        log_in(browser, browser.go(f"{origin}/login/?next=/api/echo"))
        yield Django(browser)


def log_in(browser: Browser, page: Page) -> Page:
    assert 'name="password"' in page.text
    return browser.submit(page, username="jane", password=PASSWORD)


def test_a_user_logs_in_at_the_provider_on_the_way(origin: str) -> None:
    with closing(Browser(origin)) as browser:
        django = Django(browser)
        site = django.site()

        page = log_in(browser, browser.go(site.begin()))
        assert "Authorize confidential?" in page.text
        callback = browser.submit(page, allow="Authorize").url

    assert site.client.get(callback).text == "signed in, on to /profile"
    assert site.remote.get("echo").data["user"] == "jane"


@pytest.mark.parametrize("authentication", ["body", "basic"])
def test_a_user_signs_in_and_the_token_works(
    django: Django, authentication: ClientAuthentication
) -> None:
    site = django.site(client_authentication=authentication)

    callback = django.allow(site.begin())
    page = site.client.get(callback)

    assert callback.startswith(f"{CALLBACK}?")
    assert page.text == "signed in, on to /profile"
    resp = site.remote.get("echo", data=PARAMS)
    assert resp.status == 200
    assert (resp.data["user"], resp.data["args"]) == ("jane", SENT)


def test_a_public_client_needs_no_secret(django: Django) -> None:
    site = django.site("public", "", client_authentication="none")

    site.client.get(django.allow(site.begin()))

    assert site.remote.get("echo").data["user"] == "jane"


def issued_callback(django: Django, site: Site) -> str:
    """Let the user agree; return a callback that names its issuer (RFC 9207)."""
    callback = django.allow(site.begin())
    if "iss=" not in callback:
        pytest.skip("this release of Django OAuth Toolkit names no issuer")
    return callback


def test_the_issuer_is_the_one_that_was_configured(django: Django) -> None:
    site = django.site(issuer=f"{django.browser.origin}/o", require_issuer=True)

    site.client.get(issued_callback(django, site))

    assert site.remote.get("echo").status == 200


def test_another_issuer_is_refused(django: Django) -> None:
    site = django.site(issuer="https://provider.example")
    callback = issued_callback(django, site)

    with pytest.raises(OAuthException) as caught:
        site.client.get(callback)

    assert caught.value.type == "invalid_issuer"


@pytest.fixture(scope="module")
def token(django: Django) -> TokenPair:
    """The access token of a user who signed in."""
    site = django.site()
    site.client.get(django.allow(site.begin()))
    return site.tokens["jane"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_forms_and_json_arrive(
    django: Django, token: TokenPair, method: Method
) -> None:
    site = django.site()
    site.tokens["jane"] = token

    form = site.remote.request("echo?a=%C3%BC", data=PARAMS, method=method)
    json = site.remote.request("echo", data=PARAMS, format="json", method=method)

    assert (form.status, json.status) == (200, 200)
    assert form.data["method"] == json.data["method"] == method
    assert form.data["args"] == {"a": ["ü"]}
    assert form.data["size"] > 0
    # Django reads a form with POST only.
    assert form.data["form"] == (SENT if method == "POST" else {})
    assert json.data["json"] == PARAMS


def test_a_user_refuses(django: Django) -> None:
    site = django.site()
    page = django.browser.go(site.begin())

    callback = django.browser.submit(page).url

    assert "error=access_denied" in callback
    assert site.client.get(callback).text == "denied, on to /profile"
    assert site.tokens == {}


def test_a_sign_in_without_pkce_is_refused(django: Django) -> None:
    site = django.site(pkce=False)
    callback = django.browser.go(site.begin()).url

    with pytest.raises(OAuthException, match=r"[Cc]ode challenge") as caught:
        site.client.get(callback)

    assert caught.value.type == "invalid_request"


def test_an_unknown_scope_is_refused(django: Django) -> None:
    site = django.site(scope="everything")
    callback = django.browser.go(site.begin()).url

    with pytest.raises(OAuthException) as caught:
        site.client.get(callback)

    assert caught.value.type == "invalid_scope"


@pytest.mark.parametrize("authentication", ["body", "basic"])
def test_a_wrong_secret_is_refused(
    django: Django, authentication: ClientAuthentication
) -> None:
    site = django.site(consumer_secret="wrong", client_authentication=authentication)
    callback = django.allow(site.begin())

    with pytest.raises(OAuthException, match="invalid_client") as caught:
        site.client.get(callback)

    assert caught.value.type == "invalid_response"
    assert caught.value.data["error"] == "invalid_client"


def test_a_code_of_another_sign_in_is_refused(django: Django) -> None:
    """PKCE ties a code to the session that it was asked for by (RFC 9700 4.5)."""
    theirs = django.allow(django.site().begin())
    site = django.site()
    ours = django.allow(site.begin())
    stolen, code = (parse_qs(urlsplit(url).query)["code"][0] for url in (theirs, ours))

    with pytest.raises(OAuthException, match="invalid_grant"):
        site.client.get(ours.replace(code, stolen))


def test_a_token_call_by_get_is_refused_with_advice(django: Django) -> None:
    site = django.site(access_token_method="GET")
    callback = django.allow(site.begin())

    with pytest.raises(OAuthException, match=r"405.*access_token_method='POST'"):
        site.client.get(callback)


def test_a_wrong_token_and_a_missing_scope_are_refused(
    django: Django, token: TokenPair
) -> None:
    site = django.site()
    site.tokens["jane"] = token

    assert site.remote.get("admin").status == 403
    site.tokens["jane"] = TokenPair("wrong")
    assert site.remote.get("echo").status == 403
