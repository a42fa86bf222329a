"""Each page of the demo and of the provider, for everybody and on every screen.

With ``FLASK_OAUTH_PICTURES=1`` the pictures of the documentation are taken anew.
"""

import os
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from flask_oauth import OAuth

from .conftest import Demo
from .visit import Watch, answer, begin, expect_page, post, sign_in

pytestmark = pytest.mark.once

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
STATIC = Path(__file__).parents[2] / "docs" / "_static"
FONT_SIZES = """() => [...document.querySelectorAll("main *")]
    .filter(element => element.checkVisibility() && element.innerText?.trim())
    .map(element => parseFloat(getComputedStyle(element).fontSize))"""
HEIGHTS = """() => [...document.querySelectorAll("a, button, select, textarea")]
    .map(element => element.getBoundingClientRect().height)"""


def start(demo: Demo, page: Page) -> None:
    page.goto("/")
    expect_page(page, "You are not signed in")


def question(demo: Demo, page: Page) -> None:
    begin(page, "OAuth 2")


def timeline(demo: Demo, page: Page) -> None:
    sign_in(page, "OAuth 2")


def long_post(demo: Demo, page: Page) -> None:
    sign_in(page, "OAuth 1.0a")
    post(page, 70 * "ab")


def refusal(demo: Demo, page: Page) -> None:
    begin(page, "OAuth 1.0a")
    answer(page, "Deny")
    expect_page(page, "You are not signed in", "You refused")


def problem(demo: Demo, page: Page) -> None:
    page.goto(sign_in(page, "OAuth 2"))
    expect_page(page, "That did not work")


def providers_problem(demo: Demo, page: Page) -> None:
    page.goto(f"{demo.provider.url}/oauth1/authorize?oauth_token=unknown")
    expect_page(page, "This does not work")


def pin_question(demo: Demo, page: Page) -> None:
    """Begin a sign-in without a callback, which the demo has not."""
    app = Flask("terminal")
    app.secret_key = "a secret key of the tests"
    remote = OAuth().remote_app("pin", **demo.provider.oauth1_options())
    with app.test_request_context():
        page.goto(remote.authorize().location or "")
    expect_page(page, "Sign in and allow?")


def pin(demo: Demo, page: Page) -> None:
    pin_question(demo, page)
    page.get_by_role("button", name="Allow").click()
    expect_page(page, "Your PIN")


def no_pin(demo: Demo, page: Page) -> None:
    pin_question(demo, page)
    page.get_by_role("button", name="Deny").click()
    expect_page(page, "You refused")


EVERY_PAGE: list[Callable[[Demo, Page], None]] = [
    start,
    question,
    timeline,
    long_post,
    refusal,
    problem,
    providers_problem,
    pin,
    no_pin,
]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("go", EVERY_PAGE)
def test_every_page_can_be_read_and_has_nothing_for_axe_to_find(
    demo: Demo,
    page: Page,
    watch: Watch,
    go: Callable[[Demo, Page], None],
    width: int,
) -> None:
    go(demo, page)
    if go in {problem, providers_problem}:
        assert len(watch.take_refused()) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert min(page.evaluate(FONT_SIZES)) >= 16
    assert min(page.evaluate(HEIGHTS), default=44) >= 44
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")
    assert found["violations"] == []
    assert len(found["passes"]) > 10  # it has looked


def tab_to(page: Page, name: str) -> None:
    """Go on to the next thing that takes keys; the ring around it can be seen."""
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_accessible_name(name)
    expect(focused).to_have_css("outline-style", "solid")
    expect(focused).to_have_css("outline-width", "3px")


def test_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/")
    tab_to(page, "Sign in with OAuth 2")
    tab_to(page, "Sign in with OAuth 1.0a")
    page.keyboard.press("Enter")
    expect_page(page, "Sign in and allow?")
    tab_to(page, "Your account")
    page.keyboard.type("John")
    tab_to(page, "Allow")
    tab_to(page, "Deny")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect_page(page, "Hello, John Roe!", "You are signed in with OAuth 1.0a.")
    tab_to(page, "What is new?")
    page.keyboard.type("No mouse")
    tab_to(page, "Post")
    page.keyboard.press("Space")
    expect_page(page, "Hello, John Roe!", "Posted.", "No mouse")
    for name in ("What is new?", "Post", "Sign out"):
        tab_to(page, name)
    page.keyboard.press("Enter")
    expect_page(page, "You are not signed in", "You are signed out.")


@pytest.mark.parametrize("width", [480])
@pytest.mark.parametrize("go", [start, question, timeline, problem])
def test_the_documentation_has_a_picture(
    demo: Demo,
    page: Page,
    watch: Watch,
    tmp_path: Path,
    go: Callable[[Demo, Page], None],
) -> None:
    go(demo, page)
    watch.take_refused()
    name = f"demo-{go.__name__}.png"
    taken = os.environ.get("FLASK_OAUTH_PICTURES")
    picture = (STATIC if taken else tmp_path) / name
    page.locator("main").screenshot(path=picture)
    assert (STATIC / name).is_file()
    assert picture.stat().st_size < 60_000
