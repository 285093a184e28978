"""What a row of the ledger is, and how its verdict follows from its checks.

The verdict is read off the evidence, by these rules, first match wins:

1.  no evidence at all                                             -> unproved
2.  evidence that refutes, and evidence for a repaired statement   -> holds after repair
3.  evidence that refutes                                          -> false as printed
4.  evidence that the paper's own evidence does not carry it       -> unsupported
5.  evidence for a repaired statement or a repaired proof          -> holds after repair
6.  evidence that supports                                         -> holds

A theorem, lemma, proposition or addition cannot get "holds" or "holds after repair" from samples
alone: it needs a written proof, at least one step of it checked, and no checked step broken.
Otherwise rules 2, 5 and 6 give "unproved" (rule 2 falls back on "false as printed").  A slip of
the pen is recorded but costs nothing: see `Check.slip`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from gcbook.audit.check import Check, CheckEvidence

Kind = Literal[
    "assumption",
    "equation",
    "theorem",
    "lemma",
    "proposition",
    "remark",
    "figure",
    "table",
    "passing",
    "addition",
]
Verdict = Literal["holds", "holds after repair", "false as printed", "unproved", "unsupported"]

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
NEEDS_PROOF = frozenset({"theorem", "lemma", "proposition", "addition"})


@dataclass(frozen=True)
class Step:
    """One step of a written proof: checked by a named check of the claim, or argued in prose."""

    text: str
    check: str | None = None


@dataclass(frozen=True, eq=False)
class Claim:
    """One statement of the paper, in our own precise words, with what it rests on.

    Parameters
    ----------
    id : str
        The label used in the book, the tests and the ledger.
    number : str
        The paper's name for it ("Lemma 5.2"), or where it is said in passing.
    title : str
        A few words.
    section : str
        The paper's section ("5.2"), or "added" for what this edition adds.
    statement : str
        What is claimed, in precise words (LaTeX between dollar signs).
    kind : str
        Assumption, equation, theorem, lemma, proposition, remark, figure, table, passing, addition.
    checks : tuple of Check
    depends : tuple of str
        Ids of the claims whose statements (as repaired) its proof uses.
    repair : str
        The repaired statement; empty where the printed one stands.
    proof : tuple of Step
        The written proof, each step checked or argued.
    """

    id: str
    number: str
    title: str
    section: str
    statement: str
    kind: Kind
    checks: tuple[Check, ...]
    depends: tuple[str, ...] = ()
    repair: str = ""
    proof: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"kind must be one of {', '.join(get_args(Kind))}; got {self.kind!r}")
        names = [one.name for one in self.checks]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"claim {self.id!r} has two checks of the same name: {twice}")
        missing = sorted({s.check for s in self.proof if s.check} - set(names))
        if missing:
            raise ValueError(f"claim {self.id!r}: proof steps name unknown checks {missing}")

    def check(self, name: str) -> Check:
        """Return the check with this name.

        Raises
        ------
        KeyError
            If the claim has no such check.
        """
        for one in self.checks:
            if one.name == name:
                return one
        raise KeyError(f"claim {self.id!r} has no check {name!r}")

    def run(self, *, full: bool = False) -> Evidence:
        """Run every check and every twin of this claim."""
        return Evidence(self, tuple(one.evidence(full=full) for one in self.checks))

    @cached_property
    def evidence(self) -> Evidence:
        """The evidence of one default run, kept with this row."""
        return self.run()

    @property
    def verdict(self) -> Verdict:
        """The verdict that the checks give; asking for it runs them once."""
        return self.evidence.verdict


@dataclass(frozen=True, eq=False)
class Evidence:
    """What running a claim gave: one entry per check, and the verdict they add up to."""

    claim: Claim
    checks: tuple[CheckEvidence, ...]

    def __post_init__(self) -> None:
        expected = [one.name for one in self.claim.checks]
        if [one.name for one in self.checks] != expected:
            raise ValueError(f"evidence for {self.claim.id!r} must hold the checks {expected}")

    @property
    def id(self) -> str:
        """The id of the claim."""
        return self.claim.id

    @property
    def passed(self) -> bool:
        """Whether there is a check, every check passes and every twin is rejected."""
        return bool(self.checks) and all(one.sound for one in self.checks)

    @property
    def seconds(self) -> float:
        """The seconds that all checks and twins took."""
        return sum(one.seconds for one in self.checks)

    @property
    def verdict(self) -> Verdict:
        """The verdict; the rules are at the top of this module."""
        found = self._found()
        if not found:
            return "unproved"
        mended: Verdict = "holds after repair" if self.proof_stands else "unproved"
        if "refutes" in found:
            return mended if "repairs" in found and self.proof_stands else "false as printed"
        if "weighs" in found:
            return "unsupported"
        if "repairs" in found:
            return mended
        return "holds" if self.proof_stands else "unproved"

    @property
    def proof_stands(self) -> bool:
        """Whether the claim needs no proof, or has one with a checked step and none broken."""
        if self.claim.kind not in NEEDS_PROOF:
            return True
        statuses = [status for _, status in self.steps]
        return "checked" in statuses and "broken" not in statuses

    @property
    def steps(self) -> tuple[tuple[Step, Literal["checked", "argued", "broken"]], ...]:
        """The steps of the written proof, each checked, argued, or broken by its check."""
        sound = {one.name for one in self.checks if one.sound}
        return tuple(
            (step, "argued" if not step.check else "checked" if step.check in sound else "broken")
            for step in self.claim.proof
        )

    def _found(self) -> set[str]:
        """Return the roles of the checks that count as evidence."""
        roles: set[str] = set()
        for one, result in zip(self.claim.checks, self.checks, strict=True):
            if not result.sound or (one.slip and one.role == "refutes"):
                continue
            roles.add("supports" if one.slip else one.role)
        return roles


Nature = Literal["slip", "constant", "hypothesis", "error", "gap", "evidence"]


@dataclass(frozen=True)
class Erratum:
    """One line of the errata: a printed form, its mended form, and the check that shows it.

    Parameters
    ----------
    id : str
        ``E1``, ``E2``, ...
    claim : str
        The id of the ledger row it belongs to.
    where : str
        Where in the paper ("Assumption 1, item 1").
    printed, mended : str
        The two forms (LaTeX between dollar signs).
    why : str
        One or two sentences.
    check : str
        The name of a check of that row.
    nature : {'slip', 'constant', 'hypothesis', 'error', 'gap', 'evidence'}
        A slip of the pen, a wrong constant, a missing hypothesis, an error, a gap in a proof, or
        evidence that does not carry the conclusion drawn from it.
    """

    id: str
    claim: str
    where: str
    printed: str
    mended: str
    why: str
    check: str
    nature: Nature

    def __post_init__(self) -> None:
        if self.nature not in get_args(Nature):
            raise ValueError(
                f"nature must be one of {', '.join(get_args(Nature))}; got {self.nature!r}"
            )
