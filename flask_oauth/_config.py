"""The configuration of one remote application, checked once, where it is made."""

import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

import attrs
from werkzeug.datastructures import ImmutableDict

from . import _rsa, _urls
from ._messages import Limits
from ._options import (
    CHOICES,
    RESERVED,
    AccessTokenMethod,
    ClientAuthentication,
    SignatureMethod,
    TokenPlacement,
    URLOption,
)
from ._secrets import mask

_QUOTABLE = re.compile(r"[\x20-\x21\x23-\x5b\x5d-\x7e]*")
_NO_PARAMS: ImmutableDict[str, str] = ImmutableDict()
_DEFAULT_LIMITS = Limits()

log = logging.getLogger("flask_oauth")


def _check(what: str, value: object, kind: type[Any] = str) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{what} must be a {kind.__name__}, not {type(value).__name__}")
    if isinstance(value, str) and not _urls.is_encodable(value):
        raise ValueError(f"{what} holds a lone surrogate")


def _params(value: Mapping[str, str] | None) -> ImmutableDict[str, str]:
    if value is None:
        return _NO_PARAMS
    _check("parameters", value, Mapping)
    for text in (*value.keys(), *value.values()):
        _check("the name and the value of each parameter", text)
    return ImmutableDict(value)


def _origins(value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise TypeError("allowed_origins must be a list of origins, not one text")
    return tuple(value)


@attrs.frozen(kw_only=True)
class RemoteAppConfig:
    """Hold all that is known of one remote application; it never changes.

    Args:
        name: the name in this application.
        base_url: the absolute URL that relative URLs are joined with.
        request_token_url: where OAuth 1.0a gets request tokens; ``None`` means OAuth 2.
        access_token_url: where the access token comes from.
        authorize_url: where the user is sent to.
        consumer_key: the key, or client id, that the remote application issued. With
            ``None`` it is read from the Flask configuration when it is needed, as
            ``TWITTER_CONSUMER_KEY`` for the remote application ``twitter``.
        consumer_secret: its secret; with ``None`` likewise ``TWITTER_CONSUMER_SECRET``.
        request_token_params: extra parameters for the request token URL (OAuth 1.0a)
            or the authorize URL (OAuth 2).
        access_token_params: extra parameters for the access token URL.
        access_token_method: the HTTP method for the access token URL.
        signature_method: how OAuth 1.0a requests are signed.
        rsa_key: the private key in PEM, for the RSA signature methods.
        realm: the realm in the OAuth 1.0a Authorization header.
        token_placement: where requests carry the token.
        client_authentication: how an OAuth 2 client proves at the token URL who it is.
        pkce: whether OAuth 2 sign-ins use PKCE with S256 (RFC 7636).
        issuer: the issuer identifier, which an ``iss`` in a callback must equal
            (RFC 9207).
        require_issuer: whether a callback with a code must have an ``iss``.
        allowed_origins: further origins, such as ``https://upload.example.com``, to
            which the token may go.
        allow_insecure_transport: whether plain http may leave this machine.
        connect_timeout: seconds to open a connection.
        read_timeout: seconds between two arrivals of data.
        total_timeout: seconds for a whole call.
        max_response_size: bytes that a reply's body may have, decoded.

    Raises:
        TypeError: an option has the wrong type.
        ValueError: an option has a value that cannot work; the message names it.
    """

    name: str
    base_url: str
    request_token_url: str | None
    access_token_url: str
    authorize_url: str
    consumer_key: str | None = None
    consumer_secret: str | None = attrs.field(default=None, repr=mask)
    request_token_params: Mapping[str, str] = attrs.field(
        default=None, converter=_params, repr=mask
    )
    access_token_params: Mapping[str, str] = attrs.field(
        default=None, converter=_params, repr=mask
    )
    access_token_method: AccessTokenMethod = "GET"
    signature_method: SignatureMethod = "HMAC-SHA1"
    rsa_key: str | None = attrs.field(default=None, repr=mask)
    realm: str | None = None
    token_placement: TokenPlacement = "header"
    client_authentication: ClientAuthentication = "body"
    pkce: bool = True
    issuer: str | None = None
    require_issuer: bool = False
    allowed_origins: tuple[str, ...] = attrs.field(default=(), converter=_origins)
    allow_insecure_transport: bool = False
    connect_timeout: float = _DEFAULT_LIMITS.connect_timeout
    read_timeout: float = _DEFAULT_LIMITS.read_timeout
    total_timeout: float = _DEFAULT_LIMITS.total_timeout
    max_response_size: int = _DEFAULT_LIMITS.max_response_size
    token_origins: frozenset[str] = attrs.field(init=False, repr=False, eq=False)
    """The origins to which a token may go: of ``base_url``, and the allowed ones."""
    limits: Limits = attrs.field(init=False, repr=False, eq=False)
    _absolute_urls: dict[str, str] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        _check("name", self.name)
        if not self.name.strip():
            raise ValueError("the name of a remote app must not be empty")
        try:
            self._check_choices()
            self._check_urls()
            self._check_protocol()
            limits = self._check_limits()
        except (TypeError, ValueError) as error:
            kind = TypeError if isinstance(error, TypeError) else ValueError
            raise kind(f"remote app {self.name!r}: {error}") from error.__cause__
        # The way that attrs documents for derived fields of a frozen class.
        object.__setattr__(self, "limits", limits)

    @property
    def is_oauth1(self) -> bool:
        """Whether it speaks OAuth 1.0a: it does if it has a ``request_token_url``."""
        return self.request_token_url is not None

    def url(self, option: URLOption) -> str:
        """Return the absolute, canonical form of an option that is a URL.

        Args:
            option: which one.
        """
        return self._absolute_urls[option]

    def _absolute(self, option: str, value: str) -> str:
        _check(option, value)
        try:
            url = _urls.resolve(self.base_url, value)
        except ValueError as error:
            raise ValueError(
                f"{option} {_urls.shown(value)!r} cannot be used: {error}"
            ) from error
        if not self.allow_insecure_transport and not _urls.is_secure(url):
            raise ValueError(
                f"{option} {_urls.shown(value)!r} is plain http: use https, or set"
                " allow_insecure_transport=True if nothing on the way can listen"
            )
        return url

    def _check_urls(self) -> None:
        _check("base_url", self.base_url)
        try:
            base = _urls.canonical(self.base_url)
        except ValueError as error:
            raise ValueError(
                f"base_url {_urls.shown(self.base_url)!r} cannot be used: {error}"
            ) from error
        urls = {
            option: self._absolute(option, getattr(self, option))
            for option in get_args(URLOption)
            if self.is_oauth1 or option != "request_token_url"
        }
        object.__setattr__(self, "_absolute_urls", urls)
        origins = {_urls.origin(base)}
        for text in self.allowed_origins:
            url = self._absolute("allowed_origins", text)
            if _urls.origin(url) + "/" != url or "://" not in text:
                raise ValueError(
                    f"allowed_origins {text!r} is no origin: write it like"
                    f" {_urls.origin(url)!r}"
                )
            origins.add(_urls.origin(url))
        object.__setattr__(self, "token_origins", frozenset(origins))

    def _check_choices(self) -> None:
        for option, choices in CHOICES.items():
            value = getattr(self, option)
            if value not in choices:
                known = ", ".join(map(repr, choices))
                raise ValueError(f"{option} must be one of {known}, not {value!r}")
        for option in ("pkce", "require_issuer", "allow_insecure_transport"):
            _check(option, getattr(self, option), bool)
        for option in ("consumer_key", "consumer_secret", "rsa_key", "realm", "issuer"):
            value = getattr(self, option)
            if value is not None:
                _check(option, value)
        if self.realm is not None and not _QUOTABLE.fullmatch(self.realm):
            raise ValueError(
                "realm must be printable ASCII without double quotes or backslashes"
            )
        if self.consumer_key == "":
            raise ValueError(
                "consumer_key is empty: give the key, or None to take it from the"
                " Flask configuration"
            )

    def _check_protocol(self) -> None:
        if self.is_oauth1:
            self._check_oauth1()
            return
        if self.token_placement == "body":
            raise ValueError("token_placement='body' is for OAuth 1.0a only")
        for option, reserved in RESERVED.items():
            for key, value in getattr(self, option).items():
                if key in reserved and value != reserved[key]:
                    raise ValueError(
                        f"{option} must not set {key!r}: it is set already"
                    )
        if self.require_issuer and not self.issuer:
            raise ValueError("require_issuer=True needs the issuer")
        if self.access_token_method == "GET" and self.client_authentication == "body":
            log.warning(
                "remote app %r: access_token_method='GET' puts the client secret into a"
                " URL, which RFC 6749 section 2.3.1 forbids; most providers want"
                " 'POST'",
                self.name,
            )

    def _check_oauth1(self) -> None:
        for option in RESERVED:
            for key in getattr(self, option):
                if key.startswith("oauth_"):
                    raise ValueError(
                        f"{option} must not set {key!r}: it is set already"
                    )
        if not self.signature_method.startswith("RSA-"):
            return
        if not self.rsa_key:
            raise ValueError(f"{self.signature_method} needs rsa_key")
        _rsa.check_key(self.signature_method, self.rsa_key)

    def _check_limits(self) -> Limits:
        values: dict[str, Any] = {
            field.name: getattr(self, field.name) for field in attrs.fields(Limits)
        }
        for option, value in values.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise TypeError(f"{option} must be a number, not {value!r}")
            if not 0 < value < float("inf"):
                raise ValueError(
                    f"{option} must be more than 0 and finite, not {value}"
                )
        _check("max_response_size", self.max_response_size, int)
        limits = Limits(**values)
        return _DEFAULT_LIMITS if limits == _DEFAULT_LIMITS else limits
