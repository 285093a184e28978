"""The bias towards the kernel of the Hessian."""

from __future__ import annotations

import numpy as np

from gcbook.audit import Outcome, numerical
from gcbook.claims._words import result
from gcbook.claims.local_recovery.rec_rate import PROBLEM
from gcbook.companions.recovery import Neurons, kernel_share, recovery_flow


@numerical.supports(
    twin={"fast": True},
    twin_says="the same for a limit on Q_2",
    omits="other starts",
    tolerance="0.05 in the exponent",
)
def share_off_the_kernel(fast: bool = False) -> Outcome:
    """The share of theta(t) - theta* off ker Hess R(theta*) falls like t^(-1/2) on Q_1."""
    if fast:
        run = recovery_flow(PROBLEM, Neurons.of([1.02, 0.03], [0.58, 1.6]), [0, 2, 8, 20])
        limit = Neurons.of([1.0, 0.0], [0.6, 1.6])
    else:
        start = Neurons.of([0.5, 0.5], [0.65, 0.55])
        run = recovery_flow(PROBLEM, start, [0, 1e2, 1e4, 1e6], rtol=1e-11, atol=1e-15)
        limit = Neurons.of([0.5, 0.5], [0.6, 0.6])
        end = run.final.a  # the limit on the branch, to the accuracy of the run
        limit = Neurons.of([end[0], 1 - end[0]], [0.6, 0.6])
    shares = kernel_share(run, limit)[1:]
    slope = float(np.log(shares[2] / shares[1]) / np.log(run.times[3] / run.times[2]))
    return Outcome(abs(slope + 0.5) < 0.05, f"{slope:.3f}", -0.5, f"shares {shares}")


CLAIM, ERRATA = result(__file__, share_off_the_kernel)
