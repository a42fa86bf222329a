"""Run the comparison: ``python -m tests.benchmarks [--quick]``.

It needs the extras ``[test,bench]``. nginx and valgrind are used where they are there.
"""

import argparse
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

import attrs

from . import measures
from .plot import plot
from .server import provider

_PACKAGES = (
    "flask",
    "urllib3",
    "oauthlib",
    "requests-oauthlib",
    "authlib",
    "flask-dance",
)


def main() -> None:
    """Measure, print the table, and write the files that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--quick", action="store_true", help="less than a minute")
    parser.add_argument("--json", type=Path, help="write the results here")
    parser.add_argument("--svg", type=Path, help="draw the plot here")
    options = parser.parse_args()
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # the others speak http only so
    quick: bool = options.quick
    rounds = 7 if quick else 41
    with provider() as found:
        os.environ["SSL_CERT_FILE"] = os.environ["REQUESTS_CA_BUNDLE"] = str(
            found.bundle
        )
        results = [
            *measures.count_instructions(found, 20 if quick else 100),
            *measures.time_views(found, rounds),
            *measures.time_sign_ins(found, 3 * rounds),
        ]
        server = found.kind
    results += measures.measure_import(5 if quick else 21)
    results += measures.measure_remote_apps(2_000 if quick else 10_000)
    with provider(delay=0.005) as slow:
        results += measures.compare_threads(slow, 3 if quick else 9, 0.5)
    about = {
        "python": platform.python_version(),
        "server": server,
        **{name: version(name) for name in _PACKAGES},
    }
    print(", ".join(f"{name} {value}" for name, value in about.items()), "\n")
    print(table(results))
    if options.json:
        rows = [{**attrs.asdict(row), "reached": row.reached} for row in results]
        options.json.write_text(json.dumps({"about": about, "results": rows}, indent=1))
    if options.svg:
        options.svg.write_text(plot(results))


def table(results: list[measures.Result]) -> str:
    """Return the results as a table in Markdown."""
    lines = ["| measure | of | median | quartiles | target |", "| - | - | -: | - | - |"]
    for row in results:
        target = ""
        if row.target is not None:
            sign = "≤" if row.best == "least" else "≥"
            verdict = "reached" if row.reached else "**missed**"
            target = f"{sign} {row.target:g} {verdict}"
        value = f"{_number(row.value)} {row.unit}".strip()
        spread = " – ".join(map(_number, row.spread)) if row.spread else ""
        cells = (row.measure, row.contender, value, spread, target)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"


if __name__ == "__main__":
    main()
