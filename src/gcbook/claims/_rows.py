"""The papers whose claims the ledger holds: each result's module has a ``CLAIM`` and ``ERRATA``."""

from __future__ import annotations

from gcbook.audit import Claim
from gcbook.claims import slow_to_fast

CHAPTERS = slow_to_fast.RESULTS


def all_claims() -> tuple[Claim, ...]:
    """Return every claim of the paper, in the paper's order."""
    return slow_to_fast.CLAIMS
