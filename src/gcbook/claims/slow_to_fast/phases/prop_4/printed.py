"""Where the printed proof of Proposition 4 goes wrong, and when its bound is right."""

from fractions import Fraction

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._witness.algebra import nonnegative

TENTH = sp.Rational(1, 10)
MEAN_OF_RAMP = 1 / sp.pi
LONG = sp.sqrt(3) / 2
"""How large 2 v M R_+^0 must be for the repaired bound to imply the printed one."""


@symbolic.refutes(
    twin={"size": sp.S.Half},
    twin_says="the same neuron with |w| = 1/2, where 2 v M |w| = 1",
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


@exact.refutes(
    twin={"dimension": 2},
    twin_says="the same for the regular triangle in the plane",
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


@exact.refutes(
    twin={"largest": 4},
    twin_says="the condition fails for k_i <= 4",
    omits="nothing; the repaired bound has d_i + 1 in place of k_i",
)
def table_one_is_outside(largest: int = 12) -> Outcome:
    """The step 1/(k_i (n-1)) >= 1/n^2 needs k_i <= n^2/(n-1): 4 for two classes, 4 for three.

    Table 1 has n = 2 and k_i = 3, ..., 12.
    """
    outside = [k for k in range(3, largest + 1) if k * (2 - 1) > 2**2]
    limits = {n: n**2 // (n - 1) for n in (2, 3, 4)}
    return Outcome(bool(outside), f"k_i = {outside} of Table 1", "none", f"limits {limits}")


@symbolic.supports(
    twin={"start": sp.sqrt(3) / 4},
    twin_says="2 v M R_+^0 >= sqrt(3)/4 suffices, half as much",
    omits="n > 2 and d_i > 2; that the printed bound fails below, which nothing here says",
)
def long_starts_give_the_printed_bound(start: sp.Expr = LONG) -> Outcome:
    """For n = d_i = 2 and 2 v M R_+^0 >= sqrt(3)/2 the repaired bound implies the printed one.

    A step costs 3 C_p (1 + y_-)^2/(v eta) per unit of growth, and the printed bound allows
    4 C_p y_R^2/(v eta), with y = 2 v M times a sum of norms.  y_R >= y_+ + y_-, and y_+ only grows:
    with y_+ = start + s and y_R = y_+ + y_- + t all coefficients of 4 y_R^2 - 3 (1 + y_-)^2 are
    >= 0.
    """
    y, s, t = sp.symbols("y_- s t", nonnegative=True)
    gap = sp.expand(4 * (start + s + y + t) ** 2 - 3 * (1 + y) ** 2)
    return Outcome(nonnegative(gap, y, s, t), gap, "every coefficient >= 0")


@symbolic.supports(
    twin={"share": 2 / sp.pi},
    twin_says="M/m >= 1.03 suffices: the mean of relu(cos) taken over the half circle",
    omits="n > 2 and d_i > 2; runs that stop, and weights without a bound",
)
def wide_shells_give_the_printed_bound(share: sp.Expr = MEAN_OF_RAMP) -> Outcome:
    """For n = d_i = 2 and M/m >= sqrt(3)/(pi (2 - sqrt(3))) = 2.06 a bounded run satisfies it too.

    Its loss tends to 0, so some limit of its weights clears every margin: averaged over |x| = m,
    2 v m R_+ E[relu(cos)] >= 1, and E[relu(cos)] = 1/pi on the circle.  Hence y_R >= pi M/m, and
    y_R >= y_-; so 2 y_R = sqrt(3) y_R + (2 - sqrt(3)) y_R >= sqrt(3) (1 + y_-).
    """
    t = sp.symbols("theta", real=True)
    mean = sp.integrate(sp.cos(t), (t, -sp.pi / 2, sp.pi / 2)) / (2 * sp.pi)
    threshold = sp.sqrt(3) * share / (2 - sp.sqrt(3))
    y, more = sp.symbols("y_- t", nonnegative=True)
    # y_R = max(y_-, pi M/m) at the least: y_- + more, or the second with y_- below it
    least = threshold / mean
    larger = sp.expand(2 * (least + y + more) - sp.sqrt(3) * (1 + least + y))
    smaller = 2 * least - sp.sqrt(3) * (1 + least)
    enough = nonnegative(larger, y, more) and bool(sp.simplify(smaller) >= 0)
    return Outcome(enough and mean == share, f"M/m >= {float(threshold):.4f}", "2.0576")
