from typing import TypeAlias

from typing_extensions import override

from .base import Client

_Scope: TypeAlias = str | list[str] | tuple[str, ...] | set[str]

class WebApplicationClient(Client):
    grant_type: str
    def __init__(
        self, client_id: str, code: str | None = None, **kwargs: object
    ) -> None: ...
    @override
    def prepare_request_uri(
        self,
        uri: str,
        redirect_uri: str | None = None,
        scope: _Scope | None = None,
        state: str | None = None,
        code_challenge: str | None = None,
        code_challenge_method: str | None = "plain",
        **kwargs: object,
    ) -> str: ...
    @override
    def prepare_request_body(
        self,
        code: str | None = None,
        redirect_uri: str | None = None,
        body: str = "",
        include_client_id: bool = True,
        code_verifier: str | None = None,
        **kwargs: object,
    ) -> str: ...
    @override
    def parse_request_uri_response(
        self, uri: str, state: str | None = None
    ) -> dict[str, str]: ...
