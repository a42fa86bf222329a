"""A browser, the demo, and a context of the browser that no other test has used."""

import os
import shutil
from collections.abc import Iterator

import attrs
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from flask_oauth.demo._application import create_application
from flask_oauth.demo._provider import create_provider
from flask_oauth.testing import Provider
from flask_oauth.testing._serving import serving

from .visit import Watch

_ARGUMENTS = [
    "--no-sandbox",  # which Chromium cannot make when it runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # It shall not look for its maker's servers.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@attrs.frozen
class Demo:
    """Hold the two sites, each on a socket."""

    provider: Provider
    app: Flask
    url: str


# Not for the whole session: while it is there, Playwright's event loop runs in this
# thread, where asyncio would refuse to start another one for the tests elsewhere.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        missing = "needs Chromium: install Debian's package chromium"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def demo() -> Iterator[Demo]:
    provider = create_provider()
    with provider.serve():
        app = create_application(provider)
        with serving(app, "localhost", 0) as url:
            yield Demo(provider, app, url)


@pytest.fixture
def width() -> int:
    """Return how many pixels wide the window is."""
    return 1280


@pytest.fixture
def context(browser: Browser, demo: Demo, width: int) -> Iterator[BrowserContext]:
    """Give what one person's tabs share: the cookies."""
    with browser.new_context(
        base_url=demo.url,
        viewport={"width": width, "height": 720},
        is_mobile=width < 600,  # heeds <meta name="viewport">
    ) as context:
        context.set_default_timeout(10_000)
        yield context


@pytest.fixture
def watch(context: BrowserContext) -> Iterator[Watch]:
    """Give what went wrong; what a test does not take from it is a failure."""
    watch = Watch(context)
    yield watch
    context.close()  # what is still on its way arrives
    assert watch.problems == []
    assert watch.refused == []


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    """Give a tab."""
    return context.new_page()
