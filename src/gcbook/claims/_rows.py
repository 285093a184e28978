"""The chapters of the ledger, in the paper's order; each holds its rows in ``CLAIMS``."""

from __future__ import annotations

from gcbook.claims import closed_form, existence, landscape, setup
from gcbook.claims._claim import Claim

CHAPTERS = (setup, closed_form, landscape, existence)


def all_claims() -> tuple[Claim, ...]:
    """Return every claim of the paper, in the paper's order."""
    return tuple(claim for chapter in CHAPTERS for claim in chapter.CLAIMS)
