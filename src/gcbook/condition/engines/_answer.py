"""What an engine says about one layer."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gcbook._checks import FloatArray, IntArray

Numbers = tuple[Fraction, ...] | tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Split:
    """Which rows can be separated from the origin, with what proves it.

    Attributes
    ----------
    separated, balanced : int arrays
        Rows with <n, w> > 0, and all other rows that are not zero.
    normal : list of int
        n: its products with the balanced rows vanish; all zeros where no row is separated.
    shares : array
        Positive numbers for the balanced rows, scaled by powers of two to entries in [1/2, 1).
    corrected : dict
        Exact positive numbers that replace some of them (by position among the balanced rows), so
        that the combination of the balanced rows vanishes exactly.
    """

    separated: IntArray
    balanced: IntArray
    normal: list[int]
    shares: FloatArray
    corrected: dict[int, Fraction]

    @property
    def proved(self) -> bool:
        """Whether the balanced rows are proved to be so."""
        return not self.balanced.size or self.shares.size > 0


@dataclass(frozen=True, eq=False)
class Answer:
    """A verdict on one layer with its proof.

    Attributes
    ----------
    holds : bool
        Whether the geometric condition holds.
    support : tuple of int
        Rows of the positive combination; empty where the condition fails.
    coefficients : tuple of Fraction or of float
        Positive numbers with Σ c_j w_j = 0, for the rows as given.
    normal : tuple of Fraction or of float
        A vector n != 0 with <n, w_j> >= 0 for every row; empty where the condition holds.
    split : Split, optional
        More than the verdict, where the engine found it.
    """

    holds: bool
    support: tuple[int, ...] = ()
    coefficients: Numbers = ()
    normal: Numbers = ()
    split: Split | None = None
