"""A remote application: the documented methods, wired from the steps."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial, wraps
from inspect import iscoroutinefunction
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from flask import request as callback_request
from typing_extensions import Unpack, override
from werkzeug.wrappers import Response

from . import _oauth2, _sign_in, _signature
from ._calls import Calls
from ._client import OAuthClient
from ._config import RemoteAppConfig
from ._configured import Configured
from ._consumer_keys import consumer_keys
from ._messages import HTTPRequest
from ._response import AuthorizedResponse
from ._tokens import read_token
from .exceptions import OAuthException
from .typing import (
    AccessTokenMethod,
    AnyTokenGetter,
    FurtherOptions,
    NamedTokenGetter,
    TokenGetter,
    TokenGetterT,
    Transport,
)

P = ParamSpec("P")
R = TypeVar("R")


class HasTransport(Protocol):
    """What a remote application needs of its :class:`~flask_oauth.OAuth`."""

    @property
    def transport(self) -> Transport: ...


class OAuthRemoteApp(Configured, Calls):
    """Represent a remote application, to sign in with it and to call its API.

    Usually made by :meth:`flask_oauth.OAuth.remote_app`. It holds nothing of any user.

    Args:
        oauth: the associated OAuth object, whose connections are used.
        name: the name in this application.
        base_url: the absolute URL that relative URLs are joined with.
        request_token_url: where OAuth 1.0a gets request tokens; ``None`` means OAuth 2.
        access_token_url: where the access token comes from.
        authorize_url: where the user is sent to.
        consumer_key: the key, or client id; ``None``: from the Flask configuration.
        consumer_secret: its secret; ``None``: from the Flask configuration.
        request_token_params: extra parameters for the request token URL (OAuth 1.0a)
            or the authorize URL (OAuth 2).
        access_token_params: extra parameters for the access token URL.
        access_token_method: the HTTP method for the access token URL.
        options: further options; see :class:`~flask_oauth.RemoteAppConfig`.

    Raises:
        TypeError: an option is missing, unknown, or of the wrong type.
        ValueError: an option has a value that cannot work; the message names it.
    """

    def __init__(
        self,
        oauth: HasTransport,
        name: str,
        base_url: str,
        request_token_url: str | None,
        access_token_url: str,
        authorize_url: str,
        consumer_key: str | None = None,
        consumer_secret: str | None = None,
        request_token_params: Mapping[str, str] | None = None,
        access_token_params: Mapping[str, str] | None = None,
        access_token_method: AccessTokenMethod = "GET",
        **options: Unpack[FurtherOptions],
    ) -> None:
        self._oauth = oauth
        self._tokengetter: AnyTokenGetter | None = None
        self._config = RemoteAppConfig(
            name=name,
            base_url=base_url,
            request_token_url=request_token_url,
            access_token_url=access_token_url,
            authorize_url=authorize_url,
            consumer_key=consumer_key,
            consumer_secret=consumer_secret,
            request_token_params=request_token_params,
            access_token_params=access_token_params,
            access_token_method=access_token_method,
            **options,
        )

    @override
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"

    @property
    def oauth(self) -> HasTransport:
        """The associated OAuth object."""
        return self._oauth

    def tokengetter(self, function: TokenGetterT) -> TokenGetterT:
        """Register the function that finds the user's token, and return it.

        It returns ``(token, secret)``, or ``None`` where there is no token. It is
        called without an argument, unless the caller passed ``token=`` to
        :meth:`request`. It is not called during a sign-in. What it raises reaches the
        caller as it is.

        Args:
            function: takes nothing, or the name of a token.
        """
        self._tokengetter = function
        return function

    def authorize(
        self, callback: str | None = None, *, next_url: str | None = None
    ) -> Response:
        """Begin a sign-in: redirect the user to the remote application.

        Args:
            callback: the URL of the view decorated with :meth:`authorized_handler`,
                absolute or relative to this site. ``None`` is for OAuth 1.0a only: the
                remote application shows a PIN, or uses the callback it has stored.
            next_url: a path on this site to go to afterwards; :meth:`next_url` gives it
                back. Unlike a ``next`` in the callback it is no open redirect.

        Returns:
            the redirect, for the view to return.

        Raises:
            OAuthException: ``token_generation_failed``: no request token came;
                ``insecure_transport``: the callback is plain http;
                ``invalid_next_url``; ``consumer_key_missing``.
            TypeError: OAuth 2 and no callback.
            RuntimeError: Flask's own: there is no ``SECRET_KEY``, so no session.
        """
        return _sign_in.begin(self._config, self._transport, callback, next_url)

    def authorized_handler(
        self, view: Callable[Concatenate[AuthorizedResponse | None, P], R]
    ) -> Callable[P, R]:
        """Decorate the view behind the callback.

        The view gets what :meth:`authorized_response` returns as its first argument,
        then its own URL arguments. It may be an ``async def``.

        Args:
            view: takes the response, ``None`` when the user refused.
        """
        if iscoroutinefunction(view):
            coroutine = cast("Callable[..., Awaitable[Any]]", view)

            @wraps(view)
            async def finish_async(*args: P.args, **kwargs: P.kwargs) -> Any:
                return await coroutine(self.authorized_response(), *args, **kwargs)

            return cast("Callable[P, R]", finish_async)

        @wraps(view)
        def finish(*args: P.args, **kwargs: P.kwargs) -> R:
            return view(self.authorized_response(), *args, **kwargs)

        return finish

    def authorized_response(
        self, *, verifier: str | None = None
    ) -> AuthorizedResponse | None:
        """Finish the sign-in that the current request is the callback of.

        The same as :meth:`authorized_handler`, for class-based views and for PINs.

        Args:
            verifier: the PIN that the user typed in (OAuth 1.0a without a callback).

        Returns:
            all that came with the token, or ``None`` when the user refused.

        Raises:
            OAuthException: ``invalid_callback``, ``invalid_state``, ``invalid_issuer``:
                the callback is not one that this session waits for; nothing was sent to
                the provider. ``invalid_response``: it gave no access token. Any other
                type is the provider's own code, sent with the callback.
            TypeError: the verifier is no text.
        """
        if verifier is not None:
            return _sign_in.finish_oauth1(self._config, self._transport, verifier)
        if "oauth_verifier" in callback_request.args:
            return self.handle_oauth1_response()
        if "code" in callback_request.args:
            return self.handle_oauth2_response()
        _sign_in.finish_refused(self._config)
        return self.handle_unknown_response()

    def next_url(self, default: str = "/") -> str:
        """Return where :meth:`authorize` was told to go after the sign-in.

        For the view behind the callback, whether the user allowed or refused.

        Args:
            default: the answer where it was told nothing.
        """
        return _sign_in.next_url(self.name) or default

    def handle_oauth1_response(self) -> AuthorizedResponse | None:
        """Exchange the verifier in the callback for an access token (OAuth 1.0a).

        What it returns is what the view gets; a subclass may override it.
        """
        return _sign_in.finish_oauth1(self._config, self._transport, None)

    def handle_oauth2_response(self) -> AuthorizedResponse | None:
        """Exchange the code in the callback for an access token (OAuth 2).

        What it returns is what the view gets; a subclass may override it.
        """
        return _sign_in.finish_oauth2(self._config, self._transport)

    def handle_unknown_response(self) -> AuthorizedResponse | None:
        """Answer a callback that is neither: usually the user refused.

        What it returns is what the view gets; a subclass may override it.
        """
        return None

    @override
    def make_client(self, token: object = None) -> OAuthClient:
        """Return the client with the token attached, which :meth:`request` uses.

        Args:
            token: the name of a token, passed to the tokengetter unless ``None``.

        Raises:
            OAuthException: ``token_missing``, ``invalid_token``,
                ``consumer_key_missing``.
        """
        config = self._config
        if self._tokengetter is None:
            raise OAuthException(
                f"{self.name}: no tokengetter is registered: decorate the function that"
                " finds the user's token with @….tokengetter",
                "token_missing",
            )
        # The decorator took either kind; which one it is shows in how it is called.
        if token is None:
            value = cast("TokenGetter", self._tokengetter)()
        else:
            value = cast("NamedTokenGetter", self._tokengetter)(token)
        pair = read_token(value, self.name)
        attach: Callable[[HTTPRequest], HTTPRequest]
        if config.is_oauth1:
            attach = partial(
                _signature.sign, config=config, keys=consumer_keys(config), token=pair
            )
        else:
            attach = partial(_oauth2.attach_token, config=config, token=pair)
        return OAuthClient(config, self._transport, attach)

    @property
    def _transport(self) -> Transport:
        return self._oauth.transport
