"""The programs in the documentation's ``python`` blocks."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(
    r"^(?P<continued><!-- continued -->\n)?```python\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def programs(document: str) -> Iterator[tuple[int, str]]:
    """Yield the programs of a document, with the line where each ends.

    A program is one block, or several that are joined by ``<!-- continued -->``. Each
    line stays where it is in the document, so that messages point there.
    """
    program: list[str] = []
    for block in BLOCK.finditer(document):
        if program and not block["continued"]:
            yield len(program), "\n".join(program) + "\n"
            program = []
        starts = document.count("\n", 0, block.start("code"))
        program += [""] * (starts - len(program)) + block["code"].splitlines()
    if program:
        yield len(program), "\n".join(program) + "\n"


def all_programs() -> Iterator[tuple[str, str]]:
    """Yield all programs, each with a name that tells where it stands."""
    for document in DOCUMENTS:
        for line, code in programs(document.read_text("utf-8")):
            yield f"{document.relative_to(ROOT).as_posix()}:{line}", code
