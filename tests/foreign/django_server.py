"""Django OAuth Toolkit, with PKCE required, on a database in memory.

Started with a client secret, a password and the callback as arguments. There is one
user, jane, and two clients: "confidential" and "public".
"""

# Django has no types, so strict checks would only repeat that.
# pyright: basic

import json
import sys
from typing import Any, cast

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from .serving import serve

_LOGIN_PAGE = "<form method='post'>{% csrf_token %}{{ form }}</form>"

# Where Django looks for the application's URLs: this module. Filled in below, because
# views can be imported only after the set-up.
urlpatterns: list[Any] = []


def set_up() -> None:
    settings.configure(
        SECRET_KEY="of no use to anybody",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        LOGIN_URL="/login/",
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.locmem.Loader",
                            {"registration/login.html": _LOGIN_PAGE},
                        ),
                        "django.template.loaders.app_directories.Loader",
                    ],
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                    ],
                },
            }
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                # One database for all the threads that serve.
                "NAME": "file:provider?mode=memory&cache=shared",
            }
        },
        # The default hashes are slow on purpose.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        OAUTH2_PROVIDER={
            "PKCE_REQUIRED": True,
            # Names the issuer in the callback (RFC 9207), where the release can.
            "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
        },
    )
    django.setup()
    call_command("migrate", verbosity=0)


def fill(client_secret: str, password: str, callback: str) -> None:
    from django.contrib.auth.models import User
    from oauth2_provider.models import Application

    User.objects.create_user("jane", password=password)
    for client_type in ("confidential", "public"):
        Application.objects.create(
            client_id=client_type,
            client_secret=client_secret,
            client_type=client_type,
            authorization_grant_type="authorization-code",
            redirect_uris=callback,
            name=client_type,
        )


def route() -> None:
    from django.contrib.auth.views import LoginView
    from django.http import JsonResponse
    from django.urls import include, path
    from django.views.decorators.csrf import csrf_exempt
    from oauth2_provider.decorators import protected_resource

    def echo(request: Any) -> Any:
        body = request.body
        is_json = request.content_type == "application/json"
        return JsonResponse(
            {
                "user": request.resource_owner.username,
                "method": request.method,
                "args": dict(request.GET.lists()),
                "form": dict(request.POST.lists()),
                "json": json.loads(body) if is_json else None,
                "size": len(body),
            }
        )

    urlpatterns.extend(
        [
            path("login/", LoginView.as_view()),
            path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
            path("api/echo", csrf_exempt(protected_resource(["read"])(echo))),
            path("api/admin", csrf_exempt(protected_resource(["admin"])(echo))),
        ]
    )


if __name__ == "__main__":
    set_up()
    fill(*sys.argv[1:])
    route()
    serve(cast("Any", get_wsgi_application()))
