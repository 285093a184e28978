"""Theorem (Albert and Anderson): when the logistic estimate exists."""

from itertools import combinations, product

import numpy as np
import sympy as sp

from gcbook._checks import FloatArray
from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._witness import cones
from gcbook.claims._words import result

S, A = sp.Symbol("s", positive=True), sp.Symbol("a", real=True)


def cost(product_: sp.Expr) -> sp.Expr:
    """Return what an observation with <n, y x> = `product_` costs."""
    return sp.log(1 + sp.exp(-product_))


@symbolic.supports(
    twin={"sign": -1},
    twin_says="an observation costs more and more where its product with n is positive",
    omits="how fast",
)
def limits_of_a_term(sign: int = 1) -> Outcome:
    """Along s n the cost tends to 0, stays log 2, tends to infinity as <n, y x> is > 0, 0, < 0."""
    r = sp.Symbol("r", positive=True)
    found = [sp.limit(cost(sign * S * q), S, sp.oo) for q in (r, sp.Integer(0), -r)]
    return Outcome(found == [0, sp.log(2), sp.oo], found, [0, sp.log(2), sp.oo])


@symbolic.supports(
    twin={"positive": False},
    twin_says="the cost falls along every n, whatever the sign of the product",
    omits="nothing",
)
def cost_falls_for_ever(positive: bool = True) -> Outcome:
    """d/ds log(1 + e^-(a + s r)) < 0 for every real a and r > 0: no point is a minimiser."""
    r = sp.Symbol("r", positive=True) if positive else sp.Symbol("r", real=True)
    slope = sp.simplify(sp.diff(cost(A + S * r), S))
    same = sp.simplify(slope + r / (1 + sp.exp(A + S * r))) == 0
    negative = (-r / (1 + sp.exp(A + S * r))).is_negative
    return Outcome(bool(same and negative), slope, "negative")


@symbolic.supports(
    twin={"order": 1},
    twin_says="the slope of the cost, not its curvature, is positive",
    omits="nothing",
)
def cost_is_strictly_convex(order: int = 2) -> Outcome:
    """The second derivative of log(1 + e^-z) is e^z/(1 + e^z)^2 > 0: at most one value of each."""
    z = sp.Symbol("z", real=True)
    found = sp.simplify(sp.diff(cost(z), z, order))
    positive = sp.exp(z) / (1 + sp.exp(z)) ** 2
    return Outcome(
        bool(sp.simplify((found - positive).rewrite(sp.exp)) == 0 and positive.is_positive),
        found,
        positive,
    )


@numerical.supports(
    twin={"signed": False},
    twin_says="the condition for the rows x_i, without the signs y_i",
    omits="more than two columns, larger entries",
    tolerance="gradient below 1e-9 within length 40",
    seconds=1.5,
)
def newton_finds_it_or_runs_off(signed: bool = True) -> Outcome:
    """Newton's method ends at a minimiser for just the designs where the condition holds.

    All sets of four different rows with entries in {-1, 0, 1} and a few responses.
    """
    vectors = [v for v in product((-1, 0, 1), (-1, 0, 1)) if any(v)]
    wrong, tried = 0, 0
    for rows in combinations(vectors, 4):
        for y in ((1, 1, 1, 1), (1, 1, 1, -1), (1, -1, 1, -1)):
            signs = y if signed else (1, 1, 1, 1)
            claimed = cones.holds([(s * a, s * b) for s, (a, b) in zip(signs, rows, strict=True)])
            wrong += claimed != _converges(np.array(y)[:, None] * np.array(rows, dtype=float))
            tried += 1
    return Outcome(wrong == 0, f"{wrong} of {tried} disagree", 0)


def _converges(rows: FloatArray) -> bool:
    n = np.zeros(rows.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(rows @ n))
        slope = -rows.T @ p
        if np.abs(slope).max() < 1e-9:
            break
        hessian = (rows.T * (p * (1 - p))) @ rows
        step = np.linalg.lstsq(hessian, slope, rcond=None)[0]
        n -= step * min(1.0, 2.0 / max(float(np.linalg.norm(step)), 1e-300))
        if np.linalg.norm(n) > 40:
            return False
    p = 1 / (1 + np.exp(rows @ n))
    least = np.linalg.eigvalsh((rows.T * (p * (1 - p))) @ rows)[0]
    return bool(np.linalg.norm(n) < 15 and least > 1e-6)


CLAIM, ERRATA = result(
    __file__,
    limits_of_a_term,
    cost_falls_for_ever,
    cost_is_strictly_convex,
    newton_finds_it_or_runs_off,
)
