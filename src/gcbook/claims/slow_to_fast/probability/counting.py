"""The sums of Remark 3 for every k and d at once, by the terms that they gain.

A sum with d terms, d a symbol, is known from its value at the first d and from what it gains from
d - 1 to d.  So an identity between such sums is proved by induction over d: it holds at the first
d, and the gains of its two sides are equal, which is an identity between binomials.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

K, D = sp.symbols("k d", integer=True, positive=True)
"""The number of neurons and the dimension."""


def heads(k: Any, d: Any) -> Any:
    """Return 2^(1-k) C(k-1, d-1), the chance of d - 1 heads in k - 1 tosses: P(k, d-1) - P(k, d).

    Examples
    --------
    >>> [heads(4, d) for d in (1, 2, 3, 4)]
    [1/8, 3/8, 3/8, 1/8]
    """
    return sp.Integer(2) ** (1 - k) * sp.binomial(k - 1, d - 1)


def pascal(k: Any, d: Any, factor: Any = 1) -> Any:
    """Return what r(k+1, d) - r(k, d) - factor r(k, d-1) gains from d - 1 to d.

    Here r(k, d) = 2 sum_{j<d} C(k-1, j) is the number of regions; it gains 2 C(k-1, d-1).

    Examples
    --------
    >>> vanishes(pascal(K, D)), vanishes(pascal(K, D, factor=2))
    (True, False)
    """
    return 2 * (
        sp.binomial(k, d - 1) - sp.binomial(k - 1, d - 1) - factor * sp.binomial(k - 1, d - 2)
    )


def vanishes(expression: Any) -> bool:
    """Return whether an expression in binomials with symbolic entries is zero.

    Written with gamma functions it is an entire function of the lower entries, so that the entries
    at which a binomial is 0 are included.

    Examples
    --------
    >>> vanishes(sp.binomial(K, D) - sp.binomial(K, K - D))
    True
    """
    return bool(sp.combsimp(expression) == 0)
