"""Proposition 4 by Caratheodory's theorem: few neurons see everything."""

from itertools import combinations, combinations_with_replacement

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._witness import lattice


@symbolic.repairs(
    twin={"extra": 1},
    twin_says="N + 1 shares have sum a_j^2 >= (sum a_j)^2/N as well",
    omits="nothing: induction over the number of shares",
)
def few_shares_are_uneven(extra: int = 0) -> Outcome:
    """N shares have sum a_j^2 >= (sum a_j)^2/N, for every N, by induction over N.

    One share more, b, adds sum_j (a_j - b)^2 >= 0 to N sum a_j^2 - (sum a_j)^2, which starts at 0:
    with q = sum a_j^2 and p = sum a_j that is q - 2 b p + N b^2.  Proposition 4 has N = d_i + 1.
    """
    n, q, p, b = sp.symbols("N q p b", real=True)

    def gap(count: sp.Expr, squares: sp.Expr, total: sp.Expr) -> sp.Expr:
        return (count - extra) * squares - total**2

    added = sp.expand(gap(n + 1, q + b**2, p + b) - gap(n, q, p))
    squares = q - 2 * b * p + n * b**2
    start = sp.expand(gap(1, b**2, b))
    return Outcome(sp.expand(added - squares) == 0 and start == 0, added, sp.expand(squares))


@exact.repairs(
    twin={"condition": False},
    twin_says="the same for vectors that fail GC",
    omits="d > 2: Caratheodory's theorem",
    seconds=0.3,
)
def few_neurons_see_everything(condition: bool = True) -> Outcome:
    """Under GC some d + 1 = 3 of the neurons activate almost every direction of the plane.

    All subsets of 3 to 5 of the twelve vectors that satisfy GC; the directions tried lie between
    all neighbouring normals, so every region is met.
    """
    angles = np.arange(720)
    x = np.stack([np.cos(np.pi * (angles + 0.5) / 360), np.sin(np.pi * (angles + 0.5) / 360)])
    active = lattice.DODECAGON @ x > 0
    blind = tried = 0
    for size in (3, 4, 5):
        index = np.array(list(combinations(range(12), size)))
        holds = lattice.both_signs(lattice.DODECAGON[index])
        for chosen in index[holds == condition]:
            tried += 1
            triples = combinations_with_replacement(chosen, 3)
            blind += not any(active[list(t)].any(axis=0).all() for t in triples)
    return Outcome(blind == 0, f"{blind} of {tried} sets have no such three", 0)
