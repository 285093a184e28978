"""Section 6.2. The clock of a scaled start."""

import numpy as np

from gcbook.audit import Outcome, exact
from gcbook.claims._words import result
from gcbook.deep import MLP
from gcbook.deep.mlp import MLPWeights


@exact.supports(
    twin={"power": 1},
    twin_says="the clock slows down by s^(L-1)",
    omits="the later part of a run, where the loss is not linear in the outputs",
)
def flow_from_a_scaled_start(
    power: int = 2, scale: float = 0.25, steps: int = 20, seed: int = 11
) -> Outcome:
    """Descent on a loss linear in the outputs, from s W with step eta or from W with s^(L-2) eta.

    The first run is s times the second, bit for bit when s is a power of two; L = 2, 3, 4.
    """
    worst = 0.0
    for depth in (2, 3, 4):
        network = MLP((6, *[8] * (depth - 1), 3))
        start = network.initial(seed=seed, dtype=np.float64)
        scaled = tuple(scale * matrix for matrix in start)
        first = _linear_descent(network, scaled, 0.125, steps)
        second = _linear_descent(network, start, 0.125 * scale ** (depth - power), steps)
        pairs = zip(first, second, strict=True)
        worst = max(worst, max(float(np.abs(a - scale * b).max()) for a, b in pairs))
    return Outcome(worst == 0.0, f"largest difference {worst:g}", "0, bit for bit")


def _linear_descent(network: MLP, weights: MLPWeights, step: float, steps: int) -> MLPWeights:
    """Descend on -<g, f> with a fixed g, full batch, 12 points."""
    rng = np.random.default_rng(12)
    points, slope = rng.random((12, network.widths[0])), rng.standard_normal((12, 3)) / 12
    for _ in range(steps):
        gradient = network.pull_back(weights, network.forward(weights, points), slope)
        weights = tuple(w - step * g for w, g in zip(weights, gradient, strict=True))
    return weights


CLAIM, ERRATA = result(__file__, flow_from_a_scaled_start)
