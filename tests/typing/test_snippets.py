"""Every Python block of the README and of the documentation passes strict checkers.

A block stands for itself, unless ``<!-- continued -->`` in the line before it joins it
to the block above. ``tests/docs`` runs the same programs.
"""

from collections.abc import Mapping

import pytest

from ._checkers import STRICT_CHECKERS, Problem

pytestmark = pytest.mark.once


@pytest.mark.parametrize("checker", STRICT_CHECKERS)
def test_every_snippet_is_strictly_typed(
    checker: str,
    problems: Mapping[str, list[Problem]],
    snippets: Mapping[str, tuple[str, str]],
) -> None:
    assert snippets
    found = [
        f"{snippets[each.file][0]}:{each.line}: {each.message}"
        for each in problems[checker]
        if each.file in snippets
    ]
    assert not found, "\n".join(found)
