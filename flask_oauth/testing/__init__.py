"""A provider of OAuth 1.0a and OAuth 2 for tests, in the test's own process."""

from ._faults import Fault as Fault
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
    "Provider",
    "ProviderRequest",
    "Replacement",
    "SignIn",
]
