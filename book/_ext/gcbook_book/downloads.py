"""Every chapter can be downloaded as a notebook, which runs wherever gcbook is installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import jupytext
import nbformat

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

INTRODUCTION = """\
*This notebook is the chapter “{title}” of* The Geometric Condition. *It runs where the package \
`gcbook` and `myst-nb` are installed: {install}. In JupyterLab the extension `jupyterlab-myst` \
shows statements and references as in the book.*"""


def is_chapter(app: Sphinx, page: str) -> bool:
    """Tell whether a page is a notebook (a page of plain Markdown has nothing to run)."""
    return page in app.env.found_docs and "kernelspec" in app.env.metadata[page]


def notebook(source: Path, title: str, install: str) -> Any:
    """Return a chapter as a notebook without outputs, led by a line on how to run it."""
    chapter = jupytext.read(source)
    lead = nbformat.v4.new_markdown_cell(INTRODUCTION.format(title=title, install=install))
    lead["id"] = "how-to-run"
    chapter.cells.insert(0, lead)
    for number, cell in enumerate(chapter.cells[1:], 1):
        cell["id"] = f"cell-{number}"  # jupytext draws ids at random; the download is reproducible
    chapter.metadata.pop("jupytext", None)
    return chapter


def install_line(repository: str) -> str:
    """Return how a reader gets the package."""
    if repository:
        return f"`pip install myst-nb git+{repository}`"
    return "`pip install -r requirements.txt` and `pip install -e .` in the book's repository"


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
            title = app.env.titles[page].astext()
            target = Path(app.outdir) / "_sources" / f"{page}.ipynb"
            nbformat.write(notebook(Path(app.env.doc2path(page)), title, install), target)


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.connect("html-page-context", offer)
    app.connect("build-finished", write)
