"""The exponential rate of linear networks: as printed, and as proved."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from scipy.stats import linregress

from gcbook._checks import FloatArray
from gcbook.companions.linear.flow import LinearRun
from gcbook.companions.linear.invariants import invariants
from gcbook.companions.linear.model import LinearProblem, transpose


def conserved_eigenvalues(layers: Sequence[FloatArray]) -> tuple[float, ...]:
    """Return lambda_{d_{j+1}}(C_j), the d_{j+1}-th *largest* eigenvalue, for j = 1, ..., H.

    C_j has at most d_{j+1} positive eigenvalues, so this is the smallest that can be positive.

    Raises
    ------
    ValueError
        If the widths d_1, ..., d_{H+1} increase somewhere.

    Examples
    --------
    >>> from gcbook.companions.linear import scaled_identities
    >>> round(conserved_eigenvalues(scaled_identities((4, 5, 2), (0.3, 1.2)))[0], 12)
    1.35
    """
    widths = [W.shape[-2] for W in layers]
    if any(below < above for below, above in itertools.pairwise(widths)):
        raise ValueError(f"layers must have widths d_1 >= ... >= d_(H+1); got {widths}")
    return tuple(
        float(np.linalg.eigvalsh(C)[-above])
        for C, above in zip(invariants(layers), widths[1:], strict=True)
    )


def exponent(layers: Sequence[FloatArray]) -> float:
    """Return alpha of the corrected rate L(t) <= L(0) exp(-2 alpha t); 0 where it does not apply.

    alpha is the product of all `conserved_eigenvalues`, where all of them are positive.

    Examples
    --------
    >>> from gcbook.companions.linear import scaled_identities
    >>> scales = (0.3, 0.44**0.5, 0.89**0.5)
    >>> round(exponent(scaled_identities((4, 5, 3, 2), scales)), 12)
    0.1575
    """
    values = conserved_eigenvalues(layers)
    return float(np.prod(values)) if min(values) > 0 else 0.0


def printed_eigenvalues(layers: Sequence[FloatArray]) -> tuple[float, ...]:
    """Return the d_{j+1}-th *smallest* eigenvalue of each C_j, the slides' words to the letter.

    Examples
    --------
    >>> layers = (np.zeros((2, 2)), np.diag([1.5, 0.2]))
    >>> [round(value, 12) for value in printed_eigenvalues(layers)], round(exponent(layers), 12)
    ([2.25], 0.04)
    """
    return tuple(
        float(np.linalg.eigvalsh(C)[above.shape[-2] - 1])
        for C, above in zip(invariants(layers), layers[1:], strict=True)
    )


def overshoot(run: LinearRun, alpha: float, *, floor: float = 1e-14) -> float:
    """Return max_t L(t) / (L(0) exp(-2 alpha t)); a true bound never exceeds one.

    Times at which L(t) < floor * L(0) are left out: there the loss is rounding.
    """
    shares = run.losses / run.losses[0]
    bound = -2 * alpha * (run.times - run.times[0])
    kept = shares >= floor
    return float(np.exp((np.log(shares[kept]) - bound[kept]).max()))


def weyl_slack(run: LinearRun) -> float:
    """Return min over t and j of lambda_min(W_{j+1} W_{j+1}^T) - lambda_{d_{j+1}}(C_j)."""
    start = tuple(W[0] for W in run.layers)
    slack = [
        float((np.linalg.eigvalsh(W @ transpose(W))[..., 0] - value).min())
        for W, value in zip(run.layers[1:], conserved_eigenvalues(start), strict=True)
    ]
    return min(slack)


def decay_inequality(problem: LinearProblem, layers: Sequence[FloatArray]) -> tuple[float, float]:
    """Return dL/dt along the flow and the slides' upper bound for it, at one point (X = I).

    The bound is -2 L times the sum over j of the products of lambda_min(W_k^T W_k), k < j, and
    lambda_min(W_l W_l^T), l > j.
    """
    rate = -sum(float((G**2).sum()) for G in problem.gradient(layers))
    total = 0.0
    for j in range(len(layers)):
        below = [np.linalg.eigvalsh(transpose(W) @ W)[0] for W in layers[:j]]
        above = [np.linalg.eigvalsh(W @ transpose(W))[0] for W in layers[j + 1 :]]
        total += float(np.prod(below) * np.prod(above))
    return rate, -2 * total * float(problem.loss(layers))


def tangent_rate(problem: LinearProblem, layers: Sequence[FloatArray]) -> float:
    """Return 2 lambda_min of the tangent kernel: the final rate of the loss at a minimum."""
    J = _jacobian(problem, layers)
    return 2 * float(np.linalg.eigvalsh(J @ J.T)[0])


def tail_rate(run: LinearRun, *, above: float = 1e-13, below: float = 1e-7) -> float:
    """Return the fitted rate of the loss from `below` down to `above` (fit late!).

    Raises
    ------
    ValueError
        If fewer than five recorded times qualify.
    """
    losses = run.losses
    reached = int(np.argmax(losses < above)) or len(losses)  # what comes later is rounding
    late = (losses < below) & (np.arange(len(losses)) < reached)
    if late.sum() < 5:
        raise ValueError(f"run must have >= 5 times with a loss in range; got {late.sum()}")
    return -float(linregress(run.times[late], np.log(losses[late])).slope)


def _jacobian(problem: LinearProblem, layers: Sequence[FloatArray]) -> FloatArray:
    """Return the Jacobian of the product W_{H+1} ... W_1 X, one row per entry."""
    size, blocks = problem.target.size, []
    below = problem.data
    for j, W in enumerate(layers):
        above = np.eye(layers[-1].shape[0])
        for upper in reversed(layers[j + 1 :]):
            above = above @ upper
        blocks.append(np.einsum("ab,cd->adbc", above, below).reshape(size, W.size))
        below = W @ below
    return np.hstack(blocks)
