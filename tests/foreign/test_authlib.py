"""OAuth 1.0a with Authlib's server."""

from collections.abc import Iterator
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import attrs
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from typing_extensions import Unpack

from flask_oauth import OAuthException, TokenPair
from flask_oauth.typing import (
    AccessTokenMethod,
    FurtherOptions,
    Method,
    SignatureMethod,
    TokenPlacement,
)

from .browser import Browser
from .serving import started
from .site import CALLBACK, Site, make_site

# Each of these characters has to be encoded somewhere on its way.
KEY = "key +&é"
SECRET = "secret %20+&=é"
PARAMS = {"status": "Grüße & 100 % 你好 ~ + *", "empty": "", "tag": ["b", "a"]}
SENT = PARAMS | {"status": [PARAMS["status"]], "empty": [""]}


@attrs.frozen
class Authlib:
    """Hold the running server.

    Args:
        browser: for its pages.
        rsa_key: the key whose public half it knows.
    """

    browser: Browser
    rsa_key: str

    def site(
        self,
        consumer_secret: str = SECRET,
        access_token_method: AccessTokenMethod = "GET",
        **options: Unpack[FurtherOptions],
    ) -> Site:
        """Make an application that is registered there."""
        return make_site(
            base_url=f"{self.browser.origin}/api/",
            request_token_url="/initiate",
            access_token_url="/token",
            authorize_url="/authorize",
            consumer_key=KEY,
            consumer_secret=consumer_secret,
            access_token_method=access_token_method,
            **options,
        )

    def allow(self, url: str) -> str:
        """Let the user agree; return where the browser is sent to."""
        return self.browser.submit(self.browser.go(url), allow="yes").url


@pytest.fixture(scope="module")
def authlib() -> Iterator[Authlib]:
    key = generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    arguments = (KEY, SECRET, public.decode(), CALLBACK)
    with (
        started("authlib_server", *arguments) as origin,
        closing(Browser(origin)) as browser,
    ):
        yield Authlib(browser, private.decode())


@pytest.mark.parametrize("access_token_method", ["GET", "POST"])
@pytest.mark.parametrize("signature_method", ["HMAC-SHA1", "RSA-SHA1", "PLAINTEXT"])
def test_a_user_signs_in_and_the_token_works(
    authlib: Authlib,
    signature_method: SignatureMethod,
    access_token_method: AccessTokenMethod,
) -> None:
    site = authlib.site(
        signature_method=signature_method,
        access_token_method=access_token_method,
        rsa_key=authlib.rsa_key,
    )

    callback = authlib.allow(site.begin())
    page = site.client.get(callback)

    assert callback.startswith(f"{CALLBACK}?")
    assert page.text == "signed in, on to /profile"
    resp = site.remote.get("echo", data=PARAMS)
    assert resp.status == 200
    assert (resp.data["user"], resp.data["args"]) == ("jane", SENT)


@pytest.fixture(scope="module")
def token(authlib: Authlib) -> TokenPair:
    """The access token of a user who signed in."""
    site = authlib.site()
    site.client.get(authlib.allow(site.begin()))
    return site.tokens["jane"]


@pytest.mark.parametrize("placement", ["header", "query"])
@pytest.mark.parametrize("signature_method", ["HMAC-SHA1", "RSA-SHA1", "PLAINTEXT"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_forms_are_signed(
    authlib: Authlib,
    token: TokenPair,
    method: Method,
    signature_method: SignatureMethod,
    placement: TokenPlacement,
) -> None:
    site = authlib.site(
        signature_method=signature_method,
        token_placement=placement,
        rsa_key=authlib.rsa_key,
    )
    site.tokens["jane"] = token
    # Authlib takes one value of each form parameter into the signature.
    form = {"status": PARAMS["status"], "empty": ""}

    resp = site.remote.request("echo?a=1&a=%C3%BC", data=form, method=method)

    assert resp.status == 200, resp.data
    assert (resp.data["user"], resp.data["method"]) == ("jane", method)
    assert resp.data["args"]["a"] == ["1", "ü"]
    assert resp.data["form"] == {"status": [form["status"]], "empty": [""]}


@pytest.mark.parametrize("signature_method", ["HMAC-SHA1", "RSA-SHA1", "PLAINTEXT"])
def test_a_form_may_carry_the_signature_itself(
    authlib: Authlib, token: TokenPair, signature_method: SignatureMethod
) -> None:
    site = authlib.site(
        signature_method=signature_method,
        token_placement="body",
        rsa_key=authlib.rsa_key,
    )
    site.tokens["jane"] = token

    resp = site.remote.post("echo", data={"status": PARAMS["status"]})

    assert resp.status == 200, resp.data
    assert resp.data["form"]["status"] == [PARAMS["status"]]
    assert "oauth_signature" in resp.data["form"]


@pytest.mark.parametrize("placement", ["header", "query", "body"])
def test_json_is_sent_beside_the_signature(
    authlib: Authlib, token: TokenPair, placement: TokenPlacement
) -> None:
    site = authlib.site(token_placement=placement)
    site.tokens["jane"] = token

    resp = site.remote.post("echo", data={"text": "Grüße"}, format="json")

    assert resp.status == 200, resp.data
    assert resp.data["json"] == {"text": "Grüße"}


def test_bytes_are_sent_beside_the_signature(
    authlib: Authlib, token: TokenPair
) -> None:
    site = authlib.site()
    site.tokens["jane"] = token
    image = bytes(range(256))

    resp = site.remote.put("echo", data=image, content_type="image/png")

    assert resp.status == 200, resp.data
    assert resp.data["size"] == len(image)


def test_a_realm_is_no_part_of_the_signature(
    authlib: Authlib, token: TokenPair
) -> None:
    site = authlib.site(realm="Photos")
    site.tokens["jane"] = token

    assert site.remote.get("echo").status == 200


def test_a_user_signs_in_with_a_pin(authlib: Authlib) -> None:
    site = authlib.site()
    # Authlib shows no PIN: it sends it to the callback that it has stored.
    shown = urlsplit(authlib.allow(site.begin("/login-by-pin"))).query
    pin = parse_qs(shown)["oauth_verifier"][0]

    assert site.client.get(f"/pin/{pin}").text == "signed in"
    assert site.remote.get("echo").data["user"] == "jane"


def test_a_user_refuses(authlib: Authlib) -> None:
    site = authlib.site()
    page = authlib.browser.go(site.begin())

    callback = authlib.browser.submit(page).url

    assert site.client.get(callback).text == "denied, on to /profile"
    assert site.tokens == {}


def test_a_wrong_consumer_secret_is_refused(authlib: Authlib) -> None:
    site = authlib.site(consumer_secret="wrong")

    with pytest.raises(OAuthException, match="invalid_signature") as caught:
        site.begin()

    assert caught.value.type == "token_generation_failed"


def test_a_wrong_verifier_is_refused(authlib: Authlib) -> None:
    site = authlib.site()
    callback = authlib.allow(site.begin())

    with pytest.raises(OAuthException, match="oauth_verifier") as caught:
        site.client.get(f"{callback}x")

    assert caught.value.type == "invalid_response"
    assert caught.value.data["error"] == "invalid_request"


def test_a_wrong_token_secret_is_refused(authlib: Authlib, token: TokenPair) -> None:
    site = authlib.site()
    site.tokens["jane"] = TokenPair(token.token, "wrong")

    resp = site.remote.post("echo", data={"status": "x"})

    assert resp.status == 401
    assert resp.data["error"] == "invalid_signature"
