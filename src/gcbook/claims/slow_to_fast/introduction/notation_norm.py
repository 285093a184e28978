"""Section 1, notations. The norm of a matrix."""

from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.main_results.eq_5 import euclidean_norm_in_5

CLAIM, ERRATA = result(__file__, euclidean_norm_in_5)
