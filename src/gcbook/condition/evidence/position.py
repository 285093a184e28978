"""Where the origin lies in the hull of the rows, with a proof of either side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from gcbook._checks import FloatArray, IntArray
from gcbook.condition._exact import integers, limbs, modular
from gcbook.condition._rows import Rows

_FEW = 40
Case = Literal["holds", "flat", "boundary", "outside"]


class Combination(Sequence[Fraction]):
    """Exact positive numbers, most of them floats times powers of two.

    Examples
    --------
    >>> Combination(np.array([1.0, 0.0]), np.array([1, 0]), {1: Fraction(1, 3)})
    Combination(2, 1/3)
    """

    def __init__(
        self, shares: FloatArray, exponents: IntArray, corrected: dict[int, Fraction]
    ) -> None:
        self.shares, self.exponents, self.corrected = shares, exponents, corrected

    @classmethod
    def of(cls, numbers: Sequence[Any]) -> Combination:
        """Return the combination with these numbers."""
        if isinstance(numbers, Combination):
            return numbers
        exact = {i: Fraction(x) for i, x in enumerate(numbers)}
        return cls(np.zeros(len(exact)), np.zeros(len(exact), dtype=np.int64), exact)

    def __len__(self) -> int:
        return len(self.shares)

    def __getitem__(self, index: Any) -> Any:
        """Return one number, or a tuple of them for a slice."""
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        i = range(len(self))[index]
        if i in self.corrected:
            return self.corrected[i]
        return Fraction(float(self.shares[i])) * Fraction(2) ** int(self.exponents[i])

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        values = np.ldexp(self.shares, self.exponents)
        for i, x in self.corrected.items():
            values[i] = float(x)
        return values if dtype is None else values.astype(dtype)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        few = [str(x) if len(str(x)) < 30 else f"{float(x):.6g}" for x in self[:3]]
        return f"Combination({', '.join(few + ['...'] * (len(self) > 3))})"

    def positive(self) -> bool:
        """Whether every number is positive."""
        rest = np.delete(self.shares, list(self.corrected))
        return bool((rest > 0).all() and np.isfinite(rest).all()) and all(
            x > 0 for x in self.corrected.values()
        )

    def vanishes(self, rows: Rows, index: IntArray) -> bool:
        """Whether the combination of these rows vanishes, exactly."""
        exponents = rows.exponents(index)
        shares = np.ldexp(self.shares, self.exponents + exponents)
        if (np.ldexp(shares, -self.exponents - exponents) != self.shares).any():
            return False  # so far apart that a float does not hold them
        places = sorted(self.corrected)
        shares[places] = 0
        total = rows.combined(index, shares)
        if not places:
            return not any(total)
        # The rows are R_j / 2**u_j with integers R_j: one product with integers says the rest.
        parts, shift = limbs.cut(rows.take(index[places]))
        units = [Fraction(2) ** int(e - limbs.BITS * len(parts)) for e in shift]
        numbers = [self.corrected[i] * unit for i, unit in zip(places, units, strict=True)]
        common = math.lcm(*(x.denominator for x in numbers))
        whole = [x.numerator * (common // x.denominator) for x in numbers]
        image = limbs.times([part.T for part in parts], whole)
        return not any(t * common + x for t, x in zip(total, image, strict=True))


@dataclass(frozen=True, eq=False)
class Position:
    """The exact position of the origin, with its proof.

    Attributes
    ----------
    case : str
        "holds": 0 is interior to the hull of the rows (rank d, every row balanced).
        "flat": rank < d, and 0 is in the relative interior: the condition holds in the span.
        "boundary": some rows are separated, others balanced.  "outside": all are separated.
    weights : array of shape (k, d), or rows in blocks
        The rows it is about.
    rank : int
        Of the rows.
    separated : int array
        Rows with <n, w> > 0 for the normal n: no normal that is >= 0 on all rows is positive
        on more.
    balanced : int array
        All other rows that are not zero.
    normal : tuple of Fraction
        n: exactly zero on the balanced rows; empty if no row is separated.
    coefficients : sequence of Fraction
        Positive numbers, one for each balanced row: their combination vanishes exactly.
    null_space : tuple of tuples of Fraction
        A basis of the vectors orthogonal to every row; empty where the rank is d.
    independent : int array
        As many independent rows as the rank.

    Examples
    --------
    >>> from gcbook.condition import classify
    >>> position = classify([[2.0, -1.0], [-2.0, 1.0], [1.0, 0.0]])
    >>> position.case, position.separated.tolist(), position.balanced.tolist()
    ('boundary', [2], [0, 1])
    >>> position.normal, position.verify()
    ((Fraction(1, 1), Fraction(2, 1)), True)
    """

    case: Case
    weights: FloatArray | Rows
    rank: int
    separated: IntArray
    balanced: IntArray
    normal: tuple[Fraction, ...]
    coefficients: Sequence[Fraction]
    null_space: tuple[tuple[Fraction, ...], ...]
    independent: IntArray

    @property
    def holds(self) -> bool:
        """Whether the geometric condition holds."""
        return self.case == "holds"

    def __bool__(self) -> bool:
        """Return the verdict that `gcbook.holds` gives."""
        return self.holds

    def __repr__(self) -> str:
        k, d = self.weights.shape
        return (
            f"Position({self.case!r}, k={k}, d={d}, rank={self.rank}, "
            f"{len(self.separated)} separated, {len(self.balanced)} balanced)"
        )

    def _repr_html_(self) -> str:
        k, d = self.weights.shape
        return (
            f"<b>{self.case}</b> ({k} rows in dimension {d}, rank {self.rank}: "
            f"{len(self.separated)} separated, {len(self.balanced)} balanced)"
        )

    def verify(self) -> bool:
        """Re-check everything it says in exact arithmetic, with no engine.

        Returns
        -------
        bool
            True if every part is proved for the stated rows.
        """
        try:
            return self._parts_fit() and self._sides_are_proved() and self._rank_is_proved()
        except (TypeError, ValueError, IndexError, OverflowError):
            return False

    def _rows(self) -> Rows:
        if isinstance(self.weights, Rows):
            return self.weights
        if self.weights.dtype == object:  # positive multiples of the rows say the same
            raise TypeError("exact rows are checked by `_exact_rows`")
        return Rows.of(self.weights)

    def _parts_fit(self) -> bool:
        separated, balanced = len(self.separated), len(self.balanced)
        full = self.rank == self.weights.shape[1]
        if separated:
            expected = "boundary" if balanced else "outside"
        else:
            expected = "holds" if full else "flat"
        index = np.concatenate([np.asarray(self.separated), np.asarray(self.balanced)])
        return (
            self.case == expected
            and len(self.coefficients) == balanced
            and bool(separated) == bool(self.normal)
            and (np.sort(index) == np.flatnonzero(self._nonzero())).all()
            and bool((np.diff(self.separated) > 0).all() and (np.diff(self.balanced) > 0).all())
        )

    def _nonzero(self) -> npt.NDArray[np.bool_]:
        if not isinstance(self.weights, Rows) and self.weights.dtype == object:
            return np.array([any(row) for row in self.weights.tolist()])
        result = np.zeros(self.weights.shape[0], dtype=bool)
        result[self._rows().nonzero()] = True
        return result

    def _signs(self, vector: Sequence[Fraction]) -> npt.NDArray[Any]:
        if len(vector) != self.weights.shape[1]:
            raise ValueError("a vector of another length than the rows")
        whole = integers.primitive(vector)
        if not isinstance(self.weights, Rows) and self.weights.dtype == object:
            values = [integers.dot(whole, integers.primitive(row)) for row in self.weights.tolist()]
            return np.array([(v > 0) - (v < 0) for v in values])
        return self._rows().signs(whole)

    def _sides_are_proved(self) -> bool:
        if self.normal:
            sign = self._signs(self.normal)
            if not ((sign[self.separated] > 0).all() and (sign[self.balanced] == 0).all()):
                return False
        combination = Combination.of(self.coefficients)
        if not combination.positive():
            return False
        if isinstance(self.weights, Rows) or self.weights.dtype != object:
            return combination.vanishes(self._rows(), self.balanced)
        rows = [self.weights[j].tolist() for j in self.balanced]
        columns = zip(*rows, strict=True)
        return not any(
            sum(c * Fraction(x) for c, x in zip(combination, column, strict=True))
            for column in columns
        )

    def _rank_is_proved(self) -> bool:
        d = self.weights.shape[1]
        if len(self.independent) != self.rank or len(self.null_space) != d - self.rank:
            return False
        if isinstance(self.weights, Rows) or self.weights.dtype != object:
            own = self._rows().take(np.sort(self.independent))
            vectors = limbs.cut(own)[0]
        else:
            whole = [integers.primitive(self.weights[j].tolist()) for j in self.independent]
            vectors = limbs.cut_integers(np.array(whole, dtype=object).reshape(-1, d))
        null = [integers.primitive(vector) for vector in self.null_space]
        return (
            _independent(vectors, self.rank)
            and all((self._signs(vector) == 0).all() for vector in self.null_space)
            and (
                not null
                or _independent(limbs.cut_integers(np.array(null, dtype=object)), len(null))
            )
        )


def _independent(parts: limbs.Parts, count: int) -> bool:
    """Whether the rows that the limbs make are independent: modulo a prime, hence always.

    Few rows that are dependent modulo all of these are asked once more, in fractions.
    """
    if any(
        len(modular.eliminate(modular.residues(parts, p), p).rows) == count for p in modular.PRIMES
    ):
        return True
    if count > _FEW:
        return False
    digits = np.array([part.astype(np.int64) for part in parts]).transpose(1, 2, 0).tolist()
    whole = [[limbs.number(entry) for entry in row] for row in digits]
    return len(integers.echelon(whole)[0]) == count
