"""Numbers in the prose: written in the sources, computed by the cells, shown as computed.

A chapter writes a number as ``<data value="gap:.3f">0.125</data>``, HTML's own element for a value
that a machine knows too.  JupyterLab, a plain notebook and a repository's page show the number that
is written; the book shows the one that the cells have just computed, which they keep in the
dictionary ``numbers`` that the last cell displays.  Written and computed numbers are compared in
``numbers.json`` beside the pages, and ``make numbers`` writes the computed ones into the sources.
A tilde before the name says that the number belongs to the machine: a time, a version.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from docutils import nodes
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)
OPEN = re.compile(r'<data value="(?P<tilde>~?)(?P<name>[\w.-]+)(?::(?P<spec>[^"]*))?">')
MARK = re.compile(OPEN.pattern + r"(?P<written>[^<]*)</data>")
LAST_CELL = re.compile(r"numbers\b(?!\s*[\[=])")


def computed(notebook: Any) -> dict[str, Any]:
    """Return the dictionary that the last cell of a run notebook shows, empty without one."""
    for cell in reversed(notebook.cells):
        if cell.cell_type == "code" and LAST_CELL.match(cell.source.lstrip()):
            shown = [output.data["text/plain"] for output in cell.outputs if "data" in output]
            return dict(ast.literal_eval(shown[-1])) if shown else {}
    return {}


def in_words(value: Any, spec: str | None) -> str:
    """Return a number as the prose shows it."""
    return format(value, spec) if spec else str(value)


def written(text: str) -> list[tuple[str, str | None, str]]:
    """Return the (name, format, text) of every marked number, those of the machine left out."""
    return [(m["name"], m["spec"], m["written"]) for m in MARK.finditer(text) if not m["tilde"]]


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Return a text with the computed values at its marks; a mark without a value stays."""

    def put(mark: re.Match[str]) -> str:
        if mark["name"] not in values:
            return mark.group()
        head = mark.group()[: mark.start("written") - mark.start()]
        return f"{head}{in_words(values[mark['name']], mark['spec'])}</data>"

    return MARK.sub(put, text)


def unmarked(text: str) -> str:
    """Return a text with its marked numbers as plain words."""
    return MARK.sub(lambda mark: mark["written"], text)


def executed(app: Sphinx, page: str) -> dict[str, Any]:
    """Return the numbers of one chapter, from the notebook that MyST-NB has just written."""
    path = Path(app.outdir).parent / "jupyter_execute" / f"{page}.ipynb"
    return computed(nbformat.read(path, as_version=4)) if path.exists() else {}


def show(app: Sphinx, document: nodes.document) -> None:
    """Put the computed numbers between the marks of one page."""
    marks = [raw for raw in document.findall(nodes.raw) if OPEN.fullmatch(raw.astext())]
    values = executed(app, app.env.docname) if marks else {}
    for raw in marks:
        mark = OPEN.fullmatch(raw.astext())
        assert mark is not None
        if mark["name"] not in values:
            logger.warning("no cell computes the number %r", mark["name"], location=raw)
            continue
        place = raw.parent.index(raw) + 1
        number = nodes.Text(in_words(values[mark["name"]], mark["spec"]))
        while not isinstance(raw.parent[place], nodes.raw):
            del raw.parent[place]
        raw.parent.insert(place, number)
    if values:
        app.env.metadata[app.env.docname]["gcbook_numbers"] = values


def rewrite(app: Sphinx, change: Callable[[Path, str, str], None]) -> None:
    """Call ``change`` for every chapter whose text says other numbers than its cells."""
    for page in sorted(app.env.found_docs):
        values = app.env.metadata[page].get("gcbook_numbers", {})
        source = Path(app.env.doc2path(page))
        text = source.read_text(encoding="utf-8")
        if values and (new := fill(text, values)) != text:
            change(source, text, new)


def report(app: Sphinx, error: Exception | None) -> None:
    """Write ``{page: [[name, written, computed], ...]}`` of what differs; renew it where asked."""
    if error is not None or app.builder.format != "html":
        return
    differing: dict[str, list[list[str]]] = {}

    def note(source: Path, text: str, new: str) -> None:
        pairs = zip(written(text), written(new), strict=True)
        if found := [[old[0], old[2], now[2]] for old, now in pairs if old != now]:
            differing[source.stem] = found
        if app.config.gcbook_write_numbers:
            source.write_text(new, encoding="utf-8")

    rewrite(app, note)
    target = Path(app.outdir).parent / "numbers.json"
    target.write_text(json.dumps(differing, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.add_config_value("gcbook_write_numbers", False, "", [bool])
    app.connect("doctree-read", show)
    app.connect("build-finished", report)
