"""What a check, a claim, a verdict and a run of a ledger are; no mathematics, and no claim.

The claims themselves, and `gcbook.ledger`, live in `gcbook.claims`.
"""

from gcbook.audit.check import Check, CheckEvidence, Outcome, check
from gcbook.audit.claim import VERDICTS, Claim, Erratum, Evidence, Step
from gcbook.audit.run import Ledger, LedgerRun

__all__ = [
    "VERDICTS",
    "Check",
    "CheckEvidence",
    "Claim",
    "Erratum",
    "Evidence",
    "Ledger",
    "LedgerRun",
    "Outcome",
    "Step",
    "check",
]
