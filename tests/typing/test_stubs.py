"""The stubs in typings/ describe the libraries that are installed."""

import os
import subprocess
import sys
from pathlib import Path

TYPINGS = Path(__file__).parents[2] / "typings"


def test_the_stubs_match_the_installed_libraries() -> None:
    packages = sorted(stub.parent.name for stub in TYPINGS.glob("*/__init__.pyi"))
    assert packages

    check = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy.stubtest",
            *packages,
            "--allowlist",
            str(TYPINGS / "stubtest-allowlist.txt"),
        ],
        env=os.environ | {"MYPYPATH": str(TYPINGS)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert check.returncode == 0, check.stdout + check.stderr
