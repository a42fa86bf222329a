"""The documentation's snippets: each of them runs, as it stands there."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from .snippets import BLOCK, DOCUMENTS, all_programs, programs

PROGRAMS = list(all_programs())
TESTS = re.compile(r"^def test_", re.MULTILINE)


@pytest.mark.parametrize("code", [pytest.param(c, id=n) for n, c in PROGRAMS])
def test_each_snippet_runs(code: str, tmp_path: Path) -> None:
    """It raises nothing, and warns of nothing."""
    program = tmp_path / "program.py"
    program.write_text(code, "utf-8")
    names = runpy.run_path(str(program), run_name="snippet")
    if "engine" in names:
        names["engine"].dispose()  # Python 3.13 warns of open databases


@pytest.mark.parametrize(
    "code", [pytest.param(c, id=n) for n, c in PROGRAMS if TESTS.search(c)]
)
def test_the_tests_in_snippets_pass(code: str, tmp_path: Path) -> None:
    """Pytest runs them as a user's tests, with the plugin as it is installed."""
    (tmp_path / "test_program.py").write_text(code, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error"]
    ended = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_blocks_are_independent_unless_they_say_otherwise() -> None:
    """The marker joins a block to the one before it, and only to that one."""
    document = (
        "```python\na = 1\n```\n"
        "<!-- continued -->\n```python\nb = a\n```\n"
        "```python\nc = 1\n```\n"
    )
    assert list(programs(document)) == [
        (6, "\na = 1\n\n\n\nb = a\n"),
        (9, "\n" * 8 + "c = 1\n"),
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_python_block_is_found(document: Path) -> None:
    """None hides behind an indentation, or under another name of the language."""
    text = document.read_text("utf-8")
    marked = re.findall(r"^\s*(?:```|~~~)\s*(?:python|py|pycon)\b", text, re.MULTILINE)
    assert len(marked) == len(BLOCK.findall(text))
