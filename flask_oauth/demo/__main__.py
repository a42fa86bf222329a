"""The command line: ``python -m flask_oauth.demo``."""

import signal
import socket
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import NoReturn

from ..testing import Provider
from ..testing._serving import serving
from ._application import create_application
from ._check import check
from ._provider import CONSUMER_KEY, CONSUMER_SECRET, MAX_LENGTH, create_provider

_EXIT_STATUSES = """\
The exit status is 0 after Ctrl-C, and when the check finds that all works; 1 when it
does not, and when a port is taken; 2 for options that do not exist; 130 when the check
is interrupted.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo, and return its exit status.

    Args:
        arguments: ``None``: those of the process.
    """
    options = _parser().parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        provider = create_provider()
        if options.check:
            return 0 if check(provider) else 1
        _serve(provider, options)
    except KeyboardInterrupt:
        print("\nStopped.")
    return 130 if options.check else 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "python -m flask_oauth.demo",
        description="Start a provider of OAuth 1.0a and OAuth 2, and an application"
        " that signs people in with it, both on this machine.",
        epilog=_EXIT_STATUSES,
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=5000,
        help="the application's port (default: %(default)s; 0: any that is free)",
    )
    parser.add_argument(
        "--provider-port",
        type=_port,
        default=8001,
        help="the provider's port (default: %(default)s; 0: any that is free)",
    )
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument(
        "--provider-only",
        action="store_true",
        help="start no application: you write one",
    )
    modes.add_argument(
        "--check",
        action="store_true",
        help="go through all of it without a browser, on ports that are free, and tell"
        " what went over the wire",
    )
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise ArgumentTypeError(f"{text!r} is no port: give a number from 0 to 65535")
    return int(text)


def _serve(provider: Provider, options: Namespace) -> NoReturn:
    with ExitStack() as stack:
        port: int = options.provider_port
        url = _start(
            stack, provider.serve(port=port), "127.0.0.1", port, "--provider-port"
        )
        if options.provider_only:
            _introduce(provider)
        else:
            port = options.port
            app = create_application(provider)
            application = serving(app, "localhost", port)
            app_url = _start(stack, application, "localhost", port, "--port")
            print(f"Open this in a browser:  {app_url}/")
            print(f"It signs you in with the provider at {url}.")
        print("Press Ctrl-C to stop.", flush=True)
        while True:  # unlike other ways of waiting, Windows too lets Ctrl-C end it
            time.sleep(3600)


def _start(
    stack: ExitStack,
    server: AbstractContextManager[str],
    host: str,
    port: int,
    option: str,
) -> str:
    """Start a server, or say that its port is taken; return its URL."""
    try:
        if _answers(host, port):
            raise OSError("something else answers there")
        return stack.enter_context(server)
    except OSError as error:
        # In parentheses, Python adds the address.
        problem = (error.strerror or str(error)).partition(" (")[0]
        sys.exit(
            f"{host}:{port} cannot be used: {problem}."
            f" Choose another port with {option}."
        )


def _answers(host: str, port: int) -> bool:
    """Whether the port is taken on any of the addresses that the host has.

    A server on ``127.0.0.1`` can start where macOS has one of its own on port 5000 of
    ``::1``, and ``localhost`` would lead to that.
    """
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _introduce(provider: Provider) -> None:
    """Tell an author of an application all that there is to know."""
    oauth1, oauth2 = provider.oauth1_options(), provider.oauth2_options()
    rows = {
        "provider": provider.url,
        "consumer key": CONSUMER_KEY,
        "consumer secret": CONSUMER_SECRET,
        "OAuth 2, authorize URL": oauth2["authorize_url"],
        "OAuth 2, access token URL": oauth2["access_token_url"],
        "OAuth 1.0a, request token URL": oauth1["request_token_url"],
        "OAuth 1.0a, authorize URL": oauth1["authorize_url"],
        "OAuth 1.0a, access token URL": oauth1["access_token_url"],
        "API, who the user is": "GET /me",
        "API, the timeline": "GET /timeline",
        "API, a new post": f"POST /timeline with status=..., {MAX_LENGTH} characters",
    }
    for name, value in rows.items():
        print(f"{name:<31}{value}")


if __name__ == "__main__":
    sys.exit(main())
