from ..request_validator import RequestValidator
from .access_token import AccessTokenEndpoint
from .authorization import AuthorizationEndpoint
from .request_token import RequestTokenEndpoint
from .resource import ResourceEndpoint

class WebApplicationServer(
    RequestTokenEndpoint, AuthorizationEndpoint, AccessTokenEndpoint, ResourceEndpoint
):
    def __init__(self, request_validator: RequestValidator) -> None: ...
