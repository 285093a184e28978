"""The condition is realisability (added)."""

from itertools import product
from random import Random

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, numerical, symbolic
from gcbook.bounds import realisability_scale
from gcbook.claims._witness import exact as ex
from gcbook.claims._witness.small_networks import one_class
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.preliminaries.constants import library_has_the_margin
from gcbook.condition import holds
from gcbook.data import Annulus


@exact.supports(
    twin={"drop": 1},
    twin_says="one neuron less has the same support function",
    omits="nothing: the maximum of a sum over subsets is the sum of the maxima",
)
def zonotope_has_the_sum_of_ramps_as_support(
    drop: int = 0, trials: int = 60, seed: int = 11
) -> Outcome:
    """S_i(x) = sum of max(0, <w_j, x>) is the support function of the zonotope sum of [0, w_j]."""
    rng = Random(seed)
    equal = 0
    for _ in range(trials):
        weights, (x,) = ex.random_rows(rng, 5, 3), ex.random_rows(rng, 1, 3)
        corners = (
            sum(ex.dot(w, x) for w, s in zip(weights, chosen, strict=True) if s)
            for chosen in product((0, 1), repeat=5)
        )
        equal += max(corners) == sum(ex.hidden(weights[drop:], x))
    return Outcome(equal == trials, f"{equal} of {trials}", f"{trials} of {trials}")


@numerical.supports(
    twin={"factor": 0.9},
    twin_says="nine tenths of the scale are enough",
    omits="d >= 3; other densities (zero loss depends on the support alone)",
    tolerance="scales 1e-3 below and 1e-9 above the threshold",
    seconds=0.4,
)
def scale_is_the_exact_threshold(factor: float = 1.0, trials: int = 40, seed: int = 12) -> Outcome:
    """The population loss vanishes exactly from the scale c = 1/(2 v m gamma) on, if GC holds.

    Random directions in the plane: without the condition no scale is found.
    """
    rng = np.random.default_rng(seed)
    agree = 0
    for _ in range(trials):
        units = rng.standard_normal((4, 2))
        units /= np.linalg.norm(units, axis=1)[:, None]
        scale = factor * realisability_scale(units)
        if not np.isfinite(scale):
            agree += not holds(units)
            continue
        pairs = [one_class(t * scale * units) for t in (1 - 1e-3, 1 + 1e-9)]
        below, above = (float(network.loss(rows, Annulus())) for network, rows in pairs)
        agree += bool(holds(units)) and below > 0 and above < 1e-14
    return Outcome(agree == trials, f"{agree} of {trials}", f"{trials} of {trials}")


@symbolic.supports(
    twin={"scale": 2},
    twin_says="the averages are twice as large",
    omits="dimensions above three",
)
def average_ramp(scale: int = 1) -> Outcome:
    """Zero loss needs sum |w_j| >= 1/(2 v m kappa_d), with kappa_2 = 1/pi and kappa_3 = 1/4.

    kappa_d is the average of max(0, cos) over the sphere, and bounds the least from above.
    """
    t = sp.symbols("t", real=True)
    plane = sp.integrate(sp.cos(t), (t, -sp.pi / 2, sp.pi / 2)) / (2 * sp.pi)
    space = 2 * sp.pi * sp.integrate(sp.cos(t) * sp.sin(t), (t, 0, sp.pi / 2)) / (4 * sp.pi)
    expected = (scale / sp.pi, scale * sp.Rational(1, 4))
    return Outcome((plane, space) == expected, (plane, space), expected)


@symbolic.supports(
    twin={"sign": 1},
    twin_says="the sum of ramps is convex along arcs, so its least value may be inside a cell",
    omits="nothing: on an arc inside a cell of the arrangement the sum is one cosine",
)
def least_value_at_a_vertex(sign: int = -1) -> Outcome:
    """On a great circle a linear form is f = A cos t + B sin t: concave where f > 0, as f'' = -f.

    So gamma > 0 is attained where no arc inside a cell passes: at the vertices of the arrangement.
    """
    a, b, t = sp.symbols("A B t", real=True)
    f = a * sp.cos(t) + b * sp.sin(t)
    left = sp.simplify(sp.diff(f, t, 2) - sign * f)
    return Outcome(left == 0, sp.diff(f, t, 2), sp.expand(sign * f))


@symbolic.supports(
    twin={"share": sp.Rational(1, 2)},
    twin_says="half of the scale is enough",
    omits="nothing: at the minimising direction u on the inner sphere, and on every other, g >= 0",
)
def margin_reaches_one_at_the_scale(share: object = sp.Integer(1)) -> Outcome:
    """With norms c = 1/(2 v m gamma) the margin at x = m u is 2 v c m (gamma + g), at least 1."""
    v, m, gamma = sp.symbols("v m gamma", positive=True)
    g = sp.symbols("g", nonnegative=True)
    scale = sp.sympify(share) / (2 * v * m * gamma)
    excess = sp.expand(2 * v * scale * m * (gamma + g) - 1)
    stands = excess.is_nonnegative is True and excess.subs(g, 0) == 0
    return Outcome(stands, excess, "0 at the minimum, non-negative elsewhere")


CLAIM, ERRATA = result(
    __file__,
    zonotope_has_the_sum_of_ramps_as_support,
    margin_reaches_one_at_the_scale,
    least_value_at_a_vertex,
    scale_is_the_exact_threshold,
    average_ramp,
    library_has_the_margin,
)
