"""Two scaling symmetries (added)."""

from fractions import Fraction
from random import Random
from typing import Any

import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result

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


@exact.supports(
    twin={"power": 1},
    twin_says="the step scales like 1/lambda",
    omits="other data; the proof in the chapter is general",
)
def descent_is_equivariant(power: int = 2, seed: int = 5) -> Outcome:
    """Scaling the data by a and v by c scales all weights by 1/(ac) along the whole run.

    Five exact steps with (a, c) = (3, 1), (1, 2), (1/2, 1/4), if the step scales like 1/(ac)^2.
    """
    rng = Random(seed)
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
    >>> from gcbook.claims.slow_to_fast.setup.sym_1 import units
    >>> units(2 / sp.Symbol("L"))
    {(-2, -2)}
    """
    names = {sp.Symbol(name): powers for name, powers in UNITS.items()}
    found = set()
    for term in sp.Add.make_args(sp.expand(expression)):
        powers = term.as_powers_dict()
        found.add(tuple(sum(powers[s] * p[i] for s, p in names.items()) for i in range(2)))
    return found


@symbolic.supports(
    twin={"form": 0},
    twin_says="the printed forms have units too",
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


CLAIM, ERRATA = result(__file__, descent_is_equivariant, mended_formulas_have_units)
