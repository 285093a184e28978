"""The ledger: rows in order, what rests on what, and how all of them are run."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, overload

from gcbook.audit import export
from gcbook.audit.claim import Claim, Evidence
from gcbook.audit.run import LedgerRun, answers_of

if TYPE_CHECKING:
    import pandas as pd


class Ledger(Sequence[Claim]):
    """The claims of a paper, in its order; index by position or by id.

    Parameters
    ----------
    claims : iterable of Claim

    Raises
    ------
    ValueError
        If two claims share an id.

    Examples
    --------
    >>> from gcbook.audit import Claim, Ledger
    >>> ledger = Ledger([Claim("a", "Lemma 1", "A lemma", "1", "It is so.", "lemma", ())])
    >>> ledger["a"].number, ledger["a"].verdict
    ('Lemma 1', 'unproved')
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
                raise KeyError(self._unknown(key))
            return self._index[key]
        return self._claims[key]

    def __len__(self) -> int:
        return len(self._claims)

    def __contains__(self, value: object) -> bool:
        return value in self._index or value in self._claims

    def __repr__(self) -> str:
        return f"<Ledger: {len(self)} claims, {sum(len(c.checks) for c in self)} checks>"

    def _repr_html_(self) -> str:
        from gcbook.audit.page import ledger_card

        return ledger_card(self)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in the paper's order."""
        return tuple(self._index)

    def select(self, ids: str | Iterable[str] | None) -> Ledger:
        """Return the rows with these ids (or this one), in the paper's order; all for None.

        Raises
        ------
        KeyError
            If an id is not in the ledger; the message offers the nearest ones.
        TypeError
            If `ids` is neither a text nor texts.
        """
        if ids is None:
            return self
        names = [ids] if isinstance(ids, str) else list(ids)
        for name in names:
            if not isinstance(name, str):
                raise TypeError(f"ids must be one id or several, as text; got {name!r}")
        wanted = {self[name].id for name in names}
        return Ledger(claim for claim in self if claim.id in wanted)

    def graph(self) -> dict[str, tuple[str, ...]]:
        """Return what rests on what: from each id to the ids that its proof uses.

        Raises
        ------
        ValueError
            If a claim depends on (or repeats) an id that is not in the ledger, or depends on
            itself through others.
        """
        uses = {claim.id: claim.depends for claim in self}
        for claim in self:
            for name in claim.depends:
                if name not in uses:
                    raise ValueError(f"claim {claim.id!r} depends on {self._unknown(name)}")
            if claim.same_as and (claim.same_as not in uses or self[claim.same_as].same_as):
                raise ValueError(
                    f"claim {claim.id!r} repeats {self._unknown(claim.same_as)}, or that one "
                    "repeats another itself"
                )
        try:
            TopologicalSorter(uses).prepare()
        except CycleError as error:
            cycle = " -> ".join(error.args[1][::-1])
            raise ValueError(
                f"claims must not depend on themselves; found the cycle {cycle}"
            ) from None
        return uses

    def run(
        self, *, executor: Executor | None = None, progress: bool = False, full: bool = False
    ) -> LedgerRun:
        """Run every check and every twin, now; what several claims share runs once.

        Parameters
        ----------
        executor : concurrent.futures.Executor, optional
            Where to run them; a worker is sent the check itself.
        progress : bool
            Show a progress bar, one tick per check.
        full : bool
            Use the larger samples of the checks that have them.
        """
        checks = [one for claim in self for one in claim.checks]
        found = iter(answers_of(checks, executor=executor, progress=progress, full=full))
        return LedgerRun(
            tuple(Evidence(claim, tuple(next(found) for _ in claim.checks)) for claim in self),
            full=full,
        )

    def to_frame(self) -> pd.DataFrame:
        """Return what is known without running anything, one line per claim."""
        import pandas as pd

        return pd.DataFrame(
            export.named(claim, "number", "title", "section", "kind", "origin")
            | {"depends": ", ".join(claim.depends), "checks": len(claim.checks)}
            for claim in self
        ).set_index(pd.Index(self.ids, name="id"))

    def to_json(self, path: str | Path | None = None) -> str:
        """Return the rows and their checks as JSON, and write it to `path` if one is given.

        Nothing is run, so there are no verdicts in it: those are in `LedgerRun.to_json`.
        """
        rows = [export.describe(claim) for claim in self]
        return export.as_json({"version": export.SCHEMA_VERSION, "run": False, "rows": rows}, path)

    def _unknown(self, name: str) -> str:
        near = difflib.get_close_matches(name, self.ids, n=3)
        hint = f"; the nearest are {', '.join(near)}" if near else ""
        return f"{name!r}, which is not a claim of this ledger{hint}"
