"""A logistic fit beside the condition: two classes of points that can be dragged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.applications import Separation, separation
from gcbook.widgets._figure import Figure, frame, joined

REACH, STEPS = 10, 12
FIRST, SECOND = "#0072b2", "#c04a00"
_RIDGE = 1e-7

Points = Sequence[Sequence[int]]


class SeparationFigure(Figure):
    """Points of two classes on a grid, the logistic fit after some steps, and what is separated.

    Drag a point: while the classes overlap the coefficients settle; as soon as a line separates
    them (even touching both), the coefficients grow with every step, and the gap is shown.

    Parameters
    ----------
    points : sequence of (int, int, int)
        The coordinates, from -10 to 10, and the class, 0 or 1.
    step : int
        How many of the twelve Newton steps to show.
    label : str
        What the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook.widgets import SeparationFigure
    >>> figure = SeparationFigure([(-4, 0, 0), (-2, 3, 0), (3, 1, 1), (5, -2, 1)])
    >>> figure.answer.case, bool(np.linalg.norm(figure.path[-1]) > 30)
    ('complete', True)
    """

    _esm = joined("parts.js", "handles.js", "vectors.js", "separation.js")
    _css = joined("style.css", "separation.css")
    points = traitlets.List(traitlets.List(traitlets.Int())).tag(sync=True)
    step = traitlets.Int().tag(sync=True)

    def __init__(
        self,
        points: Points,
        step: int = STEPS,
        label: str = "Points of two classes. Tab to a point and move it with the arrow keys.",
        **traits: Any,
    ) -> None:
        given = [[_checks.integer(value, "points") for value in point] for point in points]
        if not 2 <= len(given) <= 16:
            raise ValueError(f"points must hold between 2 and 16 points; got {len(given)}")
        for point in given:
            if len(point) != 3 or max(map(abs, point[:2])) > REACH or point[2] not in {0, 1}:
                raise ValueError(
                    f"points must be (x, y, class) with x, y from -{REACH} to {REACH} and class "
                    f"0 or 1; got {tuple(point)}"
                )
        step = _checks.integer(step, "step", low=0, high=STEPS)
        super().__init__(points=given, step=step, label=label, **traits)

    @property
    def answer(self) -> Separation:
        """The exact answer for these points, with a constant column."""
        rows = np.array(self.points)
        return separation(rows[:, :2], rows[:, 2], intercept=True)

    @property
    def path(self) -> FloatArray:
        """The coefficients (constant, x, y) after 0, 1, ... Newton steps, in units of ten."""
        return newton(self.points)

    def svg(self) -> str:
        """Return the figure as it stands, as a static SVG."""
        body = '<rect x="-11" y="-11" width="22" height="22" fill="none" stroke="#888"/>'
        n = self.path[self.step]
        if np.hypot(n[1], n[2]) > 1e-9:
            (x1, y1), (x2, y2) = _line(n)
            body += (
                f'<line x1="{x1:.3f}" y1="{-y1:.3f}" x2="{x2:.3f}" y2="{-y2:.3f}" '
                'stroke="#888" stroke-width=".15"/>'
            )
        for x, y, which in self.points:
            colour = SECOND if which else FIRST
            body += f'<circle cx="{x}" cy="{-y}" r=".5" fill="{colour}"/>'
        return frame(self.answer.summary(), body, box="-12 -12 24 24")


def newton(points: Points, steps: int = STEPS) -> FloatArray:
    """Return the coefficients after 0, ..., `steps` damped Newton steps, shape (steps + 1, 3).

    The coordinates are divided by ten; a step is halved while the loss would grow.
    """
    rows = np.array([[1.0, x / REACH, y / REACH] for x, y, _ in points])
    rows *= np.array([[1.0 if which else -1.0] for *_, which in points])
    path = [np.zeros(3)]
    for _ in range(steps):
        p = 1 / (1 + np.exp(rows @ path[-1]))
        hessian = (rows.T * (p * (1 - p))) @ rows
        hessian += _RIDGE * np.trace(hessian) * np.eye(3)
        move = np.linalg.solve(hessian, rows.T @ p)
        loss, length = _loss(rows, path[-1]), 1.0
        while length > 1e-6 and _loss(rows, path[-1] + length * move) > loss:
            length /= 2
        path.append(path[-1] + length * move)
    return np.array(path)


def _loss(rows: FloatArray, n: FloatArray) -> float:
    return float(np.logaddexp(0, -(rows @ n)).sum())


def _line(n: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return two far points of the line on which the fitted probability is one half."""
    normal = n[1:]
    foot = -n[0] * normal / (normal @ normal) * REACH
    along = np.array([-normal[1], normal[0]]) / np.linalg.norm(normal) * 3 * REACH
    near = np.clip(foot, -2 * REACH, 2 * REACH)
    return near - along, near + along
