"""The tables of the reference say what the code does."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, get_args, get_type_hints

import attrs
import pytest

import flask_oauth
from flask_oauth import RemoteAppConfig
from flask_oauth._messages import DEFAULT_HEADERS
from flask_oauth.exceptions import ErrorCode

REFERENCE = Path(__file__).parents[2] / "docs" / "reference.md"


def table(heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading, without its first two rows."""
    section = REFERENCE.read_text("utf-8").partition(f"\n## {heading}\n")[2]
    rows = [
        line.replace(r"\|", "\0").strip("|").split("|")
        for line in section.partition("\n## ")[0].splitlines()
        if line.startswith("|")
    ]
    return [[cell.strip().replace("\0", "|") for cell in row] for row in rows[2:]]


OPTIONS = [field for field in attrs.fields(RemoteAppConfig) if field.init]


def test_the_options_are_those_of_the_configuration() -> None:
    """All of them are there, in the order of the code."""
    assert [row[0] for row in table("Options")] == [
        f"`{field.name}`" for field in OPTIONS
    ]


@pytest.mark.parametrize("field", OPTIONS, ids=lambda field: field.name)
def test_the_defaults_are_those_of_the_configuration(field: Any) -> None:
    """Each default is written as Python writes it."""
    default = next(row[2] for row in table("Options") if row[0] == f"`{field.name}`")
    if field.default is attrs.NOTHING:
        assert default == "required"
    else:
        config = RemoteAppConfig(
            name="an app",
            base_url="https://api.example/",
            request_token_url=None,
            access_token_url="token",
            authorize_url="authorize",
            access_token_method="POST",
        )
        value = getattr(config, field.name)
        if field.name == "access_token_method":
            value = field.default
        if field.name.endswith("_params"):
            value = dict(value)
        assert default == f"`{value!r}`"


@pytest.mark.parametrize("field", OPTIONS, ids=lambda field: field.name)
def test_the_choices_are_those_of_the_configuration(field: Any) -> None:
    """Where the code has a list of texts to choose from, the table has it too."""
    choices = [
        choice
        for choice in get_args(get_type_hints(RemoteAppConfig)[field.name])
        if isinstance(choice, str)
    ]
    if choices:
        row = next(row for row in table("Options") if row[0] == f"`{field.name}`")
        assert row[1] == ", ".join(f"`{choice!r}`" for choice in choices)


def test_the_codes_are_those_of_the_exception() -> None:
    """All of them are there, in the order of the code."""
    assert [row[0] for row in table("Error codes")] == [
        f"`{code}`" for code in get_args(ErrorCode)
    ]


def constant(module: str, name: str) -> object:
    """Return what is private to its module, and yet promised to users."""
    return vars(import_module(f"flask_oauth.{module}"))[name]


def test_the_fixed_numbers_are_those_of_the_modules() -> None:
    values = [
        f"{constant('_pending', '_MAX_AGE')} seconds",
        f"{constant('_pending', '_MAX_COUNT')}",
        f"{constant('_pending', '_MAX_SIZE')}",
        f"{constant('_client', '_MAX_REDIRECTS')}",
        f"{constant('_connections', '_POOL_SIZE')}",
        f"{constant('_connections', '_HOSTS')}",
        f"`{dict(DEFAULT_HEADERS)['User-Agent']}`",
    ]
    assert [row[1] for row in table("Fixed numbers")] == values


def test_the_layout_has_every_module() -> None:
    """A new module is given its sentence in the contributor's guide."""
    guide = REFERENCE.with_name("contributing.md").read_text("utf-8")
    layout = guide.partition("\n## Layout\n")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `(\w+)`", layout, re.MULTILINE)
    assert sorted(listed) == sorted(
        module.name for module in iter_modules(flask_oauth.__path__)
    )
