"""Gradient flow near perfect fits: exponential on good branches, 1/t^2 on the degenerate one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.integrate import solve_ivp

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.companions.recovery.model import Neurons, Recovery


@dataclass(frozen=True, eq=False)
class RecoveryRun:
    """A trajectory of dtheta/dt = -grad R.

    Attributes
    ----------
    problem : Recovery
    times : ndarray, shape (T,)
    points : ndarray, shape (T, m (1 + d))
    neurons : int
        m.
    """

    problem: Recovery
    times: FloatArray
    points: FloatArray
    neurons: int

    @property
    def losses(self) -> FloatArray:
        """R at each time."""
        return np.array([self.problem.loss(point, self.neurons) for point in self.points])

    @property
    def ratios(self) -> FloatArray:
        """The ratio |grad R|^2 / (2 R), half of the present exponential rate of R."""
        speeds = [self.problem.velocity(point, self.neurons) for point in self.points]
        squares = np.array([float(v @ v) for v in speeds])
        return squares / (2 * self.losses)

    @property
    def final(self) -> Neurons:
        """The neurons at the last time."""
        return Neurons.from_vector(self.points[-1], self.neurons)


def recovery_flow(
    problem: Recovery,
    start: Neurons,
    times: npt.ArrayLike,
    *,
    rtol: float = 1e-10,
    atol: float = 1e-14,
    method: str = "LSODA",
) -> RecoveryRun:
    """Integrate gradient flow of R with an implicit method: valleys are stiff.

    Examples
    --------
    >>> problem = Recovery.of(Neurons.of([1.0], [0.5]), [-1.0, 0.0, 0.5, 2.0])
    >>> run = recovery_flow(problem, Neurons.of([0.8], [0.7]), [0, 30])
    >>> bool(run.losses[-1] < 1e-12)
    True
    """
    t: FloatArray = _checks.array(times, "times", "an increasing vector", ndim=1)
    m = len(start.a)
    found = solve_ivp(
        lambda _, point: problem.velocity(point, m),
        (t[0], t[-1]),
        start.vector,
        method,
        t_eval=t,
        rtol=rtol,
        atol=atol,
        jac=lambda _, point: -problem.hessian(point, m),
    )
    if not found.success:
        raise RuntimeError(f"the integrator stopped at t = {found.t[-1]}: {found.message}")
    return RecoveryRun(problem, t, found.y.T, m)


def bend(problem: Recovery, neuron: int = 0) -> float:
    """Return h^2 = |x^2 sigma'' off the span of {sigma, x sigma'}|^2 at a target neuron (d = 1).

    Examples
    --------
    >>> problem = Recovery.of(Neurons.of([1.0], [0.5]), [-1.0, 1.0])
    >>> abs(bend(problem)) < 1e-20  # two samples: nothing is left over
    True
    """
    x = problem.inputs[:, 0]
    z = x * problem.target.w[neuron, 0]
    sigma = problem.activation
    basis = np.column_stack([sigma.value(z), x * sigma.first(z)])
    curve = x**2 * sigma.second(z)
    rest = curve - basis @ np.linalg.lstsq(basis, curve, rcond=None)[0]
    return float(rest @ rest)


def slow_constant(problem: Recovery, a: npt.ArrayLike) -> float:
    """Return K = (a_1 a_2 a)^2 h^2 / (4 (a_1^2 + a_2^2)^2): on the branch Q_1, R ~ 1/(64 K t^2).

    `a` holds the limits a_1 and a_2, whose sum is the target's a (m = 2, m_0 = 1, d = 1).
    """
    first, second = (float(value) for value in np.asarray(a, dtype=float))
    total = float(problem.target.a[0])
    return (first * second * total) ** 2 * bend(problem) / (4 * (first**2 + second**2) ** 2)


def near_crossing_eigenvalue(problem: Recovery, gap: float) -> float:
    """Return v^4 h^2 / 4, to leading order the smallest positive eigenvalue on Q_2, v = gap."""
    return gap**4 * bend(problem) / 4


def kernel_share(run: RecoveryRun, limit: Neurons) -> FloatArray:
    """Return the share of theta(t) - theta* that lies off the kernel of Hess R(theta*).

    Near a degenerate minimum it tends to zero: the flow comes in along the kernel.
    """
    J = run.problem.jacobian(limit.vector, run.neurons)
    _, values, rows = np.linalg.svd(J)
    rank = int((values > 1e-9 * values[0]).sum())
    steps = run.points - limit.vector
    across = np.linalg.norm(steps @ rows[:rank].T, axis=1)
    result: FloatArray = across / np.linalg.norm(steps, axis=1)
    return result
