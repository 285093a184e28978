"""The chapters of the ledger, in the paper's order; each holds its rows in ``CLAIMS``."""

from __future__ import annotations

from gcbook.claims import (
    closed_form,
    condition,
    condition_extras,
    existence,
    landscape,
    phases,
    probability,
    probability_extras,
    setup,
    weights,
)
from gcbook.claims._claim import Claim

CHAPTERS = (
    setup,
    closed_form,
    landscape,
    existence,
    weights,
    condition,
    condition_extras,
    probability,
    probability_extras,
    phases,
)


def all_claims() -> tuple[Claim, ...]:
    """Return every claim of the paper, in the paper's order."""
    return tuple(claim for chapter in CHAPTERS for claim in chapter.CLAIMS)
