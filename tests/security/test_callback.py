"""A callback is a stranger's message until it is proved to be an answer of ours."""

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from flask_oauth import OAuth, OAuthException, _oauth2, _pending
from flask_oauth.typing import HTTPReply
from tests.security.site import (
    ISSUER,
    NAMES,
    Answer,
    Provider,
    add_oauth1,
    add_oauth2,
    allowed,
    begin,
    come_back,
    make_app,
    sign_in,
)


def refused(answer: Answer, type: str, *words: str) -> None:
    """Check that it was refused, with words that help."""
    assert answer.token is None
    assert answer.type == type
    for word in words:
        assert word in answer.message


def exchanges(provider: Provider) -> list[str]:
    """Return the calls that carried a code or a verifier."""
    return [path for path in provider.paths if path in ("/token", "/access_token")]


@pytest.mark.parametrize("name", NAMES)
def test_a_sign_in_ends_with_a_token(client: FlaskClient, name: str) -> None:
    assert sign_in(client, name).token is not None


@pytest.mark.parametrize("state", [None, "", "guessed", "é", "\0", "x" * 10_000])
def test_a_missing_or_guessed_state_is_refused(
    client: FlaskClient, provider: Provider, state: str | None
) -> None:
    begin(client, "book")
    params = {"code": "code"} | ({} if state is None else {"state": state})
    refused(come_back(client, "book", params), "invalid_state", "book: ")
    assert exchanges(provider) == []


@pytest.mark.parametrize("token", ["", "guessed", "é", "\0", "rt999"])
def test_a_request_token_that_was_not_asked_for_is_refused(
    client: FlaskClient, provider: Provider, token: str
) -> None:
    begin(client, "bird")
    params = {"oauth_token": token, "oauth_verifier": "verifier"}
    refused(come_back(client, "bird", params), "invalid_state", "bird: ")
    assert exchanges(provider) == []


@pytest.mark.parametrize("name", NAMES)
def test_another_browsers_sign_in_is_refused(
    app: Flask, provider: Provider, name: str
) -> None:
    """The attacker's callback in the victim's browser: login CSRF."""
    attacker, victim = app.test_client(), app.test_client()
    link = allowed(name, begin(attacker, name))
    begin(victim, name)
    refused(come_back(victim, name, link), "invalid_state", "somebody else")
    assert exchanges(provider) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_sign_in_is_used_once(
    client: FlaskClient, provider: Provider, name: str
) -> None:
    link = allowed(name, begin(client, name))
    assert come_back(client, name, link).token is not None
    refused(come_back(client, name, link), "invalid_state", "finished already")
    assert len(exchanges(provider)) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_sign_in_is_used_once_even_when_its_exchange_failed(
    client: FlaskClient, provider: Provider, name: str
) -> None:
    provider.replies["/token"] = provider.replies["/access_token"] = HTTPReply(503)
    link = allowed(name, begin(client, name))
    refused(come_back(client, name, link), "invalid_response", "503")
    refused(come_back(client, name, link), "invalid_state")
    assert len(exchanges(provider)) == 1


@pytest.mark.parametrize("name", NAMES)
def test_an_expired_sign_in_is_refused(
    client: FlaskClient,
    provider: Provider,
    name: str,
) -> None:
    link = allowed(name, begin(client, name))
    with client.session_transaction() as session:
        session["user"] = "jane"
        session["flask_oauth"][0][-1] -= 3601
        session.modified = True
    refused(come_back(client, name, link), "invalid_state", "60 minutes")
    assert exchanges(provider) == []
    refused(come_back(client, name, link), "invalid_state", "no sign-in under way")


def test_another_remote_apps_state_is_refused(
    client: FlaskClient, provider: Provider
) -> None:
    """RFC 9700 section 4.4: mix-up."""
    begin(client, "search")
    sent = begin(client, "book")
    link = {"code": "code", "state": sent["state"], "iss": ISSUER}
    refused(come_back(client, "search", link), "invalid_state", "another remote app")
    assert exchanges(provider) == []
    assert come_back(client, "book", allowed("book", sent)).token is not None


def test_a_code_is_refused_by_an_oauth1_app(
    client: FlaskClient, provider: Provider
) -> None:
    sent = begin(client, "bird")
    link = {"code": "code", "state": sent["oauth_token"]}
    refused(come_back(client, "bird", link), "invalid_callback", "OAuth 1.0a")
    assert exchanges(provider) == []


def test_a_verifier_is_refused_by_an_oauth2_app(
    client: FlaskClient, provider: Provider
) -> None:
    sent = begin(client, "book")
    link = {"oauth_verifier": "verifier", "oauth_token": sent["state"]}
    refused(come_back(client, "book", link), "invalid_callback", "OAuth 2")
    assert exchanges(provider) == []


@pytest.mark.parametrize(
    ("name", "repeated"),
    [
        ("book", "code"),
        ("book", "state"),
        ("search", "iss"),
        ("bird", "oauth_token"),
        ("bird", "oauth_verifier"),
    ],
)
@pytest.mark.parametrize("value", [None, "", "other"], ids=["same", "empty", "other"])
def test_a_repeated_parameter_is_refused(
    client: FlaskClient,
    provider: Provider,
    name: str,
    repeated: str,
    value: str | None,
) -> None:
    """RFC 6749 section 3.1, and whoever wins which of the two would be read."""
    link = allowed(name, begin(client, name))
    again = link[repeated] if value is None else value
    pairs = [*link.items(), (repeated, again)]
    answer = come_back(client, name, _query(pairs))
    refused(answer, "invalid_callback", repeated, "2 times")
    answer = come_back(client, name, _query([(repeated, again), *link.items()]))
    refused(answer, "invalid_callback", repeated, "2 times")
    assert exchanges(provider) == []


def _query(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs)


@pytest.mark.parametrize("repeated", ["error", "state", "denied", "oauth_problem"])
def test_a_repeated_parameter_of_a_refusal_is_refused(
    client: FlaskClient, repeated: str
) -> None:
    sent = begin(client, "book")
    pairs = [("state", sent["state"]), (repeated, "a"), (repeated, "b")]
    refused(come_back(client, "book", _query(pairs)), "invalid_callback", repeated)


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("book", {"error": "access_denied"}),
        ("book", {"error": ""}),
        ("book", {"oauth_verifier": "verifier"}),
        ("bird", {"denied": "rt1"}),
        ("bird", {"oauth_problem": "permission_denied"}),
        ("bird", {"error": "access_denied"}),
        ("bird", {"code": "code"}),
    ],
)
def test_an_answer_that_contradicts_itself_is_refused(
    client: FlaskClient, provider: Provider, name: str, extra: dict[str, str]
) -> None:
    link = allowed(name, begin(client, name)) | extra
    refused(come_back(client, name, link), "invalid_callback", "at once")
    assert exchanges(provider) == []


@pytest.mark.parametrize(
    "params", [{"code": ""}, {"oauth_verifier": ""}, {"oauth_verifier": "", "code": ""}]
)
@pytest.mark.parametrize("name", NAMES)
def test_an_empty_code_or_verifier_is_refused(
    client: FlaskClient, provider: Provider, name: str, params: dict[str, str]
) -> None:
    sent = begin(client, name)
    key = sent.get("oauth_token") or sent.get("state")
    link = params | {"oauth_token": key, "state": key}
    refused(come_back(client, name, link), "invalid_callback")
    assert exchanges(provider) == []


@pytest.mark.parametrize(
    "iss",
    [
        None,
        "",
        "https://evil.example",
        ISSUER + "/",
        ISSUER.upper(),
        "http://search.example",
        "https://sеarch.example",  # a Cyrillic letter
    ],
)
def test_a_wrong_issuer_is_refused(
    client: FlaskClient, provider: Provider, iss: str | None
) -> None:
    """RFC 9207 section 2.4: compared as text; required where configured to be."""
    link = allowed("search", begin(client, "search"))
    del link["iss"]
    if iss is not None:
        link["iss"] = iss
    refused(come_back(client, "search", link), "invalid_issuer", "search: ")
    assert exchanges(provider) == []


def test_a_wrong_issuer_does_not_cancel_the_sign_in(client: FlaskClient) -> None:
    link = allowed("search", begin(client, "search"))
    for evil in ({"code": "stolen"}, {"error": "access_denied"}):
        forged = {"state": link["state"], "iss": "https://evil.example"} | evil
        refused(come_back(client, "search", forged), "invalid_issuer")
    assert come_back(client, "search", link).token is not None


def test_an_issuer_may_be_missing_where_it_is_not_required(provider: Provider) -> None:
    oauth = OAuth(transport=provider)
    add_oauth2(oauth, "search", "https://provider.example", issuer=ISSUER)
    client = make_app(oauth).test_client()
    link = allowed("search", begin(client, "search"))
    refused(
        come_back(client, "search", link | {"iss": "https://evil.example"}),
        "invalid_issuer",
    )
    del link["iss"]
    assert come_back(client, "search", link).token is not None


def test_an_error_reply_may_lack_the_issuer(client: FlaskClient) -> None:
    """Real servers forget it there, even though RFC 9207 asks for it."""
    state = begin(client, "search")["state"]
    answer = come_back(client, "search", {"error": "access_denied", "state": state})
    assert (answer.type, answer.token) == (None, None)


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("book", {"error": "access_denied"}),
        ("bird", {"denied": "rt1"}),
        ("bird", {"oauth_problem": "user_refused"}),
        ("book", {}),
    ],
)
def test_a_refusal_is_no_error_and_sends_nothing(
    client: FlaskClient, provider: Provider, name: str, params: dict[str, str]
) -> None:
    begin(client, name, "?next=/there")
    answer = come_back(client, name, params)
    assert (answer.type, answer.token) == (None, None)
    assert exchanges(provider) == []


@pytest.mark.parametrize(
    "code", ["\x00", "a\r\nSet-Cookie: a=b", 'a"b', "é", "x" * 101, "\u202e"]
)
def test_an_error_that_is_no_code_is_not_repeated(
    client: FlaskClient, code: str
) -> None:
    """RFC 6749 section 4.1.2.1: anybody can write such a link."""
    state = begin(client, "book")["state"]
    answer = come_back(client, "book", {"error": code, "state": state})
    refused(answer, "invalid_callback")
    assert code not in answer.message


def test_an_error_description_stays_on_one_short_line(client: FlaskClient) -> None:
    state = begin(client, "book")["state"]
    text = "a\r\nb\x1b[31m\u2028" + "x" * 100_000
    params = {"error": "server_error", "error_description": text, "state": state}
    answer = come_back(client, "book", params)
    refused(answer, "server_error")
    assert answer.message.isprintable()
    assert len(answer.message) < 400


def test_states_cannot_be_guessed(client: FlaskClient) -> None:
    """RFC 6749 section 10.10: a guess succeeds with 2**-128 or less."""
    states = [begin(client, "book")["state"] for _ in range(50)]
    assert len(set(states)) == 50
    assert min(map(len, states)) >= 30  # of 62 characters or more: 178 bits
    assert len({character for state in states for character in state}) > 55


def test_states_are_compared_in_constant_time(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every comparison of a state, a request token or an issuer is hmac's."""
    compared: list[bytes] = []

    def spy(a: bytes, b: bytes) -> bool:
        compared.append(b)
        return hmac.compare_digest(a, b)

    for module in (_pending, _oauth2):
        monkeypatch.setattr(module, "compare_digest", spy)
    sent = begin(client, "search")
    params = {"code": "c", "state": "guessed", "iss": ISSUER}
    refused(come_back(client, "search", params), "invalid_state")
    assert b"guessed" in compared
    assert ISSUER.encode() in compared
    params = {"oauth_token": "rt-guessed", "oauth_verifier": "v"}
    begin(client, "bird")
    refused(come_back(client, "bird", params), "invalid_state")
    assert b"rt-guessed" in compared
    assert sent["state"].encode() not in compared


def test_request_tokens_may_hold_any_text(
    client: FlaskClient, provider: Provider
) -> None:
    """compare_digest() takes no text beyond ASCII."""
    body = b'{"oauth_token": "t\\u00f6k\\u00e9n", "oauth_token_secret": "s"}'
    provider.replies["/request_token"] = HTTPReply(200, (), body)
    sent = begin(client, "bird")
    assert sent["oauth_token"] == "tökén"
    for name in NAMES:
        params: dict[str, Any] = {"oauth_token": "x", "oauth_verifier": "v"}
        if name != "bird":
            params = {"code": "c", "state": "x", "iss": ISSUER}
        refused(come_back(client, name, params), "invalid_state")
    assert come_back(client, "bird", allowed("bird", sent)).token is not None


@pytest.mark.parametrize("token", ['"\\ud800"', '"a\\udfffb"', "1", "[]", "null"])
@pytest.mark.parametrize("member", ["oauth_token", "oauth_token_secret"])
def test_a_request_token_that_is_no_text_is_refused(
    client: FlaskClient, provider: Provider, token: str, member: str
) -> None:
    """Half a surrogate pair is JSON, but cannot be encoded into any URL."""
    members = {"oauth_token": '"t"', "oauth_token_secret": '"s"'} | {member: token}
    text = ", ".join(f'"{name}": {value}' for name, value in members.items())
    provider.replies["/request_token"] = HTTPReply(200, (), f"{{{text}}}".encode())
    response = client.get("/login/bird")
    assert response.status_code == 400
    assert response.get_json()["type"] == "token_generation_failed"
    with client.session_transaction() as session:
        assert dict(session) == {}


def test_a_callback_that_was_not_confirmed_is_refused(
    client: FlaskClient, provider: Provider
) -> None:
    """RFC 5849 section 2.1: a 1.0 provider is open to session fixation."""
    body = b"oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=false"
    provider.replies["/request_token"] = HTTPReply(200, (), body)
    response = client.get("/login/bird")
    assert response.get_json()["type"] == "token_generation_failed"


def test_a_link_cannot_finish_a_sign_in_with_a_callback_by_pin(
    client: FlaskClient, provider: Provider
) -> None:
    """Without the oauth_token, a verifier fits only sign-ins that have no callback."""
    begin(client, "bird")
    answer = come_back(client, "bird", {"oauth_verifier": "verifier"})
    refused(answer, "invalid_state", "no sign-in by PIN")
    assert exchanges(provider) == []
    begin(client, "bird", "?pin")
    assert come_back(client, "bird", {"oauth_verifier": "pin"}).token is not None
    refused(come_back(client, "bird", {"oauth_verifier": "pin"}), "invalid_state")


def test_pkce_binds_the_code_to_the_sign_in(
    client: FlaskClient, provider: Provider
) -> None:
    """RFC 7636: S256 over a verifier of this sign-in alone; RFC 9700 section 2.1.1."""
    verifiers: set[str] = set()
    for _ in range(3):
        sent = begin(client, "book")
        assert sent["code_challenge_method"] == "S256"
        assert come_back(client, "book", allowed("book", sent)).token is not None
        form = parse_qs((provider.requests[-1].body or b"").decode())
        (verifier,) = form["code_verifier"]
        digest = hashlib.sha256(verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        assert sent["code_challenge"] == challenge
        assert 43 <= len(verifier) <= 128
        verifiers.add(verifier)
    assert len(verifiers) == 3


def test_the_redirect_uri_of_the_exchange_is_the_one_of_the_redirect(
    client: FlaskClient, provider: Provider
) -> None:
    """RFC 6749 section 4.1.3; RFC 9700 section 4.5: code injection."""
    sent = begin(client, "book")
    params = allowed("book", sent)
    client.get(
        "/callback/book", query_string=params | {"redirect_uri": "https://e.vil"}
    )
    form = parse_qs((provider.requests[-1].body or b"").decode())
    assert form["redirect_uri"] == [sent["redirect_uri"]]


def test_the_user_is_never_sent_on_with_a_body(app: Flask) -> None:
    """RFC 9700 section 4.12: a 307 would post the login form to the provider."""
    response = app.test_client().get("/login/book")
    assert response.status_code in (302, 303)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("nothing", "the browser sent no cookie back"),
        ("a cookie", "no sign-in under way"),
        ("bird", "no sign-in under way"),
        ("book", "somebody else"),
    ],
)
def test_the_message_tells_the_likely_cause(
    client: FlaskClient, before: str, words: str
) -> None:
    if before == "a cookie":
        client.set_cookie("other", "1")
    elif before != "nothing":
        begin(client, before)
    answer = come_back(client, "book", {"code": "code", "state": "state"})
    refused(answer, "invalid_state", words)


def test_a_site_without_a_secret_key_says_so(provider: Provider) -> None:
    """Flask's own words; a callback is one that nobody waits for."""
    oauth = OAuth(transport=provider)
    remote = add_oauth2(oauth, "book", "https://provider.example")
    add_oauth1(oauth, "bird", "https://provider.example")
    app = make_app(oauth, secret_key=None)
    with (
        app.test_request_context("https://site.example/login"),
        pytest.raises(RuntimeError, match="secret_key"),
    ):
        remote.authorize("/callback")
    client = app.test_client()
    for name, params in [
        ("book", {"code": "c", "state": "s"}),
        ("bird", {"oauth_token": "t", "oauth_verifier": "v"}),
    ]:
        refused(come_back(client, name, params), "invalid_state", "set SECRET_KEY")


def test_a_session_of_another_version_is_no_obstacle(client: FlaskClient) -> None:
    junk: list[object] = ["text", 1, None, {"a": 1}, [[]], [[1] * 6]]
    junk += [[["book", "state"]], [1, None, {}]]
    for left in junk:
        with client.session_transaction() as session:
            session["flask_oauth"] = left
        refused(come_back(client, "book", {"code": "c", "state": "s"}), "invalid_state")
        assert sign_in(client, "book").token is not None


@pytest.mark.parametrize(
    "next_url",
    [
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/a\r\nSet-Cookie: a=b",
        "/\x00",
        "/\x7f",
        "/\u2028",
        "evil.example",
        "",
    ],
)
def test_next_url_never_leaves_the_site(app: Flask, next_url: str) -> None:
    """RFC 9700 section 4.11.1: no open redirector."""
    remote = app.extensions["flask_oauth"].remote_apps["book"]
    with (
        app.test_request_context("https://site.example/login"),
        pytest.raises(OAuthException) as caught,
    ):
        remote.authorize("/callback", next_url=next_url)
    assert caught.value.type == "invalid_next_url"


def test_next_url_comes_from_the_session_alone(client: FlaskClient) -> None:
    link = allowed("book", begin(client, "book", "?next=/profile"))
    link |= {"next": "https://evil.example", "next_url": "https://evil.example"}
    assert come_back(client, "book", link).next_url == "/profile"
