from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias

from ..tokens import OAuth2Token

_Scope: TypeAlias = str | list[str] | tuple[str, ...] | set[str]
_TokenPlacement: TypeAlias = Literal["auth_header", "query", "body"]
_Signed: TypeAlias = tuple[str, dict[str, str] | None, str | None]

AUTH_HEADER: Final = "auth_header"
URI_QUERY: Final = "query"
BODY: Final = "body"
FORM_ENC_HEADERS: Final[dict[str, str]]

class Client:
    refresh_token_key: str
    client_id: str
    default_token_placement: _TokenPlacement
    token_type: str
    access_token: str | None
    refresh_token: str | None
    mac_key: str | bytes | None
    mac_algorithm: str | None
    token: dict[str, object]
    scope: _Scope | None
    state_generator: Callable[[], str]
    state: str | None
    redirect_url: str | None
    code_verifier: str | None
    code_challenge: str | None
    code_challenge_method: str | None
    code: str | None
    expires_in: int | None
    def __init__(
        self,
        client_id: str,
        default_token_placement: _TokenPlacement = "auth_header",
        token_type: str = "Bearer",
        access_token: str | None = None,
        refresh_token: str | None = None,
        mac_key: str | bytes | None = None,
        mac_algorithm: str | None = None,
        token: dict[str, object] | None = None,
        scope: _Scope | None = None,
        state: str | None = None,
        redirect_url: str | None = None,
        state_generator: Callable[[], str] = ...,
        code_verifier: str | None = None,
        code_challenge: str | None = None,
        code_challenge_method: str | None = None,
        **kwargs: object,
    ) -> None: ...
    @property
    def token_types(self) -> dict[str, Callable[..., _Signed]]: ...
    # Any: each kind of client replaces these three with its own parameters.
    def prepare_request_uri(self, *args: Any, **kwargs: Any) -> str: ...
    def prepare_request_body(self, *args: Any, **kwargs: Any) -> str: ...
    def parse_request_uri_response(
        self, *args: Any, **kwargs: Any
    ) -> Mapping[str, object]: ...
    def add_token(
        self,
        uri: str,
        http_method: str = "GET",
        body: str | None = None,
        headers: dict[str, str] | None = None,
        token_placement: _TokenPlacement | None = None,
        **kwargs: object,
    ) -> _Signed: ...
    def prepare_authorization_request(
        self,
        authorization_url: str,
        state: str | None = None,
        redirect_url: str | None = None,
        scope: _Scope | None = None,
        **kwargs: object,
    ) -> tuple[str, dict[str, str], str]: ...
    def prepare_token_request(
        self,
        token_url: str,
        authorization_response: str | None = None,
        redirect_url: str | None = None,
        state: str | None = None,
        body: str = "",
        **kwargs: object,
    ) -> tuple[str, dict[str, str], str]: ...
    def prepare_refresh_token_request(
        self,
        token_url: str,
        refresh_token: str | None = None,
        body: str = "",
        scope: _Scope | None = None,
        **kwargs: object,
    ) -> tuple[str, dict[str, str], str]: ...
    def prepare_token_revocation_request(
        self,
        revocation_url: str,
        token: str,
        token_type_hint: str | None = "access_token",
        body: str = "",
        **kwargs: object,
    ) -> tuple[str, dict[str, str], str]: ...
    def parse_request_body_response(
        self, body: str, scope: _Scope | None = None, **kwargs: object
    ) -> OAuth2Token: ...
    def prepare_refresh_body(
        self,
        body: str = "",
        refresh_token: str | None = None,
        scope: _Scope | None = None,
        **kwargs: object,
    ) -> str: ...
    def create_code_verifier(self, length: int) -> str: ...
    def create_code_challenge(
        self,
        code_verifier: str,
        code_challenge_method: Literal["plain", "S256"] | None = None,
    ) -> str: ...
    def populate_code_attributes(self, response: Mapping[str, str]) -> None: ...
    def populate_token_attributes(self, response: Mapping[str, object]) -> None: ...
