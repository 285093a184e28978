"""The page "Notation": every sign of every formula in a statement's box has an entry."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from gcbook_book import notation

ROOT = Path(__file__).resolve().parents[1]
BOX = re.compile(
    r"^<!-- statement: (\S+) -->\n(.*?)^<!-- end statement -->$", re.MULTILINE | re.DOTALL
)
FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<!\$)\$([^$]+)\$", re.S)
# A sign: an accented or special letter, a command, a letter. Words and layout are no signs.
WORDS = re.compile(r"\\(?:text|tag|label)\{[^}]*\}|\\(?:begin|end)\{[^}]*\}")
SIGN = re.compile(
    r"\\operatorname\{\w+\}"
    r"|\\(?:mathbb|mathcal|mathbf|tilde|hat|bar)\s*\{?\s*(?:\\[A-Za-z]+|\w)\}?"
    r"|\\[A-Za-z]+|[A-Za-z]"
)
# What every reader of mathematics knows, and what only places the rest.
KNOWN = r"""
    \frac \dfrac \tfrac \sum \prod \int \sqrt \binom \min \max \sup \lim \liminf \log \exp \sin
    \cot \tanh \ker \dim \ge \le \ne \in \notin \subset \cup \to \mapsto \longrightarrow
    \downarrow \Longleftrightarrow \sim \approx \asymp \infty \pm \times \cdot \cdots \dots
    \oplus \bigoplus \perp \top \bigl \bigr \Bigl \Bigr \Big \quad \qquad
"""


@cache
def boxes() -> list[tuple[str, str]]:
    """The id and the text of every statement's box."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "book").glob("*.md"))]
    return [box for text in texts for box in BOX.findall(text)]


def signs(text: str) -> set[str]:
    """The signs of the formulas of a text that need an explanation."""
    formulas = [WORDS.sub(" ", one or two) for one, two in FORMULA.findall(text)]
    found = {re.sub(r"[\s{}]", "", sign) for one in formulas for sign in SIGN.findall(one)}
    return found - set(KNOWN.split())


def test_signs_are_told_from_words_and_layout():
    assert signs(r"$\tilde w_j\ge\frac12\text{ if }x$ and $$\mathbb{P}(A)$$") == {
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
            assert f":label: {label}\n" in text or f"({label})=" in text, symbol["where"]
