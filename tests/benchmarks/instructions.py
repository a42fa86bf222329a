"""Count the instructions of calls with valgrind, which no other load disturbs.

``python -m tests.benchmarks.instructions BASE N NAME…`` is what valgrind runs.
"""

import gc
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import TypeAlias

from .contenders import BARE, CALLS, LIBRARY, SIGN_INS, Call, Place
from .server import provider
from .views import app, sign_in

PROTOCOLS = ("oauth2", "oauth1")
CALL, SIGN_IN = "a call", "login and callback"
Key: TypeAlias = tuple[str, str, str]
"""What is done, by which protocol, with what."""

_ROOT = Path(__file__).parents[2]


def available() -> bool:
    """Say whether valgrind is installed, and processes can fork under it."""
    return shutil.which("valgrind") is not None and hasattr(os, "fork")


def count(base: str, n: int, names: Iterable[str]) -> dict[Key, float]:
    """Count the instructions of one call, and of a login with its callback.

    It is the difference between a process that does it ``2 * n`` times and one that
    does it ``n`` times, so that the start, the imports and the connecting drop out.
    Each is a fork of one process under valgrind, whose slow start is then needed once.
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
        environment = {"PYTHONHASHSEED": "0"} | {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("COVERAGE_")  # its own instructions would count
        }
        done = subprocess.run(
            command,
            cwd=_ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        totals: dict[Key, list[int]] = {}
        for line in done.stdout.splitlines():
            work, protocol, name, pid = line.split("\t")
            log = (Path(folder) / pid).read_text()
            found = re.search(r"I\s+refs:\s+([\d,]+)", log)
            assert found is not None, log
            total = int(found[1].replace(",", ""))
            totals.setdefault((work, protocol, name), []).append(total)
    return {key: (twice - once) / n for key, (once, twice) in totals.items()}


def ratios(base: str, n: int, names: Iterable[str]) -> dict[Key, float]:
    """Count, and divide by what bare urllib3 takes."""
    counts = count(base, n, {BARE: None, **dict.fromkeys(names)})
    return {
        (work, protocol, name): value / counts[work, protocol, BARE]
        for (work, protocol, name), value in counts.items()
        if name != BARE
    }


def _prepare(work: str, protocol: str, name: str, base: str) -> Call:
    if work == CALL:
        return CALLS[name](Place(protocol, base, app()))
    return sign_in(SIGN_INS[name], protocol, base)


def _work(base: str, n: int, names: list[str]) -> None:
    for work, protocol, name in product((CALL, SIGN_IN), PROTOCOLS, names):
        if work == SIGN_IN and name not in SIGN_INS:
            continue
        _prepare(work, protocol, name, base)()  # imports what it needs
        gc.collect()
        gc.freeze()  # or one count has a collection of all that, and the other none
        for times in (n, 2 * n):
            pid = os.fork()
            if not pid:
                call = _prepare(work, protocol, name, base)
                for _ in range(times):
                    call()
                os._exit(0)
            assert os.waitpid(pid, 0)[1] == 0
            print(work, protocol, name, pid, sep="\t", flush=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        _work(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
    else:
        with provider() as found:
            for key, ratio in ratios(found.http, 20, [LIBRARY]).items():
                print(*key, f"{ratio:.3f}")
