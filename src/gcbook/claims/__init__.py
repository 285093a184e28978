"""The ledger: every claim of the paper, with a verdict that running its checks computes.

>>> import gcbook
>>> gcbook.ledger()["asm-1"].verdict
'holds'
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor

from gcbook.audit import (
    VERDICTS,
    Check,
    CheckEvidence,
    Claim,
    Erratum,
    Evidence,
    Ledger,
    LedgerRun,
    Outcome,
    Step,
    check,
)
from gcbook.claims.errata import errata

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
    "errata",
    "ledger",
    "run_ledger",
]


def ledger() -> Ledger:
    """Return the claims of the paper, in its order, none of them run yet.

    Returns
    -------
    Ledger
        Each row has ``.id``, ``.title``, ``.section``, ``.statement``, ``.checks``; asking for
        its ``.verdict`` runs its checks unless this process has already, ``.run()`` runs them now
        and returns the evidence.

    Examples
    --------
    >>> import gcbook
    >>> [check.name for check in gcbook.ledger()["asm-1"].checks][:1]
    ['sign-matrices-counted']
    """
    # sympy is imported by the chapters, not here: `import gcbook` stays light.
    from gcbook.claims._rows import all_claims

    return Ledger(all_claims())


def run_ledger(
    ids: str | Iterable[str] | None = None,
    *,
    full: bool = False,
    progress: bool = False,
    executor: Executor | None = None,
) -> LedgerRun:
    """Run the checks of the claims with these ids, or this one (all of them for None).

    Parameters
    ----------
    ids : str or iterable of str, optional
    full : bool
        Use the larger samples.
    progress : bool
        Show a progress bar.
    executor : concurrent.futures.Executor, optional
        Where to run the checks.

    Raises
    ------
    KeyError
        If an id is not in the ledger.
    TypeError
        If `ids` is neither a text nor texts.

    Examples
    --------
    >>> from gcbook.claims import run_ledger
    >>> run_ledger("asm-1").passed
    True
    """
    return ledger().select(ids).run(executor=executor, progress=progress, full=full)
