"""Running the ledger: all rows or some, in one process or many, to a table or to JSON."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from tqdm.auto import tqdm

from gcbook.audit.check import Check, CheckEvidence
from gcbook.audit.claim import VERDICTS, Claim, Evidence

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

SCHEMA_VERSION = 1


class Ledger(Sequence[Claim]):
    """The claims of the paper, in its order; index by position or by id.

    Parameters
    ----------
    claims : iterable of Claim

    Raises
    ------
    ValueError
        If two claims share an id.

    Examples
    --------
    >>> import gcbook
    >>> row = gcbook.ledger()["asm-1"]
    >>> row.number
    'Assumption 1'
    """

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._claims = tuple(claims)
        self._index = {claim.id: claim for claim in self._claims}
        if len(self._index) != len(self._claims):
            counts = Counter(claim.id for claim in self._claims)
            twice = sorted(name for name, count in counts.items() if count > 1)
            raise ValueError(f"claims must have different ids; used twice: {twice}")

    @overload
    def __getitem__(self, key: int | str) -> Claim: ...
    @overload
    def __getitem__(self, key: slice) -> Ledger: ...
    def __getitem__(self, key: int | str | slice) -> Claim | Ledger:
        if isinstance(key, slice):
            return Ledger(self._claims[key])
        if isinstance(key, str):
            if key not in self._index:
                raise KeyError(_unknown(key, self._index))
            return self._index[key]
        return self._claims[key]

    def __len__(self) -> int:
        return len(self._claims)

    def __contains__(self, value: object) -> bool:
        return value in self._index or value in self._claims

    def __repr__(self) -> str:
        return f"<Ledger: {len(self)} claims, {sum(len(c.checks) for c in self)} checks>"

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in the paper's order."""
        return tuple(self._index)

    def select(self, ids: Iterable[str] | None) -> Ledger:
        """Return the rows with these ids, in the paper's order; all of them for None.

        Raises
        ------
        KeyError
            If an id is not in the ledger; the message offers the nearest ones.
        """
        if ids is None:
            return self
        wanted = {self[name].id for name in ids}
        return Ledger(claim for claim in self if claim.id in wanted)

    def graph(self) -> nx.DiGraph[str]:
        """Return the dependency graph: an edge from each claim to what its proof uses.

        Raises
        ------
        ValueError
            If a claim depends on an id that is not in the ledger, or on itself through others.
        """
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.ids)
        for claim in self:
            for name in claim.depends:
                if name not in self._index:
                    raise ValueError(f"claim {claim.id!r} depends on {_unknown(name, self._index)}")
                graph.add_edge(claim.id, name)
        if not nx.is_directed_acyclic_graph(graph):
            cycle = " -> ".join(edge[0] for edge in nx.find_cycle(graph))
            raise ValueError(f"claims must not depend on themselves; found the cycle {cycle}")
        return graph

    def run(
        self, *, executor: Executor | None = None, progress: bool = False, full: bool = False
    ) -> LedgerRun:
        """Run every check and every twin.

        Parameters
        ----------
        executor : concurrent.futures.Executor, optional
            Where to run them; a worker looks a check up in ``gcbook.ledger()`` by its ids.
        progress : bool
            Show a progress bar, one tick per check.
        full : bool
            Use the larger samples of the checks that have them.
        """
        tasks = [(claim, one) for claim in self for one in claim.checks]
        bar = tqdm(total=len(tasks), desc="checks", disable=not progress)
        with bar:
            if executor is None:
                found = {}
                for claim, one in tasks:
                    bar.set_postfix_str(claim.id)
                    found[claim.id, one.name] = one.evidence(full=full)
                    bar.update()
            else:
                found = _spread(executor, tasks, full, bar)
        return LedgerRun(
            tuple(
                Evidence(claim, tuple(found[claim.id, one.name] for one in claim.checks))
                for claim in self
            ),
            full=full,
        )

    def to_frame(self) -> pd.DataFrame:
        """Return what is known without running anything, one line per claim."""
        import pandas as pd

        return pd.DataFrame(
            {
                "number": claim.number,
                "title": claim.title,
                "section": claim.section,
                "kind": claim.kind,
                "depends": ", ".join(claim.depends),
                "checks": len(claim.checks),
            }
            for claim in self
        ).set_index(pd.Index(self.ids, name="id"))

    def to_json(self, *, full: bool = False) -> str:
        """Run the ledger and return the JSON of `LedgerRun.to_json`."""
        return self.run(full=full).to_json()


@dataclass(frozen=True, eq=False)
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
        raise KeyError(_unknown(name, [one.id for one in self.evidence]))

    @property
    def passed(self) -> bool:
        """Whether every claim has a check, every check passes and every twin is rejected."""
        return bool(self.evidence) and all(one.passed for one in self.evidence)

    @property
    def counts(self) -> dict[str, int]:
        """How many claims got each verdict."""
        found = Counter(one.verdict for one in self.evidence)
        return {verdict: found[verdict] for verdict in VERDICTS}

    def summary(self) -> str:
        """Return the verdicts, then every check that failed and every twin that passed."""
        checks = [(one, result) for one in self.evidence for result in one.checks]
        lines = [
            f"{len(self.evidence)} claims, {len(checks)} checks, "
            f"{sum(result.twin_rejected for _, result in checks)} twins rejected, "
            f"{sum(one.seconds for one in self.evidence):.1f} s of checking",
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
        lines += [f"NO CHECK {one.id}" for one in self.evidence if not one.checks]
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
                "checks": len(one.checks),
                "sound": sum(result.sound for result in one.checks),
                "seconds": one.seconds,
            }
            for one in self.evidence
        ).set_index(pd.Index([one.id for one in self.evidence], name="id"))

    def to_dict(self) -> dict[str, Any]:
        """Return the run as plain data; the shape is that of `to_json`."""
        return {
            "version": SCHEMA_VERSION,
            "full": self.full,
            "passed": self.passed,
            "rows": [_row(one) for one in self.evidence],
        }

    def to_json(self, path: str | Path | None = None) -> str:
        """Return the run as JSON, and write it to `path` if one is given."""
        text = json.dumps(self.to_dict(), indent=1, ensure_ascii=False)
        if path is not None:
            Path(path).write_text(text + "\n", encoding="utf-8")
        return text


def evaluate(claim_id: str, name: str, full: bool) -> CheckEvidence:
    """Run one check of ``gcbook.ledger()`` and its twin; this is what a worker is sent."""
    from gcbook.claims import ledger

    return ledger()[claim_id].check(name).evidence(full=full)


def _spread(
    executor: Executor, tasks: list[tuple[Claim, Check]], full: bool, bar: tqdm[Any]
) -> dict[tuple[str, str], CheckEvidence]:
    # Longest first, so that no worker is left alone with a long check at the end.
    ordered = sorted(tasks, key=lambda task: -task[1].seconds)
    futures = {
        executor.submit(evaluate, claim.id, one.name, full): (claim.id, one.name)
        for claim, one in ordered
    }
    found = {}
    for future in as_completed(futures):
        found[futures[future]] = future.result()
        bar.update()
    return found


def _row(evidence: Evidence) -> dict[str, Any]:
    claim = evidence.claim
    return {
        "id": claim.id,
        "number": claim.number,
        "title": claim.title,
        "section": claim.section,
        "kind": claim.kind,
        "statement": claim.statement,
        "depends": list(claim.depends),
        "verdict": evidence.verdict,
        "passed": evidence.passed,
        "repair": claim.repair,
        "proof": [
            {"text": step.text, "check": step.check, "status": status}
            for step, status in evidence.steps
        ],
        "checks": [
            _check(one, result) for one, result in zip(claim.checks, evidence.checks, strict=True)
        ],
    }


def _check(one: Check, result: CheckEvidence) -> dict[str, Any]:
    source, line = one.source
    return {
        "name": one.name,
        "method": one.method,
        "role": one.role,
        "slip": one.slip,
        "covers": one.covers,
        "omits": one.omits,
        "passed": result.outcome.passed,
        "computed": str(result.outcome.computed),
        "expected": str(result.outcome.expected),
        "detail": result.outcome.detail,
        "tolerance": one.tolerance,
        "false_alarm": one.false_alarm,
        "seed": one.seed,
        "twin_says": one.twin_says,
        "twin_rejected": result.twin_rejected,
        "twin_computed": str(result.twin.computed),
        "seconds": round(result.seconds, 4),
        "source": source,
        "line": line,
    }


def _unknown(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=3)
    hint = f"; the nearest are {', '.join(near)}" if near else ""
    return f"{name!r}, which is not a claim of this ledger{hint}"
