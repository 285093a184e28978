"""Section 2, $f_i$. The outputs."""

import sympy as sp

from gcbook.audit import Outcome, symbolic
from gcbook.claims._words import result


@symbolic.repairs(
    twin={"to_classes": True},
    twin_says="the sum runs to n, as printed",
    omits="other sizes: the proof is the definition of the matrix product",
    slip=True,
    reach="instance",
)
def sum_runs_over_neurons(to_classes: bool = False) -> Outcome:
    """Output i of (1) adds up all k neurons: every n < k up to 3 and 5, all entries symbols."""
    sizes = [(n, k) for n in (1, 2, 3) for k in range(n + 1, 6)]
    left = [_difference(n, k, n if to_classes else k) for n, k in sizes]
    return Outcome(not any(left), left[-1], 0, f"(n, k) = {sizes}")


def _difference(n: int, k: int, upper: int) -> sp.Expr:
    """Return the first entry of V s, less its sum up to `upper`."""
    v = sp.Matrix(n, k, lambda i, j: sp.Symbol(f"v{i + 1}{j + 1}"))
    s = sp.Matrix(k, 1, lambda j, _: sp.Symbol(f"s{j + 1}"))
    return sp.expand((v * s)[0] - sum(v[0, j] * s[j] for j in range(upper)))


CLAIM, ERRATA = result(__file__, sum_runs_over_neurons)
