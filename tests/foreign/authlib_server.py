"""Authlib's OAuth 1.0a server, as its documentation sets it up, in memory.

Started with the consumer's key, secret, public RSA key and callback as arguments.
"""

# Authlib has no types, so strict checks would only repeat that.
# pyright: basic

import os
import sys
from typing import Any

import attrs
from authlib.integrations.flask_oauth1 import (
    AuthorizationServer,
    ResourceProtector,
    create_exists_nonce_func,
    current_credential,
    register_nonce_hooks,
    register_temporary_credential_hooks,
)
from authlib.oauth1 import TemporaryCredential
from authlib.oauth1.errors import OAuth1Error
from flask import Flask, Request, jsonify, request
from typing_extensions import override
from werkzeug.urls import iri_to_uri
from werkzeug.utils import cached_property

from .serving import serve


@attrs.frozen
class Consumer:
    """Authlib's client model."""

    key: str
    secret: str
    rsa_public_key: str
    callback: str

    def get_client_secret(self) -> str:
        return self.secret

    def get_rsa_public_key(self) -> str:
        return self.rsa_public_key

    def get_default_redirect_uri(self) -> str:
        return self.callback


@attrs.frozen
class User:
    """Authlib's user model."""

    name: str

    def get_user_id(self) -> str:
        return self.name


@attrs.frozen
class Cache:
    """As much of a cache as Authlib uses, in one process that ends soon."""

    kept: dict[str, Any] = attrs.field(factory=dict[str, Any])

    def set(self, key: str, value: Any, timeout: int) -> None:
        self.kept[key] = value

    def get(self, key: str) -> Any:
        return self.kept.get(key)

    def has(self, key: str) -> bool:
        return key in self.kept

    def delete(self, key: str) -> None:
        self.kept.pop(key, None)


class EncodedRequest(Request):
    """A request whose URL is encoded as it was sent, which Authlib relies on.

    Werkzeug decodes what is not ASCII in it.
    """

    @cached_property
    @override
    def url(self) -> str:
        return iri_to_uri(super().url)


def create_app(consumer: Consumer) -> Flask:
    app = Flask(__name__)
    app.request_class = EncodedRequest
    app.config["OAUTH1_SUPPORTED_SIGNATURE_METHODS"] = [
        "HMAC-SHA1",
        "RSA-SHA1",
        "PLAINTEXT",
    ]
    cache = Cache()
    tokens: dict[str, Any] = {}

    def query_client(client_id: str) -> Consumer | None:
        return consumer if client_id == consumer.key else None

    def query_token(client_id: str, oauth_token: str) -> Any:
        token = tokens.get(oauth_token)
        return token if token and token.get_client_id() == client_id else None

    def create_token_credential(token: dict[str, str], temporary: Any) -> Any:
        credential = TemporaryCredential(
            token,
            client_id=temporary.get_client_id(),
            user_id=temporary.get_user_id(),
        )
        tokens[credential.get_oauth_token()] = credential
        return credential

    server = AuthorizationServer(app, query_client=query_client)
    register_nonce_hooks(server, cache)
    register_temporary_credential_hooks(server, cache)
    server.register_hook("create_token_credential", create_token_credential)
    require_oauth = ResourceProtector(
        app, query_client, query_token, create_exists_nonce_func(cache, "api:")
    )

    def initiate() -> Any:
        return server.create_temporary_credentials_response()

    def authorize() -> Any:
        try:
            if request.method == "GET":
                server.check_authorization_request()
                return "<form method=post><button name=allow>Allow</button></form>"
            user = User("jane") if "allow" in request.form else None
            return server.create_authorization_response(grant_user=user)
        except OAuth1Error as error:
            return str(error), 400

    def token() -> Any:
        return server.create_token_response()

    def echo() -> Any:
        return jsonify(
            user=current_credential.get_user_id(),
            method=request.method,
            args=request.args.to_dict(flat=False),
            form=request.form.to_dict(flat=False),
            json=request.get_json(silent=True),
            size=len(request.get_data()),
        )

    methods = ["GET", "POST"]
    app.add_url_rule("/initiate", view_func=initiate, methods=["POST"])
    app.add_url_rule("/authorize", view_func=authorize, methods=methods)
    app.add_url_rule("/token", view_func=token, methods=methods)
    app.add_url_rule(
        "/api/echo",
        "echo",
        require_oauth()(echo),
        methods=[*methods, "PUT", "PATCH", "DELETE"],
    )
    return app


if __name__ == "__main__":
    # Authlib has no exception for loopback; this holds for this process only.
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    serve(create_app(Consumer(*sys.argv[1:])))
