"""Section 6.1. The synthetic data."""

from fractions import Fraction

import numpy as np

from gcbook.audit import Claim, Erratum, Outcome, check
from gcbook.data import PolarGrid, Subspaces

PRINTED = r"""
Two planes of $\mathbb R^4$ at angle $\theta$ carry 880 points each: radii $20/j$,
$j=10,\dots,20$, angles $j\pi/40$; after the Kelvin transformation their norms are below one.
"""

MENDED = r"""
$\theta$ is the smallest principal angle (the other is $\pi/2$); the norms are at most one. The
data have no density, which Section 2 asks for.
"""


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


CLAIM = Claim(
    id="sec-6.1-setup",
    number="Section 6.1",
    title="The synthetic data",
    section="6.1",
    statement=PRINTED,
    kind="passing",
    depends=("setup-data",),
    repair=MENDED,
    checks=(angle_is_the_smallest_principal_angle, norms_after_kelvin),
)

ERRATA = (
    Erratum(
        id="E39",
        claim="sec-6.1-setup",
        where="Section 6.1, after Figure 5",
        printed="all data points have norm less than one under Kelvin transformation",
        mended="at most one",
        why="The innermost circle has radius 1.",
        check="norms-after-kelvin",
        nature="slip",
    ),
    Erratum(
        id="E39a",
        claim="sec-6.1-setup",
        where="Section 6.1",
        printed=r"the angle between $V_1$ and $V_2$ is $\theta$",
        mended=r"the smallest principal angle; the other is $\pi/2$",
        why=r"$e_1$ and $e_4$ are orthogonal to everything else.",
        check="angle-is-the-smallest-principal-angle",
        nature="slip",
    ),
)
