"""Data to bytes and back, by media type."""

from typing import Any
from xml.etree.ElementTree import Element

import pytest
from werkzeug.datastructures import MultiDict

from flask_oauth import OAuthException, _codec


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"status": "hé llo"}, "status=h%C3%A9%20llo"),
        ({"a": [1, 2], "b": ("x",)}, "a=1&a=2&b=x"),
        ([("a", "1"), ("a", "2")], "a=1&a=2"),
        ({"a": None, "b": ""}, "b="),
        ({"a": b"\xff"}, "a=%FF"),
        ("already=encoded", "already=encoded"),
        (b"bytes=encoded", "bytes=encoded"),
        ("", ""),
        (None, ""),
    ],
)
def test_parameters_are_percent_encoded(data: object, expected: str) -> None:
    assert _codec.encode_params(data) == expected


def test_repeated_parameters_of_a_request_are_repeated() -> None:
    form = MultiDict([("a", "1"), ("a", "2")])
    assert _codec.encode_params(form) == "a=1&a=2"


@pytest.mark.parametrize(
    "data", [["a"], [1], 5, {1, 2}, [("a", 1, 2)], {"a": {"b": 1}}]
)
def test_what_is_no_parameters_is_refused(data: object) -> None:
    with pytest.raises(TypeError, match="data must be a mapping"):
        _codec.encode_params(data)


@pytest.mark.parametrize(
    ("data", "format", "content_type", "expected"),
    [
        ({"a": "ü"}, "urlencoded", None, (b"a=%C3%BC", _codec.FORM)),
        ({"a": 1}, "urlencode", None, (b"a=1", _codec.FORM)),
        ({"a": [1]}, "json", None, (b'{"a": [1]}', "application/json")),
        ([1, 2], "json", None, (b"[1, 2]", "application/json")),
        ({}, "json", None, (b"{}", "application/json")),
        ("", "json", None, (None, None)),
        (None, "urlencoded", None, (None, None)),
        ("<a/>", "json", "text/xml", (b"<a/>", "text/xml")),
        ("ü", "json", "text/plain; charset=latin-1", None),
        (b"\x89PNG", "urlencoded", "image/png", (b"\x89PNG", "image/png")),
        (bytearray(b"x"), "urlencoded", "image/png", (b"x", "image/png")),
        (None, "urlencoded", "image/png", (None, "image/png")),
    ],
)
def test_a_body_is_encoded_by_its_format(
    data: object,
    format: str,
    content_type: str | None,
    expected: tuple[bytes | None, str | None] | None,
) -> None:
    expected = expected or (b"\xfc", "text/plain; charset=latin-1")
    assert _codec.encode_body(data, format, content_type) == expected


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format must be 'urlencoded' or 'json'"):
        _codec.encode_body({"a": 1}, "xml", None)


@pytest.mark.parametrize("data", ["ä", "\ud800", b"\xff"])
def test_a_form_that_is_not_encoded_is_refused(data: str | bytes) -> None:
    with pytest.raises(ValueError, match="not form-encoded: give a mapping"):
        _codec.encode_body(data, "urlencoded", None)


@pytest.mark.parametrize("charset", ["ascii", "nonsense"])
def test_text_that_a_charset_cannot_say_is_refused(charset: str) -> None:
    with pytest.raises(ValueError, match=f"cannot be sent as {charset}"):
        _codec.encode_body("ä", "urlencoded", f"text/plain; charset={charset}")


def test_with_a_content_type_the_data_is_encoded_already() -> None:
    with pytest.raises(TypeError, match="data must be a str or bytes"):
        _codec.encode_body({"a": 1}, "json", "application/json")


@pytest.mark.parametrize(
    ("content", "content_type", "expected"),
    [
        (b'{"a": 1}', "application/json", {"a": 1}),
        (b'{"a": 1}', "Application/JSON; charset=utf-8", {"a": 1}),
        (b'{"a": 1}', "text/javascript", {"a": 1}),
        (b'{"a": 1}', "application/vnd.api+json", {"a": 1}),
        ('"ü"'.encode("utf-16"), "application/json", "ü"),
        (b'"\xfc"', "application/json; charset=latin-1", "ü"),
        (b"", "application/json", None),
        (b"a=1&b=%C3%BC&a=2&c=", _codec.FORM, {"a": "1", "b": "ü", "c": ""}),
        (b"", _codec.FORM, None),
        (b"", "application/xml", None),
        (b"hello", "text/plain", "hello"),
        (b"\xfc", "text/plain; charset=latin-1", "ü"),
        (b"\xc3\xbc", "text/plain; charset=ascii", "ü"),
        (b"\xc3\xbc", "text/plain; charset=nonsense", "ü"),
        (b"\xc3\xbc", "text/plain; charset=hex", "ü"),
        (b"xn--a", "text/plain; charset=idna", "xn--a"),
        (b"a\\d", "text/plain; charset=unicode_escape", "a\\d"),
        (b"\x89PNG\xff", "image/png", b"\x89PNG\xff"),
        (b"", "image/png", ""),
        (b"", None, ""),
        (b"hello", None, "hello"),
    ],
)
def test_a_body_is_decoded_by_its_media_type(
    content: bytes, content_type: str | None, expected: Any
) -> None:
    assert _codec.decode(content, content_type) == expected


@pytest.mark.parametrize(
    "content_type", ["application/xml", "text/xml; charset=utf-8", "image/svg+xml"]
)
def test_xml_becomes_an_element(content_type: str) -> None:
    root = _codec.decode("<a x='1'><b>ü</b></a>".encode(), content_type)
    assert isinstance(root, Element)
    assert (root.tag, root.get("x"), root.findtext("b")) == ("a", "1", "ü")  # pyright: ignore[reportUnknownMemberType] # typeshed


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"<html>", "application/json"),
        (b"NaN", "application/json"),
        (b"-Infinity", "application/json"),
        (b"1e999", "application/json"),
        (b"-1e999", "application/json"),
        (b"\xff", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"\xff=1", _codec.FORM),
        (b"<a>", "application/xml"),
        (b"<a/>", "application/xml; charset=shift_jis"),
        (b"<!DOCTYPE a><a/>", "application/xml"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "text/xml"),
    ],
)
def test_a_body_that_is_not_what_its_type_says_is_an_error(
    content: bytes, content_type: str
) -> None:
    with pytest.raises(OAuthException) as caught:
        _codec.decode(content, content_type)
    assert caught.value.type == "invalid_response"
    assert caught.value.__cause__ is not None


def test_finite_numbers_are_numbers() -> None:
    assert _codec.decode(b"[1, 2.5, 1e3]", "application/json") == [1, 2.5, 1000.0]
