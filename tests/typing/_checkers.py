"""Run the type checkers on a folder, and read what they report."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import attrs

PROJECT = Path(__file__).parents[2]

# What [tool.pyright] says in pyproject.toml, for folders outside the project.
_STRICT = {
    "typeCheckingMode": "strict",
    "pythonVersion": "3.10",
    "enableTypeIgnoreComments": False,
    "reportUnnecessaryTypeIgnoreComment": True,
}


@attrs.frozen
class Problem:
    """One thing that a checker reports, at a line of a file."""

    file: str
    line: int
    message: str


Checker: TypeAlias = Callable[[Path, str], list[Problem]]


def run(
    *command: str, cwd: Path, env: Mapping[str, str] = {}
) -> subprocess.CompletedProcess[str]:
    """Run a program and return what it said."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def mypy(folder: Path, python: str) -> list[Problem]:
    """Check with the project's settings; ``typings`` is not found from another folder.

    Args:
        folder: what to check, and where to be meanwhile.
        python: the interpreter whose packages are used.
    """
    ended = run(
        *(sys.executable, "-m", "mypy", "--config-file", str(PROJECT / "mypy.ini")),
        *("--cache-dir", str(folder / ".mypy_cache"), "--python-executable", python),
        *("--output", "json", "--soft-error-limit=-1", "."),
        cwd=folder,
        env={"MYPYPATH": ""},
    )
    if ended.returncode not in (0, 1) or ended.stderr:
        raise RuntimeError(ended.stdout + ended.stderr)
    found = [json.loads(line) for line in ended.stdout.splitlines()]
    return [
        Problem(Path(each["file"]).name, each["line"], each["message"])
        for each in found
        if each["severity"] == "error"
    ]


def _pyright(name: str) -> Checker:
    def check(folder: Path, python: str) -> list[Problem]:
        ended = run(
            *(sys.executable, "-m", name, "--pythonpath", python, "--outputjson"),
            cwd=folder,
            env={"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
        )
        if ended.returncode not in (0, 1):
            raise RuntimeError(ended.stdout + ended.stderr)
        report: dict[str, Any] = json.loads(ended.stdout)
        return [
            Problem(
                Path(each["file"]).name,
                each["range"]["start"]["line"] + 1,
                each["message"],
            )
            for each in report["generalDiagnostics"]
        ]

    return check


STRICT_CHECKERS: Mapping[str, Checker] = {
    "mypy": mypy,
    "pyright": _pyright("pyright"),
    "basedpyright": _pyright("basedpyright"),
}


def check(
    folder: Path, python: str, names: Sequence[str]
) -> Mapping[str, list[Problem]]:
    """Run several checkers at once.

    Args:
        folder: what to check.
        python: the interpreter whose packages are used.
        names: of which checkers.
    """
    (folder / "pyrightconfig.json").write_text(json.dumps(_STRICT))
    with ThreadPoolExecutor() as pool:
        running = {
            name: pool.submit(STRICT_CHECKERS[name], folder, python) for name in names
        }
        return {name: future.result() for name, future in running.items()}


def in_file(problems: list[Problem], path: Path) -> Mapping[int, str]:
    """Return the problems of one file, by their lines."""
    return {each.line: each.message for each in problems if each.file == path.name}


def marked_lines(path: Path) -> Mapping[int, str]:
    """Return the lines of a file that are marked as mistakes."""
    lines = enumerate(path.read_text().splitlines(), start=1)
    return {number: line.strip() for number, line in lines if line.endswith("  # E")}


def verify_types(python: str) -> list[str]:
    """Return what basedpyright misses for the installed package to be complete.

    Args:
        python: the interpreter that has it.
    """
    # It looks for packages where the first "python" on the path does.
    path = os.pathsep.join([str(Path(python).parent), os.environ["PATH"]])
    command = ("--verifytypes", "flask_oauth", "--ignoreexternal", "--outputjson")
    with TemporaryDirectory() as elsewhere:
        ended = run(
            *(sys.executable, "-m", "basedpyright", *command),
            cwd=Path(elsewhere),
            env={"PATH": path},
        )
    report: dict[str, Any] = json.loads(ended.stdout)["typeCompleteness"]
    if not report["symbols"] or report["completenessScore"] > 1:
        raise RuntimeError(ended.stdout)
    missed = [
        f"{symbol['name']}: {diagnostic['message']}"
        for symbol in report["symbols"]
        for diagnostic in symbol["diagnostics"]
        if not symbol["isTypeKnown"] or symbol["isTypeAmbiguous"]
    ]
    return missed if report["completenessScore"] == 1 else [*missed, "not 100 %"]
