"""What weights may do: step sizes, Lipschitz constants, and when a zero loss exists."""

from __future__ import annotations

from math import sqrt

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook.bounds._shell import Shell, slice_bound, sphere_area


def shrink_step(shell: Shell, norm: float, *, v: float = 0.5) -> float:
    """Return the largest step below which a negative neuron of at least this norm cannot grow.

        eta <= r / (2 v C_p M^2)                                           Lemma 5.1, corrected

    The paper prints ``r / (C_p M^2)``, which is right for v <= 1/2.

    Notes
    -----
    Units (-2, -2).

    Examples
    --------
    >>> from gcbook.bounds import Shell, shrink_step
    >>> round(shrink_step(Shell(), 1.0), 4)
    0.6802
    """
    _checks.real(norm, "norm", low=0, open_low=True)
    return norm / (2 * _checks.real(v, "v", low=0, open_low=True) * _pull(shell))


def trap_radius(shell: Shell, step: float, *, v: float = 0.5) -> float:
    """Return the norm that a negative neuron cannot exceed once below it.

        2 v eta M sqrt(1 + M^2 C_p^2)                               corollary to Lemma 5.1, added

    So ``sup_t |w_j^t| <= max(|w_j^0|, trap_radius)`` for every neuron of another class, and
    boundedness of the weights is an assumption on the positive neurons alone.

    Notes
    -----
    Units (-1, -1).

    Examples
    --------
    >>> from gcbook.bounds import Shell, trap_radius
    >>> round(trap_radius(Shell(), 0.1), 4)
    0.2482
    """
    _checks.real(step, "step", low=0, open_low=True)
    _checks.real(v, "v", low=0, open_low=True)
    outer = shell.outer
    return 2 * v * step * outer * sqrt(1 + (outer * slice_bound(shell)) ** 2)


def lipschitz(
    shell: Shell,
    owned: npt.ArrayLike,
    *,
    label: int = 0,
    bias: npt.ArrayLike | None = None,
    away: float | None = None,
    v: float = 0.5,
) -> float:
    r"""Return a Lipschitz constant of the gradient of l_i in the column-sum norm (Lemma 4.2).

        2 v [ sum_{r != i} (k_i + k_r) 4 v |S^{d-1}| p_max M^{d+2} / (1 - B)  +  2 (n-1) C_p M^2 s ]

    With biases, ``s = M / min_j b_j`` and ``B = max_r 2 v sum_{J_r} b_j`` must be below 1.
    Without, B = 0 and ``s = 1 / rho`` on the weights whose columns all have norm at least rho.
    In the Euclidean norm of all weights together, multiply by ``sqrt(k)``.

    Parameters
    ----------
    shell : Shell
    owned : array_like of int, shape (k,)
        The class that owns each neuron, as `Network.owner`; -1 for an ownerless neuron.
    label : int
        The class i.
    bias : array_like, shape (k,), optional
        The biases, all positive.
    away : float, optional
        rho; exactly one of `bias` and `away` must be given.
    v : float
        The size of the output weights.

    Raises
    ------
    ValueError
        If a bias is not positive, or B >= 1: then the gradient need not be Lipschitz.

    Notes
    -----
    Units (2, 2).

    Examples
    --------
    >>> from gcbook.bounds import Shell, lipschitz
    >>> round(lipschitz(Shell(), [0, 0, 0, 1, 1], bias=[0.1, 0.15, 0.2, 0.1, 0.15]), 1)
    201.0
    """
    if (bias is None) == (away is None):
        raise ValueError(f"exactly one of bias and away must be given; got {bias!r} and {away!r}")
    owner = _checks.array(owned, "owned", "an array of integers, shape (k,)", ndim=1)
    if (owner != np.rint(owner)).any() or (owner < -1).any():
        raise ValueError(
            f"owned must hold a class, 0, 1, ..., or -1 for each neuron; got {owned!r}"
        )
    others = [r for r in range(int(owner.max()) + 1) if r != label]
    if bias is not None:
        b = _checks.array(bias, "bias", f"an array of shape ({owner.size},)", ndim=1)
        if b.shape != owner.shape or (b <= 0).any():
            raise ValueError(f"bias must hold {owner.size} positive numbers; got {b}")
        total = max(2 * v * float(b[owner == r].sum()) for r in others)
        if total >= 1:
            raise ValueError(f"2 v sum of the biases of each other class must be < 1; got {total}")
        slope = shell.outer / float(b.min())
    else:
        total, slope = 0.0, 1.0 / _checks.real(away, "away", low=0, open_low=True)
    d, outer = shell.dimension, shell.outer
    pairs = sum(int((owner == label).sum() + (owner == r).sum()) for r in others)
    strip = 4 * v * sphere_area(d) * shell.p_max * float(outer ** (d + 2)) / (1 - total)
    return 2 * v * (pairs * strip + 2 * len(others) * slice_bound(shell) * outer**2 * slope)


def existence_radius(shell: Shell, *, bias: npt.ArrayLike = 0.0, v: float = 0.5) -> float:
    """Return the radius of the ball that the hull of the positive neurons must contain.

        max_j (1 / (2 v) + b_j) / m                                   Proposition 2, corrected

    Then l_i = 0, if also every neuron of another class satisfies ``|w_j| <= b_j / M``.  The
    constant is sharp; the paper's ``(1 + b_j) / m`` is the case v >= 1/2.

    Notes
    -----
    Units (-1, -1).

    Examples
    --------
    >>> from gcbook.bounds import Shell, existence_radius
    >>> existence_radius(Shell()), existence_radius(Shell(), v=0.25)
    (1.0, 2.0)
    """
    largest = float(_checks.array(bias, "bias", "a number or an array").max())
    return (1 / (2 * _checks.real(v, "v", low=0, open_low=True)) + largest) / shell.inner


def _pull(shell: Shell) -> float:
    return slice_bound(shell) * shell.outer**2
