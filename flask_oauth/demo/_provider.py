"""The demo's provider: the one for tests, with a timeline."""

import json
from collections import deque

from werkzeug.wrappers import Response

from ..testing import Provider, ProviderRequest

CONSUMER_KEY = "demo"
CONSUMER_SECRET = "demo-secret"
MAX_LENGTH = 140  # characters of a post
_KEPT = 50  # posts


def create_provider() -> Provider:
    """Make a provider of both protocols with the API ``/me`` and ``/timeline``.

    ``GET /timeline`` returns the posts, the latest first. POST adds the one in the form
    field ``status``, and answers 403 where it is empty or too long.
    """
    provider = Provider(consumer_key=CONSUMER_KEY, consumer_secret=CONSUMER_SECRET)
    posts = deque(
        [
            {"name": "John Roe", "text": "An application never sees my password."},
            {"name": "Jane Doe", "text": "Hello! Sign in and write something."},
        ],
        maxlen=_KEPT,
    )

    def timeline(request: ProviderRequest) -> object:
        if request.method != "POST":
            return list(posts)
        text = request.form.get("status", "").strip()
        if not 0 < len(text) <= MAX_LENGTH:
            problem = {"error": f"A post has 1 to {MAX_LENGTH} characters."}
            return Response(json.dumps(problem), 403, mimetype="application/json")
        post = {"name": str(provider.profile(request)["name"]), "text": text}
        posts.appendleft(post)
        return post

    provider.resource("/me", provider.profile)
    provider.resource("/timeline", timeline)
    return provider
