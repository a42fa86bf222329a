"""The documented options of a remote application, as attributes to read."""

from collections.abc import Mapping

from ._config import RemoteAppConfig
from ._options import AccessTokenMethod


class Configured:
    """Give each documented option of a configuration as an attribute."""

    _config: RemoteAppConfig

    @property
    def config(self) -> RemoteAppConfig:
        """All options of this remote application."""
        return self._config

    @property
    def name(self) -> str:
        """The name in this application."""
        return self._config.name

    @property
    def base_url(self) -> str:
        """The URL that relative URLs are joined with."""
        return self._config.base_url

    @property
    def request_token_url(self) -> str | None:
        """The URL for request tokens; ``None`` means OAuth 2."""
        return self._config.request_token_url

    @property
    def access_token_url(self) -> str:
        """The URL for the access token."""
        return self._config.access_token_url

    @property
    def authorize_url(self) -> str:
        """The URL that the user is sent to."""
        return self._config.authorize_url

    @property
    def consumer_key(self) -> str | None:
        """The key that was given; ``None`` if it is in the Flask configuration."""
        return self._config.consumer_key

    @property
    def consumer_secret(self) -> str | None:
        """The secret that was given; ``None`` if it is in the Flask configuration."""
        return self._config.consumer_secret

    @property
    def request_token_params(self) -> Mapping[str, str]:
        """Extra parameters for the request token URL or the authorize URL."""
        return self._config.request_token_params

    @property
    def access_token_params(self) -> Mapping[str, str]:
        """Extra parameters for the access token URL."""
        return self._config.access_token_params

    @property
    def access_token_method(self) -> AccessTokenMethod:
        """The HTTP method for the access token URL."""
        return self._config.access_token_method
