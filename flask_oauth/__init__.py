"""Sign people in with, and call the API of, sites that speak OAuth, from Flask.

Flask-OAuth 0.12's documented API, typed and safe by default.
"""

# pytest loads this package for the plugin in every run, whatever is tested. So each
# name is imported at its first use; editors and checkers read __init__.pyi.

from importlib import import_module

_MODULES = {
    "AuthorizedResponse": "_response",
    "OAuth": "_registry",
    "OAuthClient": "_client",
    "OAuthException": "exceptions",
    "OAuthRemoteApp": "_remote_app",
    "OAuthResponse": "_response",
    "RemoteAppConfig": "_config",
    "TokenPair": "_tokens",
}
__all__ = list(_MODULES)  # pyright: ignore[reportUnsupportedDunderAll] # see above


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
