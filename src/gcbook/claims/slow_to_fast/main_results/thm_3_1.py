"""Theorem 3.1. Convergence with bias."""

from fractions import Fraction
from random import Random

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, experiment, symbolic
from gcbook.claims._witness import exact as ex
from gcbook.claims._witness.small_networks import two_classes
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.main_results.eq_5 import step_below_two_over_l
from gcbook.claims.slow_to_fast.preliminaries.prop_1 import stuck_on_a_line_with_bias
from gcbook.claims.slow_to_fast.setup.eq_2 import hinge_pays_for_an_error
from gcbook.data import Annulus
from gcbook.descent import Trajectory, descend


@exact.repairs(
    twin={"owner": 1},
    twin_says="neurons of the other classes never shrink either",
    omits="infinite data: the same inner product as an integral",
)
def owned_neurons_never_shrink(owner: int = 0, trials: int = 100, seed: int = 18) -> Outcome:
    """|w_j| does not decrease in a step on l_i if class i owns neuron j: any step, any bias."""
    rng = Random(seed)
    outputs = ex.signs([0, owner, 1], 2)
    shrunk = 0
    for _ in range(trials):
        weights, points, bias = ex.random_case(rng, 3)
        eta = Fraction(rng.randint(1, 30), 10)
        moved = ex.step(weights, ex.gradient(outputs, weights, points, bias), eta)
        shrunk += ex.dot(moved[1], moved[1]) < ex.dot(weights[1], weights[1])
    return Outcome(shrunk == 0, f"{shrunk} shrank", "0 shrank", f"{trials} steps")


@symbolic.repairs(
    twin={"share": sp.Rational(1, 2)},
    twin_says="|w| > b/(2M) is enough",
    omits="nothing: a proof for all positive b, M and excess",
)
def activity_survives_the_limit(share: object = sp.Integer(1)) -> Outcome:
    """A neuron with |w| > b/M is active at x = M w/|w|; norms only grow, so limits stay active."""
    b, M, gap = sp.symbols("b M gap", positive=True)
    norm = sp.sympify(share) * b / M + gap
    h = sp.expand(M * norm - b)
    return Outcome(h.is_positive is True, h, "positive", "h at x = M w/|w|")


@experiment.repairs(
    twin={"owned": 2},
    twin_says="two neurons in the plane are enough",
    omits="other starts; the theorem needs the weights to stay bounded, here they are seen to",
    tolerance="1e-4 after 400 steps",
    seed=1,
    seconds=1.0,
)
def biased_run_converges(owned: int = 3) -> Outcome:
    """With biases 1/5 the loss falls at every step, here to below 1e-4: exact population, plane.

    Three owned neurons, eta = 1/2.
    """
    run = _biased_run(owned)
    rises = int((np.diff(run.losses) > 0).sum())
    last = float(run.losses[-1])
    setting = "400 steps, v = 1/2, uniform data on 1 <= |x| <= 2"
    found = f"{rises} rises, last loss {last:.1e}"
    return Outcome(rises == 0 and last < 1e-4, found, "0 rises, last loss < 1e-4", setting)


def _biased_run(owned: int) -> Trajectory:
    network = two_classes(np.r_[np.full(owned, 0.5), -0.5], 0.2)
    start = np.random.default_rng(1).standard_normal((owned + 1, 2))
    return descend(network, Annulus(), start, step=0.5, max_steps=400)


CLAIM, ERRATA = result(
    __file__,
    stuck_on_a_line_with_bias,
    step_below_two_over_l,
    owned_neurons_never_shrink,
    activity_survives_the_limit,
    hinge_pays_for_an_error.as_role("repairs"),
    biased_run_converges,
)
