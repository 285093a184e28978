"""What a notebook shows for a claim, its evidence, the ledger and a run of it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from gcbook.audit import export
from gcbook.audit.page.assets import assets
from gcbook.audit.page.table import STRENGTH, badge, details, ledger_html
from gcbook.audit.page.words import inline

if TYPE_CHECKING:
    from gcbook.audit.claim import Claim, Evidence
    from gcbook.audit.ledger import Ledger


def claim_card(claim: Claim, evidence: Evidence | None) -> str:
    """Return a claim as HTML, with its verdict if there is evidence."""
    row = export.row(evidence) if evidence else export.describe(claim)
    head = f"<b>{inline(claim.number)}.</b> {inline(claim.title)} "
    if evidence:
        strength = STRENGTH[evidence.strength]
        head += badge(evidence.verdict) + (f" <small>({strength})</small>" if strength else "")
    else:
        head += "<small>(ask for its <code>verdict</code> to run its checks)</small>"
    return f"{assets()}<div class='gc-card'><p>{head}</p>{details(row)}</div>"


def ledger_card(ledger: Ledger) -> str:
    """Return the rows of a ledger as HTML, without verdicts: nothing is run."""
    lines = "".join(
        f"<tr><td>{escape(one.id)}</td><td>{inline(one.number)}</td><td>{inline(one.title)}</td>"
        f"<td>{escape(one.section)}</td><td>{len(one.checks)}</td></tr>"
        for one in ledger
    )
    heads = "".join(f"<th>{name}</th>" for name in ("id", "number", "title", "section", "checks"))
    return (
        f"{assets()}<table class='gc-list'><caption>{escape(repr(ledger)[1:-1])}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )


def run_card(run: Mapping[str, Any]) -> str:
    """Return a run of the ledger as the table of the ledger page."""
    return assets() + ledger_html(run)
