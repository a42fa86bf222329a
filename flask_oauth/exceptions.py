"""The one exception of this library, and its codes."""

from typing import Any, Literal, TypeAlias

import attrs
from typing_extensions import override

ErrorCode: TypeAlias = Literal[
    "connection_failed",
    "consumer_key_missing",
    "http_error",
    "insecure_transport",
    "invalid_callback",
    "invalid_issuer",
    "invalid_next_url",
    "invalid_response",
    "invalid_state",
    "invalid_token",
    "origin_not_allowed",
    "response_too_large",
    "stale_connection",
    "timeout",
    "token_generation_failed",
    "token_missing",
    "too_many_redirects",
]
"""The codes that this library gives as :attr:`OAuthException.type`."""


def _mask(value: object) -> str:
    """Print a field that may hold a secret; what is empty can be told apart."""
    return "'***'" if value else repr(value)


# Compared by identity, as exceptions are: attrs does so for them by itself.
@attrs.frozen(str=False)
class OAuthException(RuntimeError):
    """Say that a sign-in or a call of the remote API failed.

    The cause, where there is one, is chained as ``__cause__``.

    Args:
        message: what failed, in which remote application and step, and what to change.
        type: a code of :data:`ErrorCode`, or the provider's own ``error`` code when it
            sent the user back with one (RFC 6749 section 4.1.2.1); ``None`` if there is
            none.
        data: the parsed data of the remote API, where there is some. It may hold
            secrets, and is therefore in neither ``str()`` nor ``repr()``.
    """

    message: str
    type: ErrorCode | str | None = None
    data: Any = attrs.field(default=None, repr=_mask)

    @override
    def __str__(self) -> str:
        return self.message
