"""What is imported when, and that checkers and Python see the same names."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import flask_oauth

STUB = Path(flask_oauth.__file__).with_suffix(".pyi")
LIBRARIES = {"attrs", "cryptography", "flask", "oauthlib", "urllib3", "werkzeug"}


def imported(code: str) -> set[str]:
    """Return which of the libraries a new process has imported after some code."""
    code = f"{code}; import sys; print(*{LIBRARIES!r} & sys.modules.keys())"
    output = subprocess.check_output([sys.executable, "-c", code], text=True)
    return set(output.split())


def test_the_names_are_where_the_stub_says() -> None:
    homes = {
        alias.name: f"flask_oauth.{statement.module}"
        for statement in ast.parse(STUB.read_text("utf-8")).body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    assert set(flask_oauth.__all__) == set(homes) <= set(dir(flask_oauth))
    for name, home in homes.items():
        assert getattr(flask_oauth, name) is getattr(sys.modules[home], name)


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'flask_oauth' has no attribute 'Oauth'"):
        getattr(flask_oauth, "Oauth")  # noqa: B009 # checkers know that it is missing


def test_pytest_imports_nothing_for_the_plugin_until_it_is_used() -> None:
    assert imported("import flask_oauth.pytest_plugin") == set()


def test_urllib3_and_oauthlib_are_imported_at_the_first_call() -> None:
    made = (
        "import flask_oauth as f; f.OAuth().remote_app('x', base_url='https://a.b/',"
        "request_token_url='/r', access_token_url='/t', authorize_url='/a')"
    )
    assert imported(made) == {"attrs", "flask", "werkzeug"}
