"""One run of gradient descent, the plain loop."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.data import ClassData
from gcbook.descent._objective import Objective
from gcbook.descent._results import Outcome, Trajectory
from gcbook.network import Data, Network


def descend(
    network: Network,
    data: Data,
    weights: npt.ArrayLike,
    *,
    step: float = 0.1,
    max_steps: int = 10_000,
    tolerance: float = 0.0,
    record: str | int = "loss",
) -> Trajectory:
    """Run gradient descent, equation (3) with the step on the loss of the data itself.

    An update is ``W <- W - step * gradient``.  The run ends as soon as the loss is at most
    `tolerance` (outcome ``"zero loss"``), the gradient is exactly zero while the loss is not
    (``"zero gradient"``: the run would stay for ever), or `max_steps` updates have been made
    (``"step limit"``).

    Parameters
    ----------
    network : Network
    data : Points, PolarGrid, Annulus, your own `ClassData`, or a sequence of them
        Several data sets are trained on the sum of their losses, as Figure 3 does.
    weights : array_like, shape (k, d)
        The start ``W^0``.
    step : float
        The paper's eta.  Section 6.1 applies it to ``l_1`` (or ``l_1 + l_2``) itself, as here;
        equation (3), read literally, applies it to the mean over the classes.
    max_steps : int
        The most updates to make.
    tolerance : float
        The loss that counts as zero.  On finite data zero loss is reached exactly, and the default
        asks for it.  On an `Annulus` no small step ever reaches it (the loss tends to zero), so
        there a positive tolerance is needed for a run to converge.
    record : {"loss", "weights"} or int
        ``"weights"`` also keeps the weights before every update and at the end; an integer s keeps
        them before updates 0, s, 2 s, ... and at the end.

    Returns
    -------
    Trajectory

    Raises
    ------
    ValueError, TypeError
        If an argument is not what is described above.

    Examples
    --------
    The paper's Figure 5, with two classes and six neurons:

    >>> import numpy as np
    >>> from gcbook import PolarGrid, binary_network, descend
    >>> turn = np.pi / 6 * np.array([1, 0, -1])
    >>> half = 0.75 * np.column_stack([np.cos(turn), np.sin(turn)])
    >>> run = descend(binary_network(3), PolarGrid(), np.concatenate([half, half]))
    >>> run.outcome.value, run.losses[-1].item()
    ('zero loss', 0.0)
    """
    start, sets = prepare(network, data, weights, ndim=2)
    limit, rate, zero = check_options(step, max_steps, tolerance)
    stride = _stride(record)
    return run_single(Objective(network, sets), start, rate, limit, zero, stride)


def prepare(
    network: Network, data: Data, weights: npt.ArrayLike, *, ndim: int
) -> tuple[FloatArray, tuple[ClassData, ...]]:
    """Check network, data and weights; return the weights and the data sets."""
    if not isinstance(network, Network):
        raise TypeError(f"network must be a gcbook.Network; got {network!r}")
    rows = network.check_weights(weights)
    if rows.ndim != ndim:
        shape = "(k, d)" if ndim == 2 else "(E, k, d)"
        other = "descend_many" if ndim == 2 else "descend"
        raise ValueError(
            f"weights must have shape {shape}; got shape {rows.shape} (see also {other})"
        )
    return rows, network.check_data(rows, data)


def check_options(step: float, max_steps: int, tolerance: float) -> tuple[int, float, float]:
    """Check the options common to one run and many; return limit, step and tolerance."""
    rate = _checks.real(step, "step", low=0, open_low=True)
    limit = _checks.integer(max_steps, "max_steps", low=0)
    return limit, rate, _checks.real(tolerance, "tolerance", low=0)


def run_single(
    objective: Objective,
    start: FloatArray,
    step: float,
    limit: int,
    tolerance: float,
    stride: int | None,
) -> Trajectory:
    """Run the loop on checked arguments; `stride` None records no weights."""
    weights = start[None].copy()
    losses: list[float] = []
    kept: list[FloatArray] = []
    kept_steps: list[int] = []
    while True:
        done = len(losses)
        seen = objective(weights)
        losses.append(float(seen.loss[0]))
        ending = how_it_ends(losses[-1], seen.gradient, done, limit, tolerance)
        if stride is not None and (ending is not None or done % stride == 0):
            kept.append(weights[0].copy())
            kept_steps.append(done)
        if ending is not None:
            break
        weights -= step * seen.gradient
    recorded = np.stack(kept) if kept else np.empty((0, *start.shape))
    return Trajectory(
        weights[0], done, ending, np.array(losses), recorded, np.array(kept_steps, dtype=np.int64)
    )


def how_it_ends(
    loss: float, gradient: FloatArray, done: int, limit: int, tolerance: float
) -> Outcome | None:
    """Return how a run ends here, or None if it goes on."""
    if loss <= tolerance:
        return Outcome.ZERO_LOSS
    if not gradient.any():
        return Outcome.STUCK
    return Outcome.STEP_LIMIT if done >= limit else None


def _stride(record: str | int) -> int | None:
    if isinstance(record, str):
        return {"loss": None, "weights": 1}[_checks.choice(record, "record", ["loss", "weights"])]
    return _checks.integer(record, "record", low=1)
