import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

_Endpoint = TypeVar("_Endpoint", bound=Callable[..., object])

log: logging.Logger

class BaseEndpoint:
    @property
    def valid_request_methods(self) -> Iterable[str] | None: ...
    @valid_request_methods.setter
    def valid_request_methods(
        self, valid_request_methods: Iterable[str] | None
    ) -> None: ...
    @property
    def available(self) -> bool: ...
    @available.setter
    def available(self, available: bool) -> None: ...
    @property
    def catch_errors(self) -> bool: ...
    @catch_errors.setter
    def catch_errors(self, catch_errors: bool) -> None: ...

def catch_errors_and_unavailability(f: _Endpoint) -> _Endpoint: ...
