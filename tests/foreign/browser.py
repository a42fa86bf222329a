"""As much of a browser as a provider's pages need."""

from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin

import attrs
import urllib3
from typing_extensions import override


class _HiddenFields(HTMLParser):
    """Collect what a form would send by itself, such as a CSRF token."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        field = dict(attrs)
        name = field.get("name")
        if tag == "input" and field.get("type") == "hidden" and name:
            self.found[name] = field.get("value") or ""


@attrs.frozen
class Page:
    """Hold what the browser shows.

    Args:
        url: its address; outside the provider, it was not asked for.
        status: the HTTP status of the page.
        text: what it says.
    """

    url: str
    status: int
    text: str


@attrs.frozen
class Browser:
    """Visit one provider's pages with cookies, until it sends the user elsewhere.

    Args:
        origin: the provider's.
    """

    origin: str
    _http: urllib3.PoolManager = attrs.field(factory=urllib3.PoolManager, init=False)
    _cookies: dict[str, str] = attrs.field(factory=dict[str, str], init=False)

    def go(self, url: str) -> Page:
        """Open an address."""
        return self._request("GET", url, None)

    def submit(self, page: Page, **fields: str) -> Page:
        """Send the form on a page, filled in."""
        form = _HiddenFields(page.text).found | fields
        return self._request("POST", page.url, urlencode(form))

    def close(self) -> None:
        self._http.clear()

    def _request(self, method: str, url: str, body: str | None) -> Page:
        while url.startswith(f"{self.origin}/"):
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            if self._cookies:
                pairs = [f"{name}={value}" for name, value in self._cookies.items()]
                headers["Cookie"] = "; ".join(pairs)
            reply = self._http.request(
                method,
                url,
                body=body,
                headers=headers,
                redirect=False,
                retries=False,
                timeout=30,
            )
            for header in reply.headers.getlist("Set-Cookie"):
                morsels = SimpleCookie(header).items()
                self._cookies.update({name: morsel.value for name, morsel in morsels})
            location = reply.headers.get("Location")
            if location is None:
                return Page(url, reply.status, reply.data.decode())
            method, url, body = "GET", urljoin(url, location), None
        return Page(url, 0, "")
