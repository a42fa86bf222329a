"""A remote application on a loopback socket, which says what it is told to say."""

import json
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import attrs
from oauthlib.oauth1.rfc5849.utils import parse_authorization_header
from typing_extensions import override


@attrs.frozen
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> list[tuple[str, str]]:
        return parse_qsl(self.body.decode(), keep_blank_values=True)

    @property
    def oauth(self) -> dict[str, str]:
        """The parameters of an OAuth 1.0a Authorization header."""
        pairs = parse_authorization_header(self.headers.get("Authorization", "OAuth "))
        return {name: unquote(value) for name, value in pairs}


@attrs.frozen
class Reply:
    body: bytes = b""
    content_type: str | None = "application/x-www-form-urlencoded"
    status: int = 200
    headers: Mapping[str, str] = {}


def form(text: str, status: int = 200, content_type: str = "text/plain") -> Reply:
    return Reply(text.encode(), content_type, status)


def as_json(value: Any, status: int = 200) -> Reply:
    return Reply(json.dumps(value).encode(), "application/json", status)


@attrs.define
class Remote:
    """What it answers at each path, and what it was asked."""

    base_url: str
    replies: dict[str, Reply] = attrs.field(factory=dict)
    seen: list[Seen] = attrs.field(factory=list)

    def oauth1(self, **options: Any) -> dict[str, Any]:
        """Options of a remote app that speaks OAuth 1.0a."""
        return {
            "base_url": self.base_url,
            "request_token_url": "/request_token",
            "access_token_url": "/access_token",
            "authorize_url": "/authorize",
            "consumer_key": "key",
            "consumer_secret": "secret",
        } | options

    def oauth2(self, **options: Any) -> dict[str, Any]:
        """Options of a remote app that speaks OAuth 2."""
        return self.oauth1(
            request_token_url=None,
            access_token_url="/token",
            **({"access_token_method": "POST"} | options),
        )

    @property
    def last(self) -> Seen:
        return self.seen[-1]


def good_replies() -> dict[str, Reply]:
    return {
        "/request_token": form(
            "oauth_token=rt&oauth_token_secret=rs&oauth_callback_confirmed=true"
        ),
        "/access_token": form("oauth_token=at&oauth_token_secret=as&screen_name=jane"),
        "/token": as_json({"access_token": "bt", "token_type": "bearer", "id": 7}),
        "/me": as_json({"name": "Jäne"}),
    }


@contextmanager
def serve() -> Generator[Remote, None, None]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        @override
        def log_message(self, format: str, *args: Any) -> None:
            pass

        def answer(self) -> None:
            url = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            remote.seen.append(
                Seen(
                    self.command,
                    url.path,
                    parse_qsl(url.query, keep_blank_values=True),
                    dict(self.headers),
                    self.rfile.read(length),
                )
            )
            reply = remote.replies.get(url.path) or Reply(
                b"not found", "text/plain", 404
            )
            self.send_response(reply.status)
            if reply.content_type is not None:
                self.send_header("Content-Type", reply.content_type)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)

    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        setattr(Handler, f"do_{method}", Handler.answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    remote = Remote(f"http://127.0.0.1:{server.server_port}/", good_replies())
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield remote
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
