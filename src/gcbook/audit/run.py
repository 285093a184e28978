"""Running checks, in one process or many, and the evidence that all of them gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gcbook.audit import export, memory
from gcbook.audit.check import Check
from gcbook.audit.claim import Evidence, Origin
from gcbook.audit.outcome import CheckEvidence
from gcbook.audit.verdict import VERDICTS, Verdict

if TYPE_CHECKING:
    import pandas as pd
    from tqdm import tqdm


@dataclass(frozen=True, eq=False, repr=False)
class LedgerRun:
    """The evidence of one run of the ledger (or of some of its rows).

    Parameters
    ----------
    evidence : tuple of Evidence
        One per claim, in the paper's order.
    full : bool
        Whether the larger samples were used.
    """

    evidence: tuple[Evidence, ...]
    full: bool = False

    def __getitem__(self, name: str) -> Evidence:
        for one in self.evidence:
            if one.id == name:
                return one
        raise KeyError(f"{name!r}, which is not in this run")

    def __len__(self) -> int:
        return len(self.evidence)

    def __iter__(self) -> Iterator[Evidence]:
        return iter(self.evidence)

    def __repr__(self) -> str:
        found = ", ".join(f"{count} {verdict}" for verdict, count in self.counts.items() if count)
        word = "every check sound" if self.passed else "NOT every check sound"
        return f"<LedgerRun: {len(self)} claims ({found}), {word}, {self.seconds:.1f} s>"

    def _repr_html_(self) -> str:
        from gcbook.audit.page import run_card

        return run_card(self.to_dict())

    @property
    def passed(self) -> bool:
        """Whether every claim has a check, every check passes and every twin is rejected."""
        return bool(self.evidence) and all(one.passed for one in self.evidence)

    @property
    def seconds(self) -> float:
        """The seconds of checking; a check that claims share ran once and is counted once."""
        pairs = {
            memory.question(one, full=self.full): result.seconds
            for row in self
            for one, result in zip(row.claim.checks, row.checks, strict=True)
        }
        return sum(pairs.values())

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many claims got each verdict; a row that repeats another is not counted."""
        return self.tally()

    def tally(self, origin: Origin | None = None) -> dict[Verdict, int]:
        """Return how many claims got each verdict: the paper's, ours, or all of them."""
        found = Counter(
            one.verdict
            for one in self
            if not one.claim.same_as and origin in {None, one.claim.origin}
        )
        return {verdict: found[verdict] for verdict in VERDICTS}

    def summary(self) -> str:
        """Return the verdicts, then every check that failed and every twin that passed."""
        checks = [(one, result) for one in self for result in one.checks]
        lines = [
            f"{len(self)} claims, {len(checks)} checks, "
            f"{sum(result.twin_rejected for _, result in checks)} twins rejected, "
            f"{self.seconds:.1f} s of checking",
            ", ".join(f"{count} {verdict}" for verdict, count in self.counts.items()),
        ]
        for one, result in checks:
            where = f"{one.id} / {result.name}"
            if not result.outcome.passed:
                lines.append(
                    f"FAILED {where}: computed {result.outcome.computed}, "
                    f"expected {result.outcome.expected}. {result.outcome.detail}"
                )
            if not result.twin_rejected:
                lines.append(f"TWIN NOT REJECTED {where}: computed {result.twin.computed}")
        lines += [f"NO CHECK {one.id}" for one in self if not one.checks]
        return "\n".join(lines)

    def to_frame(self) -> pd.DataFrame:
        """Return one line per claim with its verdict."""
        import pandas as pd

        return pd.DataFrame(
            {
                "number": one.claim.number,
                "title": one.claim.title,
                "section": one.claim.section,
                "verdict": one.verdict,
                "strength": one.strength,
                "checks": len(one.checks),
                "sound": sum(result.sound for result in one.checks),
                "seconds": one.seconds,
            }
            for one in self
        ).set_index(pd.Index([one.id for one in self], name="id"))

    def to_dict(self) -> dict[str, Any]:
        """Return the run as plain data; the shape is that of `to_json`."""
        return {
            "version": export.SCHEMA_VERSION,
            "run": True,
            "package": export.fingerprint(),
            "full": self.full,
            "passed": self.passed,
            "seconds": round(self.seconds, 3),
            "counts": {
                "all": self.tally(),
                "paper": self.tally("paper"),
                "ours": self.tally("ours"),
            },
            "rows": [export.row(one) for one in self],
        }

    def to_json(self, path: str | Path | None = None) -> str:
        """Return the run as JSON, and write it to `path` if one is given."""
        return export.as_json(self.to_dict(), path)


def answers_of(
    checks: Sequence[Check], *, executor: Executor | None, progress: bool, full: bool
) -> list[CheckEvidence]:
    """Run checks, each question once, and return one piece of evidence per check, in order."""
    questions = [memory.question(one, full=full) for one in checks]
    asked = dict(zip(questions, checks, strict=True))
    found = {}
    with _bar(len(asked), progress) as bar:
        for key, result in _ask(asked, executor, full):
            found[key] = result
            memory.remember(asked[key], result, full=full)
            bar.set_postfix_str(result.name)
            bar.update()
    return [replace(found[key], name=one.name) for key, one in zip(questions, checks, strict=True)]


def evaluate(check: Check, full: bool) -> CheckEvidence:
    """Run one check and its twin; this is what a worker is sent."""
    return check.evidence(full=full)


def _ask(
    asked: dict[memory.Question, Check], executor: Executor | None, full: bool
) -> Iterator[tuple[memory.Question, CheckEvidence]]:
    if executor is None:
        for key, one in asked.items():
            yield key, evaluate(one, full)
        return
    # Longest first, so that no worker is left alone with a long check at the end.
    ordered = sorted(asked.items(), key=lambda item: -item[1].seconds)
    futures = {executor.submit(evaluate, one, full): key for key, one in ordered}
    for future in as_completed(futures):
        yield futures[future], future.result()


def _bar(total: int, progress: bool) -> tqdm[Any]:
    from tqdm.auto import tqdm  # here: it looks for notebooks, which takes a while

    return tqdm(total=total, desc="checks", disable=not progress)
