"""Every chapter can be downloaded as a notebook, which runs wherever gcbook is installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from gcbook_book import plain

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

INTRODUCTION = """\
*This notebook is the chapter “{title}” of* The Geometric Condition. *It needs Jupyter and the \
package `gcbook`: {install}. The numbers in the text are those of the page it was taken from; the \
last cell shows what your own run computes.*"""


def is_chapter(app: Sphinx, page: str) -> bool:
    """Tell whether a page is a notebook (a page of plain Markdown has nothing to run)."""
    return page in app.env.found_docs and "kernelspec" in app.env.metadata[page]


def install_line(repository: str) -> str:
    """Return how a reader gets the package."""
    if repository:
        return f'`pip install "gcbook[mnist] @ git+{repository}"`'
    return '`pip install ".[mnist]"` in the book\'s repository'


def words(app: Sphinx) -> plain.Words:
    """Return what the roles of the chapters stand for in this build."""
    folder = Path(app.srcdir)
    return plain.Words(
        verdicts=app.config.gcbook_verdicts or {},
        citations=plain.citations(folder / "references.bib"),
        home=app.config.html_baseurl,
    )


def notebook(app: Sphinx, page: str, install: str) -> Any:
    """Return a chapter as a notebook without outputs, led by a line on how to run it."""
    values = app.env.metadata[page].get("gcbook_numbers", {})
    chapter = plain.notebook(Path(app.env.doc2path(page)), words(app), values)
    title = app.env.titles[page].astext()
    lead = nbformat.v4.new_markdown_cell(INTRODUCTION.format(title=title, install=install))
    lead["id"] = "how-to-run"
    chapter.cells.insert(0, lead)
    chapter.metadata.pop("jupytext", None)
    return chapter


def offer(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the notebook on the page's download button."""
    if is_chapter(app, page):
        context["ipynb_source"] = f"{page}.ipynb"


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the notebooks beside the sources, over the theme's own copies."""
    if error is not None or app.builder.format != "html":
        return
    install = install_line(app.config.html_theme_options.get("repository_url", ""))
    for page in sorted(app.env.found_docs):
        if is_chapter(app, page):
            target = Path(app.outdir) / "_sources" / f"{page}.ipynb"
            nbformat.write(notebook(app, page, install), target)


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.connect("html-page-context", offer)
    app.connect("build-finished", write)
