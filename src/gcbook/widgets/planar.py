"""The geometric condition in the plane (Lemma 5.2), with neurons that can be dragged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import traitlets

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.widgets._figure import Figure, frame, joined

YES, NO = "#0072b2", "#c04a00"


class PlanarFigure(Figure):
    """The unit circle with one handle per neuron: drag them and see the condition change.

    While the condition holds, the figure shows the convex hull and the coefficients that carry
    some neurons to the origin; while it fails, the half-plane that contains every neuron.

    Parameters
    ----------
    degrees : iterable of int
        The directions of the neurons, anticlockwise from the first axis, in whole degrees.
    label : str
        What the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> from gcbook.widgets import PlanarFigure
    >>> figure = PlanarFigure([90, 210, 330])
    >>> figure.holds, figure.widest_gap
    (True, 120)
    """

    _esm = joined("parts.js", "handles.js", "planar.js")
    _css = joined("style.css", "planar.css")
    degrees = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(
        self,
        degrees: Iterable[int],
        label: str = "Neurons on the unit circle. Tab to a neuron and turn it with the arrow keys.",
        **traits: Any,
    ) -> None:
        angles = [_checks.integer(angle, "degrees") % 360 for angle in degrees]
        if not 1 <= len(angles) <= 9:
            raise ValueError(f"degrees must hold between 1 and 9 angles; got {len(angles)}")
        super().__init__(degrees=angles, label=label, **traits)

    @property
    def weights(self) -> FloatArray:
        """The unit vectors, shape (k, 2); opposite angles give exactly opposite vectors."""
        return directions(self.degrees)

    @property
    def widest_gap(self) -> int:
        """The widest angle between neighbouring neurons, in degrees."""
        return widest_gap(self.degrees)[1]

    @property
    def holds(self) -> bool:
        """Whether the geometric condition holds: every gap is below 180 degrees."""
        return self.widest_gap < 180

    def svg(self) -> str:
        """Return the figure as it stands, as a static SVG."""
        corners = directions(sorted(set(self.degrees)))
        colour = YES if self.holds else NO
        body = '<circle r="1" fill="none" stroke="#888" stroke-width=".012"/>'
        if not self.holds:
            body += _half_plane(self.degrees)
        body += (
            f'<polygon points="{_points(corners)}" fill="{colour}" fill-opacity=".15" '
            f'stroke="{colour}" stroke-width=".014"/><circle r=".035" fill="#888"/>'
        )
        for x, y in directions(self.degrees):
            body += f'<circle cx="{x:.4f}" cy="{-y:.4f}" r=".07" fill="{colour}"/>'
        return frame(f"The geometric condition {'holds' if self.holds else 'fails'}.", body)


def directions(degrees: Sequence[int]) -> FloatArray:
    """Return unit vectors for whole degrees, opposite angles giving exactly opposite vectors."""
    half = np.radians(np.asarray(degrees) % 180)
    sign = np.where(np.asarray(degrees) % 360 < 180, 1.0, -1.0)
    unit: FloatArray = sign[:, None] * np.column_stack([np.cos(half), np.sin(half)])
    return unit


def widest_gap(degrees: Iterable[int]) -> tuple[int, int]:
    """Return where the widest gap between neighbouring directions starts, and its width."""
    around = sorted({angle % 360 for angle in degrees})
    following = [*around[1:], around[0] + 360]
    gaps = [(start, stop - start) for start, stop in zip(around, following, strict=True)]
    return max(gaps, key=lambda gap: gap[1])


def _half_plane(degrees: Iterable[int]) -> str:
    """Return the closed half-plane that contains every neuron, shaded, with its normal."""
    start, width = widest_gap(degrees)
    normal = np.radians(start + width / 2 + 180)
    n = np.array([np.cos(normal), np.sin(normal)])
    edge = np.array([-n[1], n[0]])
    box = np.array([1.36 * edge, 1.36 * edge + 1.28 * n, -1.36 * edge + 1.28 * n, -1.36 * edge])
    return (
        f'<polygon points="{_points(box)}" fill="{NO}" fill-opacity=".1"/>'
        f'<line x2="{1.2 * n[0]:.4f}" y2="{-1.2 * n[1]:.4f}" stroke="{NO}" stroke-width=".03"/>'
    )


def _points(rows: FloatArray) -> str:
    return " ".join(f"{x:.4f},{-y:.4f}" for x, y in rows)
