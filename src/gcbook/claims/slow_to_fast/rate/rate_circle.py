"""Proposition (added): on a circle the loss falls exponentially, at a rate that is known."""

from functools import lru_cache

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.bounds import Shell, tail
from gcbook.claims._witness.algebra import all_same, same
from gcbook.claims._words import result
from gcbook.experiments.rate import (
    Flow,
    RateConfig,
    Rim,
    gradient_flow,
    rate_start,
    rim_prediction,
    rim_rate,
)


@lru_cache(maxsize=1)
def rim_flows() -> tuple[Flow, ...]:
    """Return four flows on the unit circle from three random neurons, to t = 24.

    Examples
    --------
    >>> bool(max(flow.loss[-1] for flow in rim_flows()) < 1e-8)
    True
    """
    starts = [rate_start(RateConfig(), run) for run in range(4)]
    return tuple(
        gradient_flow(rows, sign, Rim(), horizon=24.0, per_decade=60, accuracy=1e-10)
        for rows, sign in starts
    )


@symbolic.supports(
    twin={"factor": 2},
    twin_says="the loss of one side is delta^2/(m beta)",
    omits="nothing: the side is (1 - delta) cos + m beta sin < 1, from the vertex to its root",
)
def arc_carries_a_square(factor: int = 1) -> Outcome:
    """One side of a vertex misses delta^2/(2 m beta) + O(delta^3); both make c_q delta^2."""
    delta, beta, part, v, m, w = sp.symbols("delta beta lambda v m w", positive=True)
    # with t = tan(theta/2), where (1 - delta) cos + beta sin = 1 first (beta is m times the slope)
    t = (beta - sp.sqrt(beta**2 - delta * (2 - delta))) / (2 - delta)
    lost = 2 * sp.atan(t) - ((1 - delta) * 2 * t + beta * 2 * t**2) / (1 + t**2)
    values = [sp.diff(lost, delta, order).subs(delta, 0) for order in range(3)]
    sides = [1 / (2 * m * 2 * v * w * share) for share in (part, 1 - part)]
    both = 1 / (8 * sp.pi * v * m * w * part * (1 - part))
    right = [(values[0], 0), (values[1], 0), (values[2] / 2, factor / (2 * beta))]
    return all_same([*right, (sum(sides) / (2 * sp.pi), both)])


@symbolic.supports(
    twin={"degree": 1},
    twin_says="for a function of degree one",
    omits="more than three dimensions and two rays: it is <grad f, y> = 2f and |y| = 1",
)
def quotient_falls(degree: int = 2) -> Outcome:
    """For f of degree two and y' = -(grad f - 2 f y), |y| = 1: df/dt = -|grad f - 2 f y|^2."""
    y = sp.Matrix(sp.symbols("y1:4", real=True))
    a, b = (sp.Matrix(sp.symbols(f"{name}1:4", real=True)) for name in "ab")
    c, e = sp.symbols("c e", positive=True)
    f = c * a.dot(y) ** degree + e * b.dot(y) ** degree
    slope = sp.Matrix([sp.diff(f, one) for one in y])
    gap = slope.dot(slope - 2 * f * y) - (slope - 2 * f * y).dot(slope - 2 * f * y)
    # gap = 2 f (<grad f, y> - 2 f |y|^2), which is zero on the sphere
    rest = sp.expand(gap - 4 * f**2 * (1 - y.dot(y)))
    return Outcome(same(rest, 0), "0" if rest == 0 else "not 0", "0")


@numerical.supports(
    twin={"slip": 7.0},
    twin_says="the bounds are seven times better",
    omits="other starts",
    seconds=3.0,
)
def rate_is_at_least_this(slip: float = 1.0) -> Outcome:
    """P >= delta/(pi m K) and |grad l|^2 >= a l with a = 1/(4 pi m K |W|^2), along four flows."""
    factors = []
    for flow in rim_flows():
        norms = np.linalg.norm(flow.weights, axis=-1)
        steep, late = norms.sum(axis=1), (flow.depth <= 0.5) & (flow.depth > 0)
        floor = 1 / (4 * np.pi * steep * (norms**2).sum(axis=1))
        factors += [(np.pi * steep * flow.missed / flow.depth)[late]]
        factors += [(flow.speed**2 / (floor * flow.loss))[late]]
    tight = float(np.concatenate(factors).min())
    return Outcome(tight >= slip * (1 - 1e-9), f"tightest factor {tight:.2f}", f">= {slip}")


@numerical.supports(
    twin={"factor": 1.05},
    twin_says="the rate is 5 per cent larger",
    omits="other starts",
    tolerance="2e-4, relative, at t = 24",
    seconds=3.0,
)
def runs_have_the_rate(factor: float = 1.0) -> Outcome:
    """Four flows end at the rate 2 mu, with positive depths in the ratio of the eigenvector.

    mu is the least eigenvalue of 2Gc on the rays that are left, one or two of them.
    """
    gaps = [rim_rate(flow).value / (factor * rim_prediction(flow)) - 1 for flow in rim_flows()]
    turns = []
    for flow in rim_flows():
        end = tail(flow.weights[-1], flow.signs, Shell(2))
        moved = end.coupling @ (end.weight * end.depth)
        turns.append(float(np.ptp(moved / end.depth) / np.max(moved / end.depth)))
    good = max(map(abs, gaps)) < 2e-4 and max(turns) < 1e-2
    return Outcome(good, [f"{g:.0e}" for g in gaps], "0", f"eigenvector to {max(turns):.0e}")


CLAIM, ERRATA = result(
    __file__, arc_carries_a_square, quotient_falls, rate_is_at_least_this, runs_have_the_rate
)
