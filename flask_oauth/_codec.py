"""Data to bytes and bytes to data, by media type."""

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn, cast
from urllib.parse import parse_qsl, quote

from typing_extensions import Buffer
from werkzeug.datastructures import MultiDict
from werkzeug.http import parse_options_header

from ._urls import percent_encode
from .exceptions import OAuthException

FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_NO_FORM = (
    "data is text or bytes that are not form-encoded: give a mapping, or the"
    " content_type that they have"
)
# Python's own encodings that no server means; some of them are slow or warn.
_NO_CHARSETS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"}


def encode_params(data: object) -> str:
    """Encode parameters for a query or a form.

    Args:
        data: a mapping, an iterable of pairs, or text or bytes already encoded. A list
            or tuple as value repeats the parameter, ``None`` leaves it out.

    Raises:
        TypeError: it is none of these.
        ValueError: it is bytes that are not encoded.
    """
    if data is None:
        return ""
    if isinstance(data, str):
        return data
    if isinstance(data, bytes):
        if not data.isascii():
            raise ValueError(_NO_FORM)
        return data.decode()
    try:
        # %20 for a blank is understood everywhere, "+" is not.
        return "&".join(
            f"{_encode(key)}={_encode(value)}" for key, value in _flatten(data)
        )
    except (TypeError, ValueError) as error:
        raise TypeError(
            "data must be a mapping, pairs or a str, not"
            f" {type(data).__name__}: {error}"
        ) from error


def _encode(value: object) -> str:
    if isinstance(value, Mapping):
        raise TypeError("a mapping is no parameter's value")
    if isinstance(value, bytes):
        return quote(value, safe="")
    return percent_encode(str(value))


def _flatten(data: object) -> Iterator[tuple[str, object]]:
    if isinstance(data, MultiDict):
        data = cast("MultiDict[str, object]", data).items(multi=True)
    elif isinstance(data, Mapping):
        data = cast("Mapping[str, object]", data).items()
    for key, value in cast("Iterable[tuple[str, object]]", data):
        many = isinstance(value, list | tuple)
        for item in cast("Iterable[object]", value) if many else (value,):
            if item is not None:
                yield key, item


def encode_body(
    data: object, format: str, content_type: str | None
) -> tuple[bytes | None, str | None]:
    """Encode what a call sends as its body.

    Args:
        data: see :data:`flask_oauth.typing.RequestData`.
        format: ``"urlencoded"`` (or ``"urlencode"``) or ``"json"``.
        content_type: the media type of text or bytes that are encoded already;
            ``format`` is then ignored.

    Returns:
        the body and its content type, each ``None`` where there is none.

    Raises:
        TypeError: the data does not fit the format.
        ValueError: the format is unknown, or the data cannot be encoded.
    """
    if content_type is not None:
        if isinstance(data, str):
            charset = parse_options_header(content_type)[1].get("charset", "utf-8")
            try:
                return data.encode(charset), content_type
            except (LookupError, UnicodeEncodeError) as error:
                raise ValueError(
                    f"data cannot be sent as {charset}: {error}"
                ) from error
        if data is None or isinstance(data, Buffer):
            return (None if data is None else bytes(data)), content_type
        raise TypeError(
            f"with content_type, data must be a str or bytes already encoded, not"
            f" {type(data).__name__}"
        )
    check_format(format)
    if data is None or (isinstance(data, str | bytes) and not data):
        return None, None
    if format == "json":
        return json.dumps(data, allow_nan=False).encode(), _JSON
    encoded = encode_params(data)
    if not encoded.isascii():
        raise ValueError(_NO_FORM)
    return encoded.encode(), FORM


def check_format(format: str) -> None:
    """Raise a ValueError for an unknown format."""
    if format not in ("urlencoded", "urlencode", "json"):
        raise ValueError(f"format must be 'urlencoded' or 'json', not {format!r}")


def is_form(content_type: str | None) -> bool:
    """Say whether a body of this type holds form parameters."""
    return content_type is not None and (
        content_type.partition(";")[0].strip().lower() == FORM
    )


def decode_params(text: str) -> list[tuple[str, str]]:
    """Read the parameters of a query or a form, in their order, blank ones too."""
    return parse_qsl(text, keep_blank_values=True)


def decode(content: bytes, content_type: str | None) -> Any:
    """Parse a body by its media type.

    Returns:
        JSON as its Python value; XML as :class:`xml.etree.ElementTree.Element`; a form
        as a flat ``dict[str, str]``, the first of repeated values; anything else as
        ``str``, or as ``bytes`` where it is no text. ``None`` for an empty body, ``""``
        for an empty text.

    Raises:
        OAuthException: ``invalid_response``: it is not what its type says.
    """
    media_type, parameters = parse_options_header(content_type)
    media_type = media_type.strip().lower()
    charset = _charset(parameters.get("charset"))
    is_json = media_type in (_JSON, "text/javascript") or media_type.endswith("+json")
    is_xml = media_type in ("application/xml", "text/xml") or media_type.endswith(
        "+xml"
    )
    if not (is_json or is_xml or media_type == FORM):
        return _decode_text(content, charset)
    if not content:
        return None
    try:
        if is_json:
            return decode_json(content if charset is None else content.decode(charset))
        if is_xml:
            return _decode_xml(content, charset)
        pairs = decode_params(content.decode(charset or "utf-8"))
        return dict(reversed(pairs))
    except (ValueError, RecursionError, SyntaxError, LookupError) as error:
        raise OAuthException(
            f"the reply is labelled {media_type!r} but cannot be read as such:"
            f" {type(error).__name__}",
            "invalid_response",
        ) from error


def _charset(name: str | None) -> str | None:
    """Return the codec for a declared charset, None for one that is unknown."""
    if name is None:
        return None
    try:
        codec = codecs.lookup(name).name
        "a".encode(codec)  # refuses "hex" and the like, which are no text encodings
    except (LookupError, ValueError):
        return None
    return None if codec in _NO_CHARSETS else codec


def _decode_text(content: bytes, charset: str | None) -> str | bytes:
    for codec in (charset, "utf-8"):
        try:
            if codec is not None:
                return content.decode(codec)
        except ValueError:
            continue
    return content


def decode_json(content: str | bytes) -> Any:
    """Read JSON by the rules of RFC 8259, which has no NaN and no infinity.

    Raises:
        ValueError: it is no JSON.
        RecursionError: it is nested too deeply.
    """
    if isinstance(content, bytes):
        content = content.decode(json.detect_encoding(content), "surrogatepass")
    return _JSON_DECODER.decode(content)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return number


_JSON_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)


def _decode_xml(content: bytes, charset: str | None) -> Any:
    from xml.etree import ElementTree
    from xml.parsers import expat

    def refuse(*_: object) -> NoReturn:
        raise ValueError("document type declarations are refused")

    # Entities need a DTD: refusing it refuses them, before anything is expanded.
    checker = expat.ParserCreate(charset)
    checker.StartDoctypeDeclHandler = refuse
    try:
        checker.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    parser = ElementTree.XMLParser(encoding=charset)  # noqa: S314 # no DTD got here
    return ElementTree.fromstring(content, parser)  # noqa: S314 # likewise
