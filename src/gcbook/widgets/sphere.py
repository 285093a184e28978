"""The geometric condition in space (Lemma 5.2): a hull on the unit sphere, to be turned."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt
import traitlets
from scipy.spatial import ConvexHull, QhullError

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.condition import Certificate, certify
from gcbook.widgets._figure import Figure, frame, joined

YES, NO = "#0072b2", "#c04a00"


class SphereFigure(Figure):
    """Neurons on the unit sphere of space with the facets of their convex hull.

    The facets that the origin sees from outside are drawn darker; where the condition fails, the
    normal of the certificate is drawn too.

    Parameters
    ----------
    weights : array_like, shape (k, 3)
        The neurons; zero rows are left out, and only directions are drawn.
    turn, tilt : int
        Where the viewer stands at first, in degrees of longitude and latitude.
    label : str
        What the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> from gcbook.widgets import SphereFigure
    >>> figure = SphereFigure([[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, -1, -1]])
    >>> figure.holds, len(figure.facets)
    (True, 4)
    """

    _esm = joined("parts.js", "vectors.js", "view.js", "sphere.js")
    _css = joined("style.css", "sphere.css")
    rows = traitlets.List(traitlets.List()).tag(sync=True)
    facets = traitlets.List(traitlets.List()).tag(sync=True)
    normal = traitlets.List(traitlets.Float()).tag(sync=True)
    holds = traitlets.Bool().tag(sync=True)
    says = traitlets.Unicode().tag(sync=True)
    turn = traitlets.Int().tag(sync=True)
    tilt = traitlets.Int().tag(sync=True)

    def __init__(
        self,
        weights: npt.ArrayLike,
        turn: int = 300,
        tilt: int = 18,
        label: str = "Neurons on the unit sphere and the facets of their convex hull.",
        **traits: Any,
    ) -> None:
        rows = _checks.weights(weights)
        if rows.ndim != 2 or rows.shape[1] != 3:
            raise ValueError(f"weights must have shape (k, 3); got shape {rows.shape}")
        evidence = cast(Certificate, certify(rows))  # one layer, one certificate
        unit = _directions(rows)
        normal = np.array([float(x) for x in evidence.normal])
        facets = outward_facets(unit)
        super().__init__(
            rows=unit.tolist(),
            facets=facets,
            normal=(normal / np.linalg.norm(normal)).tolist() if len(normal) else [],
            holds=evidence.holds,
            says=_sentence(evidence.holds, len(facets)),
            turn=_checks.integer(turn, "turn", low=0, high=359),
            tilt=_checks.integer(tilt, "tilt", low=-89, high=89),
            label=label,
            **traits,
        )

    def svg(self) -> str:
        """Return the figure as it stands, as a static SVG."""
        rows = np.array(self.rows, dtype=float).reshape(-1, 3) @ view(self.turn, self.tilt).T
        colour = YES if self.holds else NO
        body = '<circle r="1" fill="none" stroke="#888" stroke-width=".012"/>'
        for facet in sorted(self.facets, key=lambda one: rows[one, 2].sum()):
            corners = " ".join(f"{x:.4f},{-y:.4f}" for x, y in rows[facet, :2])
            body += (
                f'<polygon points="{corners}" fill="{colour}" fill-opacity=".16" '
                f'stroke="{colour}" stroke-width=".012"/>'
            )
        for x, y, _ in rows:
            body += f'<circle cx="{x:.4f}" cy="{-y:.4f}" r=".05" fill="{colour}"/>'
        body += '<circle r=".035" fill="#888"/>'
        return frame(f"The geometric condition {'holds' if self.holds else 'fails'}.", body)


def view(turn: int, tilt: int) -> FloatArray:
    """Return the rows right, up and towards the viewer, shape (3, 3)."""
    t, p = np.radians([turn, tilt])
    up = [-np.sin(p) * np.cos(t), -np.sin(p) * np.sin(t), np.cos(p)]
    towards = [np.cos(p) * np.cos(t), np.cos(p) * np.sin(t), np.sin(p)]
    return np.array([[-np.sin(t), np.cos(t), 0.0], up, towards])


def outward_facets(unit: FloatArray) -> list[list[int]]:
    """Return the triangles of the hull, anticlockwise from outside; none if the hull is flat."""
    if len(unit) < 4:
        return []
    try:
        hull = ConvexHull(unit)
    except QhullError:
        return []
    facets = []
    for (a, b, c), equation in zip(hull.simplices.tolist(), hull.equations, strict=True):
        normal = np.cross(unit[b] - unit[a], unit[c] - unit[a])
        facets.append([a, b, c] if normal @ equation[:3] > 0 else [a, c, b])
    return sorted(facets)


def _directions(rows: FloatArray) -> FloatArray:
    scaled = rows / np.maximum(np.abs(rows).max(axis=1, keepdims=True), np.finfo(float).tiny)
    lengths = np.linalg.norm(scaled, axis=1, keepdims=True)
    unit: FloatArray = scaled[lengths[:, 0] > 0] / lengths[lengths[:, 0] > 0]
    return unit


def _sentence(verdict: bool, facets: int) -> str:
    if verdict:
        return f"The condition holds: the origin is on the inner side of all {facets} facets."
    if not facets:
        return "The condition fails: the hull is flat. The line with a knob is a normal."
    return "The condition fails: no neuron points against the line with a knob."
