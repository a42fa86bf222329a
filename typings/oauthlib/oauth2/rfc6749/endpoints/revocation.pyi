import logging
from collections.abc import Collection, Mapping

from oauthlib.common import Request

from ..request_validator import RequestValidator
from .base import BaseEndpoint

log: logging.Logger

class RevocationEndpoint(BaseEndpoint):
    valid_token_types: tuple[str, ...]
    request_validator: RequestValidator
    supported_token_types: Collection[str]
    def __init__(
        self,
        request_validator: RequestValidator,
        supported_token_types: Collection[str] | None = None,
    ) -> None: ...
    def create_revocation_response(
        self,
        uri: str,
        http_method: str = "POST",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[dict[str, str], str, int]: ...
    def validate_revocation_request(self, request: Request) -> None: ...
