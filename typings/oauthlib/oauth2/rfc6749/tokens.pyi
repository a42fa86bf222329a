import datetime
from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from oauthlib.common import Request

from .request_validator import RequestValidator

_Scope: TypeAlias = str | list[str] | tuple[str, ...] | set[str]

class OAuth2Token(dict[str, object]):
    def __init__(
        self, params: Mapping[str, object], old_scope: _Scope | None = None
    ) -> None: ...
    @property
    def scope_changed(self) -> bool: ...
    @property
    def old_scope(self) -> str | None: ...
    @property
    def old_scopes(self) -> list[str]: ...
    @property
    def scope(self) -> str | None: ...
    @property
    def scopes(self) -> list[str]: ...
    @property
    def missing_scopes(self) -> list[str]: ...
    @property
    def additional_scopes(self) -> list[str]: ...

def prepare_mac_header(
    token: str,
    uri: str,
    key: str | bytes,
    http_method: str,
    nonce: str | None = None,
    headers: dict[str, str] | None = None,
    body: str | None = None,
    ext: str | None = "",
    hash_algorithm: Literal["hmac-sha-1", "hmac-sha-256"] = "hmac-sha-1",
    issue_time: datetime.datetime | None = None,
    draft: int = 0,
) -> dict[str, str]: ...
def prepare_bearer_uri(token: str, uri: str) -> str: ...
def prepare_bearer_headers(
    token: str, headers: dict[str, str] | None = None
) -> dict[str, str]: ...
def prepare_bearer_body(token: str, body: str = "") -> str: ...
def random_token_generator(request: Request, refresh_token: bool = False) -> str: ...
def signed_token_generator(
    private_pem: str | bytes, **kwargs: object
) -> Callable[[Request], str]: ...
def get_token_from_header(request: Request) -> str | None: ...

class TokenBase:
    __slots__ = ()
    def __call__(self, request: Request, refresh_token: bool = False) -> str: ...
    def validate_request(self, request: Request) -> bool: ...
    def estimate_type(self, request: Request) -> int: ...

class BearerToken(TokenBase):
    __slots__ = (
        "expires_in",
        "refresh_token_generator",
        "request_validator",
        "token_generator",
    )
    request_validator: RequestValidator | None
    token_generator: Callable[[Request], str]
    refresh_token_generator: Callable[[Request], str]
    expires_in: int | Callable[[Request], int]
    def __init__(
        self,
        request_validator: RequestValidator | None = None,
        token_generator: Callable[[Request], str] | None = None,
        expires_in: int | Callable[[Request], int] | None = None,
        refresh_token_generator: Callable[[Request], str] | None = None,
    ) -> None: ...
    def create_token(
        self, request: Request, refresh_token: bool = False, **kwargs: object
    ) -> OAuth2Token: ...
