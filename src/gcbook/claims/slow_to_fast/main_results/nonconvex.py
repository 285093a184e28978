"""Section 3. The problem is not convex."""

from fractions import Fraction

import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result

HALF = Fraction(1, 2)


@symbolic.supports(
    twin={"size": 0},
    twin_says="zero weights cost less than zero weights",
    omits="nothing: a proof for all real s > 0, to be integrated over the data",
)
def two_sides_cost_less_than_the_middle(size: int = 1) -> Outcome:
    """The hinges at x under w and under -w add up to less than 2, twice the hinge under 0.

    With s = <w, x> > 0 (or the same with -w): one is max(0, 1 - 2 v s), the other is 1.
    """
    margin = sp.symbols("s", positive=True)  # 2 v <w, x>
    dear = sp.reduce_inequalities([1 - size * margin >= 1], margin)
    return Outcome(dear == sp.false, f"max(0, 1 - s) >= 1 for {dear}", "for no s > 0")


@exact.supports(
    twin={"size": HALF},
    twin_says="from half as large weights the losses are 1/2 too",
    omits="data with a density, for which the symbolic check serves",
)
def midpoint_costs_twice_the_ends(size: Fraction = Fraction(1)) -> Outcome:
    """On the four points (+-1, +-1) the weights e_1 and -e_1 have loss 1/2, their midpoint 1."""
    outputs, points = ex.signs([0, 1], 2), [(a, b) for a in (1, -1) for b in (1, -1)]
    found = [ex.loss(outputs, ((t * size, 0), (0, 0)), points) for t in (1, -1, 0)]
    return Outcome(found == [HALF, HALF, 1], ex.show([found]), "(1/2, 1/2, 1)", "v = 1/2")


CLAIM, ERRATA = result(__file__, two_sides_cost_less_than_the_middle, midpoint_costs_twice_the_ends)
