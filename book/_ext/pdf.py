"""One PDF of the whole book: ``make pdf`` runs this file after ``make book``.

The chapters of the built pages become one page, which Chromium prints: formulas, links and
bookmarks stay what they are, figures to drag become their static pictures, folded proofs and code
are open.  The download menus of the pages then offer the PDF.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from bs4 import BeautifulSoup, Tag

ROOT = Path(__file__).resolve().parents[2]
NAME = "the-geometric-condition.pdf"
WAIT = 300_000  # ms, for some thousand formulas on a busy machine
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DROPPED = "script, button, a.headerlink, summary, .gc-widget, .prev-next-footer"
PAGE = """\
<!DOCTYPE html>
<html lang="en" data-theme="light" data-mode="light">
<head><meta charset="utf-8"><title>The Geometric Condition</title>
{head}
</head>
<body class="gc-print"><main class="bd-main"><div class="bd-content">
<article class="bd-article">
<header class="gc-title"><p class="gc-name">The Geometric Condition</p>
<p>An executable, audited edition of Long, Yin and Xin (2021), printed from its pages. The figures
that can be dragged, and the chapters that can be run, are in the book itself.</p></header>
{chapters}
</article></div></main></body></html>
"""
ITEM = (
    f'<li><a href="{NAME}" class="btn btn-sm dropdown-item" title="The whole book as a PDF">'
    '<span class="btn__icon-container"><i class="fas fa-file-pdf"></i></span>'
    '<span class="btn__text-container">.pdf (whole book)</span></a></li>'
)
MENU = re.compile(r'(<div class="dropdown dropdown-download-buttons">.*?)(\s*</ul>)', re.S)


def contents(toc: Path) -> list[str]:
    """Return the pages of the book in their order."""
    table = yaml.safe_load(toc.read_text(encoding="utf-8"))
    parts = [chapter["file"] for part in table["parts"] for chapter in part["chapters"]]
    return [table["root"], *parts]


def place(page: str, name: str = "") -> str:
    """Return the id that a place of a page has in the one page.

    >>> place("setup", "eq-1"), place("setup")
    ('setup--eq-1', 'setup')
    """
    return f"{page}--{name}" if name else page


def redirected(address: str, page: str, pages: Iterable[str]) -> str:
    """Return a link's address in the one page; links to elsewhere stay as they are."""
    url = urlsplit(address)
    target = url.path.removesuffix(".html") if url.path else page
    if url.scheme or url.netloc or target not in pages:
        return address
    return "#" + place(target, url.fragment)


def chapter(html: str, page: str, pages: Iterable[str]) -> Tag:
    """Return the article of one page as a section of the one page."""
    article = BeautifulSoup(html, "html.parser").select_one(".bd-article")
    if article is None:
        raise ValueError(f"the page {page!r} must have an article; got none")
    for picture in article.select("noscript"):
        picture.name = "div"
    for one in article.select(DROPPED):
        one.decompose()
    for one in article.find_all(True):
        if one.get("id"):
            one["id"] = place(page, str(one["id"]))
        if one.get("href"):
            one["href"] = redirected(str(one["href"]), page, pages)
        if one.name == "details":
            one.name = "div"
    article.name, article.attrs = "section", {"class": "gc-chapter", "id": place(page)}
    return article


def head(html: str) -> str:
    """Return what the one page loads: the styles of the pages, and their mathematics."""
    page = BeautifulSoup(html, "html.parser")
    maths = [one for one in page.select("script") if "mathjax" in str(one).lower()]
    return "\n".join(map(str, [*page.select("link[rel=stylesheet]"), *maths]))


def one_page(site: Path, pages: list[str]) -> str:
    """Return the whole book as one page."""
    texts = {page: (site / f"{page}.html").read_text(encoding="utf-8") for page in pages}
    richest = max(texts.values(), key=lambda text: text.count('class="math'))
    parts = "\n".join(str(chapter(text, page, pages)) for page, text in texts.items())
    return PAGE.format(head=head(richest), chapters=parts)


def write_pdf(page: Path, target: Path, browser: str) -> None:
    """Print one page to a PDF with an outline, once its formulas are typeset."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser, args=["--no-sandbox", "--disable-gpu"]
        )
        view: Any = chromium.new_page()
        view.set_default_timeout(WAIT)
        view.goto(page.as_uri(), timeout=WAIT)
        view.evaluate("async () => { await window.MathJax?.startup?.promise }")
        view.emulate_media(media="print")
        view.pdf(
            path=str(target),
            format="A4",
            scale=0.8,
            outline=True,
            tagged=True,
            print_background=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template='<div style="font-size:8px;width:100%;text-align:center">'
            '<span class="pageNumber"></span></div>',
            margin={"top": "16mm", "bottom": "16mm", "left": "18mm", "right": "18mm"},
        )
        chromium.close()


def offered(html: str) -> str:
    """Return a page whose download menu has the PDF."""
    return html if NAME in html else MENU.sub(rf"\1{ITEM}\2", html, count=1)


def main() -> int:
    """Write the PDF beside the pages and return the exit code."""
    site = ROOT / "_build" / "html"
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None or not (site / "index.html").exists():
        what = "Chromium (on the PATH)" if browser is None else "the built book: run make book"
        print(f"pdf: needs {what}", file=sys.stderr)  # noqa: T201
        return 1
    source = site / "print.html"
    source.write_text(one_page(site, contents(ROOT / "_toc.yml")), encoding="utf-8")
    try:
        write_pdf(source, site / NAME, browser)
    finally:
        source.unlink()
    for page in site.glob("*.html"):
        page.write_text(offered(page.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"The whole book is at {(site / NAME).as_uri()}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
