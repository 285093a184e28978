"""Lemma 5.1 along runs on the exact population."""

import numpy as np

from gcbook.audit import Outcome, numerical
from gcbook.claims._witness import annulus_runs


@numerical.repairs(
    twin={"power": 2},
    twin_says="|g| <= 2 v M P^2, as printed",
    omits="other data and starts; both bounds are argued in the proof",
    tolerance="1e-12",
    seconds=0.5,
)
def gradient_bounds_on_runs(power: int = 1) -> Outcome:
    """Hold on 18 exact-population runs: <g, u> >= (v/C_p) P^2 and |g| <= 2 v M P, negative neurons.

    Two and three classes, v = 1/2 and v = 1; every step, every negative neuron.  The weights move
    by -eta g.
    """
    slack = {"inner": np.inf, "norm": np.inf, "step": np.inf}
    for family in annulus_runs.families():
        strayed = np.diff(family.weights, axis=0) + family.step * family.gradient
        slack["step"] = min(slack["step"], -float(np.abs(strayed).max()))
        for j in np.flatnonzero(~family.positive):
            reached = family.missed_active[:, :, family.network.owner[j] - 1, j]
            inner = family.outward[..., j] - family.v / annulus_runs.DENSITY_BOUND * reached**2
            longest = 2 * family.v * annulus_runs.SHELL.outer * reached**power
            norm = longest - np.linalg.norm(family.gradient[..., j, :], axis=-1)
            slack["inner"] = min(slack["inner"], float(inner.min()))
            slack["norm"] = min(slack["norm"], float(norm.min()))
    smallest = {name: f"{value:.2e}" for name, value in slack.items()}
    return Outcome(min(slack.values()) >= -1e-12, smallest, "smallest slack >= 0")


@numerical.supports(
    twin={"label": "negative"},
    twin_says="the negative neurons' norms never decrease",
    omits="other data and starts",
    tolerance="1e-12",
)
def positive_norms_on_runs(label: str = "positive") -> Outcome:
    """The norms of the positive neurons never decrease on the 18 exact-population runs."""
    worst = np.inf
    for family in annulus_runs.families():
        chosen = family.positive if label == "positive" else ~family.positive
        worst = min(worst, float(np.diff(family.norms[..., chosen], axis=0).min()))
    return Outcome(worst >= -1e-12, f"smallest change {worst:.2e}", ">= 0")


@numerical.repairs(
    twin={"factor": 0.0},
    twin_says="negative neurons never grow, however short",
    omits="other data and starts",
    tolerance="1e-12",
)
def negative_norms_on_runs(factor: float = 2.0) -> Outcome:
    """A negative neuron of norm at least 2 v eta M^2 C_p does not grow, on the same runs."""
    worst, tried = -np.inf, 0
    for family in annulus_runs.families():
        threshold = (
            factor
            * family.v
            * family.step
            * annulus_runs.SHELL.outer**2
            * annulus_runs.DENSITY_BOUND
        )
        norms = family.norms[..., ~family.positive]
        long = norms[:-1] >= threshold
        tried += int(long.sum())
        worst = max(worst, float(np.diff(norms, axis=0)[long].max(initial=-np.inf)))
    return Outcome(worst <= 1e-12, f"largest change {worst:.2e} in {tried} steps", "<= 0")
