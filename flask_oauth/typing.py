"""Types for what callers pass in, and for what they may replace."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, Protocol, TypeAlias

from typing_extensions import Required, TypedDict, TypeVar

from ._messages import HTTPReply as HTTPReply
from ._messages import HTTPRequest as HTTPRequest
from ._messages import Limits as Limits
from ._options import AccessTokenMethod as AccessTokenMethod
from ._options import ClientAuthentication as ClientAuthentication
from ._options import SignatureMethod as SignatureMethod
from ._options import TokenPlacement as TokenPlacement
from ._tokens import TokenPair

DataT = TypeVar("DataT", default=Any)
DataT_co = TypeVar("DataT_co", covariant=True, default=Any)

Format: TypeAlias = Literal["urlencoded", "urlencode", "json"]
"""How ``data`` becomes a body; ``"urlencode"`` is another name of ``"urlencoded"``."""

Method: TypeAlias = Literal["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
"""The HTTP methods of calls."""

RequestData: TypeAlias = Mapping[str, object] | Iterable[object] | str | bytes | None
"""What a call sends: parameters, a structure for JSON, or text or bytes as they are.

Parameters are a mapping or a list of pairs. A list or tuple as value repeats the
parameter, ``None`` leaves it out.
"""

TokenResult: TypeAlias = TokenPair | tuple[str, str] | list[str] | None
"""What a tokengetter returns: ``(token, secret)``, or ``None`` where there is none."""


class TokenGetter(Protocol):
    """Find the token of the user whose request is being handled."""

    def __call__(self) -> TokenResult: ...


class NamedTokenGetter(Protocol):
    """Find the token that goes by a name: what the caller passed as ``token=``."""

    def __call__(self, token: Any, /) -> TokenResult: ...


AnyTokenGetter: TypeAlias = TokenGetter | NamedTokenGetter
TokenGetterT = TypeVar("TokenGetterT", bound=AnyTokenGetter)


# No protocol: mypy 2.4 would take any function for it, once it has seen one that fits,
# because the type variable has a default.
Decoder: TypeAlias = Callable[[Any], DataT]
"""What turns the parsed data of a 2xx reply into what the application works with."""


class ResponseHead(Protocol):
    """What :class:`~flask_oauth.OAuthResponse` takes from an HTTP response."""

    @property
    def status(self) -> int:
        """The status code."""
        ...

    @property
    def headers(self) -> Mapping[str, str] | Iterable[tuple[str, str]]:
        """The headers."""
        ...


class Transport(Protocol):
    """Send one prepared request and bring back its reply.

    It keeps to the limits and the deadline of the request, follows no redirect, and
    sends nothing twice.
    """

    def send(self, request: HTTPRequest, /) -> HTTPReply:
        """Send it.

        Args:
            request: what to send, its credentials included.

        Raises:
            OAuthException: ``timeout``, ``connection_failed``, ``response_too_large``,
                ``invalid_response``, or ``stale_connection`` when a kept connection
                turned out to be closed before anything was answered.
        """
        ...


class FurtherOptions(TypedDict, total=False):
    """The options that the 0.12 constructor did not have; see ``RemoteAppConfig``."""

    signature_method: SignatureMethod
    rsa_key: str | None
    realm: str | None
    token_placement: TokenPlacement
    client_authentication: ClientAuthentication
    pkce: bool
    issuer: str | None
    require_issuer: bool
    allowed_origins: Iterable[str]
    allow_insecure_transport: bool
    connect_timeout: float
    read_timeout: float
    total_timeout: float
    max_response_size: int


class RemoteAppOptions(FurtherOptions, total=False):
    """The keyword arguments of ``remote_app()``; see ``RemoteAppConfig``."""

    base_url: Required[str]
    request_token_url: Required[str | None]
    access_token_url: Required[str]
    authorize_url: Required[str]
    consumer_key: str | None
    consumer_secret: str | None
    request_token_params: Mapping[str, str] | None
    access_token_params: Mapping[str, str] | None
    access_token_method: AccessTokenMethod
