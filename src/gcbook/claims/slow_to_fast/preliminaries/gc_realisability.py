"""The condition is realisability (added)."""

from itertools import product
from random import Random

import numpy as np
import sympy as sp

from gcbook.audit import Claim, Outcome, Step, check
from gcbook.bounds import realisability_scale
from gcbook.claims._witness import exact as ex
from gcbook.condition import holds
from gcbook.data import Annulus
from gcbook.network import Network

PRINTED = r"""
Let $b=0$. Zero loss $l_i=0$ is attained with these directions of the owned neurons and suitable
norms if and only if they satisfy the geometric condition. With equal norms $c$ and no other
neuron it is attained exactly for $c\ge1/(2vm\gamma)$, $\gamma=\min_{|u|=1}\sum_j\langle\tilde
w_j,u\rangle_+$.
"""


@check(
    twin={"drop": 1},
    twin_says="one neuron less has the same support function",
    method="exact",
    role="supports",
    omits="nothing: the maximum of a sum over subsets is the sum of the maxima",
    seed=11,
)
def zonotope_has_the_sum_of_ramps_as_support(drop: int = 0, trials: int = 60) -> Outcome:
    """S_i(x) = sum of max(0, <w_j, x>) is the support function of the zonotope sum of [0, w_j]."""
    rng = Random(11)
    equal = 0
    for _ in range(trials):
        weights, (x,) = ex.random_rows(rng, 5, 3), ex.random_rows(rng, 1, 3)
        corners = (
            sum(ex.dot(w, x) for w, s in zip(weights, chosen, strict=True) if s)
            for chosen in product((0, 1), repeat=5)
        )
        equal += max(corners) == sum(ex.hidden(weights[drop:], x))
    return Outcome(equal == trials, f"{equal} of {trials}", f"{trials} of {trials}")


@check(
    twin={"factor": 0.9},
    twin_says="nine tenths of the scale are enough",
    method="numerical",
    role="supports",
    omits="d >= 3; other densities (zero loss depends on the support alone)",
    tolerance="scales 1e-3 below and 1e-9 above the threshold",
    seed=12,
    seconds=0.4,
)
def scale_is_the_exact_threshold(factor: float = 1.0, trials: int = 40) -> Outcome:
    """The population loss vanishes exactly from the scale c = 1/(2 v m gamma) on, if GC holds.

    Random directions in the plane: without the condition no scale is found.
    """
    rng = np.random.default_rng(12)
    network = Network(np.array([[0.5] * 4 + [-0.5], [-0.5] * 4 + [0.5]]))
    agree = 0
    for _ in range(trials):
        units = rng.standard_normal((4, 2))
        units /= np.linalg.norm(units, axis=1)[:, None]
        scale = factor * realisability_scale(units)
        if not np.isfinite(scale):
            agree += not holds(units)
            continue
        below, above = (
            float(network.loss(np.vstack([t * scale * units, np.zeros((1, 2))]), Annulus()))
            for t in (1 - 1e-3, 1 + 1e-9)
        )
        agree += bool(holds(units)) and below > 0 and above < 1e-14
    return Outcome(agree == trials, f"{agree} of {trials}", f"{trials} of {trials}")


@check(
    twin={"scale": 2},
    twin_says="the averages are twice as large",
    method="symbolic",
    role="supports",
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


CLAIM = Claim(
    id="gc-realisability",
    number="added",
    title="The condition is realisability",
    section="4.2",
    statement=PRINTED,
    kind="addition",
    depends=("prop-2", "lem-5.2"),
    checks=(
        zonotope_has_the_sum_of_ramps_as_support,
        scale_is_the_exact_threshold,
        average_ramp,
    ),
    proof=(
        Step(
            r"$l_i=0$ if and only if $Z_i\supseteq Z_r+B(0,\frac1{2vm})$ for all $r\ne i$, "
            r"where $Z_i=\sum_{j\in J_i}[0,w_j]$ has support function $S_i$.",
            check="zonotope-has-the-sum-of-ramps-as-support",
        ),
        Step(
            r"So $S_i>0$ in every direction: no closed half-space holds all $w_j$, "
            r"$j\in J_i$, which is the condition."
        ),
        Step(
            r"Conversely the condition gives $\gamma>0$, and the margin $2vcm\gamma$ reaches 1 "
            r"at the stated $c$.",
            check="scale-is-the-exact-threshold",
        ),
    ),
)
