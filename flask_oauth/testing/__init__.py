"""A provider of OAuth 1.0a and OAuth 2 for tests, in the test's own process."""

from ._application import Resource as Resource
from ._faults import Fault as Fault
from ._options import OAuth1Options as OAuth1Options
from ._options import OAuth2Options as OAuth2Options
from ._provider import Provider as Provider
from ._records import Endpoint as Endpoint
from ._records import ProviderRequest as ProviderRequest
from ._replacement import Replacement as Replacement
from ._sign_in import SignIn as SignIn
from ._transport import InProcessTransport as InProcessTransport

__all__ = [
    "Endpoint",
    "Fault",
    "InProcessTransport",
    "OAuth1Options",
    "OAuth2Options",
    "Provider",
    "ProviderRequest",
    "Replacement",
    "Resource",
    "SignIn",
]
