"""Section 6.1. The synthetic data."""

from fractions import Fraction

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, numerical, symbolic
from gcbook.claims._words import result
from gcbook.data import PolarGrid, Subspaces


@symbolic.repairs(
    twin={"swapped": True},
    twin_says="sine and cosine may be exchanged in v_2",
    omits="nothing: every angle between 0 and a right angle",
    slip=True,
)
def angle_is_the_smallest_principal_angle(swapped: bool = False) -> Outcome:
    """The cosines of the principal angles are cos(theta) and 0: theta is the smallest of the two.

    They are the singular values of the Gram matrix of the printed bases.
    """
    theta = sp.symbols("theta", positive=True)
    high, low = (sp.cos, sp.sin) if swapped else (sp.sin, sp.cos)
    first = sp.Matrix([[1, 0, 0, 0], [0, high(theta), low(theta), 0]])
    second = sp.Matrix([[0, 0, 1, 0], [0, 0, 0, 1]])
    gram = first * second.T
    orthonormal = all(
        sp.simplify(basis * basis.T - sp.eye(2)) == sp.zeros(2) for basis in (first, second)
    )
    squares = list((gram * gram.T).eigenvals(multiple=True))
    rest = sp.simplify(sum(squares) - sp.cos(theta) ** 2), sp.simplify(sp.prod(squares))
    return Outcome(orthonormal and rest == (0, 0), squares, "cos(theta)^2 and 0")


@numerical.supports(
    twin={"degrees": (70.0, 57.0)},
    twin_says="the angle of the data is the complement of theta",
    omits="other angles than these",
    tolerance="1e-12",
)
def library_has_the_same_planes(degrees: tuple[float, ...] = (20.0, 33.0, 57.0, 70.0)) -> Outcome:
    """The planes that the experiments use have the principal angles theta and a right angle."""
    error = 0.0
    for theta, expected in zip(np.radians((20, 33, 57, 70)), np.radians(degrees), strict=False):
        first, second = Subspaces(angle=float(theta)).bases
        cosines = np.linalg.svd(first @ second.T, compute_uv=False)
        angles = np.sort(np.arccos(np.clip(cosines, -1, 1)))
        error = max(error, float(np.abs(angles - [expected, np.pi / 2]).max()))
    # arccos near 1 costs half the digits, and none of these angles is below 20 degrees
    return Outcome(error < 1e-12, f"{error:.1e}", "< 1e-12", "largest error of four pairs")


@exact.repairs(
    twin={"strict": True},
    twin_says="all norms are below one, as printed",
    omits="nothing: eleven radii",
    slip=True,
    reach="proved",
)
def norms_after_kelvin(strict: bool = False) -> Outcome:
    """After the Kelvin transformation the norms are j/20 for j = 10, ..., 20: at most one."""
    norms = [1 / Fraction(20, j) for j in range(10, 21)]
    largest = max(norms)
    fits = largest < 1 if strict else largest <= 1
    same = np.allclose(PolarGrid().radii, [float(1 / one) for one in norms])
    return Outcome(fits and bool(same), f"{min(norms)} to {largest}", "1/2 to 1")


CLAIM, ERRATA = result(
    __file__,
    angle_is_the_smallest_principal_angle,
    library_has_the_same_planes,
    norms_after_kelvin,
)
