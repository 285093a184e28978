"""The clock of Section 5.4 under a moving step: the growth of the positive norms and its bound."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from gcbook import _checks
from gcbook.experiments import follow_phases
from gcbook.experiments.synthetic.two_phases import Phases
from gcbook.initialisation import half_space_start
from gcbook.network import binary_network
from gcbook.widgets._figure import Figure, frame, joined

STEPS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
TIME = 80.0  # step size times steps, the same for every run
YES, NO = "#0072b2", "#c04a00"


class PhasesFigure(Figure):
    """One start, run with six step sizes: the clock R_+ and the growth that the proofs guarantee.

    The runs are gradient descent on the exact population of the annulus.  While the condition
    fails, the guarantee is Proposition 3's (as mended); while it holds, Proposition 4's.

    Parameters
    ----------
    weights : array_like, shape (2 k, 2), optional
        The start: k positive neurons, then k negative ones.  By default the slowest of the sixty
        starts of the chapter.
    at : int
        Which step size is shown first, from 0 (0.05) to 5 (2).
    label : str
        What the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> from gcbook.widgets.phases import run_with
    >>> run = run_with([[1, 0], [2, 1], [0, 1], [-1, 0]], 0.5)
    >>> run["forced"] < run["gained"], run["first"] < run["bound"]
    (True, True)
    """

    _esm = joined("parts.js", "phases.js")
    _css = joined("style.css", "clock.css")
    runs = traitlets.List(traitlets.Dict()).tag(sync=True)
    at = traitlets.Int().tag(sync=True)

    def __init__(
        self,
        weights: npt.ArrayLike | None = None,
        at: int = 1,
        label: str = "The growth of the positive norms against time, both on logarithmic axes, and "
        "below it the growth that is guaranteed.",
        **traits: Any,
    ) -> None:
        rows = half_space_start(6, 2, runs=60, seed=2)[9] if weights is None else weights
        super().__init__(
            runs=[run_with(rows, step) for step in STEPS],
            at=_checks.integer(at, "at", low=0, high=len(STEPS) - 1),
            label=label,
            **traits,
        )

    def svg(self) -> str:
        """Return the figure as it stands, as a static SVG."""
        run = self.runs[self.at]
        across = 0.2 + 3.6 * np.log(run["at"]) / np.log(TIME / STEPS[0])
        end = 0.2 + 3.6 * np.log(max(run["first"], 1)) / np.log(TIME / STEPS[0])
        body = (
            f'<rect x=".2" y=".2" width="{end - 0.2:.3f}" height="1.8" fill="{NO}" opacity=".1"/>'
            '<path d="M.2 .2V2H3.8" fill="none" stroke="#888" stroke-width=".012"/>'
        )
        for name, colour in (("growth", YES), ("least", "#888")):
            heights = 2 - 1.8 * (np.log10(np.maximum(run[name], 1e-6)) + 6) / 7
            line = " ".join(f"{x:.3f},{y:.3f}" for x, y in zip(across, heights, strict=True))
            body += f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width=".02"/>'
        words = f"Step size {run['step']}: the condition fails for {run['first']} steps. R grows by"
        return frame(f"{words} {run['gained']:.3g} in them.", body, "0 0 4 2.2")


def run_with(weights: npt.ArrayLike, step: float) -> dict[str, Any]:
    """Return one run as the page draws it.

    Returns
    -------
    dict
        ``step``; ``horizon``, the right end of the axis; ``at``, the steps that are drawn, with
        ``growth`` of R_+ since the start and ``least``, the growth guaranteed until then;
        ``first``, the number of steps without the condition, ``gained`` and ``forced``, the growth
        in them and the part that Proposition 3 guarantees, and ``bound``, its bound on them.
    """
    rows = _checks.weights(weights)
    if rows.ndim != 2 or rows.shape[1] != 2 or len(rows) % 2:
        raise ValueError(f"weights must have shape (2 k, 2); got shape {rows.shape}")
    network = binary_network(len(rows) // 2)
    seen = follow_phases(network, rows[None], step=step, steps=round(TIME / step))
    fails = ~seen.condition[:, 0]
    least = np.where(fails, seen.forced_growth(0, "corrected"), seen.forced_growth(0, "second"))
    at = np.unique(np.geomspace(1, len(least), 120).round().astype(int))
    return {
        "step": step,
        "horizon": TIME / STEPS[0],
        "at": at.tolist(),
        "growth": _short(np.cumsum(seen.growth[:, 0])[at - 1]),
        "least": _short(np.cumsum(least)[at - 1]),
        **_first(seen, fails, least),
    }


def _first(seen: Phases, fails: npt.NDArray[np.bool_], least: Any) -> dict[str, float]:
    return {
        "first": int(fails.sum()),
        "gained": float(seen.growth[fails, 0].sum()),
        "forced": float(least[fails].sum()),
        "bound": seen.first_phase_bound(0, "corrected"),
    }


def _short(values: Any) -> list[float]:
    return [float(f"{value:.4g}") for value in values]
