"""An application that knows nothing of this project's tests: the README's own."""

import re
from pathlib import Path

import pytest

from ..installed import PROJECT, environment, run

TEST = """
import application

def test_sign_in(oauth_provider, monkeypatch):
    application.app.secret_key = "a key of the test"
    oauth_provider.replace(application.github)
    oauth_provider.resource("/user", {"login": "jane"})
    client = application.app.test_client()
    response = oauth_provider.sign_in(client, "/login", user="jane")
    assert response.text == "Hello, jane!"
    assert oauth_provider.deny(client, "/login").text == "Another time, then."
"""


@pytest.mark.once
def test_the_readme_is_tested_with_the_plugin_of_the_wheel(tmp_path: Path) -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    program = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    assert program is not None
    python = environment(tmp_path / "environment", "pytest")
    site = tmp_path / "site"
    site.mkdir()
    (site / "application.py").write_text(program[1], "utf-8")
    (site / "test_application.py").write_text(TEST, "utf-8")
    printed = run(python, "-m", "pytest", "-q", "-W", "error", cwd=site)
    assert "1 passed" in printed
