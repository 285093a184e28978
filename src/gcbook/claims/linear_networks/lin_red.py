"""The reduction to X = I: what it keeps, and what it does not."""

from __future__ import annotations

import numpy as np

from gcbook.audit import Outcome, numerical
from gcbook.claims._words import result
from gcbook.companions.linear import (
    Layers,
    LinearProblem,
    gradient_flow,
    random_layers,
    reduce_problem,
)


def _example(seed: int, *, white: bool = False) -> tuple[LinearProblem, Layers]:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(3, 6))
    if white:
        U, _, Vt = np.linalg.svd(X, full_matrices=False)
        X = U @ Vt
    return LinearProblem.of(rng.normal(size=(2, 6)), X), random_layers((3, 4, 2), seed=rng)


def _mismatch(problem: LinearProblem, layers: Layers, *, preconditioned: bool) -> float:
    """How far the reduced true flow is from the flow of the reduced problem at time 2."""
    reduced = reduce_problem(problem)
    metric = reduced.metric if preconditioned else None
    true = reduced.forward(gradient_flow(problem, layers, [0, 2]).final)
    mine = gradient_flow(reduced.problem, reduced.forward(layers), [0, 2], metric=metric).final
    return float(np.sqrt(sum(((a - b) ** 2).sum() for a, b in zip(true, mine, strict=True))))


@numerical.repairs(
    twin={"offset": False},
    twin_says="the two losses are equal, without the constant",
    omits="other points; the identity is the invariance of the norm",
    tolerance="1e-9",
    seed=1,
)
def landscape_is_preserved(offset: bool = True) -> Outcome:
    """The loss and the reduced loss differ by one constant, here at five random points."""
    problem, _ = _example(1)
    reduced = reduce_problem(problem)
    gaps = []
    for seed in range(5):
        layers = random_layers((3, 4, 2), seed=seed)
        gap = float(problem.loss(layers) - reduced.problem.loss(reduced.forward(layers)))
        gaps.append(gap - (reduced.offset if offset else 0.0))
    return Outcome(max(map(abs, gaps)) < 1e-9, f"{max(map(abs, gaps)):.2g}", 0)


@numerical.refutes(
    twin={"white": True},
    twin_says="the same for whitened data",
    omits="landscapes: only the flow changes",
    tolerance="more than 0.01",
    seed=1,
)
def flow_is_not_preserved(white: bool = False) -> Outcome:
    """For data that is not white the reduced trajectory is not that of the reduced problem."""
    gap = _mismatch(*_example(1, white=white), preconditioned=False)
    return Outcome(gap > 0.01, f"{gap:.3g} apart at t = 2", "0 if the reduction were harmless")


@numerical.repairs(
    twin={"preconditioned": False},
    twin_says="without the preconditioner",
    omits="other starts",
    tolerance="1e-7",
    seed=1,
)
def preconditioned_flow_is_the_same(preconditioned: bool = True) -> Outcome:
    """With the preconditioner Q^T S^2 Q on the columns of W_1 the two flows agree."""
    gap = _mismatch(*_example(1), preconditioned=preconditioned)
    return Outcome(gap < 1e-7, f"{gap:.1e}", 0)


@numerical.repairs(
    twin={"white": False},
    twin_says="for data that is not white",
    omits="other starts",
    tolerance="1e-7",
    seed=1,
)
def white_flow_is_the_same(white: bool = True) -> Outcome:
    """For data with X X^T = I the two flows agree as they stand."""
    gap = _mismatch(*_example(1, white=white), preconditioned=False)
    return Outcome(gap < 1e-7, f"{gap:.1e}", 0)


CLAIM, ERRATA = result(
    __file__,
    landscape_is_preserved,
    flow_is_not_preserved,
    preconditioned_flow_is_the_same,
    white_flow_is_the_same,
)
