"""``docs/security.md`` promises what a test holds, and no less than is tested."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\|(?P<cells>.*)\|$", re.MULTILINE)
TEST = re.compile(r"`(?P<path>tests/[\w/]+\.py)::(?P<name>test_\w+)`")

pytestmark = pytest.mark.once


def rows() -> list[str]:
    """Return the rows of all tables, without their heads."""
    text = (ROOT / "docs/security.md").read_text("utf-8")
    cells = [match["cells"] for match in ROW.finditer(text)]
    heads = {
        number + offset
        for number, row in enumerate(cells)
        if set(row) <= set(" -|")
        for offset in (-1, 0)
    }
    return [row for number, row in enumerate(cells) if number not in heads]


@cache
def names_in(path: str) -> set[str]:
    """Return the names of the tests in a file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_row_names_an_existing_test() -> None:
    assert len(rows()) > 80
    for row in rows():
        named = TEST.search(row.rpartition("|")[2])
        assert named, f"this row names no test: {row}"
        assert (ROOT / named["path"]).is_file(), row
        assert named["name"] in names_in(named["path"]), row


def test_every_section_of_the_standards_is_there() -> None:
    text = (ROOT / "docs/security.md").read_text("utf-8")
    for standard in (9700, 6749, 6819, 5849, 9207, 7636, 6750):
        assert f"RFC {standard}" in text
    for heading in ("left to your application", "Known limits", "Reporting a hole"):
        assert f"\n## {heading}" in text or f"\n## What is {heading}" in text
