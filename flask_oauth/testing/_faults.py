"""Faults on demand: what goes wrong at a provider, and when."""

from collections.abc import Mapping
from threading import Lock
from types import TracebackType

import attrs
from typing_extensions import Self
from werkzeug.wrappers import Response

from ._records import Endpoint


class TimedOut(Exception):
    """Tell whoever brought the request that it gets no answer in time."""


@attrs.frozen
class Reply:
    """Hold what an endpoint answers while its fault lasts."""

    status: int
    body: bytes
    content_type: str
    headers: Mapping[str, str]

    def response(self) -> Response:
        """Make the answer."""
        response = Response(self.body, self.status, self.headers)
        response.content_type = self.content_type
        return response


@attrs.define(eq=False)
class Fault:
    """Represent a fault: of the next request, or of all in a ``with`` block.

    Made by :meth:`Provider.fail` and :meth:`Provider.timeout`, it happens once. As a
    context manager it happens until the block ends.

    Args:
        endpoint: where it happens.
        reply: the answer; ``None``: no answer in time.
        lasting: whether it stays after it has happened.
    """

    endpoint: Endpoint
    reply: Reply | None
    _faults: "Faults" = attrs.field(repr=False)
    lasting: bool = False

    def __enter__(self) -> Self:
        self.lasting = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._faults.lift(self)


class Faults:
    """Hold the faults that are still to happen, the oldest first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: list[Fault] = []

    def add(self, endpoint: Endpoint, reply: Reply | None) -> Fault:
        """Prepare a fault."""
        fault = Fault(endpoint, reply, self)
        with self._lock:
            self._waiting.append(fault)
        return fault

    def lift(self, fault: Fault) -> None:
        """Forget a fault, whether it has happened or not."""
        with self._lock:
            self._waiting = [other for other in self._waiting if other is not fault]

    def take(self, endpoint: Endpoint) -> Response | None:
        """Return the answer that a fault gives, ``None`` where there is no fault.

        Raises:
            TimedOut: the fault is that there is no answer.
        """
        with self._lock:
            waiting = [fault for fault in self._waiting if fault.endpoint == endpoint]
            if not waiting:
                return None
            if not waiting[0].lasting:
                self._waiting.remove(waiting[0])
        if waiting[0].reply is None:
            raise TimedOut
        return waiting[0].reply.response()
