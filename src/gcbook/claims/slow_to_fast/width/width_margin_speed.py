"""Theorem (added): the speed is the margin."""

from dataclasses import replace

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.bounds import mean_activation, slow_steps, zonotope_margin
from gcbook.claims._witness import flows
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.width.constants import library_has_the_speed
from gcbook.experiments.rate import Audit
from gcbook.initialisation import polygon


def audited(name: str, slip: float = 1.0) -> tuple[int, int, float]:
    """Return places, violations and tightest factor of one inequality over all recorded runs."""
    found = [
        replace(one, small=slip * one.small)
        for seen in flows.audits()
        for one in seen.inequalities
        if one.name == name
    ]
    tight = [float(one.factors.min()) for one in found if len(one.factors)]
    return sum(len(one.small) for one in found), Audit(tuple(found)).violations, min(tight)


def kept(name: str, slip: float, where: str = "at {} steps", digits: int = 1) -> Outcome:
    """Say whether one inequality holds at all places of the recorded runs."""
    places, bad, tight = audited(name, slip)
    found = f"{bad} violations {where.format(places)}"
    return Outcome(bad == 0, found, "0", f"tightest {tight:.{digits}f}")


@symbolic.supports(
    twin={"sign": -1},
    twin_says="a step inwards does not change the bound",
    omits="nothing: it is Cauchy's inequality",
)
def length_is_at_least_the_shadow(sign: int = 1) -> Outcome:
    """|w + g|^2 - <w + g, w/|w|>^2 = |g|^2 - <g, w/|w|>^2: a square in the plane of w and g."""
    a, x, y = sp.symbols("a x y", real=True)
    # w = (a, 0), g = (x, y) after a rotation
    gap = sp.expand((a + x) ** 2 + y**2 - (a + sign * x) ** 2)
    return Outcome(gap == y**2, gap, y**2)


@numerical.supports(
    twin={"slip": 2.0},
    twin_says="the norms grow by twice as much",
    omits="other data and starts",
    tolerance="1e-9 of the larger side",
    seconds=12.0,
)
def norms_grow_with_the_margin(slip: float = 1.0) -> Outcome:
    """Sum over J_i of |w^(t+1)| - |w^t| >= 2 v m eta gamma_t P_t, step by step on all records.

    d = 2 and 3, two and three classes, finite data and populations.
    """
    return kept("norms grow by 2vm eta gamma P", slip, digits=3)


@numerical.supports(
    twin={"slip": 4.0},
    twin_says="the gradient is four times larger",
    omits="other data and starts",
    seconds=12.0,
)
def gradient_exceeds_the_margin(slip: float = 1.0) -> Outcome:
    """|grad l| >= (2 v m gamma / sqrt k) P, on all records; so -l' >= A P^2 for flow."""
    return kept("gradient >= 2vm gamma P / sqrt k", slip, digits=2)


@numerical.supports(
    twin={"slip": 500.0},
    twin_says="a five-hundredth of the bound is enough",
    omits="the looseness in general",
    seconds=12.0,
)
def slow_steps_are_counted(slip: float = 1.0) -> Outcome:
    """#{t: l_t >= eps} <= (1 + 2vM R_-)(R_+^oo - R_+^0)/(2 v m eta gamma eps), with eps = 1/100.

    Over the runs with gamma_t > 0 throughout, gamma the least margin of the run.
    """
    ratios = []
    for record in flows.records():
        (m, M), v = record.rim, record.network.magnitude
        for run in np.flatnonzero(record.margin.min(axis=0) > 0):
            gamma = float(record.margin[:, run].min())
            negative = record.norms[:, run][:, ~record.positive].sum(axis=1).max()
            growth = record.positive_norm[-1, run] - record.positive_norm[0, run]
            bound = slow_steps(
                growth, gamma, 0.01, step=record.step, negative=negative, inner=m, outer=M, v=v
            )
            ratios.append(slip * int((record.loss[:, run] >= 0.01).sum()) / bound)
    return Outcome(
        max(ratios) <= 1,
        f"at most {max(ratios):.2g} of the bound in {len(ratios)} runs",
        "<= 1",
    )


@numerical.supports(
    twin={"dimension": 1},
    twin_says="the same with the kappa of one dimension more",
    omits="other directions: averaging over u proves it",
)
def margin_is_at_most_the_average(dimension: int = 0) -> Outcome:
    """The margin is at most k kappa_d, nearly so for many evenly spread directions: a 361-gon."""
    kappa = mean_activation(2 + dimension)
    ratio = float(zonotope_margin(polygon(361).weights)) / (361 * kappa)
    return Outcome(ratio <= 1 and ratio > 0.99, round(ratio, 6), "just below 1")


CLAIM, ERRATA = result(
    __file__,
    length_is_at_least_the_shadow,
    norms_grow_with_the_margin,
    gradient_exceeds_the_margin,
    slow_steps_are_counted,
    margin_is_at_most_the_average,
    library_has_the_speed,
)
