"""Theorem (added): when a Poisson regression has an estimate."""

import sympy as sp

from gcbook.audit import Outcome, symbolic
from gcbook.claims._words import result


@symbolic.supports(
    twin={"count": 1},
    twin_says="a positive count, too, lets its mean go to zero for free",
    omits="how fast",
)
def zero_counts_pull_one_way(count: int = 0) -> Outcome:
    """Mu - y log mu with mu = e^z tends to 0 as z -> -oo, and to oo as z -> oo, for y = 0."""
    z = sp.Symbol("z", real=True)
    cost = sp.exp(z) - count * z
    found = [sp.limit(cost, z, -sp.oo), sp.limit(cost, z, sp.oo)]
    return Outcome(found == [0, sp.oo], found, [0, sp.oo])


@symbolic.supports(
    twin={"zero": True},
    twin_says="counts that are zero pull both ways, too",
    omits="nothing",
)
def positive_counts_pull_both_ways(zero: bool = False) -> Outcome:
    """For y > 0 the cost e^z - y z tends to infinity both ways: its row is balanced."""
    z = sp.Symbol("z", real=True)
    y = sp.Integer(0) if zero else sp.Symbol("y", positive=True)
    found = [sp.limit(sp.exp(z) - y * z, z, end) for end in (-sp.oo, sp.oo)]
    return Outcome(found == [sp.oo, sp.oo], found, [sp.oo, sp.oo])


@symbolic.supports(
    twin={"power": 1},
    twin_says="e^z - y z is convex because its slope is positive",
    omits="nothing",
)
def cost_is_strictly_convex(power: int = 2) -> Outcome:
    """The second derivative of e^z - y z is e^z > 0."""
    z, y = sp.Symbol("z", real=True), sp.Symbol("y", nonnegative=True)
    found = sp.diff(sp.exp(z) - y * z, z, power)
    return Outcome(bool(found.is_positive), found, "positive")


CLAIM, ERRATA = result(
    __file__, zero_counts_pull_one_way, positive_counts_pull_both_ways, cost_is_strictly_convex
)
