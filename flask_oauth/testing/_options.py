"""The options with which a remote application works with the provider.

They are parts of :class:`~flask_oauth.typing.RemoteAppOptions`: a type checker sees
that further options may be given beside them.
"""

from typing import TypedDict

from ..typing import AccessTokenMethod, ClientAuthentication, SignatureMethod


class OAuth1Options(TypedDict):
    """The options for OAuth 1.0a."""

    base_url: str
    request_token_url: str
    access_token_url: str
    authorize_url: str
    consumer_key: str
    consumer_secret: str
    signature_method: SignatureMethod
    rsa_key: str | None


class OAuth2Options(TypedDict):
    """The options for OAuth 2."""

    base_url: str
    request_token_url: None
    access_token_url: str
    access_token_method: AccessTokenMethod
    authorize_url: str
    consumer_key: str
    consumer_secret: str
    client_authentication: ClientAuthentication
    issuer: str
