"""A sign-in, taken step by step through an application's test client."""

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import attrs
from werkzeug.test import Client, TestResponse

from ..typing import HTTPReply, HTTPRequest
from ._records import FORM, without_query

_MAX_REDIRECTS = 20
_AUTHORIZE = ("/oauth1/authorize", "/oauth2/authorize")
_PIN = re.compile(r"<output>(.*?)</output>")
_PROBLEM = re.compile(r"<p>(.*?)</p>")


@attrs.frozen
class SignIn:
    """Hold a sign-in that waits for the user's answer.

    Made by :meth:`Provider.begin`. Several can be under way at once, as in the tabs of
    a browser.

    Args:
        client: the application's test client: the browser.
        authorize_url: where the application sent the user.
    """

    client: Client
    authorize_url: str = attrs.field(repr=without_query)
    _send: Callable[[HTTPRequest], HTTPReply] = attrs.field(repr=False)
    _first_user: str = attrs.field(repr=False)

    def allow(self, user: str | None = None) -> str:
        """Let a user allow it.

        Args:
            user: who; ``None``: the provider's first user.

        Returns:
            the callback URL for :meth:`finish`, or the PIN where the application asked
            for one.

        Raises:
            AssertionError: the provider refuses it; the message says why.
        """
        return self._decide("allow", user or self._first_user)

    def deny(self) -> str:
        """Let the user refuse it.

        Returns:
            the callback URL for :meth:`finish`; ``""`` where the application asked for
            a PIN: nobody tells it then.
        """
        return self._decide("deny", self._first_user)

    def finish(self, callback_url: str, /, **parameters: str | None) -> TestResponse:
        """Bring the user back to the application, and follow its own redirects.

        Args:
            callback_url: from :meth:`allow` or :meth:`deny`.
            parameters: those of the callback to replace, as a forger would: ``state``,
                ``code``, ``oauth_token``, ``oauth_verifier``, ``iss``, …; ``None``
                leaves one out.

        Returns:
            the application's last response.
        """
        url = callback_url
        if parameters:
            url, _, query = url.partition("?")
            kept = [p for p in parse_qsl(query, True) if p[0] not in parameters]
            new = {key: value for key, value in parameters.items() if value is not None}
            url = f"{url}?{urlencode([*kept, *new.items()])}"
        return follow(self.client, self.client.get(url), lambda _: False)

    def _decide(self, decision: str, user: str) -> str:
        body = urlencode({"decision": decision, "user": user}).encode()
        headers = (("Content-Type", FORM),)
        reply = self._send(HTTPRequest("POST", self.authorize_url, headers, body))
        for name, value in reply.headers:
            if name.lower() == "location":
                return value
        page = reply.body.decode()
        if reply.status != 200:
            problem = _PROBLEM.search(page)
            reason = html.unescape(problem[1]) if problem else page
            raise AssertionError(f"the provider refuses the sign-in: {reason}")
        pin = _PIN.search(page)
        return pin[1] if pin else ""


def begin(
    client: Client, start: str | TestResponse, path_of: Callable[[str], str | None]
) -> str:
    """Go to where an application sends its user to sign in.

    Returns:
        the authorize URL.

    Raises:
        AssertionError: it does not send the user to the provider.
    """
    response = client.get(start) if isinstance(start, str) else start
    response = follow(client, response, lambda url: path_of(url) in _AUTHORIZE)
    url = _target(response)
    if url is None:
        raise AssertionError(
            "the application does not redirect to the provider:"
            f" {response.request.path} answers {response.status}"
        )
    if path_of(url) not in _AUTHORIZE:
        raise AssertionError(
            f"the application redirects to {without_query(url)}, for which this"
            " provider does not stand in: see Provider.replace()"
        )
    return url


def follow(
    client: Client, response: TestResponse, is_end: Callable[[str], bool]
) -> TestResponse:
    """Follow an application's redirects as long as they stay with it.

    Returns:
        the first response that leads elsewhere, to the end, or nowhere.
    """
    for _ in range(_MAX_REDIRECTS):
        url = _target(response)
        if url is None or is_end(url) or _origin(url) != _origin(response.request.url):
            return response
        response = client.get(url)
    raise AssertionError(f"the application redirects {_MAX_REDIRECTS} times")


def _target(response: TestResponse) -> str | None:
    location = response.headers.get("Location")
    if location is None or not 300 <= response.status_code < 400:
        return None
    return urljoin(response.request.url, location)


def _origin(url: str) -> tuple[str, str]:
    return urlsplit(url)[:2]
