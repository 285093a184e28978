"""Figure 5. The Kelvin picture."""

from fractions import Fraction
from random import Random

from gcbook.audit import Outcome, check
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.synthetic.sec_6_1_setup import norms_after_kelvin
from gcbook.experiments import figure5


@check(
    twin={"limit": Fraction(3, 2)},
    twin_says="it holds for norms up to 3/2 as well",
    method="exact",
    role="supports",
    omits="biases, for which f is not homogeneous",
)
def kelvin_picture_is_right(
    limit: Fraction = Fraction(1), trials: int = 400, seed: int = 26
) -> Outcome:
    """The loss at x is zero exactly if rho(theta) >= |x*|: for b = 0 and 0 < |x*| <= 1.

    Random rational f on the unit circle and norms up to `limit`, boundary cases included.
    """
    rng, agree = Random(seed), 0
    for trial in range(trials):
        f = Fraction(rng.randint(-12, 24), 8)
        norm = (
            min(max(f, Fraction(1, 8)), limit)
            if trial % 4 == 0
            else limit * Fraction(rng.randint(1, 16), 16)
        )
        rho = min(Fraction(1), max(f, Fraction(0)))
        zero_loss = f / norm >= 1  # f at x = x~/|x*|
        agree += zero_loss == (rho >= norm)
    return Outcome(agree == trials, f"{agree} of {trials}", f"{trials} of {trials}")


@check(
    twin={"threshold": 0.9},
    twin_says="the final f is at least 1 on the whole circle, up to a tenth",
    method="experiment",
    role="supports",
    omits="the path itself: the start is symmetric, and rounding chooses the mirror image",
    tolerance="none: one deterministic run",
    seconds=0.3,
)
def run_of_figure_5(threshold: float = 1.0) -> Outcome:
    """The run of Figure 5 meets the condition, reaches zero loss on the 80 directions, and stops.

    On the whole circle the final f stays below 1 somewhere: zero grid loss, not zero population
    loss.
    """
    run = figure5()
    ends = bool(run.condition[-1]) and run.losses[-1] == 0.0 and run.grid_minimum >= 1
    stands = ends and run.circle_minimum < threshold
    found = f"T = {run.steps}, condition at {run.first_gc}, least f {run.circle_minimum:.4f}"
    return Outcome(stands, found, "zero grid loss with the condition, least f below 1")


CLAIM, ERRATA = result(__file__, kelvin_picture_is_right, run_of_figure_5, norms_after_kelvin)
