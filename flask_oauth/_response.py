"""What comes back from the remote application: of a call, and of a sign-in."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Generic

import attrs
from typing_extensions import override
from werkzeug.datastructures import Headers, ImmutableDict

from . import _codec, _urls
from ._messages import HTTPReply
from ._tokens import TokenPair
from .exceptions import ErrorCode, OAuthException
from .typing import DataT_co, Decoder, ResponseHead


@attrs.frozen(slots=False)  # what is cached goes to __dict__, which is faster
class OAuthResponse(Generic[DataT_co]):
    """Hold the reply to a call of the remote API.

    Args:
        resp: the status and the headers of the HTTP response.
        content: its body, in bytes.
        decoder: turns the parsed data of a 2xx reply into what :attr:`data` is.
        call: what was called, for messages; the query of its URL is not shown.
    """

    _resp: ResponseHead = attrs.field(alias="resp", repr=False)
    raw_data: bytes = attrs.field(alias="content", repr=False)
    """The body as it came, in bytes, a content encoding such as gzip undone."""
    _decoder: Decoder[DataT_co] | None = attrs.field(
        alias="decoder", default=None, kw_only=True, repr=False, eq=False
    )
    _call: str = attrs.field(
        alias="call", default="", kw_only=True, repr=False, eq=False
    )

    @property
    def status(self) -> int:
        """The HTTP status code."""
        return self._resp.status

    @property
    def headers(self) -> Headers:
        """The headers, found without regard to capitals."""
        return self._headers

    @property
    def data(self) -> DataT_co:
        """The body, parsed by its media type when first asked for.

        JSON is its Python value, XML an :class:`xml.etree.ElementTree.Element`, a form
        a flat ``dict[str, str]``, anything else ``str``, or ``bytes`` where it is no
        text. With a decoder it is what the decoder returned.

        Raises:
            OAuthException: ``invalid_response``: the body is not what its type says, or
                the decoder raised, or there is a decoder and the status is not 2xx.
        """
        return self._data

    # Kept apart from the properties: a checker takes a cached one for one to be set.
    @cached_property
    def _headers(self) -> Headers:
        return Headers(self._resp.headers)

    @cached_property
    def _data(self) -> DataT_co:
        parsed = self._parsed()
        if self._decoder is None:
            return parsed  # type: ignore[no-any-return] # DataT_co is Any without a decoder
        if not 200 <= self.status < 300:
            raise self._error(
                f"status {self.status}: there is no data to decode",
                "invalid_response",
                parsed,
            )
        try:
            return self._decoder(parsed)
        except Exception as error:
            raise self._error(
                f"the decoder refused the reply: {type(error).__name__}",
                "invalid_response",
                parsed,
            ) from error

    def raise_for_status(self) -> None:
        """Raise an exception unless the status is 2xx.

        Raises:
            OAuthException: ``http_error``, with the parsed data where it can be parsed.
        """
        if 200 <= self.status < 300:
            return
        try:
            data = self._parsed()
        except OAuthException:
            data = None
        raise self._error(
            f"the remote application answered with status {self.status}",
            "http_error",
            data,
        )

    def _parsed(self) -> Any:
        try:
            return _codec.decode(self.raw_data, self._content_type())
        except OAuthException as error:
            raise self._error(error.message, "invalid_response") from error.__cause__

    def _error(self, message: str, code: ErrorCode, data: Any = None) -> OAuthException:
        call = f"{_urls.shown(self._call)}: " if self._call else ""
        return OAuthException(f"{call}{message}", code, data)

    def _content_type(self) -> str | None:
        if isinstance(self._resp, HTTPReply):  # ours: no need to make Headers of it
            return self._resp.header("content-type")
        return self.headers.get("Content-Type")


def _copied(data: Mapping[str, Any]) -> ImmutableDict[str, Any]:
    return ImmutableDict(data)


@attrs.frozen(eq=False)
class AuthorizedResponse(Mapping[str, Any]):
    """Hold all that came with an access token, as an immutable mapping.

    OAuth 1.0a has ``oauth_token`` and ``oauth_token_secret`` in it, OAuth 2
    ``access_token``, and whatever else the provider sent, such as ``screen_name``.

    Args:
        data: what the provider sent.
        token: the token to remember: ``(token, secret)``.
    """

    _data: ImmutableDict[str, Any] = attrs.field(
        alias="data", converter=_copied, repr=False
    )
    token: TokenPair

    @override
    def __getitem__(self, key: str, /) -> Any:
        return self._data[key]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    @override
    def __len__(self) -> int:
        return len(self._data)
