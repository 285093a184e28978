"""One-period markets: no arbitrage, and the prices of states that prove it (Stiemke 1915).

A row is a state of the world, an entry the excess pay-off of an asset in it: what one unit pays
minus what it costs (carried to the same date).  A portfolio n is an arbitrage if it never loses,
<n, row> >= 0 in every state, and wins in some.  There is none if and only if positive weights of
*all* states (a pricing measure) make every asset fair.

That is the geometric condition up to rank: assets that others replicate make the rows flat, which
is not an arbitrage.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import numpy as np

from gcbook import _checks
from gcbook._checks import FloatArray, IntArray
from gcbook.applications._recession import Vector, echelon
from gcbook.condition import Position, classify


@attrs.frozen(eq=False)
class Market:
    """Whether a market has an arbitrage, with the proof of either answer.

    Attributes
    ----------
    arbitrage : bool
    portfolio : tuple of Fraction
        Never loses, and wins in all `winning` states; empty without an arbitrage.
    winning : int array
        The states in which some arbitrage wins.
    measure : array of shape (k,) or None
        Positive weights of the states, summing to 1, that make every asset fair (rounded from exact
        ones: see `position`).
    redundant : int array
        Assets that a portfolio of earlier ones replicates: no arbitrage in that.
    replication : tuple of tuples of Fraction
        For each redundant asset a portfolio with no pay-off in any state, holding 1 of it.
    """

    arbitrage: bool
    portfolio: Vector
    winning: IntArray
    measure: FloatArray | None
    redundant: IntArray
    replication: tuple[Vector, ...]
    position: Position = attrs.field(repr=False)

    def verify(self) -> bool:
        """Re-check in exact arithmetic: the proof, and that all of this follows from it."""
        told = _read(self.position)
        return (
            self.position.verify()
            and self.arbitrage == told.arbitrage
            and tuple(self.portfolio) == told.portfolio
            and np.array_equal(self.winning, told.winning)
            and np.array_equal(self.redundant, told.redundant)
            and self.replication == told.replication
        )


def market(excess: Any) -> Market:
    """Look for an arbitrage.

    Parameters
    ----------
    excess : array of shape (states, assets)
        Excess pay-offs.  Give prices and pay-offs as exact numbers if a rounding could matter.

    Raises
    ------
    TypeError, ValueError
        If these are not finite numbers of that shape.

    Examples
    --------
    A stock that gains 20 or loses 10, and twice the stock sold short: redundant, no arbitrage.

    >>> found = market([[20, -40], [-10, 20]])
    >>> found.arbitrage, found.redundant.tolist(), found.measure.round(4).tolist()
    (False, [1], [0.3333, 0.6667])

    The second asset never loses:

    >>> found = market([[20, 0], [-10, 0], [0, 1]])
    >>> found.arbitrage, [str(x) for x in found.portfolio], found.winning.tolist()
    (True, ['0', '1'], [2])
    """
    if not hasattr(excess, "dtype") or excess.dtype != object:
        excess = _listed(excess)
    return _read(classify(excess))


def _listed(excess: Any) -> Any:
    """Check plain numbers under their own name; exact ones are left to `classify`."""
    raw = np.asarray(excess)
    return excess if raw.dtype == object else _checks.points(excess, "excess")


def _read(position: Position) -> Market:
    null = sorted(echelon(position.null_space))
    arbitrage = len(position.separated) > 0
    return Market(
        arbitrage,
        tuple(position.normal),
        position.separated,
        None if arbitrage else _measure(position),
        np.array([column for column, _ in null], dtype=np.int64),
        tuple(vector for _, vector in null),
        position,
    )


def _measure(position: Position) -> FloatArray:
    """Return the coefficients as weights that sum to 1; a state of zero pay-offs gets the mean."""
    balanced = np.array([Fraction(c) for c in position.coefficients], dtype=object)
    weights = np.full(position.weights.shape[0], Fraction(1), dtype=object)
    if len(balanced):
        weights[:] = sum(balanced) / len(balanced)
        weights[position.balanced] = balanced
    total = sum(weights)
    return np.array([float(x / total) for x in weights])
