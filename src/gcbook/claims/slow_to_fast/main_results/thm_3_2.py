"""Theorem 3.2. Convergence without bias."""

import numpy as np

from gcbook.audit import Outcome, check
from gcbook.bounds import Shell, first_phase, second_phase
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.preliminaries.prop_1 import stuck_on_a_line
from gcbook.claims.slow_to_fast.setup.eq_2 import hinge_pays_for_an_error
from gcbook.condition import holds
from gcbook.data import Annulus
from gcbook.descent import descend
from gcbook.experiments import CENTRAL_DENSITY, one_neuron_norms
from gcbook.initialisation import half_space_start
from gcbook.network import binary_network


@check(
    twin={"factor": 2},
    twin_says="the constant is twice as large",
    method="numerical",
    role="repairs",
    omits="the proof of the rate, which Proposition 3 gives; other directions and densities",
    tolerance="1e-3 at t = 100,000; 1e-9 against the network",
    seconds=0.3,
    full={"steps": 1_000_000},
)
def one_neuron_grows_for_ever(factor: int = 1, steps: int = 100_000) -> Outcome:
    """One neuron in the plane can never meet the condition, and |w^t| ~ (3 eta q_0 t/(4v))^(1/3).

    q_0 = 2/(3 pi) is the density of a coordinate at 0.  Bounded weights, the hypothesis of
    Theorem 3.2, are impossible here.  The recursion is compared with `descend` for 100 steps.
    """
    norms = one_neuron_norms(steps, start=1.0)
    start = np.array([[1.0, 0.0], [0.0, 0.0]])
    run = descend(binary_network(1), Annulus(), start, step=0.1, max_steps=100)
    same = abs(float(np.linalg.norm(run.weights[0])) - norms[100]) < 1e-9
    predicted = factor * (3 * 0.1 * CENTRAL_DENSITY / (4 * 0.5)) ** (1 / 3)
    ratio = float(norms[-1] / steps ** (1 / 3))
    return Outcome(
        same and abs(ratio - predicted) < 1e-3,
        f"{ratio:.5f}",
        f"{predicted:.5f}",
        f"|w^t| / t^(1/3) at t = {steps}",
    )


@check(
    twin={"share": 1e-6},
    twin_says="a millionth of both bounds holds",
    method="experiment",
    role="repairs",
    omits="other starts; that the weights of every run stay bounded, which is open",
    tolerance="loss 1e-5; the bounds are one-sided",
    seconds=1.0,
    full={"runs": 40},
)
def phases_add_up(share: float = 1.0, runs: int = 3, seed: int = 19) -> Outcome:
    """Runs from half-space starts: |T_1| and sum of l^2 over T_2 obey the mended bounds, l -> 0.

    Exact population in the plane, 2k = 6, eta = 1/10, R_+ and R_- measured on the run.
    """
    network, shell = binary_network(3), Shell()
    worst, last = 0.0, 0.0
    for start in half_space_start(6, 2, runs=runs, seed=seed):
        run = descend(network, Annulus(), start, max_steps=4000, tolerance=1e-5, record="weights")
        met = np.asarray(holds(run.recorded[:, :3]))
        grown = np.linalg.norm(run.recorded, axis=-1)
        positive, negative = grown[:, :3].sum(axis=1), grown[:, 3:].sum(axis=1)
        scale = {"step": 0.1, "radius": positive.max(), "start": positive[0]}
        first = int((~met).sum()) / first_phase(shell, **scale)
        second = float((run.losses[met] ** 2).sum())
        second /= second_phase(shell, negative=negative.max(), **scale)
        worst, last = max(worst, first, second), max(last, float(run.losses[-1]))
    return Outcome(
        worst <= share and last <= 1e-5,
        f"largest share of a bound {worst:.1e}, last loss {last:.0e}",
        f"<= {share:g}, <= 1e-05",
        f"{runs} runs",
    )


CLAIM, ERRATA = result(
    __file__,
    stuck_on_a_line,
    one_neuron_grows_for_ever,
    phases_add_up,
    hinge_pays_for_an_error.as_role("repairs"),
)
