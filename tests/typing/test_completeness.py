"""Every public name has a type, and documentation that an editor can show."""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, get_type_hints

import attrs
import pytest

import flask_oauth
import flask_oauth.exceptions
import flask_oauth.testing
import flask_oauth.typing
from flask_oauth.typing import Decoder

from ._checkers import PROJECT, verify_types

HERE = Path(__file__).parent

pytestmark = pytest.mark.once

MODULES = [flask_oauth, flask_oauth.exceptions, flask_oauth.testing, flask_oauth.typing]

# Where ``Any`` stands in the public API, and why no other type could.
ANY = {
    "AuthorizedResponse": "a token reply holds what the provider likes",
    "AuthorizedResponse.__getitem__": "… and so does each of its members",
    "AuthorizedResponse.__init__": "… from which it is made",
    "DataT": "without a decoder the data is what the remote server sent",
    "DataT_co": "… and so is that of a response",
    "Decoder": "a decoder is there to find out what the remote server sent",
    "NamedTokenGetter.__call__": "the name of a token is of a type that callers choose",
    "OAuthException.__init__": "data is what the remote server sent",
    "OAuthException.data": "… and can be read",
    "Provider.__init__": "the profiles are the remote server's",
    "Provider.profile": "… one of which this is",
    "Provider.users": "… and these are all",
    "ProviderRequest.__init__": "a resource decides what its path stands for",
    "ProviderRequest.arguments": "… and that can be read",
}


def _names(module: ModuleType) -> list[str]:
    """Return what a module exports: what it defines, and "import X as X"."""
    tree = ast.parse(inspect.getsource(module))
    names: set[str] = set(getattr(module, "__all__", ()))
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            names |= {each.name for each in node.names if each.name == each.asname}
        elif isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
            names |= {each.id for each in targets if isinstance(each, ast.Name)}
    return sorted(name for name in names if not name.startswith("_"))


PUBLIC: dict[str, Any] = {
    name: getattr(module, name) for module in MODULES for name in _names(module)
}
# Python 3.10 takes the alias Decoder for a class.
CLASSES = {
    name: each
    for name, each in PUBLIC.items()
    if inspect.isclass(each) and not hasattr(each, "__args__")
}


def _bases(kind: type) -> Iterator[type]:
    """Yield a class and its bases, if they are of this package."""
    return (each for each in kind.__mro__ if each.__module__.startswith("flask_oauth"))


def _members(kind: type) -> dict[str, Any]:
    """Return what a class defines or inherits, within this package, if it is public."""
    names = {name for base in _bases(kind) for name in vars(base)}
    return {
        name: inspect.getattr_static(kind, name)
        for name in names
        if not name.startswith("_")
    }


MEMBERS = {
    f"{name}.{member}": value
    for name, kind in CLASSES.items()
    for member, value in _members(kind).items()
}
FUNCTIONS = {
    name: getattr(member, "__func__", member)
    for name, member in {**PUBLIC, **MEMBERS}.items()
    if inspect.isroutine(member)
}


def test_every_type_is_known() -> None:
    assert verify_types(sys.executable) == []


def test_public_api_uses_every_public_name() -> None:
    tree = ast.parse((HERE / "public_api.py").read_text())
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names = PUBLIC.keys() | {name.rpartition(".")[2] for name in MEMBERS}
    assert names - used - _options() == set()


def _options() -> set[str]:
    """Return the keys of typed dictionaries, which are not names in Python's eyes."""
    return {
        key for kind in CLASSES.values() for key in getattr(kind, "__annotations__", ())
    }


def _holds_any(hint: Any) -> bool:
    if isinstance(hint, TypeVar) or _is_decoder(hint):
        return False  # it has an entry of its own
    return hint is Any or any(map(_holds_any, _parts(hint)))


def _parts(hint: Any) -> tuple[Any, ...]:
    return getattr(hint, "__args__", ())


def _is_decoder(hint: Any) -> bool:
    alias: Any = Decoder
    return bool(_parts(hint)) and hint == alias[_parts(hint)[-1]]


def _hints() -> Iterator[tuple[str, Any]]:
    """Yield every annotation in the public API, under the name that it belongs to."""
    for name, value in PUBLIC.items():
        for part in _parts(value) or [getattr(value, "__default__", value)]:
            yield name, part
    for name, kind in CLASSES.items():
        for base in _bases(kind):
            for generic in getattr(base, "__orig_bases__", ()):
                yield name, generic
            for attribute, hint in get_type_hints(base).items():
                if not attribute.startswith("_"):
                    yield f"{name}.{attribute}", hint
        for special in ("__init__", "__call__", "__getitem__"):
            yield from _of_function(f"{name}.{special}", getattr(kind, special, None))
    for name, member in {**MEMBERS, **FUNCTIONS}.items():
        yield from _of_function(name, getattr(member, "fget", member))


def _of_function(name: str, function: object) -> Iterator[tuple[str, Any]]:
    if inspect.isfunction(function):
        # What attrs makes has no globals; it knows its module, though.
        known = vars(sys.modules[function.__module__])
        for hint in get_type_hints(function, known).values():
            yield name, hint


def test_any_stands_only_where_somebody_else_decides_the_type() -> None:
    assert {name for name, hint in _hints() if _holds_any(hint)} == ANY.keys()


def test_few_lines_are_hidden_from_the_checkers() -> None:
    """At most three, and each says why."""
    hidden = [
        line
        for path in sorted((PROJECT / "flask_oauth").rglob("*.py"))
        for line in path.read_text().splitlines()
        if re.search(r"#\s*(type|pyright|pyrefly|ty):\s*ignore", line)
    ]
    assert len(hidden) <= 3
    for line in hidden:
        assert re.search(r"ignore\[[a-zA-Z-]+\] # \w+", line)


def _inferred(node: ast.AST) -> Iterator[str]:
    """Yield the name that lacks ``-> None`` or ``: TypeAlias``."""
    match node:
        case ast.FunctionDef(name=name, returns=None):
            yield name
        case ast.Assign(targets=[ast.Name(name)], value=ast.Subscript() | ast.BinOp()):
            if re.match("_?[A-Z][a-zA-Z]*[a-z]", name):
                yield name
        case _:
            pass


def test_nothing_is_inferred_in_silence() -> None:
    """No checker asks what ``__init__`` returns, or whether a name is an alias."""
    paths = (PROJECT / "flask_oauth").rglob("*.py")
    trees = [ast.parse(path.read_text("utf-8")) for path in paths]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    assert [name for node in nodes for name in _inferred(node)] == []


def _documented(doc: str) -> set[str]:
    """Return the names in a docstring's Args section."""
    section = re.search(r"^Args:\n((?:    .*\n|\n)+)", doc + "\n", re.MULTILINE)
    return set(re.findall(r"^    (\w+):", section[1], re.MULTILINE) if section else ())


def _parameters(function: Any) -> set[str]:
    return {name.lstrip("_") for name in inspect.signature(function).parameters}


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_a_class_documents_itself_and_how_it_is_made(name: str) -> None:
    kind: Any = CLASSES[name]
    doc = inspect.cleandoc(kind.__doc__ or "")
    assert doc
    if "\nMade by :meth:" in doc:  # which documents it: what can be read is left
        fields = {each.name for each in attrs.fields(kind)}
        assert _documented(doc) == {each for each in fields if each[0] != "_"}
        return
    made_by_users = kind.__init__ is not object.__init__ and not hasattr(
        kind, "__total__"
    )
    if made_by_users and not getattr(kind, "_is_protocol", False):
        assert _documented(doc) == _parameters(kind)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_documents_its_parameters(name: str) -> None:
    doc = inspect.cleandoc(FUNCTIONS[name].__doc__ or "")
    assert doc
    assert _documented(doc) == _parameters(FUNCTIONS[name]) - {"self", "cls"}


@pytest.mark.parametrize(
    "name", [name for name, each in MEMBERS.items() if isinstance(each, property)]
)
def test_a_property_is_documented(name: str) -> None:
    """The fields of a value are among the arguments that its class documents."""
    assert inspect.cleandoc(MEMBERS[name].fget.__doc__ or "")
