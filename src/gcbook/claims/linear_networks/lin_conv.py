"""Every trajectory converges to a critical point."""

from __future__ import annotations

import numpy as np

from gcbook.audit import Outcome, numerical
from gcbook.claims._words import result
from gcbook.companions.linear import LinearProblem, gradient_flow, random_layers


@numerical.supports(
    twin={"horizon": 2.0},
    twin_says="the same at time 2 already",
    omits="other starts, and what happens after the horizon: only the proof speaks of limits",
    tolerance="|grad L| < 1e-6, and the second half of the time moves it by < 1e-5",
)
def gradient_dies_on_a_finite_path(horizon: float = 60.0, seed: int = 6) -> Outcome:
    """With two hidden layers and random data |grad L| dies, and the path stops growing."""
    rng = np.random.default_rng(seed)
    problem = LinearProblem.of(rng.normal(size=(2, 6)), rng.normal(size=(3, 6)))
    start = random_layers((3, 3, 3, 2), scale=0.6, seed=rng)
    times = np.concatenate([np.linspace(0, horizon / 2, 301), [horizon]])
    run = gradient_flow(problem, start, times, rtol=1e-8, atol=1e-10)
    late = [W[-1] - W[-2] for W in run.layers]
    gradient = float(run.gradient_norms[-1])
    more = float(np.sqrt(sum((step**2).sum() for step in late)))
    return Outcome(
        gradient < 1e-6 and more < 1e-5,
        f"|grad L| = {gradient:.1e}, path {run.path_length:.4f}, {more:.1e} in the last half",
        "no gradient and no more path",
    )


CLAIM, ERRATA = result(__file__, gradient_dies_on_a_finite_path)
