"""The token and the secret that speak for a user."""

import attrs
from typing_extensions import Self, override

from ._urls import is_encodable
from .exceptions import OAuthException


@attrs.frozen(eq=False, repr=False, slots=False)
class TokenPair(tuple[str, str]):  # noqa: SLOT001 # a tuple has no room for them
    """Hold a token and its secret.

    It is the ``(token, secret)`` tuple of Flask-OAuth 0.12 with names: it unpacks,
    compares and hashes as that tuple, and a Flask session stores it as one.

    Args:
        token: the access token; never empty.
        secret: its secret in OAuth 1.0a; ``""`` in OAuth 2, which has none.

    Raises:
        TypeError: one of the two is no text.
        ValueError: the token is empty, or one of the two holds a lone surrogate.
    """

    token: str
    secret: str = ""

    def __new__(cls, token: str, secret: str = "") -> Self:
        return super().__new__(cls, (token, secret))

    def __attrs_post_init__(self) -> None:
        values: dict[str, object] = {"token": self.token, "secret": self.secret}
        for name, value in values.items():
            if not isinstance(value, str):
                raise TypeError(f"the {name} must be a str, not {type(value).__name__}")
            if not is_encodable(value):
                raise ValueError(f"the {name} holds a lone surrogate")
        if not self.token:
            raise ValueError("the token is empty")

    # What copy and pickle pass to __new__.
    def __getnewargs__(self) -> tuple[str, str]:
        return (self.token, self.secret)

    @override
    def __repr__(self) -> str:
        return "TokenPair(token='***', secret='***')"


def read_token(value: tuple[str, str] | list[str] | None, app: str) -> TokenPair:
    """Turn what a tokengetter returned into a token pair.

    Args:
        value: a :class:`TokenPair`, a pair as a tuple or list, or ``None``.
        app: the remote application's name, for messages.

    Raises:
        OAuthException: ``token_missing`` for ``None``, ``invalid_token`` for anything
            that is no pair of texts.
    """
    match value:
        case TokenPair():
            return value
        case None:
            raise OAuthException(
                f"{app}: no token is available: the tokengetter returned None. Send the"
                " user through authorize() first.",
                "token_missing",
            )
        case [token, secret]:
            try:
                return TokenPair(token, secret)
            except (TypeError, ValueError) as error:
                raise OAuthException(
                    f"{app}: the tokengetter returned a pair that is no token: {error}",
                    "invalid_token",
                ) from error
        case _:
            raise OAuthException(
                f"{app}: the tokengetter must return (token, secret) or None, not"
                f" {type(value).__name__}",
                "invalid_token",
            )
