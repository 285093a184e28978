"""After Lemma 5.1: short negative neurons contribute little."""

import sympy as sp

from gcbook.audit import Outcome, symbolic
from gcbook.bounds import Shell, trap_radius
from gcbook.claims._witness.algebra import same
from gcbook.claims._words import result

LARGE = sp.Integer(10)


@symbolic.supports(
    twin={"factor": 1},
    twin_says="it changes no margin by more than v M r",
    omits="how many negative neurons there are: their shares add up",
)
def share_of_a_margin(factor: int = 2) -> Outcome:
    """A negative neuron of norm at most r changes a margin by at most 2 v M r, and can do so.

    f_i - f_r contains (v_ij - v_rj) relu(<w_j, x>), whose first factor is -2 v or 0.  At x along w
    and |x| = M the change is 2 v M |w|.
    """
    v, outer, r = sp.symbols("v M r", positive=True)
    cosine, shorter = sp.symbols("c s", positive=True)
    # |w| = r s and <w, x> = |w| M c, with c, s <= 1: the change falls short by 1 - c s
    bound = factor * v * outer * r
    change = 2 * v * (r * shorter) * outer * cosine
    attained = same(change.subs({cosine: 1, shorter: 1}), bound)
    short = same(2 * v * outer * r - change, 2 * v * outer * r * (1 - cosine * shorter))
    return Outcome(attained and short, change, bound)


@symbolic.supports(
    twin={"scale": 2},
    twin_says="r is half the radius of the trap",
    omits="nothing: one division",
)
def step_for_a_trap(scale: int = 1) -> Outcome:
    """With eta = r/(2 v M sqrt(1 + M^2 C_p^2)) the trap of the corollary has the radius r.

    The library's trap_radius agrees, on the annulus 1 <= |x| <= 2 with r = 1/4.
    """
    v, outer, c, r = sp.symbols("v M C r", positive=True)
    root = sp.sqrt(1 + outer**2 * c**2)
    step = r / (2 * v * outer * root) * scale
    radius = 2 * v * step * outer * root
    shell = Shell()
    here = 0.25 * scale / trap_radius(shell, 1.0)
    library = trap_radius(shell, here)
    return Outcome(same(radius, r) and abs(library - 0.25) < 1e-12, radius, r)


@symbolic.supports(
    twin={"step": sp.Rational(1, 10)},
    twin_says="the same at eta = 1/10, the step of the experiments",
    omits="steps between; it shows why the step must be small",
)
def large_step_throws_far(step: sp.Expr = LARGE) -> Outcome:
    """At eta = 10 one step throws a short negative neuron out to where it outweighs a margin of 1.

    Annulus [1, 2], v = 1/2, everything missed: a neuron of norm 1/100 feels
    E[x_1; x_1 > 0] = 14/(9 pi), lands at |14 eta/(9 pi) - 1/100| on the other side, and changes
    the margin there by up to M = 2 times that.
    """
    landed = abs(step * sp.Rational(14, 9) / sp.pi - sp.Rational(1, 100))
    change = 2 * sp.S.Half * 2 * landed
    return Outcome(bool(change > 1), f"{float(change):.3f}", "> 1")


CLAIM, ERRATA = result(__file__, share_of_a_margin, step_for_a_trap, large_step_throws_far)
