"""What a published copy needs beside its pages: descriptions, a card, a map, an answer to 404.

The address of the copy comes from ``GCBOOK_URL``.  Where it is not known the pages say
nothing about it, and there is no map: none is better than a wrong one.
"""

from __future__ import annotations

import os
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

ABOUT = (
    "An executable, audited edition of Long, Yin and Xin (2021): when a small neural network stops "
    "guessing and starts to learn. Every claim has a computed verdict, every figure can be dragged."
)
CARD = "_static/landing.png"
LENGTH = 160  # what search engines show of a description
NOT_FOUND = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Not found: The Geometric Condition</title>
<style>
:root {{ color-scheme: light dark; font: 1.1rem/1.6 Georgia, serif; }}
main {{ max-width: 34rem; margin: 15vh auto; padding: 0 1.2rem; }}
</style>
</head>
<body>
<main>
<h1>There is no such page</h1>
<p>The chapter may have been renamed. <a href="{home}">The first page of The Geometric Condition</a>
lists them all.</p>
</main>
</body>
</html>
"""


def address(given: str) -> str:
    """Return the address of a published copy with one slash at its end, empty if there is none.

    Raises
    ------
    ValueError
        If the address is not one of the web.
    """
    if not given.strip():
        return ""
    parts = urlsplit(given.strip())
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(
            f"GCBOOK_URL must be an address such as https://you.github.io/book/; got {given!r}"
        )
    return given.strip().rstrip("/") + "/"


def shortened(text: str, length: int = LENGTH) -> str:
    """Return the beginning of a text, cut between words."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(",;:.(") + "…"


def description(document: nodes.document | None) -> str:
    """Return what a page is about: its first paragraph of prose."""
    for paragraph in document.findall(nodes.paragraph) if document else ():
        formulas = list(paragraph.findall(lambda node: isinstance(node, (nodes.math, nodes.raw))))
        text = paragraph.astext()
        if len(text) > 60 and not formulas:
            return shortened(text)
    return shortened(ABOUT)


def meta(kind: str, name: str, content: str) -> str:
    """Return one element of a page's head."""
    return f'<meta {kind}="{name}" content="{escape(content)}">'


def describe(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the description and the card into the head of a page."""
    about = shortened(ABOUT, 250) if page == app.config.root_doc else description(doctree)
    home = app.config.html_baseurl
    title = context.get("title") or app.config.html_title
    tags = [
        meta("name", "description", about),
        meta("property", "og:type", "website" if page == app.config.root_doc else "article"),
        meta("property", "og:site_name", app.config.html_title),
        meta("property", "og:title", unescape(str(title))),
        meta("property", "og:description", about),
    ]
    if home:
        tags += [
            meta("property", "og:url", f"{home}{page}.html"),
            meta("property", "og:image", home + CARD),
            meta("name", "twitter:card", "summary_large_image"),
        ]
    context["metatags"] = context.get("metatags", "") + "\n" + "\n".join(tags)


def sitemap(home: str, pages: list[str]) -> str:
    """Return the map of a site, for search engines."""
    lines = [f"  <url><loc>{escape(home + page)}.html</loc></url>" for page in pages]
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<urlset xmlns="{space}">',
            *lines,
            "</urlset>",
            "",
        ]
    )


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the files that stand beside the pages of a site."""
    if error is not None or app.builder.name != "html":
        return
    site, home = Path(app.outdir), app.config.html_baseurl
    robots = "User-agent: *\nAllow: /\n"
    if home:
        text = sitemap(home, sorted(app.env.found_docs))
        (site / "sitemap.xml").write_text(text, encoding="utf-8")
        robots += f"Sitemap: {home}sitemap.xml\n"
    (site / "robots.txt").write_text(robots, encoding="utf-8")
    (site / "404.html").write_text(NOT_FOUND.format(home=home or "index.html"), encoding="utf-8")
    (site / ".nojekyll").touch()  # GitHub Pages would leave out the folders with an underscore


def set_address(app: Sphinx, config: Config) -> None:
    """Tell Sphinx the address, from which it makes the canonical links."""
    config.html_baseurl = address(os.environ.get("GCBOOK_URL", ""))


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.connect("config-inited", set_address)
    app.connect("html-page-context", describe)
    app.connect("build-finished", write)
