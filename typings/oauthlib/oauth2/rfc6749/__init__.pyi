import logging

from .endpoints.base import BaseEndpoint as BaseEndpoint
from .endpoints.base import (
    catch_errors_and_unavailability as catch_errors_and_unavailability,
)
from .errors import FatalClientError as FatalClientError
from .errors import OAuth2Error as OAuth2Error
from .errors import ServerError as ServerError
from .errors import TemporarilyUnavailableError as TemporarilyUnavailableError

log: logging.Logger
