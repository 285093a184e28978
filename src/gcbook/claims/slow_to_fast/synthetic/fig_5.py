"""Figure 5. The Kelvin picture."""

import itertools
from fractions import Fraction

from gcbook.audit import Outcome, exact, experiment
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.synthetic.sec_6_1_setup import norms_after_kelvin
from gcbook.experiments import Figure5Config, figure5


@exact.supports(
    twin={"norms": (Fraction(1, 2), Fraction(1), Fraction(3, 2))},
    twin_says="it holds outside the unit circle too",
    omits="biases, for which f is not homogeneous",
    reach="proved",
)
def kelvin_picture_is_right(
    norms: tuple[Fraction, ...] = (Fraction(1, 2), Fraction(1)),
) -> Outcome:
    """The loss at x is zero exactly if rho(theta) >= |x*|: for b = 0 and 0 < |x*| <= 1.

    Both sides compare f(x~), |x*|, 0 and 1 with each other and nothing else, so each order of the
    four numbers is one case: |x*| < 1 or |x*| = 1, and f below, at or between the others.
    """
    wrong = []
    for norm in norms:
        marks = sorted({Fraction(0), norm, Fraction(1)})
        between = [(a + b) / 2 for a, b in itertools.pairwise(marks)]
        for f in (Fraction(-1), *marks, *between, marks[-1] + 1):
            rho = min(Fraction(1), max(f, Fraction(0)))
            zero_loss = f / norm >= 1  # f(x) = |x| f(x~), and |x| = 1 / |x*|
            if zero_loss != (rho >= norm):
                wrong.append((f, norm))
    return Outcome(not wrong, [f"f = {f}, |x*| = {norm}" for f, norm in wrong], [])


@experiment.supports(
    twin={"step": 0.05},
    twin_says="the run was made with the step eta/n = 0.05",
    omits="the path itself: the start is symmetric, and rounding chooses the mirror image",
    tolerance="none: one deterministic run",
    seconds=0.3,
)
def run_of_figure_5(step: float = 0.1) -> Outcome:
    """The run of Figure 5 meets the condition at t = 130 and reaches zero loss at t = 283.

    On the eighty directions f is at least 1 then, and on the circle between them it is not: zero
    loss on the data, not zero population loss.
    """
    run = figure5(Figure5Config(step=step))
    ends = bool(run.condition[-1]) and run.losses[-1] == 0.0 and run.grid_minimum >= 1
    stands = ends and run.circle_minimum < 1 and (run.first_gc, run.steps) == (130, 283)
    found = f"T = {run.steps}, condition at {run.first_gc}, least f {run.circle_minimum:.4f}"
    return Outcome(stands, found, "T = 283, condition at 130, least f below 1")


CLAIM, ERRATA = result(__file__, kelvin_picture_is_right, run_of_figure_5, norms_after_kelvin)
