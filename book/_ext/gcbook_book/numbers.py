"""Numbers in the prose: written in the sources, computed by the cells, shown as computed.

JupyterLab, a plain notebook and a repository's page show the number that is written between the
marks; the book shows the one that the cells have just computed.  Where the two differ,
``numbers.json`` beside the pages says so, and ``make numbers`` writes the computed ones into the
sources.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from jupyter_cache import get_cache
from sphinx.util import logging

from gcbook_book import execution
from gcbook_book.marks import OPEN, computed, fill, in_words, written

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


def executed(app: Sphinx, page: str) -> dict[str, Any]:
    """Return the numbers of one chapter, from its run that MyST-NB keeps in its cache."""
    env = app.env
    chapter = execution.read(str(env.doc2path(page)), env.myst_config, env.mystnb_config)
    if chapter is None:
        return {}
    try:
        kept = get_cache(env.mystnb_config.execution_cache_path)
        return computed(kept.merge_match_into_notebook(chapter[0])[1])
    except KeyError:  # it failed, and Sphinx has told so
        return {}


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
