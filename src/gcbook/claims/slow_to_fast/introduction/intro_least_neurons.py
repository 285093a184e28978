"""Section 1. The least number of neurons."""

from gcbook.audit import Claim, Erratum
from gcbook.claims.slow_to_fast.preliminaries.prop_2_existence import (
    few_neurons_leave_a_direction_unseen,
    simplex_realises_zero_loss,
)

PRINTED = """
The feature dimension is the least necessary number of neurons.
"""

MENDED = """
The least number is $d_i+1$ per class, $d+n$ in total.
"""


CLAIM = Claim(
    id="intro-least-neurons",
    number="Section 1",
    title="The least number of neurons",
    section="1",
    statement=PRINTED,
    kind="passing",
    depends=("prop-2-existence",),
    repair=MENDED,
    checks=(
        few_neurons_leave_a_direction_unseen,
        simplex_realises_zero_loss,
    ),
)

ERRATA = (
    Erratum(
        id="E13a",
        claim="intro-least-neurons",
        where="Section 1",
        printed="the feature dimension (the least necessary)",
        mended=r"$d_i+1$ per class",
        why=r"$d_i$ neurons always leave a direction unseen.",
        check="few-neurons-leave-a-direction-unseen",
        nature="constant",
    ),
)
