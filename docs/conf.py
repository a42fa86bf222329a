"""Build the documentation: ``sphinx-build -n -W docs OUTPUT``, without a network."""

from importlib import metadata

from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

project = "Flask-OAuth"
author = "The Flask-OAuth authors"
project_copyright = author
release = metadata.version("Flask-OAuth")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
html_theme = "furo"
html_title = f"Flask-OAuth {release}"
html_show_sphinx = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_param = True

# The inventories of other projects are on the network, and this build needs none.
nitpick_ignore_regex = [
    (r"py:.*", r"(collections|flask|time|typing|typing_extensions|werkzeug|xml)\..*"),
    # Type variables, and what a remote app needs of its registry.
    (r"py:.*", r"(.*\.)?(DataT|DataT_co|HasTransport|P|R|TokenGetterT)"),
]


def _resolve(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: Element
) -> Element | None:
    """Find under its public name what a docstring or an annotation names otherwise."""
    target = str(node.get("reftarget", ""))
    domain = env.domains.python_domain
    for module in ("flask_oauth", "flask_oauth.typing", "flask_oauth.exceptions"):
        for name in (target, target.rpartition(".")[2]):
            public = f"{module}.{name}"
            if public in domain.objects:
                return domain.resolve_xref(
                    env, node["refdoc"], app.builder, "obj", public, node, content
                )
    return None


def _keep_colons(
    app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    """Keep napoleon from taking "What: it is" for a type and a description."""
    if what in {"attribute", "data", "property"}:
        lines[:1] = [f":{line}" if ":" in line else line for line in lines[:1]]


def setup(app: Sphinx) -> None:
    """Register the two helpers above."""
    app.connect("missing-reference", _resolve)
    app.connect("autodoc-process-docstring", _keep_colons, priority=400)
