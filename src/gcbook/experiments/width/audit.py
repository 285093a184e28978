"""Every inequality of Sections 7.2 and 7.3 at every step of recorded runs, with its looseness."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gcbook._checks import FloatArray
from gcbook.bounds import Shell, error_mass_ceiling, margin_growth
from gcbook.data import Annulus
from gcbook.experiments.rate.inequalities import Audit, Inequality, rate_law
from gcbook.experiments.width.follow import Record
from gcbook.population.radial import Radial

ROUNDING = 1e-13


def audit(record: Record, *, slip: float = 1.0) -> Audit:
    """Return the inequalities of Theorems 1 and 2, and the rate law's where it applies.

    Parameters
    ----------
    record : Record
    slip : float
        Multiplies the smaller side of every inequality; 1 for the theorems as they are.  A test of
        the audit itself: with a large slip it must complain.

    Examples
    --------
    >>> from gcbook import PolarGrid, binary_network, random_start
    >>> from gcbook.experiments.width import follow
    >>> seen = follow(binary_network(6), random_start(12, 2, runs=3), PolarGrid(), steps=40)
    >>> audit(seen).violations, audit(seen, slip=50.0).violations > 0
    (0, True)
    """
    found = [*_first_theorem(record), *_second_theorem(record)]
    if isinstance(record.data, (Annulus, Radial)):
        found += _rate_law(record)
    return Audit(tuple(replace(one, small=slip * one.small) for one in found))


def _first_theorem(record: Record) -> list[Inequality]:
    v, (m, M), eta = record.network.magnitude, record.rim, record.step
    gamma, missed, k = record.margin, record.missed, int(record.positive.sum())
    forced = margin_growth(gamma, missed, step=eta, inner=m, v=v)
    squares = (record.norms**2).sum(axis=-1)
    pairs, moving = record.network.classes - 1, len(record.positive)
    growth = 1 + 2 * eta * (v * M) ** 2 * pairs * moving
    found = [
        Inequality("norms grow by 2vm eta gamma P", forced, np.diff(record.positive_norm, axis=0)),
        Inequality(
            "gradient >= 2vm gamma P / sqrt k", 2 * v * m * gamma * missed / k**0.5, record.push
        ),
        Inequality("gradient <= 2vM P sqrt kappa", record.push, 2 * v * M * missed * moving**0.5),
        Inequality(
            "|W|^2 <= |W0|^2 + 2cQ", squares[1:], squares[0] + 2 * growth * record.error_mass
        ),
        Inequality("loss <= P (1 + 2vM R_-)", record.loss, _reach(record, v, M) * missed),
    ]
    ceilings = [
        (record.error_mass[-1, run], _ceiling(record, int(run), m, M))
        for run in np.flatnonzero(gamma.min(axis=0) > 0)
    ]
    small, large = np.array(ceilings).T if ceilings else np.empty((2, 0))
    return [*map(_flat, found), Inequality("Q <= Q*", small, large)]


def _ceiling(record: Record, run: int, m: float, M: float) -> float:
    return error_mass_ceiling(
        record.weights[0, run],
        record.positive,
        float(record.margin[:, run].min()),
        step=record.step,
        inner=m,
        outer=M,
        v=record.network.magnitude,
        classes=record.network.classes,
    )


def _reach(record: Record, v: float, outer: float) -> FloatArray:
    owner = record.network.owner
    label = int(owner[np.flatnonzero(record.positive)[0]])
    others = [r for r in range(record.network.classes) if r != label]
    sums = [record.norms[:-1][..., owner == r].sum(axis=-1) for r in others]
    return np.asarray(1 + 2 * v * outer * np.max(sums, axis=0))


def _second_theorem(record: Record) -> list[Inequality]:
    """phi_T - phi_0 <= 4 v^2 M |x| kappa Q, at 24 directions of length 1, for every pair."""
    v, (_, M) = record.network.magnitude, record.rim
    rng = np.random.default_rng(0)
    u = rng.standard_normal((24, record.weights.shape[-1]))
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    pull = record.pull
    slope = np.stack([np.maximum(w @ u.T, 0.0) for w in record.weights[:: _stride(record)]])
    slope = pull @ slope
    mass = np.concatenate([np.zeros((1, record.loss.shape[1])), record.error_mass])
    ceiling = 4 * v * v * M * len(record.positive) * mass[:: _stride(record)]
    risen = (slope - slope[0]).max(axis=(-1, -2))
    return [_flat(Inequality("phi rises by 4 v^2 M |x| kappa Q", risen, ceiling))]


def _stride(record: Record) -> int:
    return max(1, len(record.loss) // 25)


def _rate_law(record: Record) -> list[Inequality]:
    seen, shell = (
        (record.loss, record.missed, record.push),
        Shell(record.data.dimension, *record.rim),
    )
    return rate_law(shell, record.pull, record.weights[:-1], seen)


def _flat(one: Inequality) -> Inequality:
    return Inequality(one.name, np.ravel(one.small), np.ravel(one.large), ROUNDING)
