"""Section 2: the closed form that the plane has after all, and the two scaling symmetries."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import sympy as sp

from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Erratum, Step
from gcbook.claims import _exact as ex
from gcbook.data import Annulus
from gcbook.network import binary_network

HALF = Fraction(1, 2)
# Exponents of the quantities of the paper under the two symmetries (A, B).
UNITS = {
    "m": (1, 0),
    "M": (1, 0),
    "W": (-1, -1),
    "R": (-1, -1),
    "r": (-1, -1),
    "b": (0, -1),
    "v": (0, 1),
    "eta": (-2, -2),
    "L": (2, 2),
    "C_p": (-1, 0),
    "p": (-3, 0),
    "p_R": (0, 0),
    "T": (0, 0),
}


@check(
    twin={"cube": 2},
    twin_says="the cubic term is s (M^3 - m^3) / 2",
    method="symbolic",
    role="refutes",
    omits="d >= 3, where no elementary closed form is claimed",
)
def radial_integrals(cube: int = 3) -> Outcome:
    """In the plane the loss is an integral over angles of an elementary function L(s).

    With s the margin on the unit circle and p constant, L(s) = int_m^M max(0, 1 - r s) r dr is
    (M^2 - m^2)/2 - s (M^3 - m^3)/3, then 1/(6 s^2) - m^2/2 + s m^3/3, then 0.
    """
    m, M, s, r = sp.symbols("m M s r", positive=True)
    low = sp.integrate((1 - r * s) * r, (r, m, M))
    middle = sp.integrate((1 - r * s) * r, (r, m, 1 / s))
    expected = (
        (M**2 - m**2) / 2 - s * (M**3 - m**3) / cube,
        1 / (6 * s**2) - m**2 / 2 + s * m**3 / 3,
    )
    same = [sp.simplify(a - b) == 0 for a, b in zip((low, middle), expected, strict=True)]
    joins = sp.simplify((low - middle).subs(s, 1 / M)) == 0
    return Outcome(all(same) and joins, sp.expand(low), expected[0], "s <= 1/M; the pieces join")


@check(
    twin={"power": 1},
    twin_says="sin/cos^3 integrates to 1/(2 cos u)",
    method="symbolic",
    role="refutes",
    omits="nothing: with s = A cos(u) on each arc these two finish every integral",
)
def angular_antiderivatives(power: int = 2) -> Outcome:
    """Between kinks s = A cos(u), and 1/cos^2 and sin/cos^3 have elementary antiderivatives."""
    u = sp.symbols("u", real=True)
    first = sp.simplify(sp.diff(sp.tan(u), u) - 1 / sp.cos(u) ** 2)
    second = sp.simplify(sp.diff(1 / (2 * sp.cos(u) ** power), u) - sp.sin(u) / sp.cos(u) ** 3)
    return Outcome(first == 0 and second == 0, (first, second), (0, 0))


@check(
    twin={"shift": 0.01},
    twin_says="the closed form of the network whose first neuron is moved by 0.01",
    method="numerical",
    role="refutes",
    omits="weights other than these ten draws",
    tolerance="2e-5, the error of the quadrature",
    seed=4,
    seconds=0.6,
)
def closed_form_matches_quadrature(shift: float = 0.0, draws: int = 10) -> Outcome:
    """The closed-form population loss agrees with a plain quadrature over radius and angle."""
    rng = np.random.default_rng(4)
    network, data = binary_network(3), Annulus()
    nodes, mass = np.polynomial.legendre.leggauss(200)
    radius, mass = 1.5 + nodes / 2, mass / 2 * (1.5 + nodes / 2) * data.density
    angle = (np.arange(1500) + 0.5) * (2 * np.pi / 1500)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    worst = 0.0
    for weights in rng.standard_normal((draws, 6, 2)):
        s = network.forward(weights, circle) @ [1.0, -1.0]
        summed = np.maximum(1 - radius[:, None] * s, 0).mean(axis=1) @ mass * 2 * np.pi
        moved = weights + shift * np.eye(6, 2)
        worst = max(worst, abs(float(network.loss(moved, data)) - float(summed)))
    return Outcome(worst < 2e-5, f"{worst:.1e}", "< 2e-5", f"largest of {draws} differences")


@check(
    twin={"power": 1},
    twin_says="the step scales like 1/lambda",
    method="exact",
    role="supports",
    omits="other data; the proof in the chapter is general",
    seed=5,
)
def descent_is_equivariant(power: int = 2) -> Outcome:
    """Scaling the data by a and v by c scales all weights by 1/(ac) along the whole run.

    Five exact steps with (a, c) = (3, 1), (1, 2), (1/2, 1/4), if the step scales like 1/(ac)^2.
    """
    rng = Random(5)
    weights, points = ex.random_rows(rng, 4, 2, 4), ex.random_rows(rng, 4, 2, 4)
    same = []
    for a, c in ((Fraction(3), Fraction(1)), (Fraction(1), Fraction(2)), (HALF, HALF**2)):
        scaled = tuple(tuple(a * t for t in x) for x in points)
        plain = _run(weights, points, HALF, Fraction(1, 10))
        start = tuple(tuple(t / (a * c) for t in w) for w in weights)
        other = _run(start, scaled, HALF * c, Fraction(1, 10) / (a * c) ** power)
        same.append(other == tuple(tuple(t / (a * c) for t in w) for w in plain))
    return Outcome(all(same), same, [True] * 3, "exact equality of the weights")


def _run(weights: ex.Rows, points: ex.Rows, v: Fraction, eta: Fraction) -> ex.Rows:
    outputs = ex.signs([0, 0, 1, 1], 2, v)
    for _ in range(5):
        weights = ex.step(weights, ex.gradient(outputs, weights, points), eta)
    return weights


def units(expression: Any) -> set[tuple[Any, ...]]:
    """Return the exponents of every term of a sum of monomials; one entry if it has units.

    Examples
    --------
    >>> from gcbook.claims.closed_form import units
    >>> units(2 / sp.Symbol("L"))
    {(-2, -2)}
    """
    names = {sp.Symbol(name): powers for name, powers in UNITS.items()}
    found = set()
    for term in sp.Add.make_args(sp.expand(expression)):
        powers = term.as_powers_dict()
        found.add(tuple(sum(powers[s] * p[i] for s, p in names.items()) for i in range(2)))
    return found


@check(
    twin={"form": 0},
    twin_says="the printed forms have units too",
    method="symbolic",
    role="supports",
    omits="formulas whose units are right although the formula is wrong",
)
def mended_formulas_have_units(form: int = 1) -> Outcome:
    """Each mended formula has the units of what it bounds; the printed one beside it has not.

    Data dimension 3; one pair per line of the errata that this dimension check finds.
    """
    m, M, b, v, eta, L, r, c_p, p = sp.symbols("m M b v eta L r C_p p")
    pairs = {
        "eta < L/2 (Theorem 3.1)": (eta, L / 2, 2 / L),
        "radius (Proposition 2)": (sp.Symbol("W"), (1 + b) / m, (1 / (2 * v) + b) / m),
        "eta < r/(C_p M^2) (Lemma 5.1)": (eta, r / (c_p * M**2), r / (2 * v * c_p * M**2)),
        "C_p = O(p M^d) (Lemma 5.1)": (c_p, p * M**3, p * M**2),
        "1 > sum of b (Lemma 4.2)": (sp.Integer(1), b, 2 * v * b),
    }
    wrong = [name for name, forms in pairs.items() if units(forms[0]) != units(forms[1 + form])]
    return Outcome(not wrong, wrong or "all have the right units", "all have the right units")


CLAIMS = (
    Claim(
        id="rem-closed-form",
        number="Section 2, after (4)",
        title="No closed form",
        section="2",
        statement=(
            r"The population loss $l_i$ has no closed form even if $p$ is constant on its support."
        ),
        kind="passing",
        checks=(radial_integrals, angular_antiderivatives, closed_form_matches_quadrature),
        depends=("eq-4",),
    ),
    Claim(
        id="sym-1",
        number="added",
        title="Two scaling symmetries",
        section="2",
        statement=(
            r"Gradient descent is equivariant under (A) $x\to ax$, $W\to W/a$, $\eta\to\eta/a^2$ "
            r"and (B) $v\to cv$, $W\to W/c$, $b\to b/c$, $\eta\to\eta/c^2$. Every valid bound "
            r"between monomials is therefore homogeneous under both."
        ),
        kind="addition",
        checks=(descent_is_equivariant, mended_formulas_have_units),
        depends=("eq-1", "eq-2", "eq-3"),
        proof=(
            Step(r"Under (A) $\langle w_j,x\rangle$ is unchanged, under (B) $v\,\sigma(h_j)$ is."),
            Step(r"So margins and losses are unchanged, and $\nabla_W l$ scales like $ac$."),
            Step(r"Hence $\eta\nabla l$ scales like $W$.", check="descent-is-equivariant"),
        ),
    ),
)

ERRATA = (
    Erratum(
        id="E6",
        claim="rem-closed-form",
        where="Section 2, after (4)",
        printed=r"$l_i$ has no closed-form solution even if $p$ is a constant function",
        mended=r"for $d_i=2$, $b=0$ and $p$ constant, $l_i$ is piecewise elementary",
        why=r"In polar coordinates the margin is $A\cos(\theta-\theta_0)$ between kinks.",
        check="radial-integrals",
        nature="error",
    ),
)
