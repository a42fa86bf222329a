import logging
from collections.abc import Mapping
from typing import Protocol

from oauthlib.common import Request

from ..tokens import TokenBase
from .base import BaseEndpoint

log: logging.Logger

class _GrantTypeHandler(Protocol):
    def create_token_response(
        self, request: Request, token_handler: TokenBase
    ) -> tuple[dict[str, str], str, int]: ...

class TokenEndpoint(BaseEndpoint):
    def __init__(
        self,
        default_grant_type: str,
        default_token_type: TokenBase,
        grant_types: Mapping[str, _GrantTypeHandler],
    ) -> None: ...
    @property
    def grant_types(self) -> Mapping[str, _GrantTypeHandler]: ...
    @property
    def default_grant_type(self) -> str: ...
    @property
    def default_grant_type_handler(self) -> _GrantTypeHandler | None: ...
    @property
    def default_token_type(self) -> TokenBase: ...
    def create_token_response(
        self,
        uri: str,
        http_method: str = "POST",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
        credentials: Mapping[str, object] | None = None,
        grant_type_for_scope: str | None = None,
        claims: object = None,
    ) -> tuple[dict[str, str], str, int]: ...
    def validate_token_request(self, request: Request) -> None: ...
