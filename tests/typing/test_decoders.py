"""A decoder gives ``OAuthResponse.data`` its type, for checkers and at run time.

The checkers read a copy of this file, too: see ``test_checkers``.
"""

from collections.abc import Iterator
from typing import Any

import attrs
import cattrs
import msgspec
import pydantic
import pytest
from flask import Flask
from typing_extensions import TypedDict, assert_type

from flask_oauth import OAuth, OAuthException, OAuthRemoteApp, OAuthResponse, TokenPair
from flask_oauth.typing import Decoder, HTTPReply, HTTPRequest

BODY = b'{"id": 7, "login": "ada", "tags": ["a", "b"]}'


@attrs.frozen
class Remote:
    """Answer every request with the same reply."""

    status: int = 200
    body: bytes = BODY

    def send(self, request: HTTPRequest, /) -> HTTPReply:
        """Answer as a JSON API does."""
        return HTTPReply(
            self.status, (("Content-Type", "application/json"),), self.body
        )


def remote_app(remote: Remote) -> OAuthRemoteApp:
    """Return a remote application that answers thus, with a token."""
    app = OAuth(transport=remote).remote_app(
        "api",
        base_url="https://api.example.com/",
        request_token_url=None,
        access_token_url="token",
        access_token_method="POST",
        authorize_url="authorize",
    )
    app.tokengetter(lambda: TokenPair("token"))
    return app


@pytest.fixture
def api() -> Iterator[OAuthRemoteApp]:
    with Flask("application").app_context():
        yield remote_app(Remote())


@attrs.frozen
class User:
    id: int
    login: str


class Model(pydantic.BaseModel):
    id: int
    login: str


class Struct(msgspec.Struct, frozen=True):
    id: int
    login: str


class Typed(TypedDict):
    id: int
    login: str


def read_user(data: Any) -> User:
    return User(int(data["id"]), str(data["login"]))


def test_without_a_decoder_the_data_is_any(api: OAuthRemoteApp) -> None:
    resp = api.get("user")
    assert_type(resp, OAuthResponse[Any])
    number: int = resp.data["id"]
    assert number == 7


def test_a_plain_function(api: OAuthRemoteApp) -> None:
    resp = api.get("user", decoder=read_user)
    assert_type(resp, OAuthResponse[User])
    assert_type(resp.data, User)
    assert resp.data == User(7, "ada")


def test_a_lambda(api: OAuthRemoteApp) -> None:
    name = api.request("user", decoder=lambda data: str(data["login"])).data
    assert_type(name, str)
    assert name == "ada"


def test_cattrs(api: OAuthRemoteApp) -> None:
    user = api.get("user", decoder=lambda data: cattrs.structure(data, User)).data
    assert_type(user, User)
    assert user == User(7, "ada")


def test_pydantic(api: OAuthRemoteApp) -> None:
    validate = pydantic.TypeAdapter(Model).validate_python
    user = api.get("user", decoder=validate).data
    assert_type(user, Model)
    assert user == Model(id=7, login="ada")


def test_pydantic_with_a_typed_dict(api: OAuthRemoteApp) -> None:
    validate = pydantic.TypeAdapter(Typed).validate_python
    user = api.post("user", decoder=validate).data
    assert_type(user, Typed)
    assert user == {"id": 7, "login": "ada"}


def test_msgspec(api: OAuthRemoteApp) -> None:
    user = api.get("user", decoder=lambda data: msgspec.convert(data, Struct)).data
    assert_type(user, Struct)
    assert user == Struct(7, "ada")


DECODERS: list[tuple[Decoder[object], type[Exception]]] = [
    (read_user, KeyError),
    (pydantic.TypeAdapter(Model).validate_python, pydantic.ValidationError),
    (lambda data: msgspec.convert(data, Struct), msgspec.ValidationError),
]


@pytest.mark.parametrize(("decoder", "cause"), DECODERS)
def test_data_that_does_not_fit_raises_with_the_cause(
    decoder: Decoder[object], cause: type[Exception]
) -> None:
    """Asking for the data raises, and the exception has what came instead."""
    with Flask("application").app_context():
        resp = remote_app(Remote(body=b'{"id": 7}')).get("user", decoder=decoder)
    with pytest.raises(OAuthException) as caught:
        print(resp.data)
    assert caught.value.type == "invalid_response"
    assert caught.value.data == {"id": 7}
    assert isinstance(caught.value.__cause__, cause)


def test_a_decoder_never_sees_the_data_of_an_error() -> None:
    with Flask("application").app_context():
        resp = remote_app(Remote(status=404)).get("user", decoder=read_user)
    with pytest.raises(OAuthException, match="404"):
        print(resp.data)
