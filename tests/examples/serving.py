"""Small providers for the examples, each a WSGI application on a loopback port."""

import base64
import hashlib
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

import attrs
from oauthlib.oauth1.rfc5849 import signature
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response


@contextmanager
def serving(provider: Callable[[Request], Response]) -> Generator[str]:
    """Serve on a free port; give the origin."""
    server = make_server("127.0.0.1", 0, Request.application(provider), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def query_of(url: str) -> dict[str, str]:
    """Read a query in which each parameter stands once."""
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    assert len(pairs) == len(dict(pairs)), url
    return dict(pairs)


def challenge_of(code_verifier: str) -> str:
    """Hash a code verifier (RFC 7636 section 4.2)."""
    digest = hashlib.sha256(code_verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


@attrs.frozen
class SignedRequest:
    """Hold a request as oauthlib's server side verifies it (RFC 5849 section 3.2)."""

    uri: str
    http_method: str
    params: list[tuple[str, str]]
    signature: str | None

    @classmethod
    def of(cls, request: Request) -> "SignedRequest":
        # Werkzeug's request.url is decoded; what was sent is what was signed.
        uri = f"http://{request.host}{request.environ['REQUEST_URI']}"
        form = request.mimetype == "application/x-www-form-urlencoded"
        params = signature.collect_parameters(
            uri_query=urlsplit(uri).query,
            body=request.get_data(as_text=True) if form else "",
            headers=dict(request.headers),
            exclude_oauth_signature=False,
        )
        given = [value for key, value in params if key == "oauth_signature"]
        return cls(
            uri,
            request.method,
            [pair for pair in params if pair[0] != "oauth_signature"],
            given[0] if len(given) == 1 else None,
        )

    @property
    def oauth_params(self) -> dict[str, str]:
        """The protocol parameters but for the signature."""
        return {key: value for key, value in self.params if key.startswith("oauth_")}

    def is_signed_by(self, consumer_secret: str, token_secret: str = "") -> bool:
        return self.signature is not None and signature.verify_hmac_sha1(
            self, consumer_secret, token_secret
        )
