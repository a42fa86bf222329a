"""What a test says to the provider: faults, resources, sockets, records."""

import http.client
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client as Browser
from werkzeug.wrappers import Response

from flask_oauth import OAuth, OAuthException, OAuthRemoteApp
from flask_oauth.testing import Endpoint, Provider, ProviderRequest, Resource
from flask_oauth.typing import HTTPRequest, Limits, Transport

from .conftest import make_app


def method_of(request: ProviderRequest) -> str:
    return request.method


@pytest.fixture
def remote(provider: Provider) -> OAuthRemoteApp:
    token = provider.oauth2_token()
    oauth = OAuth(transport=provider.transport)
    remote = oauth.remote_app("p", **provider.oauth2_options())
    remote.tokengetter(lambda: token)
    return remote


def test_a_fault_happens_once_or_in_a_block(
    provider: Provider, remote: OAuthRemoteApp
) -> None:
    provider.fail("resource")
    assert [remote.get("me").status for _ in range(2)] == [500, 200]
    with provider.fail("resource", status=503, headers={"Retry-After": "9"}):
        assert remote.get("me").headers["Retry-After"] == "9"
        assert remote.get("me").status == 503
    assert remote.get("me").status == 200
    with provider.fail("token") as fault:
        assert remote.get("me").status == 200
    assert fault.endpoint == "token"


def test_a_fault_may_lie_about_its_body(
    provider: Provider, remote: OAuthRemoteApp
) -> None:
    provider.fail("resource", body=b"<html>", content_type="application/json")
    reply = remote.get("me")
    assert reply.status == 200
    with pytest.raises(OAuthException):
        _ = reply.data


def test_a_timeout_takes_no_time(provider: Provider, remote: OAuthRemoteApp) -> None:
    provider.timeout("resource")
    with pytest.raises(OAuthException) as caught:
        remote.get("me")
    assert caught.value.type == "timeout"
    assert provider.requests[-1].status is None
    assert remote.get("me").status == 200


@pytest.mark.parametrize("endpoint", ["token", "authorize"])
def test_a_sign_in_meets_faults(
    provider: Provider, client: FlaskClient, endpoint: Endpoint
) -> None:
    provider.fail(endpoint, status=503)
    with pytest.raises((OAuthException, AssertionError)):
        provider.sign_in(client, "/login")


@pytest.mark.parametrize(
    ("value", "mimetype", "data"),
    [
        ({"a": [1]}, "application/json", b'{"a": [1]}'),
        (None, "application/json", b"null"),
        ("é", "text/plain", "é".encode()),
        (b"\xff", "application/octet-stream", b"\xff"),
        (Response("<a/>", 418, mimetype="text/xml"), "text/xml", b"<a/>"),
        (method_of, "text/plain", b"GET"),
    ],
)
def test_a_resource_is_a_value_or_a_function(
    provider: Provider,
    remote: OAuthRemoteApp,
    value: Resource,
    mimetype: str,
    data: bytes,
) -> None:
    provider.resource("it", value)
    reply = remote.get("/it")
    assert reply.headers["Content-Type"].partition(";")[0] == mimetype
    assert reply.raw_data == data


def test_a_resource_can_be_declared_anew(
    provider: Provider, remote: OAuthRemoteApp
) -> None:
    provider.resource("/me", 1)
    assert remote.get("me").data == 1
    assert remote.get("nowhere").status == 404


def test_a_failing_function_reaches_the_test(
    provider: Provider, remote: OAuthRemoteApp
) -> None:
    def fails(request: ProviderRequest) -> object:
        raise LookupError(request.path)

    provider.resource("/fails", fails)
    with pytest.raises(LookupError, match="/fails"):
        remote.get("fails")
    assert provider.requests[-1].status is None


def test_records_keep_secrets_out_of_their_repr(
    provider: Provider, remote: OAuthRemoteApp
) -> None:
    remote.get("me", data={"q": "a query"}, headers={"X-Of-Mine": "1"})
    (record,) = provider.requests
    assert (record.method, record.path, record.user) == ("GET", "/me", "jane")
    assert record.args["q"] == "a query"
    assert record.headers["x-of-mine"] == "1"
    assert record.token is not None
    assert record.token in record.headers["Authorization"]
    assert record.token not in repr(record)
    assert "query" not in repr(record)
    assert repr(provider) == "<Provider https://provider.test>"


def test_options_tell_what_the_provider_was_told() -> None:
    provider = Provider(consumer_key="k", client_authentication="basic")
    options = provider.oauth2_options()
    assert options["consumer_key"] == "k"
    assert options["client_authentication"] == "basic"


def test_nonsense_is_refused(provider: Provider) -> None:
    with pytest.raises(ValueError, match="needs a user"):
        Provider(users={})
    with pytest.raises(ValueError, match="no user 'nobody'"):
        provider.oauth1_token("nobody")


def test_the_transport_keeps_to_the_limits(provider: Provider) -> None:
    provider.resource("/long", "x" * 100)
    url = f"{provider.url}/long?access_token={provider.oauth2_token().token}"
    send = provider.transport.send
    assert len(send(HTTPRequest("GET", url)).body) == 100
    limits = Limits(max_response_size=99)
    with pytest.raises(OAuthException) as caught:
        send(HTTPRequest("GET", url, limits=limits))
    assert caught.value.type == "response_too_large"
    with pytest.raises(OAuthException) as caught:
        send(HTTPRequest("GET", url, deadline=time.monotonic() - 1))
    assert caught.value.type == "timeout"
    transport: Transport = provider.transport
    assert repr(transport) == "InProcessTransport()"


def test_it_signs_in_over_a_socket(provider: Provider) -> None:
    with provider.serve() as url:
        assert provider.url == url
        assert url.startswith("http://127.0.0.1:")
        oauth = OAuth()
        oauth1 = oauth.remote_app("p1", **provider.oauth1_options())
        oauth2 = oauth.remote_app("p2", **provider.oauth2_options())
        for remote in (oauth1, oauth2):
            client = make_app(remote).test_client()
            assert provider.sign_in(client, "/login").json == provider.users["jane"]
    assert provider.url == "https://provider.test"


def test_a_taken_port_is_an_oserror(provider: Provider) -> None:
    with (
        provider.serve() as url,
        pytest.raises(OSError, match="in use"),
        Provider().serve(port=urlsplit(url).port or 0),
    ):
        raise AssertionError("the port was taken twice")


def test_a_timeout_on_a_socket_lasts_until_the_provider_stops(
    provider: Provider,
) -> None:
    with provider.serve() as url:
        provider.timeout("resource")
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=0.05)
        connection.request("GET", "/me")
        with pytest.raises(TimeoutError):
            connection.getresponse()
        connection.close()


def test_it_can_be_mounted_below_a_path() -> None:
    provider = Provider(url="https://site.test/provider/")
    provider.resource("/me", provider.profile)
    site = Browser(DispatcherMiddleware(provider, {"/provider": provider}))
    remote = OAuth(transport=provider.transport).remote_app(
        "p", **provider.oauth1_options()
    )
    client = make_app(remote).test_client()
    assert provider.sign_in(client, "/login").status_code == 200
    authorize_url = provider.begin(client, "/login").authorize_url
    assert site.get(authorize_url).status_code == 200


def test_it_can_be_used_from_many_threads(
    provider: Provider, client: FlaskClient
) -> None:
    def sign_in() -> None:
        own = client.application.test_client()
        for user in provider.users:
            reply = provider.sign_in(own, "/login", user=user)
            done.append(reply.json == provider.users[user])

    done: list[bool] = []
    in_threads(sign_in, 4)
    assert done == [True] * 8


def test_a_code_wins_one_race_only(provider: Provider) -> None:
    remote = OAuth(transport=provider.transport).remote_app(
        "p", **provider.oauth2_options(), pkce=False
    )
    attempt = provider.begin(make_app(remote).test_client(), "/login")
    callback = attempt.allow()
    code = callback.partition("code=")[2].partition("&")[0]
    body = (
        f"grant_type=authorization_code&code={code}&client_id=test-consumer-key"
        "&client_secret=test-consumer-secret&redirect_uri=http://localhost/callback"
    )
    headers = (("Content-Type", "application/x-www-form-urlencoded"),)
    url = f"{provider.url}/oauth2/token"
    request = HTTPRequest("POST", url, headers, body.encode())
    statuses: list[int] = []
    in_threads(lambda: statuses.append(provider.transport.send(request).status), 4)
    assert sorted(statuses) == [200, 400, 400, 400]


def in_threads(function: Callable[[], None], count: int) -> None:
    threads = [threading.Thread(target=function) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_question_is_a_page_for_people(
    client: FlaskClient, provider: Provider
) -> None:
    page = Browser(provider).get(provider.begin(client, "/login").authorize_url)
    assert '<html lang="en">' in page.text
    assert 'name="viewport"' in page.text
    assert '<label for="user">' in page.text
    assert '<option value="john">John Roe</option>' in page.text
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_a_person_without_a_token_is_told_where_to_begin(provider: Provider) -> None:
    browser = Browser(provider)
    page = browser.get("/", provider.url, headers={"Accept": "text/html,*/*"})
    assert page.status_code == 401
    assert "begin at the application" in page.text
    assert browser.get("/", provider.url).json == {"error": "invalid_token"}


def test_pages_escape_what_they_show() -> None:
    provider = Provider(users={"<b>": {"name": "<i>"}}, consumer_key="<u>")
    page = Browser(provider).get(
        "/oauth2/authorize?response_type=code&client_id=%3Cu%3E&scope=%3Cs%3E"
        "&redirect_uri=https://app.test/",
        "https://provider.test",
    )
    assert page.status_code == 200
    assert "&lt;u&gt;" in page.text
    assert not any(tag in page.text for tag in ("<b>", "<i>", "<u>", "<s>"))
