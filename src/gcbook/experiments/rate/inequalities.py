"""Inequalities evaluated at many places, and those of the rate law's proof."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gcbook._checks import FloatArray
from gcbook.bounds import Shell, least_slope, lojasiewicz, missed_ceiling, missed_floor
from gcbook.experiments.rate.flow import Flow


@dataclass(frozen=True, eq=False)
class Inequality:
    """One inequality ``small <= large``, evaluated at many places.

    Attributes
    ----------
    name : str
    small, large : ndarray, shape (N,)
    absolute : float, or ndarray of shape (N,)
        Rounding of the larger side that is not relative to it.
    """

    name: str
    small: FloatArray
    large: FloatArray
    absolute: float | FloatArray = 0.0

    @property
    def violations(self) -> int:
        """The number of places where it fails by more than rounding: 1e-9 of the larger side.

        To this come 1e-13 for differences of numbers of order one (`absolute`); the losses at the
        end of a long run are smaller than that, and are computed at their own scale.
        """
        return int((self.small > self.large * (1 + 1e-9) + self.absolute).sum())

    @property
    def factors(self) -> FloatArray:
        """Large over small, where small is positive and above rounding."""
        where = self.small > 0
        return np.asarray(self.large[where] / self.small[where])


@dataclass(frozen=True, eq=False)
class Audit:
    """The inequalities along some runs."""

    inequalities: tuple[Inequality, ...]

    @property
    def violations(self) -> int:
        """All violations together."""
        return sum(one.violations for one in self.inequalities)

    def to_frame(self) -> pd.DataFrame:
        """Return a row per inequality: places, violations, and how loose it is."""
        rows = []
        for one in self.inequalities:
            found = one.factors
            least, middle = (found.min(), np.median(found)) if len(found) else (np.nan, np.nan)
            rows.append((one.name, len(one.small), one.violations, least, middle))
        columns = ["inequality", "places", "violations", "tightest factor", "median factor"]
        return pd.DataFrame(rows, columns=columns)


def merge(inequalities: Iterable[Inequality], *, slip: float = 1.0) -> Audit:
    """Return an audit with one entry per name: the places of inequalities of one name together.

    Parameters
    ----------
    inequalities : iterable of Inequality
    slip : float
        Multiplies the smaller sides, to test the test.

    Examples
    --------
    >>> half = Inequality("a <= b", np.array([1.0]), np.array([2.0]))
    >>> merge([half, half]).inequalities[0].factors.tolist(), merge([half], slip=3.0).violations
    ([2.0, 2.0], 1)
    """
    parts: dict[str, list[Inequality]] = {}
    for one in inequalities:
        parts.setdefault(one.name, []).append(one)
    return Audit(
        tuple(
            Inequality(
                name,
                slip * np.concatenate([one.small for one in found]),
                np.concatenate([one.large for one in found]),
                np.concatenate([np.full(len(one.small), one.absolute) for one in found]),
            )
            for name, found in parts.items()
        )
    )


def rate_law(
    shell: Shell,
    pull: FloatArray,
    weights: FloatArray,
    seen: tuple[FloatArray, FloatArray, FloatArray],
) -> list[Inequality]:
    """Return the inequalities (a), (b) and (d) of the rate law's proof.

    With more than two classes delta and K are the largest of the pairs; l and P are sums.

    Parameters
    ----------
    shell : Shell
        Of the data, uniform.
    pull : ndarray, shape (k,) or (n - 1, k)
        v_ij - v_rj, which is +-2v or 0, for each other class r.
    weights : ndarray, shape (..., k, d)
    seen : tuple of ndarray, shape (...)
        Loss, missed probability P and the norm of the gradient there.
    """
    d, (loss, missed, push) = shell.dimension, seen
    norms = np.linalg.norm(weights, axis=-1)
    pairs = np.atleast_2d(pull)
    depth = 1 - shell.inner * np.min([least_slope(one, weights) for one in pairs], axis=0)
    late = (depth > 0) & (depth <= 0.5)
    steep = (norms @ np.abs(pairs).T).max(axis=-1)[late]
    size = np.sqrt((norms**2).sum(axis=-1))[late]
    floor = np.array([missed_floor(shell, float(k)) for k in steep])
    pulls = np.array(
        [lojasiewicz(shell, float(k), float(w)) for k, w in zip(steep, size, strict=True)]
    )
    ceiling = np.array([missed_ceiling(shell, len(pairs) * float(x)) for x in loss.ravel()])
    a, small, part = depth[late], loss[late], missed[late]
    return [
        Inequality("P >= c1 delta^d", floor * a**d, part),
        Inequality("l <= delta P", small, a * part),
        Inequality("l >= c1 (delta/2)^(d+1)", floor * (a / 2) ** (d + 1), small),
        Inequality("gradient >= kappa l^(d/(d+1))", pulls * small ** (d / (d + 1)), push[late]),
        Inequality("P^2 <= 8 (n-1) A l", missed.ravel(), ceiling),
    ]


def audit_flow(flow: Flow, *, slip: float = 1.0) -> Audit:
    """Return the rate law's inequalities along a run of gradient flow, to its last decade.

    Parameters
    ----------
    flow : Flow
    slip : float
        Multiplies the smaller side of every inequality, to test the test.
    """
    seen = flow.loss, flow.missed, flow.speed
    found = rate_law(flow.shell, 2 * flow.v * flow.signs, flow.weights, seen)
    return Audit(tuple(replace(one, small=slip * one.small) for one in found))
