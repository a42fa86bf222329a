"""Replies that bring tokens: read leniently, judged strictly."""

from typing import Any, cast

from . import _codec
from ._messages import HTTPReply
from ._urls import is_encodable
from .exceptions import ErrorCode, OAuthException


def shown(text: object) -> str:
    """Return a provider's text as a message may show it: short, on one line."""
    return repr(str(text)[:200])


def read_token_reply(reply: HTTPReply, step: str, code: ErrorCode) -> dict[str, Any]:
    """Read the reply of a request token URL or an access token URL.

    It may be JSON or a form, whatever its label says: Facebook sent forms as
    ``text/plain``.

    Args:
        reply: the reply.
        step: the remote application and the step, to begin messages with.
        code: the type of the exception.

    Returns:
        what it holds; there is something, and no ``error`` in it.

    Raises:
        OAuthException: of type ``code``: the status is not 2xx, there is an error in
            the reply, or it is neither a JSON object nor a form.
    """
    data = _parse(reply.body)
    found = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    error = found.get("error") or found.get("oauth_problem")
    if error:
        reason = f"the provider says {shown(error)}"
        if found.get("error_description"):
            reason += f": {shown(found['error_description'])}"
    elif 300 <= reply.status < 400:
        reason = (
            f"it was answered with a redirect (status {reply.status}), which is never"
            " followed with credentials: configure the URL it leads to"
        )
    elif not 200 <= reply.status < 300:
        reason = f"it was answered with status {reply.status}"
    elif not found:
        reason = "the reply is neither a JSON object nor a form with parameters"
    else:
        return found
    raise OAuthException(f"{step} failed: {reason}", code, data)


def text_member(
    data: dict[str, Any], name: str, step: str, code: ErrorCode, *, empty: bool = False
) -> str:
    """Return a member that must be a text.

    Raises:
        OAuthException: of type ``code``: it is missing, no text, or empty.
    """
    value = data.get(name)
    if not isinstance(value, str) or not (value or empty) or not is_encodable(value):
        raise OAuthException(
            f"{step} failed: the reply has no usable {name!r}", code, data
        )
    return value


def _parse(body: bytes) -> object:
    try:
        text = body.decode("utf-8-sig").strip()
    except ValueError:
        return None
    try:
        if text.startswith(("{", "[", '"')) or text == "null":
            return _codec.decode_json(text)
        return dict(reversed(_codec.decode_params(text))) if "=" in text else None
    except (ValueError, RecursionError):
        return None
