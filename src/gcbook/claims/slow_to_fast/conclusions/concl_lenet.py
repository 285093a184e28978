"""Section 7. Supported by LeNet-5 on MNIST."""

from fractions import Fraction

import numpy as np

from gcbook.audit import Outcome, check
from gcbook.claims._words import result
from gcbook.condition import holds
from gcbook.probability import gc_probability


@check(
    twin={"dimension": 3},
    twin_says="ten weights in space cannot meet the condition either",
    method="exact",
    role="weighs",
    omits="the trained weights themselves, which Section 6.2 examines",
)
def pictures_cannot_tell(dimension: int = 500, seed: int = 24) -> Outcome:
    """Ten vectors in R^500 cannot meet the condition; a random 3-D picture shows it, 9 in 10 times.

    P(10, 3) = 233/256 for isotropic vectors.
    The lower layer is in the same position: 500 vectors in R^2450.
    """
    weights = np.random.default_rng(seed).standard_normal((10, dimension))
    met, chance = bool(holds(weights)), gc_probability(10, 3)
    return Outcome(
        not met and chance == Fraction(233, 256),
        f"condition {met}, in a picture {chance}",
        "condition False, in a picture 233/256",
    )


CLAIM, ERRATA = result(__file__, pictures_cannot_tell)
