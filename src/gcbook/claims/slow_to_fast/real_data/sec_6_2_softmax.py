"""Section 6.2. What the softmax conserves."""

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._witness.images import images_of
from gcbook.claims._words import result
from gcbook.deep import MLP, Training


@symbolic.supports(
    twin={"loss": "squares"},
    twin_says="the derivatives of the squared error in the outputs sum to zero as well",
    omits="weight decay, which shrinks the sum",
)
def softmax_gradients_cancel(loss: str = "softmax") -> Outcome:
    """The derivatives of the softmax cross-entropy in its logits sum to zero.

    Their sum is the derivative along (1, ..., 1): add c to every logit, and the loss, which is
    log sum exp(z) - z_y, does not change.  Any number of classes: S = sum exp(z) is one symbol.
    """
    c, logit, total = sp.symbols("c z_y T", real=True)
    exponentials, squares, classes = sp.symbols("S Q n", positive=True)
    if loss == "softmax":
        value = sp.log(exponentials * sp.exp(c)) - (logit + c)
    else:  # sum (z_i + c)^2 / 2 - (z_y + c), with T = sum z_i and Q = sum z_i^2
        value = (squares + 2 * c * total + classes * c**2) / 2 - (logit + c)
    change = sp.simplify(sp.diff(sp.expand_log(value, force=True), c))
    return Outcome(change == 0, change, 0)


@numerical.supports(
    twin={"decay": 1e-3},
    twin_says="the sum is conserved under weight decay",
    omits="optimisers that treat coordinates differently, such as Adam",
    tolerance="1e-13",
    seconds=0.5,
)
def row_sum_is_conserved(decay: float = 0.0, seed: int = 2) -> Outcome:
    """Along 100 steps of SGD in float64 the sum of the rows of the last layer stands still."""
    images, network = images_of(8), MLP((64, 30, 10))
    start = network.initial(seed=seed, dtype=np.float64)
    setting = Training(step=0.1, batch=200, iterations=100)
    run = setting.run(
        network, start, images, seed=seed, constrain=lambda w: (w[0], (1 - decay) * w[1])
    )
    change = run.weights[1] - start[1]
    drift, moved = float(np.abs(change.sum(axis=0)).max()), float(np.abs(change).max())
    return Outcome(drift < 1e-13 < moved, f"sum moved {drift:.1e}, rows {moved:.2f}", "below 1e-13")


CLAIM, ERRATA = result(__file__, softmax_gradients_cancel, row_sum_is_conserved)
