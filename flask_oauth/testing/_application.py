"""The provider as a WSGI application: which request goes where, and what came of it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from threading import Event
from typing import TypeAlias

import attrs
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from . import _pages
from ._faults import Faults, TimedOut
from ._outcome import Outcome
from ._records import Endpoint, ProviderRequest
from ._store import Store

Resource: TypeAlias = (
    Callable[[ProviderRequest], object]
    | Mapping[str, object]
    | Sequence[object]
    | str
    | bytes
    | float
    | Response
    | None
)
"""What is at a path: a value, or a function that returns one."""

_Handler: TypeAlias = Callable[[Store, ProviderRequest], Outcome]
_RESOURCE: tuple[Endpoint, None] = ("resource", None)
# How long a browser, or another client on a socket, waits for nothing.
_HOLD = 60.0


class Application:
    """Answer requests, on a socket or without one, and remember them.

    Args:
        store: what the provider knows.
        issuer: gives the provider's URL of the moment.
        require_pkce: whether to refuse OAuth 2 sign-ins without PKCE.
        allow_get: whether OAuth 2's token URL takes GET.
    """

    def __init__(
        self,
        store: Store,
        issuer: Callable[[], str],
        *,
        require_pkce: bool,
        allow_get: bool,
    ) -> None:
        # Imported at first use, because pytest loads the plugin in every run.
        from . import _oauth1, _oauth2

        self.store = store
        self.faults = Faults()
        self.closing = Event()
        self._requests: list[ProviderRequest] = []
        self._resources: dict[str, Resource] = {}
        self._map = Map()
        self._check_oauth1: _Handler = _oauth1.check
        self._check_oauth2: _Handler = _oauth2.check
        self._endpoints: dict[str, tuple[Endpoint, _Handler]] = {
            "/oauth1/request_token": ("request_token", _oauth1.request_token),
            "/oauth1/authorize": ("authorize", _oauth1.authorize),
            "/oauth1/access_token": ("token", _oauth1.access_token),
            "/oauth2/authorize": (
                "authorize",
                lambda store, record: _oauth2.authorize(
                    store, record, issuer=issuer(), require_pkce=require_pkce
                ),
            ),
            "/oauth2/token": (
                "token",
                partial(
                    _oauth2.access_token, allow_get=allow_get, require_pkce=require_pkce
                ),
            ),
        }

    @property
    def requests(self) -> tuple[ProviderRequest, ...]:
        """What came, in the order in which it was answered."""
        with self.store.lock:
            return tuple(self._requests)

    def add_resource(self, path: str, value: Resource) -> None:
        """Declare a resource, or declare it anew."""
        with self.store.lock:
            self._resources["/" + path.lstrip("/")] = value
            rules = [Rule(path, endpoint=path) for path in self._resources]
            self._map = Map(rules, strict_slashes=False, merge_slashes=False)

    def __call__(
        self,
        environ: dict[str, object],
        start_response: Callable[..., Callable[[bytes], object]],
    ) -> Iterable[bytes]:
        """Answer as WSGI says; a request that times out is held, then given up."""
        try:
            response = self.answer(Request(environ))
        except TimedOut:
            self.closing.wait(_HOLD)
            response = Response(status=504)
        return response(environ, start_response)

    def answer(self, request: Request) -> Response:
        """Answer a request and remember it.

        Raises:
            TimedOut: there is no answer.
        """
        endpoint, handler = self._endpoints.get(request.path, _RESOURCE)
        record = ProviderRequest.read(request, endpoint)
        try:
            response = self.faults.take(endpoint)
            if response is None:
                outcome = self._handle(handler, record)
                response = outcome.response or Response(status=204)
                record = attrs.evolve(record, user=outcome.user, token=outcome.token)
            record = attrs.evolve(record, status=response.status_code)
        finally:
            with self.store.lock:
                self._requests.append(record)
        return response

    def _handle(self, handler: _Handler | None, record: ProviderRequest) -> Outcome:
        with self.store.lock:
            if handler is not None:
                return handler(self.store, record)
            signed = _is_signed(record)
            check = self._check_oauth1 if signed else self._check_oauth2
            outcome = check(self.store, record)
        if outcome.response is not None:
            if "text/html" in record.headers.get("Accept", ""):  # a person is looking
                problem = _pages.no_token(outcome.response.status_code)
                return attrs.evolve(outcome, response=problem)
            return outcome
        record = attrs.evolve(record, user=outcome.user, token=outcome.token)
        return attrs.evolve(outcome, response=self._resource(record))

    def _resource(self, record: ProviderRequest) -> Response:
        """Answer with a resource: outside of the lock, as it may be a user's code."""
        try:
            path, arguments = self._map.bind("").match(record.path)
        except NotFound:
            return _pages.problem(f"No resource is declared for {record.path}.", 404)
        value = self._resources[path]
        if isinstance(value, Response) or not callable(value):
            return _response(value)
        return _response(value(attrs.evolve(record, arguments=arguments)))


def _is_signed(record: ProviderRequest) -> bool:
    """Whether a call uses OAuth 1.0a, wherever it carries the parameters."""
    scheme = record.headers.get("Authorization", "").partition(" ")[0]
    name = "oauth_signature"
    return scheme.lower() == "oauth" or name in record.args or name in record.form


def _response(value: object) -> Response:
    if isinstance(value, Response):
        return value
    if isinstance(value, bytes):
        return Response(value, mimetype="application/octet-stream")
    if isinstance(value, str):
        return Response(value, mimetype="text/plain")
    return Response(json.dumps(value), mimetype="application/json")
