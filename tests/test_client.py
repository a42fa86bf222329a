"""Calls of a remote API: what is sent where, signed how, and which redirects."""

from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from oauthlib.common import Request
from oauthlib.oauth1.rfc5849 import signature

from flask_oauth import OAuth, OAuthException, OAuthRemoteApp
from flask_oauth._client import OAuthClient
from flask_oauth.typing import Method

from .remote import Remote, Reply, Seen, as_json, good_replies, serve


@pytest.fixture(scope="module")
def _other() -> Iterator[Remote]:
    with serve() as other:
        yield other


@pytest.fixture
def other(_other: Remote) -> Remote:
    """Another remote application, at another origin."""
    _other.replies = good_replies()
    _other.seen.clear()
    return _other


def make(options: dict[str, Any]) -> OAuthRemoteApp:
    remote_app = OAuth().remote_app("x", **options)
    oauth1 = remote_app.config.is_oauth1
    remote_app.tokengetter(lambda: ("tökén", "ts") if oauth1 else ("t", ""))
    return remote_app


def redirect_to(url: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": url})


# Signatures, judged by oauthlib's server side


def request_as_received(remote: Remote, seen: Seen) -> Request:
    """Return what a server that uses oauthlib verifies."""
    pairs = list(seen.query)
    if seen.headers.get("Content-Type") == "application/x-www-form-urlencoded":
        pairs += seen.form
    pairs += seen.oauth.items()
    found = Request(remote.base_url.rstrip("/") + seen.path, seen.method)
    found.signature = dict(pairs)["oauth_signature"]
    ours = ("oauth_signature", "realm")
    found.params = [(key, value) for key, value in pairs if key not in ours]
    return found


CALLS: list[tuple[str, dict[str, Any]]] = [
    ("GET", {}),
    ("GET", {"data": {"q": "ä b+c&d=e/~", "empty": "", "r": [1, "1", 0]}}),
    ("POST", {"data": {"q": "ä b+c&d=e/~", "r": [2, 1]}}),
    ("POST", {"data": {"q": "x"}, "format": "json"}),
    ("POST", {"data": b"\x00\xff", "content_type": "image/png"}),
    ("PUT", {"data": "a=b&a=c", "content_type": "application/x-www-form-urlencoded"}),
    ("DELETE", {}),
    ("HEAD", {"data": {"a": "b"}}),
    ("OPTIONS", {}),
]


@pytest.mark.parametrize("url", ["me", "me?a=1&b=%C3%A4&c", "/me?x=a%20b+c", "mé%2fx"])
@pytest.mark.parametrize(("method", "arguments"), CALLS)
@pytest.mark.parametrize("placement", ["header", "query", "body"])
def test_what_arrives_is_signed(
    remote: Remote, placement: str, method: Method, arguments: dict[str, Any], url: str
) -> None:
    remote_app = make(remote.oauth1(token_placement=placement, realm="A realm"))
    remote_app.request(url, method=method, **arguments)
    found = request_as_received(remote, remote.last)
    assert dict(found.params)["oauth_token"] == "tökén"
    assert signature.verify_hmac_sha1(found, "secret", "ts")
    header = remote.last.headers.get("Authorization", "")
    in_body = b"oauth_signature" in remote.last.body
    if placement == "query":
        assert (header, in_body) == ("", False)
    elif placement == "body" and in_body:
        assert header == ""
    else:
        assert header.startswith('OAuth realm="A realm", oauth_consumer_key="key"')


RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PRIVATE = RSA_KEY.private_bytes(
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
).decode()
PUBLIC = (
    RSA_KEY.public_key()
    .public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    .decode()
)


@pytest.mark.parametrize("method", ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512"])
def test_hmac_signatures(remote: Remote, method: str) -> None:
    make(remote.oauth1(signature_method=method)).post("me", data={"a": "ä"})
    found = request_as_received(remote, remote.last)
    assert remote.last.oauth["oauth_signature_method"] == method
    verify = getattr(signature, f"verify_{method.lower().replace('-', '_')}")
    assert verify(found, "secret", "ts")
    assert not verify(found, "secret", "other")


@pytest.mark.parametrize("method", ["RSA-SHA1", "RSA-SHA256", "RSA-SHA512"])
def test_rsa_signatures(remote: Remote, method: str) -> None:
    options = remote.oauth1(
        signature_method=method, rsa_key=PRIVATE, consumer_secret=None
    )
    make(options).post("me", data={"a": "ä"})
    found = request_as_received(remote, remote.last)
    verify = getattr(signature, f"verify_{method.lower().replace('-', '_')}")
    assert verify(found, PUBLIC)


def test_plaintext_signatures(remote: Remote) -> None:
    make(remote.oauth1(signature_method="PLAINTEXT")).get("me")
    assert remote.last.oauth["oauth_signature"] == "secret&ts"


# Bearer tokens


def test_a_bearer_token_may_go_to_the_query(remote: Remote) -> None:
    make(remote.oauth2(token_placement="query")).get("me?a=1", data={"b": "2"})
    assert remote.last.query == [("a", "1"), ("b", "2"), ("access_token", "t")]
    assert "Authorization" not in remote.last.headers


@pytest.mark.parametrize("token", ["a\r\nX-Evil: 1", "ä", "a\x00"])
def test_a_token_cannot_become_a_header(remote: Remote, token: str) -> None:
    remote_app = make(remote.oauth2())
    remote_app.tokengetter(lambda: (token, ""))
    with pytest.raises(OAuthException) as caught:
        remote_app.get("me")
    assert caught.value.type == "invalid_token"
    assert remote.seen == []


# What callers may say


def test_every_request_says_who_it_is_from_unless_told_otherwise(
    remote: Remote,
) -> None:
    remote_app = make(remote.oauth2())
    remote_app.get("me")
    assert remote.last.headers["User-Agent"] == "Flask-OAuth"
    remote_app.get("me", headers={"user-agent": "mine"})
    assert remote.last.headers.get("user-agent") == "mine"


def test_a_content_type_among_the_headers_is_the_content_type(remote: Remote) -> None:
    make(remote.oauth2()).post("me", "<a/>", headers={"content-type": "text/xml"})
    assert remote.last.headers["Content-Type"] == "text/xml"
    assert remote.last.body == b"<a/>"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"method": "BREW"}, "method must be one of"),
        ({"method": "POST", "format": "xml"}, "format must be"),
        ({"format": "xml"}, "format must be"),
        ({"format": "json", "data": {"a": 1}}, "GET sends data as query parameters"),
        ({"content_type": "a/b", "data": "x"}, "GET sends data as query parameters"),
        ({"headers": {"Authorization": "x"}}, "must not set Authorization"),
        ({"headers": {"host": "evil.example"}}, "must not set host"),
        ({"headers": {"X-A": "a\r\nX-B: b"}}, "X-A holds characters"),
        ({"headers": {"X-A\r\n": "a"}}, "a header's name holds characters"),
        ({"headers": {"X-A ": "a"}}, "'X-A ' is no header's name"),
        ({"headers": {"X:A": "a"}}, "'X:A' is no header's name"),
        ({"headers": {"X-A": "a", "x-a": "b"}}, "must not set x-a"),
        ({"method": "POST", "data": "x", "content_type": "a\nb"}, "content_type holds"),
    ],
)
def test_a_mistake_is_a_value_error(
    remote: Remote, arguments: dict[str, Any], error: str
) -> None:
    with pytest.raises(ValueError, match=error):
        make(remote.oauth2()).request("me", **arguments)
    assert remote.seen == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"data": 5},
        {"method": "POST", "data": {"a": 1}, "content_type": "a/b"},
        {"headers": {"X-A": 1}},
        {"method": "POST", "format": "json", "data": {"a": object()}},
    ],
)
def test_a_wrong_type_is_a_type_error(
    remote: Remote, arguments: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        make(remote.oauth2()).request("me", **arguments)


def test_methods_may_be_written_in_small_letters(remote: Remote) -> None:
    make(remote.oauth2()).request("me", method="post")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] # 0.12
    assert remote.last.method == "POST"


# Where a token may go


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "//evil.example/",
        "\\\\evil.example/",
        "http://localhost:80@evil.example/",
        "https:evil.example",
        "http://127.0.0.1:1/",
    ],
)
def test_a_token_stays_with_its_origin(remote: Remote, url: str) -> None:
    with pytest.raises(OAuthException, match=r"^x: ") as caught:
        make(remote.oauth2()).get(url)
    assert caught.value.type == "origin_not_allowed"


def test_further_origins_can_be_allowed(remote: Remote, other: Remote) -> None:
    remote_app = make(remote.oauth2())
    with pytest.raises(OAuthException, match="allowed_origins=") as caught:
        remote_app.get(f"{other.base_url}me")
    hint = caught.value.message.rpartition("allowed_origins=")[2]
    assert hint == repr([other.base_url.rstrip("/")])
    allowed = make(remote.oauth2(allowed_origins=[other.base_url]))
    allowed.get(f"{other.base_url}me")
    assert other.last.headers["Authorization"] == "Bearer t"


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_get_and_head_follow_redirects_signed_anew(
    remote: Remote, status: int, method: Method
) -> None:
    remote.replies["/old"] = redirect_to("me?new=1", status)
    resp = make(remote.oauth1()).request("old?a=1", method=method)
    assert resp.status == 200
    first, second = remote.seen
    assert second.query == [("new", "1")]
    assert first.oauth["oauth_nonce"] != second.oauth["oauth_nonce"]
    assert signature.verify_hmac_sha1(
        request_as_received(remote, second), "secret", "ts"
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_with_other_methods_the_redirect_is_the_answer(
    remote: Remote, method: Method
) -> None:
    remote.replies["/old"] = redirect_to("/me", 307)
    resp = make(remote.oauth2()).request("old", method=method)
    assert (resp.status, resp.headers["Location"]) == (307, "/me")
    assert len(remote.seen) == 1


def test_a_redirect_elsewhere_carries_no_credentials(
    remote: Remote, other: Remote
) -> None:
    remote.replies["/old"] = redirect_to(f"{other.base_url}me")
    resp = make(remote.oauth2()).get(
        "old", headers={"X-Api-Key": "secret", "Cookie": "a", "Accept": "a/b"}
    )
    assert resp.data == {"name": "Jäne"}
    sent = {name.lower() for name in other.last.headers}
    assert sent == {"host", "accept", "accept-encoding", "user-agent"}


@pytest.mark.parametrize("protocol", ["oauth1", "oauth2"])
def test_a_redirect_that_repeats_the_query_carries_no_token_away(
    remote: Remote, other: Remote, protocol: str
) -> None:
    options = getattr(remote, protocol)(token_placement="query")
    signed = "access_token=t&oauth_token=t&oauth_signature=s&a=1"
    remote.replies["/old"] = redirect_to(f"{other.base_url}me?{signed}")
    make(options).get("old?a=1")
    assert other.last.query == [("a", "1")]
    remote.replies["/old"] = redirect_to(f"me?{signed}")
    make(options).get("old?a=1")
    names = [name for name, _ in remote.last.query]
    assert len(names) == len(set(names)) > 1


def test_a_redirect_back_is_signed_again(remote: Remote, other: Remote) -> None:
    remote.replies["/old"] = redirect_to(f"{other.base_url}there")
    other.replies["/there"] = redirect_to(f"{remote.base_url}me")
    make(remote.oauth2()).get("old")
    assert remote.last.headers["Authorization"] == "Bearer t"
    assert "Authorization" not in other.last.headers


def test_a_circle_of_redirects_ends(remote: Remote) -> None:
    remote.replies["/old"] = redirect_to("/old?secret=canary")
    with pytest.raises(OAuthException, match="more than 5 redirects") as caught:
        make(remote.oauth2()).get("old")
    assert caught.value.type == "too_many_redirects"
    assert "canary" not in str(caught.value)
    assert len(remote.seen) == 6


@pytest.mark.parametrize("location", [None, "ftp://a/", "http://a\\b/", "http://[x/"])
def test_a_redirect_to_nowhere_is_the_answer(
    remote: Remote, location: str | None
) -> None:
    remote.replies["/old"] = (
        Reply(status=302) if location is None else redirect_to(location)
    )
    assert make(remote.oauth2()).get("old").status == 302


def test_a_redirect_to_plain_http_is_refused(remote: Remote) -> None:
    """Seen from a remote application that is not on this machine."""
    public = make(remote.oauth2(base_url="https://api.example.com/"))
    client = public.make_client()
    assert isinstance(client, OAuthClient)
    check = client._check_foreign  # pyright: ignore[reportPrivateUsage] # no https server elsewhere
    here = "https://api.example.com/"
    for there in ("http://other.example/", "http://127.0.0.1/", "https://localhost/"):
        with pytest.raises(OAuthException, match="a redirect leads to") as caught:
            check(here, there)
        assert caught.value.type == "insecure_transport"
    check(here, "https://other.example/")


def test_a_foreign_redirect_to_plain_http_may_be_allowed(remote: Remote) -> None:
    made = make(
        remote.oauth2(
            base_url="https://api.example.com/", allow_insecure_transport=True
        )
    )
    check = made.make_client()._check_foreign  # pyright: ignore[reportPrivateUsage] # no https server elsewhere
    check("https://api.example.com/", "http://other.example/")
    with pytest.raises(OAuthException):
        check("https://api.example.com/", "http://127.0.0.1/")


def test_what_came_is_there_whatever_it_is(remote: Remote) -> None:
    remote.replies["/me"] = as_json({"error": "no"}, 404)
    resp = make(remote.oauth2()).get("me")
    assert (resp.status, resp.data) == (404, {"error": "no"})


# The caller's headers


def test_a_bad_status_names_the_call_without_its_query(remote: Remote) -> None:
    remote.replies["/me"] = as_json({}, 503)
    resp = make(remote.oauth2()).get("me", data={"q": "private"})
    with pytest.raises(
        OAuthException, match=rf"^x: GET {remote.base_url}me: .* status 503$"
    ):
        resp.raise_for_status()


def test_headers_are_a_mapping(remote: Remote) -> None:
    pairs: Any = [("X-A", "1")]
    with pytest.raises(TypeError, match="headers must be a mapping, not list"):
        make(remote.oauth2()).get("me", headers=pairs)


def test_a_content_type_among_the_headers_names_what_was_encoded(
    remote: Remote,
) -> None:
    headers = {"content-type": "application/vnd.api+json"}
    client = make(remote.oauth2())
    client.post("me", {"a": 1}, headers, "json")
    assert remote.last.headers["Content-Type"] == headers["content-type"]
    assert remote.last.body == b'{"a": 1}'
    client.post("me", "text", headers)
    assert remote.last.body == b"text"
    client.get("me", {"a": "1"}, headers)
    assert remote.last.query == [("a", "1")]
