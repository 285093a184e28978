"""Section 6.1. The synthetic data."""

from fractions import Fraction

import numpy as np

from gcbook.audit import Outcome, check
from gcbook.claims._words import result
from gcbook.data import PolarGrid, Subspaces


@check(
    twin={"other": np.pi / 4},
    twin_says="the second principal angle is pi/4",
    method="numerical",
    role="supports",
    omits="nothing for these five angles",
    tolerance="1e-12",
)
def angle_is_the_smallest_principal_angle(other: float = np.pi / 2) -> Outcome:
    """The planes have principal angles theta and pi/2: theta is the smallest of the two."""
    error = 0.0
    for theta in (0.2, 0.7, 1.0, 1.3, np.pi / 2):
        first, second = Subspaces(angle=theta).bases
        cosines = np.linalg.svd(first @ second.T, compute_uv=False)
        angles = np.sort(np.arccos(np.clip(cosines, -1, 1)))
        error = max(error, float(np.abs(angles - [theta, other]).max()))
    # arccos near 1 costs half the digits, and none of these angles is below 0.2
    return Outcome(error < 1e-12, f"{error:.1e}", "< 1e-12", "largest error of five pairs")


@check(
    twin={"strict": True},
    twin_says="all norms are below one, as printed",
    method="exact",
    role="repairs",
    omits="nothing: eleven radii",
    slip=True,
)
def norms_after_kelvin(strict: bool = False) -> Outcome:
    """After the Kelvin transformation the norms are j/20 for j = 10, ..., 20: at most one."""
    norms = [1 / Fraction(20, j) for j in range(10, 21)]
    largest = max(norms)
    fits = largest < 1 if strict else largest <= 1
    same = np.allclose(PolarGrid().radii, [float(1 / one) for one in norms])
    return Outcome(fits and bool(same), f"{min(norms)} to {largest}", "1/2 to 1")


CLAIM, ERRATA = result(__file__, angle_is_the_smallest_principal_angle, norms_after_kelvin)
