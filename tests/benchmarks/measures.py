"""The measures: each returns results, ratios as medians over interleaved rounds."""

import gc
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import attrs

from flask_oauth import OAuth

from . import instructions
from .contenders import (
    BARE,
    CALLS,
    LIBRARY,
    SIGN_INS,
    TOKEN,
    VIEWS,
    Call,
    Place,
)
from .server import Provider
from .views import app, in_view, sign_in

PROTOCOLS = {"oauth2": "OAuth 2", "oauth1": "OAuth 1.0a"}


@attrs.frozen
class Result:
    """Hold one line of the table.

    Args:
        measure: what was measured.
        contender: of whom.
        value: the median.
        unit: of the value; ``×`` is a ratio to bare urllib3.
        target: what this library has to reach.
        best: whether the ``"least"`` or the ``"most"`` is good.
        spread: the quartiles of the rounds.
    """

    measure: str
    contender: str
    value: float
    unit: str = "×"
    target: float | None = None
    best: str = "least"
    spread: tuple[float, float] | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the target was reached, ``None`` without one."""
        if self.target is None:
            return None
        if self.best == "most":
            return self.value >= self.target
        return self.value <= self.target


def _of_library(contender: str, target: float) -> float | None:
    return target if contender == LIBRARY else None


def count_instructions(provider: Provider, n: int) -> list[Result]:
    """Count the instructions of a call outside of Flask."""
    if not instructions.available():
        print("valgrind is not installed: no instructions are counted")
        return []
    ratios = instructions.ratios(provider.http, n, list(CALLS))
    return [
        Result(
            f"instructions of {work}, {PROTOCOLS[protocol]}",
            name,
            ratio,
            target=_of_library(name, _INSTRUCTIONS[work, protocol]),
        )
        for (work, protocol, name), ratio in ratios.items()
    ]


_INSTRUCTIONS = {
    ("a call", "oauth2"): 1.10,
    ("a call", "oauth1"): 1.70,
    ("login and callback", "oauth2"): 1.15,
    ("login and callback", "oauth1"): 1.2,
}


def time_views(provider: Provider, rounds: int) -> list[Result]:
    """Time a call in a view, and count the connections that it opens."""
    results: list[Result] = []
    targets = {"oauth2": 1.15, "oauth1": 1.6}
    for scheme, base in (("http", provider.http), ("https", provider.https)):
        for protocol, shown in PROTOCOLS.items():
            calls = {
                name: in_view(contender, protocol, base)
                for name, contender in VIEWS.items()
            }
            ratios = _interleave(calls, rounds)
            opened = {name: connections(call) for name, call in calls.items()}
            for name in list(VIEWS)[1:]:
                target = _of_library(name, targets[protocol])
                what = f"call in a view, {scheme}, {shown}"
                results.append(_median(what, name, ratios[name], target))
            for name in VIEWS:
                target = _of_library(name, 0)
                what = f"connections opened by a call, {scheme}, {shown}"
                results.append(Result(what, name, opened[name], "", target))
    return results


def time_sign_ins(provider: Provider, rounds: int) -> list[Result]:
    """Time a login view and a callback view, together."""
    results: list[Result] = []
    targets = {"oauth2": 1.15, "oauth1": 1.2}
    for protocol, shown in PROTOCOLS.items():
        calls = {
            name: sign_in(add_views, protocol, provider.http)
            for name, add_views in SIGN_INS.items()
        }
        ratios = _interleave(calls, rounds)
        what = f"login and callback, {shown}"
        results.append(_median(what, LIBRARY, ratios[LIBRARY], targets[protocol]))
    return results


def measure_import(rounds: int) -> list[Result]:
    """Measure what importing costs beyond ``import flask``.

    ``import flask_oauth`` leaves the rest to the first use of a name, so both count.
    """
    results: list[Result] = []
    for statement, target in (
        ("import flask_oauth", 15),
        ("from flask_oauth import OAuth", None),
        ("import attrs, typing_extensions", None),
    ):
        times = [float(_fresh(_TIME.format(statement))) for _ in range(rounds)]
        objects = float(_fresh(_OBJECTS.format(statement)))
        results += [
            _median(f"{statement}, time", LIBRARY, times, target, "ms"),
            Result(f"{statement}, memory", LIBRARY, objects, "MiB", target and 2),
        ]
    return results


_TIME = """
import flask, time
start = time.process_time(); {}
print((time.process_time() - start) * 1e3)
"""
_OBJECTS = """
import flask, sys, tracemalloc
tracemalloc.start(); {}
assert not {{"urllib3", "oauthlib", "cryptography"}} & set(sys.modules)
print(tracemalloc.get_traced_memory()[0] / 2**20)
"""


def _fresh(code: str) -> str:
    """Run code in a new process that finds the bytecode ready."""
    environment = os.environ | {
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": f"{tempfile.gettempdir()}/flask-oauth-bytecode",
    }
    command = [sys.executable, "-c", code]
    if code not in _warm:
        _warm.add(code)
        subprocess.check_output(command, env=environment)
    return subprocess.check_output(command, env=environment, text=True)


_warm: set[str] = set()


def measure_remote_apps(count: int) -> list[Result]:
    """Measure what one more tenant costs, and that all share the pool."""
    oauth = OAuth()

    def make(first: int, last: int) -> None:
        for number in range(first, last):
            oauth.remote_app(
                f"tenant{number}",
                base_url=f"https://tenant{number}.example.com/api/",
                request_token_url=None,
                access_token_url="/oauth/token",
                authorize_url="/oauth/authorize",
                consumer_key=f"key{number}",
                consumer_secret=f"secret{number}",
                access_token_method="POST",
            )

    make(0, 100)
    times: list[float] = []
    for part in range(10):
        start = time.perf_counter()
        make(100 + part * count // 10, 100 + (part + 1) * count // 10)
        times.append((time.perf_counter() - start) / (count // 10) * 1e6)
    tracemalloc.start()
    make(count + 100, 2 * count + 100)
    size = tracemalloc.get_traced_memory()[0] / count
    tracemalloc.stop()
    transports = {id(app.oauth.transport) for app in oauth.remote_apps.values()}
    assert len(transports) == 1
    return [
        _median("making a remote app, time", LIBRARY, times, 30, "µs"),
        Result("making a remote app, memory", LIBRARY, size, "B", 2048),
    ]


def compare_threads(slow: Provider, rounds: int, seconds: float) -> list[Result]:
    """Compare the throughput of 32 threads where each answer takes 5 ms."""
    tokens = threading.local()
    results: list[Result] = []
    for protocol, shown in PROTOCOLS.items():
        place = Place(
            protocol, slow.http, app(), lambda: getattr(tokens, "pair", TOKEN)
        )
        calls = {name: CALLS[name](place) for name in (BARE, LIBRARY)}
        ratios: list[float] = []
        for number in range(rounds + 1):
            rates = {
                name: _throughput(call, tokens, seconds) for name, call in calls.items()
            }
            if number:  # the first one opens the connections
                ratios.append(rates[LIBRARY] / rates[BARE])
        what = f"throughput of 32 threads, answers after 5 ms, {shown}"
        target = 0.9 if protocol == "oauth2" else None
        results.append(
            attrs.evolve(_median(what, LIBRARY, ratios, target), best="most")
        )
    return results


def _throughput(call: Call, tokens: threading.local, seconds: float) -> float:
    def work(number: int) -> int:
        tokens.pair = (f"token{number:027}", f"secret{number:016}")
        done = 0
        while time.perf_counter() < end:
            call()
            done += 1
        return done

    with ThreadPoolExecutor(32) as pool:
        start = time.perf_counter()
        end = start + seconds
        done = sum(pool.map(work, range(32)))
        return done / (time.perf_counter() - start)


def _interleave(calls: Mapping[str, Call], rounds: int) -> dict[str, list[float]]:
    """Time all in turns; return the ratios to bare urllib3, one for each round."""
    batches: dict[str, int] = {}
    for name, call in calls.items():
        call()
        batches[name] = max(1, int(0.02 / _time(call, 3)))  # 20 ms each
    ratios: dict[str, list[float]] = {name: [] for name in calls}
    order = list(calls)
    for _ in range(rounds):
        random.shuffle(order)  # nobody always runs after the same other one
        taken = {name: _time(calls[name], batches[name]) for name in order}
        for name in calls:
            ratios[name].append(taken[name] / taken[BARE])
    return ratios


def _time(call: Callable[[], object], times: int) -> float:
    gc.collect()  # what others left is not this one's to clear away
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times


class _Connects:
    """Count the connections that this process opens."""

    def __init__(self) -> None:
        self.count = 0
        sys.addaudithook(self._hook)

    def _hook(self, event: str, _: tuple[object, ...]) -> None:
        if event == "socket.connect":
            self.count += 1


_connects: list[_Connects] = []


def connections(call: Call, threads: int = 8, each: int = 3) -> float:
    """Count the connections opened by a call, beyond the first one of each thread."""
    if not _connects:
        _connects.append(_Connects())  # an audit hook cannot be removed
    before = _connects[0].count
    together = threading.Barrier(threads)

    def work(_: int) -> None:
        together.wait()
        for _ in range(each):
            call()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    opened = _connects[0].count - before
    return max(0, opened - threads) / (threads * (each - 1))


def _median(
    measure: str,
    contender: str,
    values: list[float],
    target: float | None,
    unit: str = "×",
) -> Result:
    quartiles = statistics.quantiles(values, n=4)
    return Result(
        measure,
        contender,
        statistics.median(values),
        unit,
        target,
        spread=(quartiles[0], quartiles[2]),
    )
