"""Figure 5 as a film: the weights under gradient descent, and the data under Kelvin's map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.data import PolarGrid
from gcbook.widgets._figure import Figure, frame, joined

BLUE, ORANGE, PINK = "#0072b2", "#c04a00", "#cc79a7"


class KelvinFigure(Figure):
    """The picture of Figure 5 for a whole run of gradient descent on `gcbook.PolarGrid`.

    Positive neurons are drawn by their directions, negative ones as they are; a data point is
    marked as settled while its loss is zero, which is when it lies inside the curve
    ``rho(t) = min(1, relu(f(cos t, sin t)))``.  It plays when asked and never by itself.

    Parameters
    ----------
    frames : array_like, shape (T, 2 k, 2)
        The weights of `gcbook.binary_network` at T moments, the k positive neurons first.
    steps : iterable of int, optional
        The iteration each frame belongs to; 0, 1, 2, ... if left out.
    at : int
        The frame to show first.
    label : str
        What the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> from gcbook.widgets import KelvinFigure
    >>> figure = KelvinFigure([[[1, 0], [0, 1]], [[2, 0], [0, 1]]], steps=[0, 10])
    >>> figure.steps
    [0, 10]
    """

    _esm = joined("parts.js", "film.js", "kelvin.js")
    _css = joined("style.css", "kelvin.css")
    frames = traitlets.List(traitlets.List()).tag(sync=True)
    steps = traitlets.List(traitlets.Int()).tag(sync=True)
    at = traitlets.Int().tag(sync=True)

    def __init__(
        self,
        frames: npt.ArrayLike,
        steps: Iterable[int] | None = None,
        at: int = 0,
        label: str = "The weights and the data of Figure 5, step by step.",
        **traits: Any,
    ) -> None:
        weights = _checks.weights(frames, "frames")
        if weights.ndim != 3 or weights.shape[2] != 2 or weights.shape[1] % 2:
            raise ValueError(
                f"frames must have shape (T, 2 k, 2), k positive neurons first; "
                f"got shape {weights.shape}"
            )
        moments = list(range(len(weights)) if steps is None else steps)
        if len(moments) != len(weights):
            raise ValueError(
                f"steps must name one iteration per frame, {len(weights)} in all; "
                f"got {len(moments)}"
            )
        super().__init__(
            frames=weights.round(5).tolist(),
            steps=[_checks.integer(step, "steps", low=0) for step in moments],
            at=_checks.integer(at, "at", low=0, high=len(weights) - 1),
            label=label,
            **traits,
        )

    def svg(self) -> str:
        """Return the frame it stands at, as a static SVG."""
        weights = np.array(self.frames[self.at])
        angles = np.linspace(0, 2 * np.pi, 361)
        curve = rho(weights, angles)[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
        grid = PolarGrid()
        data = grid.points / (grid.points**2).sum(axis=1, keepdims=True)
        settled = rho(weights, np.arctan2(data[:, 1], data[:, 0])) >= np.hypot(*data.T) - 1e-9
        body = _dots(data[settled], BLUE) + _dots(data[~settled], "#888")
        line = " ".join(f"{x:.3f},{-y:.3f}" for x, y in curve)
        body += f'<polyline points="{line}" fill="none" stroke="{ORANGE}" stroke-width=".02"/>'
        half = len(weights) // 2
        lengths = np.maximum(np.linalg.norm(weights[:half], axis=1, keepdims=True), 1e-300)
        for x, y in weights[:half] / lengths:
            body += f'<circle cx="{x:.4f}" cy="{-y:.4f}" r=".05" fill="currentColor"/>'
        for x, y in weights[half:]:
            square = f'x="{x - 0.04:.4f}" y="{-y - 0.04:.4f}" width=".08" height=".08"'
            body += f'<rect {square} fill="{PINK}"/>'
        return frame(f"Figure 5 at step {self.steps[self.at]}", body)


def rho(weights: FloatArray, angles: FloatArray) -> FloatArray:
    """Return the curve of Figure 5 at the given angles, shape (A,), for weights (2 k, 2)."""
    directions = np.stack([np.cos(angles), np.sin(angles)])
    hidden = np.maximum(weights @ directions, 0.0)
    half = len(weights) // 2
    output: FloatArray = hidden[:half].sum(axis=0) - hidden[half:].sum(axis=0)
    return output.clip(0.0, 1.0)


def _dots(points: FloatArray, colour: str) -> str:
    dots = "".join(f"M{x:.3f},{-y:.3f}h0" for x, y in points)
    return f'<path d="{dots}" stroke="{colour}" stroke-width=".02" stroke-linecap="round"/>'
