"""The rows of a layer, in memory or block by block: all that the engines and the evidence ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np

from gcbook._checks import FloatArray, IntArray
from gcbook.condition._exact import limbs

_SAMPLE = 1200
Blocks = Callable[[], Iterable[FloatArray]]


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of floats that are read in blocks, as often as needed, and never all copied at once.

    Attributes
    ----------
    shape : (int, int)
        k and d.
    read : callable
        Returns an iterable over blocks of shape (., d), in order: the same at every call.
    whole : array or None
        All rows, if they are in memory.
    """

    shape: tuple[int, int]
    read: Blocks
    whole: FloatArray | None = None

    @classmethod
    def of(cls, rows: FloatArray) -> Rows:
        """Rows in memory (or mapped into it)."""
        k, d = rows.shape
        return cls((k, d), lambda: (rows[part] for part in limbs.chunks(k, d)), rows)

    def blocks(self) -> Iterator[tuple[int, FloatArray]]:
        """Yield the number of the first row of each block, and the block."""
        start = 0
        for block in self.read():
            yield start, block
            start += len(block)

    def take(self, index: IntArray) -> FloatArray:
        """Return the rows of an index, in its order."""
        if self.whole is not None:
            return np.asarray(self.whole[index], dtype=np.float64)
        order = np.argsort(index, kind="stable")
        rising = index[order]
        result = np.empty((len(index), self.shape[1]))
        for part, block in self.picked(rising):
            result[order[part]] = block
        return result

    def picked(self, index: IntArray) -> Iterator[tuple[slice, FloatArray]]:
        """Yield the rows of an increasing index block by block, each with its part of the index."""
        for start, block in self.blocks():
            low, high = np.searchsorted(index, [start, start + len(block)])
            if low < high:
                yield slice(int(low), int(high)), block[index[low:high] - start]
            if high == len(index):
                return

    def sample(self) -> IntArray:
        """Return the numbers of enough rows to start with: a few per column; fixed for a shape."""
        k, d = self.shape
        size = max(8 * d, _SAMPLE)
        if k <= 2 * size:
            return np.arange(k)
        return np.sort(np.random.default_rng(4).choice(k, size, replace=False))

    def signs(self, vector: Sequence[int]) -> limbs.Signs:
        """Return the exact signs of the inner products with an integer vector."""
        result = np.zeros(self.shape[0], dtype=np.int8)
        for start, block in self.blocks():
            result[start : start + len(block)] = limbs.signs(block, vector)
        return result

    def combined(self, index: IntArray, shares: FloatArray) -> list[Fraction]:
        """Return exactly the combination of the rows of an increasing index.

        The shares are coefficients of the rows scaled by powers of two to entries in [1/2, 1).
        """
        total = [0] * self.shape[1], 0
        for part, block in self.picked(index):
            total = limbs.added(total, limbs.combined(block, shares[part]))
        unit = Fraction(2) ** -total[1]
        return [x * unit for x in total[0]]

    def exponents(self, index: IntArray) -> IntArray:
        """Return e for rows of an increasing index, with largest entries in [2**(e-1), 2**e)."""
        result = np.zeros(len(index), dtype=np.int64)
        for part, block in self.picked(index):
            result[part] = np.frexp(np.abs(block).max(axis=1))[1]
        return result

    def nonzero(self) -> IntArray:
        """Return the numbers of the rows that are not zero."""
        found = [start + np.flatnonzero(block.any(axis=1)) for start, block in self.blocks()]
        return np.concatenate(found)

    def select(self, index: IntArray) -> Rows:
        """Return only the rows of an increasing index."""
        if len(index) == self.shape[0]:
            return self
        if self.whole is not None:
            return Rows.of(self.whole[index])
        return Rows((len(index), self.shape[1]), partial(_selected, self, index))


def _selected(rows: Rows, index: IntArray) -> Iterator[FloatArray]:
    """Read only the rows of an increasing index, block by block."""
    for start, block in rows.blocks():
        low, high = np.searchsorted(index, [start, start + len(block)])
        yield block[index[low:high] - start]
