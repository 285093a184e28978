"""What gradient descent returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gcbook._checks import BoolArray, FloatArray, IntArray

if TYPE_CHECKING:
    import pandas as pd


class Outcome(StrEnum):
    """How a run ended.

    Examples
    --------
    >>> from gcbook.descent import Outcome
    >>> Outcome.STUCK == "zero gradient"
    True
    """

    ZERO_LOSS = "zero loss"
    """The loss is at most the tolerance (by default: exactly zero)."""

    STUCK = "zero gradient"
    """The loss is positive and the gradient exactly zero: the run stays here for ever."""

    STEP_LIMIT = "step limit"
    """`max_steps` updates were made and neither of the others had happened."""


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """One run of gradient descent.

    Attributes
    ----------
    weights : ndarray, shape (k, d)
        The weights at the end.
    steps : int
        How many updates were made.
    outcome : Outcome
        ``"zero loss"``, ``"zero gradient"`` or ``"step limit"``.
    losses : ndarray, shape (steps + 1,)
        The loss before the first update, after it, and so on to the end.
    recorded : ndarray, shape (r, k, d)
        The recorded weights; empty if none were asked for.
    recorded_steps : ndarray of int, shape (r,)
        After how many updates each of them was taken.

    Examples
    --------
    >>> import gcbook
    >>> start = gcbook.random_start(8, 2, seed=1)
    >>> run = gcbook.descend(gcbook.binary_network(4), gcbook.PolarGrid(), start)
    >>> run.converged, len(run.losses) == run.steps + 1
    (True, True)
    """

    weights: FloatArray
    steps: int
    outcome: Outcome
    losses: FloatArray
    recorded: FloatArray
    recorded_steps: IntArray

    def __repr__(self) -> str:
        k, d = self.weights.shape
        kept = f", {len(self.recorded)} weights recorded" if len(self.recorded) else ""
        return (
            f"Trajectory({self.outcome.value} after {self.steps} updates, loss "
            f"{self.losses[-1]:.6g}, {k} neurons in dimension {d}{kept})"
        )

    @property
    def converged(self) -> bool:
        """Whether the run reached zero loss (or the tolerance)."""
        return self.outcome is Outcome.ZERO_LOSS


@dataclass(frozen=True, eq=False, repr=False)
class Ensemble:
    """Many runs of gradient descent.

    Attributes
    ----------
    weights : ndarray, shape (E, k, d)
        The weights at the end of each run.
    steps : ndarray of int, shape (E,)
        How many updates each run made.
    outcome : ndarray of str, shape (E,)
        How each run ended; compare with `Outcome` or its strings.
    tracked : mapping of str to ndarray, shape (E,)
        One entry per quantity that ``track`` of `descend_many` asked for.  J is the set of neurons
        with positive output for the class of the (first) data set, t counts updates, T is the
        number made.

        ``"gc"``: `gc_at_start` and `gc_at_end` (whether the weights of J satisfy the geometric
        condition), `first_gc` (the first t at which they do, -1 if never), `without_gc` (the
        number of t < T at which they do not, the paper's ``|T_1|``), `gc_lost` (how often they
        did at t and did not at t + 1).

        ``"norm"``: `norm_at_start`, `max_norm` (of ``sum_j |w_j|``, the paper's ``|W|``, the
        largest over t <= T), `positive_norm_at_start`, `max_positive_norm` (the sum over J).

        ``"loss"``: `loss_at_start`, `loss_at_end`, `loss_rises` (the number of updates that
        increased it), `largest_rise`; with ``"gc"`` also `loss_at_first_gc` (NaN if never).

        ``"pointwise"``: `pointwise_rises`, the number of updates that increased the loss of at
        least one data point.

    Examples
    --------
    >>> import gcbook
    >>> starts = gcbook.random_start(8, 2, runs=3, seed=1)
    >>> runs = gcbook.descend_many(gcbook.binary_network(4), gcbook.PolarGrid(), starts)
    >>> len(runs), runs.converged.shape, runs.weights.shape
    (3, (3,), (3, 8, 2))
    """

    weights: FloatArray
    steps: IntArray
    outcome: npt.NDArray[np.str_]
    tracked: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)

    def __repr__(self) -> str:
        ends = ", ".join(f"{count} {end}" for end, count, _ in self._endings())
        middle = f"; median {np.median(self.steps):g} updates" if len(self) else ""
        followed = f"; tracked {len(self.tracked)} quantities" if self.tracked else ""
        return f"Ensemble({len(self)} runs: {ends or 'none'}{middle}{followed})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{end}</td><td>{count}</td><td>{steps.min()}</td>"
            f"<td>{np.median(steps):g}</td><td>{steps.max()}</td></tr>"
            for end, count, steps in self._endings()
        )
        names = ("outcome", "runs", "fewest updates", "median", "most")
        head = "".join(f"<th>{name}</th>" for name in names)
        return f"<table><tr>{head}</tr>{rows}</table>"

    def _endings(self) -> list[tuple[str, int, IntArray]]:
        """Each outcome that occurs, how often, and the numbers of updates of those runs."""
        found = [(one.value, self.steps[self.outcome == one.value]) for one in Outcome]
        return [(end, len(steps), steps) for end, steps in found if len(steps)]

    @property
    def converged(self) -> BoolArray:
        """Which runs reached zero loss (or the tolerance), shape (E,)."""
        return np.asarray(self.outcome == Outcome.ZERO_LOSS.value)

    @property
    def stuck(self) -> BoolArray:
        """Which runs ended with positive loss and zero gradient, shape (E,)."""
        return np.asarray(self.outcome == Outcome.STUCK.value)

    def __len__(self) -> int:
        return len(self.steps)

    def to_frame(self) -> pd.DataFrame:
        """Return steps, outcome and the tracked quantities, one row per run."""
        import pandas as pd

        return pd.DataFrame({"steps": self.steps, "outcome": self.outcome, **self.tracked})
