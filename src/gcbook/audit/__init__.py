"""What a check, a claim, a verdict and a run of a ledger are; no mathematics, and no claim.

The claims themselves, and `gcbook.ledger`, live in `gcbook.claims`.

==========  =========================================================================
outcome     what one call of a check found
check       a statement that can be asked, and its twin
methods     the decorators that make a check, by method and role: ``exact.refutes``
verdict     the rules by which checks become a verdict
claim       a row of the ledger, and its evidence
errata      an entry of the errata, and how entries are counted
ledger      rows in order, what rests on what
run         running them, in one process or many
memory      what this process already knows
export      rows and evidence as plain data and JSON
page        the same as HTML, from the plain data
==========  =========================================================================
"""

from gcbook.audit.check import Check, check
from gcbook.audit.claim import Claim, Evidence, Step
from gcbook.audit.errata import Erratum, counts_by_group
from gcbook.audit.ledger import Ledger
from gcbook.audit.memory import forget
from gcbook.audit.methods import exact, experiment, numerical, statistical, symbolic
from gcbook.audit.outcome import CheckEvidence, Outcome
from gcbook.audit.run import LedgerRun
from gcbook.audit.verdict import VERDICTS

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
    "counts_by_group",
    "exact",
    "experiment",
    "forget",
    "numerical",
    "statistical",
    "symbolic",
]
