"""Section 5.4, exact counterexamples: what the printed Propositions 3 and 4 leave open."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, combinations_with_replacement

import numpy as np
import sympy as sp

from gcbook import population
from gcbook._checks import FloatArray
from gcbook.audit.check import Outcome, check
from gcbook.bounds import Shell, slice_bound
from gcbook.claims import _lattice
from gcbook.condition import certify
from gcbook.data import Annulus
from gcbook.network import Network

TENTH = sp.Rational(1, 10)
ENOUGH = sp.sqrt(3) / (2 - sp.sqrt(3))


@check(
    twin={"second": Fraction(-1)},
    twin_says="the same with w = (1, -1)",
    method="exact",
    role="refutes",
    omits="d_i >= 2, where the proposition holds after repair",
)
def line_never_leaves(second: Fraction = Fraction(1)) -> Outcome:
    """On a line (d_i = 1) bounded weights can fail GC for ever: w_1 = w_2 = 1, v = 1/2.

    Data uniform on [-2, -1] and [1, 2]; the neurons of other classes vanish on V_i.  For x > 0 the
    margin is at least 1, for x < 0 no neuron is active: the gradient is exactly 0, the loss 1/2.
    """
    v, weights = Fraction(1, 2), (Fraction(1), second)
    gradient, loss = [Fraction(0), Fraction(0)], Fraction(0)
    for side in (1, -1):
        slope = 2 * v * sum(max(side * w, Fraction(0)) for w in weights)
        # the margin is slope * |x| with |x| in [1, 2]: missed everywhere, or nowhere, on this side
        missed = slope < 1
        if missed:
            loss += Fraction(1, 2) * (1 - slope * Fraction(3, 2))
            for j, w in enumerate(weights):
                gradient[j] -= 2 * v * Fraction(1, 2) * side * Fraction(3, 2) * (side * w > 0)
    both_sides = min(weights) < 0 < max(weights)
    stuck = not any(gradient) and not both_sides and loss > 0
    return Outcome(
        stuck,
        f"gradient {[str(g) for g in gradient]}, loss {loss}, GC {both_sides}",
        "a step that changes W, or GC",
    )


@check(
    twin={"form": "C R / (v eta p_R^2)"},
    twin_says="the bound C_p R/(v eta p_R^2) changes under the scalings too",
    method="symbolic",
    role="refutes",
    omits="readings with hidden constants that have units",
)
def printed_rate_has_units(form: str = "C d R^(2d+1) M^(2d) / (v eta p^2)") -> Outcome:
    """|T_1| is a count, but the printed O(C_p d R^(2d+1) M^(2d)/(v eta p_min^2)) has units.

    Under x -> a x, W -> W/a, eta -> eta/a^2, p -> p/a^d it is multiplied by a^(2d); under
    v -> c v, W -> W/c, eta -> eta/c^2 by c^(-2d).  Gradient descent and |T_1| do not change.
    """
    d = sp.symbols("d", positive=True)
    powers = (
        {"C": 1, "R": 1, "v": -1, "eta": -1}
        if form.startswith("C R")
        else {"C": 1, "R": 2 * d + 1, "M": 2 * d, "v": -1, "eta": -1, "p": -2}
    )
    # exponents of (a, c) in each letter
    table = {"C": (-1, 0), "R": (-1, -1), "M": (1, 0), "v": (0, 1), "eta": (-2, -2), "p": (-d, 0)}
    units = [sp.expand(sum(q * table[name][i] for name, q in powers.items())) for i in (0, 1)]
    return Outcome(any(unit != 0 for unit in units), units, [0, 0])


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
    twin={"power": 2},
    twin_says="the same for the count B/epsilon^2",
    method="exact",
    role="refutes",
    omits="the dynamics: it shows that the count does not follow from the bound on sum l^2",
)
def squares_need_a_square(power: int = 1) -> Outcome:
    """From sum l_t^2 <= B it does not follow that some of B/epsilon steps has l_t < epsilon.

    B = 1, epsilon = 1/10: a loss of 1/10 on each of 99 steps has sum of squares below 1, and 99
    is far more than B/epsilon = 10.  Only more than B/epsilon^2 = 100 steps force a small loss.
    """
    total, epsilon = Fraction(1), Fraction(1, 10)
    losses = [epsilon] * 99
    allowed = sum(loss**2 for loss in losses) <= total
    enough = len(losses) >= total / epsilon**power
    return Outcome(
        allowed and enough and min(losses) >= epsilon,
        f"{len(losses)} steps, smallest loss {min(losses)}",
        f"a loss below {epsilon} after {total / epsilon**power} steps",
    )


@check(
    twin={"same": True},
    twin_says="C_p also differs between two equal dimensions",
    method="numerical",
    role="refutes",
    omits="how the norms R themselves depend on d",
)
def second_bound_depends_on_dimension(same: bool = False) -> Outcome:
    """The bound on |T_2| depends on d_i through C_p: uniform density on 1 <= |x| <= 2."""
    dimensions = (2, 2, 2) if same else (2, 4, 8)
    values = [slice_bound(Shell(dimension=d)) for d in dimensions]
    return Outcome(len(set(values)) > 1, [round(v, 4) for v in values], "one value")


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
    active = _lattice.DODECAGON @ x > 0
    blind = tried = 0
    for size in (3, 4, 5):
        index = np.array(list(combinations(range(12), size)))
        holds = _lattice.both_signs(_lattice.DODECAGON[index])
        for chosen in index[holds == condition]:
            tried += 1
            triples = combinations_with_replacement(chosen, 3)
            blind += not any(active[list(t)].any(axis=0).all() for t in triples)
    return Outcome(blind == 0, f"{blind} of {tried} sets have no such three", 0)


LOSING = np.array([[2.0, 78.47], [2.0, -78.47], [0.051, 106.36], [3.67, 35.27]])
"""Norms and angles in degrees of three positive neurons and a negative one, shape (4, 2)."""


def losing_step(negative: float = 1.0, step: float = 0.1) -> tuple[FloatArray, FloatArray]:
    """Return the weights before and after one step on the exact population of the annulus [1, 2].

    The last row is the negative neuron, scaled by `negative`.
    """
    angle = np.deg2rad(LOSING[:, 1])
    weights = LOSING[:, :1] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    weights[3] *= negative
    network = Network(np.array([[0.5, 0.5, 0.5, -0.5], [-0.5, -0.5, -0.5, 0.5]]))
    now = population.evaluate(network.outputs, np.zeros(4), weights, Annulus())
    return weights, weights - step * now.gradient


@check(
    twin={"negative": 0.0},
    twin_says="the same step without the negative neuron",
    method="numerical",
    role="refutes",
    omits="that this happens in a typical run: it is rare",
    tolerance="the step is good to 1e-14; the decisions on its weights are exact",
)
def condition_is_lost(negative: float = 1.0) -> Outcome:
    """One step of gradient descent on the exact population destroys GC: three positive neurons.

    Both sides are decided with certificates that are verified in rational arithmetic.
    """
    before, after = (certify(w[:3]) for w in losing_step(negative))
    verified = before.verify() and after.verify()
    return Outcome(
        bool(before.holds and not after.holds and verified),
        f"GC before: {before.holds}, after: {after.holds}; certificates verified: {verified}",
        "GC after the step",
    )
