"""When a global minimum with zero loss exists (after Proposition 2)."""

from itertools import product
from random import Random

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, check
from gcbook.bounds import Shell, realisability_scale
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result


def unseen_direction(weights: ex.Rows) -> tuple[sp.Expr, ...] | None:
    """Return x != 0 with <w_j, x> <= 0 for all of at most d rational vectors in R^d.

    Examples
    --------
    >>> unseen_direction([(1, 0), (0, 1)])
    (-1, -1)
    """
    matrix = sp.Matrix([[sp.Rational(a) for a in row] for row in weights])
    if matrix.rows == matrix.cols and matrix.det() != 0:
        return tuple(matrix.solve(-sp.ones(matrix.rows, 1)))
    null = matrix.nullspace()
    return tuple(null[0]) if null else None


@check(
    twin={"extra": 1},
    twin_says="d + 1 vectors always leave a direction unseen too",
    method="exact",
    role="refutes",
    omits="nothing: solving W x = -1, or W x = 0 when W is singular, works for every W",
)
def few_neurons_leave_a_direction_unseen(
    extra: int = 0, trials: int = 40, seed: int = 10
) -> Outcome:
    """Any k_i <= d_i vectors have x != 0 with <w_j, x> <= 0 for all j, so the margin there is <= 0.

    A neighbourhood of x on the shell then has positive loss: no zero loss exists.
    """
    rng = Random(seed)
    unseen = 0
    for index in range(trials):
        d = 1 + index % 4
        weights = ex.random_rows(rng, d + extra, d)
        x = unseen_direction(weights)
        unseen += x is not None and any(x) and all(ex.dot(w, x) <= 0 for w in weights)
    return Outcome(unseen == trials, f"{unseen} of {trials}", f"{trials} of {trials}")


@check(
    twin={"neurons": 6},
    twin_says="six neurons cannot be shared out either",
    method="exact",
    role="refutes",
    omits="nothing: all 32 ways to give five neurons to two classes are tried",
)
def five_neurons_for_two_planes(neurons: int = 5) -> Outcome:
    """In R^4 = V_1 + V_2 five neurons exceed the dimension, yet some class owns at most two.

    Two classes of dimension 2 each need three neurons.
    """
    shares = [owner.count(0) for owner in product((0, 1), repeat=neurons)]
    possible = [k for k in shares if k >= 3 and neurons - k >= 3]
    return Outcome(
        neurons > 4 and not possible, f"{len(possible)} ways", "0 ways", "k_1 >= 3 and k_2 >= 3"
    )


@check(
    twin={"lost": 1},
    twin_says="d vectors of the simplex are enough",
    method="numerical",
    role="repairs",
    omits="dimensions above six",
    tolerance="1e-9",
)
def simplex_realises_zero_loss(lost: int = 0) -> Outcome:
    """The d + 1 corners of a regular simplex, long enough, give margin >= 1 in every direction.

    Dimensions 1 to 6: the finite scale that `bounds.realisability_scale` returns.
    """
    scales = []
    for d in range(1, 7):
        frame = np.eye(d + 1) - 1 / (d + 1)
        corners = np.linalg.qr(np.vstack([frame[:d]]).T)[0].T @ frame
        scales.append(realisability_scale(corners.T[lost:], Shell(d)))
    rounded = [round(one, 4) for one in scales]
    return Outcome(bool(np.isfinite(scales).all()), rounded, "six finite numbers", "v = 1/2, m = 1")


CLAIM, ERRATA = result(
    __file__,
    five_neurons_for_two_planes,
    few_neurons_leave_a_direction_unseen,
    simplex_realises_zero_loss,
)
