import logging
from collections.abc import Mapping

from oauthlib.common import Request

from .base import BaseEndpoint

log: logging.Logger

class RequestTokenEndpoint(BaseEndpoint):
    def create_request_token(
        self, request: Request, credentials: Mapping[str, str]
    ) -> str: ...
    def create_request_token_response(
        self,
        uri: str,
        http_method: str = "GET",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
        credentials: Mapping[str, str] | None = None,
    ) -> tuple[dict[str, str], str | None, int]: ...
    def validate_request_token_request(
        self, request: Request
    ) -> tuple[bool, Request]: ...
