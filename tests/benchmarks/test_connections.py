"""Connections are kept: over views, threads and remote apps."""

import sys

import pytest

from flask_oauth import OAuth

from .contenders import flask_oauth
from .measures import connections
from .server import provider
from .views import in_view


@pytest.mark.parametrize("protocol", ["oauth2", "oauth1"])
def test_a_view_opens_no_connection_of_its_own(protocol: str) -> None:
    with provider(prefer="python") as found:
        view = in_view(flask_oauth, protocol, found.http)
        assert connections(view) == 0


def test_ten_thousand_remote_apps_share_one_connection() -> None:
    oauth = OAuth()
    with provider(prefer="python") as found:
        for number in range(10_000):
            oauth.remote_app(
                f"tenant{number}",
                base_url=found.http,
                request_token_url=None,
                access_token_url="/oauth2/token",
                authorize_url="/authorize",
                access_token_method="POST",
            ).tokengetter(lambda: ("token", ""))
        opened: list[object] = []
        watching = True

        def watch(event: str, args: tuple[object, ...]) -> None:
            if watching and event == "socket.connect":
                opened.append(args[1])

        sys.addaudithook(watch)
        for number in (0, 5_000, 9_999):
            assert oauth.remote_apps[f"tenant{number}"].get("/me").data["id"] == 1
        watching = False
    assert len(opened) == 1
