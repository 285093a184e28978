"""A statement lives once: the boxes of the chapters are the words of the claims, to the letter."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from gcbook import ledger

statements = pytest.importorskip("gcbook_book.statements", exc_type=ImportError)

BOOK = Path(__file__).parents[1] / "book"
PAGES = sorted(BOOK.glob("*.md"))
LEDGER = ledger()
MACRO = re.compile(r"\\(?:R|E|P|sign)(?![A-Za-z])")


def boxes() -> list[str]:
    return [one["id"] for page in PAGES for one in statements.BOX.finditer(page.read_text())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_box_is_written_from_its_claim(page: Path):
    text = page.read_text(encoding="utf-8")
    assert statements.renew(text, LEDGER.__getitem__) == text, "run: make statements"


def test_every_statement_with_a_row_stands_in_one_box():
    found = Counter(boxes())
    assert max(found.values()) == 1
    outside = "\n".join(statements.BOX.sub("", page.read_text()) for page in PAGES)
    labels = re.findall(r":{3,}\{prf:\w+\}.*\n(?::.*\n)*?:label: (\S+)", outside)
    assert not set(labels) & set(LEDGER.ids)
    numbered = {"theorem", "lemma", "proposition", "assumption", "remark"}
    assert {one.id for one in LEDGER if one.kind in numbered} <= set(found)


def test_a_repaired_statement_shows_both_forms_and_its_badge_on_the_printed_one():
    text = statements.box(LEDGER["prop-4"])
    printed, mended = text.split("As mended")
    assert LEDGER["prop-4"].statement in printed
    assert "As printed {verdict}`prop-4`" in printed
    assert LEDGER["prop-4"].repair in mended
    assert text.count(":label: prop-4\n") == 1


def test_a_statement_that_stands_shows_once():
    text = statements.box(LEDGER["bathtub"])
    assert text.startswith("<!-- statement: bathtub -->\n:::{prf:lemma} (added). The bathtub")
    assert "As printed" not in text
    assert text.endswith("{verdict}`bathtub`\n<!-- end statement -->")


def test_a_changed_word_is_found_and_mended():
    claim = LEDGER["lem-4.1"]
    drifted = statements.box(replace(claim, statement="Something else."))
    assert drifted != statements.box(claim)
    page = f"before\n\n{drifted}\n\nafter"
    assert statements.renew(page, LEDGER.__getitem__) == page.replace(
        drifted, statements.box(claim)
    )


def test_a_claim_in_passing_has_no_box():
    with pytest.raises(ValueError, match="must begin with one of assumption, corollary"):
        statements.box(LEDGER["intro-critical"])


def test_an_unknown_statement_is_refused():
    with pytest.raises(KeyError, match="not a claim of this ledger"):
        statements.renew("<!-- statement: lem-9.9 -->\n<!-- end statement -->", LEDGER.__getitem__)


@pytest.mark.parametrize("claim", LEDGER, ids=lambda claim: claim.id)
def test_words_need_no_macro_of_the_book(claim):
    words = [claim.statement, claim.repair, *(step.text for step in claim.proof)]
    assert not [text for text in words if MACRO.search(text)]
