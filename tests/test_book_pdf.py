"""One PDF of the whole book: the one page that is printed, and the PDF where it was made."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
_spec = importlib.util.spec_from_file_location("book_pdf", ROOT / "book" / "_ext" / "pdf.py")
assert _spec is not None
assert _spec.loader is not None
pdf: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(pdf)

TEXT = """<html><head><link rel="stylesheet" href="a.css"><script>window.MathJax = 1</script></head>
<body><article class="bd-article"><h1>One<a class="headerlink" href="#one">#</a></h1>
<p id="eq">x</p><a href="#eq">here</a><a href="two.html#eq">there</a><a href="two.html">two</a>
<a href="https://example.org/two.html">out</a><a href="api.html#x">not printed</a>
<details><summary>Show</summary><pre>code</pre></details>
<script>view</script><noscript><svg role="img"></svg></noscript></article></body></html>"""


def test_a_page_becomes_a_chapter_with_links_inside_the_one_page():
    found = pdf.chapter(TEXT, "one", ["one", "two"])
    links = [link["href"] for link in found.select("a")]
    assert links == [
        "#one--eq",
        "#two--eq",
        "#two",
        "https://example.org/two.html",
        "api.html#x",
    ]
    assert found["id"] == "one"
    assert found.select_one("#one--eq").get_text() == "x"


def test_what_is_folded_is_open_and_what_is_dragged_is_a_picture():
    found = pdf.chapter(TEXT, "one", ["one"])
    assert found.select("script, details, summary, noscript") == []
    assert found.select_one("pre").get_text() == "code"
    assert found.select("div > svg")


def test_a_page_without_an_article_is_refused():
    with pytest.raises(ValueError, match="the page 'one' must have an article"):
        pdf.chapter("<p>nothing</p>", "one", ["one"])


def test_the_pages_offer_the_pdf_once():
    menu = '<div class="dropdown dropdown-download-buttons">\n<ul><li>x</li>\n </ul></div>'
    once = pdf.offered(menu)
    assert once.count(pdf.NAME) == 1
    assert pdf.offered(once) == once


def test_the_pages_come_in_the_order_of_the_contents():
    pages = pdf.contents(ROOT / "_toc.yml")
    assert pages[0] == "index"
    assert len(pages) == len(set(pages))


@pytest.mark.book
def test_the_one_page_has_every_chapter_and_no_doubled_id(html: Path):
    text = pdf.one_page(html, ["introduction", "setup"])
    ids = re.findall(r'<(?!svg|g|path|use|defs|clipPath)[^>]*?\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert 'id="setup"' in text
    assert "MathJax" in text


@pytest.mark.book
def test_a_pdf_that_was_made_is_one(html: Path):
    made = html / pdf.NAME
    if not made.exists():
        pytest.skip("no PDF beside the pages: make pdf prints one")
    content = made.read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/Outlines" in content
    assert len(re.findall(rb"/Type\s*/Page\b", content)) > 100
