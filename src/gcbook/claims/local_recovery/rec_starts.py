"""Statistics of random starts of the two-neuron model."""

from __future__ import annotations

from gcbook.audit import Outcome, statistical
from gcbook.claims._words import result
from gcbook.experiments.companions.recovery_starts import RecoveryStartsConfig, recovery_starts
from gcbook.probability import clopper_pearson


@statistical.supports(
    twin={"name": "Q1"},
    twin_says="more than half of the starts choose the slow branch",
    omits="other targets, inputs and distributions of starts",
    false_alarm=0.005,
    seed=5,
    full={"runs": 6000},
)
def fast_is_more_frequent(name: str = "fast", runs: int = 250) -> Outcome:
    """More than half of the N(0, 1) starts choose a fast branch, at 99 % confidence."""
    found = recovery_starts(RecoveryStartsConfig(runs=runs))
    low, high = clopper_pearson(found.count(name), runs, confidence=0.99)
    return Outcome(low > 0.5, f"{found.count(name)} of {runs}: {low:.3f} to {high:.3f}", "> 1/2")


@statistical.supports(
    twin={"name": "open"},
    twin_says="a share that cannot be told from zero is left open",
    omits="other targets, inputs and distributions of starts",
    false_alarm=0.005,
    seed=5,
)
def slow_has_positive_measure(name: str = "Q1", runs: int = 250) -> Outcome:
    """More than a tenth of them choose the slow branch: its basin has positive measure."""
    found = recovery_starts(RecoveryStartsConfig(runs=runs))
    low, high = clopper_pearson(found.count(name), runs, confidence=0.99)
    return Outcome(low > 0.1, f"{found.count(name)} of {runs}: {low:.3f} to {high:.3f}", "> 0.1")


CLAIM, ERRATA = result(__file__, fast_is_more_frequent, slow_has_positive_measure)
