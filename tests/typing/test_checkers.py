"""What the checkers say of an application's code: every mistake, and nothing else."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from ._checkers import STRICT_CHECKERS, Problem, in_file, marked_lines, run

HERE = Path(__file__).parent
PUBLIC_API = HERE / "public_api.py"
MISTAKES = HERE / "mistakes.py"

pytestmark = pytest.mark.once


@pytest.mark.parametrize("checker", STRICT_CHECKERS)
def test_the_public_api_has_the_types_that_it_promises(
    checker: str, problems: Mapping[str, list[Problem]]
) -> None:
    assert in_file(problems[checker], PUBLIC_API) == {}


@pytest.mark.parametrize("checker", STRICT_CHECKERS)
def test_every_mistake_is_reported_and_nothing_else(
    checker: str, problems: Mapping[str, list[Problem]]
) -> None:
    found = in_file(problems[checker], MISTAKES)
    marked = marked_lines(MISTAKES)
    assert len(marked) > 200
    missed = {line: marked[line] for line in marked.keys() - found.keys()}
    stray = {line: found[line] for line in found.keys() - marked.keys()}
    assert (missed, stray) == ({}, {})


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(
            ["pyrefly", "check", "--python-interpreter-path", sys.executable],
            id="pyrefly",
        ),
        pytest.param(["ty", "check", "--python", sys.prefix], id="ty"),
    ],
)
def test_the_newer_checkers_find_nothing(command: list[str], tmp_path: Path) -> None:
    copy = tmp_path / PUBLIC_API.name
    copy.write_text(PUBLIC_API.read_text())
    ended = run(sys.executable, "-m", *command, str(copy), cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("checker", STRICT_CHECKERS)
def test_decoders_give_the_data_its_type(
    checker: str, problems: Mapping[str, list[Problem]]
) -> None:
    assert in_file(problems[checker], HERE / "test_decoders.py") == {}
