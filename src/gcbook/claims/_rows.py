"""The chapters of the ledger, in the paper's order; each holds its rows in ``CLAIMS``."""

from __future__ import annotations

from gcbook.audit import Claim
from gcbook.claims import (
    closed_form,
    conclusions,
    condition,
    condition_extras,
    existence,
    introduction,
    landscape,
    loss,
    main_results,
    phases,
    preliminaries,
    probability,
    probability_extras,
    real_data,
    real_data_pictures,
    remarks,
    setup,
    smoothness,
    synthetic,
    synthetic_table,
    weights,
)

CHAPTERS = (
    introduction,
    setup,
    loss,
    closed_form,
    main_results,
    remarks,
    preliminaries,
    landscape,
    existence,
    smoothness,
    weights,
    condition,
    condition_extras,
    probability,
    probability_extras,
    phases,
    synthetic,
    synthetic_table,
    real_data,
    real_data_pictures,
    conclusions,
)


def all_claims() -> tuple[Claim, ...]:
    """Return every claim of the paper, in the paper's order."""
    return tuple(claim for chapter in CHAPTERS for claim in chapter.CLAIMS)
