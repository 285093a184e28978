"""Proposition 4 by Caratheodory's theorem: few neurons see everything."""

from itertools import combinations, combinations_with_replacement

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, check
from gcbook.claims._witness import lattice


@check(
    twin={"terms": 0},
    twin_says="sum a_j^2 >= (sum a_j)^2 / (d + 1) with d + 2 terms",
    method="symbolic",
    role="repairs",
    omits="d > 6, where Lagrange's identity is the same",
)
def few_shares_are_uneven(terms: int = 1) -> Outcome:
    """D + 1 shares have sum a_j^2 >= (sum a_j)^2/(d + 1): a sum of squares, d = 1, ..., 6.

    (d + 1) sum a_j^2 - (sum a_j)^2 = sum_{i<j} (a_i - a_j)^2.
    """
    good = []
    for d in range(1, 7):
        count = d + 1 if terms else d + 2
        a = sp.symbols(f"a:{count}", real=True)
        gap = (d + 1) * sum(x**2 for x in a) - sum(a) ** 2
        squares = sum((x - y) ** 2 for i, x in enumerate(a) for y in a[i + 1 :])
        good.append(bool(sp.expand(gap - squares) == 0))
    return Outcome(all(good), good, "identities")


@check(
    twin={"condition": False},
    twin_says="the same for vectors that fail GC",
    method="exact",
    role="repairs",
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
