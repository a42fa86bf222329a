"""The provider on a socket, for browsers."""

import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from typing_extensions import override
from werkzeug.serving import WSGIRequestHandler, make_server


class _QuietHandler(WSGIRequestHandler):
    @override
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing: a request line can hold secrets."""


@contextmanager
def serving(
    application: Callable[..., Any], host: str, port: int
) -> Generator[str, None, None]:
    """Serve an application in threads; the value is its URL.

    Raises:
        OSError: the port is taken. (werkzeug alone would end the process.)
    """
    with socket.create_server((host, port)) as listening:
        server = make_server(
            host,
            listening.getsockname()[1],
            application,
            threaded=True,
            request_handler=_QuietHandler,
            fd=listening.fileno(),
        )
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://{host}:{server.port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
