"""What a row of the ledger is, and what running it gave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from gcbook.audit import memory, verdict
from gcbook.audit.check import Check
from gcbook.audit.errata import Erratum as Erratum  # older files of the claims look for it here
from gcbook.audit.outcome import CheckEvidence
from gcbook.audit.verdict import Status, Strength, Verdict

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
Origin = Literal["paper", "ours"]


@dataclass(frozen=True)
class Step:
    """One step of a written proof.

    Parameters
    ----------
    text : str
        The step in words.
    check : str, optional
        The check of the claim that it rests on, by name.
    argued : bool
        The text itself is the argument, and the check an instance of it. Without a check a step
        is argued in any case.
    """

    text: str
    check: str | None = None
    argued: bool = False


@dataclass(frozen=True, eq=False, repr=False)
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
        What is claimed, in precise words (LaTeX between dollar signs; paragraphs, lists and
        emphasis as in Markdown).
    kind : str
        Assumption, equation, theorem, lemma, proposition, remark, figure, table, passing, addition.
    checks : tuple of Check
    depends : tuple of str
        Ids of the claims whose statements (as repaired) its proof uses.
    repair : str
        The repaired statement; empty where the printed one stands.
    proof : tuple of Step
        The written proof.
    universal : bool, optional
        Whether it speaks of all cases, and so needs a proof; by default every kind does except
        assumption, figure and table.
    negated : bool
        The mended words contradict the printed ones: that is no repair, and the row comes out
        "false as printed".
    same_as : str
        The id of the row whose claim this one repeats; it is shown, and not counted again.
    ours : bool, optional
        Whether this edition adds it; by default what stands in the section "added" is. Counts
        keep the paper's claims and ours apart.
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
    universal: bool | None = None
    negated: bool = False
    same_as: str = ""
    ours: bool | None = None

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
        if self.universal is False and self.kind in {"theorem", "lemma", "proposition"}:
            raise ValueError(f"claim {self.id!r}: a {self.kind} is universal; got universal=False")
        if self.negated and not self.repair:
            raise ValueError(f"claim {self.id!r} is negated by its repair, which must be given")

    def __repr__(self) -> str:
        found = self._known()
        known = found.verdict if found else "verdict not computed yet"
        return (
            f"<Claim {self.id}: {_cut(self.number)}, {_cut(self.title)}; "
            f"{_count(len(self.checks), 'check')}; {known}>"
        )

    def _repr_html_(self) -> str:
        from gcbook.audit.page import claim_card

        return claim_card(self, self._known())

    @property
    def origin(self) -> Origin:
        """Whether the paper says it or this edition adds it."""
        added = self.section == "added" if self.ours is None else self.ours
        return "ours" if added else "paper"

    @property
    def is_universal(self) -> bool:
        """Whether it speaks of all cases, by its kind where `universal` is not given."""
        return self.kind not in verdict.NOT_UNIVERSAL if self.universal is None else self.universal

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

    def repeated(self, **changes: Any) -> Claim:
        """Return the row for another place where the paper says the same.

        It rests on the same checks, which run once, and is not counted again; `changes` give at
        least its own ``id`` and ``number``.
        """
        return replace(self, **{"same_as": self.same_as or self.id} | changes)

    def run(self, *, full: bool = False) -> Evidence:
        """Run every check and every twin of this claim, now."""
        found = tuple(one.evidence(full=full) for one in self.checks)
        for one, result in zip(self.checks, found, strict=True):
            memory.remember(one, result, full=full)
        return Evidence(self, found)

    @property
    def evidence(self) -> Evidence:
        """The evidence, computed once in a process; `run` computes it again."""
        return Evidence(self, tuple(memory.answer(one) for one in self.checks))

    @property
    def verdict(self) -> Verdict:
        """The verdict that the checks give, computed once in a process."""
        return self.evidence.verdict

    def _known(self) -> Evidence | None:
        found = [memory.known(one) for one in self.checks]
        return Evidence(self, tuple(one for one in found if one)) if all(found) else None


@dataclass(frozen=True, eq=False, repr=False)
class Evidence:
    """What running a claim gave: one entry per check, and the verdict they add up to."""

    claim: Claim
    checks: tuple[CheckEvidence, ...]

    def __post_init__(self) -> None:
        expected = [one.name for one in self.claim.checks]
        if [one.name for one in self.checks] != expected:
            raise ValueError(f"evidence for {self.claim.id!r} must hold the checks {expected}")

    def __repr__(self) -> str:
        sound = sum(one.sound for one in self.checks)
        return (
            f"<Evidence {self.id}: {self.verdict}; {sound} of "
            f"{_count(len(self.checks), 'check')} sound, {self.seconds:.2f} s>"
        )

    def _repr_html_(self) -> str:
        from gcbook.audit.page import claim_card

        return claim_card(self.claim, self)

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
        """The verdict; the rules are at the top of `gcbook.audit.verdict`."""
        return verdict.verdict_of(self.claim, self.checks)

    @property
    def strength(self) -> Strength:
        """What the verdict rests on, named after its weakest part."""
        return verdict.strength_of(self.claim, self.checks)

    @property
    def proof_stands(self) -> bool:
        """Whether the claim needs no proof, or has one that stands."""
        return verdict.proof_stands(self.claim, self.checks)

    @property
    def steps(self) -> tuple[tuple[Step, Status], ...]:
        """The steps of the written proof: proved, argued, an instance, or broken."""
        return verdict.statuses(self.claim, self.checks)


def _cut(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
