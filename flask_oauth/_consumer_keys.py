"""Where the consumer's key and secret come from."""

import re
from typing import cast

from flask import current_app, has_app_context

from ._config import RemoteAppConfig
from ._secrets import ConsumerKeys
from ._urls import is_encodable
from .exceptions import OAuthException


def consumer_keys(config: RemoteAppConfig) -> ConsumerKeys:
    """Return the keys of a remote application: its own, or the Flask configuration's.

    The configuration is that of the current application, so that one remote
    application can serve several, each with keys of its own.

    Raises:
        OAuthException: ``consumer_key_missing``; the message names the key.
    """
    key = config.consumer_key or _from_flask(config, "CONSUMER_KEY")
    secret = config.consumer_secret
    if secret is None:
        secret = _from_flask(config, "CONSUMER_SECRET") if _needs_secret(config) else ""
    return ConsumerKeys(key, secret)


def _needs_secret(config: RemoteAppConfig) -> bool:
    if config.is_oauth1:
        return not config.signature_method.startswith("RSA-")
    return config.client_authentication != "none"


def _from_flask(config: RemoteAppConfig, suffix: str) -> str:
    name = re.sub(r"\W", "_", f"{config.name}_{suffix}".upper())
    if not has_app_context():
        raise OAuthException(
            f"{config.name}: {name} has to come from the Flask configuration, and there"
            " is no application context",
            "consumer_key_missing",
        )
    value = cast("dict[str, object]", current_app.config).get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # Config.from_prefixed_env makes numbers of digits
    if isinstance(value, str) and value and is_encodable(value):
        return value
    problem = "is not set" if value is None or value == "" else "is no text"
    raise OAuthException(
        f"{config.name}: {name} {problem} in the Flask configuration, and"
        f" {suffix.lower()} is not given either",
        "consumer_key_missing",
    )
