"""The stubs in typings/ describe the libraries that are installed."""

import sys

import pytest

from ._checkers import PROJECT, run

TYPINGS = PROJECT / "typings"

# Once, with the latest oauthlib: earlier ones have other parameters here and there.
pytestmark = pytest.mark.once


def test_the_stubs_match_the_installed_libraries() -> None:
    packages = sorted(stub.parent.name for stub in TYPINGS.glob("*/__init__.pyi"))
    assert packages

    ended = run(
        *(sys.executable, "-m", "mypy.stubtest", "--mypy-config-file", "mypy.ini"),
        *("--allowlist", str(TYPINGS / "stubtest-allowlist.txt"), *packages),
        cwd=PROJECT,
    )

    assert ended.returncode == 0, ended.stdout + ended.stderr
