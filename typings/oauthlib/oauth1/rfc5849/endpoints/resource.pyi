import logging
from collections.abc import Mapping

from oauthlib.common import Request

from .base import BaseEndpoint

log: logging.Logger

class ResourceEndpoint(BaseEndpoint):
    def validate_protected_resource_request(
        self,
        uri: str,
        http_method: str = "GET",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
        realms: list[str] | None = None,
    ) -> tuple[bool, Request | None]: ...
