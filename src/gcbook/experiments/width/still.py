r"""The inequalities of Theorem 5 along recorded runs: orbits, and the two wide limits."""

from __future__ import annotations

import numpy as np

from gcbook._checks import FloatArray
from gcbook.bounds import (
    Shell,
    limit_push,
    mean_activation,
    normals,
    orbit_error_mass,
    zonotope_margin,
)
from gcbook.experiments.rate.inequalities import Inequality
from gcbook.experiments.width.follow import Record

ROUNDING = 1e-13


def orbit_inequalities(record: Record) -> list[Inequality]:
    r"""Return the inequalities of the theorem on orbits, with X(x) = sum_j <omega_j, x>_+.

    That a symmetry keeps the neurons of the class on their rays is assumed; see `off_orbit`.

    Examples
    --------
    >>> from gcbook import Annulus, Network
    >>> from gcbook.experiments.width import follow
    >>> from gcbook.initialisation import polygon
    >>> network = Network([[0.5] * 3 + [-0.5], [-0.5] * 3 + [0.5]])
    >>> start = 0.1 * np.vstack([polygon(3).weights, np.zeros((1, 2))])
    >>> run = follow(network, start[None], Annulus(), steps=60)
    >>> [one.violations for one in orbit_inequalities(run)], off_orbit(run) < 1e-13
    ([0, 0, 0, 0, 0], True)
    """
    v, eta, k = record.network.magnitude, record.step, int(record.positive.sum())
    low, high = _reach(record)
    grown, mass = record.positive_norm - record.positive_norm[0], record.error_mass
    done = record.loss[-1] == 0
    ends = [
        orbit_error_mass(k, least, start=a, push=most, inner=1.0, outer=1.0, v=v)
        for least, most, a in zip(low, high, record.positive_norm[0] / k, strict=True)
    ]
    floor, ceiling = np.array(ends).T
    ceiling = ceiling + (record.network.classes - 1) * eta * high / low
    table = (
        ("k a grows by 2v eta X_max P", np.diff(grown, axis=0), 2 * v * eta * high * record.missed),
        ("Q >= k(a - a_0)/(2v X_max)", grown[1:] / (2 * v * high), mass),
        ("Q <= k(a - a_0)/(2v X_min)", mass, grown[1:] / (2 * v * low)),
        ("Q >= its floor at the end", floor[done], mass[-1, done]),
        ("Q <= its ceiling at the end", mass[-1, done], ceiling[done]),
    )
    return [Inequality(name, np.ravel(a), np.ravel(b), ROUNDING) for name, a, b in table]


def off_orbit(record: Record) -> float:
    """Return how far a neuron is from a(t) omega_j at most, a(t) their mean length."""
    rows, a = record.weights[..., record.positive, :], record.positive_norm
    omega = _directions(record)
    return float(np.abs(rows - a[..., None, None] / len(omega[0]) * omega).max())


def _directions(record: Record) -> FloatArray:
    rows = record.weights[0][:, record.positive]
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True))


def _reach(record: Record) -> tuple[FloatArray, FloatArray]:
    """Return the least and the largest X over the data, per run."""
    omega, points = _directions(record), getattr(record.data, "points", None)
    if points is not None:
        reach = np.maximum(omega @ points.T, 0.0).sum(axis=1)
        return reach.min(axis=1), reach.max(axis=1)
    # X is linear on cells, so that it is largest on the axis of one of them
    u = np.random.default_rng(0).standard_normal((500, omega.shape[-1]))
    axes = np.swapaxes(omega @ u.T > 0, -1, -2) @ omega
    most = np.linalg.norm(axes, axis=-1).max(axis=1)
    return record.rim[0] * np.asarray(zonotope_margin(omega)), record.rim[1] * most


def limit_inequality(record: Record, *, share: float = 1.0) -> Inequality:
    r"""Return sup_u |s_t - sbar_t| <= (xi/m) e^{Lambda tau} on the uniform shell, descent.

    From w_j = alpha omega_j, with sbar^{t+1} = sbar^t + 4 v^2 kappa_d^2 k eta g(sbar^t), the limit
    in the same steps; the theorem asks that they be short: 4 v^2 kappa_d^2 k eta sup rho^3 p <= 1.
    The supremum is taken over the vertices and 400 directions; Lambda is multiplied by `share`.
    """
    rows, (m, M), v = record.weights[..., record.positive, :], record.rim, record.network.magnitude
    k, d = rows.shape[-2:]
    shell, kappa, omega = Shell(d, m, M), mean_activation(d), _directions(record)
    u = np.random.default_rng(0).standard_normal((400, d))
    u = np.array([np.concatenate([u, normals(one)]) for one in omega])
    u /= np.linalg.norm(u, axis=-1, keepdims=True)
    spread = np.maximum(omega @ np.swapaxes(u, -1, -2), 0.0).sum(axis=1) / (k * kappa)
    xi = np.abs(spread - 1).max(axis=1)
    density = d * M ** (d + 2) / (M**d - m**d)
    growth = share * density / kappa * (1 + (1 + xi) * M / m)
    speed = 4 * v * v * kappa**2 * k * record.step
    limit = 2 * v * kappa * record.positive_norm[0]
    gaps, ceilings = [], []
    for t, layer in enumerate(rows):
        s = 2 * v * np.maximum(layer @ np.swapaxes(u, -1, -2), 0.0).sum(axis=1)
        gaps.append(np.abs(s - limit[:, None]).max(axis=1))
        ceilings.append(xi / m * np.exp(growth * speed * t))
        limit = limit + speed * limit_push(limit, shell)
    name = "|s - sbar| <= xi e^(Lambda tau)/m" if share else "|s - sbar| <= xi/m (observed)"
    return Inequality(name, *map(np.ravel, (gaps, ceilings)))


def grid_inequality(record: Record, rays: int = 80) -> Inequality:
    r"""Return the bound on the spread of the increments y_c on a polar grid, descent.

        1/2 sum_j |y_j - b e_c|^2  <=  E|x| sum_t eta (xi sbar_t + sup s_0 + k eta v^2 E|x| / 2)

    as long as no neuron changes the rays that it sees; b e_c are the increments of evenly spread
    neurons, sbar = 2 v k kappa_e b.  For flow the last term is absent: E|x| xi t / m.
    """
    v, eta = record.network.magnitude, record.step
    points = np.asarray(getattr(record.data, "points"))  # noqa: B009, a population has none
    rows = record.weights[..., record.positive, :]
    start, k = rows[0], rows.shape[-2]
    u = np.unique((points / np.linalg.norm(points, axis=1, keepdims=True)).round(12), axis=0)
    seen = start @ u.T > 0
    kappa, pull = 1 / (rays * np.sin(np.pi / rays)), float(np.linalg.norm(points, axis=1).mean())
    middle = seen @ u / (rays * kappa)
    xi = np.abs((seen * (middle @ u.T)).sum(axis=1) / (k * kappa) - 1).max(axis=1)
    first = 2 * v * np.maximum(start @ u.T, 0.0).sum(axis=1).max(axis=1)
    limit, budget = np.zeros(len(start)), np.zeros(len(start))
    radii, small, large = np.linalg.norm(points, axis=1), [], []
    kept = np.ones(len(start), dtype=bool)
    for layer in rows:
        b = limit / (2 * v * k * kappa)
        away = layer - start - b[:, None, None] * middle
        small.append(np.where(kept, (away**2).sum(axis=(1, 2)) / 2, 0.0))
        large.append(budget)
        kept = kept & ((layer @ u.T > 0) == seen).all(axis=(1, 2))
        budget = budget + pull * eta * (xi * limit + first + k * eta * v * v * pull / 2)
        push = (radii * (radii * limit[:, None] < 1)).mean(axis=1)
        limit = limit + 4 * v * v * kappa**2 * k * eta * push
    return Inequality("spread <= E|x| xi t/m", np.ravel(small), np.ravel(large), ROUNDING)
