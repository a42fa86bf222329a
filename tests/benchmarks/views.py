"""Views that make the calls, and requests of them as a WSGI server makes them."""

import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Flask, session

from .contenders import TOKEN, Call, Contender, Place


def app() -> Flask:
    """Return an application with sessions."""
    made = Flask(__name__)
    made.secret_key = "benchmark"
    return made


def in_view(contender: Contender, protocol: str, base: str) -> Call:
    """Return what requests a view that calls, its token in the session."""
    flask_app = app()

    def token() -> tuple[str, str]:
        pair: tuple[str, str] = session["token"]
        return pair

    # requests-oauthlib's session is made where a user is known, in the view.
    call = contender(Place(protocol, base, flask_app, token))

    @flask_app.get("/")
    def view() -> Any:
        return call()

    @flask_app.get("/set")
    def remember() -> str:
        session["token"] = TOKEN
        return ""

    cookie = request(flask_app, "/set")[1]
    return lambda: request(flask_app, "/", cookie)


def sign_in(add_views: Callable[[Place], None], protocol: str, base: str) -> Call:
    """Return what signs in: login and callback, as a browser requests them."""
    flask_app = app()
    add_views(Place(protocol, base, flask_app))

    def both() -> None:
        location, cookie = request(flask_app, "/login")
        query = parse_qs(urlsplit(location).query)
        if "state" in query:
            callback = f"code=0123456789&state={query['state'][0]}"
        else:
            callback = (
                f"oauth_token={query['oauth_token'][0]}&oauth_verifier=0123456789"
            )
        request(flask_app, "/callback", cookie, callback)

    return both


def request(
    flask_app: Flask, path: str, cookie: str = "", query: str = ""
) -> tuple[str, str]:
    """Call the application as a server does; return the Location and the cookie."""
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": cookie,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    head: list[tuple[str, list[tuple[str, str]]]] = []
    body: list[bytes] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], error: object = None, /
    ) -> Callable[[bytes], object]:
        head.append((status, headers))
        return body.append

    body += flask_app(environ, start_response)
    status, pairs = head[-1]
    assert status[0] in "23", (status, body)
    headers = dict(pairs)
    return headers.get("Location", ""), headers.get("Set-Cookie", "").partition(";")[0]
