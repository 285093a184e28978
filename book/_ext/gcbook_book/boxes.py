"""The statements of the written pages: their boxes, their badges, their order in the book."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

COMPUTED = Path(__file__).resolve().parents[2] / "computed.toml"
BOX = re.compile(
    r'<div class="proof \w+ admonition" id="(?P<id>[^"]+)">\s*'
    r'<p class="admonition-title">(?P<title>.*?)</p>.*?</section>(?=\s*</div>)',
    re.S,
)
TITLE = re.compile(r'<h1>(?:(?!</h1>).)*?<a class="headerlink"(?:(?!</h1>).)*</h1>', re.S)
BADGE = re.compile(r'<a class="gc-verdict [^"]*" href="ledger\.html#(?P<id>[^"]+)"')
NUMBER = re.compile(r"(?!Section)[A-Z][a-z]+ [(]?[A-Z]?\d[\d.]*[)]?")


@dataclass(frozen=True)
class Statement:
    """A claim where a page shows it.

    Parameters
    ----------
    claim : str
        Its id in the ledger.
    page : str
        The page, without its ending.
    name : str
        What one calls it: its number in the paper, or its title.
    title : str
    verdict : str
    boxed : bool
        Whether it stands in a box of its own, whose label is the id.
    """

    claim: str
    page: str
    name: str
    title: str
    verdict: str
    boxed: bool

    @property
    def place(self) -> str:
        """The id on its page: that of its box, or of its first badge."""
        return self.claim if self.boxed else f"badge-{self.claim}"

    @property
    def badge(self) -> str:
        """Its verdict, as a word in its colour."""
        kind = self.verdict.replace(" ", "-")
        return f'<span class="gc-verdict gc-{kind}">{escape(self.verdict)}</span>'


def short_name(row: Mapping[str, Any]) -> str:
    """Return the number of a claim where it has one ("Lemma 5.2"), else its title.

    >>> short_name({"number": "Lemma 5.2", "title": "Four forms"})
    'Lemma 5.2'
    >>> short_name({"number": "Theorem (added)", "title": "The rate law"})
    'The rate law'
    """
    number = str(row.get("number", ""))
    return number if NUMBER.fullmatch(number) else str(row["title"]).split(" (")[0]


def statements(page: str, text: str, rows: Mapping[str, Mapping[str, Any]]) -> list[Statement]:
    """Return the claims of a page in the order in which it shows them, each once."""
    boxed = {one["id"]: one.start() for one in BOX.finditer(text)}
    badges = [(one.start(), one["id"]) for one in BADGE.finditer(text)]
    order = sorted([*badges, *((place, claim) for claim, place in boxed.items())])
    return [
        Statement(
            claim,
            page,
            short_name(rows[claim]),
            str(rows[claim]["title"]),
            str(rows[claim]["verdict"]),
            claim in boxed,
        )
        for claim in dict.fromkeys(claim for _, claim in order)
        if claim in rows
    ]


def with_places(text: str, shown: list[Statement]) -> str:
    """Return a page whose first badge of every claim without a box has an id."""
    for one in shown:
        if not one.boxed:
            start = f'href="ledger.html#{one.claim}"'
            text = text.replace(start, f'id="{one.place}" {start}', 1)
    return text


def under_title(text: str, aids: str) -> str:
    """Return a page with something below its title."""
    return TITLE.sub(lambda title: f"{title.group()}\n{aids}", text, count=1)


def computed() -> dict[str, list[str]]:
    """Return the functions that compute what each statement speaks of."""
    found: dict[str, list[str]] = tomllib.loads(COMPUTED.read_text(encoding="utf-8"))
    return found


def named_by(table: Mapping[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield every function with the claims whose boxes name it."""
    functions = dict.fromkeys(name for names in table.values() for name in names)
    for function in functions:
        yield function, [claim for claim, names in table.items() if function in names]
