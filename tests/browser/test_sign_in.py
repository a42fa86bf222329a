"""A person, two sites and the buttons of a browser."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Demo
from .visit import (
    Watch,
    answer,
    begin,
    expect_page,
    post,
    sign_in,
    sign_out,
)

pytestmark = pytest.mark.once
both_protocols = pytest.mark.parametrize("protocol", ["OAuth 1.0a", "OAuth 2"])


@both_protocols
def test_a_sign_in_leads_to_the_timeline_and_the_way_out(
    demo: Demo, page: Page, protocol: str
) -> None:
    begin(page, protocol)
    assert page.url.startswith("http://127.0.0.1:")
    answer(page, user="John Roe")
    expect_page(page, "Hello, John Roe!", f"You are signed in with {protocol}.")
    # Nothing of the callback stays in the address, or in what is shared by copying it.
    assert page.url == f"{demo.url}/"
    post(page, f"I came with {protocol}")
    page.reload()
    expect_page(page, "Hello, John Roe!", f"I came with {protocol}")
    expect(page.get_by_role("status")).to_have_count(0)
    sign_out(page)


@both_protocols
def test_who_refuses_is_not_signed_in_and_may_change_their_mind(
    page: Page, protocol: str
) -> None:
    begin(page, protocol)
    answer(page, "Deny")
    expect_page(page, "You are not signed in", "You refused")
    sign_in(page, protocol)


def test_two_tabs_sign_in_at_once(context: BrowserContext, page: Page) -> None:
    """With different protocols and users; the one that finishes last is signed in."""
    other = context.new_page()
    begin(page, "OAuth 1.0a")
    begin(other, "OAuth 2")
    answer(page, user="Jane Doe")
    expect_page(page, "Hello, Jane Doe!", "OAuth 1.0a")
    answer(other, user="John Roe")
    expect_page(other, "Hello, John Roe!", "OAuth 2")
    # The form in the first tab is still good, for whoever is signed in by now.
    post(page, "From the first tab")
    expect_page(page, "Hello, John Roe!")


@both_protocols
def test_two_tabs_with_one_protocol_finish_in_any_order(
    context: BrowserContext, page: Page, protocol: str
) -> None:
    other = context.new_page()
    begin(page, protocol)
    begin(other, protocol)
    answer(other, user="John Roe")
    expect_page(other, "Hello, John Roe!")
    answer(page, user="Jane Doe")
    expect_page(page, "Hello, Jane Doe!")


def test_back_to_the_question_of_oauth_2_and_allowed_again(
    page: Page, watch: Watch
) -> None:
    """The application refuses the second callback, and the user stays signed in."""
    sign_in(page, "OAuth 2")
    page.go_back()
    expect_page(page, "Sign in and allow?")
    answer(page, user="John Roe")
    expect_page(page, "That did not work", "It was finished already", "invalid_state")
    assert watch.take_refused() == ["400 /authorized/oauth2"]
    page.get_by_role("link", name="Back to the start").click()
    expect_page(page, "Hello, Jane Doe!")


def test_back_to_the_question_of_oauth_1(page: Page, watch: Watch) -> None:
    """The provider knows that it has been answered, and the user stays signed in."""
    sign_in(page, "OAuth 1.0a")
    page.go_back()
    expect_page(page, "This does not work")
    assert watch.take_refused() == ["400 /oauth1/authorize"]
    page.go_back()
    expect_page(page, "Hello, Jane Doe!")


def test_back_after_signing_out_shows_nothing_of_the_user(page: Page) -> None:
    sign_in(page, "OAuth 2")
    sign_out(page)
    page.go_back()
    expect_page(page, "You are not signed in")
    expect(page.get_by_role("status")).to_have_count(0)  # another page than before


@both_protocols
def test_a_callback_pasted_again_is_refused(
    demo: Demo, page: Page, watch: Watch, protocol: str
) -> None:
    callback = sign_in(page, protocol)
    path = callback.removeprefix(demo.url).partition("?")[0]
    seen = len(demo.provider.requests)
    page.goto(callback)
    expect_page(page, "That did not work", "this session has no sign-in under way")
    page.reload()
    expect_page(page, "That did not work")
    assert watch.take_refused() == 2 * [f"400 {path}"]
    assert len(demo.provider.requests) == seen
    page.goto("/")
    expect_page(page, "Hello, Jane Doe!")
    sign_out(page)
    page.goto(callback)
    expect_page(page, "That did not work")
    assert watch.take_refused() == [f"400 {path}"]
