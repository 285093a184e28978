"""The rates: exponential near the good branches, 1/t^2 near the degenerate one."""

from __future__ import annotations

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._words import result
from gcbook.companions.recovery import (
    Neurons,
    Recovery,
    near_crossing_eigenvalue,
    recovery_flow,
    slow_constant,
)

PROBLEM = Recovery.of(Neurons.of([1.0], [0.6]), np.linspace(-2, 2, 7))


@numerical.supports(
    twin={"factor": 1.0},
    twin_says="R falls like exp(-lambda t)",
    omits="other branches and inputs",
    tolerance="1e-3, relative",
)
def fast_branch_rate(factor: float = 2.0) -> Outcome:
    """Near Q_2 the loss falls like exp(-2 lambda t), lambda the smallest positive eigenvalue."""
    worst, pairs = 0.0, []
    for w in (1.6, -0.5, 2.5):
        run = recovery_flow(PROBLEM, Neurons.of([1.02, 0.03], [0.58, w]), np.linspace(0, 60, 301))
        losses, end = run.losses, run.final
        late = (losses < losses[0] * 1e-4) & (losses > 1e-20)
        fitted = -np.polyfit(run.times[late], np.log(losses[late]), 1)[0]
        limit = Neurons.of([1.0, 0.0], [0.6, end.w[1, 0]])
        wanted = factor * PROBLEM.smallest_positive(limit.vector, 2)
        worst = max(worst, abs(fitted / wanted - 1))
        pairs.append((round(float(fitted), 5), round(wanted, 5)))
    return Outcome(worst < 1e-3, [p[0] for p in pairs], [p[1] for p in pairs])


@numerical.supports(
    twin={"power": 3},
    twin_says="lambda falls like v^3",
    omits="other inputs",
    tolerance="3 %, by extrapolation",
)
def eigenvalue_near_the_crossing(power: int = 4) -> Outcome:
    """On Q_2 the smallest positive eigenvalue is about v^4 h^2/4 as v = w - w* tends to zero."""
    ratios = []
    for gap in (0.02, 0.01):
        point = Neurons.of([1.0, 0.0], [0.6, 0.6 + gap]).vector
        value = PROBLEM.smallest_positive(point, 2, tolerance=1e-14)
        ratios.append(value / near_crossing_eigenvalue(PROBLEM, gap) * gap ** (4 - power))
    limit = 2 * ratios[1] - ratios[0]
    return Outcome(abs(limit - 1) < 0.03, f"{limit:.4f}", 1, f"ratios {np.round(ratios, 4)}")


@symbolic.supports(
    twin={"taylor": 1},
    twin_says="the third column is sigma + v x sigma' + v^2 x^2 sigma'', without the half",
    omits="nothing: the Gram matrix of sigma, x sigma', x^2 sigma'' is any",
)
def eigenvalue_by_determinants(taylor: sp.Rational = sp.Rational(1, 2)) -> Outcome:
    """2 det(J'J) over the product of the two other eigenvalues is h^2 v^4/4, by Gram determinants.

    h^2 is the Gram determinant of the three over that of the first two; at v = 0 the product is
    the sum of the principal minors of J'J.
    """
    a, v = sp.symbols("a v", positive=True)
    G = sp.Matrix(3, 3, lambda i, k: sp.Symbol(f"g{min(i, k)}{max(i, k)}"))
    T = sp.Matrix([[1, 0, 0], [0, a, 0], [1, v, taylor * v**2]])
    product = sum((T * G * T.T).subs(v, 0).minor(i, i) for i in range(3))
    left = sp.expand(8 * T.det() ** 2 * G[:2, :2].det() - v**4 * product)  # det G divided out
    return Outcome(left == 0, left, 0)


@numerical.supports(
    twin={"factor": 2.0},
    twin_says="R ~ 1/(32 K t^2)",
    omits="other inputs",
    tolerance="1 %, extrapolated in 1/sqrt(t)",
    seconds=0.6,
)
def slow_branch_rate(factor: float = 1.0) -> Outcome:
    """Near Q_1, t^2 R tends to 1/(64 K) with K = (a_1 a_2 a)^2 h^2/(4 (a_1^2 + a_2^2)^2)."""
    worst, pairs = 0.0, []
    for a in ((0.5, 0.5), (0.3, 0.7), (-0.4, 1.4)):
        start = Neurons.of(a, [0.65, 0.6 - 0.05 * a[0] / a[1]])
        run = recovery_flow(PROBLEM, start, [0, 2.5e5, 1e6], rtol=1e-11, atol=1e-15)
        scaled = run.losses[1:] * run.times[1:] ** 2
        limit = 2 * scaled[1] - scaled[0]
        ends = run.points[1:, ::2]
        outer = 2 * ends[1] - ends[0]  # the same extrapolation for a_1 and a_2
        wanted = factor / (64 * slow_constant(PROBLEM, outer))
        worst = max(worst, abs(limit / wanted - 1))
        pairs.append((round(float(limit), 5), round(wanted, 5)))
    return Outcome(worst < 0.01, [p[0] for p in pairs], [p[1] for p in pairs])


@symbolic.supports(
    twin={"power": 2},
    twin_says="y' = -16 K y^2",
    omits="the reduction to one variable, which is argued",
)
def quartic_valley(power: int = 3) -> Outcome:
    """If R = K y^4 and y' = -dR/dy , that is y' = -4 K y^3, then t^2 R -> 1/(64 K)."""
    t, K, y0 = sp.symbols("t K y_0", positive=True)
    y = y0 / sp.sqrt(1 + 8 * K * y0**2 * t)
    flows = sp.simplify(sp.diff(y, t) + 4 * K * y**power) == 0
    limit = sp.limit(t**2 * K * y**4, t, sp.oo)
    return Outcome(flows and sp.simplify(limit - 1 / (64 * K)) == 0, limit, 1 / (64 * K))


@symbolic.supports(
    twin={"mixed": False},
    twin_says="the valley's curvature without the share a_2/a of the other neuron",
    omits="the higher orders",
)
def constant_of_the_valley(mixed: bool = True) -> Outcome:
    """K y^4 = |a_1 u^2 + a_2 v^2|^2 h^2/4 on the direction a_1 u + a_2 v = 0, |(u, v)| = y."""
    a1, a2, h, y = sp.symbols("a_1 a_2 h y", positive=True)
    u, v = a2 * y / sp.sqrt(a1**2 + a2**2), -a1 * y / sp.sqrt(a1**2 + a2**2)
    bend = a1 * u**2 + (a2 * v**2 if mixed else 0)
    K = sp.simplify(bend**2 * h**2 / 4 / y**4)
    wanted = (a1 * a2 * (a1 + a2)) ** 2 * h**2 / (4 * (a1**2 + a2**2) ** 2)
    return Outcome(sp.simplify(K - wanted) == 0, sp.factor(K), sp.factor(wanted))


CLAIM, ERRATA = result(
    __file__,
    fast_branch_rate,
    eigenvalue_near_the_crossing,
    eigenvalue_by_determinants,
    slow_branch_rate,
    quartic_valley,
    constant_of_the_valley,
)
