"""Where the printed Lemma 4.2 goes wrong."""

from itertools import pairwise

import numpy as np

from gcbook.audit import Outcome, check
from gcbook.claims._witness.slopes import signed_outputs, steepness
from gcbook.data import Annulus
from gcbook.network import Network


@check(
    twin={"second_bias": 0.1},
    twin_says="the same with the biases 1/2 and 1/10",
    method="numerical",
    role="refutes",
    omits="that the ratio tends to infinity: three decades are seen",
    tolerance="one per cent of a factor of ten",
    slip=True,
)
def one_zero_bias_spoils_it(second_bias: float = 0.0) -> Outcome:
    """With biases (1/2, 0) the slope of the gradient grows like 1/|w_2|, though 0 < sum b < 1.

    Turning w_2 by a right angle at |w_2| = 0.1, 0.01, 0.001; uniform data, 1 <= |x| <= 2.
    """
    network = Network(signed_outputs((0, 0, 1)), bias=np.array([0.5, second_bias, 0.5]))
    fixed = [[0.3, 0.0]], [[0.0, 0.0]]
    slopes = []
    for size in (0.1, 0.01, 0.001):
        first = np.vstack([fixed[0], [[size, 0.0]], fixed[1]])
        second = np.vstack([fixed[0], [[0.0, size]], fixed[1]])
        slopes.append(steepness(network, first, second))
    ratios = [b / a if a else 0.0 for a, b in pairwise(slopes)]
    grows = all(abs(one - 10) < 0.1 for one in ratios)
    return Outcome(grows, [round(one, 2) for one in slopes], "ten times more each time")


@check(
    twin={"v": 0.5},
    twin_says="the kink is there for v = 1/2 too",
    method="numerical",
    role="refutes",
    omits="exact arithmetic; the jump 2 v E[1_{x_1 > 3/5} x_1] is compared to four digits",
    tolerance="1e-3",
)
def kink_when_the_biases_are_large(v: float = 1.0) -> Outcome:
    """For v = 1 and biases (1/10, 6/10), of sum below 1, the loss is not even differentiable.

    At w_1 = w_2 = (1, 0) the margin is exactly 1 on {x_1 > 3/5}: the one-sided slopes differ.
    """
    network = Network(signed_outputs((0, 1), v), bias=np.array([0.1, 0.6]))
    data, h = Annulus(), 1e-4
    losses = [float(network.loss([[1 + shift, 0.0], [1.0, 0.0]], data)) for shift in (-h, 0.0, h)]
    left, right = (losses[1] - losses[0]) / h, (losses[2] - losses[1]) / h
    cap = _first_moment_beyond(0.6)
    stands = abs((right - left) - 2 * v * cap) < 1e-3
    found = f"slopes {left:.4f} and {right:.4f}, jump {right - left:.4f}"
    return Outcome(stands, found, f"jump {2 * v * cap:.4f}")


def _first_moment_beyond(height: float) -> float:
    """Return E[1_{x_1 > height} x_1] for the uniform annulus: int of x_1 over two half discs."""

    def disc(radius: float) -> float:
        return 2 / 3 * (radius**2 - height**2) ** 1.5 if radius > height else 0.0

    return Annulus().density * (disc(2.0) - disc(1.0))
