"""The registry of remote applications."""

from collections.abc import Mapping
from threading import Lock
from types import MappingProxyType

from flask import Flask
from typing_extensions import Unpack

from ._remote_app import OAuthRemoteApp
from .typing import RemoteAppOptions, Transport


class OAuth:
    """Hold remote applications by their names, and the connections that they share.

    Args:
        app: the Flask application, if it exists already; see :meth:`init_app`.
        transport: the way to the network, instead of urllib3.
    """

    def __init__(
        self, app: Flask | None = None, *, transport: Transport | None = None
    ) -> None:
        self._remote_apps: dict[str, OAuthRemoteApp] = {}
        self._transport = transport
        self._lock = Lock()
        if app is not None:
            self.init_app(app)

    @property
    def remote_apps(self) -> Mapping[str, OAuthRemoteApp]:
        """The registered remote applications, by name."""
        return MappingProxyType(self._remote_apps)

    @property
    def transport(self) -> Transport:
        """The way to the network, made at its first use."""
        if self._transport is None:
            from ._transport import UrllibTransport

            with self._lock:
                # Another thread may have made it by now, which no test can arrange.
                if self._transport is None:  # pragma: no branch
                    self._transport = UrllibTransport()
        return self._transport

    def init_app(self, app: Flask) -> None:
        """Make the registry known to an application.

        It is then ``app.extensions["flask_oauth"]``. Nothing else depends on it:
        remote applications work without.

        Args:
            app: any number of applications may share one registry.
        """
        app.extensions["flask_oauth"] = self

    def remote_app(
        self, name: str, register: bool = True, **options: Unpack[RemoteAppOptions]
    ) -> OAuthRemoteApp:
        """Make a remote application, and register it under its name.

        Args:
            name: the name in this application.
            register: whether it goes into :attr:`remote_apps`.
            options: see :class:`~flask_oauth.RemoteAppConfig`.

        Raises:
            TypeError: an option is missing, unknown, or of the wrong type.
            ValueError: an option has a value that cannot work, or the name is taken.
        """
        if register and name in self._remote_apps:
            raise ValueError(f"a remote app named {name!r} is registered already")
        remote_app = OAuthRemoteApp(self, name, **options)
        if register:
            self._remote_apps[name] = remote_app
        return remote_app
