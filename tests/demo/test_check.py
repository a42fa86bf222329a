"""``--check``: the demo goes through itself."""

import re
from collections.abc import Iterator

import pytest

from flask_oauth.demo._check import check
from flask_oauth.demo._wire import (
    masked_authorization,
    masked_cookies,
    masked_form,
    masked_json,
)
from flask_oauth.testing import Provider

SECRETS = [
    "client_secret",
    "code",
    "code_challenge",
    "code_verifier",
    "oauth_nonce",
    "oauth_signature",
    "oauth_token",
    "oauth_verifier",
    "state",
]


def steps(transcript: str) -> list[str]:
    return [line for line in transcript.splitlines() if line.startswith("OAuth ")]


def secrets(provider: Provider) -> Iterator[str]:
    """Yield every secret that the provider has seen or given."""
    for request in provider.requests:
        if request.token is not None:
            yield request.token
        header = request.headers.get("Authorization", "")
        found = dict(re.findall(r'(\w+)="([^"]*)"', header))
        for parameters in (found, request.args, request.form):
            yield from (parameters[name] for name in SECRETS if name in parameters)


def test_all_of_the_demo_works_with_both_protocols(
    provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(provider)
    transcript, errors = capsys.readouterr()
    assert errors == ""
    assert transcript.endswith("\nAll of it works.\n")
    assert steps(transcript) == [
        f"{protocol}: {step}"
        for protocol in ("OAuth 2", "OAuth 1.0a")
        for step in (
            "open the application",
            "sign in, allow, and see the timeline",
            "post to the timeline",
            "paste the callback again, which is refused",
            "sign out",
            "sign in, and deny",
        )
    ]
    for line in (
        "  browser -> application  GET /login/oauth2",
        "  browser <- provider  302 Found",
        "    application -> provider  POST /oauth2/token",
        "    application -> provider  POST /oauth1/request_token",
        "        oauth_token=***&oauth_token_secret=***&oauth_callback_confirmed=true",
        "    application -> provider  GET /oauth1/access_token",
        "        Authorization: Bearer ***",
        "      Cookie: session=***",
        "        status=I came with OAuth 1.0a",
        "  browser <- application  400 Bad Request",
    ):
        assert f"\n{line}\n" in transcript
    assert re.search(
        r"Location: http://localhost:\d+/authorized/oauth2\?code=\*\*\*&st", transcript
    )


def test_the_transcript_holds_no_secret_and_only_ascii(
    provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    check(provider)
    transcript = capsys.readouterr().out
    seen = set(secrets(provider))
    assert len(seen) > 20
    assert [secret for secret in seen if secret in transcript] == []
    assert "demo-secret" not in transcript
    cookies = re.findall(r"Cookie: (\S+)", transcript)
    assert {cookie.rstrip(";") for cookie in cookies} == {"session=***"}
    assert transcript.isascii()


def test_what_does_not_work_ends_the_check(
    provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    provider.fail("token", status=503)
    assert not check(provider)
    transcript = capsys.readouterr().out
    assert steps(transcript)[-1] == "OAuth 2: sign in, allow, and see the timeline"
    failure = transcript.splitlines()[-1]
    assert re.match(
        r"FAILED: http://localhost:\d+/authorized/oauth2 should answer 200 with"
        r" 'Hello, Jane Doe!', and answers 502: That did not work",
        failure,
    )
    assert "503" in failure
    assert "<" not in failure


def test_what_is_not_known_to_be_harmless_is_masked() -> None:
    """Whatever a provider may think of, it is not shown."""
    assert (
        masked_form("password=1&scope=a+b&empty=") == "password=***&scope=a b&empty=***"
    )
    assert masked_form("status=Gr%C3%BC%C3%9Fe%0A") == "status=Gr%C3%BC%C3%9Fe%0A"
    assert masked_authorization("Basic abc") == "Basic ***"
    assert masked_cookies("a=1; b=2=3") == "a=***; b=***"
    assert masked_json("token") == "***"
    assert masked_json([{"id_token": "x", "scope": "y"}]) == [
        {"id_token": "***", "scope": "y"}
    ]
