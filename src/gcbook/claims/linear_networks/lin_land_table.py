"""One hidden layer: the full table of critical points."""

from __future__ import annotations

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._words import result
from gcbook.companions.linear import components, inertia

SHAPES = (
    ((2.0, 1.0), 2, 2),
    ((2.0, 1.0), 3, 2),
    ((2.0, 1.0), 3, 4),
    ((3.0, 2.0, 1.0), 3, 3),
    ((3.0, 2.0, 1.0), 4, 5),
)


@numerical.supports(
    twin={"swaps": False},
    twin_says="the index is (d_1 - r)(d_y - r), without the swaps",
    omits="other shapes",
    tolerance="an eigenvalue below 1e-9 of the largest counts as zero",
    seed=0,
)
def table_over_all_subsets(swaps: bool = True) -> Outcome:
    """Value, nullity and index for all subsets J, 5 shapes, 3 draws, N = 0, N and 10 N."""
    wrong = tried = 0
    for shape in SHAPES:
        for part in components(*shape):
            index = part.index if swaps else (part.hidden - len(part.learnt)) * len(part.missing)
            for seed, spread in ((0, 0.0), (1, 1.0), (2, 10.0)):
                point = part.point(seed=seed, spread=spread)
                found, problem = inertia(part.problem, point), part.problem
                steep = max(float(np.abs(G).max()) for G in problem.gradient(point))
                good = (
                    steep < 1e-8
                    and (found.nullity, found.index) == (part.dimension, index)
                    and abs(float(problem.loss(point)) - part.value) < 1e-8
                )
                wrong, tried = wrong + (not good), tried + 1
    return Outcome(wrong == 0, f"{wrong} of {tried} points differ", "none")


@symbolic.supports(
    twin={"sign": -1},
    twin_says="the curvature of a swap is s_k^2 - s_i^2 with the other sign",
    omits="other widths",
)
def a_swap_goes_down(sign: int = 1) -> Outcome:
    """W_2 = (cos h, sin h), W_1 = W_2^T Y turns s_i into s_k: L'' = -(s_k^2 - s_i^2) at h = 0."""
    h, low, high = sp.symbols("h s_i s_k", positive=True)
    Y = sp.diag(low, high)
    u = sp.Matrix([sp.cos(h), sp.sin(h)])
    loss = sum(entry**2 for entry in Y - u * u.T * Y) / 2
    curvature = sp.simplify(sp.diff(loss, h, 2).subs(h, 0))
    return Outcome(
        sp.expand(curvature + sign * (high**2 - low**2)) == 0, curvature, low**2 - high**2
    )


@symbolic.supports(
    twin={"factor": 1},
    twin_says="the missed value enters once, not twice: C P' with the weight s_k",
    omits="nothing: the form is a sum of such columns, in singular coordinates of W_2",
)
def squares_can_be_completed(factor: int = 2) -> Outcome:
    """b^2 p^2 - 2 s_k c b p + s_i^2 c^2 = (b p - s_k c)^2 + (s_i^2 - s_k^2) c^2, and D K likewise.

    Here b is a singular value of W_2, c = C B^+, and (c s_i + d n)^2 holds what D adds.
    """
    b, p, c, d, n, k, low, high = sp.symbols("b p c d n k s_i s_k", real=True)
    form = b**2 * p**2 + (c * low + d * n) ** 2 - factor * high * (c * b * p + d * k)
    shifted = k - (2 * c * low * n + d * n**2) / (2 * high)
    wanted = (b * p - high * c) ** 2 + (low**2 - high**2) * c**2 - 2 * high * d * shifted
    difference = sp.expand(form - wanted)
    return Outcome(difference == 0, difference, 0)


CLAIM, ERRATA = result(__file__, table_over_all_subsets, a_swap_goes_down, squares_can_be_completed)
