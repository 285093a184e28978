"""The first page's figure: gradient descent on the paper's data, from a start that one drags."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.condition import holds
from gcbook.data import PolarGrid
from gcbook.descent import Trajectory, descend
from gcbook.initialisation import half_space_start, random_start, simplex_start
from gcbook.network import binary_network
from gcbook.widgets._figure import Figure, frame, joined

YES, NO = "#0072b2", "#c04a00"
LIMIT, MOST = 24_000, 12
# Run 253 of the 300 random starts of six neurons in Section 6.1 (seed 2021), to two decimals: the
# one that never ends.
NEVER = [(-0.25, 0.28), (1.68, -1.11), (0.59, -0.4), (-0.77, 0.09), (0.0, 0.3), (-0.08, -0.14)]


class DescentFigure(Figure):
    """A start in the plane and the run of gradient descent that begins there, on the 880 points.

    Drag a neuron: the whole run is made again, step by step as `gcbook.descend` makes it.  Beside
    the plane stands the loss, and the steps at which the condition begins and ceases to hold.

    Parameters
    ----------
    weights : array_like, shape (2 k, 2), optional
        The start: k neurons of the class, then k against it, 2 <= k <= 12.  By default the start
        in a half-plane of the first page.
    step : float
        The step size.
    at : int
        The step that is shown first.
    label : str
        What the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> from gcbook.widgets import DescentFigure
    >>> figure = DescentFigure()
    >>> figure.run.steps, figure.moments
    (371, [61])
    """

    _esm = joined(
        "parts.js", "handles.js", "film.js", "vectors.js", "descent.js", "hero_draw.js", "hero.js"
    )
    _css = joined("style.css", "hero.css")
    weights = traitlets.List(traitlets.List(traitlets.Float())).tag(sync=True)
    step = traitlets.Float().tag(sync=True)
    at = traitlets.Int().tag(sync=True)
    presets = traitlets.List(traitlets.Dict()).tag(sync=True)
    spare = traitlets.List(traitlets.List(traitlets.Float())).tag(sync=True)
    limit = traitlets.Int(LIMIT).tag(sync=True)

    def __init__(
        self,
        weights: npt.ArrayLike | None = None,
        step: float = 0.1,
        at: int = 0,
        label: str = "Neurons within the ring of the data. Tab to one and move it with the arrow "
        "keys: left and right turn it, up and down make it longer and shorter.",
        **traits: Any,
    ) -> None:
        offered = starts()
        rows = _checks.weights(offered[0]["weights"] if weights is None else weights)
        if rows.ndim != 2 or rows.shape[1] != 2 or len(rows) not in range(4, 2 * MOST + 1, 2):
            raise ValueError(
                f"weights must have shape (2 k, 2) with 2 <= k <= {MOST}; got shape {rows.shape}"
            )
        super().__init__(
            weights=rows.tolist(),
            step=_checks.real(step, "step", low=0, open_low=True),
            at=_checks.integer(at, "at", low=0),
            presets=offered,
            spare=half_space_start(2 * MOST, 2, seed=12).tolist(),
            label=label,
            **traits,
        )

    @property
    def run(self) -> Trajectory:
        """The run from these weights, with the weights of every step."""
        network = binary_network(len(self.weights) // 2)
        return descend(
            network,
            PolarGrid(),
            self.weights,
            step=self.step,
            max_steps=self.limit,
            record="weights",
        )

    @property
    def moments(self) -> list[int]:
        """The steps at which the condition begins to hold, ceases to, begins again, ..."""
        return moments(self.run.recorded)

    def svg(self) -> str:
        """Return start, end and loss of the run as a static SVG."""
        run = self.run
        places = ((0.0, 0.0, run.recorded[0]), (2.6, 0.0, run.recorded[-1]))
        body = "".join(_plane(*place) for place in places) + _losses(run)
        held = ", ".join(map(str, moments(run.recorded))) or "no step"
        words = f"Start and end of a run of {run.steps} steps, and its loss. The verdict of the "
        return frame(f"{words}condition changes at {held}.", body, box="-1.25 -1.25 5.1 4.3")


def starts() -> list[dict[str, Any]]:
    """Return the starts on offer: a name, the weights, and the step size to run them with.

    Examples
    --------
    >>> from gcbook.widgets.hero import starts
    >>> [len(one["weights"]) for one in starts()]
    [8, 8, 6, 6]
    """
    lost = random_start(6, 2, runs=300, seed=2)[234]
    return [
        _start("all neurons in one half-plane", half_space_start(8, 2, seed=12)),
        _start("a simplex: the condition from the start", simplex_start(8, 2, seed=1)),
        _start("a run that loses the condition", lost),
        _start("a run that never ends", NEVER, 1.0),
    ]


def _start(name: str, weights: npt.ArrayLike, step: float = 0.1) -> dict[str, Any]:
    return {"name": name, "weights": np.asarray(weights).tolist(), "step": step}


def moments(recorded: FloatArray) -> list[int]:
    """Return the steps at which the verdict changes, beginning with 0 if the condition holds then.

    Only the first half of the neurons, those of the class, is asked.

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook.widgets.hero import moments
    >>> star = np.array([[1, 0], [-1, 2], [-1, -2]])
    >>> moments(np.array([np.ones((6, 2)), np.vstack([star, star])]))
    [1]
    """
    verdicts = np.atleast_1d(holds(recorded[:, : recorded.shape[1] // 2]))
    before = np.concatenate([[False], verdicts[:-1]])
    return [int(step) for step in np.flatnonzero(verdicts != before)]


def _plane(x: float, y: float, weights: FloatArray) -> str:
    """Return the ring of the data and the neurons of the class, centred at (x, y)."""
    rows = weights[: len(weights) // 2]
    rows = 0.85 * rows / np.linalg.norm(rows, axis=1).max()
    colour = YES if holds(rows) else NO
    around = rows[np.argsort(np.arctan2(rows[:, 1], rows[:, 0]))]
    corners = " ".join(f"{u:.3f},{-v:.3f}" for u, v in around)
    arms = "".join(f"M0 0L{u:.3f} {-v:.3f}" for u, v in rows)
    dots = "".join(f'<circle cx="{u:.3f}" cy="{-v:.3f}" r=".06"/>' for u, v in rows)
    return (
        f'<g transform="translate({x} {y})"><circle r="1.05" fill="none" stroke="#888" '
        'stroke-width=".2" stroke-dasharray=".03 .0525" opacity=".6"/>'
        f'<polygon points="{corners}" fill="{colour}" fill-opacity=".15"/>'
        f'<path d="{arms}" stroke="{colour}" stroke-width=".02"/><g fill="{colour}">{dots}</g></g>'
    )


def _losses(run: Trajectory) -> str:
    """Return the loss on a logarithmic axis, the steps with the condition tinted."""
    share = np.linspace(0, run.steps, min(run.steps, 200) + 1).astype(int)
    heights = np.log10(np.maximum(run.losses, 1e-7))
    depth = (heights.max() - heights) / (heights.max() + 7)
    at = -1.0 + 4.6 * np.arange(run.steps + 1) / max(run.steps, 1)
    points = " ".join(f"{at[t]:.3f},{1.45 + 1.25 * depth[t]:.3f}" for t in share)
    edges = [*moments(run.recorded), run.steps]
    tints = "".join(
        f'<rect x="{at[a]:.3f}" y="1.4" width="{at[b] - at[a]:.3f}" height="1.3" '
        f'fill="{YES}" opacity=".15"/>'
        for a, b in zip(edges[::2], edges[1::2], strict=False)
    )
    return (
        f'{tints}<polyline points="{points}" fill="none" stroke="#888" stroke-width=".03"/>'
        '<path d="M-1 1.4V2.7H3.6" fill="none" stroke="#888" stroke-width=".02"/>'
        f'<g font-size=".17" fill="#888"><text x="-1" y="1.33">loss</text><text x="3.6" y="2.92" '
        f'text-anchor="end">{run.steps} steps</text></g>'
    )
