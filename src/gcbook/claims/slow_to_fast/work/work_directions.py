"""Theorem (Davis): positive spanning sets, and their cosine measure."""

import numpy as np
import sympy as sp

from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.applications import polling_set
from gcbook.audit import Outcome, exact, numerical, symbolic
from gcbook.claims._witness import lattice
from gcbook.claims._words import result
from gcbook.initialisation import simplex_start


@symbolic.supports(
    twin={"directions": 0},
    twin_says="a simplex has the cosine measure 1/(d + 1)",
    omits="nothing: every d",
)
def simplex_measures_one_over_d(directions: int = 1) -> Outcome:
    """sum_j (m - x_j)(1 + x_j) = (d + 1)(m - 1/d) where sum x_j = 0 and sum x_j^2 = (d + 1)/d.

    For x_j = <v, w_j> <= m every term is >= 0, so m >= 1/d; v = -w_0 attains it.
    """
    d, m = sp.symbols("d m", positive=True)
    count, first, second = d + 1, sp.Integer(0), (d + 1) / d
    total = count * m + (m - 1) * first - second
    bound = sp.solve(sp.Eq(total, 0), m)
    claimed = 1 / (d + 1 - directions)
    return Outcome(bool(sp.simplify(bound[0] - claimed) == 0), bound[0], claimed)


@symbolic.supports(
    twin={"power": 1},
    twin_says="the symmetric set has the cosine measure 1/d",
    omits="nothing: every d",
)
def cross_measures_one_over_root_d(power: int = 2) -> Outcome:
    """If |v_i| <= m for all i then 1 = |v|^2 <= d m^2; all entries equal attain it."""
    d, m = sp.symbols("d m", positive=True)
    bound = sp.solve(sp.Eq(d * m**2, 1), m)
    claimed = d ** sp.Rational(-1, power)
    return Outcome(bound == [claimed], bound, [claimed])


@exact.supports(
    twin={"strict": False},
    twin_says="a set in a closed half-space may still span positively",
    omits="more than five directions, d > 2",
    seconds=0.3,
)
def spanning_is_the_condition(strict: bool = True) -> Outcome:
    """Every vector is a combination with coefficients >= 0 for just the sets that satisfy GC.

    All sets of up to five of twelve directions in the plane: Cramer's rule against half-planes.
    """
    wrong, tried = 0, 0
    for size in (3, 4, 5):
        sets = lattice.subsets(lattice.DODECAGON, size)
        spans = lattice.origin_inside(sets)
        said = lattice.both_signs(sets) if strict else ~_in_open_half_plane(sets)
        wrong += int((spans != said).sum())
        tried += len(sets)
    return Outcome(wrong == 0, f"{wrong} of {tried} disagree", 0)


def _in_open_half_plane(sets: IntArray) -> BoolArray:
    turns = np.concatenate(
        [lattice.DODECAGON, lattice.DODECAGON + np.roll(lattice.DODECAGON, -1, axis=0)]
    )
    return np.asarray(((sets @ turns.T) > 0).all(axis=1).any(axis=1))


@numerical.supports(
    twin={"root": 1},
    twin_says="the library's measure of the symmetric set is 1/d",
    omits="other sets: `gcbook.margin` bounds them",
    tolerance="1e-12",
)
def library_has_the_measures(root: int = 2) -> Outcome:
    """`polling_set` gives 1/d and 1/sqrt(d), and sin(pi/8) for e_1, e_2, -(1, 1); d = 2, ..., 5.

    Its worst unit vector attains them.  The directions have different lengths.
    """
    sets: list[tuple[FloatArray, float]] = [
        (np.array([[1.0, 0], [0, 1], [-1, -1]]), float(np.sin(np.pi / 8)))
    ]
    for d in range(2, 6):
        sets.append((simplex_start(d + 1, d, seed=d), 1 / d))
        sets.append((np.vstack([np.eye(d), -np.eye(d)]), float(d ** (-1 / root))))
    errors: list[float] = []
    for rows, measure in sets:
        told = polling_set(rows * np.arange(1.0, len(rows) + 1)[:, None])
        worst = np.asarray(told.worst, dtype=float)
        attained = float((rows / np.linalg.norm(rows, axis=1, keepdims=True) @ worst).max())
        errors += [float(x) - measure for x in (told.measure.low, told.measure.high, attained)]
        errors.append(float(np.linalg.norm(worst)) - 1)
    most = float(np.abs(errors).max())
    return Outcome(most < 1e-12, f"{most:.1e}", 0, f"{len(sets)} sets")


CLAIM, ERRATA = result(
    __file__,
    spanning_is_the_condition,
    simplex_measures_one_over_d,
    cross_measures_one_over_root_d,
    library_has_the_measures,
)
