"""Absolute, canonical URLs and their origins."""

import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, unquote_plus, urljoin, urlsplit

# What urllib3, a browser and oauthlib all leave as it is. Anything else goes the long
# way through urllib3's parser, which is imported only then.
_CANONICAL = re.compile(
    r"https?://[a-z0-9.-]+"
    # a port up to 59999 that is no default
    r"(?::(?!(?:80|443)(?![0-9]))(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}))?"
    r"(?:/[A-Za-z0-9\-_~!$&'()*+,;=:@]"
    r"[A-Za-z0-9\-._~!$&'()*+,;=:@]*)*/?(?:\?[A-Za-z0-9\-._~!$&'()*+,;=:@/?]*)?"
)
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]*")  # RFC 3986 section 2.3
_USER = re.compile("//[^/]*@")
_QUERY = re.compile("[?#]")
_ABSOLUTE = re.compile(r"https?:", re.IGNORECASE)
_NO_HOST = re.compile(r"[^!-~]|%")  # versions of urllib3 differ in decoding a "%2E"
# urllib.parse drops some control characters silently, browsers take "\" for "/".
_FORBIDDEN = re.compile("[\x00-\x1f\x7f\\\\\ud800-\udfff]")
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def canonical(url: str) -> str:
    """Return an absolute http(s) URL in the one form that is sent, signed and compared.

    The host is in small letters and a default port dropped (RFC 3986 section 6.2);
    characters that a URL may not hold are percent-encoded as UTF-8; the fragment goes.

    Raises:
        ValueError: it is no absolute http(s) URL, or carries a user name.
    """
    if _CANONICAL.fullmatch(url):
        return url if "/" in url[8:] else _with_path(url)
    if _FORBIDDEN.search(url) or url != url.strip():
        raise ValueError("it holds a control character, a backslash or outer blanks")
    url, _, _ = url.partition("#")
    authority = url.partition("://")[2].replace("?", "/").partition("/")[0]
    if not _ABSOLUTE.match(url) or not authority:
        raise ValueError("it is no absolute http or https URL")
    if "@" in authority:
        raise ValueError("it carries a user name or password")
    if _NO_HOST.search(authority):
        raise ValueError("its host is not plain ASCII: write it in its xn-- form")
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    try:
        parsed = parse_url(url)
    except (LocationParseError, UnicodeError) as error:
        raise ValueError("it is no URL") from error
    if parsed.scheme not in _DEFAULT_PORTS or not parsed.host or parsed.port == 0:
        raise ValueError("it is no absolute http or https URL")
    host = parsed.host.lower()
    if host.startswith("["):
        host = f"[{ipaddress.IPv6Address(host[1:-1])}]"
    port = "" if parsed.port is None else f":{parsed.port}"
    if port == _DEFAULT_PORTS[parsed.scheme]:
        port = ""
    query = "" if parsed.query is None else f"?{parsed.query}"
    return f"{parsed.scheme}://{host}{port}{parsed.path or '/'}{query}"


def _with_path(url: str) -> str:
    origin_part, mark, query = url.partition("?")
    return f"{origin_part}/{mark}{query}"


def resolve(base_url: str, url: str) -> str:
    """Return ``url``, joined with ``base_url`` where it is relative, in canonical form.

    The path of ``base_url`` is a folder, with or without its last slash. A relative
    URL never leaves the origin of ``base_url``.

    Raises:
        ValueError: it is no URL, or would leave the origin without saying so.
    """
    if _ABSOLUTE.match(url):
        return canonical(url)
    if _FORBIDDEN.search(url):
        raise ValueError("it holds a control character or a backslash")
    # urllib.parse drops blanks in front.
    if url.lstrip().startswith("//"):
        raise ValueError("it starts with //, which would leave the origin of base_url")
    if ":" in url.partition("/")[0]:
        url = f"./{url}"  # "people:search" is a path here, never a scheme
    if not url.startswith("?") and not base_url.endswith("/"):
        base_url, mark, query = base_url.partition("?")
        base_url = base_url if base_url.endswith("/") else f"{base_url}/"
        if not url:
            base_url += mark + query
    root = base_url[: base_url.find("/", 8)] if url.startswith("/") else base_url
    joined = f"{root}{url}"
    if "?" in base_url or not _CANONICAL.fullmatch(joined):  # there is more to do
        joined = urljoin(base_url, url)
    return canonical(joined)


def origin(canonical_url: str) -> str:
    """Return scheme, host and port of a canonical URL, such as ``https://host:8443``."""
    return canonical_url[: canonical_url.index("/", 8)]


def shown(url: str) -> str:
    """Return a URL as a message may show it: the rest of it can hold secrets."""
    return _USER.sub("//***@", _QUERY.split(url, maxsplit=1)[0])


def without_params(url: str, unwanted: Callable[[str], bool]) -> str:
    """Take parameters out of a URL's query, by their names."""
    base, _, query = url.partition("?")
    kept = [
        pair
        for pair in query.split("&")
        if not unwanted(unquote_plus(pair.partition("=")[0]))
    ]
    return f"{base}?{'&'.join(kept)}" if any(kept) else base


def is_secure(canonical_url: str) -> bool:
    """Say whether it is https, or does not leave this machine."""
    return canonical_url.startswith("https:") or is_loopback(canonical_url)


def is_loopback(canonical_url: str) -> bool:
    """Say whether the host is ``localhost`` or a loopback address."""
    return _is_loopback(origin(canonical_url))


@lru_cache
def _is_loopback(origin: str) -> bool:
    host = urlsplit(origin).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def add_query(url: str, encoded: str) -> str:
    """Append encoded parameters after those that a URL has."""
    if not encoded:
        return url
    encoded = encoded.replace("#", "%23")
    url, mark, fragment = url.partition("#")
    base, _, query = url.partition("?")
    glue = "" if not query or query.endswith("&") else "&"
    return f"{base}?{query}{glue}{encoded}{mark}{fragment}"


def percent_encode(text: str) -> str:
    """Encode as RFC 5849 section 3.6 says: all but letters, digits and ``-._~``."""
    return text if _UNRESERVED.fullmatch(text) else quote(text, safe="~")


def is_encodable(text: str) -> bool:
    """Say whether UTF-8 can say it; half of a surrogate pair, as in JSON, it cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
