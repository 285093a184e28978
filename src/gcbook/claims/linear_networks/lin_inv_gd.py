"""How far gradient descent drifts from what gradient flow conserves."""

from __future__ import annotations

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._words import result
from gcbook.companions.linear import (
    LinearProblem,
    drift,
    gradient_descent,
    gradient_flow,
    predicted_drift,
    random_layers,
)


@symbolic.supports(
    twin={"power": 1},
    twin_says="the change is of first order in the step",
    omits="nothing: one step, any widths",
)
def one_step_exactly(power: int = 2) -> Outcome:
    """One step changes C_j by eta^2 (G_{j+1}^T G_{j+1} - G_j G_j^T), because U^T G = F V^T."""
    eta = sp.Symbol("eta", positive=True)
    a, b, c = sp.symbols("d_2 d_1 d_0", positive=True, integer=True)
    U, G = sp.MatrixSymbol("U", a, b), sp.MatrixSymbol("G", a, b)
    V, F = sp.MatrixSymbol("V", b, c), sp.MatrixSymbol("F", b, c)
    after = (U - eta * G).T * (U - eta * G) - (V - eta * F) * (V - eta * F).T
    change = sp.expand(after.doit()) - (U.T * U - V * V.T)
    exact = eta**power * (G.T * G - F * F.T)
    # what is left is the first-order part, which Proposition L3 cancels
    rest = sp.expand((change - exact).doit())
    rest = rest.subs({U.T * G: F * V.T, G.T * U: V * F.T})
    return Outcome(sp.expand(rest.doit()) == sp.ZeroMatrix(b, b), sp.expand(rest.doit()), "zero")


@numerical.supports(
    twin={"factor": 2.0},
    twin_says="twice the predicted constant",
    omits="other starts",
    tolerance="2 %, for the smallest step",
    seconds=1.5,
)
def drift_against_step(factor: float = 1.0, seed: int = 3) -> Outcome:
    """The drift divided by the step tends to the integral along the flow; log-log slope one."""
    rng = np.random.default_rng(seed)
    problem = LinearProblem.of(rng.normal(size=(2, 6)), rng.normal(size=(4, 6)))
    start = random_layers((4, 5, 4, 3, 2), scale=0.5, seed=rng)
    steps = (4e-3, 2e-3)
    measured = [
        drift(gradient_descent(problem, start, step=step, steps=round(2 / step))) / step
        for step in steps
    ]
    wanted = factor * predicted_drift(gradient_flow(problem, start, np.linspace(0, 2, 801)))
    extrapolated = 2 * measured[1] - measured[0]
    close = abs(extrapolated / wanted - 1) < 0.02
    return Outcome(close, f"{extrapolated:.4f}", f"{wanted:.4f}", f"at the steps: {measured}")


CLAIM, ERRATA = result(__file__, one_step_exactly, drift_against_step)
