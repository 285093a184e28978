r"""How the number of neurons sets the speed: the bounds of Section 7.3.

Two classes unless said, no bias.  gamma is `zonotope_margin` of the positive neurons, P the missed
probability, and

    Q = eta sum_t P_t          the *error mass* (gradient flow: the integral of P),

which on N points of equal mass is eta/N times the number of mistakes that a perceptron counts.
"""

from __future__ import annotations

from math import ceil, log, sqrt

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.bounds.realisability import mean_activation, zonotope_margin


def margin_growth(
    margin: npt.ArrayLike, missed: npt.ArrayLike, *, step: float, inner: float = 1.0, v: float = 0.5
) -> FloatArray:
    r"""Return 2 v m eta gamma P, by which the positive norms grow together at least (Theorem 1).

    Examples
    --------
    >>> float(margin_growth(2.0, 0.5, step=0.1))
    0.1
    """
    return np.asarray(2 * v * inner * step * np.asarray(margin) * np.asarray(missed))


def error_mass_ceiling(
    weights: npt.ArrayLike,
    positive: npt.ArrayLike,
    margin: float,
    *,
    step: float = 0.0,
    inner: float = 1.0,
    outer: float = 2.0,
    v: float = 0.5,
    classes: int = 2,
) -> float:
    r"""Return Q*, above which the error mass cannot be if gamma_t >= `margin` at every step.

        Q* = ( (k c - a R) + sqrt((k c - a R)^2 + a^2 k V) ) / a^2
        a = 2 v m gamma,   c = 1 + 2 eta v^2 M^2 (n-1) kappa,   R = sum_{J_i} |w_j^0|,
        V = |W^0|_F^2 - R^2 / k

    k counts the positive neurons, kappa all of them.  Nothing is assumed about boundedness: it
    follows.

    Parameters
    ----------
    weights : array_like, shape (kappa, d)
        The start.
    positive : array_like of bool, shape (kappa,)
        Which neurons are positive.
    margin : float
        gamma, a lower bound along the whole run.
    step : float
        eta; 0 for gradient flow.

    Notes
    -----
    Units (-2, -2).

    Examples
    --------
    Three neurons of norm 0 with margin 1/2, in the limit of small steps: 2 k / a^2.

    >>> import numpy as np
    >>> error_mass_ceiling(np.zeros((3, 2)), np.ones(3, dtype=bool), 0.5)
    24.0
    """
    rows = _checks.points(weights, "weights")
    mine = np.asarray(positive, dtype=bool)
    gamma = _checks.real(margin, "margin", low=0, open_low=True)
    k, start = int(mine.sum()), float(np.linalg.norm(rows[mine], axis=1).sum())
    a = 2 * v * inner * gamma
    c = 1 + 2 * step * v * v * outer * outer * (classes - 1) * len(rows)
    spread = max(float((rows**2).sum()) - start * start / k, 0.0)
    drive = k * c - a * start
    return (drive + sqrt(drive * drive + a * a * k * spread)) / (a * a)


def slow_steps(
    growth: float,
    margin: float,
    level: float,
    *,
    step: float,
    negative: float = 0.0,
    inner: float = 1.0,
    outer: float = 2.0,
    v: float = 0.5,
) -> float:
    r"""Return the bound on the number of steps with gamma_t >= gamma and l_t >= eps: order 1/eps.

        (1 + 2 v M R_-) (R_+^oo - R_+^0) / (2 v m eta gamma eps)

    This is the paper's 1/eps after Proposition 4, with the margin in place of C_p.

    Examples
    --------
    >>> slow_steps(3.0, 1.0, 0.01, step=0.1)
    3000.0
    """
    return (1 + 2 * v * outer * negative) * growth / (2 * v * inner * step * margin * level)


def error_mass_floor(
    deficit: npt.ArrayLike,
    radius: npt.ArrayLike,
    neurons: int,
    *,
    outer: float = 2.0,
    v: float = 0.5,
) -> float:
    r"""Return sup_x (1 - phi_0(x)) / (4 v^2 M |x| kappa), below which zero loss is impossible.

    Theorem 2, the speed limit: each unit of error mass moves one neuron by at most 2 v M.

    Parameters
    ----------
    deficit : array_like, shape (N,)
        1 - phi_0(x) at some points of the data.
    radius : array_like, shape (N,)
        Their norms |x|.
    neurons : int
        kappa, all moving neurons.

    Examples
    --------
    >>> error_mass_floor(1.0, 1.0, 6)
    0.08333333333333333
    """
    reach = np.asarray(deficit) / (4 * v * v * outer * np.asarray(radius) * neurons)
    return float(max(reach.max(), 0.0))


def random_margin(k: int, d: int, *, failure: float = 0.05) -> float:
    r"""Return a lower bound on gamma of k uniform directions, right with probability 1 - failure.

        k kappa_d - 2 sqrt(k) - sqrt(k log(1/failure) / 2)                           Proposition 3

    Examples
    --------
    >>> round(random_margin(400, 2), 2)
    62.85
    """
    root = sqrt(_checks.integer(k, "k", low=1))
    p = _checks.real(failure, "failure", low=0, high=1, open_low=True)
    return k * mean_activation(d) - 2 * root - root * sqrt(log(1 / p) / 2)


def neurons_for_margin(d: int, *, failure: float = 0.05) -> int:
    r"""Return k from which gamma >= k kappa_d / 2 with probability 1 - failure (Proposition 3).

        (4 + sqrt(2 log(1/failure)))^2 / kappa_d^2,      about 2 pi d (4 + ...)^2

    Examples
    --------
    >>> neurons_for_margin(2), neurons_for_margin(3)
    (411, 666)
    """
    p = _checks.real(failure, "failure", low=0, high=1, open_low=True)
    return ceil((4 + sqrt(2 * log(1 / p))) ** 2 / mean_activation(d) ** 2)


def margin_speed(weights: npt.ArrayLike, *, inner: float = 1.0, v: float = 0.5) -> FloatArray:
    r"""Return A = 4 v^2 m^2 gamma^2 / k: gradient flow has -dl/dt >= A P^2 (Theorem 1).

    Parameters
    ----------
    weights : array_like, shape (..., k, d)
        The positive neurons.

    Examples
    --------
    >>> round(float(margin_speed([[1, 0], [-1, 2], [-1, -2]])), 3)
    0.213
    """
    rows = _checks.weights(weights)
    return np.asarray((2 * v * inner * np.asarray(zonotope_margin(rows))) ** 2 / rows.shape[-2])
