"""The OAuth 2 half, against oauthlib's own client."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from oauthlib.oauth2 import WebApplicationClient
from werkzeug.test import Client as Browser
from werkzeug.test import TestResponse

from flask_oauth import OAuth
from flask_oauth.testing import Provider
from flask_oauth.typing import ClientAuthentication

HOST = "https://provider.test"
KEY, SECRET = "test-consumer-key", "test-consumer-secret"
CALLBACK = "https://app.test/cb?a=b"
VERIFIER = "v" * 43


class Consumer:
    """An application that builds its messages with oauthlib."""

    def __init__(self, provider: Provider) -> None:
        self.browser = Browser(provider)
        self.client = WebApplicationClient(KEY)

    def authorize(
        self, decision: str = "allow", *, pkce: bool = True, **changes: Any
    ) -> TestResponse:
        options = {"redirect_uri": CALLBACK, "state": "s", **changes}
        if pkce:
            options["code_challenge_method"] = "S256"
            options["code_challenge"] = self.client.create_code_challenge(
                VERIFIER, "S256"
            )
        url = self.client.prepare_request_uri(f"{HOST}/oauth2/authorize", **options)
        form = {"decision": decision, "user": "jane"}
        return self.browser.post(url[len(HOST) :], HOST, data=form)

    def code(self, *, pkce: bool = True) -> str:
        return query(self.authorize(pkce=pkce))["code"]

    def form(self, **changes: str | None) -> dict[str, str]:
        form = {
            "grant_type": "authorization_code",
            "client_id": KEY,
            "client_secret": SECRET,
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
            **changes,
        }
        return {key: value for key, value in form.items() if value is not None}

    def token(self, **changes: str | None) -> TestResponse:
        form = self.form(**{"code": self.code(), **changes})
        return self.browser.post("/oauth2/token", HOST, data=form)


def query(reply: TestResponse) -> dict[str, str]:
    assert reply.status_code == 302
    url = reply.headers["Location"]
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}


@pytest.fixture
def consumer(provider: Provider) -> Consumer:
    return Consumer(provider)


def test_a_code_becomes_a_token_which_works_in_header_and_query(
    provider: Provider, consumer: Consumer
) -> None:
    reply = consumer.token()
    assert reply.json is not None
    assert reply.json.keys() == {"access_token", "expires_in", "token_type", "scope"}
    token = reply.json["access_token"]
    assert (provider.requests[-1].user, provider.requests[-1].token) == ("jane", token)
    header = {"Authorization": f"Bearer {token}"}
    me = consumer.browser.get("/me", HOST, headers=header)
    assert me.json == provider.users["jane"]
    assert consumer.browser.get(f"/me?access_token={token}", HOST).json == me.json


def test_the_callback_names_state_and_issuer(consumer: Consumer) -> None:
    answer = query(consumer.authorize())
    assert answer.keys() == {"a", "code", "state", "iss"}
    assert (answer["a"], answer["state"], answer["iss"]) == ("b", "s", HOST)


def test_a_refusal_names_state_and_issuer(consumer: Consumer) -> None:
    answer = query(consumer.authorize("deny"))
    assert answer == {"a": "b", "error": "access_denied", "state": "s", "iss": HOST}
    assert "state" not in query(consumer.authorize("deny", state=""))


def test_an_application_in_error_is_told(consumer: Consumer) -> None:
    url = f"/oauth2/authorize?client_id={KEY}&redirect_uri={CALLBACK}&state=s"
    answer = query(consumer.browser.get(url, HOST))
    assert answer.keys() == {"a", "error", "error_description", "state", "iss"}
    answer = query(consumer.browser.get(f"{url}&response_type=token", HOST))
    assert answer["error"] == "unsupported_response_type"


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://else.test/"},
        {"redirect_uri": "/relative"},
        {"redirect_uri": ""},
    ],
)
def test_nobody_is_sent_to_a_foreign_address(changes: dict[str, Any]) -> None:
    consumer = Consumer(Provider(redirect_uris=[CALLBACK]))
    assert consumer.authorize().status_code == 302
    assert consumer.authorize(**changes).status_code == 400


def test_an_unknown_application_is_sent_nowhere(consumer: Consumer) -> None:
    consumer.client = WebApplicationClient("unknown")
    page = consumer.authorize()
    assert page.status_code == 400
    assert "<p>Invalid client_id parameter value.</p>" in page.text
    assert consumer.browser.get("/oauth2/authorize?[", HOST).status_code == 400


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"code": "forged"}, 400, "invalid_grant"),
        ({"code": None}, 400, "invalid_request"),
        ({"redirect_uri": "https://app.test/cb"}, 400, "invalid_request"),
        ({"redirect_uri": None}, 400, "invalid_request"),
        ({"code_verifier": "w" * 43}, 400, "invalid_grant"),
        ({"code_verifier": None}, 400, "invalid_request"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": None}, 401, "invalid_client"),
        ({"client_id": "unknown"}, 401, "invalid_client"),
        ({"client_id": None}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        (
            {"grant_type": "refresh_token", "refresh_token": "x"},
            400,
            "unauthorized_client",
        ),
    ],
)
def test_a_token_is_refused(
    consumer: Consumer, changes: dict[str, str | None], status: int, error: str
) -> None:
    reply = consumer.token(**changes)
    assert reply.json is not None
    assert (reply.status_code, reply.json["error"]) == (status, error)


def test_a_code_works_once(consumer: Consumer) -> None:
    code = consumer.code()
    assert consumer.token(code=code).status_code == 200
    assert consumer.token(code=code).json == {"error": "invalid_grant"}


def test_a_code_belongs_to_one_application(provider: Provider) -> None:
    remote = OAuth().remote_app("other", **provider.oauth2_options())
    consumer = Consumer(provider)
    with provider.replace(remote):
        form = consumer.form(code=consumer.code())
        form["client_id"] = remote.consumer_key or ""
        form["client_secret"] = remote.config.consumer_secret or ""
        reply = consumer.browser.post("/oauth2/token", HOST, data=form)
    assert reply.json == {"error": "invalid_grant"}


def test_get_works_unless_it_is_switched_off() -> None:
    for allow_get, status in ((True, 200), (False, 400)):
        consumer = Consumer(Provider(allow_get=allow_get))
        form = consumer.form(code=consumer.code())
        reply = consumer.browser.get("/oauth2/token", HOST, query_string=form)
        assert reply.status_code == status


def test_what_cannot_be_read_is_refused(consumer: Consumer) -> None:
    assert consumer.browser.post("/oauth2/token?code=x", HOST).status_code == 400
    assert consumer.browser.get("/oauth2/token?[", HOST).status_code == 400


def test_pkce_may_be_left_out_unless_it_is_required(consumer: Consumer) -> None:
    code = consumer.code(pkce=False)
    assert consumer.token(code=code, code_verifier=None).status_code == 200
    strict = Consumer(Provider(require_pkce=True))
    assert query(strict.authorize(pkce=False))["error"] == "invalid_request"
    assert strict.token().status_code == 200


@pytest.mark.parametrize(
    ("way", "encoded", "raw"),
    [
        (None, 200, 200),
        ("basic", 200, 401),
        ("basic-raw", 401, 200),
        ("body", 401, 401),
    ],
)
def test_http_basic_is_read_with_and_without_form_encoding(
    way: ClientAuthentication | None, encoded: int, raw: int
) -> None:
    secret = "ü+%41:/"
    consumer = Consumer(Provider(consumer_secret=secret, client_authentication=way))
    for sent, status in (("%C3%BC%2B%2541%3A%2F", encoded), (secret, raw)):
        form = consumer.form(code=consumer.code(), client_secret=None, client_id=None)
        reply = consumer.browser.post(
            "/oauth2/token", HOST, data=form, auth=(KEY, sent)
        )
        assert reply.status_code == status


@pytest.mark.parametrize("header", ["Basic !", "Basic /w=="])
def test_http_basic_that_cannot_be_read_is_no_authentication(
    consumer: Consumer, header: str
) -> None:
    form = consumer.form(code=consumer.code(), client_secret=None)
    headers = {"Authorization": header}
    reply = consumer.browser.post("/oauth2/token", HOST, data=form, headers=headers)
    assert reply.status_code == 401
    assert "WWW-Authenticate" in reply.headers


def test_only_one_way_of_authentication_is_taken(consumer: Consumer) -> None:
    form = consumer.form(code=consumer.code())
    reply = consumer.browser.post("/oauth2/token", HOST, data=form, auth=(KEY, SECRET))
    assert reply.status_code == 401


def test_a_public_client_needs_no_secret_but_pkce() -> None:
    consumer = Consumer(Provider(client_authentication="none"))
    assert consumer.token(client_secret=None).status_code == 200
    assert query(consumer.authorize(pkce=False))["error"] == "invalid_request"


def test_a_call_without_a_valid_token_is_refused(
    provider: Provider, consumer: Consumer
) -> None:
    def get(token: str | None) -> tuple[int, str]:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        reply = consumer.browser.get("/me", HOST, headers=headers)
        return reply.status_code, reply.headers.get("WWW-Authenticate", "")

    invalid = (401, 'Bearer realm="", error="invalid_token"')
    token = provider.oauth2_token("john").token
    assert get(token) == (200, "")
    assert provider.requests[-1].user == "john"
    assert get(None) == (401, 'Bearer realm=""')
    assert get("unknown") == invalid
    assert get(provider.oauth1_token().token) == invalid
    provider.expire_tokens()
    assert get(token) == invalid
    assert consumer.browser.get("/me?[", HOST).status_code == 400
