"""A symbol of a statement or a displayed formula shows what it means, where it stands."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from gcbook_book import notation, symbols

KEPT = re.compile(r'<script type="application/json" id="gc-symbols">(.*?)</script>', re.S)
BOX = "#gc-preview"
LISTED = {("paper", number): (f"sign {number}", "words", "there", "") for number in range(40)}
PAGE = '<h1>One<a class="headerlink" href="#">#</a></h1><p>text</p></body>'


def test_a_page_carries_the_entries_of_its_signs_and_no_others():
    counts = symbols.used('<div class="math notranslate nohighlight">\\[\\eta\\eta\\Xi\\]</div>')
    text = symbols.with_symbols(PAGE, "setup", LISTED, counts)
    kept = json.loads(KEPT.search(text)[1])
    assert kept["signs"] == {"η": 0}
    assert len(kept["entries"]) == 1
    assert "words" in kept["entries"][0]
    assert text.index("</h1>") < text.index("gc-symbols") < text.index("<p>text")
    assert symbols.with_symbols(PAGE, "setup", LISTED, symbols.used("")) == PAGE


def test_companions_have_letters_of_their_own():
    assert symbols.chosen("linear-networks")["X"][0] == "linear"
    assert symbols.chosen("width")["P"][0] == "open"
    assert symbols.chosen("width")["d"][0] == "paper"
    assert "X" not in symbols.chosen("setup")


@pytest.mark.book
def test_the_page_of_symbols_is_what_the_entries_are_read_from(html: Path):
    listed = symbols.entries((html / "notation.html").read_text(encoding="utf-8"))
    for part in notation.parts():
        for number, one in enumerate(part["symbol"]):
            symbol, words, _, _ = listed[part["key"], number]
            assert one["tex"].split(",")[0].split("\\ ")[0] in symbol.replace("&lt;", "<")
            assert words.split("<")[0].split(";")[0][:9].strip() in one["words"]


@pytest.mark.book
@pytest.mark.browser
def test_pointing_at_a_symbol_shows_its_entry_and_keeps_its_formula_in_sight(visit: Any):
    sign = visit.locator("#lem-5\\.1 mjx-math [data-gc-sign='η']:visible").first
    sign.evaluate("(e) => e.scrollIntoView({block: 'center'})")
    visit.wait_for_timeout(200)
    sign.hover()
    visit.wait_for_selector(BOX, timeout=3000)
    assert "the step of gradient descent" in visit.inner_text(BOX)
    covers = """(e) => {
      const line = e.closest('mjx-container').getBoundingClientRect();
      const box = document.querySelector('#gc-preview').getBoundingClientRect();
      return line.bottom > box.top && line.top < box.bottom;
    }"""
    assert not sign.evaluate(covers)
    visit.keyboard.press("Escape")
    assert visit.locator(BOX).count() == 0


@pytest.mark.book
@pytest.mark.browser
def test_a_key_goes_through_the_symbols_of_a_statement(visit: Any):
    visit.keyboard.press("]")
    seen = []
    spoken = "() => document.querySelector('.gc-voice').textContent"
    for _ in range(3):
        visit.keyboard.press("s")
        seen.append(visit.evaluate(spoken))
    assert len(set(seen)) == 3
    assert visit.locator(".gc-pointed").count() == 1
    visit.keyboard.press("Escape")
    assert visit.locator(f"{BOX}, .gc-pointed").count() == 0


@pytest.mark.book
@pytest.mark.browser
def test_accents_and_letters_of_blackboards_are_found(visit: Any):
    marked = "(all) => [...new Set(all.map((e) => e.dataset.gcSign))]"
    found = visit.eval_on_selector_all("mjx-math [data-gc-sign]", marked)
    assert {"w", "η", "R:double-struck", "∇"} <= set(found)
    table = visit.evaluate("() => JSON.parse(document.getElementById('gc-symbols').textContent)")
    assert set(found) <= set(table["signs"])
