"""Proposition 2. Plenty of global minima."""

from fractions import Fraction

import numpy as np
import sympy as sp
from scipy.spatial import ConvexHull

from gcbook._checks import FloatArray
from gcbook.audit import Outcome, exact, numerical, symbolic
from gcbook.bounds import Shell, existence_radius
from gcbook.claims._witness import exact as ex
from gcbook.claims._witness.small_networks import two_classes
from gcbook.claims._words import result
from gcbook.condition import holds
from gcbook.network import Network

HALF = Fraction(1, 2)

TRIANGLE = (
    (Fraction(0), Fraction(11, 10)),
    (Fraction(5), Fraction(-1)),
    (Fraction(-5), Fraction(-1)),
)


def _squared_radius(corners: ex.Rows) -> Fraction:
    """Return the squared distance from the origin to the nearest side of a triangle around it."""
    distances = []
    for (a, b), (c, d) in zip(corners, [*corners[1:], corners[0]], strict=True):
        distances.append(Fraction((a * d - b * c) ** 2) / ((c - a) ** 2 + (d - b) ** 2))
    return Fraction(min(distances))


@exact.refutes(
    twin={"v": HALF},
    twin_says="the same triangle fails for v = 1/2",
    omits="v >= 1/2, where the printed radius is large enough",
)
def triangle_needs_the_output_weight(v: Fraction = Fraction(9, 20)) -> Outcome:
    """For v = 9/20 a triangle that contains the unit disc has positive loss at m = 1, b = 0.

    Corners (0, 11/10), (5, -1), (-5, -1): the largest disc about the origin has radius exactly 1.
    The point is x = (0, 1).
    """
    outputs = ex.signs([0, 0, 0, 1], 2, v)
    margin = ex.margins(outputs, (*TRIANGLE, (0, 0)), (0, 1))[0]
    radius = _squared_radius(TRIANGLE)
    return Outcome(
        radius == 1 and margin < 1,
        f"squared radius {radius}, margin {margin}",
        "squared radius of the disc 1, margin < 1",
    )


@symbolic.repairs(
    twin={"v_in_radius": False},
    twin_says="it is sharp for the printed radius 1/m as well, whatever v",
    omits="biases: they shift the margin by a constant, and the triangle by b/m",
)
def mended_radius_is_sharp(v_in_radius: bool = True) -> Outcome:
    """Triangles around the disc of radius rho < 1/(2 v), whose least margin is below 1.

    m = 1, b = 0. Corners (0, a), (5 a + 5, -rho), (-5 a - 5, -rho) with rho = s/(2 v), 0 < s < 1,
    and the apex a between rho and 1/(2 v): the nearest side is the base, at the distance rho, and
    the margin at x = (0, 1) is 2 v a < 1.  The longer sides are farther: squared distances.
    """
    v, gap = sp.symbols("v t", positive=True)
    unit = 1 / (2 * v) if v_in_radius else sp.Integer(1)
    share, apex = 1 / (1 + gap), (2 + gap) / (2 + 2 * gap)  # s < apex < 1 for every gap > 0
    rho, a = share * unit, apex * unit
    half = _half_base(a, rho)
    far = sp.together((half * a) ** 2 - rho**2 * (half**2 + (a + rho) ** 2))
    farther = sp.factor(far).is_positive
    margin = sp.simplify(2 * v * a)
    small = sp.simplify(1 - margin).is_positive
    return Outcome(
        bool(farther and small), f"margin {margin}", "below 1, the base the nearest side"
    )


def _half_base(apex: sp.Expr, rho: sp.Expr) -> sp.Expr:
    """Return a half base so long that the slanted sides are farther away than the base.

    Their squared distance is (h a)^2/(h^2 + (a + rho)^2); it exceeds rho^2 if
    h^2 (a - rho)(a + rho) > rho^2 (a + rho)^2, so h = 2 (a + rho)^2/(a - rho) will do.
    """
    return sp.simplify(2 * (apex + rho) ** 2 / (apex - rho))


@symbolic.repairs(
    twin={"wrong": HALF},
    twin_says="half of the bias is enough in the radius",
    omits="that a hull around a ball has support function at least the radius, the definition",
)
def one_neuron_is_enough(wrong: object = sp.Integer(1)) -> Outcome:
    """If <w, x> >= rho |x| with rho m >= 1/(2 v) + b, |x| >= m, then 2 v (<w, x> - b) >= 1.

    With rho = (1/(2 v) + b)/m + g and |x| = m + y; every dimension, all b, g, y >= 0.
    """
    v, m = sp.symbols("v m", positive=True)
    b, g, y = sp.symbols("b g y", nonnegative=True)
    rho = (1 / (2 * v) + sp.sympify(wrong) * b) / m + g
    excess = sp.expand(2 * v * (rho * (m + y) - b) - 1)
    return Outcome(excess.is_nonnegative is True, excess, "a sum of non-negative terms")


@numerical.repairs(
    twin={"factor": 0.9},
    twin_says="nine tenths of the radius are enough, for triangles with the apex just above it",
    omits="directions between the 3,600 that are tried",
    tolerance="1e-9",
)
def wide_triangles_need_the_whole_radius(factor: float = 1.0) -> Outcome:
    """In wide triangles, apex 1 % above the mended radius, the least margin is 1 to 2 v a.

    v = 0.2, 0.5, 1, 2 and biases 0, 0.1, 0.4; margins on 3,600 directions of the inner circle.
    """
    turn, least = np.linspace(0, 2 * np.pi, 3600, endpoint=False), np.inf
    x = np.column_stack([np.cos(turn), np.sin(turn)])
    for v in (0.2, 0.5, 1.0, 2.0):
        for b in (0.0, 0.1, 0.4):
            rho = factor * existence_radius(Shell(), bias=b, v=v)
            rows = rho * np.array([[0, 1.01], [50, -1], [-50, -1], [0, 0]])
            least = min(least, _least_margin(two_classes([v, v, v, -v], b), rows, x))
    return Outcome(least >= 1 - 1e-9, f"{least:.4f}", ">= 1", "least margin")


@numerical.repairs(
    twin={"factor": 0.5},
    twin_says="half of the radius is enough",
    omits="directions between the 2,000 per hull that are tried",
    tolerance="1e-9",
    seconds=0.6,
)
def hull_of_the_mended_radius_suffices(
    factor: float = 1.0, hulls: int = 80, seed: int = 9
) -> Outcome:
    """Random hulls scaled to the mended radius, with biases and small negatives, have zero loss.

    Dimensions 2, 3 and 4, v between 0.1 and 2; the least margin on the inner sphere.
    """
    rng = np.random.default_rng(seed)
    least = np.inf
    for index in range(hulls):
        d = 2 + index % 3
        v = float(rng.uniform(0.1, 2.0))
        shell = Shell(d, 1.0, 2.0)
        corners = _around_the_origin(rng, d)
        inradius = -ConvexHull(corners).equations[:, -1].max()
        bias = rng.uniform(0.0, 0.5, len(corners) + 2)
        corners *= factor * existence_radius(shell, bias=bias, v=v) / inradius
        small = rng.standard_normal((2, d))
        small *= (bias[-2:] / shell.outer / np.linalg.norm(small, axis=1))[:, None]
        network = two_classes(np.r_[np.ones(len(corners)), -np.ones(2)] * v, bias)
        x = rng.standard_normal((2000, d))
        x /= np.linalg.norm(x, axis=1)[:, None]
        least = min(least, _least_margin(network, np.vstack([corners, small]), x))
    return Outcome(least >= 1 - 1e-9, f"{least:.4f}", ">= 1", f"least margin over {hulls} hulls")


def _least_margin(network: Network, rows: FloatArray, points: FloatArray) -> float:
    f = network.forward(rows, points)
    return float((f[:, 0] - f[:, 1]).min())


def _around_the_origin(rng: np.random.Generator, d: int) -> FloatArray:
    while True:
        corners = rng.standard_normal((d + 3, d))
        if holds(corners):
            return corners


CLAIM, ERRATA = result(
    __file__,
    triangle_needs_the_output_weight,
    one_neuron_is_enough,
    mended_radius_is_sharp,
    wide_triangles_need_the_whole_radius,
    hull_of_the_mended_radius_suffices,
)
