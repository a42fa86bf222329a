import logging
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final, Literal, TypeAlias, overload

from oauthlib.common import Request

_SignatureType: TypeAlias = Literal["AUTH_HEADER", "QUERY", "BODY"]

log: logging.Logger

SIGNATURE_HMAC_SHA1: Final = "HMAC-SHA1"
SIGNATURE_HMAC_SHA256: Final = "HMAC-SHA256"
SIGNATURE_HMAC_SHA512: Final = "HMAC-SHA512"
SIGNATURE_HMAC: Final = "HMAC-SHA1"
SIGNATURE_RSA_SHA1: Final = "RSA-SHA1"
SIGNATURE_RSA_SHA256: Final = "RSA-SHA256"
SIGNATURE_RSA_SHA512: Final = "RSA-SHA512"
SIGNATURE_RSA: Final = "RSA-SHA1"
SIGNATURE_PLAINTEXT: Final = "PLAINTEXT"
SIGNATURE_METHODS: Final[
    tuple[
        Literal["HMAC-SHA1"],
        Literal["HMAC-SHA256"],
        Literal["HMAC-SHA512"],
        Literal["RSA-SHA1"],
        Literal["RSA-SHA256"],
        Literal["RSA-SHA512"],
        Literal["PLAINTEXT"],
    ]
]

SIGNATURE_TYPE_AUTH_HEADER: Final = "AUTH_HEADER"
SIGNATURE_TYPE_QUERY: Final = "QUERY"
SIGNATURE_TYPE_BODY: Final = "BODY"

CONTENT_TYPE_FORM_URLENCODED: Final = "application/x-www-form-urlencoded"

class Client:
    SIGNATURE_METHODS: ClassVar[dict[str, Callable[[str, Client], str]]]
    client_key: str
    client_secret: str | None
    resource_owner_key: str | None
    resource_owner_secret: str | None
    signature_method: str
    signature_type: _SignatureType
    callback_uri: str | None
    rsa_key: str | None
    verifier: str | None
    realm: str | None
    encoding: str
    decoding: None
    nonce: str | None
    timestamp: str | None

    @classmethod
    def register_signature_method(
        cls, method_name: str, method_callback: Callable[[str, Client], str]
    ) -> None: ...
    # A decoding makes sign() return bytes; left out, so that it returns text.
    def __init__(
        self,
        client_key: str | bytes,
        client_secret: str | bytes | None = None,
        resource_owner_key: str | bytes | None = None,
        resource_owner_secret: str | bytes | None = None,
        callback_uri: str | bytes | None = None,
        signature_method: str = "HMAC-SHA1",
        signature_type: _SignatureType = "AUTH_HEADER",
        rsa_key: str | bytes | None = None,
        verifier: str | bytes | None = None,
        realm: str | bytes | None = None,
        encoding: str = "utf-8",
        decoding: None = None,
        nonce: str | bytes | None = None,
        timestamp: str | bytes | None = None,
    ) -> None: ...
    def get_oauth_signature(self, request: Request) -> str: ...
    def get_oauth_params(self, request: Request) -> list[tuple[str, str]]: ...
    @overload
    def sign(
        self,
        uri: str,
        http_method: str = "GET",
        body: None = None,
        headers: Mapping[str, str] | None = None,
        realm: str | None = None,
    ) -> tuple[str, dict[str, str], None]: ...
    @overload
    def sign(
        self,
        uri: str,
        http_method: str,
        body: str | bytes,
        headers: Mapping[str, str] | None = None,
        realm: str | None = None,
    ) -> tuple[str, dict[str, str], str]: ...
    @overload
    def sign(
        self,
        uri: str,
        http_method: str = "GET",
        *,
        body: str | bytes,
        headers: Mapping[str, str] | None = None,
        realm: str | None = None,
    ) -> tuple[str, dict[str, str], str]: ...
    # Parameters stay a dict unless the body carries the signature.
    @overload
    def sign(
        self,
        uri: str,
        http_method: str,
        body: Mapping[str, str] | Sequence[tuple[str, str]],
        headers: Mapping[str, str] | None = None,
        realm: str | None = None,
    ) -> tuple[str, dict[str, str], str | dict[str, str]]: ...
    @overload
    def sign(
        self,
        uri: str,
        http_method: str = "GET",
        *,
        body: Mapping[str, str] | Sequence[tuple[str, str]],
        headers: Mapping[str, str] | None = None,
        realm: str | None = None,
    ) -> tuple[str, dict[str, str], str | dict[str, str]]: ...
