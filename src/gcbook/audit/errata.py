"""What an entry of the errata is, and how entries are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

Nature = Literal["slip", "constant", "hypothesis", "error", "gap", "evidence"]
Group = Literal["error", "gap", "slip"]

GROUPS = MappingProxyType(
    {
        # something printed has to be taken back
        "error": "error",
        "constant": "error",
        # nothing has to be taken back, something has to be added
        "hypothesis": "gap",
        "gap": "gap",
        "evidence": "gap",
        # every reader mends it in passing
        "slip": "slip",
    }
)


@dataclass(frozen=True)
class Erratum:
    """One line of the errata: a printed form, its mended form, and the check that shows it.

    Parameters
    ----------
    id : str
        ``E1``, ``E2``, ... in the order of the paper's pages: counted, never typed.
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
    at : str
        The row of the passage where it stands in the paper, if that is not its own row.
    """

    id: str
    claim: str
    where: str
    printed: str
    mended: str
    why: str
    check: str
    nature: Nature
    at: str = ""

    def __post_init__(self) -> None:
        if self.nature not in get_args(Nature):
            raise ValueError(
                f"nature must be one of {', '.join(get_args(Nature))}; got {self.nature!r}"
            )

    def __repr__(self) -> str:
        return f"<Erratum {self.id}: {self.nature} in {self.where[:60]}, row {self.claim}>"

    @property
    def group(self) -> Group:
        """The nature's group: error (something is taken back), gap (something is added), slip."""
        return GROUPS[self.nature]  # type: ignore[return-value]


def counts_by_group(entries: Iterable[Erratum]) -> dict[Group, int]:
    """Return how many entries are errors, gaps and slips.

    Examples
    --------
    >>> from gcbook.audit import Erratum, counts_by_group
    >>> entry = Erratum("E1", "eq-1", "page 3", "a", "b", "because", "one", nature="constant")
    >>> counts_by_group([entry])
    {'error': 1, 'gap': 0, 'slip': 0}
    """
    found = Counter(one.group for one in entries)
    return {group: found[group] for group in get_args(Group)}
