"""Names of the package in the prose lead to its reference: ``certify`` to what it does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PACKAGE = "gcbook"
CALL = re.compile(r"(?:gcbook\.)?(?P<name>[A-Za-z_][\w.]*?)(?:\([^()]*\))?")
REFERENCE = {"api"}  # the reference itself names things in every line


def documented(text: str, known: dict[str, str]) -> str:
    """Return the full name that a piece of code names, empty if it names none of the known.

    >>> documented("Network.loss(w)", {"gcbook.Network": "api", "gcbook.Network.loss": "api"})
    'gcbook.Network.loss'
    >>> documented("rng.normal", {"gcbook.Network": "api"})
    ''
    """
    match = CALL.fullmatch(text)
    name = f"{PACKAGE}.{match['name']}" if match else ""
    return name if name in known else ""


class LinkNames(SphinxPostTransform):
    """Turn code in the prose that names a documented object into a link to it."""

    default_priority = 210

    def run(self, **kwargs: Any) -> None:
        """Go through the inline code of one page."""
        objects = self.env.get_domain("py").objects
        known = {name: entry.docname for name, entry in objects.items()}
        if self.env.docname in REFERENCE:
            return
        for code in list(self.document.findall(nodes.literal)):
            inside = (nodes.reference, nodes.title, nodes.caption)
            name = documented(code.astext(), known)
            if not name or isinstance(code.parent, inside):
                continue
            page = self.app.builder.get_relative_uri(self.env.docname, known[name])
            link = nodes.reference("", "", refuri=f"{page}#{name}", internal=True)
            link["classes"].append("gc-api")
            code.replace_self(link)
            link += code


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.add_post_transform(LinkNames)
