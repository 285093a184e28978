"""Section 6.1, and after Remark 3. The condition explains the speed of wide networks."""

from gcbook.audit import Outcome, check
from gcbook.claims._words import result
from gcbook.experiments import Table1Config, table1


@check(
    twin={"factor": 8.0},
    twin_says="the frequency of the condition predicts more than eight times the mean",
    method="experiment",
    role="weighs",
    omits="other ways in which the condition could act than through its indicator at the start",
    tolerance="a factor of three",
    seed=2021,
    seconds=1.5,
    full={"runs": 1000},
)
def frequency_of_the_condition_explains_little(factor: float = 3.0, runs: int = 120) -> Outcome:
    """Changing only how often the condition holds at the start leaves most of the speed-up.

    Means with and without the condition as at 2k = 6, mixed as at 2k = 24, against the real mean
    at 2k = 24.
    """
    result = table1(Table1Config(runs=runs, neurons=(6, 24)))
    frozen, real = result.frozen_strata(24), result.cell("random", 24).iterations.mean
    return Outcome(frozen > factor * real, f"{frozen:.0f} predicted, {real:.0f} found", "thrice")


@check(
    twin={"sign": -1},
    twin_says="starts with the condition are slower",
    method="experiment",
    role="supports",
    omits="a cause: starts with the condition differ in other ways too",
    tolerance="three standard errors",
    seed=2021,
    seconds=1.5,
    full={"runs": 1000},
)
def starts_with_the_condition_are_faster(sign: int = 1, runs: int = 300) -> Outcome:
    """At 2k = 6 runs that start with the condition need fewer iterations."""
    cell = table1(Table1Config(runs=runs, neurons=(6,))).cell("random", 6)
    met, not_met = cell.stratum(True), cell.stratum(False)
    error = (met.standard_error**2 + not_met.standard_error**2) ** 0.5
    stands = sign * (not_met.mean - met.mean) > 3 * error
    return Outcome(
        stands, f"{met.mean:.0f} with, {not_met.mean:.0f} without", "fewer with the condition"
    )


CLAIM, ERRATA = result(
    __file__, starts_with_the_condition_are_faster, frequency_of_the_condition_explains_little
)
