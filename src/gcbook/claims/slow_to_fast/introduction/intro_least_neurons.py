"""Section 1. The least number of neurons."""

from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.preliminaries.prop_2_existence import (
    simplex_realises_zero_loss,
    unseen_direction_by_cramer,
)

CLAIM, ERRATA = result(
    __file__, unseen_direction_by_cramer.as_role("refutes"), simplex_realises_zero_loss
)
