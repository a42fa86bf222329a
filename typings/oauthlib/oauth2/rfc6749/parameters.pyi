from collections.abc import Mapping
from typing import TypeAlias

from .tokens import OAuth2Token

_Scope: TypeAlias = str | list[str] | tuple[str, ...] | set[str]

def prepare_grant_uri(
    uri: str,
    client_id: str,
    response_type: str,
    redirect_uri: str | None = None,
    scope: _Scope | None = None,
    state: str | None = None,
    code_challenge: str | None = None,
    code_challenge_method: str | None = "plain",
    **kwargs: object,
) -> str: ...
def prepare_token_request(
    grant_type: str,
    body: str = "",
    include_client_id: bool = True,
    code_verifier: str | None = None,
    **kwargs: object,
) -> str: ...
def prepare_token_revocation_request(
    url: str,
    token: str,
    token_type_hint: str | None = "access_token",
    body: str = "",
    **kwargs: object,
) -> tuple[str, dict[str, str], str]: ...
def parse_authorization_code_response(
    uri: str, state: str | None = None
) -> dict[str, str]: ...
def parse_implicit_response(
    uri: str, state: str | None = None, scope: _Scope | None = None
) -> OAuth2Token: ...
def parse_token_response(body: str, scope: _Scope | None = None) -> OAuth2Token: ...
def validate_token_parameters(params: OAuth2Token) -> None: ...
def parse_expires(
    params: Mapping[str, object],
) -> tuple[int | None, float | str | None, float | None]: ...
