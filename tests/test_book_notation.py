"""The page "Notation": every sign of every statement and every displayed formula has an entry."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from gcbook_book import notation, symbols

ROOT = Path(__file__).resolve().parents[1]
BOX = re.compile(
    r"^<!-- statement: (\S+) -->\n(.*?)^<!-- end statement -->$", re.MULTILINE | re.DOTALL
)
FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<!\$)\$([^$]+)\$", re.S)
CELL = re.compile(r"^(`{3,})\{code-cell.*?^\1$", re.MULTILINE | re.DOTALL)
CHAPTERS = sorted((ROOT / "book").glob("*.md"))


@cache
def boxes() -> list[tuple[str, str]]:
    """The id and the text of every statement's box."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "book").glob("*.md"))]
    return [box for text in texts for box in BOX.findall(text)]


def signs(text: str) -> set[str]:
    """The signs of the formulas of a text that need an explanation."""
    return {sign for one, two in FORMULA.findall(text) for sign in symbols.signs(one or two)}


def displays(path: Path) -> list[str]:
    """The formulas of a chapter on lines of their own, outside the boxes."""
    text = BOX.sub("", CELL.sub("", path.read_text(encoding="utf-8")))
    return re.findall(r"\$\$.+?\$\$", text, re.DOTALL)


def test_signs_are_told_from_words_and_layout():
    assert signs(r"$\tilde w_j\ge\frac12\text{ if }x$ and $$\mathbb{P}(A)\\[1ex]$$") == {
        r"\tildew",
        "j",
        "x",
        r"\mathbbP",
        "A",
    }


def test_there_are_boxes():
    assert len(boxes()) > 50


@pytest.mark.parametrize(("claim", "text"), boxes(), ids=[claim for claim, _ in boxes()])
def test_every_sign_of_a_box_has_an_entry(claim: str, text: str):
    assert signs(text) - notation.known(claim) == set()


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_sign_of_a_display_has_an_entry(path: Path):
    known = set(symbols.chosen(path.stem))
    assert {one: signs(one) - known for one in displays(path) if signs(one) - known} == {}


def test_a_sign_without_an_entry_is_noticed():
    assert signs(r"$$\Xi_j$$") - set(symbols.chosen("setup")) == {r"\Xi"}


def test_every_sign_can_be_found_again_in_a_drawn_formula():
    listed = [sign for part in notation.parts() for one in part["symbol"] for sign in one["signs"]]
    assert not [sign for sign in listed if "\\" in symbols.key(sign)]


def test_no_sign_is_explained_twice_in_one_part():
    for part in notation.parts():
        listed = [sign for symbol in part["symbol"] for sign in symbol["signs"]]
        assert len(listed) == len(set(listed)), part["key"]


def test_every_entry_has_words_and_a_place():
    chapters = {path.name for path in (ROOT / "book").glob("*.md")}
    for part in notation.parts():
        for symbol in part["symbol"]:
            assert len(symbol["words"]) > 10
            page, _, label = symbol["where"].partition("#")
            assert page in chapters
            text = (ROOT / "book" / page).read_text(encoding="utf-8")
            marks = (f":label: {label}\n", f"({label})=")
            assert not label or any(mark in text for mark in marks), symbol["where"]
