"""Equation (6). The restricted network."""

from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.preliminaries.lem_4_1 import loss_sees_only_the_projection

CLAIM, ERRATA = result(__file__, loss_sees_only_the_projection)
