"""What ``SESSION_COOKIE_SAMESITE`` does to a sign-in, which ends on another site."""

import pytest
from playwright.sync_api import BrowserContext, Page

from .conftest import Demo
from .visit import Watch, answer, begin, expect_page, sign_in

pytestmark = [
    pytest.mark.once,
    pytest.mark.parametrize("protocol", ["OAuth 1.0a", "OAuth 2"]),
]


def cookie_policies(context: BrowserContext) -> list[str | None]:
    return [cookie.get("sameSite") for cookie in context.cookies()]


def test_lax_lets_the_session_come_back(
    context: BrowserContext, page: Page, protocol: str
) -> None:
    """Even where the provider's form is a POST, answered with the redirect."""
    sign_in(page, protocol)
    assert cookie_policies(context) == ["Lax"]


def test_strict_keeps_the_session_back_and_the_message_says_so(
    demo: Demo, context: BrowserContext, page: Page, watch: Watch, protocol: str
) -> None:
    """Documented in "Behind a TLS proxy": a callback comes from the provider's site."""
    demo.app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
    begin(page, protocol)
    assert cookie_policies(context) == ["Strict"]
    callback = answer(page)
    expect_page(
        page,
        "That did not work",
        "the browser sent no cookie back",
        "SESSION_COOKIE_SAMESITE ('Lax' works, 'Strict' does not)",
        "invalid_state",
    )
    path = callback.removeprefix(demo.url).partition("?")[0]
    assert watch.take_refused() == [f"400 {path}"]
    page.get_by_role("link", name="Back to the start").click()
    expect_page(page, "You are not signed in")
    # Nothing was used up: an address that is typed comes from no other site.
    page.goto(callback)
    expect_page(page, "Hello, Jane Doe!")
