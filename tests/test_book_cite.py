"""How to cite the book and the paper: from the citation file, in place, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from gcbook_book import cite

ROOT = Path(__file__).resolve().parents[1]
CITATION = cite.known(ROOT / "CITATION.cff")


def test_the_paper_is_cited_as_the_citation_file_has_it():
    entry = cite.of_paper(CITATION["references"][0])
    assert entry.startswith("@article{long2021,\n  author = {Long, Ziang and Yin, Penghang and Xin")
    assert "  number = {1},\n  pages = {41--62},\n  year = {2021}," in entry
    assert entry.endswith("doi = {10.3934/ipi.2020077}\n}")


def test_the_book_has_its_version_and_an_address_only_where_it_is_known():
    assert f"note = {{Version {CITATION['version']}}}" in cite.of_book(CITATION)
    assert "url" not in cite.of_book(CITATION)
    assert "url = {https://you.example/}" in cite.of_book(CITATION, "https://you.example/")
    assert r"Long, Yin \& Xin" in cite.of_book(CITATION)


def test_a_book_without_a_citation_file_has_no_button(tmp_path: Path):
    assert cite.known(tmp_path / "CITATION.cff") == {}
    page = f"{cite.HEADER}</div></body>"
    assert cite.with_citation(page, "one", "") == page
    assert cite.BUTTON in cite.with_citation(page, "one", "words")


@pytest.mark.book
@pytest.mark.browser
def test_the_button_opens_what_is_copied(browser: Any, html: Path):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    try:
        page = context.new_page()
        page.goto(f"{html.as_uri()}/weights.html")
        page.locator(".gc-cite-button:visible").click()
        assert page.locator("dialog[open] pre").first.inner_text().startswith("@article{long2021")
        page.locator("dialog[open] .gc-copy").first.click()
        page.wait_for_function(
            "() => /Copied|Selected/.test(document.querySelector('.gc-copy').textContent)"
        )
        page.keyboard.press("Escape")
        assert page.locator("dialog[open]").count() == 0
        page.goto(f"{html.as_uri()}/index.html")
        assert page.locator("#cite pre").count() == 2
    finally:
        context.close()
