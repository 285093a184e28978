"""How long the second phase lasts (after Proposition 4)."""

from fractions import Fraction

from gcbook.audit import Claim, Erratum, Outcome, check
from gcbook.bounds import Shell, slice_bound
from gcbook.claims.slow_to_fast.phases.prop_4.runs import second_phase_steps

PRINTED = r"""
To have $l_i(W^t)<\epsilon$ for some $t\in T_2$ we only need
$|T_2|\ge4vn^2C_pR^3M_i^2/(\eta\epsilon)$; $|T_2|$ does not rely on the dimension $d_i$, whereas
the bound on $|T_1|$ is exponential in $d_i$.
"""

MENDED = r"""
$\#\{t\in T_2:l_i\ge\epsilon\}$ is at most the repaired bound over $\epsilon^2$, which depends
on $d_i$ through $C_p$ and $d_i+1$. Both are upper bounds: no lower bound on $|T_1|$ is proved.
"""


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


CLAIM = Claim(
    id="prop-4-consequence",
    number="after Proposition 4",
    title="How long the second phase lasts",
    section="5",
    statement=PRINTED,
    kind="passing",
    depends=("prop-4", "prop-3"),
    repair=MENDED,
    checks=(squares_need_a_square, second_bound_depends_on_dimension, second_phase_steps),
)

ERRATA = (
    Erratum(
        id="E36",
        claim="prop-4-consequence",
        where="after Proposition 4",
        printed=r"$|T_2|\ge4vn^2C_pR^2M_i^2R/(\eta\epsilon)$",
        mended=r"$\epsilon^2$ in place of $\epsilon$",
        why="The bound is on the sum of squares.",
        check="squares-need-a-square",
        nature="error",
    ),
    Erratum(
        id="E37",
        claim="prop-4-consequence",
        where="after Proposition 4",
        printed=r"$|T_2|$ does not rely on the dimension $d_i$",
        mended=r"the bound depends on $d_i$ through $C_p$ (and $d_i+1$)",
        why=r"$C_p$ is the largest slice of a density in dimension $d_i$.",
        check="second-bound-depends-on-dimension",
        nature="error",
    ),
)
