"""What a user has: the built wheel in an environment of its own, without any stubs."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from ._checkers import (
    PROJECT,
    Problem,
    check,
    in_file,
    marked_lines,
    run,
    verify_types,
)

HERE = Path(__file__).parent

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the interpreter of an environment with the wheel, just built."""
    folder = tmp_path_factory.mktemp("installed")
    environment = folder / "environment"
    bin_name = "Scripts" if os.name == "nt" else "bin"
    python = environment / bin_name / Path(sys.executable).name

    def uv(*arguments: str | Path) -> None:
        command = [str(each) for each in arguments]
        ended = run(sys.executable, "-m", "uv", "--quiet", *command, cwd=folder)
        assert ended.returncode == 0, ended.stderr

    uv("build", "--wheel", "--out-dir", folder, PROJECT)
    (wheel,) = folder.glob("*.whl")
    uv("venv", "--python", sys.executable, environment)
    uv("pip", "install", "--python", python, wheel)
    return str(python)


@pytest.fixture(scope="module")
def problems(
    python: str, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, list[Problem]]:
    folder = tmp_path_factory.mktemp("checked_as_installed")
    for name in ("public_api.py", "mistakes.py"):
        shutil.copy(HERE / name, folder)
    return check(folder, python, ["mypy", "pyright"])


def test_it_comes_with_its_types_and_without_stubs(python: str) -> None:
    """Flask-OAuth is there as a copy, and nothing else describes oauthlib."""
    packages = Path(python).parents[1].rglob("site-packages/*")
    names = {each.name for each in packages}
    assert {"flask_oauth", "oauthlib"} <= names
    assert not {name for name in names if "stubs" in name or "typings" in name}
    (marker,) = Path(python).parents[1].rglob("flask_oauth/py.typed")
    assert marker.is_file()


def test_every_type_is_known(python: str) -> None:
    assert verify_types(python) == []


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_the_public_api_has_the_types_that_it_promises(
    checker: str, problems: Mapping[str, list[Problem]]
) -> None:
    assert in_file(problems[checker], HERE / "public_api.py") == {}


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_every_mistake_is_reported_and_nothing_else(
    checker: str, problems: Mapping[str, list[Problem]]
) -> None:
    mistakes = HERE / "mistakes.py"
    found = in_file(problems[checker], mistakes)
    assert found.keys() == marked_lines(mistakes).keys()
