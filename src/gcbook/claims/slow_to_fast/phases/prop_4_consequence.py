"""How long the second phase lasts (after Proposition 4)."""

from fractions import Fraction

from gcbook.audit import Outcome, check
from gcbook.bounds import Shell, slice_bound
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.phases.prop_4.runs import second_phase_steps


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


CLAIM, ERRATA = result(
    __file__, squares_need_a_square, second_bound_depends_on_dimension, second_phase_steps
)
