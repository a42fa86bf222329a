"""The options that have a fixed choice, and the parameters that are not for options."""

from typing import Literal, TypeAlias, get_args

AccessTokenMethod: TypeAlias = Literal["GET", "POST"]
"""The HTTP method of the call that gets the access token."""

SignatureMethod: TypeAlias = Literal[
    "HMAC-SHA1",
    "HMAC-SHA256",
    "HMAC-SHA512",
    "RSA-SHA1",
    "RSA-SHA256",
    "RSA-SHA512",
    "PLAINTEXT",
]
"""How an OAuth 1.0a request is signed (RFC 5849 section 3.4)."""

TokenPlacement: TypeAlias = Literal["header", "query", "body"]
"""Where a request carries the token (RFC 5849 section 3.5, RFC 6750 section 2).

``"body"`` is for OAuth 1.0a: form-encoded bodies carry the parameters, and requests
without one carry them in the header.
"""

ClientAuthentication: TypeAlias = Literal["body", "basic", "basic-raw", "none"]
"""How an OAuth 2 client says at the token URL who it is (RFC 6749 section 2.3.1).

``"body"`` sends ``client_id`` and ``client_secret`` with the other parameters.
``"basic"`` sends them by HTTP Basic, form-encoded first, as the RFC says.
``"basic-raw"`` does not encode them first, which is what some servers expect.
``"none"`` sends the ``client_id`` alone: a public client.
"""

URLOption: TypeAlias = Literal[
    "base_url", "request_token_url", "access_token_url", "authorize_url"
]
"""The options that are URLs."""

# Parameters that are ours to set; the value is the one that may be repeated.
RESERVED = {
    "request_token_params": {
        "client_id": None,
        "redirect_uri": None,
        "response_type": "code",
        "state": None,
        "code_challenge": None,
        "code_challenge_method": "S256",
    },
    "access_token_params": {
        "client_id": None,
        "client_secret": None,
        "code": None,
        "code_verifier": None,
        "grant_type": "authorization_code",
        "redirect_uri": None,
    },
}
CHOICES = {
    "access_token_method": get_args(AccessTokenMethod),
    "signature_method": get_args(SignatureMethod),
    "token_placement": get_args(TokenPlacement),
    "client_authentication": get_args(ClientAuthentication),
}
