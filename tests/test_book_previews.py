"""Previews: what a reference leads to, shown beside it and never over it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gcbook_book import names, previews

BOX = "#gc-preview"
PHONE = {"width": 390, "height": 844}


def texts(tmp_path: Path, target: str, link: str = "#place") -> str:
    """The preview of one link to one place, on a page of its own."""
    article = f'<article class="bd-article"><a class="reference" href="{link}">it</a>{target}'
    (tmp_path / "one.html").write_text(f"<body>{article}</article></body>", encoding="utf-8")
    return previews.previews(tmp_path)["one.html"].get(link, "")


def test_a_preview_has_no_ids_and_nothing_to_operate(tmp_path: Path):
    box = (
        '<div class="proof" id="place"><p class="admonition-title" id="x">Lemma</p>'
        '<section id="y">Words, <a href="#z">a link</a>.<button>Copy</button></section></div>'
    )
    found = texts(tmp_path, box)
    assert "Lemma" in found
    assert "a link" in found
    assert not re.search(r"\bid=|<a\b|<button", found)


def test_a_formula_brings_its_sentence(tmp_path: Path):
    formula = '<p id="place">The loss is</p><div class="math">l(W)</div><p>More.</p>'
    assert texts(tmp_path, formula) == '<p>The loss is</p><div class="math">l(W)</div>'


def test_a_section_and_a_missing_place_have_none(tmp_path: Path):
    assert texts(tmp_path, '<section id="place"><h2>Long</h2><p>text</p></section>') == ""
    assert texts(tmp_path, "<p>text</p>") == ""
    assert texts(tmp_path, "<p>text</p>", "elsewhere.html#place") == ""


def test_code_that_names_the_package_leads_to_its_reference():
    known = {"gcbook.Network": "api", "gcbook.Network.loss": "api", "gcbook.holds": "api"}
    assert names.documented("gcbook.holds(weights)", known) == "gcbook.holds"
    assert names.documented("Network.loss", known) == "gcbook.Network.loss"
    assert names.documented("Network([[1, -1]])", known) == "gcbook.Network"
    assert names.documented("threshold", known) == ""
    assert names.documented("holds or fails", known) == ""


@pytest.fixture
def visit(browser: Any, html: Path) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda one: one.type == "error" and page.complaints.append(one.text))
    page.goto(f"{html.as_uri()}/main-results.html")
    page.evaluate("async () => { await window.MathJax?.startup?.promise }")
    yield page
    assert page.complaints == []
    page.close()


def reference(page: Any, end: str) -> Any:
    link = page.locator(f".bd-article a[href$='{end}']:visible").first
    link.evaluate("(e) => e.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(200)
    return link


def overlap(page: Any) -> float:
    """How much of the link's line the preview covers, in square pixels."""
    return float(
        page.evaluate(
            """() => {
              const a = document.querySelector('[aria-describedby=gc-preview]');
              const b = document.querySelector('#gc-preview').getBoundingClientRect();
              return [...a.getClientRects()].reduce((sum, r) => sum
                + Math.max(0, Math.min(r.right, b.right) - Math.max(r.left, b.left))
                * Math.max(0, Math.min(r.bottom, b.bottom) - Math.max(r.top, b.top)), 0);
            }"""
        )
    )


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.parametrize("end", ["preliminaries.html#lem-4.2", "ledger.html#thm-3.1"])
def test_pointing_at_a_reference_shows_it_beside_its_line(visit: Any, end: str):
    reference(visit, end).hover()
    visit.wait_for_selector(BOX, timeout=3000)
    visit.wait_for_timeout(300)
    assert overlap(visit) == 0
    shown = visit.inner_text(BOX)
    assert len(shown) > 20
    assert "\\(" not in shown, "a formula that is not typeset"
    inside = visit.evaluate(
        """() => { const r = document.querySelector('#gc-preview').getBoundingClientRect();
                   return r.left >= 0 && r.top >= 0 && r.right <= innerWidth
                     && r.bottom <= innerHeight; }"""
    )
    assert inside
    visit.mouse.move(5, 5)
    visit.wait_for_selector(BOX, state="detached", timeout=3000)


@pytest.mark.book
@pytest.mark.browser
def test_the_keyboard_opens_and_escape_closes(visit: Any):
    link = reference(visit, "preliminaries.html#lem-4.2")
    link.evaluate("(e) => e.focus({focusVisible: true})")
    visit.wait_for_selector(BOX, timeout=3000)
    visit.keyboard.press("Escape")
    assert visit.locator(BOX).count() == 0
    assert link.evaluate("(e) => document.activeElement === e")
    visit.keyboard.press("Enter")
    visit.wait_for_url("**/preliminaries.html#lem-4.2")


@pytest.mark.book
@pytest.mark.browser
def test_one_touch_shows_and_the_second_follows(browser: Any, html: Path):
    context = browser.new_context(viewport=PHONE, has_touch=True)
    try:
        page = context.new_page()
        page.goto(f"{html.as_uri()}/main-results.html")
        page.evaluate("async () => { await window.MathJax?.startup?.promise }")
        link = reference(page, "preliminaries.html#lem-4.2")
        link.tap()
        page.wait_for_selector(BOX, timeout=3000)
        assert "main-results" in page.url
        assert overlap(page) == 0
        link.tap()
        page.wait_for_url("**/preliminaries.html#lem-4.2")
    finally:
        context.close()
