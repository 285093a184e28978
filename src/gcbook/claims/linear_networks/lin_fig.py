"""The pictures of normal hyperbolicity, from the smallest network that has a line of saddles."""

from __future__ import annotations

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._words import result
from gcbook.companions.linear import LinearProblem, SaddleLine, gradient_flow, random_layers


@symbolic.supports(
    twin={"sign": 1},
    twin_says="the product of the two other eigenvalues is +s^2",
    omits="the dynamics",
)
def line_of_saddles(sign: int = -1) -> Outcome:
    """At (0, n, 0) the gradient vanishes; eigenvalues 0 and two of sum n^2, product -s^2."""
    a, b, w, n, s, x = sp.symbols("a b w n s x")
    L = ((s - w * a) ** 2 + (w * b) ** 2) / 2
    place = {a: 0, b: n, w: 0}
    steep = [sp.diff(L, v).subs(place) for v in (a, b, w)]
    polynomial = sp.hessian(L, (a, b, w)).subs(place).charpoly(x).as_expr()
    wanted = sp.expand(x * (x**2 - n**2 * x + sign * s**2))
    return Outcome(not any(steep) and sp.expand(polynomial - wanted) == 0, polynomial, wanted)


@numerical.supports(
    twin={"strength": 1.0},
    twin_says="the same places for s = 1",
    omits="other b",
    tolerance="2e-4",
    seconds=1.2,
)
def separatrix_places(strength: float = 1.5) -> Outcome:
    """Starts (1, b, w) flow into the saddles from one w for each b: b = 0, 1, s = 1.5."""
    found = SaddleLine(strength).separatrix(1.0, [0.0, 1.0], halvings=15)
    wanted = np.array([-1.0, -1.20202])
    return Outcome(bool(np.abs(found - wanted).max() < 2e-4), found.round(5), wanted)


@numerical.supports(
    twin={"eigenvalue": 2},
    twin_says="the slope is one over the positive eigenvalue",
    omits="other saddles of the line",
    tolerance="1e-4",
)
def escape_times(eigenvalue: int = 0) -> Outcome:
    """The time to leave a saddle: log(1/distance) / |negative eigenvalue|, s = 1.5, n = 1.

    The loss that it leaves is L, with L(1, 2, 3) = 153/8.
    """
    model, distances = SaddleLine(1.5), np.geomspace(1e-9, 1e-5, 4)
    slope = np.polyfit(np.log(1 / distances), model.escape_times(distances), 1)[0]
    wanted = 1 / abs(model.eigenvalues(1.0)[eigenvalue])
    same = float(model.loss([1.0, 2.0, 3.0])) == 153 / 8
    return Outcome(same and abs(slope - wanted) < 1e-4, f"{slope:.6f}", f"{wanted:.6f}")


@numerical.supports(
    twin={"scale": 0.3},
    twin_says="the same from a start of ordinary size",
    omits="other starts, which visit other levels: eight critical values exist",
    tolerance="0.2, for at least 0.3 time units each",
)
def plateaus_of_a_small_start(scale: float = 1e-4, seed: int = 0) -> Outcome:
    """From a small start with s = (3, 2, 1) the loss rests at 7, 2.5 and 0.5 on its way to 0."""
    times = np.linspace(0, 20, 1001)
    start = random_layers((3, 3, 3), scale=scale, seed=seed)
    losses = gradient_flow(LinearProblem.diagonal([3, 2, 1]), start, times).losses
    rests = [float((np.abs(losses - level) < 0.2).sum() * 0.02) for level in (7, 2.5, 0.5)]
    return Outcome(min(rests) > 0.3, [round(rest, 2) for rest in rests], "> 0.3 each")


CLAIM, ERRATA = result(
    __file__, line_of_saddles, separatrix_places, escape_times, plateaus_of_a_small_start
)
