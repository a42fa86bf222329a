from .base import AUTH_HEADER as AUTH_HEADER
from .base import BODY as BODY
from .base import URI_QUERY as URI_QUERY
from .base import Client as Client
from .web_application import WebApplicationClient as WebApplicationClient
