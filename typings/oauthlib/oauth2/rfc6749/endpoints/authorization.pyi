import logging
from collections.abc import Mapping
from typing import Protocol

from oauthlib.common import Request

from ..tokens import TokenBase
from .base import BaseEndpoint

log: logging.Logger

class _ResponseTypeHandler(Protocol):
    def create_authorization_response(
        self, request: Request, token_handler: TokenBase
    ) -> tuple[dict[str, str], str | None, int]: ...
    def validate_authorization_request(
        self, request: Request
    ) -> tuple[list[str], dict[str, object]]: ...

class AuthorizationEndpoint(BaseEndpoint):
    def __init__(
        self,
        default_response_type: str,
        default_token_type: TokenBase,
        response_types: Mapping[str, _ResponseTypeHandler],
    ) -> None: ...
    @property
    def response_types(self) -> Mapping[str, _ResponseTypeHandler]: ...
    @property
    def default_response_type(self) -> str: ...
    @property
    def default_response_type_handler(self) -> _ResponseTypeHandler | None: ...
    @property
    def default_token_type(self) -> TokenBase: ...
    def create_authorization_response(
        self,
        uri: str,
        http_method: str = "GET",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
        scopes: list[str] | None = None,
        credentials: Mapping[str, object] | None = None,
    ) -> tuple[dict[str, str], str | None, int]: ...
    def validate_authorization_request(
        self,
        uri: str,
        http_method: str = "GET",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[list[str], dict[str, object]]: ...
