r"""Starts that a symmetry keeps in place: the whole run is one number a(t), w_j = a(t) omega_j.

With X(x) = sum_j <omega_j, x>_+ the flow is a' = (2v/k) E[X 1{2 v a X < 1}] (Theorem 5(a)).  On
finite data its right-hand side is a step function of a, so that the time of zero loss is a finite
sum and exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.integrate import quad
from scipy.optimize import brentq

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.bounds import normals
from gcbook.experiments.rate.flow import population_of
from gcbook.experiments.rate.variants import Measured
from gcbook.population.radial import Radial


@dataclass(frozen=True)
class OrbitClock:
    """The exact course of an orbit on finite data, by gradient flow.

    Attributes
    ----------
    time : float
        T, when the loss becomes zero.
    mass : float
        Q, the integral of P.
    end : float
        a(T) = 1 / (2 v min X).
    """

    time: float
    mass: float
    end: float


def orbit_clock(
    directions: npt.ArrayLike, points: npt.ArrayLike, *, start: float = 0.0, v: float = 0.5
) -> OrbitClock:
    """Return time, error mass and end of an orbit on finitely many points, exactly.

    Parameters
    ----------
    directions : array_like, shape (k, d)
        The omega_j, unit vectors.  That a symmetry of the data keeps them in place is assumed.
    points : array_like, shape (N, d)
    start : float
        a(0) >= 0.

    Examples
    --------
    >>> from gcbook import PolarGrid
    >>> from gcbook.initialisation import polygon
    >>> found = orbit_clock(polygon(40, turn=3.14159265358979 / 80).weights, PolarGrid().points)
    >>> round(40 * found.time, 4), round(40 * found.mass, 5)
    (18.3897, 7.85851)
    """
    omega, x = _checks.points(directions, "directions"), _checks.points(points)
    begin = _checks.real(start, "start", low=0)
    reach = np.sort(np.maximum(x @ omega.T, 0.0).sum(axis=1))
    # the points with the largest X are learnt first, at a = 1 / (2 v X)
    learnt = 1 / (2 * v * reach[::-1])
    pull = np.cumsum(reach)[::-1] / len(x)
    share = np.arange(len(x), 0, -1) / len(x)
    gaps = np.diff(np.maximum(learnt, begin), prepend=begin)
    factor = len(omega) / (2 * v)
    time, mass = factor * (gaps / pull).sum(), factor * (gaps * share / pull).sum()
    return OrbitClock(float(time), float(mass), float(max(learnt[-1], begin)))


def orbit_time(
    directions: npt.ArrayLike, level: float, law: Radial | None = None, *, v: float = 0.5
) -> float:
    """Return the flow time at which an orbit from a = 0 reaches the loss `level` on a population.

    Parameters
    ----------
    directions : array_like, shape (k, d), d = 2 or 3
    level : float
        The loss, in (0, 1).
    law : Radial, optional
        The uniform shell 1 <= |x| <= 2 by default.

    Examples
    --------
    >>> from gcbook.initialisation import polygon
    >>> round(33 * orbit_time(polygon(33).weights, 0.01), 2)
    11.66
    """
    omega = _checks.points(directions, "directions")
    eps = _checks.real(level, "level", low=0, high=1, open_low=True, open_high=True)
    data = Radial(omega.shape[1]) if law is None else law
    sign = np.ones(len(omega))

    def loss(a: float) -> float:
        return float(np.log(max(population_of(a * omega, sign, data, v=v)[0], 1e-300) / eps))

    def slowness(a: float) -> float:
        gradient = population_of(a * omega, sign, data, v=v)[1]
        return float(len(omega) / -(gradient * omega).sum())

    top = 1e-3
    while loss(top) > 0:
        top *= 1.05
    end = brentq(loss, top / 1.05, top, xtol=1e-15)
    return float(quad(slowness, 0.0, end, epsabs=0, epsrel=1e-9, limit=200)[0])


def limit_flow_error(directions: npt.ArrayLike) -> float:
    """Return xi = sup |X/(k kappa_d) - 1| for k directions of the plane, Theorem 5(b)'s distance.

    Examples
    --------
    >>> from gcbook.initialisation import polygon
    >>> round(limit_flow_error(polygon(33).weights), 5)
    0.00076
    """
    omega: FloatArray = _checks.points(directions, "directions")
    if omega.shape[1] != 2:
        raise ValueError(f"directions must lie in the plane; got shape {omega.shape}")
    angle = np.linspace(0, 2 * np.pi, 40 * len(omega) + 1)
    u = np.column_stack([np.cos(angle), np.sin(angle)])
    x = np.maximum(u @ omega.T, 0.0).sum(axis=1) * np.pi / len(omega)
    return float(np.abs(x - 1).max())


def zero_loss_exponent(
    directions: npt.ArrayLike,
    sizes: npt.ArrayLike,
    *,
    repeats: int = 30,
    depth: float = 0.02,
    confidence: float = 0.99,
    seed: int = 0,
) -> Measured:
    r"""Return the exponent of the time of zero loss against the size of a sample; near (d-1)/d.

    n points of the uniform shell 1 <= |x| <= 2 are copied by the symmetries of the directions, so
    that the run stays on its orbit; it starts at the depth delta = `depth`.  Only the points that
    are missed then matter, and only they are drawn: sizes of 1e8 cost nothing.

    Parameters
    ----------
    directions : array_like, shape (k, d)
        A regular polygon with an odd number of corners, or a simplex (v = 1/2).
    sizes : array_like of float
        The n, so large that the depth at the end is far below `depth`.
    repeats : int
        Samples of every size.

    Returns
    -------
    Measured
        The slope of log T against log n, with Student's interval.

    Examples
    --------
    >>> from gcbook.initialisation import polygon
    >>> zero_loss_exponent(polygon(3).weights, [2e6, 2e7, 2e8]).judge(1 / 2)
    True
    """
    omega, rng = _checks.points(directions, "directions"), np.random.default_rng(seed)
    count = np.repeat(_checks.array(sizes, "sizes", "an array of sizes", ndim=1), repeats)
    near = _Neighbourhood.of(omega, depth)
    times = [near.time(omega, float(n), depth, rng) for n in count]
    fit = stats.linregress(np.log(count), np.log(times))
    reach = float(stats.t.ppf((1 + confidence) / 2, len(count) - 2) * fit.stderr)
    return Measured(float(fit.slope), float(fit.slope) - reach, float(fit.slope) + reach)


@dataclass(frozen=True, eq=False)
class _Neighbourhood:
    """A cap about one of the rays q of the least margin that covers what is missed there."""

    ray: FloatArray
    angle: float
    margin: float
    rays: int

    @classmethod
    def of(cls, omega: FloatArray, depth: float) -> _Neighbourhood:
        at = normals(omega)
        reach = np.maximum(at @ omega.T, 0.0).sum(axis=1)
        least = float(reach.min())
        rays = np.unique(at[reach < least * (1 + 1e-9)].round(9), axis=0)
        q = at[reach.argmin()]
        side = np.random.default_rng(0).standard_normal((500, len(q)))
        side -= (side @ q)[:, None] * q
        side /= np.linalg.norm(side, axis=1, keepdims=True)
        angle = 1e-3
        while True:
            reach = np.maximum(_turn(q, side, angle) @ omega.T, 0.0).sum(axis=1)
            if (1 - depth) * reach.min() >= least:
                break
            angle *= 1.05
        return cls(q, angle, least, len(rays))

    def time(self, omega: FloatArray, n: float, depth: float, rng: np.random.Generator) -> float:
        """Return the time of zero loss of one sample."""
        d, outer = omega.shape[1], 1 / (1 - depth)
        share = self.angle / np.pi if d == 2 else (1 - np.cos(self.angle)) / 2
        mass = self.rays * share * (outer**d - 1) / (2.0**d - 1)
        drawn = int(rng.poisson(n * mass))
        bend = (
            self.angle * rng.random(drawn)
            if d == 2
            else np.arccos(1 - (1 - np.cos(self.angle)) * rng.random(drawn))
        )
        side = rng.standard_normal((drawn, d))
        side -= (side @ self.ray)[:, None] * self.ray
        side /= np.linalg.norm(side, axis=1, keepdims=True)
        radius = (1 + (outer**d - 1) * rng.random(drawn)) ** (1 / d)
        x = radius[:, None] * _turn(self.ray, side, bend[:, None])
        return orbit_clock(omega, x, start=(1 - depth) / self.margin).time * n / drawn


def _turn(ray: FloatArray, side: FloatArray, angle: FloatArray | float) -> FloatArray:
    return np.asarray(np.cos(angle) * ray + np.sin(angle) * side)
