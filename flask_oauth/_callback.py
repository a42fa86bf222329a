"""What a callback says, before it is known which sign-in it belongs to."""

import re
from collections.abc import Mapping
from typing import TypeAlias

from ._token_reply import shown
from .exceptions import OAuthException

Args: TypeAlias = Mapping[str, list[str]]
"""The parameters of a callback, with all the values of each."""

# RFC 6749 section 4.1.2.1 allows these characters in an error code.
_CODE = re.compile(r"[\x20\x21\x23-\x5b\x5d-\x7e]{1,100}")
_REFUSALS = {"access_denied", "permission_denied", "user_refused"}


def single(app: str, args: Args, name: str) -> str | None:
    """Return the one value of a parameter, ``None`` where it is missing.

    Args:
        app: the remote application's name.
        args: the callback's parameters.
        name: which one.

    Raises:
        OAuthException: ``invalid_callback``: it is there more than once, which
            RFC 6749 section 3.1 forbids.
    """
    values = args.get(name, [])
    if len(values) > 1:
        raise OAuthException(
            f"{app}: the callback carries {name} {len(values)} times",
            "invalid_callback",
        )
    return values[0] if values else None


def check_refusal(app: str, args: Args) -> None:
    """Return when the user refused, or when the callback carries no answer at all.

    Raises:
        OAuthException: the provider's own code: it sent the user back with an error
            that is no refusal (RFC 6749 section 4.1.2.1); ``invalid_callback`` for a
            code that cannot be one.
    """
    error = single(app, args, "error") or single(app, args, "oauth_problem")
    if error is None or error in _REFUSALS:
        return
    if not _CODE.fullmatch(error):
        raise OAuthException(
            f"{app}: the callback carries an error that is no error code",
            "invalid_callback",
        )
    description = single(app, args, "error_description")
    detail = f": {shown(description)}" if description else ""
    raise OAuthException(f"{app}: the provider says {shown(error)}{detail}", error)
