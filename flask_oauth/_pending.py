"""Unfinished sign-ins, kept in the Flask session and used once."""

import json
import time
from collections.abc import Iterator
from hmac import compare_digest
from typing import cast

import attrs
from flask import request, session
from flask.sessions import NullSession

from .exceptions import OAuthException

_SESSION_KEY = "flask_oauth"
_MAX_AGE = 3600  # seconds
_MAX_COUNT = 5
# Bytes of JSON over all records: a session cookie has room for 4093 and must hold the
# application's own data too.
_MAX_SIZE = 2000


@attrs.frozen
class PendingSignIn:
    """Hold what one attempt to sign in needs to be finished.

    Args:
        app: the remote application's name.
        key: the state (OAuth 2) or the request token (OAuth 1.0a).
        secret: the code verifier (OAuth 2), or the request token's secret.
        callback: the absolute callback URL; ``""`` for a PIN sign-in.
        next_url: where the application wants to go afterwards, or ``None``.
        started: seconds since the epoch.
    """

    app: str
    key: str = attrs.field(repr=False)
    secret: str = attrs.field(repr=False)
    callback: str = attrs.field(repr=False)
    next_url: str | None = attrs.field(repr=False)
    started: int = attrs.field(factory=lambda: int(time.time()))


def require_session() -> None:
    """Raise Flask's own RuntimeError where there is no ``SECRET_KEY``."""
    if isinstance(session, NullSession):
        session.clear()


def remember(pending: PendingSignIn) -> None:
    """Keep an attempt in the session; the oldest ones make room.

    Raises:
        OAuthException: ``token_generation_failed``: it alone is too large.
    """
    kept = [*_load(), pending][-_MAX_COUNT:]
    while _size(kept) > _MAX_SIZE and len(kept) > 1:
        del kept[0]
    if _size(kept) > _MAX_SIZE:
        raise OAuthException(
            f"{pending.app}: the sign-in needs {_size(kept)} bytes of the session and"
            f" may take {_MAX_SIZE}: shorten the callback or next_url",
            "token_generation_failed",
        )
    _store(kept)


def take(app: str, key: str) -> PendingSignIn:
    """Find an attempt and forget it.

    Args:
        app: the remote application that the callback is for.
        key: the state or the request token that came with the callback.

    Raises:
        OAuthException: ``invalid_state``: this session has no such attempt. The message
            says which of the likely causes it was.
    """
    found = find(app, key)
    if found is None:
        raise OAuthException(f"{app}: {_why_not(app, key)}", "invalid_state")
    forget(found)
    if found.started < time.time() - _MAX_AGE:
        raise OAuthException(
            f"{app}: the sign-in took more than {_MAX_AGE // 60} minutes: start again",
            "invalid_state",
        )
    return found


def find(app: str, key: str) -> PendingSignIn | None:
    """Find an attempt of this remote application without forgetting it."""
    found = None
    for pending in _load():
        if _same(pending.key, key) and pending.app == app:
            found = pending
    return found


def of_app(app: str) -> list[PendingSignIn]:
    """Return the attempts of a remote application, the oldest first."""
    return [pending for pending in _load() if pending.app == app]


def forget(pending: PendingSignIn) -> None:
    """Remove an attempt from the session."""
    _store([other for other in _load() if other != pending])


def _same(known: str, given: str) -> bool:
    """Compare in constant time, which is for bytes: a request token is any text."""
    return compare_digest(known.encode(), given.encode())


def _why_not(app: str, key: str) -> str:
    known = _load()
    if isinstance(session, NullSession):
        return "there is no session: set SECRET_KEY in the Flask configuration"
    if any(_same(other.key, key) for other in known):
        return "the callback belongs to a sign-in with another remote app"
    if not request.cookies:
        return (
            "the browser sent no cookie back, so the session is lost, unless the"
            " sign-in was finished already and nothing else was in it. Check that it"
            " began on this very host name, and SESSION_COOKIE_SAMESITE ('Lax' works,"
            " 'Strict' does not), SESSION_COOKIE_SECURE and SESSION_COOKIE_DOMAIN"
        )
    if not any(other.app == app for other in known):
        return (
            "this session has no sign-in under way. It was finished already (a reload,"
            " the back button), began in another browser, or took too long: start again"
        )
    return (
        "the callback matches none of the sign-ins that this session has under way. It"
        " was finished already in another tab, or the link comes from somebody else"
    )


def _load() -> list[PendingSignIn]:
    return list(_read(session.get(_SESSION_KEY)))


def _read(records: object) -> Iterator[PendingSignIn]:
    """Read what is in the session, passing over what another version may have left."""
    for record in cast("list[object]", records) if isinstance(records, list) else ():
        match record:
            case [
                str(app),
                str(key),
                str(secret),
                str(callback),
                str() | None as next_url,
                int(started),
            ]:
                yield PendingSignIn(app, key, secret, callback, next_url, started)
            case _:
                pass


def _store(records: list[PendingSignIn]) -> None:
    fresh = [
        list(attrs.astuple(record, recurse=False))
        for record in records
        if record.started >= time.time() - _MAX_AGE
    ]
    if fresh:
        session[_SESSION_KEY] = fresh
    else:
        session.pop(_SESSION_KEY, None)


def _size(records: list[PendingSignIn]) -> int:
    return len(json.dumps([attrs.astuple(record, recurse=False) for record in records]))
