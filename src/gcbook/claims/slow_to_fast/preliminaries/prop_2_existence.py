"""When a global minimum with zero loss exists (after Proposition 2)."""

from fractions import Fraction
from itertools import product
from random import Random

import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
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


@symbolic.repairs(
    twin={"rank": 1},
    twin_says="solving for one weight alone serves them all",
    omits="d above 3, where Cramer's rule is the same, and dependent weights",
    reach="instance",
)
def unseen_direction_by_cramer(rank: int = 0) -> Outcome:
    """With d weights of determinant D, x = -adj(W) 1 D has <w_j, x> = -D^2 < 0 for all j.

    Symbols for all entries, d = 1, 2, 3.  So d independent neurons leave x unseen.
    """
    wrong = []
    for d in range(1 + rank, 4):
        w = sp.Matrix(d, d, lambda i, j: sp.Symbol(f"w{i}{j}"))
        ones = -sp.ones(d, 1) if not rank else sp.Matrix([-1] + [1] * (d - 1))
        x = w.adjugate() * ones * w.det(method="berkowitz")
        target = -(w.det(method="berkowitz") ** 2) * sp.ones(d, 1)
        wrong += [d] if any(sp.expand(a) != 0 for a in w * x - target) else []
    return Outcome(not wrong, f"wrong for d in {wrong}", "wrong for d in []", "W x = -det(W)^2")


@exact.repairs(
    twin={"extra": 1},
    twin_says="d + 1 vectors always leave a direction unseen too",
    omits="other weights: solving W x = -1, or W x = 0 when W is singular, works for every W",
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


@exact.repairs(
    twin={"neurons": 6},
    twin_says="six neurons cannot be shared out either",
    omits="the total count read as one of each class, for which the printed words are right",
    reach="proved",
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


@symbolic.repairs(
    twin={"share": sp.Rational(1, 2)},
    twin_says="half of the norm has that inradius too",
    omits="other shapes, and shorter neurons, which can do: from 1/(sqrt(3) v m) in the plane",
)
def simplex_realises_zero_loss(share: object = sp.Integer(1)) -> Outcome:
    """A regular simplex of d + 1 neurons of norm d/(2 v m) has inradius 1/(2 v m), for every d.

    The corners have inner products -1/d; on the facet opposite a corner all others have inner
    product 1/d with its inner normal.  Proposition 2 then gives zero loss.
    """
    d, v, m = sp.symbols("d v m", positive=True)
    norm = sp.sympify(share) * d / (2 * v * m)
    # u_0 + ... + u_d = 0 gives 0 = <sum u, u_0> = 1 + d <u_j, u_0>
    product = sp.solve(1 + d * sp.Symbol("q"), sp.Symbol("q"))[0]
    inradius = sp.simplify(-product * norm)
    return Outcome(sp.simplify(inradius - 1 / (2 * v * m)) == 0, inradius, 1 / (2 * v * m))


@exact.repairs(
    twin={"factor": Fraction(1, 2)},
    twin_says="half of the norm is enough",
    omits="other points and dimensions above four",
)
def corner_simplex_has_margin_one(factor: Fraction = Fraction(1)) -> Outcome:
    """The weights e_1, ..., e_d and -(1, ..., 1) have margin at least max |x_j|, for v = 1/2.

    On all sign patterns x in {-1, 0, 1}^d, d = 1, ..., 4: another simplex with positive margins.
    """
    v, worst = Fraction(1, 2), Fraction(0)
    for d in range(1, 5):
        outputs = ex.signs([0] * (d + 1) + [1], 2, v)
        rows = [tuple(factor * (i == j) for j in range(d)) for i in range(d)]
        weights = (*rows, (-factor,) * d, (Fraction(0),) * d)
        for x in product((-1, 0, 1), repeat=d):
            size = max(map(abs, x))
            worst = max(worst, size - ex.margins(outputs, weights, x)[0])
    return Outcome(worst <= 0, f"largest of |x|_max - margin: {worst}", "<= 0", "c = 1, v = 1/2")


CLAIM, ERRATA = result(
    __file__,
    five_neurons_for_two_planes,
    unseen_direction_by_cramer,
    few_neurons_leave_a_direction_unseen,
    simplex_realises_zero_loss,
    corner_simplex_has_margin_one,
)
