"""Section 2: the setting, Assumption 1 and the equations."""

from __future__ import annotations

from itertools import product
from math import comb

from gcbook.claims._claim import Claim, Erratum
from gcbook.claims._model import Outcome, check


@check(
    twin={"shift": 2},
    twin_says="the count uses n + 2 - j in place of n + 1 - j",
    method="exact",
    role="supports",
    omits="larger n and k, where the same inclusion-exclusion argument applies",
)
def sign_matrices_counted(shift: int = 1) -> Outcome:
    """Assumption 1 can be met exactly when k >= n: all sign matrices with n, k small, counted.

    The count is sum_j (-1)^j C(n, j) (n + 1 - j)^k: a column has one positive entry or none,
    and every row needs one.
    """
    sizes = [(2, 1), (2, 2), (2, 3), (2, 4), (2, 5), (3, 2), (3, 3), (3, 4)]
    counted = [_sign_matrices(n, k) for n, k in sizes]
    formula = [
        sum((-1) ** j * comb(n, j) * (n + shift - j) ** k for j in range(n + 1)) for n, k in sizes
    ]
    exists = all((count > 0) == (k >= n) for count, (n, k) in zip(counted, sizes, strict=True))
    return Outcome(counted == formula and exists, counted, formula, f"(n, k) = {sizes}")


def _sign_matrices(n: int, k: int) -> int:
    columns = [c for c in product((1, -1), repeat=n) if sum(s > 0 for s in c) <= 1]
    return sum(
        all(any(column[i] > 0 for column in matrix) for i in range(n))
        for matrix in product(columns, repeat=k)
    )


CLAIMS = (
    Claim(
        id="asm-1",
        number="Assumption 1",
        title="The output weights",
        section="2",
        statement=(
            r"$V\in\{\pm v\}^{n\times k}$; every row has a positive entry; a column has at most "
            r"one. Such a $V$ exists if and only if $k\ge n$."
        ),
        kind="assumption",
        checks=(sign_matrices_counted,),
        repair=r"$V$ is $n\times k$, and in item 1 the neuron $j$ ranges over $[k]$.",
    ),
)

ERRATA = (
    Erratum(
        id="E3",
        claim="asm-1",
        where="Assumption 1, item 1",
        printed="$j\\in[n]$",
        mended="$j\\in[k]$",
        why="The index runs over the neurons.",
        check="sign-matrices-counted",
        nature="slip",
    ),
)
