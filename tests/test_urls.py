"""URLs: one canonical form, and no way off an origin."""

import pytest

from flask_oauth import _urls

BASE = "https://api.example.com/1/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.example.com", "https://api.example.com/"),
        ("https://api.example.com?a=1", "https://api.example.com/?a=1"),
        ("HTTPS://API.Example.COM/A", "https://api.example.com/A"),
        ("https://api.example.com:443/a", "https://api.example.com/a"),
        ("http://api.example.com:80/a", "http://api.example.com/a"),
        ("https://api.example.com:8443/a", "https://api.example.com:8443/a"),
        ("https://api.example.com:4430/a", "https://api.example.com:4430/a"),
        ("https://api.example.com/a b/ä?q=ü#part", None),
        ("https://api.example.com/a/../b/./c", "https://api.example.com/b/c"),
        ("https://api.example.com/%2f", "https://api.example.com/%2F"),
        ("http://[::0001]:5000/", "http://[::1]:5000/"),
        ("https://api.example.com/a:80", "https://api.example.com/a:80"),
    ],
)
def test_a_url_has_one_canonical_form(url: str, expected: str | None) -> None:
    expected = expected or "https://api.example.com/a%20b/%C3%A4?q=%C3%BC"
    assert _urls.canonical(url) == expected
    assert _urls.canonical(expected) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "ftp://example.com/",
        "https://",
        "https:///path",
        "https:example.com",
        "https:/example.com",
        "https://user@example.com/",
        "http://localhost:80@evil.example/",
        "https://user:password@example.com/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://example.com:port/",
        "https://exam ple.com/",
        "https://bücher.example/",
        "https://example%2Ecom/",
        "https://example.com\\@evil.example/",
        "https://example.com/\n",
        "https://example.com/a\tb",
        " https://example.com/",
        "https://[::1/",
        "https://[vx]/",
        "https://?a=1",
    ],
)
def test_what_is_no_absolute_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="it "):
        _urls.canonical(url)


@pytest.mark.parametrize(
    ("base", "url", "expected"),
    [
        (
            BASE,
            "statuses/update.json",
            "https://api.example.com/1/statuses/update.json",
        ),
        (BASE, "/oauth/token", "https://api.example.com/oauth/token"),
        (BASE, "../2/me", "https://api.example.com/2/me"),
        (BASE, "../../../me", "https://api.example.com/me"),
        (BASE, "people:search", "https://api.example.com/1/people:search"),
        (BASE, "javascript:alert", "https://api.example.com/1/javascript:alert"),
        (BASE, "me?a=1", "https://api.example.com/1/me?a=1"),
        (BASE, "", BASE),
        (BASE, "https://other.example/a", "https://other.example/a"),
        ("https://api.example.com/1", "me", "https://api.example.com/1/me"),
        ("https://api.example.com", "me", "https://api.example.com/me"),
        ("https://api.example.com/i.php?v=2", "", "https://api.example.com/i.php/?v=2"),
        ("https://api.example.com/i.php", "?m=x", "https://api.example.com/i.php?m=x"),
    ],
)
def test_a_relative_url_is_joined_with_the_base(
    base: str, url: str, expected: str
) -> None:
    assert _urls.resolve(base, url) == expected


@pytest.mark.parametrize(
    "url",
    ["//evil.example/", "\\\\evil.example/", "/\\evil.example", "a\rb", "https:evil"],
)
def test_a_relative_url_cannot_leave_the_origin(url: str) -> None:
    with pytest.raises(ValueError, match="it "):
        _urls.resolve(BASE, url)


def test_the_origin_is_scheme_host_and_port() -> None:
    assert _urls.origin("https://api.example.com:8443/a/b") == (
        "https://api.example.com:8443"
    )


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://localhost/", True),
        ("http://localhost:5000/", True),
        ("http://127.0.0.1/", True),
        ("http://127.8.9.1/", True),
        ("http://[::1]/", True),
        ("http://localhost.evil.example/", False),
        ("http://127.0.0.1.evil.example/", False),
        ("http://10.0.0.1/", False),
        ("http://example.com/", False),
        ("http://127.1/", False),
    ],
)
def test_only_this_machine_is_loopback(url: str, loopback: bool) -> None:
    assert _urls.is_loopback(url) is loopback
    assert _urls.is_secure(url) is loopback
    assert _urls.is_secure(url.replace("http:", "https:"))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/a", "/a?b=1"),
        ("/a?", "/a?b=1"),
        ("/a?c=2", "/a?c=2&b=1"),
        ("/a?c=2&", "/a?c=2&b=1"),
        ("/a&", "/a&?b=1"),
        ("/a??", "/a??&b=1"),
        ("/a#part", "/a?b=1#part"),
    ],
)
def test_parameters_go_after_those_that_are_there(url: str, expected: str) -> None:
    assert _urls.add_query(url, "b=1") == expected
    assert _urls.add_query(url, "") == url


def test_only_unreserved_characters_stay_unencoded() -> None:
    assert _urls.percent_encode("aZ9-._~ +/ä") == "aZ9-._~%20%2B%2F%C3%A4"


def test_what_is_shown_of_a_url_has_no_query() -> None:
    assert (
        _urls.shown("https://u:p@a.example/b?secret=1#s") == "https://***@a.example/b"
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/a", "/a"),
        ("/a?token=1", "/a"),
        ("/a?b=1&%74oken=1&c", "/a?b=1&c"),
    ],
)
def test_parameters_can_be_taken_out(url: str, expected: str) -> None:
    assert _urls.without_params(url, "token".__eq__) == expected


def test_a_number_sign_in_parameters_is_no_fragment() -> None:
    assert _urls.add_query("/a", "b=c#d") == "/a?b=c%23d"
