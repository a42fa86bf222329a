"""What the provider saw."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import attrs
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Request

Endpoint: TypeAlias = Literal["request_token", "authorize", "token", "resource"]
"""What a request asked for; ``"token"`` is the access token of either protocol."""


FORM = "application/x-www-form-urlencoded"


def masked(value: object) -> str:
    """Print whether a secret is there, and nothing else."""
    return "'***'" if value else repr(value)


def without_query(url: str) -> str:
    """Print what of a URL may be shown: its query can hold secrets."""
    return repr(url.partition("?")[0])


@attrs.frozen(eq=False)
class ProviderRequest:
    """Hold one request that came to the provider.

    Args:
        endpoint: what it asked for.
        method: in capitals.
        url: absolute and encoded, as the client sent it.
        path: its path at the provider, decoded.
        headers: those it came with.
        args: the parameters of its query.
        form: the parameters of its form-encoded body.
        body: its body, as it came.
        arguments: what stood in the place of the variables in the resource's path.
        user: who allowed it, once that was checked; ``None``: nobody.
        token: the access token that it used, or was given.
        status: what it was answered with; ``None`` while it is being answered, or when
            it timed out.
    """

    endpoint: Endpoint
    method: str
    url: str = attrs.field(repr=without_query)
    path: str
    headers: Headers = attrs.field(repr=False)
    args: MultiDict[str, str] = attrs.field(repr=False)
    form: MultiDict[str, str] = attrs.field(repr=False)
    body: bytes = attrs.field(repr=False)
    arguments: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    user: str | None = None
    token: str | None = attrs.field(default=None, repr=masked)
    status: int | None = None

    @classmethod
    def read(cls, request: Request, endpoint: Endpoint) -> "ProviderRequest":
        """Make a record of a werkzeug request.

        Args:
            request: what came.
            endpoint: what it asks for.
        """
        body = request.get_data(cache=True, parse_form_data=False)
        return cls(
            endpoint,
            request.method,
            _exact_url(request),
            request.path,
            request.headers,
            request.args,
            request.form,
            body,
        )

    @property
    def form_text(self) -> str | None:
        """The form-encoded body as text, ``None`` if there is none."""
        if self.headers.get("Content-Type", "").partition(";")[0] != FORM:
            return None
        return self.body.decode("utf-8", "replace")


def _exact_url(request: Request) -> str:
    """Return the URL byte by byte: it is what was signed.

    WSGI decodes the path; servers give it as it came beside that, under names of
    their own.
    """
    environ = request.environ
    path = environ.get("REQUEST_URI") or environ.get("RAW_URI") or ""
    url = f"{request.scheme}://{request.host}{path.partition('?')[0]}"
    if not path.startswith("/"):
        url = iri_to_uri(request.base_url)
    query = environ.get("QUERY_STRING")
    return f"{url}?{query}" if query else url
