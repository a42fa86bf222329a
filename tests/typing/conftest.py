"""One run of each checker, over all files that are only ever checked."""

import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from ..docs.snippets import all_programs
from ._checkers import STRICT_CHECKERS, Problem, check

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def snippets() -> Mapping[str, tuple[str, str]]:
    """Return the programs in the documentation by the names of files for them.

    Each is the document's path and the code, whose lines have the document's numbers.
    """
    return {
        re.sub(r"\W", "_", name) + ".py": (name.rpartition(":")[0], code)
        for name, code in all_programs()
    }


@pytest.fixture(scope="session")
def problems(
    tmp_path_factory: pytest.TempPathFactory, snippets: Mapping[str, tuple[str, str]]
) -> Mapping[str, list[Problem]]:
    """Return what each checker reports, in one run, outside the project."""
    folder = tmp_path_factory.mktemp("checked")
    for name in ("public_api.py", "mistakes.py", "test_decoders.py"):
        shutil.copy(HERE / name, folder)
    for name, (_, code) in snippets.items():
        (folder / name).write_text(code, "utf-8")
    return check(folder, sys.executable, [*STRICT_CHECKERS])
