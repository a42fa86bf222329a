"""What a person does in the demo, and what the browser has to say about it."""

import re

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    WebError,
    expect,
)

# How Chromium repeats, on the console, an answer that was seen as a response.
_REPEATED = re.compile("Failed to load resource: the server responded with a status of")


class Watch:
    """Note what goes wrong in any tab.

    Attributes:
        problems: what the console warns of, and requests without an answer.
        refused: the answers with a status of 400 and above.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.problems: list[str] = []
        self.refused: list[str] = []
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def take_refused(self) -> list[str]:
        """Return the answers that a test expects, and forget them."""
        refused, self.refused = self.refused, []
        return refused

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _REPEATED.match(message.text):
            self.problems.append(f"{message.type}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.problems.append(f"error: {error.error}")

    def _failed(self, request: Request) -> None:
        self.problems.append(f"{request.failure}: {request.method} {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            path = re.sub(r"^http://[^/]*|\?.*", "", response.url)
            self.refused.append(f"{response.status} {path}")


def expect_page(page: Page, heading: str, *texts: str) -> None:
    """Wait until a page is there."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    for text in texts:
        expect(page.get_by_role("main")).to_contain_text(text)


def begin(page: Page, protocol: str) -> None:
    """Go from the application's first page to the provider's question."""
    page.goto("/")
    page.get_by_role("link", name=f"Sign in with {protocol}").click()
    expect_page(page, "Sign in and allow?")


def answer(page: Page, decision: str = "Allow", user: str = "Jane Doe") -> str:
    """Answer the provider's question; return the URL of the callback."""
    page.get_by_label("Your account").select_option(label=user)
    with page.expect_request(re.compile("/authorized/")) as callback:
        page.get_by_role("button", name=decision).click()
    return callback.value.url


def sign_in(page: Page, protocol: str, user: str = "Jane Doe") -> str:
    """Take a person from the first page to their timeline; return the callback."""
    begin(page, protocol)
    callback = answer(page, user=user)
    expect_page(page, f"Hello, {user}!", f"You are signed in with {protocol}.")
    return callback


def post(page: Page, text: str) -> None:
    """Write on the timeline."""
    page.get_by_label("What is new?").fill(text)
    page.get_by_role("button", name="Post").click()
    expect(page.get_by_role("status")).to_have_text("Posted.")
    expect(page.get_by_role("listitem").first).to_contain_text(text)


def sign_out(page: Page) -> None:
    """Leave the timeline."""
    page.get_by_role("button", name="Sign out").click()
    expect_page(page, "You are not signed in", "You are signed out.")
