from ._client import OAuthClient as OAuthClient
from ._config import RemoteAppConfig as RemoteAppConfig
from ._registry import OAuth as OAuth
from ._remote_app import OAuthRemoteApp as OAuthRemoteApp
from ._response import AuthorizedResponse as AuthorizedResponse
from ._response import OAuthResponse as OAuthResponse
from ._tokens import TokenPair as TokenPair
from .exceptions import OAuthException as OAuthException

__all__ = [
    "AuthorizedResponse",
    "OAuth",
    "OAuthClient",
    "OAuthException",
    "OAuthRemoteApp",
    "OAuthResponse",
    "RemoteAppConfig",
    "TokenPair",
]
