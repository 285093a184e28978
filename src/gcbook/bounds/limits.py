r"""Where the speed goes as the width grows: Theorem 5 of Section 7.3.

Starts that a symmetry keeps in place, infinitely many evenly spread neurons, and the same on the
paper's 880 points, where the limit is a finite sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, pi

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.bounds._shell import Shell
from gcbook.bounds.realisability import mean_activation


def orbit_error_mass(
    k: int,
    margin: float,
    *,
    start: float = 0.0,
    push: float | None = None,
    inner: float = 1.0,
    outer: float = 2.0,
    v: float = 0.5,
) -> tuple[float, float]:
    r"""Return the bounds of Theorem 5(a) on Q for an orbit w_j = a omega_j, by gradient flow.

        D / (4 v^2 m M gamma X)  <=  Q  <=  D / (4 v^2 m^2 gamma^2),   D = k (1 - 2 v m gamma a_0)

    Parameters
    ----------
    margin : float
        gamma of the orbit, constant along the run.
    start : float
        a_0.
    push : float, optional
        X = max_u sum_j <omega_j, u>_+; without it the orbit is a polygon-like one with X = k/2, the
        most there can be.

    Examples
    --------
    >>> from math import pi, sin, tan
    >>> bounds = orbit_error_mass(40, 1 / tan(pi / 40), push=1 / sin(pi / 40))
    >>> [round(40 * q, 2) for q in bounds]
    [4.94, 9.91]
    """
    most = k / 2 if push is None else push
    rest = k * max(1 - 2 * v * inner * margin * start, 0.0)
    low = rest / (4 * v * v * inner * outer * margin * most)
    return low, rest / (4 * v * v * inner * inner * margin * margin)


def clock(level: float, shell: Shell | None = None) -> float:
    r"""Return tau*(eps) of Theorem 5(b), the time of infinitely wide networks.

        tau* = int_0^{s_eps} ds / g(s)
        g(s) = d (min(M, 1/s)^{d+1} - m^{d+1}) / ((d+1)(M^d - m^d))

    for the uniform shell; s_eps is where the loss is eps.  Then
    k T(eps) -> tau*(eps) / (4 v^2 kappa_d^2): time is proportional to d / k.

    Examples
    --------
    >>> [round(clock(e), 4) for e in (0.1, 0.01, 1e-4)]
    [0.4269, 1.1814, 4.0822]
    """
    data = Shell() if shell is None else shell
    d, m, M = data.dimension, data.inner, data.outer
    eps = _checks.real(level, "level", low=0, high=1, open_low=True, open_high=True)
    volume = M**d - m**d

    def push(s: float) -> float:
        return float(limit_push(s, data))

    def loss(s: float) -> float:
        top = min(M, 1 / s)
        return (top**d - m**d) / volume - s * push(s)

    low, high = 1e-12, 1 / m
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if loss(middle) > eps else (low, middle)
    flat = min(high, 1 / M) / push(1e-12)
    # substituting s = (1 - e^-y)/m keeps the integrand smooth up to the logarithmic end
    if high <= 1 / M:
        return flat
    ends = (-log(1 - m / M), -log(1 - m * high))
    from scipy.integrate import quad  # on demand: SciPy is slow to load

    rest = quad(
        lambda y: np.exp(-y) / m / push((1 - np.exp(-y)) / m), *ends, epsabs=1e-13, limit=200
    )
    return float(flat + rest[0])


def limit_push(slope: npt.ArrayLike, shell: Shell | None = None) -> FloatArray:
    r"""Return g(s) = E[|x| 1{|x| s < 1}] of the uniform shell, the push of the wide limit.

        g(s) = d (min(M, 1/s)^{d+1} - m^{d+1})_+ / ((d+1)(M^d - m^d))

    Examples
    --------
    >>> limit_push([0.0, 0.5, 1.0, 2.0]).round(4).tolist()
    [1.5556, 1.5556, 0.0, 0.0]
    """
    data = Shell() if shell is None else shell
    d, m, M = data.dimension, data.inner, data.outer
    s = _checks.array(slope, "slope", "a number or an array")
    top = np.clip(1 / np.maximum(s, 1e-300), m, M)
    return np.asarray(d * (top ** (d + 1) - m ** (d + 1)) / ((d + 1) * (M**d - m**d)))


def wide_clock(level: float, shell: Shell | None = None, *, v: float = 0.5) -> float:
    r"""Return lim k T(eps) = tau*(eps) / (4 v^2 kappa_d^2) for many evenly spread positive neurons.

    Examples
    --------
    >>> [round(wide_clock(e), 3) for e in (0.1, 0.01, 1e-4)]
    [4.214, 11.66, 40.29]
    """
    data = Shell() if shell is None else shell
    return clock(level, data) / (4 * v * v * mean_activation(data.dimension) ** 2)


@dataclass(frozen=True)
class GridClock:
    """The limits of k T and k Q on a polar grid, T the time of zero loss (Theorem 5(c)).

    Attributes
    ----------
    time, mass : float
    """

    time: float
    mass: float


def grid_clock(radii: npt.ArrayLike, rays: int, *, v: float = 0.5) -> GridClock:
    r"""Return lim k T and lim k Q on the grid of `rays` equally spaced rays with these radii.

        k T -> sum_i (1/r_i - 1/r_{i+1}) / (4 v^2 kappa_e^2 E[|x| 1{|x| <= r_i}])
        k Q -> the same with P(|x| <= r_i) in the numerator
        kappa_e = 1 / (rays sin(pi / rays))

    with r_1 < r_2 < ... the radii and 1/r_{last + 1} = 0: rings are learnt from the outside in.

    Parameters
    ----------
    radii : array_like, shape (R,)
        Positive; every point of the grid has the same mass.
    rays : int
        Even.

    Examples
    --------
    >>> from gcbook import PolarGrid
    >>> limit = grid_clock(PolarGrid().radii, 80)
    >>> round(limit.time, 5), round(limit.mass, 5)
    (18.38969, 7.85851)
    """
    rings = np.sort(_checks.array(radii, "radii", "an array of shape (R,)", ndim=1))
    count = _checks.integer(rays, "rays", low=4)
    kappa = 1 / (count * np.sin(pi / count))
    gap = -np.diff(1 / rings, append=0.0)
    pull = 4 * v * v * kappa**2 * np.cumsum(rings) / len(rings)
    share = np.arange(1, len(rings) + 1) / len(rings)
    return GridClock(float((gap / pull).sum()), float((gap * share / pull).sum()))
