"""Many users at once: nobody ever gets another one's token."""

import itertools
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.queues import SimpleQueue
from urllib.parse import urlsplit

import pytest
from flask import Flask, g
from typing_extensions import override

from flask_oauth import OAuth, OAuthRemoteApp, TokenPair
from flask_oauth.typing import HTTPReply, HTTPRequest
from tests.security.site import (
    Provider,
    add_oauth1,
    add_oauth2,
    allowed,
    begin,
    come_back,
    make_app,
    make_oauth,
)
from tests.security.wire import Conversation, Wire, reply

THREADS = 32


class Echo:
    """Answer with the path and the token that came, as a transport."""

    def send(self, request: HTTPRequest, /) -> HTTPReply:
        authorization = dict(request.headers)["Authorization"]
        text = f"{urlsplit(request.url).path} {authorization}"
        return HTTPReply(200, (("Content-Type", "text/plain"),), text.encode())


def echo(conversation: Conversation) -> None:
    """Do the same over a socket."""
    while request := conversation.request():
        line, _, head = request.decode("latin-1").partition("\r\n")
        values = [
            value
            for name, _, value in (row.partition(": ") for row in head.split("\r\n"))
            if name.lower() == "authorization"
        ]
        text = f"{line.split()[1]} {', '.join(values)}"
        conversation.send(reply(text.encode(), "text/plain"))


def hammer(app: Flask, remote: OAuthRemoteApp, calls: int) -> int:
    """Call from 32 threads, each call for another user; return how many were right."""

    @remote.tokengetter
    def current_token() -> tuple[str, str]:
        return g.token, f"secret of {g.token}"

    start = threading.Barrier(THREADS)
    numbers = itertools.count()

    def work(thread: int) -> int:
        start.wait()
        right = 0
        for number in range(calls // THREADS):
            with app.app_context():
                user = f"user-{thread}-{number}-{next(numbers)}-end"
                g.token = user
                text = remote.get(f"/of/{user}").data
                expected = (
                    f'oauth_token="{user}"'
                    if remote.config.is_oauth1
                    else f"Bearer {user}"
                )
                right += text.startswith(f"/of/{user} ") and expected in text
        return right

    with ThreadPoolExecutor(THREADS) as threads:
        return sum(threads.map(work, range(THREADS)))


@pytest.mark.parametrize("add", [add_oauth1, add_oauth2])
def test_twenty_thousand_calls_of_32_threads_never_cross_tokens(
    add: Callable[..., OAuthRemoteApp],
) -> None:
    remote = add(OAuth(transport=Echo()), "book", "https://provider.example")
    calls = 20_000 // THREADS * THREADS + THREADS
    assert hammer(Flask(__name__), remote, calls) == calls


@pytest.mark.parametrize("add", [add_oauth1, add_oauth2])
def test_calls_over_shared_connections_never_cross_tokens(
    add: Callable[..., OAuthRemoteApp],
) -> None:
    with Wire(echo) as wire:
        remote = add(OAuth(), "book", wire.url)
        assert hammer(Flask(__name__), remote, 1600) == 1600
        assert wire.connections <= THREADS


def test_sign_ins_at_the_same_time_never_cross() -> None:
    """Each user's token is made from the code that this user came back with."""

    class PerCode(Provider):
        @override
        def send(self, request: HTTPRequest, /) -> HTTPReply:
            form = (request.body or b"").decode()
            code = form.partition("code=")[2].partition("&")[0]
            return HTTPReply(200, (), f"access_token=token-of-{code}".encode())

    app = make_app(make_oauth(PerCode()))

    def work(user: int) -> bool:
        client = app.test_client()
        sent = [begin(client, "book") for _ in range(3)]
        tokens = [
            come_back(
                client, "book", allowed("book", one) | {"code": f"{user}-{n}"}
            ).token
            for n, one in enumerate(sent)
        ]
        return tokens == [TokenPair(f"token-of-{user}-{n}") for n in range(3)]

    with ThreadPoolExecutor(THREADS) as threads:
        assert all(threads.map(work, range(200)))


def test_forked_workers_never_share_a_connection() -> None:
    """A connection opened before the fork is the parent's alone."""

    def by_connection(conversation: Conversation) -> None:
        number = next(connections)
        while conversation.request():
            conversation.send(reply(str(number).encode()))

    connections = itertools.count()
    context = multiprocessing.get_context("fork")
    with Wire(by_connection) as wire:
        remote = add_oauth2(OAuth(), "book", wire.url)
        remote.tokengetter(lambda: ("token", ""))
        assert [remote.get("/me").data for _ in range(2)] == [0, 0]
        answers: SimpleQueue[list[int]] = context.SimpleQueue()

        def work() -> None:
            answers.put([remote.get("/me").data for _ in range(5)])

        workers = [context.Process(target=work) for _ in range(3)]
        for worker in workers:
            worker.start()
        seen = [answers.get() for _ in workers]
        for worker in workers:
            worker.join(30)
        assert [remote.get("/me").data for _ in range(2)] == [0, 0]
    used = sorted(numbers[0] for numbers in seen)
    assert used == [1, 2, 3]
    assert all(len(set(numbers)) == 1 for numbers in seen)
