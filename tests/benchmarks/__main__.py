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
from .contenders import LIBRARY
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
    parser.add_argument("--plot", type=Path, help="draw an SVG here")
    parser.add_argument("--page", type=Path, help="put the tables into this page")
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
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "server": server,
        "python": platform.python_version(),
        **{name: version(name) for name in _PACKAGES},
    }
    versions = ", ".join(f"{name} {value}" for name, value in about.items())
    tables = "\n\n".join((versions + ".", targets(results), comparison(results)))
    print(tables)
    if options.json:
        rows = [{**attrs.asdict(row), "reached": row.reached} for row in results]
        text = json.dumps({"about": about, "results": rows}, indent=1)
        options.json.write_text(text + "\n")
    if options.plot:
        options.plot.write_text(plot(results))
    if options.page:
        options.page.write_text(fill(options.page.read_text("utf-8"), tables), "utf-8")


def fill(page: str, tables: str) -> str:
    """Put the tables between the two comments that mark their place in a page."""
    before, begin, rest = page.partition("<!-- results -->\n")
    _, end, after = rest.partition("\n<!-- end of the results -->")
    return f"{before}{begin}\n{tables}\n{end}{after}"


def targets(results: list[measures.Result]) -> str:
    """Return what was measured of this library, as a table in Markdown."""
    lines = ["| measure | median | quartiles | target | |", "| - | -: | - | -: | - |"]
    for row in results:
        if row.contender != LIBRARY:
            continue
        target = verdict = ""
        if row.target is not None:
            target = f"{'≤' if row.best == 'least' else '≥'} {row.target:g}"
            verdict = "reached" if row.reached else "**missed**"
        spread = " – ".join(map(number, row.spread)) if row.spread else ""
        cells = (row.measure, value(row), spread, target, verdict)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def comparison(results: list[measures.Result]) -> str:
    """Return the medians of all contenders, as a table in Markdown."""
    rows: dict[str, dict[str, str]] = {}
    for row in results:
        rows.setdefault(row.measure, {})[row.contender] = value(row)
    compared = {what: found for what, found in rows.items() if len(found) > 1}
    names = dict.fromkeys(name for found in compared.values() for name in found)
    lines = [f"| measure | {' | '.join(names)} |", "| - |" + " -: |" * len(names)]
    for what, found in compared.items():
        cells = " | ".join(found.get(name, "") for name in names)
        lines.append(f"| {what} | {cells} |")
    return "\n".join(lines)


def value(row: measures.Result) -> str:
    """Return the median with its unit."""
    return f"{number(row.value)} {row.unit}".strip()


def number(value: float) -> str:
    """Return a number with as many digits as mean something."""
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"


if __name__ == "__main__":
    main()
