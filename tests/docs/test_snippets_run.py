"""The documentation's snippets: each of them runs, as it stands there."""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

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
    ends = 0
    for block in BLOCK.finditer(document):
        starts = document.count("\n", 0, block.start("code"))
        if program and not block["continued"]:
            yield ends, "\n".join(program) + "\n"
            program = []
        program += [""] * (starts - len(program)) + block["code"].splitlines()
        ends = len(program)
    if program:
        yield ends, "\n".join(program) + "\n"


PROGRAMS = [
    pytest.param(document, code, id=f"{document.relative_to(ROOT)}:{line}")
    for document in DOCUMENTS
    for line, code in programs(document.read_text("utf-8"))
]


@pytest.mark.parametrize(("document", "code"), PROGRAMS)
def test_each_snippet_runs(document: Path, code: str, tmp_path: Path) -> None:
    """It raises nothing, and warns of nothing."""
    program = tmp_path / f"{document.stem.replace('-', '_')}.py"
    program.write_text(code, "utf-8")
    runpy.run_path(str(program), run_name="snippet")


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
