"""From how many samples on a branch of perfect fits is separated from imperfect ones.

(The paper's definition of "separated" was not available to us; ours: near the branch, every zero of
the training loss R is a perfect fit.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.companions.recovery.branches import Branch
from gcbook.companions.recovery.model import Neurons, Recovery


def jacobian_rank(problem: Recovery, point: Neurons, *, tolerance: float = 1e-9) -> int:
    """Return the rank of the Jacobian of the outputs at a point."""
    values = np.linalg.svd(problem.jacobian(point.vector, len(point.a)), compute_uv=False)
    return int((values > tolerance * values[0]).sum())


def nearest_fit(
    problem: Recovery, start: FloatArray, m: int, *, steps: int = 60, tolerance: float = 1e-13
) -> FloatArray | None:
    """Return a zero of R near `start` by least-norm Gauss-Newton steps; None if none is reached."""
    theta = start.copy()
    for _ in range(steps):
        r = problem.residual(theta, m)
        if np.abs(r).max() < tolerance:
            return theta
        J = problem.jacobian(theta, m)
        theta = theta - np.linalg.lstsq(J, r, rcond=1e-9)[0]
        if not np.isfinite(theta).all() or np.linalg.norm(theta - start) > 1:
            return None
    return theta if np.abs(problem.residual(theta, m)).max() < 1e-10 else None


@dataclass(frozen=True, eq=False)
class Separation:
    """Test errors of interpolating networks near a branch.

    Attributes
    ----------
    samples : int
    errors : ndarray, shape (found,)
        Root mean squared error on fresh inputs, one for each fit that was found near the branch.
    """

    samples: int
    errors: FloatArray

    @property
    def median(self) -> float:
        """The median test error."""
        return float(np.median(self.errors))


def separation(
    branch: Branch,
    target: Neurons,
    samples: int,
    *,
    distance: float = 1e-3,
    trials: int = 40,
    inputs: FloatArray | None = None,
    seed: Any = 0,
) -> Separation:
    """Perturb points of a branch, return to R = 0 on `samples` inputs, and test the fits elsewhere.

    Fits that end further than 20 times `distance` from the branch's point are left out.

    Parameters
    ----------
    branch : Branch
    target : Neurons
    samples : int
        n.
    distance : float
        Size of the perturbation.
    trials : int
    inputs : ndarray, shape (samples, d), optional
        Fixed inputs; fresh Gaussian ones in every trial if left out.
    """
    rng = _checks.generator(seed)
    m, d = branch.neurons, target.w.shape[1]
    test, found = np.random.default_rng(0).normal(size=(200, d)), []
    for _ in range(_checks.integer(trials, "trials", low=1)):
        x = rng.normal(size=(samples, d)) if inputs is None else inputs
        problem = Recovery.of(target, x)
        point = branch.point(target, seed=rng).vector
        step = rng.normal(size=point.shape)
        fit = nearest_fit(problem, point + distance * step / np.linalg.norm(step), m)
        if fit is None or np.linalg.norm(fit - point) > 20 * distance:
            continue
        wrong = problem.output(Neurons.from_vector(fit, m), test) - problem.output(target, test)
        found.append(float(np.sqrt((wrong**2).mean())))
    if not found:
        raise RuntimeError(f"no fit was found near the branch with n = {samples}")
    return Separation(samples, np.array(found))
