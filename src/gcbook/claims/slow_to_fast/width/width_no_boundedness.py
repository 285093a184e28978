"""Corollary (added): no assumption on boundedness."""

import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._witness.algebra import same
from gcbook.claims._witness.small_networks import one_class
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.width.constants import library_has_the_ceiling
from gcbook.claims.slow_to_fast.width.width_margin_speed import audited, kept
from gcbook.data import PolarGrid
from gcbook.experiments.width import audit, follow
from gcbook.initialisation import certain_start


@symbolic.supports(
    twin={"factor": 1},
    twin_says="the norm grows with c Q in place of 2 c Q",
    omits="nothing",
)
def ceiling_solves_the_quadratic(factor: int = 2) -> Outcome:
    """Q* is the larger root of (R + aQ)^2 = k (|W|^2 + 2cQ), where |W|^2 = V + R^2/k."""
    a, k, c, R, V, Q = sp.symbols("a k c R V Q", positive=True)
    root = ((k * c - a * R) + sp.sqrt((k * c - a * R) ** 2 + a**2 * k * V)) / a**2
    gap = (R + a * Q) ** 2 - k * (V + R**2 / k + factor * c * Q)
    value = sp.simplify(gap.subs(Q, root))
    return Outcome(value == 0, value, 0)


@symbolic.supports(
    twin={"share": 2},
    twin_says="the step adds half as much",
    omits="nothing: the inequalities used are those checked on the runs",
)
def norm_grows_by_euler(share: int = 1) -> Outcome:
    """|W - eta g|^2 = |W|^2 + 2 eta <W, -g> + eta^2 |g|^2 <= |W|^2 + 2c eta P.

    Here c = 1 + 2 eta v^2 M^2 kappa; <W, -g> = P - l <= P, |g|^2 <= 4 v^2 M^2 kappa P^2, P <= 1.
    """
    eta, v, M, kappa, P = sp.symbols("eta v M kappa P", positive=True)
    most = 2 * eta * P + eta**2 * 4 * v**2 * M**2 * kappa * P * 1
    c = 1 + 2 * eta * v**2 * M**2 * kappa
    return Outcome(same(most, 2 * c * eta * P / share), sp.factor(most), 2 * c * eta * P)


@numerical.supports(
    twin={"slip": 1.2},
    twin_says="the squared norm grows more slowly: by the factor 1/1.2",
    omits="other data and starts",
    seconds=12.0,
)
def norms_stay_below(slip: float = 1.0) -> Outcome:
    """|W^T|^2 <= |W^0|^2 + 2 c Q_T, |grad l| <= 2 v M sqrt(kappa) P, on all records."""
    first = audited("|W|^2 <= |W0|^2 + 2cQ", slip)
    second = audited("gradient <= 2vM P sqrt kappa", slip)
    bad, places = first[1] + second[1], first[0] + second[0]
    tight = f"tightest {first[2]:.3f} and {second[2]:.2f}"
    return Outcome(bad == 0, f"{bad} violations at {places} places", "0", tight)


@numerical.supports(
    twin={"slip": 14.0},
    twin_says="a fourteenth of Q* is enough",
    omits="runs in which the condition fails at a step: the bound needs a margin throughout",
    seconds=12.0,
)
def error_mass_stays_below(slip: float = 1.0) -> Outcome:
    """Q <= Q* on every recorded run with gamma_t >= gamma > 0 throughout."""
    return kept("Q <= Q*", slip, "in {} runs")


@numerical.supports(
    twin={"slip": 5.0},
    twin_says="a fifth of it is enough",
    omits="other widths",
    seconds=2.0,
)
def small_even_starts_are_close(slip: float = 1.0) -> Outcome:
    """From a small regular 13-gon on the 880 points, Q* is within a factor 5 of Q."""
    network, rows = one_class(certain_start(13, 2, scale=1e-6).weights)
    record = follow(network, rows[None], PolarGrid(), step=0.02, steps=400)
    ceiling = next(one for one in audit(record).inequalities if one.name == "Q <= Q*")
    ratio = float(ceiling.factors[0])
    return Outcome(slip <= ratio < 5, f"{ratio:.2f}", "between 1 and 5")


CLAIM, ERRATA = result(
    __file__,
    norm_grows_by_euler,
    ceiling_solves_the_quadratic,
    norms_stay_below,
    error_mass_stays_below,
    small_even_starts_are_close,
    library_has_the_ceiling,
)
