"""Which branch, near the crossing."""

from __future__ import annotations

import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._words import result
from gcbook.claims.local_recovery.rec_rate import PROBLEM
from gcbook.companions.recovery import separatrix_ratios


@symbolic.supports(
    twin={"factor": 2},
    twin_says="v^2 - 2 s^2 is conserved",
    omits="higher orders",
)
def leading_order_is_conserved(factor: int = 4) -> Outcome:
    """Near Q_12 R is c (s v^2)^2 to leading order, so v^2 - 4 s^2 ... d/dt = 0 with s = a_2.

    The other variables follow at once; v = w_2 - w_1 and s are what is left: s' = -dR/ds,
    v' = -dR/dv times |d(w_1, w_2)/dv|^-2 = 1 for a small second neuron.
    """
    s, v, c = sp.symbols("s v c", positive=True)
    R = c * (s * v**2) ** 2
    # (a_1, a_2) = (a - s, s) doubles the length of a step in s: half the speed
    rate = 2 * v * (-sp.diff(R, v)) - factor * 2 * s * (-sp.diff(R, s) / 2)
    return Outcome(sp.expand(rate) == 0, sp.factor(rate), 0)


@numerical.supports(
    twin={"limit": 1.4142},
    twin_says="the ratio tends to sqrt 2",
    omits="other inputs and targets",
    tolerance="0.03",
    seconds=2.0,
)
def separatrix_tends_to_two(limit: float = 2.0) -> Outcome:
    """The separatrix through (a - s, w, s, w + v) lies at v/s near 2 for s = 0.08."""
    found = float(separatrix_ratios(PROBLEM, [0.08], halvings=8, tolerance=1e-5)[0])
    return Outcome(abs(found - limit) < 0.03, f"{found:.3f}", limit)


CLAIM, ERRATA = result(__file__, leading_order_is_conserved, separatrix_tends_to_two)
