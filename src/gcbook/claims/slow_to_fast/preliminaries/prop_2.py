"""Proposition 2. Plenty of global minima."""

from fractions import Fraction

import numpy as np
from scipy.spatial import ConvexHull

from gcbook._checks import FloatArray
from gcbook.audit import Outcome, check
from gcbook.bounds import Shell, existence_radius
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result
from gcbook.condition import holds
from gcbook.network import Network

HALF = Fraction(1, 2)

TRIANGLE = (
    (Fraction(0), Fraction(11, 10)),
    (Fraction(5), Fraction(-1)),
    (Fraction(-5), Fraction(-1)),
)


def _squared_inradius(corners: ex.Rows) -> Fraction:
    """Return the squared distance from the origin to the nearest side of a triangle around it."""
    distances = []
    for (a, b), (c, d) in zip(corners, [*corners[1:], corners[0]], strict=True):
        distances.append(Fraction((a * d - b * c) ** 2) / ((c - a) ** 2 + (d - b) ** 2))
    return Fraction(min(distances))


@check(
    twin={"v": HALF},
    twin_says="the same triangle fails for v = 1/2",
    method="exact",
    role="refutes",
    omits="v >= 1/2, where the printed radius is large enough",
)
def triangle_needs_the_output_weight(v: Fraction = Fraction(9, 20)) -> Outcome:
    """For v = 9/20 a triangle that contains the unit disc has positive loss at m = 1, b = 0.

    Corners (0, 11/10), (5, -1), (-5, -1), inradius exactly 1; the point is x = (0, 1).
    """
    outputs = ex.signs([0, 0, 0, 1], 2, v)
    margin = ex.margins(outputs, (*TRIANGLE, (0, 0)), (0, 1))[0]
    inradius = _squared_inradius(TRIANGLE)
    return Outcome(
        inradius == 1 and margin < 1,
        f"squared inradius {inradius}, margin {margin}",
        "squared inradius 1, margin < 1",
    )


@check(
    twin={"shrink": Fraction(99, 100)},
    twin_says="a radius one per cent smaller is enough",
    method="exact",
    role="repairs",
    omits="biases, which the random hulls below include",
)
def mended_radius_is_sharp(shrink: Fraction = Fraction(1)) -> Outcome:
    """A wide triangle with its apex at height a has least margin 2 v a: the radius 1/(2v) is sharp.

    For v = 1/4, 9/20, 1/2, 3 and a = 1/(2v), the margin at (0, 1) is exactly 1.
    """
    found = []
    for v in (Fraction(1, 4), Fraction(9, 20), HALF, Fraction(3)):
        apex = shrink / (2 * v)
        corners = ((Fraction(0), apex), (50 * apex, -apex), (-50 * apex, -apex))
        found.append(ex.margins(ex.signs([0, 0, 0, 1], 2, v), (*corners, (0, 0)), (0, 1))[0])
    return Outcome(all(one >= 1 for one in found), ex.show([found]), "all at least 1")


@check(
    twin={"factor": 0.3},
    twin_says="three tenths of the radius are enough",
    method="numerical",
    role="repairs",
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
        signs = np.r_[np.ones(len(corners)), -np.ones(2)] * v
        network = Network(np.stack([signs, -signs]), bias=bias)
        x = rng.standard_normal((2000, d))
        x /= np.linalg.norm(x, axis=1)[:, None]
        f = network.forward(np.vstack([corners, small]), x)
        least = min(least, float((f[:, 0] - f[:, 1]).min()))
    return Outcome(least >= 1 - 1e-9, f"{least:.4f}", ">= 1", f"least margin over {hulls} hulls")


def _around_the_origin(rng: np.random.Generator, d: int) -> FloatArray:
    while True:
        corners = rng.standard_normal((d + 3, d))
        if holds(corners):
            return corners


CLAIM, ERRATA = result(
    __file__,
    triangle_needs_the_output_weight,
    mended_radius_is_sharp,
    hull_of_the_mended_radius_suffices,
)
