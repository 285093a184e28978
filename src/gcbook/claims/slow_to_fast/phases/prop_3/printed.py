"""Where the printed Proposition 3 goes wrong."""

from fractions import Fraction

import sympy as sp

from gcbook.audit import Outcome, exact, numerical, symbolic
from gcbook.bounds import Shell, cap_mass


@numerical.refutes(
    twin={"form": "corrected"},
    twin_says="the corrected estimate exceeds 1 as well",
    omits="larger shells, where the printed estimate happens to be below the truth",
)
def printed_mass_exceeds_one(form: str = "printed") -> Outcome:
    """The printed lower bound p_R on a probability is above 1, at 2 v M R = 1.02, v = 1/2.

    Uniform density on the shells d = 2, m = 0.1, M = 0.2 and d = 20, m = 0.5, M = 1.
    """
    shells = [Shell(dimension=2, inner=0.1, outer=0.2), Shell(dimension=20, inner=0.5, outer=1.0)]
    values = [
        cap_mass(s, 1.02 / s.outer, form="printed" if form == "printed" else "corrected")
        for s in shells
    ]
    return Outcome(min(values) > 1, [round(v, 3) for v in values], "at most 1")


@exact.refutes(
    twin={"radius": Fraction(1)},
    twin_says="the same for R = 1, where sin(beta) = 1/2",
    omits="nothing; the repaired proof does not use the condition",
)
def angle_is_not_free(radius: Fraction = Fraction(3, 5)) -> Outcome:
    """R fixes beta, so beta < pi/2 - alpha may fail: R = 3/5, and alpha with cosine 3/5.

    v = 1/2, M = 2.  A point at the angle beta has <w, x> = M R sin(beta), and its margin 2 v M R
    sin(beta) is to be 1: sin(beta) = 5/6, where sin(pi/2 - alpha) = cos(alpha) = 3/5.
    """
    v, outer, cosine = Fraction(1, 2), Fraction(2), Fraction(3, 5)
    margin_per_sine = 2 * v * outer * radius
    sine = 1 / margin_per_sine
    return Outcome(
        cosine <= sine <= 1, f"sin(beta) = {sine}", f"below sin(pi/2 - alpha) = {cosine}"
    )


@exact.refutes(
    twin={"second": Fraction(-1)},
    twin_says="the same with w = (1, -1)",
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


@symbolic.refutes(
    twin={"form": "C R / (v eta p_R^2)"},
    twin_says="the bound C_p R/(v eta p_R^2) changes under the scalings too",
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
