"""Unfinished sign-ins: kept in the session, found once, forgotten."""

import json
import time
from collections.abc import Iterator

import attrs
import pytest
from flask import Flask, session

from flask_oauth import OAuthException
from flask_oauth._pending import PendingSignIn, find, forget, of_app, remember, take


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Cookie": "session=x"}):
        yield


def pending(key: str = "state", app: str = "one", **more: int) -> PendingSignIn:
    return PendingSignIn(app, key, "verifier", "https://a.example/cb", None, **more)


def refused(app: str, key: str) -> str:
    with pytest.raises(OAuthException) as caught:
        take(app, key)
    assert caught.value.type == "invalid_state"
    return caught.value.message


def test_what_was_remembered_is_found_once() -> None:
    one = pending()
    remember(one)
    assert find("one", "state") == one
    assert take("one", "state") == one
    assert "flask_oauth" not in session
    assert "finished already" in refused("one", "state")


def test_a_sign_in_belongs_to_one_remote_app() -> None:
    remember(pending())
    assert find("two", "state") is None
    assert refused("two", "state") == (
        "two: the callback belongs to a sign-in with another remote app"
    )
    assert take("one", "state").app == "one"


def test_the_message_tells_the_likely_causes_apart() -> None:
    remember(pending("other"))
    assert refused("one", "state") == (
        "one: the callback matches none of the sign-ins that this session has under"
        " way. It was finished already in another tab, or the link comes from somebody"
        " else"
    )
    assert refused("two", "state") == (
        "two: this session has no sign-in under way. It was finished already (a reload,"
        " the back button), began in another browser, or took too long: start again"
    )


def test_without_any_cookie_the_message_says_so(app: Flask) -> None:
    with app.test_request_context():
        assert refused("one", "state") == (
            "one: the browser sent no cookie back, so the session is lost, unless the"
            " sign-in was finished already and nothing else was in it. Check that it"
            " began on this very host name, and SESSION_COOKIE_SAMESITE ('Lax' works,"
            " 'Strict' does not), SESSION_COOKIE_SECURE and SESSION_COOKIE_DOMAIN"
        )


def test_a_sign_in_is_dropped_after_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    remember(pending())
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3601)
    assert "took more than 60 minutes" in refused("one", "state")
    assert "flask_oauth" not in session


def test_a_sign_in_may_take_exactly_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 4600.0)
    remember(pending(started=1000))
    remember(pending("new"))
    assert [found.key for found in of_app("one")] == ["state", "new"]
    assert take("one", "state").started == 1000


def test_old_sign_ins_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    remember(pending("old"))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3601)
    remember(pending("new"))
    assert [found.key for found in of_app("one")] == ["new"]


def test_at_most_five_are_kept_over_all_remote_apps() -> None:
    for number in range(8):
        remember(pending(f"state{number}", f"app{number % 2}"))
    kept = [found.key for name in ("app0", "app1") for found in of_app(name)]
    assert sorted(kept) == [f"state{number}" for number in range(3, 8)]


def test_large_ones_make_room_sooner() -> None:
    for number in range(3):
        remember(pending(f"state{number}" + "x" * 800))
    assert [found.key[:6] for found in of_app("one")] == ["state1", "state2"]


def size(*attempts: PendingSignIn) -> int:
    """Return how many bytes of the session they take."""
    return len(json.dumps([attrs.astuple(attempt) for attempt in attempts]))


def test_the_last_byte_may_be_used() -> None:
    small = pending("small")
    rest = 2000 - size(small, pending(""))
    remember(small)
    remember(pending("x" * rest))
    assert [found.key for found in of_app("one")] == ["small", "x" * rest]
    remember(pending("x" * (rest + 1)))
    assert [found.key for found in of_app("one")] == ["x" * (rest + 1)]
    largest = pending("x" * (2000 - size(pending(""))))
    remember(largest)
    assert of_app("one") == [largest]


def test_one_that_does_not_fit_is_refused_and_the_others_stay() -> None:
    remember(pending())
    with pytest.raises(OAuthException) as caught:
        remember(pending("x" * 2000))
    assert caught.value.type == "token_generation_failed"
    assert find("one", "state") is not None


def test_forgetting_leaves_the_others() -> None:
    first, second = pending("first"), pending("second")
    remember(first)
    remember(second)
    forget(first)
    assert of_app("one") == [second]


def test_forgetting_what_is_not_there_does_no_harm() -> None:
    forget(pending())
    assert "flask_oauth" not in session


@pytest.mark.parametrize(
    "records",
    [
        None,
        "text",
        {"a": 1},
        [1],
        [[]],
        [["one", "state", "verifier", "callback", None]],
        [["one", "state", "verifier", "callback", None, "now"]],
        [["one", "state", "verifier", "callback", 1, 2]],
    ],
    ids=repr,
)
def test_what_something_else_left_in_the_session_does_no_harm(records: object) -> None:
    session["flask_oauth"] = records
    assert of_app("one") == []
    remember(pending())
    assert find("one", "state") is not None


def test_secrets_are_not_printed() -> None:
    text = repr(PendingSignIn("one", "canary", "canary", "canary", "/canary"))
    assert "canary" not in text
