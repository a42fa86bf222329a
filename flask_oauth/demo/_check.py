"""The demo without a person: all that can be clicked, over HTTP, with a transcript."""

import re

import urllib3

from .. import OAuth
from ..testing import Provider
from ..testing._serving import serving
from ._application import PROTOCOLS, create_application
from ._browser import Browser, Page
from ._wire import Wiretap

# All but the text that people see: secrets are in the markup only.
_MARKUP = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)


class _Failure(Exception):
    """Say which page is not as it should be."""


def check(provider: Provider) -> bool:
    """Go through the demo with each protocol; return whether all is as it should be.

    Args:
        provider: the demo's, not yet on a socket.
    """
    with provider.serve():
        app = create_application(provider, Wiretap(OAuth().transport))
        with serving(app, "localhost", 0) as url:
            try:
                for name, protocol in PROTOCOLS.items():
                    _go_through(Browser(), url, name, protocol)
            except (_Failure, urllib3.exceptions.HTTPError) as failure:
                print(f"\nFAILED: {failure}")
                return False
    print("\nAll of it works.")
    return True


def _go_through(browser: Browser, url: str, name: str, protocol: str) -> None:
    login = f"{url}/login/{name}"

    print(f"\n{protocol}: open the application")
    _expect(browser.open(f"{url}/"), 200, f"Sign in with {protocol}")

    print(f"\n{protocol}: sign in, allow, and see the timeline")
    question = browser.open(login)
    _expect(question, 200, "Sign in and allow?")
    page = browser.submit(question, "", user="jane", decision="allow")
    _expect(page, 200, "Hello, Jane Doe!")
    _expect(page, 200, f"You are signed in with {protocol}.")
    _expect(page, 200, "Timeline")
    # The page after the callback is the one that it redirects to.
    callback = browser.history[-2]

    print(f"\n{protocol}: post to the timeline")
    page = browser.submit(page, "/post", status=f"I came with {protocol}")
    _expect(page, 200, "Posted.")
    _expect(page, 200, f"<p>I came with {protocol}</p>")

    print(f"\n{protocol}: paste the callback again, which is refused")
    _expect(browser.open(callback), 400, "invalid_state")

    print(f"\n{protocol}: sign out")
    _expect(browser.submit(page, "/logout"), 200, "You are signed out.")

    print(f"\n{protocol}: sign in, and deny")
    question = browser.open(login)
    _expect(question, 200, "Sign in and allow?")
    page = browser.submit(question, "", user="jane", decision="deny")
    _expect(page, 200, "You refused")
    _expect(page, 200, "You are not signed in")


def _expect(page: Page, status: int, text: str) -> None:
    if page.status != status or text not in page.html:
        where = page.url.partition("?")[0]
        shown = " ".join(_MARKUP.sub(" ", page.html).split())
        raise _Failure(
            f"{where} should answer {status} with {text!r},"
            f" and answers {page.status}: {shown}"
        )
