"""The landscape: critical values, minima, saddles."""

from __future__ import annotations

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._words import result
from gcbook.claims.linear_networks import _symbols
from gcbook.companions.linear import (
    Component,
    LinearProblem,
    critical_values,
    descent_direction,
    find_critical_points,
    inertia,
    partial_products,
    two_layer_saddles,
)


@symbolic.supports(
    twin={"both": False},
    twin_says="the same from R^T M = 0 alone, without the last layer's equation",
    omits="nothing: the symbols do not commute, so they stand for matrices of any size",
)
def values_by_algebra(both: bool = True) -> Outcome:
    """Y Y' P P' - (P P')^2 is a sum of terms with M' P or M P', which vanish: M = Y - P."""
    Y, Yt, P, Pt = sp.symbols("Y Yt P Pt", commutative=False)
    vanishing = Y * (Yt - Pt) * P * Pt + int(both) * (Y - P) * Pt * P * Pt
    left = sp.expand(Y * Yt * P * Pt - (P * Pt) ** 2 - vanishing)
    return Outcome(left == 0, left, 0)


@symbolic.supports(
    twin={"tied": True},
    twin_says="the same if two layers share their weights, and entries are of degree two",
    omits="other widths; an entry of a product is of degree one in each weight for all of them",
    reach="instance",
)
def loss_is_subharmonic(tied: bool = False) -> Outcome:
    """The Laplacian of L is the sum of the squares |grad Pi_ik|^2: widths (2, 2, 2, 2)."""
    W = _symbols.layers((2, 2, 2, 2))
    P = _symbols.product([W[0], W[0], W[2]] if tied else W, 2)
    loss = sum(entry**2 for entry in sp.diag(2, 1) - P) / 2
    weights = [w for A in W for w in A]
    laplacian = sum(sp.diff(loss, w, 2) for w in weights)
    squares = sum(sp.diff(entry, w) ** 2 for entry in P for w in weights)
    left = sp.expand(laplacian - squares)
    return Outcome(left == 0, left, 0)


@symbolic.supports(
    twin={"missing": 0},
    twin_says="the same where nothing is missing, s_2 = 0",
    omits="other points; the proof covers them",
    reach="instance",
)
def kernel_moves_end_the_criticality(missing: int = 1) -> Outcome:
    """At diag(c, 0) three times, r_Z = r = 1, the moves keep L, but dL/dW_3 is no longer zero.

    Here c^3 = s_1 is learnt, s_2 is not; w_1 = w_2 = v_1 = v_2 is the second axis, k = 2.
    """
    c, s, h = sp.symbols("c s_2 delta", positive=True)
    s, e = missing * s, sp.Matrix([0, 1])
    saddle, moved = sp.diag(c, 0), sp.diag(c, 0) + h * e * e.T
    M = sp.diag(c**3, s) - saddle * moved * moved
    same = sp.diag(0, s) == M
    steep = -M * (moved * moved).T
    return Outcome(same and steep[1, 1] != 0, steep.tolist(), "(0, -s_2 delta^2) on the diagonal")


@numerical.supports(
    twin={"factor": 1.0},
    twin_says="the critical values are the sums of s^2, without the half",
    omits="that there are no others: the proof says so",
    tolerance="1e-6",
    seconds=1.0,
)
def values_found_by_solving(factor: float = 0.5, seed: int = 1) -> Outcome:
    """Solving grad L = 0 from 60 random starts finds the four values of s = (2, 1), no other."""
    found = find_critical_points(LinearProblem.diagonal([2, 1]), (2, 2, 2), trials=60, seed=seed)
    values, counts = np.unique(np.round(found, 6), return_counts=True)
    wanted = np.array(critical_values((2, 1))) * factor / 0.5
    same = len(values) == len(wanted) and bool(np.abs(values - wanted).max() < 1e-6)
    return Outcome(same, values.tolist(), wanted.tolist(), f"found {counts.tolist()} times")


@symbolic.supports(
    twin={"power": 1},
    twin_says="the term -2 t e^T M f is of first order in a small step",
    omits="other widths; the same bilinear terms appear for all",
)
def curvature_by_symbols(power: int = 2) -> Outcome:
    """W_1 + h t y f^T and W_3 + h e (Zy)^T/|Zy|^2 change L by h^2(|E Z W_1|^2/2 - t e^T M f) + ...

    The critical point: W_1 = W_3 = 0, W_2 = I, with y = f = e the first axis and Y = diag(2, 1).
    """
    h, t = sp.symbols("h t", positive=True)
    e = sp.Matrix([1, 0])
    last, first = h * e * e.T, h * t * e * e.T
    M = sp.diag(2, 1) - last * first
    loss = sum(entry**2 for entry in M) / 2
    coefficient = sp.expand(loss).coeff(h, power)
    return Outcome(sp.expand(coefficient + 2 * t) == 0, coefficient, -2 * t)


@numerical.supports(
    twin={"which": 2},
    twin_says="the same at the balanced point that has learnt s_1, where r_Z = r",
    omits="other critical points; the proof covers them",
)
def negative_direction_found(which: int = 3) -> Outcome:
    """Where r_Z > r the proof's direction has negative curvature: s_1 learnt, W_2 of rank 2."""
    problem, layers = LinearProblem.diagonal([2, 1], 3), two_layer_saddles()[which][1]
    R, Z = partial_products(layers)
    ranks = (int(np.linalg.matrix_rank(R)), int(np.linalg.matrix_rank(Z)))
    if ranks[0] == ranks[1]:
        return Outcome(False, f"ranks {ranks}", "r_Z > r")
    curvature = descent_direction(problem, layers)[1]
    return Outcome(curvature < 0, f"{curvature:.4g}", "< 0", f"ranks {ranks}")


@numerical.supports(
    twin={"which": 4},
    twin_says="the point that has learnt s_2 has no negative eigenvalue either",
    omits="other critical points",
    tolerance="1e-9",
)
def a_saddle_without_negative_eigenvalue(which: int = 2) -> Outcome:
    """Two hidden layers, s_1 learnt and balanced: no negative eigenvalue, so not strict."""
    problem, layers = LinearProblem.diagonal([2, 1], 3), two_layer_saddles()[which][1]
    smallest = inertia(problem, layers).smallest
    return Outcome(smallest > -1e-9, f"{smallest:.3g}", ">= 0")


@symbolic.supports(
    twin={"order": 2},
    twin_says="L decreases in second order already",
    omits="other directions; one downward direction makes it a saddle",
)
def it_is_a_saddle(order: int = 3) -> Outcome:
    """Along diag(2^(1/3), x)^3 the loss is 1/2 - x^3 + x^6/2: it goes down, in third order."""
    x = sp.Symbol("x", positive=True)
    loss = sp.expand(((2 - sp.root(2, 3) ** 3) ** 2 + (1 - x**3) ** 2) / 2)
    return Outcome(sp.series(loss, x, 0, order + 1).removeO().coeff(x, order) == -1, loss, "-x^3")


@numerical.refutes(
    twin={"inputs": 3},
    twin_says="the same with one input more",
    omits="all other cases, where the dimension is positive",
)
def one_stratum_is_a_point(inputs: int = 2) -> Outcome:
    """H = 1, r = 0, d_x = d_y, d_1 = 2: the Hessian at the origin is regular, so Crit_0 = {0}."""
    part = Component((2.0, 1.0), (), hidden=2, inputs=inputs)
    nullity = inertia(part.problem, part.point()).nullity
    return Outcome(part.dimension == nullity == 0, nullity, "> 0 if it had positive dimension")


CLAIM, ERRATA = result(
    __file__,
    values_by_algebra,
    values_found_by_solving,
    loss_is_subharmonic,
    kernel_moves_end_the_criticality,
    curvature_by_symbols,
    negative_direction_found,
    a_saddle_without_negative_eigenvalue,
    it_is_a_saddle,
    one_stratum_is_a_point.as_role("refutes", slip=True),
)
