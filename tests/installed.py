"""The built wheel in an environment of its own, as a user has it."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

PROJECT = Path(__file__).parent.parent
UV = Path(sys.executable).with_name("uv")


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command to its end and return what it prints, errors included."""
    done = subprocess.run(
        command,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


@cache
def wheel() -> Path:
    """Build the wheel, once for all tests."""
    folder = Path(mkdtemp())
    run(UV, "build", "--quiet", "--wheel", "--out-dir", folder, cwd=PROJECT)
    return next(folder.glob("*.whl"))


def environment(folder: Path, *packages: str) -> Path:
    """Make an environment with the wheel and other packages; return its Python."""
    run(UV, "venv", "--quiet", "--python", sys.executable, folder, cwd=PROJECT)
    python = folder / "bin" / "python"
    install = (UV, "pip", "install", "--quiet", "--python", python)
    run(*install, wheel(), *packages, cwd=PROJECT)
    return python
