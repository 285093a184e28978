"""Statements in the book's index, so that a search for "Lemma 5.2" finds its page first.

The words come from the ledger, the places from the labels of the chapters: where a chapter has a
label that is the id of a claim, the index has the claim's number.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NUMBERED = re.compile(
    r"(Assumption|Corollary|Definition|Equation|Figure|Lemma|Proposition|Remark|Table|Theorem)\b"
)


def numbers(ledger: Path) -> dict[str, str]:
    """Return ``{id: number}`` of the numbered claims in a run of the ledger."""
    if not ledger.exists():
        return {}
    run: Any = json.loads(ledger.read_text(encoding="utf-8"))
    rows = run["rows"] if isinstance(run, dict) else run
    named = {row["id"]: str(row.get("number", "")) for row in rows}
    return {claim: number for claim, number in named.items() if NUMBERED.match(number)}


class IndexStatements(SphinxTransform):
    """Put an entry before every statement that has a row in the ledger."""

    default_priority = 840  # the index is read at 850

    def apply(self, **kwargs: Any) -> None:
        """Go through the labels of one page."""
        known = dict(self.config.gcbook_numbers)  # each is entered once
        for node in list(self.document.findall(nodes.Element)):
            for claim in set(node.get("ids", ())) & known.keys():
                if node.parent is None or isinstance(node.parent, nodes.Inline):
                    continue
                words = known.pop(claim)
                entry = addnodes.index(entries=[("single", words, claim, "main", None)])
                node.parent.insert(node.parent.index(node), entry)


def read_ledger(app: Sphinx) -> None:
    """Read the numbers from the run that the build driver leaves beside the pages."""
    app.config.gcbook_numbers = numbers(Path(app.outdir).parent / "ledger.json")


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.add_config_value("gcbook_numbers", {}, "env", [dict])
    app.add_transform(IndexStatements)
    app.connect("builder-inited", read_ledger)
