"""Section 2, $f_i$. The outputs."""

import numpy as np

from gcbook.audit import Outcome, check
from gcbook.claims._words import result
from gcbook.network import Network


@check(
    twin={"upper": 2},
    twin_says="the sum runs to n = 2, as printed",
    method="numerical",
    role="repairs",
    omits="nothing: it is a matter of an index",
    tolerance="1e-12",
    slip=True,
)
def sum_runs_over_neurons(upper: int = 5, seed: int = 0) -> Outcome:
    """Output i adds up all k neurons; with two classes and five neurons, k = 5 and n = 2."""
    rng = np.random.default_rng(seed)
    outputs = np.array([[1, 1, -1, -1, 1], [-1, -1, 1, 1, -1]]) / 2
    weights, x = rng.standard_normal((5, 3)), rng.standard_normal((1, 3))
    network = Network(outputs, bias=0.1)
    h = weights @ x[0] - 0.1
    summed = [float(sum(row[j] * max(h[j], 0.0) for j in range(upper))) for row in outputs]
    computed = network.forward(weights, x)[0]
    return Outcome(np.allclose(summed, computed, atol=1e-12), summed, computed.tolist())


CLAIM, ERRATA = result(__file__, sum_runs_over_neurons)
