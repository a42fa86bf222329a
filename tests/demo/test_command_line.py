"""The command line, mostly as a process of its own."""

import io
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager, redirect_stdout

import pytest
import urllib3
from typing_extensions import override

from flask_oauth.demo.__main__ import main

COMMAND = [sys.executable, "-m", "flask_oauth.demo"]
READY = "Press Ctrl-C to stop.\n"


@contextmanager
def started(*arguments: str) -> Generator[tuple[subprocess.Popen[str], str]]:
    """Start the demo; give the process, and what it has said when it is ready."""
    with subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if line == READY:
                break
        try:
            yield process, said
        finally:
            process.kill()


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def handlers() -> Iterator[None]:
    """Give the signals their handlers back, which main() has replaced."""
    kept = {
        number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)
    }
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_to_click_and_ends_in_peace(number: signal.Signals) -> None:
    with started("--port=0", "--provider-port=0") as (process, said):
        found = re.fullmatch(
            r"Open this in a browser:  (http://localhost:\d+/)\n"
            r"It signs you in with the provider at (http://127\.0\.0\.1:\d+)\.\n"
            + READY,
            said,
        )
        assert found is not None
        with urllib3.PoolManager(retries=False) as http:
            page = http.request("GET", found[1])
            assert "Sign in with OAuth 2" in page.data.decode()
            begun = http.request("GET", f"{found[1]}login/oauth1", redirect=False)
            assert begun.headers["Location"].startswith(f"{found[2]}/oauth1/authorize?")
        process.send_signal(number)
        assert process.communicate(timeout=60) == ("\nStopped.\n", "")
        assert process.returncode == 0


def test_the_provider_alone_says_what_an_application_has_to_know() -> None:
    with started("--provider-only", "--provider-port=0") as (process, said):
        found = re.search(r"^provider +(http://127\.0\.0\.1:\d+)$", said, re.MULTILINE)
        assert found is not None
        rows = dict(re.split("  +", line) for line in said.splitlines()[:-1])
        assert rows == {
            "provider": found[1],
            "consumer key": "demo",
            "consumer secret": "demo-secret",
            "OAuth 2, authorize URL": f"{found[1]}/oauth2/authorize",
            "OAuth 2, access token URL": f"{found[1]}/oauth2/token",
            "OAuth 1.0a, request token URL": f"{found[1]}/oauth1/request_token",
            "OAuth 1.0a, authorize URL": f"{found[1]}/oauth1/authorize",
            "OAuth 1.0a, access token URL": f"{found[1]}/oauth1/access_token",
            "API, who the user is": "GET /me",
            "API, the timeline": "GET /timeline",
            "API, a new post": "POST /timeline with status=..., 140 characters",
        }
        with urllib3.PoolManager(retries=False) as http:
            for path in ("/me", "/timeline"):
                refused = http.request("GET", found[1] + path)
                assert refused.status == 401
                assert json.loads(refused.data) == {"error": "invalid_token"}
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0


def test_a_port_that_is_taken_is_named_with_the_option_to_change(taken: int) -> None:
    for option, host, others in (
        ("--port", "localhost", ["--provider-port=0"]),
        ("--provider-port", "127.0.0.1", ["--port=0"]),
    ):
        done = subprocess.run(
            [*COMMAND, f"{option}={taken}", *others],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert done.stdout == ""
        assert done.stderr == (
            f"{host}:{taken} cannot be used: something else answers there."
            f" Choose another port with {option}.\n"
        )


@pytest.mark.usefixtures("handlers")
def test_a_port_that_is_reserved_is_named_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nobody answers there, and still nobody can listen."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        with pytest.raises(SystemExit) as end:
            main([f"--provider-port={port}"])
    assert str(end.value) == (
        f"127.0.0.1:{port} cannot be used: Address already in use."
        " Choose another port with --provider-port."
    )
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--port=65536"], "'65536' is no port: give a number from 0 to 65535"),
        (["--provider-port=http"], "'http' is no port"),
        (["--port=-1"], "'-1' is no port"),
        (["--check", "--provider-only"], "not allowed with argument"),
        (["--serve"], "unrecognized arguments: --serve"),
    ],
)
def test_wrong_usage_is_explained(
    arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert problem in capsys.readouterr().err


def test_the_check_is_a_command() -> None:
    done = subprocess.run(
        [*COMMAND, "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.endswith("\nAll of it works.\n")
    assert done.stderr == ""


class _Interrupting(io.StringIO):
    """A terminal whose user presses Ctrl-C in the middle of the transcript."""

    @override
    def write(self, text: str, /) -> int:
        if "post to the timeline" in text:
            signal.raise_signal(signal.SIGINT)
        return super().write(text)


@pytest.mark.usefixtures("handlers")
def test_a_check_that_is_interrupted_has_not_passed() -> None:
    with redirect_stdout(_Interrupting()) as terminal:
        assert main(["--check"]) == 130
    assert terminal.getvalue().endswith("\nStopped.\n")
    assert "All of it works." not in terminal.getvalue()
