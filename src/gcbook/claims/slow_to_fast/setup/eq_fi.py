"""Section 2, $f_i$. The outputs."""

import numpy as np

from gcbook.audit import Claim, Erratum, Outcome, check
from gcbook.network import Network

PRINTED = r"""
$f_i=\sum_{j=1}^{k}v_{ij}\,\sigma(h_j)$ with $h_j=\langle w_j,x\rangle-b_j$.
"""

MENDED = """
The sum runs to $k$; printed: to $n$.
"""


@check(
    twin={"upper": 2},
    twin_says="the sum runs to n = 2, as printed",
    method="numerical",
    role="repairs",
    omits="nothing: it is a matter of an index",
    tolerance="1e-12",
    seed=0,
    slip=True,
)
def sum_runs_over_neurons(upper: int = 5) -> Outcome:
    """Output i adds up all k neurons; with two classes and five neurons, k = 5 and n = 2."""
    rng = np.random.default_rng(0)
    outputs = np.array([[1, 1, -1, -1, 1], [-1, -1, 1, 1, -1]]) / 2
    weights, x = rng.standard_normal((5, 3)), rng.standard_normal((1, 3))
    network = Network(outputs, bias=0.1)
    h = weights @ x[0] - 0.1
    summed = [float(sum(row[j] * max(h[j], 0.0) for j in range(upper))) for row in outputs]
    computed = network.forward(weights, x)[0]
    return Outcome(np.allclose(summed, computed, atol=1e-12), summed, computed.tolist())


CLAIM = Claim(
    id="eq-fi",
    number="Section 2, $f_i$",
    title="The outputs",
    section="2",
    statement=PRINTED,
    kind="equation",
    checks=(sum_runs_over_neurons,),
    repair=MENDED,
)

ERRATA = (
    Erratum(
        id="E1",
        claim="eq-fi",
        where="Section 2, definition of $f_i$",
        printed=r"$f_i=\sum_{j=1}^{n}v_{i,j}\sigma(h_j)$",
        mended=r"$f_i=\sum_{j=1}^{k}v_{i,j}\sigma(h_j)$",
        why="The sum runs over the $k$ neurons.",
        check="sum-runs-over-neurons",
        nature="slip",
    ),
)
