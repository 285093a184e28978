r"""Variants of the rate law: finite steps, data on a circle, and an exponent with an interval.

law                       exponent of l
density (|x| - m)^a       -(D+1)/(D-1),  D = d + a
data on |x| = m, d = 2    l ~ exp(-rate t),  rate = 2 min eig(2 G c)
k <= d, isotropic data    -1/3 for two opposite neurons: they never satisfy the condition
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.bounds import Shell, tail
from gcbook.experiments.rate.flow import Flow, population_of
from gcbook.population.radial import Radial


@dataclass(frozen=True)
class Measured:
    """A number measured at the end of some runs, with an interval.

    Attributes
    ----------
    value, low, high : float
    """

    value: float
    low: float
    high: float

    def contains(self, number: float) -> bool:
        """Return whether the interval contains a number."""
        return self.low <= number <= self.high

    def judge(self, predicted: float, wrong: float = 0.1) -> bool:
        """Return whether the interval contains the prediction and neither of two wrong ones.

        Examples
        --------
        >>> from gcbook.experiments.rate import Measured
        >>> Measured(-3.0, -3.02, -2.98).judge(-3.0), Measured(-3.0, -3.2, -2.9).judge(-3.0)
        (True, False)
        """
        others = (predicted - wrong, predicted + wrong)
        return self.contains(predicted) and not any(map(self.contains, others))


def end_slope(flows: Iterable[Flow], *, by: str = "time") -> Measured:
    """Return the exponent of l at the end of some runs, with an interval.

    Each run gives its last local exponent, give or take what it changed by over the last decade:
    the corrections of the law fall by more than a half in a decade, so that what is left of them is
    less than what went.  The interval covers those of all runs.

    Parameters
    ----------
    by : {"time", "loss"}
        "time": the slope of log l against log t.  "loss": the clock-free exponent of `Flow`, which
        settles sooner.

    Examples
    --------
    >>> from gcbook.experiments.rate import RateConfig, rate_law
    >>> runs = rate_law(RateConfig(runs=1, horizon=1e5)).flows
    >>> end_slope(runs).judge(-3.0), end_slope(runs, by="loss").judge(-3.0)
    (True, True)
    """
    _checks.choice(by, "by", ("time", "loss"))
    ends = []
    for flow in flows:
        slope = flow.local_slope if by == "time" else flow.clock_free
        last = slope[-1]
        reach = max(abs(last - slope[-1 - 2 * flow.half_decade]), 1e-4)
        ends.append((last, last - reach, last + reach))
    value, low, high = np.array(ends).T
    return Measured(float(np.median(value)), float(low.min()), float(high.max()))


def gradient_descent(
    start: npt.ArrayLike,
    signs: npt.ArrayLike,
    law: Radial | None = None,
    *,
    step: float = 1.0,
    steps: int = 2000,
    per_decade: int = 8,
    v: float = 0.5,
) -> Flow:
    """Follow gradient descent on the exact population, recorded at the times eta t.

    Parameters
    ----------
    start : array_like, shape (k, d)
        d = 2 or 3.
    signs : array_like, shape (k,)
    law : Radial, optional
        The uniform shell 1 <= |x| <= 2 by default.
    step : float
        eta.
    steps : int
        A run whose loss becomes exactly zero ends there.
    per_decade : int
        Recorded steps per decade.

    Returns
    -------
    Flow

    Examples
    --------
    >>> from gcbook.initialisation import polygon
    >>> run = gradient_descent(polygon(3).weights, [1, 1, 1], steps=300)
    >>> bool(run.loss[-1] < 1e-5)
    True
    """
    rows = np.array(_checks.points(start, "start"))
    sign = _checks.signs(signs, "signs", len(rows))
    data = Radial(rows.shape[1]) if law is None else law
    eta = _checks.real(step, "step", low=0, open_low=True)
    most = _checks.integer(steps, "steps", low=1)
    count = 1 + int(np.ceil(per_decade * np.log10(most)))
    kept = set(np.unique(np.rint(np.geomspace(1, most, count)).astype(int)).tolist())
    path = []
    for t in range(most + 1):
        loss, gradient, missed = population_of(rows, sign, data, v=v)
        if t in kept or loss == 0:
            path.append((eta * t, rows, loss, missed, np.linalg.norm(gradient)))
        if loss == 0:
            break
        rows = rows - eta * gradient
    columns = [np.array(column) for column in zip(*path, strict=True)]
    return Flow(data, sign, v, *columns)


@dataclass(frozen=True)
class Rim(Radial):
    """The uniform law on the circle |x| = m of the plane: all mass on the inner rim.

    Examples
    --------
    >>> loss, mass, moment = Rim().shares(0.25)
    >>> round(float(2 * 3.141592653589793 * loss), 12)
    0.75
    """

    outer: float = 1.0

    def __post_init__(self) -> None:
        if self.dimension != 2 or self.outer != self.inner:
            raise ValueError(
                f"a Rim must have dimension 2 and outer = inner; got dimension {self.dimension}, "
                f"inner {self.inner}, outer {self.outer}"
            )

    def shares(self, slope: FloatArray | float) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return loss, mass and first moment of the missed part, per unit of angle."""
        short = 1 - self.inner * np.asarray(slope, dtype=np.float64)
        mass = (short > 0) / (2 * np.pi)
        return np.maximum(short, 0.0) / (2 * np.pi), mass, self.inner * mass


def rim_rate(flow: Flow) -> Measured:
    """Return the rate of l ~ exp(-rate t) at the end of a run on the rim, with an interval.

    Give or take its change over the last fifth of the time.
    """
    t, log_loss = flow.times, np.log(flow.loss)
    rates = -np.diff(log_loss) / np.diff(t)
    before = rates[np.searchsorted(t, 0.8 * t[-1])]
    reach = max(abs(rates[-1] - before), 1e-4)
    return Measured(float(rates[-1]), float(rates[-1] - reach), float(rates[-1] + reach))


def rim_prediction(flow: Flow) -> float:
    r"""Return 2 min eig(2 G c) of the rays still missed at the end of a run on the rim.

    On the rim l = sum c_q delta_q^2 with c_q = 1/(8 pi v m |w| lambda (1 - lambda)), and
    delta' = -2 G c delta: the slowest mode decays as exp(-min eig(2 G c) t), the loss twice as
    fast.
    """
    m = flow.law.inner
    shell = Shell(2, m, 2 * m)
    end = tail(flow.weights[-1], flow.signs, shell, v=flow.v)
    # from the c_q of that shell, p m / (12 v |w| lambda (1 - lambda))
    weight = end.weight * 12 / (shell.p_min * 8 * np.pi * m * m)
    root = np.sqrt(weight)
    return float(2 * np.linalg.eigvalsh(2 * root[:, None] * end.coupling * root).min())
