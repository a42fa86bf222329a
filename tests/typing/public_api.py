"""Every public name in use, with its type. Checkers read this file; nothing runs it."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, Literal

from flask import Flask
from typing_extensions import Unpack, assert_type, override
from werkzeug import Request, Response
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.test import Client, TestResponse

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
from flask_oauth.exceptions import ErrorCode
from flask_oauth.testing import (
    Endpoint,
    Fault,
    InProcessTransport,
    OAuth1Options,
    OAuth2Options,
    Provider,
    ProviderRequest,
    Replacement,
    Resource,
    SignIn,
)
from flask_oauth.typing import (
    AccessTokenMethod,
    AnyTokenGetter,
    ClientAuthentication,
    DataT,
    DataT_co,
    Decoder,
    Format,
    FurtherOptions,
    HTTPReply,
    HTTPRequest,
    Limits,
    Method,
    NamedTokenGetter,
    RemoteAppOptions,
    RequestData,
    ResponseHead,
    SignatureMethod,
    TokenGetter,
    TokenGetterT,
    TokenPlacement,
    TokenResult,
    Transport,
)


class User:
    """What a decoder makes."""

    def __init__(self, data: object) -> None:
        self.name = str(data)


class Echo:
    """A transport."""

    def send(self, request: HTTPRequest, /) -> HTTPReply:
        """Answer with what was sent."""
        return HTTPReply(200, request.headers, request.body or b"")


# The registry.


def registry(app: Flask, transport: Transport) -> None:
    OAuth()
    OAuth(app)
    oauth = OAuth(app, transport=transport)
    OAuth(transport=Echo())
    assert_type(oauth.init_app(app), None)
    assert_type(oauth.transport, Transport)
    assert_type(oauth.remote_apps, Mapping[str, OAuthRemoteApp])
    assert_type(oauth.remote_apps["twitter"], OAuthRemoteApp)


def options(oauth: OAuth, further: FurtherOptions, every: RemoteAppOptions) -> None:
    assert_type(
        oauth.remote_app(
            "twitter",
            base_url="https://api.example.com/",
            request_token_url="oauth/request_token",
            access_token_url="oauth/access_token",
            authorize_url="oauth/authorize",
            consumer_key="key",
            consumer_secret="secret",
            request_token_params={"scope": "email"},
            access_token_params={"audience": "api"},
            access_token_method="POST",
            signature_method="RSA-SHA256",
            rsa_key="PEM",
            realm="photos",
            token_placement="header",
            client_authentication="basic",
            pkce=True,
            issuer="https://example.com",
            require_issuer=True,
            allowed_origins=["https://upload.example.com"],
            allow_insecure_transport=False,
            connect_timeout=1,
            read_timeout=2.5,
            total_timeout=10,
            max_response_size=1024,
        ),
        OAuthRemoteApp,
    )
    oauth.remote_app("github", register=False, **every)
    oauth.remote_app("github", False, **every)
    urls = ("https://api.example.com/", None, "token", "authorize")
    OAuthRemoteApp(oauth, "github", *urls)
    OAuthRemoteApp(oauth, "github", *urls, "key", "secret", {}, {}, "POST", pkce=False)
    OAuthRemoteApp(oauth, "github", *urls, **further)
    OAuthRemoteApp(oauth, "github", **every)
    RemoteAppConfig(name="github", **every)


def literals(method: Method, format: Format, code: ErrorCode) -> None:
    http: Literal["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"] = method
    encoding: Literal["urlencoded", "urlencode", "json"] = format
    print(http, encoding, OAuthException("no token", code))


# A remote application.


class Custom(OAuthRemoteApp):
    """A subclass that overrides what may be overridden."""

    @override
    def handle_oauth1_response(self) -> AuthorizedResponse | None:
        return super().handle_oauth1_response()

    @override
    def handle_oauth2_response(self) -> AuthorizedResponse | None:
        return super().handle_oauth2_response()

    @override
    def handle_unknown_response(self) -> AuthorizedResponse | None:
        return None


def attributes(remote: OAuthRemoteApp) -> None:
    assert_type(remote.oauth.transport, Transport)
    assert_type(remote.config, RemoteAppConfig)
    assert_type(remote.name, str)
    assert_type(remote.base_url, str)
    assert_type(remote.request_token_url, str | None)
    assert_type(remote.access_token_url, str)
    assert_type(remote.authorize_url, str)
    assert_type(remote.consumer_key, str | None)
    assert_type(remote.consumer_secret, str | None)
    assert_type(remote.request_token_params, Mapping[str, str])
    assert_type(remote.access_token_params, Mapping[str, str])
    assert_type(remote.access_token_method, AccessTokenMethod)


def configuration(config: RemoteAppConfig) -> None:
    assert_type(config.name, str)
    assert_type(config.base_url, str)
    assert_type(config.request_token_url, str | None)
    assert_type(config.access_token_url, str)
    assert_type(config.authorize_url, str)
    assert_type(config.consumer_key, str | None)
    assert_type(config.consumer_secret, str | None)
    assert_type(config.request_token_params, Mapping[str, str])
    assert_type(config.access_token_params, Mapping[str, str])
    assert_type(config.access_token_method, AccessTokenMethod)
    assert_type(config.signature_method, SignatureMethod)
    assert_type(config.rsa_key, str | None)
    assert_type(config.realm, str | None)
    assert_type(config.token_placement, TokenPlacement)
    assert_type(config.client_authentication, ClientAuthentication)
    assert_type(config.pkce, bool)
    assert_type(config.issuer, str | None)
    assert_type(config.require_issuer, bool)
    assert_type(config.allowed_origins, tuple[str, ...])
    assert_type(config.allow_insecure_transport, bool)
    assert_type(config.connect_timeout, float)
    assert_type(config.read_timeout, float)
    assert_type(config.total_timeout, float)
    assert_type(config.max_response_size, int)
    assert_type(config.token_origins, frozenset[str])
    assert_type(config.limits, Limits)
    assert_type(config.is_oauth1, bool)
    assert_type(config.url("authorize_url"), str)


# Signing in.


def sign_in(remote: OAuthRemoteApp) -> None:
    assert_type(remote.authorize(), Response)
    assert_type(remote.authorize("/authorized"), Response)
    assert_type(remote.authorize(callback="/authorized", next_url="/"), Response)
    assert_type(remote.next_url(), str)
    assert_type(remote.next_url("/home"), str)
    assert_type(remote.authorized_response(), AuthorizedResponse | None)
    assert_type(remote.authorized_response(verifier="1"), AuthorizedResponse | None)
    assert_type(remote.handle_oauth1_response(), AuthorizedResponse | None)
    assert_type(remote.handle_oauth2_response(), AuthorizedResponse | None)
    assert_type(remote.handle_unknown_response(), AuthorizedResponse | None)


def views(remote: OAuthRemoteApp) -> None:
    @remote.authorized_handler
    def plain(resp: AuthorizedResponse | None) -> str:
        return "no" if resp is None else str(resp["screen_name"])

    @remote.authorized_handler
    def with_arguments(
        resp: AuthorizedResponse | None, user: int, *, next_page: str = ""
    ) -> Response:
        return Response(f"{resp} {user} {next_page}")

    @remote.authorized_handler
    async def coroutine(resp: AuthorizedResponse | None, user: int) -> str:
        return f"{resp} {user}"

    def mapping(resp: Mapping[str, Any] | None) -> bool:
        return bool(resp)

    assert_type(plain(), str)
    assert_type(with_arguments(1), Response)
    assert_type(with_arguments(user=1, next_page="/"), Response)
    awaited: Callable[[int], Awaitable[str]] = coroutine
    assert_type(remote.authorized_handler(mapping)(), bool)
    print(awaited)


def signed_in(resp: AuthorizedResponse) -> Iterator[str]:
    assert_type(resp.token, TokenPair)
    assert_type(resp["oauth_token"], Any)
    assert_type(resp.get("screen_name"), Any | None)
    assert_type(len(resp), int)
    AuthorizedResponse({"access_token": "x"}, TokenPair("x"))
    AuthorizedResponse(data={"access_token": "x"}, token=TokenPair("x"))
    yield from resp


def tokens(pair: TokenPair) -> None:
    token, secret = pair
    assert_type(token, str)
    assert_type(secret, str)
    assert_type(pair.token, str)
    assert_type(pair.secret, str)
    assert_type(pair[1], str)
    plain: tuple[str, str] = TokenPair(token="x", secret="y")
    assert_type(plain == TokenPair("x"), bool)


# The tokengetter.


class Store:
    """Methods as tokengetters."""

    def find(self) -> TokenPair | None:
        """Find it."""

    def find_named(self, name: str | None = None) -> tuple[str, str] | None:
        """Find the one of this name."""


def tokengetters(remote: OAuthRemoteApp, store: Store) -> None:
    @remote.tokengetter
    def nothing() -> tuple[str, str] | None:
        return ("token", "secret")

    @remote.tokengetter
    def named(token: str) -> TokenPair:
        return TokenPair(token)

    @remote.tokengetter
    def either(token: str | None = None) -> list[str] | None:
        return None if token is None else [token, ""]

    assert_type(nothing(), tuple[str, str] | None)
    assert_type(named(token="app"), TokenPair)
    assert_type(either(), list[str] | None)
    assert_type(remote.tokengetter(store.find)(), TokenPair | None)
    assert_type(remote.tokengetter(store.find_named)("app"), tuple[str, str] | None)
    assert_type(remote.tokengetter(lambda: ["token", "secret"])(), list[str])
    without: TokenGetter = nothing
    with_name: NamedTokenGetter = named
    every: list[AnyTokenGetter] = [without, with_name, either]
    result: TokenResult = without()
    print(every, result)


def logged(function: TokenGetterT) -> TokenGetterT:
    return function


def tokengetter_of_their_own(remote: OAuthRemoteApp) -> None:
    def find() -> TokenPair:
        return TokenPair("x")

    assert_type(remote.tokengetter(logged(find))(), TokenPair)


# Calls.


def calls(remote: OAuthRemoteApp, data: RequestData, method: Method) -> None:
    assert_type(remote.request("user"), OAuthResponse[Any])
    assert_type(remote.get("user"), OAuthResponse[Any])
    assert_type(remote.post("user"), OAuthResponse[Any])
    assert_type(remote.put("user"), OAuthResponse[Any])
    assert_type(remote.delete("user"), OAuthResponse[Any])
    assert_type(remote.patch("user"), OAuthResponse[Any])
    assert_type(remote.get("user").data["id"], Any)
    remote.request("user", data, {"Accept": "*/*"}, "json", method, "text/plain", "app")
    remote.get("user", {"page": 1, "tags": ["a", "b"]}, method="GET", token=3)
    remote.post("user", [("a", "1"), ("a", "2")], format="urlencode", method="POST")
    remote.put("user", {"name": {"first": "A"}}, format="json", method="PUT")
    remote.patch("user", [1, 2], format="json", method="PATCH")
    remote.delete("user", b"<a/>", content_type="text/xml", method="DELETE")


def decoded(remote: OAuthRemoteApp, decode: Decoder[User]) -> None:
    assert_type(remote.request("user", decoder=User), OAuthResponse[User])
    assert_type(remote.get("user", decoder=User), OAuthResponse[User])
    assert_type(remote.post("user", decoder=User), OAuthResponse[User])
    assert_type(remote.put("user", decoder=User), OAuthResponse[User])
    assert_type(remote.delete("user", decoder=User), OAuthResponse[User])
    assert_type(remote.patch("user", decoder=User), OAuthResponse[User])
    assert_type(remote.get("user", decoder=decode).data, User)
    assert_type(remote.get("user", decoder=lambda data: [User(data)]).data, list[User])
    assert_type(remote.get("user", decoder=None).data, Any)
    something: OAuthResponse[object] = remote.get("user", decoder=User)
    print(something)


def generic(remote: OAuthRemoteApp, decoder: Decoder[DataT]) -> DataT:
    return remote.get("user", decoder=decoder).data


class Wrapper(Generic[DataT_co]):
    """A class of their own around a response."""

    def __init__(self, resp: OAuthResponse[DataT_co]) -> None:
        self.resp = resp


def responses(resp: OAuthResponse[User], head: ResponseHead) -> None:
    assert_type(resp.status, int)
    assert_type(resp.headers, Headers)
    assert_type(resp.raw_data, bytes)
    assert_type(resp.data, User)
    assert_type(resp.raise_for_status(), None)
    assert_type(OAuthRemoteApp.status_okay(resp), bool)
    assert_type(head.status, int)
    assert_type(head.headers, Mapping[str, str] | Iterable[tuple[str, str]])
    assert_type(OAuthResponse(head, b"{}"), OAuthResponse[Any])
    assert_type(OAuthResponse(HTTPReply(200), b"", decoder=User), OAuthResponse[User])
    assert_type(OAuthResponse(resp=resp, content=b""), OAuthResponse[Any])


def clients(remote: OAuthRemoteApp) -> None:
    client = remote.make_client()
    assert_type(client, OAuthClient)
    assert_type(remote.make_client("app"), OAuthClient)
    assert_type(client.request("user"), OAuthResponse[Any])
    assert_type(
        client.request("user", "", {}, "json", "POST", None, decoder=User),
        OAuthResponse[User],
    )


# The seam to the network, and the exception.


def messages(transport: Transport) -> None:
    limits = Limits(1, read_timeout=1.5, total_timeout=9, max_response_size=1024)
    Limits(connect_timeout=1)
    assert_type(limits.connect_timeout, float)
    assert_type(limits.read_timeout, float)
    assert_type(limits.total_timeout, float)
    assert_type(limits.max_response_size, int)
    request = HTTPRequest("GET", "https://example.com/", limits=limits, deadline=9.5)
    assert_type(request.method, str)
    assert_type(request.url, str)
    assert_type(request.headers, tuple[tuple[str, str], ...])
    assert_type(request.body, bytes | None)
    assert_type(request.limits, Limits)
    assert_type(request.deadline, float)
    assert_type(request.with_header("Accept", "*/*"), HTTPRequest)
    reply = transport.send(request)
    assert_type(reply, HTTPReply)
    assert_type(reply.status, int)
    assert_type(reply.headers, tuple[tuple[str, str], ...])
    assert_type(reply.body, bytes)
    assert_type(reply.header("location"), str | None)


def exceptions(error: OAuthException) -> None:
    caught: RuntimeError = OAuthException("it failed", type="timeout", data={"a": 1})
    assert_type(error.message, str)
    assert_type(error.type, ErrorCode | str | None)
    assert_type(error.data, Any)
    print(caught)


def passed_on(oauth: OAuth, **options: Unpack[RemoteAppOptions]) -> OAuthRemoteApp:
    return oauth.remote_app("passed on", **options)


# The provider for tests.


def provider(remote: OAuthRemoteApp, users: Mapping[str, Mapping[str, str]]) -> None:
    Provider(
        {"ada": {"name": "Ada"}},
        url="https://example.com",
        consumer_key="key",
        consumer_secret="secret",
        rsa_key="PEM",
        redirect_uris=["https://example.com/authorized"],
        client_authentication="none",
        require_pkce=True,
        allow_get=False,
    )
    with Provider(users) as provider:
        assert_type(provider, Provider)
    assert_type(provider.url, str)
    assert_type(provider.users, Mapping[str, Mapping[str, Any]])
    assert_type(provider.transport, Transport)
    assert_type(provider.requests, tuple[ProviderRequest, ...])
    assert_type(provider.oauth1_token("ada"), TokenPair)
    assert_type(provider.oauth2_token(), TokenPair)
    assert_type(provider.expire_tokens(), None)
    assert_type(provider.close(), None)
    assert_type(provider.replace(remote), Replacement)
    assert_type(Client(provider).get("/"), TestResponse)
    with provider.serve(host="::1", port=80) as url:
        assert_type(url, str)


def provided(oauth: OAuth, provider: Provider) -> OAuthRemoteApp:
    first = provider.oauth1_options("RSA-SHA1")
    second = provider.oauth2_options()
    assert_type(first, OAuth1Options)
    assert_type(second, OAuth2Options)
    assert_type(first["signature_method"], SignatureMethod)
    assert_type(second["client_authentication"], ClientAuthentication)
    oauth.remote_app("first", **first, realm="photos")
    return oauth.remote_app("second", **second, require_issuer=True)


def resources(provider: Provider, value: Resource) -> None:
    provider.resource("/value", value)
    provider.resource("/me", provider.profile)
    provider.resource("/list", [{"id": 1}, None, 2.5])
    provider.resource("/page", Response("page"))
    provider.resource("/<int:number>", lambda request: request.arguments["number"] + 1)


def recorded(request: ProviderRequest, provider: Provider) -> None:
    assert_type(request.endpoint, Endpoint)
    assert_type(request.method, str)
    assert_type(request.url, str)
    assert_type(request.path, str)
    assert_type(request.headers, Headers)
    assert_type(request.args, MultiDict[str, str])
    assert_type(request.form, MultiDict[str, str])
    assert_type(request.form_text, str | None)
    assert_type(request.body, bytes)
    assert_type(request.arguments, Mapping[str, Any])
    assert_type(request.user, str | None)
    assert_type(request.token, str | None)
    assert_type(request.status, int | None)
    assert_type(provider.profile(request), Mapping[str, Any])
    assert_type(ProviderRequest.read(Request({}), "token"), ProviderRequest)


def faults(provider: Provider, endpoint: Endpoint) -> None:
    with provider.timeout(endpoint) as fault:
        assert_type(fault, Fault)
    assert_type(fault.endpoint, Endpoint)
    assert_type(fault.lasting, bool)
    print(fault.reply)
    provider.fail("token", status=404)
    provider.fail("resource", body=b"<", content_type="text/xml", headers={"A": "b"})


def signing_in(provider: Provider, client: Client, start: TestResponse) -> None:
    assert_type(provider.sign_in(client, "/login"), TestResponse)
    assert_type(provider.sign_in(client, start, user="ada", code=None), TestResponse)
    assert_type(provider.deny(client, start), TestResponse)
    attempt = provider.begin(client, "/login")
    assert_type(attempt, SignIn)
    assert_type(attempt.client, Client)
    assert_type(attempt.authorize_url, str)
    assert_type(attempt.allow("ada"), str)
    assert_type(attempt.deny(), str)
    assert_type(attempt.finish(attempt.allow(), state=None), TestResponse)


def replaced(provider: Provider, remote: OAuthRemoteApp) -> None:
    with provider.replace(remote) as replacement:
        assert_type(replacement, Replacement)
    assert_type(replacement.path_of("https://example.com/"), str | None)
    assert_type(replacement.undo(), None)
    assert_type(replacement.client.client_id, str)


def replacement_by_hand(remote: OAuthRemoteApp, transport: Transport) -> Replacement:
    def forget(replacement: Replacement) -> None:
        print(replacement)

    return Replacement.begin(remote, transport, forget)


def without_a_socket(transport: InProcessTransport, request: HTTPRequest) -> Transport:
    assert_type(transport.send(request), HTTPReply)
    return transport
