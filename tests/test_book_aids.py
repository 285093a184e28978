"""What helps to read on: the claims of a page, steps between statements, formula to code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from gcbook_book import aids, boxes, statements

ROOT = Path(__file__).resolve().parents[1]
ROWS = {
    "lem-1": {"number": "Lemma 1.2", "title": "First", "verdict": "holds"},
    "two": {"number": "Theorem (added)", "title": "The law", "verdict": "unproved"},
    "aside": {"number": "Section 1", "title": "In passing", "verdict": "holds after repair"},
}


def box(claim: str) -> str:
    return (
        f'<div class="proof lemma admonition" id="{claim}">\n<p class="admonition-title">Lemma</p>'
        "<section>words</section>\n</div>\n"
    )


def badge(claim: str) -> str:
    return f'<a class="gc-verdict gc-holds" href="ledger.html#{claim}"><span>holds</span></a>'


def page(*parts: str) -> str:
    title = '<h1>One<a class="headerlink" href="#one">#</a></h1>'
    return f'{title}{"".join(parts)}<nav id="pst-page-toc-nav"><ul></ul></nav>'


def written() -> dict[str, str]:
    """Two pages with their aids, and the reference."""
    entry = '<dt class="sig" id="gcbook.holds">holds</dt><dd><p>Decide.</p></dd>'
    texts = {
        "one": page(badge("aside"), box("lem-1"), badge("lem-1")),
        "next": page(box("two"), badge("two"), badge("aside")),
        "api": page(entry),
    }
    return dict(zip(texts, aids.with_aids(texts, ROWS), strict=True))


def test_the_claims_of_a_page_stand_in_its_order_with_verdicts_in_words():
    listed = re.findall(
        r'<li><a href="#([^"]+)"[^>]*>([^<]*)</a> <span[^>]*>([^<]*)', written()["one"]
    )
    one = [
        ("badge-aside", "In passing", "holds after repair"),
        ("lem-1", "Lemma 1.2", "holds"),
    ]
    assert listed == one * 2  # folded under the title, and in the margin


def test_a_claim_without_a_box_is_found_at_its_first_badge():
    assert written()["one"].count('id="badge-aside" href="ledger.html#aside"') == 1
    assert 'id="badge-lem-1"' not in written()["one"]


def test_a_statement_leads_to_the_next_across_pages():
    texts = written()
    assert '<a class="gc-step" rel="next" href="next.html#two">The law&nbsp;→</a>' in texts["one"]
    assert 'rel="prev"' not in texts["one"]
    back = '<a class="gc-step" rel="prev" href="one.html#lem-1">←&nbsp;Lemma 1.2</a>'
    assert back in texts["next"]


def test_a_page_that_claims_nothing_stays_as_it_is():
    assert list(aids.with_aids({"index": page("<p>words</p>")}, ROWS)) == [page("<p>words</p>")]


def test_code_and_statement_name_each_other(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(boxes, "computed", lambda: {"lem-1": ["gcbook.holds"], "two": []})
    texts = written()
    assert "Computed by <a" in texts["one"]
    assert 'href="api.html#gcbook.holds"><code>holds</code>' in texts["one"]
    assert "Computed by" not in texts["next"]
    assert 'Computes: <a class="reference internal" href="one.html#lem-1">Lemma 1.2' in texts["api"]


def test_every_box_of_the_chapters_names_its_function():
    sources = sorted((ROOT / "book").glob("*.md"))
    found = {one["id"] for path in sources for one in statements.BOX.finditer(path.read_text())}
    assert found == set(boxes.computed())


@pytest.mark.book
def test_every_box_of_the_book_has_its_line_and_every_function_an_entry(html: Path):
    texts = {path.stem: path.read_text(encoding="utf-8") for path in html.glob("*.html")}
    feet = sum(text.count('<div class="gc-foot">') for text in texts.values())
    assert feet == len(boxes.computed())
    entries = {name for page in aids.REFERENCE for name in aids.ENTRY.findall(texts[page])}
    assert {name for names in boxes.computed().values() for name in names} <= entries


def focused(page: Any) -> str:
    return str(page.evaluate("() => document.activeElement.id"))


@pytest.mark.book
@pytest.mark.browser
def test_keys_lead_from_statement_to_statement_and_to_the_next_chapter(visit: Any):
    order = visit.eval_on_selector_all(".gc-foot", "(all) => all.map((e) => e.parentElement.id)")
    for claim in order:
        visit.keyboard.press("]")
        assert focused(visit) == claim
    assert f"Statement {len(order)} of {len(order)}" in visit.inner_text(".gc-voice")
    visit.keyboard.press("k")
    assert focused(visit) == order[-2]
    visit.keyboard.press("j")
    visit.keyboard.press("j")
    visit.wait_for_url("**/condition.html#lem-5.2")


@pytest.mark.book
@pytest.mark.browser
def test_keys_are_listed_and_can_be_switched_off(visit: Any):
    visit.keyboard.press("?")
    assert "the next statement" in visit.inner_text("dialog[open]")
    visit.keyboard.press("]")  # nothing moves behind the list
    visit.locator("dialog[open] input").uncheck()
    visit.keyboard.press("Escape")
    assert visit.locator("dialog[open]").count() == 0
    visit.keyboard.press("]")
    assert focused(visit) == ""
    visit.keyboard.press("?")
    visit.locator("dialog[open] input").check()
    visit.keyboard.press("Escape")


@pytest.mark.book
@pytest.mark.browser
def test_the_list_stands_in_the_margin_or_folded(visit: Any):
    assert visit.locator(".gc-claims-beside").is_visible()
    assert not visit.locator(".gc-claims-folded").is_visible()
    visit.set_viewport_size({"width": 390, "height": 844})
    folded = visit.locator(".gc-claims-folded")
    assert folded.is_visible()
    assert not folded.locator("ol").is_visible()
    folded.locator("summary").click()
    assert folded.locator("ol").is_visible()
