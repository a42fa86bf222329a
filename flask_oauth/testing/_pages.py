"""The pages that a user sees: the question, the PIN, and what went wrong."""

from collections.abc import Mapping
from html import escape

from werkzeug.wrappers import Response

from ._store import Profile

# "data:," spares the browser a request for an icon that does not exist.
_LAYOUT = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
body {{ margin: 0; background: #f3f4f6; color: #1f2937;
  font: 1.0625rem/1.5 system-ui, sans-serif; }}
main {{ max-width: 26rem; margin: 8vh auto 0; padding: 1.5rem; background: #fff;
  box-sizing: border-box; border-radius: .75rem; overflow-wrap: anywhere; }}
h1 {{ margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.25; }}
label {{ display: block; font-weight: 600; margin-bottom: .25rem; }}
select, button {{ font: inherit; width: 100%; min-height: 3rem; padding: .5rem .75rem;
  border: 1px solid #6b7280; border-radius: .5rem; background: #fff; color: inherit; }}
button {{ margin-top: 1rem; cursor: pointer; font-weight: 600; }}
button.main {{ background: #1d4ed8; border-color: #1d4ed8; color: #fff; }}
:focus-visible {{ outline: 3px solid #f59e0b; outline-offset: 2px; }}
output {{ display: block; font-size: 2.5rem; text-align: center; }}
</style>
<main>
<h1>{title}</h1>
{content}
</main>
</html>
"""
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
}


def page(title: str, content: str, status: int = 200) -> Response:
    """Make a page.

    Args:
        title: text.
        content: HTML.
        status: the status code.
    """
    html = _LAYOUT.format(title=escape(title), content=content)
    return Response(html, status, _HEADERS, mimetype="text/html")


def question(client: str, scopes: list[str], users: Mapping[str, Profile]) -> Response:
    """Ask which user allows the application what."""
    options = "\n".join(
        f'<option value="{escape(user)}">{escape(_name(user, profile))}</option>'
        for user, profile in users.items()
    )
    wishes = f"<p>It asks for: {escape(', '.join(scopes))}</p>" if scopes else ""
    return page(
        "Sign in and allow?",
        f"""\
<p>The application <strong>{escape(client)}</strong> would like to use your account.</p>
{wishes}
<form method="post">
<label for="user">Your account</label>
<select id="user" name="user">
{options}
</select>
<button class="main" name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>""",
    )


def pin(verifier: str) -> Response:
    """Show the verifier of a sign-in without a callback."""
    return page(
        "Your PIN",
        f"<p>Type it into the application:</p>\n<output>{escape(verifier)}</output>",
    )


def denied() -> Response:
    """Confirm a refusal of a sign-in without a callback."""
    return page("You refused", "<p>You can close this page.</p>")


def no_token(status: int) -> Response:
    """Tell a person where to begin."""
    return problem(
        "This address is for applications, which send a token along. To sign in, begin"
        " at the application.",
        status,
    )


def problem(message: str, status: int = 400) -> Response:
    """Say why there is nothing to decide."""
    return page("This does not work", f"<p>{escape(message)}</p>", status)


def _name(user: str, profile: Profile) -> str:
    return str(profile.get("name", user))
