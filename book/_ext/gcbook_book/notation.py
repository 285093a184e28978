"""The directive ``{notation}``: the page of symbols, made of ``book/notation.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

SOURCE = Path(__file__).resolve().parents[2] / "notation.toml"
# Which part explains the signs of a claim, by the beginning of its id, and what it builds on.
PART_OF = {"rate-": "open", "width-": "open", "work-": "work", "lin-": "linear", "rec-": "recovery"}
OWN_LETTERS = {"linear", "recovery"}  # other papers: no letter keeps its meaning
# The same for the formulas of a page; pages that are not here use the paper's letters.
PARTS_OF_PAGE = {
    "conclusions": ("open", "paper"),
    "rate-law": ("open", "paper"),
    "width": ("open", "paper"),
    "condition-at-work": ("work", "paper"),
    "linear-networks": ("linear",),
    "local-recovery": ("recovery",),
    "one-story": ("linear", "recovery", "paper"),
}


@cache
def parts() -> list[dict[str, Any]]:
    """Return the parts of the list of symbols."""
    found: list[dict[str, Any]] = tomllib.loads(SOURCE.read_text(encoding="utf-8"))["part"]
    return found


def known(claim: str) -> set[str]:
    """Return the signs that are explained to a reader of one claim."""
    own = next((key for start, key in PART_OF.items() if claim.startswith(start)), "paper")
    keys = {own} if own in OWN_LETTERS else {own, "paper"}
    return {
        sign
        for part in parts()
        if part["key"] in keys
        for symbol in part["symbol"]
        for sign in symbol["signs"]
    }


def parts_of(page: str) -> tuple[str, ...]:
    """Return the parts that explain the signs of a page, the nearest first."""
    return PARTS_OF_PAGE.get(page, ("paper",))


def place(where: str) -> str:
    """Return the role that leads to a chapter or its label, in the words of its first heading."""
    page, _, label = where.partition("#")
    text = (SOURCE.parent / page).read_text(encoding="utf-8")
    heading = next(line for line in text.splitlines() if line.startswith("# "))
    if not label:
        return f"{{doc}}`{heading.removeprefix('# ')} <{page.removesuffix('.md')}>`"
    role = "prf:ref" if f":label: {label}\n" in text else "ref"
    return f"{{{role}}}`{heading.removeprefix('# ')} <{label}>`"


def row(symbol: dict[str, Any]) -> str:
    """Return one symbol as a row of a table in Markdown."""
    cells = [f"${symbol['tex']}$", symbol["words"], place(symbol["where"]), symbol["code"]]
    return "".join("| " + cell.replace("|", "\\|") + " " for cell in cells) + "|"


def table(part: dict[str, Any]) -> list[str]:
    """Return one part as the lines of a table in Markdown."""
    head = ["| symbol | in words | where | in `gcbook` |", "|---|---|---|---|"]
    return [*head, *map(row, part["symbol"]), ""]


class Notation(SphinxDirective):
    """The directive itself."""

    def run(self) -> list[nodes.Node]:
        """Return a heading and a table for every part."""
        self.env.note_dependency(str(SOURCE))
        lines = [line for part in parts() for line in (f"## {part['title']}", "", *table(part), "")]
        return list(self.parse_text_to_nodes("\n".join(lines), allow_section_headings=True))


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.add_directive("notation", Notation)
