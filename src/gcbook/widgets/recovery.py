"""Two neurons that recover one: drag the start, and see which branch of perfect fits it chooses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import traitlets

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.companions.recovery import Neurons, Recovery, choices
from gcbook.widgets._figure import Figure, frame, joined

HORIZON, TOLERANCE, GAMMA = 1e4, 1e-4, 1 - 0.5**0.5
COLOURS = {"Q1": "#c04a00", "Q2": "#0072b2", "Q3": "#0072b2", "open": "#666"}
SPEED = {"Q1": "slow", "Q2": "fast", "Q3": "fast", "open": "not decided"}


class RecoveryFigure(Figure):
    """The plane of (w, a) with one handle per neuron, and the loss of the flow that starts there.

    The target is one neuron, a = 1 and w = 0.6, seen at seven inputs between -2 and 2 through
    tanh(z + 1).  Starts are whole hundredths, so that Python and the page start alike.

    Parameters
    ----------
    start : iterable of int
        a and w of the first neuron, then of the second, in hundredths from -200 to 200.
    label : str
        What the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> from gcbook.widgets import RecoveryFigure
    >>> RecoveryFigure([90, 40, 20, 170]).chosen, RecoveryFigure([30, 65, 70, 58]).chosen
    ('Q2', 'Q1')
    """

    _esm = joined("parts.js", "handles.js", "vectors.js", "recovery.js")
    _css = joined("style.css", "recovery.css")
    start = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(
        self,
        start: Iterable[int] = (50, 20, 60, 110),
        label: str = "Two neurons at their start. Tab to one and move it with the arrow keys.",
        **traits: Any,
    ) -> None:
        whole = [_checks.integer(part, "start", low=-200, high=200) for part in start]
        if len(whole) != 4:
            raise ValueError(f"start must hold a, w, a, w of two neurons; got {len(whole)} numbers")
        super().__init__(start=whole, label=label, **traits)

    @property
    def run(self) -> tuple[FloatArray, FloatArray]:
        """The times, shape (T,), and the points (a1, w1, a2, w2) of the flow, shape (T, 4)."""
        return descend(self.start)

    @property
    def chosen(self) -> str:
        """The branch it has come to: "Q1" (slow), "Q2" or "Q3" (fast), or "open"."""
        return str(choices(problem(), self.run[1][-1:])[0])

    def svg(self) -> str:
        """Return the start and the paths of the two neurons, as a static SVG."""
        points, chosen = self.run[1], self.chosen
        body = '<path d="M-2,0H2M0,-2V2" stroke="#888" stroke-width=".015"/>'
        body += '<path d="M.5,-1H.7M.6,-1.1V-.9" stroke="#888" stroke-width=".04"/>'
        for a, w in ((0, 1), (2, 3)):
            line = " ".join(f"{row[w]:.3f},{-row[a]:.3f}" for row in points)
            body += (
                f'<polyline points="{line}" fill="none" stroke="{COLOURS[chosen]}" '
                f'stroke-width=".03"/><circle cx="{points[0, w]:.2f}" cy="{-points[0, a]:.2f}" '
                f'r=".1" fill="{COLOURS[chosen]}"/>'
            )
        label = f"Two neurons flow to a perfect fit; branch: {chosen} ({SPEED[chosen]})."
        return frame(label, body, "-2.2 -2.2 4.4 4.4")


def problem() -> Recovery:
    """Return the problem of the figure."""
    return Recovery.of(Neurons.of([1.0], [0.6]), np.linspace(-2, 2, 7))


def descend(start: Iterable[int]) -> tuple[FloatArray, FloatArray]:
    """Follow the gradient flow to t = 10^4, with the steps that the page takes as well.

    A Rosenbrock method of second order (ROS2, Verwer et al. 1999): as W in place of the Hessian
    it may use the Gauss-Newton matrix, which has no negative eigenvalue to be inverted.
    """
    theta, model = np.array([part / 100 for part in start]), problem()
    t, h, times, points = 0.0, 1e-3, [0.0], [theta]
    while t < HORIZON:
        h = min(h, HORIZON - t)
        J = model.jacobian(theta, 2)
        solve = np.linalg.inv(np.eye(4) + 2 * GAMMA * h * J.T @ J)
        first = solve @ model.velocity(theta, 2)
        second = solve @ (model.velocity(theta + h * first, 2) - 2 * first)
        gap = float(np.abs(h * (first + second) / 2).max())
        error = gap / (TOLERANCE * (1 + float(np.abs(theta).max())))
        if error <= 1:
            t, theta = t + h, theta + h * (1.5 * first + 0.5 * second)
            times.append(t)
            points.append(theta)
        h *= min(2.0, max(0.2, 0.9 / max(error, 1e-8) ** 0.5))
    return np.array(times), np.array(points)
