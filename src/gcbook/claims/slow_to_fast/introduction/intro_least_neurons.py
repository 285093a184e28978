"""Section 1. The least number of neurons."""

from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.preliminaries.prop_2_existence import (
    few_neurons_leave_a_direction_unseen,
    simplex_realises_zero_loss,
)

CLAIM, ERRATA = result(__file__, few_neurons_leave_a_direction_unseen, simplex_realises_zero_loss)
