"""The provider for tests: what a test says to it."""

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from secrets import token_urlsafe
from threading import Event
from types import TracebackType

from typing_extensions import Self, override
from werkzeug.test import Client as WSGIClient
from werkzeug.test import TestResponse

from .. import OAuthRemoteApp, TokenPair
from ..typing import ClientAuthentication, SignatureMethod, Transport
from ._application import Application, Resource
from ._faults import Fault, Reply
from ._options import OAuth1Options, OAuth2Options
from ._records import Endpoint, ProviderRequest
from ._replacement import Replacement
from ._serving import serving
from ._sign_in import SignIn, begin
from ._store import AccessToken, Client, Profile, ProtocolName, Store
from ._transport import InProcessTransport

DEFAULT_USERS: Mapping[str, Profile] = {
    "jane": {
        "user_id": "1001",
        "screen_name": "jane",
        "name": "Jane Doe",
        "email": "jane@example.com",
    },
    "john": {
        "user_id": "1002",
        "screen_name": "john",
        "name": "John Roe",
        "email": "john@example.com",
    },
}


class Provider:
    """Be a provider of OAuth 1.0a and OAuth 2 in the test's own process.

    It is built on oauthlib's server side, and refuses what a real one refuses. It is
    also a WSGI application, and a context manager, whose end undoes all replacements.
    It may be used from several threads.

    oauthlib logs codes and signed parameters at the level DEBUG. All of them are the
    provider's own inventions, so its loggers are left as they are.

    Args:
        users: profiles by user name; by default those of ``jane`` and ``john``. What a
            profile has as ``screen_name`` and ``user_id`` comes with OAuth 1.0a tokens.
        url: where it says that it is; needed only when it is mounted somewhere.
        consumer_key: the key, or client id, of its one registered application.
        consumer_secret: its secret.
        rsa_key: its private key in PEM, for the RSA signature methods.
        redirect_uris: the only callbacks that it may use; ``None``: any.
        client_authentication: the only way in which it may authenticate at OAuth 2's
            token URL; ``None``: by HTTP Basic or in the body. With ``"none"`` it is a
            public client, which needs no secret, but PKCE.
        require_pkce: whether to refuse OAuth 2 sign-ins without PKCE.
        allow_get: whether OAuth 2's token URL takes GET. RFC 6749 forbids it, and
            Flask-OAuth's documentation has it as the default.
    """

    def __init__(
        self,
        users: Mapping[str, Profile] = DEFAULT_USERS,
        *,
        url: str = "https://provider.test",
        consumer_key: str = "test-consumer-key",
        consumer_secret: str = "test-consumer-secret",
        rsa_key: str | None = None,
        redirect_uris: Iterable[str] | None = None,
        client_authentication: ClientAuthentication | None = None,
        require_pkce: bool = False,
        allow_get: bool = True,
    ) -> None:
        if not users:
            raise ValueError("a provider needs a user")
        self._url = url.rstrip("/")
        self._client = Client(
            consumer_key,
            consumer_secret,
            rsa_key,
            client_authentication,
            None if redirect_uris is None else tuple(redirect_uris),
        )
        self._store = Store(dict(users), clients={consumer_key: self._client})
        self._application = Application(
            self._store,
            lambda: self._url,
            require_pkce=require_pkce,
            allow_get=allow_get,
        )
        self._transport = InProcessTransport(self._application, self._path_of)
        self._replacements: list[Replacement] = []

    @override
    def __repr__(self) -> str:
        return f"<Provider {self._url}>"

    @property
    def url(self) -> str:
        """Where it is at the moment; also its issuer identifier (RFC 9207)."""
        return self._url

    @property
    def users(self) -> Mapping[str, Profile]:
        """The profiles by user name."""
        return self._store.users

    @property
    def transport(self) -> Transport:
        """The way to it without a socket, for ``OAuth(transport=…)``."""
        return self._transport

    @property
    def requests(self) -> tuple[ProviderRequest, ...]:
        """All requests that came, in the order in which they were answered."""
        return self._application.requests

    def __call__(
        self,
        environ: dict[str, object],
        start_response: Callable[..., Callable[[bytes], object]],
    ) -> Iterable[bytes]:
        """Answer a request as a WSGI application."""
        return self._application(environ, start_response)

    def oauth1_options(
        self, signature_method: SignatureMethod = "HMAC-SHA1"
    ) -> OAuth1Options:
        """Return the options of ``remote_app()`` for OAuth 1.0a.

        Args:
            signature_method: those with RSA need the provider's ``rsa_key``.
        """
        return {
            "base_url": f"{self._url}/",
            "request_token_url": f"{self._url}/oauth1/request_token",
            "access_token_url": f"{self._url}/oauth1/access_token",
            "authorize_url": f"{self._url}/oauth1/authorize",
            "consumer_key": self._client.client_id,
            "consumer_secret": self._client.secret,
            "signature_method": signature_method,
            "rsa_key": self._client.rsa_key,
        }

    def oauth2_options(self) -> OAuth2Options:
        """Return the options of ``remote_app()`` for OAuth 2."""
        return {
            "base_url": f"{self._url}/",
            "request_token_url": None,
            "access_token_url": f"{self._url}/oauth2/token",
            "access_token_method": "POST",
            "authorize_url": f"{self._url}/oauth2/authorize",
            "consumer_key": self._client.client_id,
            "consumer_secret": self._client.secret,
            "client_authentication": self._client.authentication or "body",
            "issuer": self._url,
        }

    def resource(self, path: str, value: Resource) -> None:
        """Declare what is at a path, for whoever has a token; a second time: anew.

        Args:
            path: as werkzeug routes it, such as ``"/statuses/<int:number>.json"``. For
                a replaced remote application it is the one below its ``base_url``.
            value: a werkzeug ``Response``, text, ``bytes``, or anything that JSON can
                say; or a function that takes the :class:`ProviderRequest` and returns
                one of these.
        """
        self._application.add_resource(path, value)

    def profile(self, request: ProviderRequest) -> Profile:
        """Return the profile of a request's user, as a resource does.

        ``provider.resource("/me", provider.profile)`` lets everybody see their own.

        Args:
            request: one that was allowed by a user.
        """
        return self._store.users[request.user or ""]

    def oauth1_token(self, user: str | None = None) -> TokenPair:
        """Issue an OAuth 1.0a token without a sign-in, good for any remote application.

        Args:
            user: for whom; ``None``: the first user.
        """
        return self._issue("oauth1", user, token_urlsafe())

    def oauth2_token(self, user: str | None = None) -> TokenPair:
        """Issue an OAuth 2 token without a sign-in, good for any remote application.

        Args:
            user: for whom; ``None``: the first user.
        """
        return self._issue("oauth2", user, "")

    def _issue(
        self, protocol: ProtocolName, user: str | None, secret: str
    ) -> TokenPair:
        user = self._first_user if user is None else user
        if user not in self._store.users:
            raise ValueError(f"the provider has no user {user!r}")
        token = token_urlsafe()
        with self._store.lock:
            self._store.access_tokens[token] = AccessToken(protocol, user, None, secret)
        return TokenPair(token, secret)

    def expire_tokens(self) -> None:
        """Let all access tokens expire, as if users had revoked them."""
        self._store.expire_tokens()

    def fail(
        self,
        endpoint: Endpoint,
        *,
        status: int | None = None,
        body: bytes = b"",
        content_type: str = "text/plain",
        headers: Mapping[str, str] | None = None,
    ) -> Fault:
        """Let the next request of an endpoint fail; in a ``with`` block all of them.

        Args:
            endpoint: which: ``"request_token"``, ``"authorize"``, ``"token"`` (the
                access token of either protocol), ``"resource"``.
            status: what it answers; by default 500, or 200 if there is a body.
            body: what the answer holds.
            content_type: what the answer says it holds.
            headers: further headers of the answer.
        """
        if status is None:
            status = 200 if body else 500
        reply = Reply(status, body, content_type, headers or {})
        return self._application.faults.add(endpoint, reply)

    def timeout(self, endpoint: Endpoint) -> Fault:
        """Let the next request of an endpoint time out; in a ``with`` block all.

        Without a socket that takes no time. On one the request is held until the
        provider stops, at most a minute.

        Args:
            endpoint: which; see :meth:`fail`.
        """
        return self._application.faults.add(endpoint, None)

    @contextmanager
    def serve(
        self, host: str = "127.0.0.1", port: int = 0
    ) -> Generator[str, None, None]:
        """Serve it on a socket, for browsers; the value is its URL meanwhile.

        Args:
            host: the address to listen at.
            port: 0: any that is free.

        Raises:
            OSError: the port is taken.
        """
        kept = self._url
        self._application.closing = closing = Event()
        with serving(self, host, port) as url:
            self._url = url
            try:
                yield url
            finally:
                closing.set()
                self._url = kept

    def replace(self, remote_app: OAuthRemoteApp) -> Replacement:
        """Stand in for a remote application, whatever its real URLs are.

        It is in force at once, and until its ``with`` block or the provider ends.

        Args:
            remote_app: its URLs stay, its keys are others meanwhile.
        """
        replacement = Replacement.begin(
            remote_app, self._transport, self._replacements.remove
        )
        self._store.clients[replacement.client.client_id] = replacement.client
        self._replacements.append(replacement)
        return replacement

    def close(self) -> None:
        """Undo all replacements."""
        for replacement in reversed(tuple(self._replacements)):
            replacement.undo()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def begin(self, client: WSGIClient, start: str | TestResponse) -> SignIn:
        """Begin a sign-in, to be taken further step by step.

        Args:
            client: the test client of the application.
            start: the path where the application begins it, or the response with which
                it did.

        Raises:
            AssertionError: the application does not send the user to the provider.
        """
        url = begin(client, start, self._path_of)
        return SignIn(client, url, self._transport.send, self._first_user)

    def sign_in(
        self,
        client: WSGIClient,
        start: str | TestResponse,
        /,
        *,
        user: str | None = None,
        **parameters: str | None,
    ) -> TestResponse:
        """Take a user through a whole sign-in.

        Args:
            client: the test client of the application.
            start: see :meth:`begin`.
            user: who signs in; ``None``: the first user.
            parameters: those of the callback to replace; see :meth:`SignIn.finish`.

        Returns:
            the application's last response, its own redirects followed.

        Raises:
            AssertionError: the application or the provider does not go along.
        """
        attempt = self.begin(client, start)
        return attempt.finish(attempt.allow(user), **parameters)

    def deny(self, client: WSGIClient, start: str | TestResponse) -> TestResponse:
        """Take a user through a sign-in and let them refuse.

        Args:
            client: the test client of the application.
            start: see :meth:`begin`.

        Returns:
            the application's last response, its own redirects followed.
        """
        attempt = self.begin(client, start)
        return attempt.finish(attempt.deny())

    @property
    def _first_user(self) -> str:
        return next(iter(self._store.users))

    def _path_of(self, url: str) -> str | None:
        """Return the path here for a URL, ``None`` for foreign ones."""
        for replacement in tuple(self._replacements):
            path = replacement.path_of(url)
            if path is not None:
                return path
        bare = url.partition("?")[0]
        return bare[len(self._url) :] if bare.startswith(f"{self._url}/") else None
