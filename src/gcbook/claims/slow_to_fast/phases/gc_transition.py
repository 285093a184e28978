"""Section 5 and the introduction, transition time. A time of transition."""

import numpy as np

from gcbook import population
from gcbook._checks import FloatArray
from gcbook.audit import Outcome, check
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.phases.prop_3.runs import first_phase_counts
from gcbook.condition import certify
from gcbook.data import Annulus
from gcbook.network import Network

LOSING = np.array([[2.0, 78.47], [2.0, -78.47], [0.051, 106.36], [3.67, 35.27]])
"""Norms and angles in degrees of three positive neurons and a negative one, shape (4, 2)."""


def losing_step(negative: float = 1.0, step: float = 0.1) -> tuple[FloatArray, FloatArray]:
    """Return the weights before and after one step on the exact population of the annulus [1, 2].

    The last row is the negative neuron, scaled by `negative`.
    """
    angle = np.deg2rad(LOSING[:, 1])
    weights = LOSING[:, :1] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    weights[3] *= negative
    network = Network(np.array([[0.5, 0.5, 0.5, -0.5], [-0.5, -0.5, -0.5, 0.5]]))
    now = population.evaluate(network.outputs, np.zeros(4), weights, Annulus())
    return weights, weights - step * now.gradient


@check(
    twin={"negative": 0.0},
    twin_says="the same step without the negative neuron",
    method="numerical",
    role="refutes",
    omits="that this happens in a typical run: it is rare",
    tolerance="the step is good to 1e-14; the decisions on its weights are exact",
)
def condition_is_lost(negative: float = 1.0) -> Outcome:
    """One step of gradient descent on the exact population destroys GC: three positive neurons.

    Both sides are decided with certificates that are verified in rational arithmetic.
    """
    before, after = (certify(w[:3]) for w in losing_step(negative))
    verified = before.verify() and after.verify()
    return Outcome(
        bool(before.holds and not after.holds and verified),
        f"GC before: {before.holds}, after: {after.holds}; certificates verified: {verified}",
        "GC after the step",
    )


CLAIM, ERRATA = result(__file__, condition_is_lost, first_phase_counts)
