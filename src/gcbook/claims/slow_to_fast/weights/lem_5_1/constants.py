"""The constants of Lemma 5.1 and its corollary, against the library that the chapter uses."""

from typing import Any

import sympy as sp

from gcbook.audit import Outcome, exact
from gcbook.bounds import Shell, shrink_step, slice_bound, trap_radius
from gcbook.claims._witness.algebra import agree, ball

INNER, OUTER, V, STEP = sp.Rational(1, 2), sp.Integer(3), sp.Rational(2, 3), sp.Rational(1, 8)


@exact.repairs(
    twin={"factor": 1},
    twin_says="the library has v in place of 2 v",
    omits="other constants: this compares the code with the formulas, for one value of each letter",
    tolerance="1e-12, relative",
)
def library_has_the_constants(factor: int = 2) -> Outcome:
    """The library's C_p, r/(2 v C_p M^2) and 2 v eta M sqrt(1 + M^2 C_p^2) are these, d = 1 to 5.

    m = 1/2, M = 3, v = 2/3, r = 1/4, eta = 1/8, and p_max is three times the uniform density: no
    letter can stand for another.
    """
    pairs: list[tuple[float, Any]] = []
    for d in range(1, 6):
        high = 3 / (ball(d) * (OUTER**d - INNER**d))
        largest = ball(d - 1) * (OUTER ** (d - 1) - INNER ** (d - 1))
        c = high * {1: 1, 2: 2 * sp.sqrt(OUTER**2 - INNER**2)}.get(d, largest)
        step = sp.Rational(1, 4) / (factor * V * c * OUTER**2)
        trap = factor * V * STEP * OUTER * sp.sqrt(1 + OUTER**2 * c**2)
        shell, v = Shell(d, float(INNER), float(OUTER), high=float(high)), float(V)
        found = slice_bound(shell), shrink_step(shell, 0.25, v=v), trap_radius(shell, 0.125, v=v)
        pairs += zip(found, (c, step, trap), strict=True)
    return agree(pairs)
