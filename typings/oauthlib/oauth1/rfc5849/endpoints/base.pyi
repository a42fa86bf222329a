from collections.abc import Callable

from ..request_validator import RequestValidator

class BaseEndpoint:
    request_validator: RequestValidator
    token_generator: Callable[[], str]
    def __init__(
        self,
        request_validator: RequestValidator,
        token_generator: Callable[[], str] | None = None,
    ) -> None: ...
