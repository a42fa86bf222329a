"""What goes over the wire, and what comes back, as values."""

from typing import TypeAlias

import attrs

HeaderPairs: TypeAlias = tuple[tuple[str, str], ...]


DEFAULT_HEADERS: HeaderPairs = (
    ("User-Agent", "Flask-OAuth"),
    ("Accept-Encoding", "gzip, deflate"),
)
"""What every request says of its sender, unless the caller says otherwise."""


@attrs.frozen
class Limits:
    """How long a call may take, and how much it may bring.

    Args:
        connect_timeout: seconds to open a connection.
        read_timeout: seconds between two arrivals of data.
        total_timeout: seconds for the whole call, its redirects included.
        max_response_size: bytes of a reply's body, decoded.
    """

    connect_timeout: float = 5.0
    read_timeout: float = 15.0
    total_timeout: float = 30.0
    max_response_size: int = 16 * 1024 * 1024


@attrs.frozen
class HTTPRequest:
    """Hold one request, ready to be sent.

    Args:
        method: in capitals.
        url: absolute and percent-encoded.
        headers: pairs of name and value.
        body: the encoded body, or ``None``.
        limits: what the transport has to keep to.
        deadline: the moment of :func:`time.monotonic` at which the call has failed.
    """

    method: str
    url: str = attrs.field(repr=False)
    headers: HeaderPairs = attrs.field(default=(), repr=False)
    body: bytes | None = attrs.field(default=None, repr=False)
    limits: Limits = Limits()
    deadline: float = float("inf")

    def with_header(self, name: str, value: str) -> "HTTPRequest":
        """Return the request with one more header.

        Args:
            name: the header's name.
            value: its value.
        """
        # attrs.evolve takes five times as long.
        return HTTPRequest(
            self.method,
            self.url,
            (*self.headers, (name, value)),
            self.body,
            self.limits,
            self.deadline,
        )


@attrs.frozen
class HTTPReply:
    """Hold one reply, read to its end.

    Args:
        status: the status code.
        headers: pairs of name and value, as they came.
        body: the body, its content encoding (gzip, …) undone.
    """

    status: int
    headers: HeaderPairs = attrs.field(default=(), repr=False)
    body: bytes = attrs.field(default=b"", repr=False)

    def header(self, name: str) -> str | None:
        """Return the first value of a header, ``None`` if there is none.

        Args:
            name: the header's name, in small letters.
        """
        for known, value in self.headers:
            if known.lower() == name:
                return value
        return None
