"""Corollary to Lemma 5.1. Negative neurons are trapped."""

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.bounds import trap_radius
from gcbook.claims._witness import annulus_runs
from gcbook.claims._witness.algebra import nonnegative
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.weights.lem_5_1.constants import library_has_the_constants


@numerical.supports(
    twin={"trap": 0.0},
    twin_says="a negative neuron never exceeds its initial norm",
    omits="other data and starts",
    tolerance="1e-12",
)
def trap_on_runs(trap: float = 1.0) -> Outcome:
    """On the same runs no negative neuron exceeds max(|w^0|, 2 v eta M sqrt(1 + M^2 C_p^2))."""
    worst = -np.inf
    for family in annulus_runs.families():
        radius = trap * trap_radius(annulus_runs.SHELL, family.step, v=family.v)
        norms = family.norms[..., ~family.positive]
        worst = max(worst, float((norms - np.maximum(norms[0], radius)).max()))
    return Outcome(worst <= 1e-12, f"largest excess {worst:.2e}", "<= 0")


@symbolic.supports(
    twin={"drop_length": True},
    twin_says="a negative neuron below the threshold cannot exceed 2 v eta M",
    omits="the case |w| >= threshold, which is Lemma 5.1",
)
def one_step_overshoot(drop_length: bool = False) -> Outcome:
    """Below rho = 2 v eta M^2 C_p one step cannot lift |w| above 2 v eta M sqrt(1 + M^2 C_p^2).

    |w'|^2 <= |w|^2 + eta^2 |g|^2 <= rho^2 + (2 v eta M)^2, since g points outwards along w.
    """
    v, c, m, step = sp.symbols("v C M eta", positive=True)
    s, e, along = sp.symbols("s e g", nonnegative=True)
    rho = 2 * v * step * m**2 * c
    bound = (2 * v * step * m) ** 2 * (1 + (0 if drop_length else m**2 * c**2))
    # |w| = rho - s with 0 <= s <= rho enters through |w|^2 = rho^2 - s; |g|^2 = (2 v M)^2 - e
    longest = rho**2 - s - 2 * step * along + step**2 * ((2 * v * m) ** 2 - e)
    slack = sp.expand(bound - longest)
    return Outcome(nonnegative(slack, v, c, m, step, s, e, along), slack, "every coefficient >= 0")


CLAIM, ERRATA = result(
    __file__, one_step_overshoot, trap_on_runs, library_has_the_constants.as_role("supports")
)
