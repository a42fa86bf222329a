"""The configuration of a remote application: checked once, where it is made."""

import importlib.util
import logging
import pickle
from importlib.machinery import ModuleSpec
from typing import Any

import attrs
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from flask_oauth import OAuth, RemoteAppConfig

OPTIONS: dict[str, Any] = {
    "name": "example",
    "base_url": "https://api.example.com/1/",
    "request_token_url": "https://api.example.com/request_token",
    "access_token_url": "/access_token",
    "authorize_url": "/authorize",
}


def config(**options: Any) -> RemoteAppConfig:
    return RemoteAppConfig(**(OPTIONS | options))


def oauth2(**options: Any) -> RemoteAppConfig:
    return config(request_token_url=None, access_token_method="POST", **options)


def test_what_is_not_given_has_a_sane_default() -> None:
    made = config()
    assert made.access_token_method == "GET"
    assert made.signature_method == "HMAC-SHA1"
    assert made.pkce
    assert (made.connect_timeout, made.read_timeout, made.total_timeout) == (5, 15, 30)
    assert made.max_response_size == 16 * 1024 * 1024
    assert made.token_origins == {"https://api.example.com"}


def test_it_does_not_change_and_does_not_keep_what_it_was_given() -> None:
    params = {"scope": "email"}
    made = config(request_token_params=params)
    params["scope"] = "other"
    assert made.request_token_params == {"scope": "email"}
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.name = "other"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue] # the mistake under test
    with pytest.raises(TypeError):
        made.request_token_params["scope"] = "x"  # type: ignore[index] # pyright: ignore[reportIndexIssue] # likewise


def test_it_can_be_hashed_pickled_compared_and_evolved() -> None:
    made = config(
        request_token_params={"scope": "email"}, allowed_origins=["https://a.b"]
    )
    assert {made: 1}[pickle.loads(pickle.dumps(made))] == 1
    other = attrs.evolve(made, base_url="https://other.example/", allowed_origins=())
    assert other != made
    assert other.token_origins == {"https://other.example"}


def test_it_prints_no_secrets() -> None:
    text = repr(
        config(
            consumer_secret="canary",
            request_token_params={"a": "canary"},
            access_token_params={"a": "canary"},
        )
    )
    assert "canary" not in text
    assert "consumer_secret='***'" in text
    assert "consumer_secret=None" in repr(config())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": ""}, "name of a remote app must not be empty"),
        ({"name": "  "}, "name of a remote app must not be empty"),
        ({"base_url": "nonsense"}, "base_url 'nonsense' cannot be used"),
        ({"base_url": ""}, "base_url '' cannot be used"),
        ({"base_url": "http://api.example.com/"}, "base_url .* is plain http"),
        (
            {"access_token_url": "//evil.example"},
            "access_token_url .* leave the origin",
        ),
        ({"authorize_url": "http://example.com/"}, "authorize_url .* is plain http"),
        ({"request_token_url": "ftp:/x\n"}, "request_token_url .* control character"),
        (
            {"access_token_method": "PUT"},
            "access_token_method must be one of 'GET', 'PO",
        ),
        ({"access_token_method": "post"}, "access_token_method must be one of"),
        ({"signature_method": "MD5"}, "signature_method must be one of"),
        ({"token_placement": "cookie"}, "token_placement must be one of"),
        ({"client_authentication": "jwt"}, "client_authentication must be one of"),
        ({"realm": 'a"b'}, "realm must be printable ASCII"),
        ({"consumer_key": ""}, "consumer_key is empty"),
        (
            {"allowed_origins": ["https://a.example/b"]},
            "no origin: write it like 'https",
        ),
        ({"allowed_origins": ["/b"]}, "is no origin"),
        ({"allowed_origins": ["http://a.example"]}, "is plain http"),
        ({"signature_method": "RSA-SHA1"}, "RSA-SHA1 needs rsa_key"),
        (
            {"signature_method": "RSA-SHA1", "rsa_key": "x"},
            "no unencrypted private key",
        ),
        ({"connect_timeout": 0}, "connect_timeout must be more than 0"),
        ({"total_timeout": float("nan")}, "total_timeout must be more than 0"),
        ({"read_timeout": float("inf")}, "read_timeout must be more than 0 and finite"),
        ({"max_response_size": -1}, "max_response_size must be more than 0"),
        ({"consumer_key": "\ud800"}, "consumer_key holds a lone surrogate"),
        (
            {"access_token_params": {"oauth_verifier": "x"}},
            "access_token_params must not set 'oauth_verifier'",
        ),
    ],
)
def test_a_value_that_cannot_work_is_a_value_error_that_names_it(
    options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        config(**options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"token_placement": "body"}, "token_placement='body' is for OAuth 1.0a"),
        ({"request_token_params": {"state": "x"}}, "request_token_params .* 'state'"),
        ({"request_token_params": {"response_type": "token"}}, "must not set"),
        ({"access_token_params": {"code": "x"}}, "access_token_params .* 'code'"),
        ({"require_issuer": True}, "require_issuer=True needs the issuer"),
        ({"require_issuer": True, "issuer": ""}, "needs the issuer"),
    ],
)
def test_oauth2_has_rules_of_its_own(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        oauth2(**options)


def test_parameters_of_ours_may_be_repeated() -> None:
    """The original's example for Google did so."""
    oauth2(
        request_token_params={"response_type": "code"},
        access_token_params={"grant_type": "authorization_code"},
    )


@pytest.mark.parametrize(
    "options",
    [
        {"name": None},
        {"base_url": None},
        {"access_token_url": None},
        {"authorize_url": b"/x"},
        {"consumer_key": 5},
        {"consumer_secret": b"x"},
        {"request_token_params": "scope=email"},
        {"request_token_params": {"scope": 1}},
        {"access_token_params": {1: "a"}},
        {"allowed_origins": "https://a.example"},
        {"read_timeout": "5"},
        {"max_response_size": True},
    ],
    ids=repr,
)
def test_a_wrong_type_is_a_type_error(options: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        config(**options)


def test_the_message_names_the_remote_app() -> None:
    with pytest.raises(ValueError, match=r"^remote app 'example': "):
        config(base_url="x")


def test_plain_http_is_for_loopback_or_by_option() -> None:
    config(base_url="http://localhost:8000/", request_token_url="/r")
    made = config(base_url="http://10.0.0.1/", allow_insecure_transport=True)
    assert "http://10.0.0.1" in made.token_origins


def test_further_origins_are_written_with_or_without_a_slash() -> None:
    made = config(allowed_origins=["https://A.example", "https://b.example:443/"])
    assert made.token_origins == {
        "https://api.example.com",
        "https://a.example",
        "https://b.example",
    }


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def test_an_rsa_key_has_to_be_one() -> None:
    good = pem(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    config(signature_method="RSA-SHA256", rsa_key=good)
    with pytest.raises(ValueError, match="but no RSA key"):
        config(
            signature_method="RSA-SHA256",
            rsa_key=pem(ec.generate_private_key(ec.SECP256R1())),
        )


@pytest.mark.parametrize("package", ["cryptography", "jwt"])
def test_without_the_packages_for_rsa_the_error_names_the_extra(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    find = importlib.util.find_spec

    def find_spec(name: str, parent: str | None = None) -> ModuleSpec | None:
        return None if name == package else find(name, parent)

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    with pytest.raises(ValueError, match=rf"{package}.*Flask-OAuth\[rsa\]"):
        config(signature_method="RSA-SHA1", rsa_key="x")


def test_a_secret_in_a_url_is_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    options: dict[str, Any] = OPTIONS | {
        "request_token_url": None,
        "consumer_secret": "canary",
    }
    with caplog.at_level(logging.WARNING, "flask_oauth"):
        OAuth().remote_app(**options)
    assert len(caplog.records) == 1
    assert "access_token_method='GET' puts the client secret into" in caplog.text
    assert "canary" not in caplog.text
    caplog.clear()
    basic: dict[str, Any] = options | {"client_authentication": "basic"}
    OAuth().remote_app(**basic)
    post: dict[str, Any] = options | {"access_token_method": "POST"}
    OAuth().remote_app(**post)
    assert not caplog.records


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("allow_insecure_transport", "False"),
        ("pkce", 1),
        ("require_issuer", None),
        ("max_response_size", 1e6),
    ],
)
def test_text_and_numbers_are_no_switches_and_bytes_are_whole(
    option: str, value: object
) -> None:
    with pytest.raises(TypeError, match=f"{option} must be a (bool|int), not"):
        config(**{option: value})


def test_the_password_of_a_refused_url_is_not_shown() -> None:
    with pytest.raises(ValueError, match="user name") as caught:
        config(base_url="https://jane:canary@api.example.com/#canary")
    assert "canary" not in str(caught.value)
