"""Section 1.1. Zero bias: Lipschitz away from the origin."""

import numpy as np

from gcbook.audit import Outcome, numerical
from gcbook.bounds import Shell, lipschitz
from gcbook.claims._witness.slopes import below_the_constant, steeper_as_it_shrinks, steepness
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.preliminaries.lem_4_2 import (
    slab_of_the_switched_points,
    strip_on_a_ray,
)
from gcbook.network import binary_network


@numerical.refutes(
    twin={"power": 0},
    twin_says="the slope stays bounded as one column shrinks",
    omits="nothing for small weights, where the gradient is 2 v c w/|w| exactly",
    tolerance="one per cent",
    slip=True,
)
def one_small_column_is_enough(power: int = 1) -> Outcome:
    """Without bias the slope grows like 1/|w_j| as one column shrinks, however large W is.

    Here W is far from the origin: its other column has norm 1/10.
    """
    return steeper_as_it_shrinks(binary_network(1), [], [[0.1, 0.0]], times=10.0**power)


@numerical.repairs(
    twin={"factor": 2.0},
    twin_says="the library's constant is twice the stated one",
    omits="the supremum over all pairs",
    tolerance="1e-12 relative for the constant, which is then one-sided",
    slip=True,
)
def slopes_away_from_zero(factor: float = 1.0, pairs: int = 400, seed: int = 15) -> Outcome:
    """Without bias the slope stays below the constant on weights whose columns exceed rho = 1/2."""
    bound, p = lipschitz(Shell(), [0, 0, 1, 1], away=0.5), 1 / (3 * np.pi)
    stated = 4 * 2 * (2 * np.pi) * p * 2**4 + 2 * (2 * np.sqrt(3) * p) * 2**2 / 0.5
    network, rng, slopes = binary_network(2), np.random.default_rng(seed), []
    for _ in range(pairs):
        first = rng.standard_normal((4, 2))
        second = first + rng.standard_normal((4, 2)) * 10.0 ** rng.uniform(-3, -1)
        if min(np.linalg.norm([first, second], axis=-1).min(), 1.0) >= 0.5:
            slopes.append(steepness(network, first, second))
    return below_the_constant(slopes, bound, factor * stated)


CLAIM, ERRATA = result(
    __file__,
    one_small_column_is_enough,
    strip_on_a_ray,
    slab_of_the_switched_points,
    slopes_away_from_zero,
)
