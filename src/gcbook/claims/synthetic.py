"""Section 6.1: the synthetic experiments."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np

from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Erratum
from gcbook.claims import _exact as ex
from gcbook.data import PolarGrid, Subspaces
from gcbook.experiments import (
    Figure3Config,
    Figure4Config,
    figure3,
    figure4,
)


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


@check(
    twin={"v": Fraction(1)},
    twin_says="it is the network with v = 1",
    method="exact",
    role="supports",
    omits="nothing: the identity is linear in the ramps",
    seed=25,
)
def network_7_is_network_1(v: Fraction = Fraction(1, 2), trials: int = 50) -> Outcome:
    """Equation (7) is f_1 - f_2 of the network (1) with n = 2, v = 1/2 and 2k neurons."""
    rng, equal = Random(25), 0
    for _ in range(trials):
        weights, (x,) = ex.random_rows(rng, 6, 2), ex.random_rows(rng, 1, 2)
        h = ex.hidden(weights, x)
        (margin,) = ex.margins(ex.signs([0] * 3 + [1] * 3, 2, v), weights, x)
        equal += margin == sum(h[:3]) - sum(h[3:])
    return Outcome(equal == trials, f"{equal} of {trials}", f"{trials} of {trials}")


@check(
    twin={"step": 0.03},
    twin_says="all runs at 30 degrees are done within the limit at a third of the step",
    method="experiment",
    role="supports",
    omits="noise, under which small angles become slow; angles below 30 degrees",
    tolerance="every run within 2,500 steps",
    seed=2021,
    seconds=5.0,
    full={"runs": 32},
)
def acute_angles_converge(step: float = 0.1, runs: int = 4) -> Outcome:
    """Without noise every run reaches zero loss at 90, 60 and 40 degrees."""
    config = Figure3Config(
        degrees=(90, 60, 40), noises=(0.0,), runs=runs, step=step, max_steps=2500
    )
    done = [int(cell.converged.sum()) for cell in figure3(config).cells]
    return Outcome(min(done) == runs, done, [runs] * 3, "converged runs per angle")


@check(
    twin={"degrees": 40.0},
    twin_says="40 degrees are as fast as 90",
    method="experiment",
    role="weighs",
    omits="small differences: with these runs a change below a tenth would not be seen",
    tolerance="the 95% interval of the paired difference contains 0",
    seed=2021,
    seconds=5.0,
    full={"runs": 100},
)
def orthogonal_is_not_visibly_fastest(degrees: float = 75.0, runs: int = 12) -> Outcome:
    """Start by start, 75 degrees take as long as 90: the optimum is not visible."""
    config = Figure3Config(degrees=(90, degrees), noises=(0.0,), runs=runs, max_steps=2500)
    difference, pairs = figure3(config).against_orthogonal(degrees)
    stands = difference.low < 0 < difference.high
    found = f"{difference.difference:+.0f} ({difference.low:+.0f} to {difference.high:+.0f})"
    return Outcome(stands, found, "an interval around 0", f"{pairs} pairs of runs")


@check(
    twin={"order": (24, 12, 6)},
    twin_says="wider networks take longer",
    method="experiment",
    role="supports",
    omits="why: a wider network also moves further per step",
    tolerance="the boxes of 6, 12 and 24 neurons do not overlap",
    seed=2022,
    seconds=1.0,
    full={"runs": 400},
)
def wider_is_faster(order: tuple[int, ...] = (6, 12, 24), runs: int = 60) -> Outcome:
    """The quartile boxes of the iterations fall with the width: 2k = 6, 12, 24."""
    config = Figure4Config(neurons=order, runs=runs, norm_runs=20)
    frame = figure4(config).to_frame()
    falls = all(a > b for a, b in zip(frame["q25"][:-1], frame["q75"][1:], strict=True))
    return Outcome(falls, [round(m) for m in frame["median"]], "falling", f"medians of {runs} runs")


@check(
    twin={"share": 0.999},
    twin_says="the start explains all of the largest norm",
    method="experiment",
    role="weighs",
    omits="runs that do not stop, for which boundedness is the question",
    tolerance="more than 80% of the variance",
    seed=2022,
    seconds=1.0,
    full={"runs": 2000},
)
def largest_norm_is_mostly_the_start(share: float = 0.8, runs: int = 300) -> Outcome:
    """The largest norm max_t |W^t| is mostly |W^0|; and every run that stops is bounded anyway."""
    result = figure4(Figure4Config(neurons=(6,), runs=20, norm_runs=runs))
    found = result.share_of_start
    return Outcome(
        found > share,
        f"{found:.1%} of the variance",
        f"> {share:.1%}",
        f"{runs} runs, mean {result.max_norm.mean():.2f}, at the start "
        f"{result.norm_at_start.mean():.2f}",
    )


CLAIMS = (
    Claim(
        id="sec-6.1-setup",
        number="Section 6.1",
        title="The synthetic data",
        section="6.1",
        statement=(
            r"Two planes of $\mathbb R^4$ at angle $\theta$ carry 880 points each: radii $20/j$, "
            r"$j=10,\dots,20$, angles $j\pi/40$; after the Kelvin transformation their norms are "
            "below one."
        ),
        kind="passing",
        depends=("setup-data",),
        repair=(
            r"$\theta$ is the smallest principal angle (the other is $\pi/2$); the norms are at "
            "most one. The data have no density, which Section 2 asks for."
        ),
        checks=(angle_is_the_smallest_principal_angle, norms_after_kelvin),
    ),
    Claim(
        id="eq-7",
        number="Equation (7)",
        title="The binary network",
        section="6.1",
        statement=(
            r"$\tilde f=\sum_{j\le k}\sigma(h_j)-\sum_{j>k}\sigma(h_j)$ is $f_1-f_2$ of (1) with "
            r"$n=2$, $v=\frac12$ and $2k$ neurons."
        ),
        kind="equation",
        depends=("eq-1",),
        checks=(network_7_is_network_1,),
    ),
    Claim(
        id="fig-3",
        number="Figure 3",
        title="Acute angles",
        section="6.1",
        statement="Gradient descent still reaches zero loss if the planes meet at acute angles.",
        kind="figure",
        depends=("eq-7", "sec-6.1-setup"),
        checks=(acute_angles_converge,),
    ),
    Claim(
        id="fig-3-fastest",
        number="Section 6, opening",
        title="Orthogonal planes are fastest",
        section="6",
        statement="Convergence is observed to be the fastest when the planes are orthogonal.",
        kind="passing",
        depends=("fig-3",),
        repair="Between 60 and 90 degrees the iterations do not visibly change.",
        checks=(orthogonal_is_not_visibly_fastest,),
    ),
    Claim(
        id="fig-4",
        number="Figure 4, left",
        title="Wider is faster",
        section="6.1",
        statement="The more neurons, the fewer iterations to zero loss.",
        kind="figure",
        depends=("eq-7",),
        checks=(wider_is_faster,),
    ),
    Claim(
        id="fig-4-norms",
        number="Figure 4, right",
        title="Bounded weights",
        section="6.1",
        statement="The simulation suggests that the assumption of bounded weights is reasonable.",
        kind="figure",
        depends=("thm-3.2",),
        repair=(
            "The largest norm is mostly the norm at the start, and a run that stops is bounded in "
            "any case; whether runs on a population stay bounded is open."
        ),
        checks=(largest_norm_is_mostly_the_start,),
    ),
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
    Erratum(
        id="E40",
        claim="fig-3-fastest",
        where="Section 6, opening",
        printed="convergence is observed to be the fastest under orthogonality",
        mended="iterations do not visibly change between 60 and 90 degrees",
        why="Start by start the difference has an interval around zero.",
        check="orthogonal-is-not-visibly-fastest",
        nature="evidence",
    ),
)
