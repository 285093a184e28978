"""The bounds of Section 7.3, against the library: no letter can stand for another."""

import numpy as np

from gcbook.audit import Outcome, numerical
from gcbook.bounds import (
    Shell,
    clock,
    error_mass_ceiling,
    error_mass_floor,
    grid_clock,
    margin_growth,
    margin_speed,
    neurons_for_margin,
    orbit_error_mass,
    random_margin,
    slow_steps,
    wide_certificate,
    wide_clock,
)
from gcbook.claims._witness.algebra import agree

V, INNER, OUTER, STEP = 2 / 3, 0.5, 3.0, 0.2
TRIANGLE = np.array([[2.0, 0.0], [-1.0, 3**0.5], [-1.0, -(3**0.5)]])
"""Its margin is sqrt(3)/2."""
BETWEEN = {"inner": INNER, "outer": OUTER, "v": V}
"""What the checks of this file have in common: m = 1/2, M = 3, v = 2/3, and eta = 1/5."""
OMITS = "other constants: this compares the code with the formulas"


@numerical.supports(
    twin={"factor": 1}, twin_says="with v in place of 2 v", omits=OMITS, tolerance="1e-12, relative"
)
def library_has_the_speed(factor: int = 2) -> Outcome:
    """The library's 2 v m eta gamma P, 4 v^2 m^2 gamma^2/k and count of slow steps are these."""
    growth = margin_growth(1.5, 0.25, step=STEP, inner=INNER, v=V)
    slow = slow_steps(2.5, 0.75, 0.02, step=STEP, negative=1.25, **BETWEEN)
    reach = 1 + factor * V * OUTER * 1.25
    return agree(
        [
            (growth, factor * V * INNER * STEP * 1.5 / 4),
            (margin_speed(TRIANGLE, inner=INNER, v=V), (factor * V * INNER) ** 2 * 0.75 / 3),
            (slow, reach * 2.5 / (factor * V * INNER * STEP * 0.75 * 0.02)),
        ]
    )


@numerical.supports(
    twin={"pairs": 4},
    twin_says="with n in place of n - 1",
    omits=OMITS,
    tolerance="1e-12, relative",
)
def library_has_the_ceiling(pairs: int = 3) -> Outcome:
    """The library's Q* solves (R + a Q)^2 = k (|W|^2 + 2 c Q), n = 4: three neurons of four."""
    rows = np.array([[0.3, 0.4], [-0.6, 0.8], [0.0, 2.0], [1.0, 0.0]])
    mine = np.array([True, True, False, True])
    found = error_mass_ceiling(rows, mine, 0.75, step=STEP, classes=4, **BETWEEN)
    a, c = 2 * V * INNER * 0.75, 1 + 2 * STEP * V**2 * OUTER**2 * pairs * 4
    drive, spread = 3 * c - a * 2.5, 6.25 - 2.5**2 / 3
    return agree([(found, (drive + np.sqrt(drive**2 + 3 * a**2 * spread)) / a**2)])


@numerical.supports(
    twin={"worst": 1},
    twin_says="the first point is the worst",
    omits=OMITS,
    tolerance="1e-12, relative",
)
def library_has_the_speed_limit(worst: int = 0) -> Outcome:
    """The library's bound is sup (1 - phi_0)/(4 v^2 M |x| kappa): of 1/2 and 3/2 the larger."""
    found = error_mass_floor([1.0, 0.75], [2.0, 0.5], 5, outer=OUTER, v=V)
    return agree([(found, (1.5, 0.5)[worst] / (4 * V**2 * OUTER * 5))])


@numerical.supports(
    twin={"swing": 1},
    twin_says="the bound loses sqrt(k log(1/delta)), without the half",
    omits=OMITS,
    tolerance="1e-12, relative",
)
def library_has_the_random_margin(swing: int = 2) -> Outcome:
    """The library's bound is k kappa - 2 sqrt(k) - sqrt(k log(1/delta)/2), and its k the root.

    delta = e^-8, d = 3, where kappa = 1/4: 64/4 - 16 - 16, and (4 + 4)^2 16 = 1024 neurons.
    """
    rare = float(np.exp(-8))
    neurons = neurons_for_margin(3, failure=1.0001 * rare)  # rounded up from just below
    stated = 64 / 4 - 16 - np.sqrt(64 * 8 / swing)
    return agree([(random_margin(64, 3, failure=rare), stated), (neurons, 1024)])


@numerical.supports(
    twin={"near": 0}, twin_says="without F", omits=OMITS, tolerance="1e-12, relative"
)
def library_has_the_certificate(near: int = 1) -> Outcome:
    """The library's Gamma, A, B_eta and ratio are the stated ones, for three neurons and two rays.

    rho = 1/2: on the ray e_1 two neurons are within rho, one of them positive, on e_2 the first.
    """
    rows = np.array([[6.0, 0.0], [0.0, 8.0], [0.25, 5.0]])
    sure = wide_certificate(rows, [1, 1, -1], np.eye(2), step=STEP, radii=[0.5], **BETWEEN)
    gamma = min(6.25 - near * 0.5 * 2, 13 - near * 0.5)
    a = (2 * V * INNER * gamma) ** 2 / (rows**2).sum()
    net = 2 * V * np.array([5.75 - near * 0.5, 3 - near * 0.5])
    b = max(0.0, 1 - INNER * net.min()) + 2 * STEP * V**2 * OUTER**2 * 3
    ratio = 4 * V * OUTER * b / (0.5 * a)
    return agree(
        [(sure.rate, a), (sure.deficit, b), (sure.ratio, ratio), (sure.error_mass, 2 * b / a)]
    )


@numerical.supports(
    twin={"power": 1}, twin_says="with gamma unsquared", omits=OMITS, tolerance="1e-12, relative"
)
def library_has_the_orbits(power: int = 2) -> Outcome:
    """The library's bounds on Q of an orbit are the stated ones: k = 5, gamma = 3/4, X = 9/4."""
    low, high = orbit_error_mass(5, 0.75, start=0.5, push=2.25, **BETWEEN)
    rest = 5 * (1 - 2 * V * INNER * 0.75 * 0.5)
    return agree(
        [
            (low, rest / (4 * V**2 * INNER * OUTER * 0.75 * 2.25)),
            (high, rest / (4 * V**2 * INNER**2 * 0.75**power)),
        ]
    )


@numerical.supports(
    twin={"power": 1}, twin_says="with kappa unsquared", omits=OMITS, tolerance="1e-4, the grid's"
)
def library_has_the_clock(power: int = 2) -> Outcome:
    """The library's tau*(eps) is int ds/g(s) on the shell m = 1/2, M = 3, and wide_clock follows.

    d = 2, summed on the midpoints of a grid of width 1e-5 up to s_eps.
    """
    pairs, volume = [], OUTER**2 - INNER**2
    for level in (0.7, 0.05):
        top = np.minimum(OUTER, 1 / (grid := (np.arange(200_000) + 0.5) * 1e-5))
        push = 2 * (top**3 - INNER**3) / (3 * volume)
        loss = (top**2 - INNER**2) / volume - grid * push
        tau = float((1e-5 / push[loss > level]).sum())
        pairs.append((clock(level, Shell(2, INNER, OUTER)), tau))
        stated = tau / (4 * V**2 / np.pi**power)
        pairs.append((wide_clock(level, Shell(2, INNER, OUTER), v=V), stated))
    worst = max(abs(value / right - 1) for value, right in pairs)
    return Outcome(worst < 1e-4, f"{worst:.1e}", "< 1e-4")


@numerical.supports(
    twin={"power": 1}, twin_says="with kappa unsquared", omits=OMITS, tolerance="1e-12, relative"
)
def library_has_the_rings(power: int = 2) -> Outcome:
    """The library's limits on a grid are the stated sums: radii 1, 2, 4 on four rays.

    kappa = 1/(4 sin(pi/4)); the gaps of 1/r are 1/2, 1/4, 1/4, the pulls (1, 3, 7)/3.
    """
    found = grid_clock([2.0, 4.0, 1.0], 4, v=V)
    scale = 3 / (4 * V**2 * (0.125**0.5) ** power)
    return agree(
        [
            (found.time, scale * (1 / 2 + 1 / 12 + 1 / 28)),
            (found.mass, scale * (1 / 6 + 1 / 18 + 1 / 28)),
        ]
    )
