"""The condition in space and in three shadows: all of them can pass while the set fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets

from gcbook import _checks
from gcbook._checks import IntArray
from gcbook.condition import holds
from gcbook.widgets._figure import Figure, frame, joined
from gcbook.widgets.sphere import outward_facets, view

YES, NO = "#0072b2", "#c04a00"
REACH = 10
TRAP = ((9, -4, -4), (-4, 9, -4), (-4, -4, 9))
PLANES = {"x, y": (0, 1), "x, z": (0, 2), "y, z": (1, 2)}


class SpaceFigure(Figure):
    """Neurons in space beside their shadows on the three coordinate planes, with four verdicts.

    Turn the set by hand; drag a neuron in a shadow to move it in space.  If the condition holds in
    space, it holds in every shadow; the other way round it need not.

    Parameters
    ----------
    rows : sequence of (int, int, int)
        Three to eight neurons with coordinates from -10 to 10.  By default three of which every
        coordinate shadow passes, although three vectors never surround a point of space.
    turn, tilt : int
        Where the viewer stands at first, in degrees of longitude and latitude.
    label : str
        What the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> from gcbook.widgets import SpaceFigure
    >>> figure = SpaceFigure()
    >>> figure.holds, figure.shadows
    (False, {'x, y': True, 'x, z': True, 'y, z': True})
    """

    _esm = joined("parts.js", "handles.js", "vectors.js", "view.js", "space.js")
    _css = joined("style.css", "space.css")
    rows = traitlets.List(traitlets.List(traitlets.Int())).tag(sync=True)
    turn = traitlets.Int().tag(sync=True)
    tilt = traitlets.Int().tag(sync=True)

    def __init__(
        self,
        rows: Sequence[Sequence[int]] = TRAP,
        turn: int = 20,
        tilt: int = 20,
        label: str = "Neurons in space, their hull, and a line that no neuron points against.",
        **traits: Any,
    ) -> None:
        given = [[_checks.integer(value, "rows") for value in row] for row in rows]
        if not 3 <= len(given) <= 8:
            raise ValueError(f"rows must hold between 3 and 8 neurons; got {len(given)}")
        for row in given:
            if len(row) != 3 or max(map(abs, row)) > REACH:
                raise ValueError(
                    f"rows must be (x, y, z) with coordinates from -{REACH} to {REACH}; "
                    f"got {tuple(row)}"
                )
        super().__init__(
            rows=given,
            turn=_checks.integer(turn, "turn", low=0, high=359),
            tilt=_checks.integer(tilt, "tilt", low=-89, high=89),
            label=label,
            **traits,
        )

    @property
    def holds(self) -> bool:
        """Whether the geometric condition holds in space."""
        return bool(holds(self.rows))

    @property
    def shadows(self) -> dict[str, bool]:
        """Whether it holds in the shadows on the coordinate planes."""
        return {name: bool(holds(self._rows[:, plane])) for name, plane in PLANES.items()}

    @property
    def _rows(self) -> IntArray:
        return np.array(self.rows, dtype=np.int64)

    def svg(self) -> str:
        """Return space and shadows as they stand, as a static SVG."""
        seen = self._rows @ view(self.turn, self.tilt).T
        facets = outward_facets(self._rows.astype(float)) or [list(range(len(seen)))]
        body = _panel(seen, facets, self.holds, (0.0, 0.0), "in space")
        for i, (name, plane) in enumerate(PLANES.items()):
            flat = self._rows[:, plane]
            order = np.argsort(np.arctan2(flat[:, 1], flat[:, 0])).tolist()
            body += _panel(flat, [order], self.shadows[name], (25.0 * (i + 1), 0.0), name)
        verdict = "holds" if self.holds else "fails"
        passing = sum(self.shadows.values())
        words = f"The condition {verdict} in space; {passing} of three shadows pass."
        return frame(words, body, box="-12.5 -12.5 100 28")


def _panel(
    rows: Any, facets: list[list[int]], verdict: bool, at: tuple[float, float], name: str
) -> str:
    """Return one set of neurons with shaded polygons, its name and its verdict."""
    colour = YES if verdict else NO
    shapes = "".join(
        '<polygon points="' + " ".join(f"{x:.2f},{-y:.2f}" for x, y in rows[facet, :2]) + '"/>'
        for facet in facets
    )
    dots = "".join(f'<circle cx="{row[0]:.2f}" cy="{-row[1]:.2f}" r=".8"/>' for row in rows)
    return (
        f'<g transform="translate({at[0]} {at[1]})"><g fill="{colour}" fill-opacity=".15" '
        f'stroke="{colour}" stroke-width=".2">{shapes}</g><g fill="{colour}">{dots}</g>'
        '<circle r=".5" fill="#888"/><text y="14.5" text-anchor="middle" font-size="3" '
        f'fill="#888">{name}: {"holds" if verdict else "fails"}</text></g>'
    )
