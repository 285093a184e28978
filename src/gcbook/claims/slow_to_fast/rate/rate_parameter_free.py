"""The law without parameters (added)."""

from typing import Any

import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._witness import flows
from gcbook.claims._witness.algebra import same
from gcbook.claims._words import result


def self_similar_ratio() -> Any:
    """Return t l / |W - W*|^2 for W - W* = t^-beta B and |W'|^2 = -l', beta = 1/(d-1).

    Examples
    --------
    >>> sp.factor(self_similar_ratio())
    1/((d - 1)*(d + 1))
    """
    d, t, size, constant = sp.symbols("d t B C", positive=True)
    beta, power = 1 / (d - 1), (d + 1) / (d - 1)
    gap, loss = size * t**-beta, constant * t**-power
    # energy: the square of the speed is the decrease of the loss
    energy = sp.Eq(sp.diff(gap, t) ** 2, -sp.diff(loss, t))
    scale = sp.solve(energy, constant)[0]
    return sp.simplify(t * loss.subs(constant, scale) / gap**2)


@symbolic.supports(
    twin={"sign": -1},
    twin_says="the limit is 1/(d^2 + 1)",
    omits="that the end is self-similar, which is the statement on C",
)
def energy_fixes_the_ratio(sign: int = 1) -> Outcome:
    """A self-similar end of a gradient flow has t l / |W - W*|^2 = 1/(d^2 - 1), d a symbol."""
    d = sp.symbols("d", positive=True)
    found = self_similar_ratio()
    expected = 1 / (d**2 - sign)
    return Outcome(same(found, expected), sp.factor(found), expected)


@numerical.supports(
    twin={"factor": 1.05},
    twin_says="the limit is 5 per cent larger",
    omits="other starts; W* itself is extrapolated from the last decade",
    tolerance="0.005 (d = 2, half a decade before t = 1e6), 0.01 (d = 3, before t = 1e8)",
    seconds=6.0,
)
def runs_have_the_ratio(factor: float = 1.0) -> Outcome:
    """(d^2 - 1) t l / |W - W*|^2 near the end of three runs in the plane and two in space: 1."""
    found, good = [], True
    for runs, d, close in ((flows.plane(), 2, 0.005), (flows.space(), 3, 0.01)):
        for flow in runs:
            ratio = (d * d - 1) * float(flow.free_ratio[-2 * flow.half_decade])
            found.append(round(ratio, 4))
            good &= abs(ratio / factor - 1) < close
    return Outcome(good, found, factor)


CLAIM, ERRATA = result(__file__, energy_fixes_the_ratio, runs_have_the_ratio)
