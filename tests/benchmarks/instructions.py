"""Count the instructions of calls with valgrind, which no other load disturbs.

``python -m tests.benchmarks.instructions BASE N NAME…`` is what valgrind runs.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from flask import Flask

from .contenders import BARE, CALLS, LIBRARY, Place
from .server import provider

PROTOCOLS = ("oauth2", "oauth1")
_ROOT = Path(__file__).parents[2]


def available() -> bool:
    """Say whether valgrind is installed."""
    return shutil.which("valgrind") is not None


def count(base: str, n: int, names: Iterable[str]) -> dict[tuple[str, str], float]:
    """Count the instructions of one call, by contender and protocol.

    It is the difference between a process that makes ``2 * n`` calls and one that makes
    ``n``, so that the start, the imports and the connecting drop out. Each is a fork of
    one process under valgrind, whose slow start is then needed once.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "valgrind",
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
            f"--log-file={folder}/%p",
            sys.executable,
            *("-m", "tests.benchmarks.instructions", base, str(n), *names),
        ]
        environment = os.environ | {"PYTHONHASHSEED": "0"}
        done = subprocess.run(
            command,
            cwd=_ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        totals: dict[tuple[str, str], list[int]] = {}
        for line in done.stdout.splitlines():
            name, protocol, pid = line.rsplit(maxsplit=2)
            log = (Path(folder) / pid).read_text()
            found = re.search(r"I\s+refs:\s+([\d,]+)", log)
            assert found is not None, log
            total = int(found[1].replace(",", ""))
            totals.setdefault((name, protocol), []).append(total)
    return {key: (twice - once) / n for key, (once, twice) in totals.items()}


def ratios(base: str, n: int, names: Iterable[str]) -> dict[tuple[str, str], float]:
    """Count, and divide by what bare urllib3 takes."""
    counts = count(base, n, {BARE: None, **dict.fromkeys(names)})
    bare = counts[BARE, "oauth2"]
    return {key: value / bare for key, value in counts.items() if key[0] != BARE}


def _work(base: str, n: int, names: list[str]) -> None:
    app = Flask(__name__)
    for name in names:
        for protocol in PROTOCOLS:
            CALLS[name](Place(protocol, base, app))()  # imports what it needs
            for calls in (n, 2 * n):
                pid = os.fork()
                if not pid:
                    call = CALLS[name](Place(protocol, base, app))
                    for _ in range(calls):
                        call()
                    os._exit(0)
                assert os.waitpid(pid, 0)[1] == 0
                print(name, protocol, pid, flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        _work(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
    else:
        with provider() as found:
            for key, ratio in ratios(found.http, 20, [LIBRARY]).items():
                print(*key, f"{ratio:.3f}")
