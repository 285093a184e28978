"""The exponential rate: as printed, and as it is."""

from __future__ import annotations

import numpy as np

from gcbook.audit import Outcome, numerical
from gcbook.claims._words import result
from gcbook.companions.linear import (
    Layers,
    LinearProblem,
    conserved_eigenvalues,
    decay_inequality,
    exponent,
    gradient_flow,
    invariants,
    overshoot,
    random_layers,
    scaled_identities,
    weyl_slack,
)

TIMES = np.linspace(0, 30, 301)


@numerical.refutes(
    twin={"second": 1.5},
    twin_says="the same where both eigenvalues of C_1 are equal, 2.25",
    omits="the charitable reading, 'the least of the d_{j+1} positive ones', right for H = 1",
    tolerance="a factor of 2",
)
def printed_rate_fails(second: float = 0.2) -> Outcome:
    """One hidden layer, C_1 = diag(2.25, 0.04): the 2nd smallest eigenvalue is no rate.

    W_1 = 0 and W_2 = diag(1.5, 0.2), target diag(0.1, 0.01).
    """
    problem = LinearProblem.diagonal([0.1, 0.01])
    layers = (np.zeros((2, 2)), np.diag([1.5, second]))
    run = gradient_flow(problem, layers, TIMES, rtol=1e-11, atol=1e-14)
    printed = float(np.linalg.eigvalsh(invariants(layers)[0])[1])
    found = overshoot(run, printed)
    return Outcome(found > 2, f"max of L / bound = {found:.3g}", "<= 1 if it were a bound")


@numerical.refutes(
    twin={"product": True},
    twin_says="the product of the two eigenvalues overshoots as well",
    omits="every other reading of the printed words",
    tolerance="a factor of 2",
)
def one_eigenvalue_fails_for_two_layers(product: bool = False) -> Outcome:
    """Two hidden layers: no single eigenvalue is a rate, in the charitable reading either.

    C_1 and C_2 have the least positive eigenvalues 0.1596 and 0.2; the target: diag(0.02, 0.01).
    """
    layers = scaled_identities((2, 2, 2, 2), (0.0, 0.1596**0.5, 0.3596**0.5))
    run = gradient_flow(LinearProblem.diagonal([0.02, 0.01]), layers, TIMES, rtol=1e-11, atol=1e-15)
    alphas = [exponent(layers)] if product else list(conserved_eigenvalues(layers))
    found = [overshoot(run, alpha) for alpha in alphas]
    return Outcome(min(found) > 2, [f"{one:.3g}" for one in found], "<= 1 if they were bounds")


def _runs() -> list[tuple[LinearProblem, Layers]]:
    """Seven starts with positive exponents, for H = 1, 2, 3, one of them scalar and so tight."""
    found: list[tuple[LinearProblem, Layers]] = [
        (LinearProblem.diagonal([0.01]), (np.zeros((1, 1)), np.ones((1, 1))))
    ]
    for H, scales in ((1, (0.3, 1.2)), (2, (0.3, 0.8, 1.2)), (3, (0.2, 0.7, 1.0, 1.3))):
        widths = (4, *(5, 4, 3)[:H], 2)
        base = scaled_identities(widths, scales)
        for seed in range(2):
            noise = random_layers(widths, scale=0.05 * seed, seed=seed)
            layers = tuple(a + b for a, b in zip(base, noise, strict=True))
            found.append((LinearProblem.diagonal([2, 1], 4), layers))
    return [(problem, layers) for problem, layers in found if exponent(layers) > 0]


@numerical.repairs(
    twin={"factor": 2.0},
    twin_says="the rate exp(-4 alpha t)",
    omits="other starts; the proof covers them",
    tolerance="1e-9",
    seconds=1.5,
)
def corrected_rate_on_runs(factor: float = 1.0) -> Outcome:
    """L(t) <= L(0) exp(-2 alpha t) with the product of the d_{j+1}-th largest eigenvalues."""
    times = np.linspace(0, 2, 41)
    found, slack, count = 0.0, np.inf, 0
    for problem, layers in _runs():
        run = gradient_flow(problem, layers, times)
        found = max(found, overshoot(run, factor * exponent(layers)))
        slack, count = min(slack, weyl_slack(run)), count + 1
    detail = f"{count} runs; least slack of Weyl's inequality {slack:.2g}"
    return Outcome(found <= 1 + 1e-9 and slack > -1e-9, f"{found:.9f}", "<= 1", detail)


@numerical.supports(
    twin={"factor": 2.0},
    twin_says="twice the printed bound for dL/dt",
    omits="other points",
    tolerance="1e-9",
    seed=0,
)
def decay_inequality_at_points(factor: float = 1.0) -> Outcome:
    """The printed inequality for dL/dt holds at random points, sharply for a scalar network."""
    problem, sharp = LinearProblem.diagonal([1.0]), (np.zeros((1, 1)), np.full((1, 1), 2.0))
    points: list[tuple[LinearProblem, Layers]] = [(problem, sharp)]
    for seed in range(40):
        layers = random_layers((2, 3, 2, 2), seed=seed)
        points.append((LinearProblem.diagonal([2, 1]), layers))
    gaps = [rate - factor * bound for rate, bound in (decay_inequality(*p) for p in points)]
    return Outcome(max(gaps) < 1e-9, f"largest dL/dt - bound: {max(gaps):.3g}", "<= 0")


@numerical.supports(
    twin={"rows": 3},
    twin_says="at most d_2 - 1 positive eigenvalues",
    slip=True,
    omits="other draws; C_j = A - B with B >= 0 and A of rank at most d_{j+1}",
    seed=0,
)
def no_more_positive_eigenvalues(rows: int = 2) -> Outcome:
    """C_1 has at most d_2 positive eigenvalues: d_2 = 2, d_1 = 5, 100 random draws."""
    most = 0
    for seed in range(100):
        layers = random_layers((1, 5, rows), seed=seed)
        most = max(most, int((np.linalg.eigvalsh(invariants(layers)[0]) > 1e-9).sum()))
    return Outcome(most <= 2, most, "at most 2")


CLAIM, ERRATA = result(
    __file__,
    printed_rate_fails,
    one_eigenvalue_fails_for_two_layers,
    corrected_rate_on_runs,
    decay_inequality_at_points,
    no_more_positive_eigenvalues,
)
