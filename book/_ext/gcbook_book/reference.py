"""The directive ``{api-reference}``: every public name of a package, from its docstring.

The names come from ``gcbook.__all__`` itself, grouped by the module that defines them, so that the
page can neither miss a name nor keep one that is gone.
"""

from __future__ import annotations

import importlib
import inspect
import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_parser.mdit_to_docutils.base import make_document
from myst_parser.mocking import MockRSTParser
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The order and the headings of the groups: the levels of the package from the ground up.
GROUPS = {
    "condition": "The geometric condition",
    "applications": "The condition at work",
    "probability": "Its probability",
    "network": "Networks",
    "data": "Data",
    "population": "The population loss",
    "initialisation": "Starting weights",
    "descent": "Gradient descent",
    "bounds": "Bounds and rates",
    "experiments": "Experiments",
    "deep": "Deep networks",
    "companions": "The companion papers",
    "claims": "The ledger",
    "plots": "Figures",
    "widgets": "Figures to drag",
}

SIGNS = re.compile(r"\||(?<=\w)_(?!\w)")


def group_of(value: Any) -> str:
    """Return the level entry of the package that defines a public value."""
    parts = str(getattr(value, "__module__", "") or "").split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "gcbook" else "other"


def grouped(package: str) -> dict[str, list[str]]:
    """Return the public names of a package under the headings of their groups."""
    module = importlib.import_module(package)
    groups: dict[str, list[str]] = {key: [] for key in (*GROUPS, "other")}
    for name in module.__all__:
        groups.setdefault(group_of(getattr(module, name)), []).append(name)
    titled = {GROUPS.get(key, "Others"): sorted(names) for key, names in groups.items()}
    return {title: names for title, names in titled.items() if names}


def entry(package: str, name: str) -> list[str]:
    """Return the lines of reStructuredText that document one name."""
    value = getattr(importlib.import_module(package), name)
    if inspect.isclass(value):
        return [f".. autoclass:: {package}.{name}", "   :members:", ""]
    kind = "autofunction" if callable(value) else "autodata"
    return [f".. {kind}:: {package}.{name}", ""]


class Reference(SphinxDirective):
    """The directive itself; its argument is a room of the package, else the front page's names."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return one section for each group of the front page, or the entries of one room."""
        if self.arguments:
            room = self.arguments[0]
            names = sorted(importlib.import_module(room).__all__)
            return self.parse([line for name in names for line in entry(room, name)])
        return [self.section("gcbook", *group) for group in grouped("gcbook").items()]

    def section(self, package: str, title: str, names: list[str]) -> nodes.section:
        """Return one group: its heading and the documentation of its names."""
        section = nodes.section("", nodes.title("", title), ids=[nodes.make_id(f"api-{title}")])
        section["names"] = [nodes.fully_normalize_name(title)]
        section += self.parse([line for name in names for line in entry(package, name)])
        return section

    def parse(self, lines: list[str]) -> list[nodes.Node]:
        """Return reStructuredText, which autodoc writes, as nodes of this Markdown page."""
        host = self.state.document
        document = make_document()
        document["source"] = host["source"]
        document.settings = host.settings
        document.reporter = host.reporter
        MockRSTParser().parse("\n".join(lines), document)
        return list(document.children)


def keep_bars(app: Sphinx, *rest: Any) -> None:
    """Let a norm keep its bars and ``R_-`` its line: reStructuredText gives them other meanings."""
    lines: list[str] = rest[-1]
    example = False
    for i, line in enumerate(lines):
        example = line.lstrip().startswith(">>>") or (example and bool(line.strip()))
        if not example:
            parts = line.split("``")
            parts[::2] = [SIGNS.sub(r"\\\g<0>", part) for part in parts[::2]]
            lines[i] = "``".join(parts)


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.add_directive("api-reference", Reference)
    app.connect("autodoc-process-docstring", keep_bars, priority=900)
