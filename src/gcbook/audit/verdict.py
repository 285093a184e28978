"""How a verdict follows from the checks: the one place where the rules stand.

The verdict is read off the evidence (checks that passed and rejected their twins), by these rules,
first match wins:

1.  no evidence at all                                              -> unproved
2.  evidence that refutes or repairs, and a repair that negates
    the printed words (``negated=True``): no repair of them         -> false as printed
3.  evidence that refutes, and evidence for a repaired statement    -> holds after repair
4.  evidence that refutes                                           -> false as printed
5.  evidence that the paper's own evidence does not carry it        -> unsupported
6.  evidence for a repaired statement or a repaired proof           -> holds after repair
7.  evidence that supports                                          -> holds

*What is universal needs a proof.*  Rules 3, 6 and 7 ask in addition that the proof stands, or give
"unproved" (rule 3 falls back on "false as printed").  A claim about finitely many experiments (a
figure, a table, whatever says ``universal=False``) needs none.  Any other claim, whatever its kind,
has a proof that stands if

a.  its proof is written down, at least one step names a check, no step is *broken*, and no step
    rests on an *instance* alone; or
b.  no proof is written, the claim is no theorem, lemma, proposition or addition, and one of the
    checks that back the verdict is itself a proof (its reach is "proved").

The status of a step:

===========  ======================================================================
proved       its check passed, and the check's reach is "proved": it covers all cases
argued       the words are the argument; a check that it names is an illustration, or
             there is none (``Step(text, check, argued=True)``, ``Step(text)``)
instance     its check passed for the cases that it tried, and nothing argues the rest
broken       its check did not pass, or did not reject its twin
===========  ======================================================================

A slip of the pen is recorded but costs nothing: see `Check.slip`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, get_args

from gcbook.audit.check import Check
from gcbook.audit.outcome import CheckEvidence

if TYPE_CHECKING:
    from gcbook.audit.claim import Claim, Step

Verdict = Literal["holds", "holds after repair", "false as printed", "unproved", "unsupported"]
Status = Literal["proved", "argued", "instance", "broken"]
Strength = Literal["proved", "argued", "instance", "counterexample", ""]

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
NEEDS_WRITTEN_PROOF = frozenset({"theorem", "lemma", "proposition", "addition"})
NOT_UNIVERSAL = frozenset({"assumption", "figure", "table"})

Results = Sequence[CheckEvidence]


def verdict_of(claim: Claim, results: Results) -> Verdict:
    """Return the verdict; the rules are at the top of this module."""
    roles = {role for role, _ in _backing(claim, results)}
    if not roles:
        return "unproved"
    if claim.negated and roles & {"refutes", "repairs"}:
        return "false as printed"
    stands = proof_stands(claim, results)
    if "refutes" in roles:
        return "holds after repair" if "repairs" in roles and stands else "false as printed"
    if "weighs" in roles:
        return "unsupported"
    if not stands:
        return "unproved"
    return "holds after repair" if "repairs" in roles else "holds"


def proof_stands(claim: Claim, results: Results) -> bool:
    """Return whether the claim needs no proof, or has one that stands."""
    if not claim.is_universal:
        return True
    if claim.proof:
        return _written_proof_stands(claim, results)
    return claim.kind not in NEEDS_WRITTEN_PROOF and _a_check_is_the_proof(claim, results)


def statuses(claim: Claim, results: Results) -> tuple[tuple[Step, Status], ...]:
    """Return the steps of the written proof with their statuses."""
    sound = {one.name: one.sound for one in results}
    return tuple((step, _status(claim, step, sound)) for step in claim.proof)


def strength_of(claim: Claim, results: Results) -> Strength:
    """Return what the verdict rests on, named after its weakest part; empty for "unproved"."""
    verdict = verdict_of(claim, results)
    if verdict == "false as printed":
        return "counterexample"
    if verdict not in {"holds", "holds after repair"}:
        return ""
    found = {status for _, status in statuses(claim, results)} - {"broken"}
    if not found:
        return "proved" if _a_check_is_the_proof(claim, results) else "instance"
    weakest: tuple[Strength, ...] = ("instance", "argued", "proved")
    return next(word for word in weakest if word in found)


def _written_proof_stands(claim: Claim, results: Results) -> bool:
    steps = statuses(claim, results)
    checked = any(step.check for step, _ in steps)
    return checked and not any(status in {"instance", "broken"} for _, status in steps)


def _a_check_is_the_proof(claim: Claim, results: Results) -> bool:
    return any(
        role in {"supports", "repairs"} and one.shows == "proved"
        for role, one in _backing(claim, results)
    )


def _status(claim: Claim, step: Step, sound: dict[str, bool]) -> Status:
    if not step.check:
        return "argued"
    if not sound.get(step.check):
        return "broken"
    if claim.check(step.check).shows == "proved":
        return "proved"
    return "argued" if step.argued else "instance"


def _backing(claim: Claim, results: Results) -> list[tuple[str, Check]]:
    """Return the checks that count as evidence, each with the role in which it counts."""
    return [
        ("supports" if one.slip else one.role, one)
        for one, result in zip(claim.checks, results, strict=True)
        if result.sound and not (one.slip and one.role == "refutes")
    ]
