"""Remark 3, stronger. Only the signs need to be random."""

import numpy as np

from gcbook.audit import Outcome, check
from gcbook.claims._witness import lattice
from gcbook.claims._witness.sign_patterns import formula, patterns
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.probability.rem_3 import sign_patterns_counted


@check(
    twin={"lift": 1},
    twin_says="the same for the vectors moved into general position",
    method="exact",
    role="supports",
    omits="other degenerate vectors",
)
def degenerate_vectors_have_fewer(lift: int = 0) -> Outcome:
    """A repeated direction, or three vectors in a plane of R^3, leave fewer patterns with GC.

    {e1, e1, e2, e1 + e2}: 6 in place of 8.  Five vectors of R^3 with three in a plane: 6 in place
    of 10.
    """
    sets = [
        np.array([[1, 0], [1, 3 * lift], [0, 1], [1, 1]]),
        np.array([[1, 0, 0], [0, 1, 0], [1, 1, lift], [0, 0, 1], [1, 2, 3]]),
    ]
    counted = [int(lattice.both_signs(patterns(w)).sum()) for w in sets]
    general = [int(2 ** len(w) * formula(*w.shape)) for w in sets]
    fewer = all(c < g for c, g in zip(counted, general, strict=True))
    return Outcome(fewer, counted, f"fewer than {general}")


CLAIM, ERRATA = result(__file__, sign_patterns_counted, degenerate_vectors_have_fewer)
