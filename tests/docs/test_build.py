"""The documentation builds without a warning, and its links lead somewhere."""

import subprocess
import sys
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from typing_extensions import override

DOCS = Path(__file__).parents[2] / "docs"

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(
        any(find_spec(name) is None for name in ("sphinx", "furo", "myst_parser")),
        reason="needs Sphinx, Furo and MyST: install Flask-OAuth[docs]",
    ),
]


class Page(HTMLParser):
    """The links of a page, and what can be linked to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors = {""}
        self.feed(path.read_text("utf-8"))

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.anchors.add(value or "")
            elif name in {"href", "src"} and value:
                self.links.append(value)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the pages, in a process of its own: Sphinx changes much of this one."""
    pages = tmp_path_factory.mktemp("pages")
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-n", "-W", "--keep-going"]
    result = subprocess.run(
        [*command, "-d", str(tmp_path_factory.mktemp("cache")), str(DOCS), str(pages)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    return pages


def test_every_document_becomes_a_page(built: Path) -> None:
    """The build itself fails when one is in no table of contents."""
    for document in DOCS.rglob("*.md"):
        page = built / document.relative_to(DOCS).with_suffix(".html")
        assert page.is_file(), document


def test_links_inside_lead_somewhere(built: Path) -> None:
    """Each has its page, and its place on that page."""
    pages = {path: Page(path) for path in built.rglob("*.html")}
    dead: list[str] = []
    for path, page in pages.items():
        for link in page.links:
            url = urlsplit(link)
            if url.scheme or url.netloc:
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            found = pages.get(target)
            if not target.exists() or (
                found is not None and unquote(url.fragment) not in found.anchors
            ):
                dead.append(f"{path.relative_to(built)}: {link}")
    assert dead == []
