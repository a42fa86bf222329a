"""Every line marked ``# E`` is a mistake that each checker has to report, and no other.

Nothing runs this file.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from typing_extensions import override
from werkzeug.datastructures import Headers
from werkzeug.test import Client

from flask_oauth import (
    AuthorizedResponse,
    OAuth,
    OAuthClient,
    OAuthException,
    OAuthRemoteApp,
    OAuthResponse,
    RemoteAppConfig,
    TokenPair,
)
from flask_oauth.testing import Provider, ProviderRequest, SignIn
from flask_oauth.typing import (
    HTTPReply,
    HTTPRequest,
    Limits,
    RemoteAppOptions,
    Transport,
)


class User:
    def __init__(self, data: object) -> None:
        self.name = str(data)


# Options.


def missing(oauth: OAuth) -> None:
    oauth.remote_app("a")  # E
    oauth.remote_app()  # E
    o = oauth
    o.remote_app("a", request_token_url="", access_token_url="", authorize_url="")  # E
    o.remote_app("a", base_url="", access_token_url="", authorize_url="")  # E
    o.remote_app("a", base_url="", request_token_url="", authorize_url="")  # E
    o.remote_app("a", base_url="", request_token_url="", access_token_url="")  # E
    OAuthRemoteApp(oauth, "a")  # E
    OAuthRemoteApp(oauth, "a", "", None, "")  # E
    RemoteAppConfig(name="a", base_url="", access_token_url="", authorize_url="")  # E


def wrong(oauth: OAuth, every: RemoteAppOptions) -> None:
    oauth.remote_app(1, **every)  # E
    oauth.remote_app("a", register="no", **every)  # E
    oauth.remote_app("a", "", None, "", "")  # E
    OAuthRemoteApp("oauth", "a", "", None, "", "")  # E
    OAuthRemoteApp(oauth, "a", "", None, "", "", 1)  # E
    OAuthRemoteApp(oauth, "a", "", None, "", None)  # E
    OAuthRemoteApp(oauth, "a", "", None, "", "", "", "", "scope=email")  # E
    OAuthRemoteApp(oauth, "a", "", None, "", "", "", "", {}, {}, "PUT")  # E
    OAuthRemoteApp(oauth, "a", "", None, "", "", "", "", {}, {}, "GET", "PLAIN")  # E
    RemoteAppConfig("a", **every)  # E


def misspelt(oauth: OAuth) -> None:
    def app() -> OAuthRemoteApp:
        return OAuthRemoteApp(oauth, "a", "", None, "", "", consumer_kei="")  # E

    OAuthRemoteApp(oauth, "a", "", None, "", "", signature_methods="PLAINTEXT")  # E
    OAuthRemoteApp(oauth, "a", "", None, "", "", timeout=3)  # E
    OAuthRemoteApp(oauth, "a", "", None, "", "", scope="email")  # E
    app()


def mistyped(o: OAuth) -> None:
    OAuthRemoteApp(o, "a", "", None, "", "", request_token_params={"scope": 1})  # E
    OAuthRemoteApp(o, "a", "", None, "", "", access_token_params=[("a", "b")])  # E
    OAuthRemoteApp(o, "a", "", None, "", "", access_token_method="PATCH")  # E
    OAuthRemoteApp(o, "a", "", None, "", "", access_token_method="post")  # E
    OAuthRemoteApp(o, "a", "", None, "", "", signature_method="HMAC-MD5")  # E
    OAuthRemoteApp(o, "a", "", None, "", "", signature_method=None)  # E
    OAuthRemoteApp(o, "a", "", None, "", "", rsa_key=b"PEM")  # E
    OAuthRemoteApp(o, "a", "", None, "", "", realm=1)  # E
    OAuthRemoteApp(o, "a", "", None, "", "", token_placement="url")  # E
    OAuthRemoteApp(o, "a", "", None, "", "", client_authentication="jwt")  # E
    OAuthRemoteApp(o, "a", "", None, "", "", pkce="S256")  # E
    OAuthRemoteApp(o, "a", "", None, "", "", issuer=True)  # E
    OAuthRemoteApp(o, "a", "", None, "", "", require_issuer="https://a")  # E
    OAuthRemoteApp(o, "a", "", None, "", "", allowed_origins=3)  # E
    OAuthRemoteApp(o, "a", "", None, "", "", allow_insecure_transport=None)  # E
    OAuthRemoteApp(o, "a", "", None, "", "", connect_timeout="3")  # E
    OAuthRemoteApp(o, "a", "", None, "", "", read_timeout=None)  # E
    OAuthRemoteApp(o, "a", "", None, "", "", total_timeout=(3, 3))  # E
    OAuthRemoteApp(o, "a", "", None, "", "", max_response_size=1.5)  # E


def mistyped_by_keyword(oauth: OAuth) -> None:
    def app(**options: Any) -> OAuthRemoteApp:
        return oauth.remote_app("a", **options)

    every: RemoteAppOptions = {"base_url": "", "request_token_url": None}  # E
    app(**every)
    every["signature_method"] = "RSA"  # E
    every["access_token_method"] = "DELETE"  # E
    every["base_url"] = None  # E
    every["consumer_key"] = 1  # E
    every["consumer_secret"] = 1  # E
    every["timeout"] = 1  # E


# Calls.


def literals(remote: OAuthRemoteApp, client: OAuthClient) -> None:
    remote.post("a", format="xml")  # E
    remote.put("a", "", None, "jsn")  # E
    remote.get("a", format="xml")  # E
    remote.delete("a", format="xml")  # E
    remote.patch("a", format="xml")  # E
    remote.request("a", format="xml")  # E
    remote.request("a", method="get")  # E
    remote.request("a", method="FETCH")  # E
    remote.get("a", method="POST")  # E
    remote.post("a", method="GET")  # E
    remote.put("a", method="GET")  # E
    remote.delete("a", method="GET")  # E
    remote.patch("a", method="GET")  # E
    client.request("a", format="xml")  # E
    client.request("a", method="TRACE")  # E


def arguments(remote: OAuthRemoteApp, client: OAuthClient) -> None:
    remote.get()  # E
    remote.get(b"a")  # E
    remote.get("a", 1)  # E
    remote.get("a", params={"page": "1"})  # E
    remote.get("a", headers={"X-Number": 1})  # E
    remote.get("a", headers=[("X-Number", "1")])  # E
    remote.post("a", json={})  # E
    remote.post("a", content_type=b"text/xml")  # E
    remote.get("a", "", None, "json", "GET", None, None, User)  # E
    remote.post(b"a")  # E
    remote.post("a", 1)  # E
    remote.post("a", headers=["X"])  # E
    remote.put(b"a")  # E
    remote.put("a", 1)  # E
    remote.put("a", headers=["X"])  # E
    remote.put("a", content_type=1)  # E
    remote.delete(b"a")  # E
    remote.delete("a", 1)  # E
    remote.delete("a", headers=["X"])  # E
    remote.delete("a", content_type=1)  # E
    remote.patch(b"a")  # E
    remote.patch("a", 1)  # E
    remote.patch("a", headers=["X"])  # E
    remote.patch("a", content_type=1)  # E
    remote.get("a", content_type=1)  # E
    remote.request(b"a")  # E
    remote.request("a", 1)  # E
    remote.request("a", headers=["X"])  # E
    remote.request("a", content_type=1)  # E
    client.request(b"a")  # E
    client.request("a", 1)  # E
    client.request("a", headers=["X"])  # E
    client.request("a", content_type=1)  # E
    client.request("a", token="app")  # E
    OAuthRemoteApp.status_okay(200)  # E


def decoders(remote: OAuthRemoteApp, client: OAuthClient) -> OAuthResponse[int]:
    remote.get("a", decoder=3)  # E
    remote.get("a", decoder="json")  # E
    remote.get("a", decoder=lambda: 3)  # E
    remote.request("a", decoder=divmod)  # E
    client.request("a", decoder=User("a"))  # E
    number: int = remote.get("a", decoder=User).data  # E
    print(remote.post("a", decoder=User).data["name"])  # E
    print(remote.put("a", decoder=User).data.nam)  # E
    numbers: OAuthResponse[int] = remote.patch("a", decoder=str)  # E
    print(number, numbers)
    return remote.delete("a", decoder=User)  # E


def response(resp: OAuthResponse[User], head: HTTPReply) -> None:
    resp.status = 200  # E
    resp.headers = Headers()  # E
    resp.raw_data = b""  # E
    resp.data = User("a")  # E
    resp.json()  # E
    print(resp["id"])  # E
    OAuthResponse(head)  # E
    OAuthResponse(head, "text")  # E
    OAuthResponse(200, b"")  # E
    OAuthResponse(head, b"", User)  # E


# Assigning to values.


def assign_to_remote_app(remote: OAuthRemoteApp, oauth: OAuth, transport: Any) -> None:
    oauth.remote_apps = {}  # E
    oauth.transport = transport  # E
    remote.oauth = oauth  # E
    remote.config = remote.config  # E
    remote.name = "a"  # E
    remote.base_url = "a"  # E
    remote.request_token_url = "a"  # E
    remote.access_token_url = "a"  # E
    remote.authorize_url = "a"  # E
    remote.consumer_key = "a"  # E
    remote.consumer_secret = "a"  # E
    remote.request_token_params = {}  # E
    remote.access_token_params = {}  # E
    remote.access_token_method = "POST"  # E


def assign_to_config(config: RemoteAppConfig) -> None:
    config.name = "a"  # E
    config.base_url = "a"  # E
    config.request_token_url = "a"  # E
    config.access_token_url = "a"  # E
    config.authorize_url = "a"  # E
    config.consumer_key = "a"  # E
    config.consumer_secret = "a"  # E
    config.request_token_params = {}  # E
    config.access_token_params = {}  # E
    config.access_token_method = "POST"  # E
    config.signature_method = "PLAINTEXT"  # E
    config.rsa_key = "a"  # E
    config.realm = "a"  # E
    config.token_placement = "query"  # E
    config.client_authentication = "basic"  # E
    config.pkce = False  # E
    config.issuer = "a"  # E
    config.require_issuer = True  # E
    config.allowed_origins = ()  # E
    config.allow_insecure_transport = True  # E
    config.connect_timeout = 1.0  # E
    config.read_timeout = 1.0  # E
    config.total_timeout = 1.0  # E
    config.max_response_size = 1  # E
    config.token_origins = frozenset()  # E
    config.limits = Limits()  # E
    config.is_oauth1 = True  # E


def assign_to_messages(request: HTTPRequest, reply: HTTPReply, limits: Limits) -> None:
    request.method = "GET"  # E
    request.url = "a"  # E
    request.headers = ()  # E
    request.body = b""  # E
    request.limits = limits  # E
    request.deadline = 1.0  # E
    reply.status = 200  # E
    reply.headers = ()  # E
    reply.body = b""  # E
    limits.connect_timeout = 1.0  # E
    limits.read_timeout = 1.0  # E
    limits.total_timeout = 1.0  # E
    limits.max_response_size = 1  # E


def exceptions(error: OAuthException) -> None:
    error.message = "a"  # E
    error.type = "timeout"  # E
    error.data = None  # E
    OAuthException()  # E
    OAuthException(1)  # E
    OAuthException("a", 404)  # E
    OAuthException("a", code="timeout")  # E


def assign_to_items(oauth: OAuth, remote: OAuthRemoteApp) -> None:
    oauth.remote_apps["a"] = remote  # E
    remote.request_token_params["scope"] = "email"  # E
    remote.access_token_params["scope"] = "email"  # E
    remote.config.request_token_params["scope"] = "email"  # E
    remote.config.access_token_params["scope"] = "email"  # E


# Tokens.


def unpacking(pair: TokenPair) -> int:
    a, b, _ = pair  # E
    (d,) = pair  # E
    number: int = pair.token  # E
    number, e = pair  # E
    print(pair[2])  # E
    pair.token = "a"  # E
    pair.secret = "a"  # E
    pair[0] = "a"  # E
    TokenPair()  # E
    TokenPair(1)  # E
    TokenPair("a", None)  # E
    TokenPair("a", "b", "c")  # E
    print(a, b, d, number, e)
    return pair.secret  # E


class Store:
    def two(self, a: str, b: str) -> TokenPair:
        return TokenPair(a, b)

    def number(self) -> int:
        return 1


def two_arguments(a: str, b: str) -> TokenPair:
    return TokenPair(a, b)


def keyword_only(*, token: str) -> TokenPair:
    return TokenPair(token)


def only_text() -> str:
    return "a"


def three_parts() -> tuple[str, str, str]:
    return ("a", "b", "c")


def numbers() -> tuple[int, int]:
    return (1, 2)


def mapping(token: str) -> Mapping[str, str]:
    return {token: "a"}


async def coroutine() -> TokenPair:
    return TokenPair("a")


def tokengetters(remote: OAuthRemoteApp, store: Store) -> None:
    remote.tokengetter(two_arguments)  # E
    remote.tokengetter(keyword_only)  # E
    remote.tokengetter(only_text)  # E
    remote.tokengetter(three_parts)  # E
    remote.tokengetter(numbers)  # E
    remote.tokengetter(mapping)  # E
    remote.tokengetter(coroutine)  # E
    remote.tokengetter(store.two)  # E
    remote.tokengetter(store.number)  # E
    remote.tokengetter(lambda: 3)  # E
    remote.tokengetter(lambda a, b: ("a", "b"))  # E
    remote.tokengetter(TokenPair("a"))  # E
    remote.tokengetter()  # E

    @remote.tokengetter  # E
    def decorated() -> str:
        return "a"

    decorated()


# Signing in.


def takes_nothing() -> str:
    return "a"


def forgets_none(resp: AuthorizedResponse) -> str:
    return str(resp["a"])


def takes_another(user_id: int) -> str:
    return str(user_id)


def keyword_response(*, resp: AuthorizedResponse | None) -> str:
    return str(resp)


async def forgets_none_later(resp: AuthorizedResponse) -> str:
    return str(resp["a"])


def good(resp: AuthorizedResponse | None, user_id: int) -> str:
    return f"{resp} {user_id}"


def views(remote: OAuthRemoteApp) -> None:
    remote.authorized_handler(takes_nothing)  # E
    remote.authorized_handler(forgets_none)  # E
    remote.authorized_handler(takes_another)  # E
    remote.authorized_handler(keyword_response)  # E
    remote.authorized_handler(forgets_none_later)  # E
    remote.authorized_handler()  # E
    remote.authorized_handler(good)()  # E
    remote.authorized_handler(good)("1")  # E
    remote.authorized_handler(good)(None, 1)  # E
    remote.authorized_handler(good)(user=1)  # E
    number: int = remote.authorized_handler(good)(1)  # E
    print(number)

    @remote.authorized_handler
    def unchecked(resp: AuthorizedResponse | None) -> str:
        return str(resp["a"])  # E

    @remote.authorized_handler  # E
    def decorated() -> str:
        return "a"

    unchecked()
    decorated()


def sign_in(remote: OAuthRemoteApp, resp: AuthorizedResponse) -> str:
    remote.authorize(1)  # E
    remote.authorize("a", "/next")  # E
    remote.authorize("a", next_url=1)  # E
    remote.authorized_response("1")  # E
    remote.authorized_response(verifier=1)  # E
    print(remote.authorized_response()["a"])  # E
    remote.next_url(None)  # E
    resp.token = TokenPair("a")  # E
    resp["a"] = "b"  # E
    del resp["a"]  # E
    print(resp[0])  # E
    print(resp.screen_name)  # E
    AuthorizedResponse({"a": "b"})  # E
    AuthorizedResponse({"a": "b"}, ("a", "b"))  # E
    AuthorizedResponse([("a", "b")], TokenPair("a"))  # E
    return remote.authorize("a")  # E


class Custom(OAuthRemoteApp):
    @override
    def handle_unknown_response(self) -> str:  # E
        return "a"

    @override
    def handle_oauth3_response(self) -> None:  # E
        pass


# The registry and its transport.


class Returns:
    def send(self, request: HTTPRequest, /) -> bytes:
        return request.url.encode()


class Takes:
    def send(self, method: str, url: str) -> HTTPReply:
        return HTTPReply(200, ((method, url),))


def registry(app: Flask, transport: Transport) -> None:
    OAuth("app")  # E
    OAuth(app, transport)  # E
    OAuth(transport=Returns())  # E
    OAuth(transport=Takes())  # E
    OAuth(transport=Takes)  # E
    OAuth().init_app()  # E
    OAuth().init_app("app")  # E
    transport.send("https://example.com/")  # E
    HTTPRequest("GET")  # E
    HTTPRequest("GET", "https://example.com/", {"Accept": "*/*"})  # E
    HTTPReply("200")  # E
    Limits(connect_timeout="1")  # E


# The provider for tests.


def provider(provider: Provider, options: dict[str, str]) -> None:
    Provider({"ada": "Ada"})  # E
    Provider({}, "https://example.com")  # E
    Provider(client_authentication="jwt")  # E
    Provider(require_pkce="no")  # E
    provider.url = "https://example.com"  # E
    provider.requests = ()  # E
    provider.users["ada"] = {}  # E
    provider.oauth1_options("RSA")  # E
    provider.oauth1_token(1)  # E
    provider.resource("/me")  # E
    provider.resource("/me", lambda: 1)  # E
    provider.profile("ada")  # E
    provider.fail("access_token")  # E
    provider.fail("token", 404)  # E
    provider.fail("token", body="text")  # E
    provider.timeout()  # E
    provider.timeout("callback")  # E
    provider.replace("twitter")  # E
    with provider.serve("localhost", "80"):  # E
        pass


def provided(oauth: OAuth, provider: Provider) -> None:
    oauth.remote_app("a", **provider.oauth1_options(), realm=1)  # E
    oauth.remote_app("a", **provider.oauth2_options(), base_url="a")  # E
    print(provider.oauth2_options()["signature_method"])  # E


def provider_request(request: ProviderRequest) -> None:
    number: int = request.status  # E
    print(number)
    request.endpoint = "token"  # E
    request.method = "GET"  # E
    request.status = 200  # E
    request.form_text = "a"  # E
    request.arguments["number"] = 1  # E


def signing_in(provider: Provider, client: Client, attempt: SignIn) -> None:
    provider.sign_in("/login")  # E
    provider.sign_in(client)  # E
    provider.sign_in(client, "/login", "ada")  # E
    provider.sign_in(client, "/login", code=1)  # E
    provider.deny(client, b"/login")  # E
    attempt.client = client  # E
    attempt.authorize_url = "a"  # E
    attempt.finish()  # E
    attempt.finish(attempt.deny(), state=1)  # E
