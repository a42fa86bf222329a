import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias, TypeVar, overload

from typing_extensions import override

_T = TypeVar("_T")
_Body: TypeAlias = str | bytes | Mapping[str, str] | Sequence[tuple[str, str]]
# A Mapping other than a dict would be iterated as if it were a list of pairs.
_Params: TypeAlias = dict[str, str] | Iterable[tuple[str, object]]

UNICODE_ASCII_CHARACTER_SET: Final[str]
CLIENT_ID_CHARACTER_SET: Final[str]
SANITIZE_PATTERN: Final[re.Pattern[str]]
INVALID_HEX_PATTERN: Final[re.Pattern[str]]
always_safe: Final[str]
urlencoded: Final[set[str]]
log: logging.Logger

def quote(s: str | bytes, safe: str | bytes = b"/") -> str: ...
def unquote(s: str | bytes) -> str: ...
def urlencode(params: Iterable[tuple[str | bytes, object]]) -> str: ...
def encode_params_utf8(
    params: Iterable[tuple[str | bytes, str | bytes]],
) -> list[tuple[bytes, bytes]]: ...
def decode_params_utf8(
    params: Iterable[tuple[str | bytes, str | bytes]],
) -> list[tuple[str, str]]: ...
def urldecode(query: str) -> list[tuple[str, str]]: ...
def extract_params(raw: object) -> list[tuple[str, str]] | None: ...
def generate_nonce() -> str: ...
def generate_timestamp() -> str: ...
def generate_token(length: int = 30, chars: str = ...) -> str: ...
def generate_signed_token(private_pem: str | bytes, request: Request) -> str: ...
def verify_signed_token(public_pem: str | bytes, token: str) -> dict[str, object]: ...
def generate_client_id(length: int = 30, chars: str = ...) -> str: ...
def add_params_to_qs(query: str, params: _Params) -> str: ...
def add_params_to_uri(uri: str, params: _Params, fragment: bool = False) -> str: ...
def safe_string_equals(a: str, b: str) -> bool: ...
@overload
def to_unicode(data: str | bytes, encoding: str = "UTF-8") -> str: ...
@overload
def to_unicode(data: None, encoding: str = "UTF-8") -> None: ...
@overload
def to_unicode(data: object, encoding: str = "UTF-8") -> object: ...

class CaseInsensitiveDict(dict[str, str]):
    proxy: dict[str, str]
    def __init__(self, data: Mapping[str, str]) -> None: ...
    @override
    def __contains__(self, k: object) -> bool: ...
    @override
    def __delitem__(self, k: str) -> None: ...
    @override
    def __getitem__(self, k: str) -> str: ...
    @override
    def __setitem__(self, k: str, v: str) -> None: ...
    @overload
    @override
    def get(self, k: str, default: None = None) -> str | None: ...
    @overload
    def get(self, k: str, default: str) -> str: ...
    @overload
    def get(self, k: str, default: _T) -> str | _T: ...

# No __getattr__: every attribute is named below, so a misspelt one is an error.
class Request:
    uri: str
    http_method: str
    headers: CaseInsensitiveDict
    body: str | dict[str, str] | None
    decoded_body: list[tuple[str, str]] | None
    oauth_params: list[tuple[str, str]] | dict[str, str]
    validator_log: dict[str, bool]

    # OAuth 1, set by the endpoints from the oauth_* parameters.
    client_key: str | None
    resource_owner_key: str | None
    verifier: str | None
    timestamp: str | None
    signature: str | None
    signature_method: str | None
    realm: str | None
    realms: list[str] | None
    params: list[tuple[str, str]]

    # OAuth 1 and 2.
    nonce: str | None
    redirect_uri: str | None

    # OAuth 2, read from the query and the body, completed by the endpoints.
    access_token: str | None
    client_id: str | None
    client_secret: str | None
    code: str | None
    code_challenge: str | None
    code_challenge_method: str | None
    code_verifier: str | None
    device_code: str | None
    expires_in: int
    extra_credentials: Mapping[str, object] | None
    grant_type: str | None
    refresh_token: str | None
    request_token: str | None
    resource: str | None
    response_type: str | None
    scope: str | None
    scopes: list[str] | None
    state: str | None
    token: str | None
    token_type: str | None
    token_type_hint: str | None
    using_default_redirect_uri: bool

    # Whatever the request validator puts there.
    client: object
    user: object

    # OpenID Connect.
    acr_values: str | None
    claims: object
    display: str | None
    id_token_hint: str | None
    login_hint: str | None
    max_age: str | None
    prompt: str | None
    response_mode: str | None
    ui_locales: str | None

    def __init__(
        self,
        uri: str | bytes,
        http_method: str | bytes = "GET",
        body: _Body | None = None,
        headers: Mapping[str, str] | None = None,
        encoding: str = "utf-8",
    ) -> None: ...
    @property
    def uri_query(self) -> str: ...
    @property
    def uri_query_params(self) -> list[tuple[str, str]]: ...
    @property
    def duplicate_params(self) -> list[str]: ...
