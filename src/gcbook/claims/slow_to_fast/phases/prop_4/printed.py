"""Where the printed proof of Proposition 4 goes wrong, and when its bound is right."""

from fractions import Fraction

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, check

TENTH = sp.Rational(1, 10)


ENOUGH = sp.sqrt(3) / (2 - sp.sqrt(3))


@check(
    twin={"size": sp.S.Half},
    twin_says="the same neuron with |w| = 1/2, where 2 v M |w| = 1",
    method="symbolic",
    role="refutes",
    omits="weights with 2 v M sum_{J_i} |w_j| >= 1, for which the printed step is right",
)
def loss_exceeds_printed_step(size: sp.Rational = TENTH) -> Outcome:
    """The step l <= 2 v R M P(Omega) fails for one small neuron: |w| = R = 1/10, v = 1/2.

    Annulus [1, 2].  The margin is below 1 everywhere, so P(Omega) = 1 and the loss is
    1 - R E[x_1; x_1 > 0] = 1 - R (14/9)/pi.
    """
    r, t = sp.symbols("r theta", positive=True)
    density = 1 / (3 * sp.pi)
    seen = sp.integrate(r**2, (r, 1, 2)) * sp.integrate(sp.cos(t), (t, -sp.pi / 2, sp.pi / 2))
    loss = 1 - size * density * seen
    bound = 2 * size  # 2 v R M P(Omega) with v = 1/2, M = 2
    return Outcome(bool(loss > bound), f"{loss} = {sp.N(loss, 5)}", f"at most {bound}")


@check(
    twin={"dimension": 2},
    twin_says="the same for the regular triangle in the plane",
    method="exact",
    role="refutes",
    omits="k_i <= n^2/(n-1), where the step is right",
)
def simplex_shares_too_evenly(dimension: int = 4) -> Outcome:
    """The step sum_j P_j^2 >= P^2/n^2 is false: five neurons on a regular simplex of R^4, n = 2.

    Share 99/100 of the mass sits near the five vertices, 1/100 everywhere; small weights miss all
    of it, so P = 1.  A vertex activates its own neuron only (the others' inner product is
    negative), and each P_j is at most 99/500 + 1/100.
    """
    k = dimension + 1
    gram = k * np.eye(k, dtype=int) - np.ones((k, k), dtype=int)  # of the centred vertices, times k
    alone = all((gram[j] > 0).sum() == 1 for j in range(k))
    share = Fraction(99, 100) / k + Fraction(1, 100)
    squares = k * share**2
    return Outcome(
        alone and squares < Fraction(1, 4),
        f"sum P_j^2 <= {squares} = {float(squares):.4f}",
        ">= P^2/n^2 = 1/4",
    )


@check(
    twin={"largest": 4},
    twin_says="the condition fails for k_i <= 4",
    method="exact",
    role="refutes",
    omits="nothing; the repaired bound has d_i + 1 in place of k_i",
)
def table_one_is_outside(largest: int = 12) -> Outcome:
    """The step 1/(k_i (n-1)) >= 1/n^2 needs k_i <= n^2/(n-1): 4 for two classes, 4 for three.

    Table 1 has n = 2 and k_i = 3, ..., 12.
    """
    outside = [k for k in range(3, largest + 1) if k * (2 - 1) > 2**2]
    limits = {n: n**2 // (n - 1) for n in (2, 3, 4)}
    return Outcome(bool(outside), f"k_i = {outside} of Table 1", "none", f"limits {limits}")


@check(
    twin={"start": sp.Integer(5)},
    twin_says="from 2 v M R = 5 on",
    method="symbolic",
    role="repairs",
    omits="that the printed bound holds for smaller R; nothing here says it fails",
)
def implies_the_printed_bound(start: sp.Expr = ENOUGH) -> Outcome:
    """For n = 2, d_i = 2 and 2 v M R >= sqrt(3)/(2 - sqrt(3)) = 6.46 the repaired bound is smaller.

    With y = 2 v M R: 3 (1 + y)^2 <= 4 y^2; put y = start + s, all coefficients are >= 0.
    """
    s = sp.symbols("s", nonnegative=True)
    y = start + s
    terms = sp.Poly(sp.expand(4 * y**2 - 3 * (1 + y) ** 2), s).all_coeffs()
    return Outcome(
        all(bool(sp.N(c) >= -1e-15) and bool(sp.simplify(c) >= 0) for c in terms),
        [sp.nsimplify(c) for c in map(sp.simplify, terms)],
        "every coefficient >= 0",
    )
