"""What handling a request came to."""

import attrs
from werkzeug.wrappers import Response


@attrs.frozen
class Outcome:
    """Hold an answer, and who is behind it.

    Args:
        response: the answer; ``None``: the request may go on to its resource.
        user: who allowed it.
        token: the access token that it used, or was given.
    """

    response: Response | None
    user: str | None = None
    token: str | None = None
