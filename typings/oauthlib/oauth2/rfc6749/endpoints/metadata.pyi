import logging
from collections.abc import Mapping, Sequence

from .authorization import AuthorizationEndpoint
from .base import BaseEndpoint
from .introspect import IntrospectEndpoint
from .revocation import RevocationEndpoint
from .token import TokenEndpoint

log: logging.Logger

class MetadataEndpoint(BaseEndpoint):
    raise_errors: bool
    endpoints: Sequence[BaseEndpoint]
    initial_claims: dict[str, object]
    claims: dict[str, object]
    def __init__(
        self,
        endpoints: Sequence[BaseEndpoint],
        claims: dict[str, object] = {},
        raise_errors: bool = True,
    ) -> None: ...
    def create_metadata_response(
        self,
        uri: str,
        http_method: str = "GET",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[dict[str, str], str, int]: ...
    def validate_metadata(
        self,
        array: Mapping[str, object],
        key: str,
        is_required: bool = False,
        is_list: bool = False,
        is_url: bool = False,
        is_issuer: bool = False,
    ) -> None: ...
    def validate_metadata_token(
        self, claims: dict[str, object], endpoint: TokenEndpoint
    ) -> None: ...
    def validate_metadata_authorization(
        self, claims: dict[str, object], endpoint: AuthorizationEndpoint
    ) -> None: ...
    def validate_metadata_revocation(
        self, claims: dict[str, object], endpoint: RevocationEndpoint
    ) -> None: ...
    def validate_metadata_introspection(
        self, claims: dict[str, object], endpoint: IntrospectEndpoint
    ) -> None: ...
    def validate_metadata_server(self) -> dict[str, object]: ...
