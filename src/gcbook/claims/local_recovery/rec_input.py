"""From how many inputs on independent functions stay independent."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._words import result
from gcbook.companions.recovery import TANH_SHIFTED


def _determinants(kind: str, grid: np.ndarray, w: float, v: float) -> np.ndarray:
    """The determinants of (s(wx), x s'(wx), s(vx)) at all triples of the grid."""
    triples = np.array(list(combinations(grid, 3)))
    if kind == "exp":
        columns = [np.exp(w * triples), triples * np.exp(w * triples), np.exp(v * triples)]
    else:
        s = TANH_SHIFTED
        columns = [s.value(w * triples), triples * s.first(w * triples), s.value(v * triples)]
    found: np.ndarray = np.linalg.det(np.stack(columns, axis=-1))
    return found


@numerical.supports(
    twin={"kind": "tanh"},
    twin_says="the same for tanh(z + 1)",
    omits="other grids: the proof covers all distinct inputs",
)
def any_three_inputs_separate(kind: str = "exp") -> Outcome:
    """For exp all 4060 triples of a grid of 30 inputs give a determinant of one sign."""
    found = np.sign(_determinants(kind, np.linspace(-3, 3, 30), 0.6, -0.9))
    return Outcome(
        abs(found.sum()) == len(found), f"{(found > 0).sum()} of {len(found)} > 0", "all"
    )


@symbolic.supports(
    twin={"degree": 4},
    twin_says="four such functions have at most two zeros",
    omits="the general count: Rolle's theorem, by induction",
)
def at_most_two_zeros(degree: int = 3) -> Outcome:
    """e^{wx}(c + bx) + a e^{vx} has at most two zeros: divide, differentiate, count.

    After division by e^{wx} and two derivatives one exponential is left, which has no zero.
    """
    x, a, b, c, e, w, v = sp.symbols("x a b c e w v")
    inner = c + b * x + (e * x**2 if degree == 4 else 0) + a * sp.exp((v - w) * x)
    rest = sp.diff(inner, x, 2)
    single = sp.simplify(rest / sp.exp((v - w) * x))
    return Outcome(not single.has(x), rest, "one exponential")


CLAIM, ERRATA = result(__file__, any_three_inputs_separate, at_most_two_zeros)
