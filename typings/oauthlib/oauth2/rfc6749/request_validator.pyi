import logging

from oauthlib.common import Request

log: logging.Logger

class RequestValidator:
    def client_authentication_required(
        self, request: Request, *args: object, **kwargs: object
    ) -> bool: ...
    def authenticate_client(
        self, request: Request, *args: object, **kwargs: object
    ) -> bool: ...
    # Public clients need not send one: then client_id is None.
    def authenticate_client_id(
        self, client_id: str | None, request: Request, *args: object, **kwargs: object
    ) -> bool: ...
    def confirm_redirect_uri(
        self,
        client_id: str,
        code: str,
        redirect_uri: str,
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool: ...
    def get_default_redirect_uri(
        self, client_id: str, request: Request, *args: object, **kwargs: object
    ) -> str | None: ...
    def get_default_scopes(
        self, client_id: str, request: Request, *args: object, **kwargs: object
    ) -> list[str] | None: ...
    def get_original_scopes(
        self, refresh_token: str, request: Request, *args: object, **kwargs: object
    ) -> list[str] | str: ...
    def is_within_original_scope(
        self,
        request_scopes: list[str],
        refresh_token: str,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool: ...
    def introspect_token(
        self,
        token: str,
        token_type_hint: str | None,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> dict[str, object] | None: ...
    def invalidate_authorization_code(
        self,
        client_id: str,
        code: str,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> None: ...
    def revoke_token(
        self,
        token: str,
        token_type_hint: str | None,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> None: ...
    def rotate_refresh_token(self, request: Request) -> bool: ...
    def save_authorization_code(
        self,
        client_id: str,
        code: dict[str, str],
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> None: ...
    def save_token(
        self,
        token: dict[str, object],
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> None: ...
    def save_bearer_token(
        self,
        token: dict[str, object],
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> None: ...
    # A request without a bearer token is validated too: then token is None.
    def validate_bearer_token(
        self, token: str | None, scopes: list[str] | None, request: Request
    ) -> bool: ...
    def validate_client_id(
        self, client_id: str, request: Request, *args: object, **kwargs: object
    ) -> bool: ...
    def validate_code(
        self,
        client_id: str,
        code: str,
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool: ...
    def validate_grant_type(
        self,
        client_id: str,
        grant_type: str,
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool: ...
    def validate_redirect_uri(
        self,
        client_id: str,
        redirect_uri: str,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool: ...
    def validate_refresh_token(
        self,
        refresh_token: str,
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool: ...
    def validate_response_type(
        self,
        client_id: str,
        response_type: str,
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool: ...
    def validate_scopes(
        self,
        client_id: str,
        scopes: list[str],
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool: ...
    def validate_user(
        self,
        username: str,
        password: str,
        client: object,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool: ...
    def is_pkce_required(self, client_id: str, request: Request) -> bool: ...
    def get_code_challenge(self, code: str, request: Request) -> str | None: ...
    def get_code_challenge_method(self, code: str, request: Request) -> str | None: ...
    def is_origin_allowed(
        self,
        client_id: str,
        origin: str,
        request: Request,
        *args: object,
        **kwargs: object,
    ) -> bool: ...
