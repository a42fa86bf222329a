"""Signatures are oauthlib's, and those that were published."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import parse_qsl, unquote

import oauthlib.common
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st
from oauthlib.oauth1 import Client
from oauthlib.oauth1.rfc5849.signature import sign_hmac_sha1_with_client

from flask_oauth import RemoteAppConfig, TokenPair
from flask_oauth._codec import FORM, encode_params
from flask_oauth._messages import HeaderPairs, HTTPRequest
from flask_oauth._secrets import ConsumerKeys
from flask_oauth._signature import base_string, sign
from flask_oauth._urls import canonical
from flask_oauth.typing import SignatureMethod, TokenPlacement

NONCE, TIMESTAMP = "7d8f3e4a", "137131201"
FORM_HEADERS = (("Content-Type", FORM),)
RSA_KEY = (
    rsa.generate_private_key(65537, 2048)
    .private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    .decode()
)


def config(
    signature_method: SignatureMethod = "HMAC-SHA1",
    token_placement: TokenPlacement = "header",
    realm: str | None = None,
) -> RemoteAppConfig:
    return RemoteAppConfig(
        name="api",
        base_url="https://api.example/",
        request_token_url="https://api.example/request_token",
        access_token_url="https://api.example/access_token",
        authorize_url="https://api.example/authorize",
        signature_method=signature_method,
        rsa_key=RSA_KEY,
        realm=realm,
        token_placement=token_placement,
    )


@contextmanager
def fixed(nonce: str, timestamp: str) -> Generator[None, None, None]:
    """Sign with a nonce and at a time that are known."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(oauthlib.common, "generate_nonce", lambda: nonce)
        patch.setattr(oauthlib.common, "generate_timestamp", lambda: timestamp)
        yield


def protocol_parameters(header: str) -> dict[str, str]:
    scheme, _, fields = header.partition(" ")
    assert scheme == "OAuth"
    pairs = (field.split("=", 1) for field in fields.split(", "))
    return {name: unquote(value.strip('"')) for name, value in pairs}


# As oauthlib: its requests with an empty key and no secret have none at all.
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
values = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
parameters = st.lists(st.tuples(texts, values), max_size=4)
raw_queries = st.text("ab=&%2B+~!$'()*,;:@/?_-. é", max_size=12)
# oauthlib loses a ";" at the end of the path, which RFC 5849 section 3.4.1.2 keeps.
paths = st.text("ab/~;,:@!$'()*+&=-_é %", max_size=12).map(
    lambda path: f"/{path.rstrip('; ')}"
)
SCHEMES = ("http", "https")
HOSTS = ("api.example", "API.example:8080", "a.example:443", "[::1]:80")
SIGNATURE_METHODS: tuple[SignatureMethod, ...] = (
    "HMAC-SHA1",
    "HMAC-SHA256",
    "HMAC-SHA512",
    "PLAINTEXT",
    "RSA-SHA1",
    "RSA-SHA256",
    "RSA-SHA512",
)
TYPES: dict[TokenPlacement, Literal["AUTH_HEADER", "QUERY", "BODY"]] = {
    "header": "AUTH_HEADER",
    "query": "QUERY",
    "body": "BODY",
}


@st.composite
def urls(draw: st.DrawFn) -> str:
    scheme, host = draw(st.sampled_from(SCHEMES)), draw(st.sampled_from(HOSTS))
    query = draw(st.one_of(parameters.map(encode_params), raw_queries)).strip()
    return canonical(f"{scheme}://{host}{draw(paths)}" + (query and f"?{query}"))


@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]),
    url=urls(),
    form=st.one_of(st.none(), parameters),
    key=texts,
    secret=values,
    token=st.one_of(st.none(), st.builds(TokenPair, texts, values)),
    callback=st.one_of(st.none(), st.just("oob"), texts),
    verifier=st.one_of(st.none(), texts),
    realm=st.one_of(st.none(), st.just("Photos")),
    signature_method=st.sampled_from(SIGNATURE_METHODS),
    placement=st.sampled_from(sorted(TYPES)),
)
def test_a_request_is_signed_as_oauthlib_signs_it(
    method: str,
    url: str,
    form: list[tuple[str, str]] | None,
    key: str,
    secret: str,
    token: TokenPair | None,
    callback: str | None,
    verifier: str | None,
    realm: str | None,
    signature_method: SignatureMethod,
    placement: TokenPlacement,
) -> None:
    body = None if form is None or method in ("GET", "HEAD") else encode_params(form)
    headers: HeaderPairs = () if body is None else FORM_HEADERS
    request = HTTPRequest(method, url, headers, None if body is None else body.encode())
    # Without a form there is no body to put them in.
    placed = "header" if placement == "body" and body is None else placement
    theirs = Client(
        key,
        client_secret=secret,
        resource_owner_key=token.token if token else None,
        resource_owner_secret=token.secret if token else None,
        callback_uri=callback,
        verifier=verifier,
        realm=realm,
        rsa_key=RSA_KEY,
        signature_method=signature_method,
        signature_type=TYPES[placed],
        nonce=NONCE,
        timestamp=TIMESTAMP,
    )
    options = config(signature_method, placement, realm)
    with fixed(NONCE, TIMESTAMP):
        ours = sign(
            request,
            options,
            ConsumerKeys(key, secret),
            token,
            callback=callback,
            verifier=verifier,
        )
    their_url, their_headers, their_body = theirs.sign(url, method, body, dict(headers))
    assert sorted(query_of(ours.url)) == sorted(query_of(their_url))
    assert ours.url.partition("?")[0] == their_url.partition("?")[0]
    our_headers = dict(ours.headers)
    assert ("Authorization" in our_headers) == ("Authorization" in their_headers)
    if "Authorization" in our_headers:
        assert protocol_parameters(our_headers["Authorization"]) == (
            protocol_parameters(their_headers["Authorization"])
        )
    assert sorted(parse_qsl((ours.body or b"").decode(), True)) == sorted(
        parse_qsl(their_body or "", True)
    )


def query_of(url: str) -> list[tuple[str, str]]:
    return parse_qsl(url.partition("?")[2], keep_blank_values=True)


def hmac_sha1(base: str, secret: str, token_secret: str = "") -> str:
    client = Client("", client_secret=secret, resource_owner_secret=token_secret)
    return sign_hmac_sha1_with_client(base, client)


@pytest.mark.parametrize(
    ("method", "url", "own", "token_secret", "signature"),
    [
        (
            "POST",
            "https://photos.example.net/initiate",
            {
                "oauth_timestamp": "137131200",
                "oauth_nonce": "wIjqoS",
                "oauth_callback": "http://printer.example.com/ready",
            },
            "",
            "74KNZJeDHnMBp0EMJ9ZHt/XKycU=",
        ),
        (
            "POST",
            "https://photos.example.net/token",
            {
                "oauth_token": "hh5s93j4hdidpola",
                "oauth_timestamp": "137131201",
                "oauth_nonce": "walatlh",
                "oauth_verifier": "hfdp7dh39dks9884",
            },
            "hdhd0244k9j7ao03",
            "gKgrFCywp7rO0OXSjdot/IHF7IU=",
        ),
        (
            "GET",
            "http://photos.example.net/photos?file=vacation.jpg&size=original",
            {
                "oauth_token": "nnch734d00sl2jdk",
                "oauth_timestamp": "137131202",
                "oauth_nonce": "chapoH",
            },
            "pfkkdhi9sl3r4s00",
            "MdpQcU8iPSUjWoN/UDMsK2sui9I=",
        ),
    ],
    ids=["initiate", "token", "photos"],
)
def test_the_printer_gets_the_photos(
    method: str, url: str, own: dict[str, str], token_secret: str, signature: str
) -> None:
    """RFC 5849 section 1.2; its requests carry no oauth_version."""
    params = {
        "oauth_consumer_key": "dpf43f3p2l4k3l03",
        "oauth_signature_method": "HMAC-SHA1",
        **own,
    }
    base = base_string(HTTPRequest(method, url), [*params.items()])
    assert hmac_sha1(base, "kd94hf93k423kf44", token_secret) == signature


def test_the_base_string_of_the_rfc() -> None:
    """RFC 5849 section 3.4.1.1; the signature is that of erratum 2550."""
    request = HTTPRequest(
        "POST",
        "http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b",
        FORM_HEADERS,
        b"c2&a3=2+q",
    )
    params = {
        "oauth_consumer_key": "9djdj82h48djs9d2",
        "oauth_token": "kkk9d7dh3k39sjv7",
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": "137131201",
        "oauth_nonce": "7d8f3e4a",
    }
    base = base_string(request, [*params.items()])
    assert base == (
        "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da"
        "%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs"
        "9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_tim"
        "estamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7"
    )
    signature = hmac_sha1(base, "j49sk3j29djd", "dh893hdasih9")
    assert signature == "r6/TJjbCOr97/+UU0NsvSne7s5g="


def test_the_tweet_of_twitters_documentation() -> None:
    """Twitter's "Creating a signature"."""
    text = "Hello Ladies + Gentlemen, a signed OAuth request!"
    request = HTTPRequest(
        "POST",
        "https://api.twitter.com/1.1/statuses/update.json?include_entities=true",
        FORM_HEADERS,
        encode_params({"status": text}).encode(),
    )
    keys = ConsumerKeys(
        "xvz1evFS4wEEPTGEFPHBog", "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"
    )
    token = TokenPair(
        "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
        "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
    )
    with fixed("kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", "1318622958"):
        tweet = sign(request, config(), keys, token)
    found = protocol_parameters(dict(tweet.headers)["Authorization"])
    assert found.pop("oauth_signature") == "hCtSmYh+iHYCEqBWrE7C7hYmtUk="
    assert base_string(request, [*found.items()]) == (
        "POST&https%3A%2F%2Fapi.twitter.com%2F1.1%2Fstatuses%2Fupdate.json&include_en"
        "tities%3Dtrue%26oauth_consumer_key%3Dxvz1evFS4wEEPTGEFPHBog%26oauth_nonce%3Dk"
        "YjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg%26oauth_signature_method%3DHMAC-SHA"
        "1%26oauth_timestamp%3D1318622958%26oauth_token%3D370773112-GmHxMAgYyLbNEtIKZe"
        "RNFsMKPR9EyMZeS9weJAEb%26oauth_version%3D1.0%26status%3DHello%2520Ladies%2520"
        "%252B%2520Gentlemen%252C%2520a%2520signed%2520OAuth%2520request%2521"
    )
