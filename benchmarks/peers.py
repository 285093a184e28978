"""How else one can decide the condition: one function per peer, ``decide(weights) -> bool``.

The condition holds if and only if the rows have full rank and zero is a combination of all of them
with positive coefficients: W^T c = 0, c >= 1.  Peers that solve linear programs are given that
feasibility problem; they are not charged for the rank.  Each peer is written as its own
documentation recommends, with its default tolerances.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Decide = Callable[[Array], bool]


def nnls(w: Array) -> bool:
    """SciPy's active-set least squares: -sum_j w_j is in the cone of the rows."""
    from scipy.optimize import nnls as solve

    target = -w.sum(axis=0)
    return bool(solve(w.T, target)[1] <= 1e-9 * np.linalg.norm(target))


def linprog(w: Array) -> bool:
    """SciPy's `linprog` with HiGHS."""
    from scipy.optimize import linprog as solve

    k, d = w.shape
    found = solve(np.zeros(k), A_eq=w.T, b_eq=np.zeros(d), bounds=(1, None), method="highs")
    return bool(found.status == 0)


def partition(w: Array) -> bool:
    """HiGHS on the program of the maximal normal: max Σ s, s <= W n, 0 <= s <= 1."""
    from scipy import sparse
    from scipy.optimize import linprog as solve

    k, d = w.shape
    rows = sparse.hstack([sparse.eye_array(k), sparse.csr_array(-w)], format="csr")
    cost = np.concatenate([-np.ones(k), np.zeros(d)])
    bounds = np.vstack([np.tile([0.0, 1.0], (k, 1)), np.tile([-np.inf, np.inf], (d, 1))])
    found = solve(cost, A_ub=rows, b_ub=np.zeros(k), bounds=bounds, method="highs")
    return bool(found.status == 0 and found.fun > -0.5)


def qhull(w: Array) -> bool:
    """Compute the facets of the hull: the origin must be strictly inside all of them."""
    from scipy.spatial import ConvexHull, QhullError

    unit = w / np.linalg.norm(w, axis=1, keepdims=True)
    try:
        return bool((ConvexHull(unit).equations[:, -1] < 0).all())
    except QhullError:  # flat to its working precision
        return False


def highspy(w: Array) -> bool:
    """HiGHS called directly, without presolve."""
    import highspy as highs

    k, d = w.shape
    lp = highs.HighsLp()
    lp.num_col_, lp.num_row_ = k, d
    lp.col_cost_, lp.col_lower_ = np.zeros(k), np.ones(k)
    lp.col_upper_ = np.full(k, highs.kHighsInf)
    lp.row_lower_ = lp.row_upper_ = np.zeros(d)
    lp.a_matrix_.format_ = highs.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.arange(0, k * d + 1, d)
    lp.a_matrix_.index_ = np.tile(np.arange(d), k)
    lp.a_matrix_.value_ = w.ravel()
    solver = highs.Highs()
    solver.silent()
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("threads", 1)
    solver.passModel(lp)
    solver.run()
    return bool(solver.getModelStatus() == highs.HighsModelStatus.kOptimal)


def clarabel(w: Array) -> bool:
    """Clarabel's interior-point method on the same feasibility problem."""
    import clarabel as solver
    from scipy import sparse

    k, d = w.shape
    a = sparse.csc_matrix(np.vstack([w.T, -np.eye(k)]))
    b = np.concatenate([np.zeros(d), -np.ones(k)])
    cones = [solver.ZeroConeT(d), solver.NonnegativeConeT(k)]
    settings = solver.DefaultSettings()
    settings.verbose = False
    settings.max_threads = 1
    found = solver.DefaultSolver(sparse.csc_matrix((k, k)), np.zeros(k), a, b, cones, settings)
    return str(found.solve().status) == "Solved"


def ecos(w: Array) -> bool:
    """ECOS on the same feasibility problem."""
    import ecos as solver
    from scipy import sparse

    k, d = w.shape
    found = solver.solve(
        np.zeros(k),
        sparse.csc_matrix(-np.eye(k)),
        -np.ones(k),
        {"l": k, "q": []},
        sparse.csc_matrix(w.T),
        np.zeros(d),
        verbose=False,
    )
    return bool(found["info"]["exitFlag"] == 0)


def glop(w: Array) -> bool:
    """OR-tools' simplex solver GLOP."""
    return _ortools(w, "GLOP")


def pdlp(w: Array) -> bool:
    """OR-tools' first-order solver PDLP."""
    return _ortools(w, "PDLP")


def _ortools(w: Array, name: str) -> bool:
    from ortools.linear_solver.python import model_builder

    k, d = w.shape
    model = model_builder.Model()
    c = [model.new_num_var(1.0, float("inf"), f"c{j}") for j in range(k)]
    for i in range(d):
        model.add(sum((float(w[j, i]) * c[j] for j in range(1, k)), float(w[0, i]) * c[0]) == 0.0)
    solver = model_builder.Solver(name)
    return bool(solver.solve(model) == model_builder.SolveStatus.OPTIMAL)


PEERS: dict[str, Decide] = {
    "nnls": nnls,
    "linprog": linprog,
    "partition": partition,
    "Qhull": qhull,
    "highspy": highspy,
    "Clarabel": clarabel,
    "ECOS": ecos,
    "GLOP": glop,
    "PDLP": pdlp,
}


def available(name: str) -> bool:
    """Whether the peer can be imported here."""
    try:
        PEERS[name](np.array([[1.0, 0.0], [-1.0, 1.0], [-1.0, -1.0]]))
    except ImportError:
        return False
    return True


def answers(name: str, batch: Any) -> list[bool]:
    """Return the verdicts of a peer on a batch, one by one."""
    return [PEERS[name](w) for w in batch]
