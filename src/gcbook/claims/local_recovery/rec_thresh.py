"""From how many samples on a branch is separated: the threshold."""

from __future__ import annotations

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, numerical, symbolic
from gcbook.claims._words import result
from gcbook.companions.recovery import (
    Neurons,
    Recovery,
    branches,
    generic_inputs,
    jacobian_rank,
)


@exact.supports(
    twin={"strict_for_equal": True},
    twin_says="the bound is strict for m = m_0 as well",
    omits="that fewer samples do not do on branches that are not Morse-Bott: some inputs do",
)
def thresholds_within_the_bound(strict_for_equal: bool = False) -> Outcome:
    """d(m - r + m_0) + r <= m(d + 1), strictly if m > m_0: all branches with m <= 5, d <= 4."""
    wrong = 0
    for d in range(1, 5):
        for targets in (1, 2):
            for m in range(targets, 6):
                bound = m * (d + 1)
                strict = m > targets or strict_for_equal
                for branch in branches(m, targets):
                    n = branch.codimension(d)
                    wrong += not (n < bound if strict else n <= bound)
    return Outcome(wrong == 0, f"{wrong} branches exceed it", "none")


@symbolic.supports(
    twin={"free": 0},
    twin_says="a free block's w counts as fixed",
    omits="nothing: all m, m_0, r and d",
)
def codimension_by_algebra(free: int = 1) -> Outcome:
    """For every m, m_0, r and d, m (d + 1) - (r - m_0) d - (m - r) = d (m - r + m_0) + r."""
    m, m0, r, d = sp.symbols("m m_0 r d", positive=True)
    codimension = m * (d + 1) - free * (r - m0) * d - (m - r)
    left = sp.expand(codimension - (d * (m - r + m0) + r))
    return Outcome(left == 0, left, 0)


@symbolic.supports(
    twin={"sign": 1},
    twin_says="the last term with the other sign",
    omits="nothing: U and V stand for u^(k-2) and v^(k-2)",
)
def moments_recur(sign: int = -1) -> Outcome:
    """For mu_k = a u^k + b v^k, mu_k = (u + v) mu_(k-1) - u v mu_(k-2)."""
    a, b, u, v, U, V = sp.symbols("a b u v U V")
    mu = [a * u**k * U + b * v**k * V for k in range(3)]
    left = sp.expand(mu[2] - (u + v) * mu[1] - sign * u * v * mu[0])
    return Outcome(left == 0, left, 0)


@numerical.supports(
    twin={"missing": 1},
    twin_says="the rank is full with one sample less",
    omits="larger m and d, and exceptional inputs",
    tolerance="1e-11 of the largest singular value",
    seed=7,
)
def rank_is_full_from_the_threshold(missing: int = 0) -> Outcome:
    """On Morse-Bott branches rank J = codimension from n = codimension on: m <= 3, d <= 2."""
    wrong = tried = 0
    for d in (1, 2):
        target = Neurons.of([1.0], np.random.default_rng(3).normal(size=(1, d)))
        for m in (2, 3):
            for branch in branches(m):
                if not branch.is_morse_bott:
                    continue
                n = branch.codimension(d)
                problem = Recovery.of(target, generic_inputs(n - missing, d, seed=7))
                point = branch.point(target, seed=7)
                wrong += jacobian_rank(problem, point, tolerance=1e-11) != n
                tried += 1
    return Outcome(wrong == 0, f"{wrong} of {tried} deficient", "none")


@symbolic.supports(
    twin={"power": 1},
    twin_says="what is left is a s v/(a - s), of first order in v",
    omits="higher orders",
)
def crossing_is_separated(power: int = 2) -> Outcome:
    """At Q_12 the moments of (a - s, w + u) and (s, w + v) leave a s v^2/(a - s).

    The zeroth moment fixes the sum of the a; the first makes u = -s v/(a - s); the second is then
    a s v^2/(a - s), which vanishes on Q_1 (v = 0) and on Q_2 (s = 0) only.
    """
    a, s, v, u = sp.symbols("a s v u")
    first = sp.solve((a - s) * u + s * v, u)[0]
    second = sp.simplify((a - s) * first**2 + s * v**2)
    wanted = a * s * v**power / (a - s)
    return Outcome(sp.simplify(second - wanted) == 0, sp.factor(second), wanted)


CLAIM, ERRATA = result(
    __file__,
    codimension_by_algebra,
    thresholds_within_the_bound,
    rank_is_full_from_the_threshold,
    moments_recur,
    crossing_is_separated,
)
