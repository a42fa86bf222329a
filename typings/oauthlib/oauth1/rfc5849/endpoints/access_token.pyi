import logging
from collections.abc import Mapping

from oauthlib.common import Request

from .base import BaseEndpoint

log: logging.Logger

class AccessTokenEndpoint(BaseEndpoint):
    def create_access_token(
        self, request: Request, credentials: Mapping[str, str]
    ) -> str: ...
    def create_access_token_response(
        self,
        uri: str,
        http_method: str = "GET",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
        credentials: Mapping[str, str] | None = None,
    ) -> tuple[dict[str, str], str | None, int]: ...
    def validate_access_token_request(
        self, request: Request
    ) -> tuple[bool, Request]: ...
