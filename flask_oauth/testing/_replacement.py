"""Standing in for a remote application, whatever its real URLs are."""

from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from urllib.parse import urlsplit

import attrs
from typing_extensions import Self

from .. import OAuthRemoteApp
from ..typing import Transport
from ._store import Client


@attrs.frozen
class _Registry:
    transport: Transport


@attrs.define(eq=False)
class Replacement:
    """Represent a remote application whose calls the provider answers.

    Made by :meth:`Provider.replace`. It is in force at once, and until :meth:`undo`,
    the end of its ``with`` block, or the end of the provider.

    Args:
        client: what the provider knows of the remote application, its keys included.
    """

    client: Client
    _remote_app: OAuthRemoteApp
    _paths: dict[str, str] = attrs.field(repr=False)
    _undo: ExitStack = attrs.field(factory=ExitStack, repr=False)

    @classmethod
    def begin(
        cls,
        remote_app: OAuthRemoteApp,
        transport: Transport,
        forget: Callable[["Replacement"], None],
    ) -> "Replacement":
        """Let the provider answer for a remote application.

        Its URLs stay. Its keys do not, so that none that matters meets a test.

        Args:
            remote_app: the remote application.
            transport: the way to the provider.
            forget: called at the end.
        """
        config = remote_app.config
        client = Client(
            f"consumer-key-of-{config.name}",
            f"consumer-secret-of-{config.name}",
            rsa_key=config.rsa_key,
            authentication=config.client_authentication,
            issuer=config.issuer,
        )
        replacement = cls(client, remote_app, _paths(remote_app))
        replacement._swap(transport)
        replacement._undo.callback(forget, replacement)
        return replacement

    def _swap(self, transport: Transport) -> None:
        # The one place that reaches into a remote application: else it never changes.
        state = vars(self._remote_app)
        kept = {name: state[name] for name in ("_config", "_oauth")}
        self._undo.callback(state.update, kept)
        state["_oauth"] = _Registry(transport)
        state["_config"] = attrs.evolve(
            self._remote_app.config,
            consumer_key=self.client.client_id,
            consumer_secret=self.client.secret,
        )

    def path_of(self, url: str) -> str | None:
        """Return the path at the provider for a URL, ``None`` for foreign ones.

        Resources go by their path below ``base_url``; elsewhere, where the token may go
        too, by their whole path.

        Args:
            url: absolute.
        """
        url = url.partition("?")[0]
        if url in self._paths:
            return self._paths[url]
        config = self._remote_app.config
        base = config.url("base_url").partition("?")[0].rstrip("/")
        if url.startswith(f"{base}/"):
            return url[len(base) :]
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" in config.token_origins:
            return parts.path
        return None

    def undo(self) -> None:
        """Give the remote application back as it was."""
        self._undo.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.undo()


def _paths(remote_app: OAuthRemoteApp) -> dict[str, str]:
    """Return where the URLs of a sign-in lead at the provider."""
    config = remote_app.config
    authorize = config.url("authorize_url")
    token = config.url("access_token_url")
    paths = {authorize: "/oauth2/authorize", token: "/oauth2/token"}
    if config.request_token_url is not None:
        request_token = config.url("request_token_url")
        paths = {
            request_token: "/oauth1/request_token",
            authorize: "/oauth1/authorize",
            token: "/oauth1/access_token",
        }
    return {url.partition("?")[0]: path for url, path in paths.items()}
