"""How long the second phase lasts (after Proposition 4)."""

from fractions import Fraction

import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._words import result


@exact.refutes(
    twin={"power": 2},
    twin_says="the same for the count B/epsilon^2",
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


@symbolic.repairs(
    twin={"power": 1},
    twin_says="at most B/epsilon of them",
    omits="nothing: Chebyshev's inequality",
)
def squares_count(power: int = 2) -> Outcome:
    """If N steps have l_t >= epsilon and sum l_t^2 <= B, then N <= B/epsilon^2.

    With l_t = epsilon + a_t, the sum of squares is N epsilon^2 + 2 epsilon p + q, where p = sum a_t
    and q = sum a_t^2 are >= 0; so B - N epsilon^2 is a sum of terms >= 0.
    """
    n, epsilon = sp.symbols("N epsilon", positive=True)
    p, q, slack = sp.symbols("p q s", nonnegative=True)
    bound = n * epsilon**2 + 2 * epsilon * p + q + slack
    room = sp.expand(bound - n * epsilon**power)
    return Outcome(bool(room.is_nonnegative), room, "every term >= 0")


CLAIM, ERRATA = result(__file__, squares_need_a_square, squares_count)
