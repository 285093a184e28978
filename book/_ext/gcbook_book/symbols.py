r"""The symbols of a page: what its formulas use, and what the list of symbols says of each.

A sign is what a reader may ask about: a letter, an accented or special letter, a command of TeX.
MathJax draws it; ``symbols.js`` finds it again by the key that both sides make of it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from html import unescape

from bs4 import BeautifulSoup, Tag

from gcbook_book import boxes, notation

WORDS = re.compile(r"\\(?:text|tag|label|mathrm)\{[^}]*\}|\\(?:begin|end)\{[^}]*\}|\\\\\[\w+\]")
SIGN = re.compile(
    r"\\operatorname\{\w+\}"
    r"|\\(?:mathbb|mathcal|mathbf|tilde|hat|bar|dot)\s*\{?\s*(?:\\[A-Za-z]+|\w)\}?"
    r"|\\[A-Za-z]+|[A-Za-z]"
)
# What every reader of mathematics knows, and what only places the rest.
COMMON = r"""
    \frac \dfrac \tfrac \sum \prod \int \sqrt \binom \min \max \sup \lim \liminf \log \exp \sin
    \cos \cot \tanh \ker \dim \ge \le \ne \in \notin \subset \cup \cap \setminus \to \mapsto
    \longrightarrow \downarrow \Longleftrightarrow \sim \approx \asymp \infty \pm \times \cdot
    \cdots \dots \oplus \bigoplus \perp \top \bigl \bigr \Bigl \Bigr \Big \left \right \quad
    \qquad \textstyle \underbrace \operatornamesign
"""
KNOWN = frozenset(COMMON.split())
ACCENTS = {"tilde": "~", "hat": "^", "bar": "¯", "dot": "˙"}
STYLES = {"mathbb": "double-struck", "mathcal": "-tex-calligraphic", "mathbf": "bold"}
LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "eta": "η",
    "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "phi": "ϕ", "varphi": "φ", "varrho": "ϱ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Lambda": "Λ", "Pi": "Π", "Omega": "Ω", "ell": "ℓ", "nabla": "∇",
    "partial": "∂", "wedge": "∧", "langle": "⟨", "rangle": "⟩",
}  # fmt: skip
Entry = tuple[str, str, str, str]  # symbol, words, where, code
FORMULA = re.compile(r'class="math notranslate nohighlight"[^>]*>(.*?)</(?:span|div)>', re.S)
DISPLAY = re.compile(r'<div class="math notranslate nohighlight"[^>]*>(.*?)</div>', re.S)
PLACE = '<script type="application/json" id="gc-symbols">{}</script>\n'
MOST = 8  # symbols at the head of a chapter


def signs(formula: str) -> list[str]:
    r"""Return the signs of a formula that need an explanation, as often as they stand there.

    >>> signs(r"\tilde w_j \ge \frac12")
    ['\\tildew', 'j']
    """
    found = (re.sub(r"[\s{}]", "", sign) for sign in SIGN.findall(WORDS.sub(" ", formula)))
    return [sign for sign in found if sign not in KNOWN]


def key(sign: str) -> str:
    r"""Return what MathJax makes of a sign: the accent, the letter, its style where it has one.

    >>> key(r"\tildew"), key(r"\eta"), key(r"\mathbbR"), key("k")
    ('~w', 'η', 'R:double-struck', 'k')
    """
    for name, accent in ACCENTS.items():
        if sign.startswith(f"\\{name}"):
            return accent + key(sign.removeprefix(f"\\{name}"))
    for name, style in STYLES.items():
        if sign.startswith(f"\\{name}"):
            return f"{sign.removeprefix(chr(92) + name)}:{style}"
    if sign.startswith(r"\operatorname"):
        return sign.removeprefix(r"\operatorname")
    return LETTERS[sign[1:]] if sign.startswith("\\") else sign


def used(text: str) -> Counter[str]:
    """Return the signs of the statements and displays of a written page, with their numbers."""
    shown = [one for box in boxes.BOX.finditer(text) for one in FORMULA.findall(box.group())]
    outside = boxes.BOX.sub("", text)
    formulas = [*shown, *DISPLAY.findall(outside)]
    return Counter(sign for one in formulas for sign in signs(unescape(one)))


def entries(page: str) -> dict[tuple[str, int], Entry]:
    """Return the rows of the written page of symbols: symbol, words, where, code."""
    tables = BeautifulSoup(page, "html.parser").select(".bd-article table")
    found = {}
    for part, table in zip(notation.parts(), tables, strict=True):
        for number, row in enumerate(table.select("tbody tr")):
            cells = [cell.find("p") or cell for cell in row.select("td")]
            symbol, words, where, code = (
                cell.decode_contents() if isinstance(cell, Tag) else "" for cell in cells
            )
            found[part["key"], number] = (symbol, words, where, code)
    return found


def chosen(page: str) -> dict[str, tuple[str, int]]:
    """Return the entry of every sign for a reader of one page: its own part before the paper's."""
    found: dict[str, tuple[str, int]] = {}
    for name in notation.parts_of(page):
        part = next(one for one in notation.parts() if one["key"] == name)
        for number, symbol in enumerate(part["symbol"]):
            for sign in symbol["signs"]:
                found.setdefault(sign, (name, number))
    return found


def preview(entry: Entry) -> str:
    """Return one entry as the preview shows it."""
    symbol, words, where, code = entry
    place = re.sub(r"</?a\b[^>]*>", "", where)
    called = f" In <code>gcbook</code>: {code}." if code.strip() else ""
    return (
        f'<p class="gc-symbol">{symbol}</p><p>{words}.</p>'
        f'<p class="gc-symbol-place">Introduced in {place}.{called}</p>'
    )


def at_head(order: list[Entry]) -> str:
    """Return the symbols of a chapter, folded, for its beginning."""
    lines = "".join(f"<dt>{symbol}</dt><dd>{words}</dd>" for symbol, words, _, _ in order)
    return (
        '<details class="gc-aid gc-symbols"><summary>Symbols of this chapter</summary>'
        f'<dl>{lines}</dl><p><a class="reference internal" href="notation.html">All symbols</a>. '
        "Point at a symbol of a statement or of a displayed formula, or press "
        "<kbd>s</kbd>, and its entry is shown.</p></details>"
    )


def with_symbols(
    text: str, page: str, known: Mapping[tuple[str, int], Entry], signs: Counter[str]
) -> str:
    """Return a page with what the list says of its signs, and the most used at its head."""
    place = chosen(page)
    asked = {sign: place[sign] for sign in signs if place.get(sign) in known}
    if not asked or page == "notation":
        return text
    counts = Counter[tuple[str, int]]()
    for sign, one in asked.items():
        counts[one] += signs[sign]
    order = [one for one, _ in counts.most_common()]
    table = {
        "signs": {key(sign): order.index(one) for sign, one in asked.items()},
        "entries": [preview(known[one]) for one in order],
    }
    text = boxes.under_title(text, at_head([known[one] for one in sorted(order[:MOST])]))
    kept = json.dumps(table, ensure_ascii=False).replace("<", "\\u003c")
    start, end, rest = text.rpartition("</body>")
    return start + PLACE.format(kept) + end + rest
