"""Start a foreign server in a process of its own, and end it with the tests.

The server takes a free port and prints it. It ends when its standard input does, so
that it never outlives the tests, whatever becomes of them.
"""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from werkzeug.serving import make_server

_ROOT = Path(__file__).parents[2]


def serve(application: Callable[..., Iterable[bytes]]) -> None:
    """Serve a WSGI application: called in the server's process."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, application, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


@contextmanager
def started(module: str, *arguments: str) -> Generator[str]:
    """Start a module of this package that calls :func:`serve`; give its origin."""
    command = [sys.executable, "-m", f"tests.foreign.{module}", *arguments]
    with subprocess.Popen(
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port, f"{module} did not start: its standard error says why"
        yield f"http://127.0.0.1:{port}"
