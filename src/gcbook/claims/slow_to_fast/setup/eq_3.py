"""Equation (3). Gradient descent."""

import numpy as np

from gcbook._checks import FloatArray
from gcbook.audit import Outcome, numerical
from gcbook.claims._words import result
from gcbook.data import Points
from gcbook.network import Network


@numerical.repairs(
    twin={"power": 0},
    twin_says="the step on class i is eta itself",
    omits="unequal shares of the classes, which the paper excludes (evenly mixed)",
    tolerance="1e-12",
)
def class_is_trained_with_step_over_n(power: int = 1, seed: int = 2) -> Outcome:
    """Under (3), class i moves by -(eta/n) grad l_i, for n = 2, 3 and 4 classes on planes.

    The gradient of l is the mean of the library's gradients over all points of all classes, six
    of each; its part in V_i is compared with that of l_i divided by n.
    """
    rng, worst = np.random.default_rng(seed), 0.0
    for n in (2, 3, 4):
        network = Network(np.where(np.eye(n)[:, np.arange(2 * n) % n] > 0, 0.5, -0.5))
        weights, data = rng.standard_normal((2 * n, 2 * n)), _planes(rng, n)
        one_by_one = [
            network.gradient(weights, Points([x], c.label)) for c in data for x in c.points
        ]
        whole = np.mean(one_by_one, axis=0)
        for i, one in enumerate(data):
            part = slice(2 * i, 2 * i + 2)
            inside = network.gradient(weights, one)[:, part] / n**power
            worst = max(worst, float(np.abs(whole[:, part] - inside).max()))
    return Outcome(worst < 1e-12, f"{worst:.1e}", "< 1e-12", "n = 2, 3, 4")


def _planes(rng: np.random.Generator, n: int) -> list[Points]:
    """Return six random points of each class, class i on the i-th coordinate plane."""
    data = []
    for i in range(n):
        points: FloatArray = np.zeros((6, 2 * n))
        points[:, 2 * i : 2 * i + 2] = rng.standard_normal((6, 2))
        data.append(Points(points, i))
    return data


CLAIM, ERRATA = result(__file__, class_is_trained_with_step_over_n)
