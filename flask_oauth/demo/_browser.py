"""As much of a browser as the demo's pages need."""

from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

import attrs
import urllib3
from typing_extensions import override

from ._wire import tell_reply, tell_request

# What to call a site in the transcript, by its host.
_SITES = {"localhost": "application", "127.0.0.1": "provider"}


class _Forms(HTMLParser):
    """Collect the hidden fields of the forms on a page, by where they are sent."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, dict[str, str]] = {}
        self._open: dict[str, str] = {}
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = self.fields[values.get("action", "")] = {}
        elif values.get("type") == "hidden":
            self._open[values["name"]] = values["value"]


@attrs.frozen
class Page:
    """Hold what the browser shows: the address, the HTTP status, and the HTML."""

    url: str
    status: int
    html: str


class Browser:
    """Visit pages, keep cookies, follow redirects, and tell of all that."""

    def __init__(self) -> None:
        self.history: list[str] = []
        self._http = urllib3.PoolManager(retries=False, timeout=30)
        self._cookies: dict[str, dict[str, str]] = {host: {} for host in _SITES}

    def open(self, url: str) -> Page:
        """Open an address."""
        return self._visit("GET", url, None)

    def submit(self, page: Page, action: str, **fields: str) -> Page:
        """Send one of a page's forms, filled in; ``action`` tells which."""
        form = _Forms(page.html).fields[action] | fields
        return self._visit("POST", urljoin(page.url, action), urlencode(form).encode())

    def _visit(self, method: str, url: str, body: bytes | None) -> Page:
        while True:
            self.history.append(url)
            host = str(urlsplit(url).hostname)
            name, cookies = _SITES[host], self._cookies[host]
            headers: dict[str, str] = {}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            if cookies:
                pairs = [f"{key}={value}" for key, value in cookies.items()]
                headers["Cookie"] = "; ".join(pairs)
            tell_request(f"  browser -> {name}", method, url, headers.items(), body)
            reply = self._http.request(
                method, url, body=body, headers=headers, redirect=False
            )
            tell_reply(
                f"  browser <- {name}", reply.status, reply.headers.items(), reply.data
            )
            for header in reply.headers.getlist("Set-Cookie"):
                for key, morsel in SimpleCookie(header).items():
                    cookies[key] = morsel.value
            location = reply.headers.get("Location")
            if location is None:
                return Page(url, reply.status, reply.data.decode())
            method, url, body = "GET", urljoin(url, location), None
