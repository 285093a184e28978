"""Remark 3 with two sliders: the number of neurons and the dimension."""

from __future__ import annotations

from typing import Any

import traitlets

from gcbook import _checks
from gcbook.probability import gc_probability
from gcbook.widgets._figure import Figure, frame, joined


class ChanceFigure(Figure):
    """The probability of the geometric condition against the number of neurons (Remark 3).

    Parameters
    ----------
    k, d : int
        Where the sliders stand at first: the number of neurons and the dimension.
    most : int
        The right end of the slider for k; the slider for d goes half as far.
    label : str
        What the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> from gcbook.widgets import ChanceFigure
    >>> figure = ChanceFigure(k=6, d=3)
    >>> figure.k, figure.d
    (6, 3)
    """

    _esm = joined("parts.js", "chance.js")
    k = traitlets.Int().tag(sync=True)
    d = traitlets.Int().tag(sync=True)
    most = traitlets.Int().tag(sync=True)

    def __init__(
        self,
        k: int = 6,
        d: int = 2,
        most: int = 60,
        label: str = "The probability of the geometric condition against the number of neurons.",
        **traits: Any,
    ) -> None:
        most = _checks.integer(most, "most", low=2, high=400)
        k = _checks.integer(k, "k", low=1, high=most)
        d = _checks.integer(d, "d", low=1, high=most // 2)
        super().__init__(k=k, d=d, most=most, label=label, **traits)

    def svg(self) -> str:
        """Return the figure as it stands, as a static SVG."""
        heights = [float(gc_probability(k, self.d)) for k in range(1, self.most + 1)]
        across = [0.2 + 2.6 * i / (self.most - 1) for i in range(self.most)]
        curve = " ".join(
            f"{x:.4f},{1.7 - 1.5 * p:.4f}" for x, p in zip(across, heights, strict=True)
        )
        x, y = across[self.k - 1], 1.7 - 1.5 * heights[self.k - 1]
        body = (
            '<path d="M.2,.2V1.7H2.8" fill="none" stroke="#888" stroke-width=".012"/>'
            f'<polyline points="{curve}" fill="none" stroke="#0072b2" stroke-width=".02"/>'
            f'<circle cx="{x:.4f}" cy="{y:.4f}" r=".05" fill="#c04a00"/>'
        )
        chance = gc_probability(self.k, self.d)
        return frame(f"P({self.k}, {self.d}) = {chance}", body, "0 0 3 1.9")
