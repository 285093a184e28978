"""The papers whose claims the ledger holds, in the order in which it shows them."""

from __future__ import annotations

from gcbook.audit import Claim
from gcbook.claims import linear_networks, local_recovery, slow_to_fast

PAPERS = (slow_to_fast, linear_networks, local_recovery)
CHAPTERS = tuple(result for paper in PAPERS for result in paper.RESULTS)


def all_claims() -> tuple[Claim, ...]:
    """Return every claim of the papers, in the papers' order."""
    return tuple(claim for paper in PAPERS for claim in paper.CLAIMS)
