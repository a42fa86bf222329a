"""The OAuth 1.0a half, against oauthlib's own client."""

from collections.abc import Mapping
from typing import Any, Literal

import pytest
from oauthlib.oauth1 import Client
from werkzeug.test import Client as Browser
from werkzeug.test import EnvironBuilder, TestResponse

from flask_oauth.testing import Provider

HOST = "https://provider.test"
KEY, SECRET = "test-consumer-key", "test-consumer-secret"


def rsa_key() -> str:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    key = rsa.generate_private_key(65537, 2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


class Consumer:
    """An application that signs with oauthlib."""

    def __init__(self, provider: Provider, **options: Any) -> None:
        self.browser = Browser(provider)
        self.options: dict[str, Any] = {"client_secret": SECRET, **options}

    def send(self, path: str, method: str = "POST", **options: Any) -> TestResponse:
        key = options.pop("client_key", KEY)
        client = Client(key, **{**self.options, **options})
        url, headers, _ = client.sign(HOST + path, method)
        return self.open(url, method, headers)

    def open(self, url: str, method: str, headers: Mapping[str, str]) -> TestResponse:
        path = url[len(HOST) :]
        return self.browser.open(path, HOST, method=method, headers=headers)

    def request_token(
        self, callback: str = "https://app.test/cb?a=b"
    ) -> dict[str, Any]:
        reply = self.send("/oauth1/request_token", callback_uri=callback)
        assert reply.status_code == 200
        return token_options(reply)

    def allow(self, token: dict[str, str], **form: str) -> TestResponse:
        url = f"/oauth1/authorize?oauth_token={token['resource_owner_key']}"
        answer = {"decision": "allow", "user": "jane", **form}
        return self.browser.post(url, HOST, data=answer)

    def allowed(self) -> dict[str, Any]:
        token = self.request_token()
        location = self.allow(token).headers["Location"]
        return {**token, "verifier": location.rpartition("oauth_verifier=")[2]}

    def access_token(self) -> dict[str, Any]:
        reply = self.send("/oauth1/access_token", **self.allowed())
        assert reply.status_code == 200
        return token_options(reply)


def token_options(reply: TestResponse) -> dict[str, Any]:
    pairs = dict(pair.split("=") for pair in reply.text.split("&"))
    return {
        "resource_owner_key": pairs["oauth_token"],
        "resource_owner_secret": pairs["oauth_token_secret"],
    }


@pytest.fixture
def consumer(provider: Provider) -> Consumer:
    return Consumer(provider)


@pytest.mark.parametrize(
    "method",
    [
        "HMAC-SHA1",
        "HMAC-SHA256",
        "HMAC-SHA512",
        "RSA-SHA1",
        "RSA-SHA256",
        "RSA-SHA512",
        "PLAINTEXT",
    ],
)
def test_every_signature_method_works_and_is_checked(method: str) -> None:
    provider = Provider(rsa_key=rsa_key())
    provider.resource("/me", provider.profile)
    key = provider.oauth1_options("RSA-SHA1")["rsa_key"]
    consumer = Consumer(provider, signature_method=method, rsa_key=key)
    token = consumer.access_token()
    assert consumer.send("/me", "GET", **token).json == provider.users["jane"]
    wrong = {"client_secret": "wrong", "rsa_key": rsa_key()}
    reply = consumer.send("/me", "GET", **token, **wrong)
    assert (reply.status_code, reply.text) == (401, "oauth_problem=signature_invalid")


def test_the_callback_and_what_comes_with_the_token(
    provider: Provider, consumer: Consumer
) -> None:
    token = consumer.request_token()
    location = consumer.allow(token, user="john").headers["Location"]
    assert location.startswith("https://app.test/cb?a=b&oauth_token=")
    verifier = location.rpartition("oauth_verifier=")[2]
    reply = consumer.send("/oauth1/access_token", **token, verifier=verifier)
    assert reply.text.endswith("&screen_name=john&user_id=1002")
    record = provider.requests[-1]
    assert (record.endpoint, record.user, record.status) == ("token", "john", 200)
    assert record.token is not None
    assert record.token in reply.text
    assert record.token not in repr(record)


def test_a_profile_without_a_screen_name_sends_none() -> None:
    consumer = Consumer(Provider(users={"jane": {}}))
    reply = consumer.send("/oauth1/access_token", **consumer.allowed())
    assert "screen_name" not in reply.text
    assert reply.text[-1] != "&"


def test_a_user_who_refuses_comes_back_without_a_verifier(consumer: Consumer) -> None:
    token = consumer.request_token()
    location = consumer.allow(token, decision="deny").headers["Location"]
    key = token["resource_owner_key"]
    assert location == f"https://app.test/cb?a=b&denied={key}"
    assert consumer.allow(token).status_code == 400


def test_a_pin_is_shown_and_works(consumer: Consumer) -> None:
    token = consumer.request_token("oob")
    page = consumer.allow(token).text
    pin = page.partition("<output>")[2].partition("</output>")[0]
    reply = consumer.send("/oauth1/access_token", **token, verifier=pin)
    assert reply.status_code == 200
    token = consumer.request_token("oob")
    assert "You refused" in consumer.allow(token, decision="deny").text


def test_a_request_is_refused_when_it_is_sent_again(consumer: Consumer) -> None:
    client = Client(KEY, SECRET, callback_uri="https://app.test/cb")
    url, headers, _ = client.sign(f"{HOST}/oauth1/request_token", "POST")
    assert consumer.open(url, "POST", headers).status_code == 200
    again = consumer.open(url, "POST", headers)
    assert (again.status_code, again.text) == (401, "oauth_problem=nonce_used")
    assert 'oauth_problem="nonce_used"' in again.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"client_key": "unknown"}, "consumer_key_unknown"),
        ({"client_secret": "wrong"}, "signature_invalid"),
        ({"resource_owner_key": "unknown"}, "token_rejected"),
        ({"resource_owner_secret": "wrong"}, "signature_invalid"),
        ({"verifier": "wrong"}, "verifier_invalid"),
    ],
)
def test_an_access_token_is_refused(
    consumer: Consumer, wrong: dict[str, str], problem: str
) -> None:
    reply = consumer.send("/oauth1/access_token", **{**consumer.allowed(), **wrong})
    assert (reply.status_code, reply.text) == (401, f"oauth_problem={problem}")


def test_a_verifier_works_once_and_not_before_the_user_allowed(
    consumer: Consumer,
) -> None:
    token = consumer.request_token()
    early = consumer.send("/oauth1/access_token", **token, verifier="guessed")
    assert early.text == "oauth_problem=verifier_invalid"
    token = consumer.allowed()
    assert consumer.send("/oauth1/access_token", **token).status_code == 200
    again = consumer.send("/oauth1/access_token", **token)
    assert again.text == "oauth_problem=token_rejected"


@pytest.mark.parametrize("callback", ["https://else.test/", "javascript:alert(1)"])
def test_only_registered_callbacks_are_taken(callback: str) -> None:
    registered = ["https://app.test/cb"] if "else" in callback else None
    consumer = Consumer(Provider(redirect_uris=registered))
    reply = consumer.send("/oauth1/request_token", callback_uri=callback)
    assert reply.text == "oauth_problem=callback_rejected"


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"client_key": "unknown"}, "consumer_key_unknown"),
        ({"resource_owner_key": "unknown"}, "token_rejected"),
        ({"resource_owner_secret": "wrong"}, "signature_invalid"),
        ({"resource_owner_key": ""}, "parameter_rejected"),
        ({"timestamp": "1000000000"}, "parameter_rejected"),
    ],
)
def test_a_call_is_refused(
    provider: Provider, consumer: Consumer, wrong: dict[str, str], problem: str
) -> None:
    reply = consumer.send("/me", "GET", **{**consumer.access_token(), **wrong})
    assert (reply.status_code, reply.text) == (401, f"oauth_problem={problem}")
    assert provider.requests[-1].user is None


def test_tokens_expire_and_those_of_oauth2_are_none(
    provider: Provider, consumer: Consumer
) -> None:
    token = consumer.access_token()
    provider.expire_tokens()
    assert consumer.send("/me", "GET", **token).text == "oauth_problem=token_rejected"
    foreign = {"resource_owner_key": provider.oauth2_token().token}
    reply = consumer.send("/me", "GET", **{**token, **foreign})
    assert reply.text == "oauth_problem=token_rejected"


@pytest.mark.parametrize("signature_type", ["AUTH_HEADER", "QUERY", "BODY"])
def test_parameters_may_stand_wherever_the_rfc_says(
    provider: Provider,
    consumer: Consumer,
    signature_type: Literal["AUTH_HEADER", "QUERY", "BODY"],
) -> None:
    provider.resource("/form", lambda request: request.form.get("text"))
    token = consumer.access_token()
    client = Client(KEY, SECRET, **token, signature_type=signature_type)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    url, headers, body = client.sign(f"{HOST}/form?x=%C3%A9", "POST", "text=1+2", form)
    reply = consumer.browser.post(url[len(HOST) :], HOST, headers=headers, data=body)
    assert (reply.status_code, reply.text) == (200, "1 2")


def test_a_body_that_is_no_form_is_not_signed(
    provider: Provider, consumer: Consumer
) -> None:
    provider.resource("/image", lambda request: request.body[::-1])
    client = Client(KEY, SECRET, **consumer.access_token())
    _, headers, _ = client.sign(f"{HOST}/image", "POST")
    headers["Content-Type"] = "image/png"
    reply = consumer.browser.post("/image", HOST, headers=headers, data=b"\xff\x00")
    assert (reply.mimetype, reply.data) == ("application/octet-stream", b"\x00\xff")


def test_the_path_is_checked_as_it_was_signed(
    provider: Provider, consumer: Consumer
) -> None:
    provider.resource("/a b/<path:rest>", lambda request: request.arguments)
    token = consumer.access_token()
    assert consumer.send("/a%20b/c%2Fd", "GET", **token).json == {"rest": "c/d"}
    url, headers, _ = Client(KEY, SECRET, **token).sign(f"{HOST}/a%20b/d", "GET")
    environ = EnvironBuilder(
        url[len(HOST) :], HOST, headers=list(headers.items())
    ).get_environ()
    del environ["REQUEST_URI"], environ["RAW_URI"]  # a server need not give them
    assert consumer.browser.open(environ).json == {"rest": "d"}


@pytest.mark.parametrize(
    "path", ["/oauth1/request_token", "/oauth1/access_token", "/me"]
)
def test_what_cannot_be_read_is_refused(consumer: Consumer, path: str) -> None:
    headers = {"Authorization": "OAuth nonsense"}
    reply = consumer.open(f"{HOST}{path}", "POST", headers)
    assert reply.status_code == 400
    assert reply.text.startswith("oauth_problem=parameter_rejected")


def test_rsa_needs_a_key(consumer: Consumer) -> None:
    options = {"signature_method": "RSA-SHA1", "rsa_key": rsa_key()}
    callback = "https://app.test/cb"
    reply = consumer.send("/oauth1/request_token", callback_uri=callback, **options)
    assert "no+RSA+key" in reply.text
