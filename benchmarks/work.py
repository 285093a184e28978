"""The rows about the condition at work: separation beside linear programs, hulls beside Qhull.

The answers are compared before the times: a peer that disagrees on these inputs, which are chosen
well within its tolerance, is an error here and not a row.  Peers return no proof.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

import gcbook
from benchmarks._measure import Timing, interleaved
from benchmarks.decisions import Pair

Array = npt.NDArray[np.float64]
GROUPS = ("regression", "hull")
SHAPES = [(5, 1_000), (20, 10_000), (10, 100_000)]
HULLS = [(2, 50), (3, 100), (4, 100)]
QUERIES = 2_000


def pairs() -> Iterator[Pair]:
    """Every pair, in the order of the table."""
    for d, k in SHAPES:
        # A proof costs some milliseconds, which is all that a small program takes.
        least = 0.2 if k == 1_000 else 0.5
        yield Pair("regression", d, k, "detectseparation", least, task="separation")
        yield Pair("regression", d, k, "statsmodels", 0.1, task="separation")
    for d, k in HULLS:
        # Delaunay answers within a tolerance, after a triangulation that it makes once.
        yield Pair("hull", d, k, "Delaunay", 0.005, task="inside")
        yield Pair("hull", d, k, "Qhull", 0.005, task="inside")


def measure(pair: Pair, *, repeats: int) -> Timing:
    """Measure one pair on inputs from a fixed seed."""
    ours, theirs = _regression(pair) if pair.group == "regression" else _hull(pair)
    said, heard = ours(), theirs()
    if said != heard:
        raise RuntimeError(f"{pair.key}: {pair.peer} answers otherwise")
    return interleaved(ours, theirs, (1, 1), repeats=min(repeats, 3))


def _regression(pair: Pair) -> tuple[Callable[[], object], Callable[[], object]]:
    """Ask about a rare dummy that is 1 among the successes only: what runs away."""
    rng = np.random.default_rng(7)
    x = (rng.random((pair.k, pair.d)) < 0.3).astype(float)
    x[:, 0] = 1
    x[:, -1] = 0
    x[:: pair.k // 12, -1] = 1
    y = (rng.random(pair.k) < 0.4) | (x[:, -1] > 0)
    peer = _detect if pair.peer == "detectseparation" else _statsmodels
    if peer is _statsmodels:  # it says only that something is wrong
        return lambda: gcbook.separation(x, y).separated, lambda: peer(x, y)
    return lambda: gcbook.separation(x, y).coefficients.tolist(), lambda: peer(x, y)


def _detect(x: Array, y: npt.NDArray[np.bool_]) -> object:
    """Konis's program, as R's detectseparation states it: the normal with the largest sum."""
    from scipy.optimize import linprog

    rows = np.where(y, 1.0, -1.0)[:, None] * x
    found = linprog(
        -rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1), method="highs"
    )
    return [int(np.sign(value)) if abs(value) > 1e-9 else 0 for value in found.x]


def _statsmodels(x: Array, y: npt.NDArray[np.bool_]) -> object:
    """Fit, and take a warning or an error for separation."""
    import statsmodels.api as sm

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            sm.Logit(y.astype(float), x).fit(disp=0, maxiter=35)
        except Exception:  # a singular matrix, perfect separation
            return True
    return bool(said)


def _hull(pair: Pair) -> tuple[Callable[[], object], Callable[[], object]]:
    rng = np.random.default_rng(8)
    vertices = rng.standard_normal((pair.k, pair.d))
    points = rng.standard_normal((QUERIES, pair.d))
    peer = _delaunay if pair.peer == "Delaunay" else _facets
    return lambda: gcbook.inside(points, vertices).tolist(), lambda: peer(points, vertices)


def _delaunay(points: Array, vertices: Array) -> object:
    from scipy.spatial import Delaunay

    return (Delaunay(vertices).find_simplex(points) >= 0).tolist()


def _facets(points: Array, vertices: Array) -> object:
    from scipy.spatial import ConvexHull

    facets = ConvexHull(vertices).equations
    return (points @ facets[:, :-1].T + facets[:, -1] < 0).all(axis=1).tolist()
