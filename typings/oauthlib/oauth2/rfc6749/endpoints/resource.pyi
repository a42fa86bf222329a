import logging
from collections.abc import Mapping

from oauthlib.common import Request

from ..tokens import TokenBase
from .base import BaseEndpoint

log: logging.Logger

class ResourceEndpoint(BaseEndpoint):
    def __init__(
        self, default_token: str, token_types: Mapping[str, TokenBase]
    ) -> None: ...
    @property
    def default_token(self) -> str: ...
    @property
    def default_token_type_handler(self) -> TokenBase | None: ...
    @property
    def tokens(self) -> Mapping[str, TokenBase]: ...
    def verify_request(
        self,
        uri: str,
        http_method: str = "GET",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
        scopes: list[str] | None = None,
    ) -> tuple[bool, Request]: ...
    def find_token_type(self, request: Request) -> str | None: ...
