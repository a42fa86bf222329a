from collections.abc import Mapping

from oauthlib.common import Request

from .base import BaseEndpoint

class AuthorizationEndpoint(BaseEndpoint):
    def create_verifier(
        self, request: Request, credentials: Mapping[str, str]
    ) -> dict[str, str]: ...
    def create_authorization_response(
        self,
        uri: str,
        http_method: str = "GET",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
        realms: list[str] | None = None,
        credentials: Mapping[str, str] | None = None,
    ) -> tuple[dict[str, str], str | None, int]: ...
    def get_realms_and_credentials(
        self,
        uri: str,
        http_method: str = "GET",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[list[str], dict[str, str]]: ...
