"""Pieces that several pictures share."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from gcbook.plots._style import COLOURS

Floats = npt.NDArray[np.float64]


def floats(values: Any) -> Floats:
    """Return what is drawn as an array of floats."""
    return np.asarray(values, dtype=float)


def arrow(
    ax: Axes,
    head: npt.ArrayLike,
    colour: str,
    *,
    start: npt.ArrayLike = (0.0, 0.0),
    width: float = 1.8,
    name: str = "",
) -> None:
    """Draw an arrow to a point, from the origin unless told, and its name beside the shaft."""
    (x, y), (u, w) = floats(start), floats(head)
    style = {"arrowstyle": "-|>", "color": colour, "shrinkA": 0, "shrinkB": 0, "linewidth": width}
    ax.annotate("", (u, w), (x, y), arrowprops=style)
    if name:
        # clear of the head, and of a ring about it
        beside = (0.7 * u - 0.22 * w, 0.7 * w + 0.22 * u)
        ax.annotate(name, beside, ha="center", va="center", color=colour)


def circle(ax: Axes, radius: float = 1.0) -> None:
    """Draw a thin circle about the origin."""
    ax.add_patch(Circle((0, 0), radius, fill=False, color=COLOURS["grey"], linewidth=1))


def origin(ax: Axes) -> None:
    """Mark the origin."""
    ax.plot(0, 0, "o", color=COLOURS["black"], markersize=4)


def bare(ax: Axes, reach: float | None = None) -> Axes:
    """Take the frame away, keep the proportions, and look as far as `reach` to all sides."""
    if reach is not None:
        ax.set(xlim=(-reach, reach), ylim=(-reach, reach))
    ax.set_aspect("equal")
    ax.axis("off")
    return ax


def apart(points: npt.ArrayLike, gap: float, *, rounds: int = 200) -> Floats:
    """Move the places of labels until any two are `gap` apart, each as little as it takes.

    Examples
    --------
    >>> apart([[0, 0], [1, 0], [9, 0]], 2.0).tolist()
    [[-0.5, 0.0], [1.5, 0.0], [9.0, 0.0]]
    """
    places = floats(points).copy()
    first, second = np.triu_indices(len(places), 1)
    for _ in range(rounds):
        between = places[second] - places[first]
        length = np.linalg.norm(between, axis=1)
        if (length >= gap * (1 - 1e-9)).all():
            break
        between[length == 0] = [0.0, 1.0]  # one above the other
        push = np.maximum(gap - length, 0)[:, None] / 2 * between
        push /= np.maximum(np.linalg.norm(between, axis=1), 1e-300)[:, None]
        np.add.at(places, second, push)
        np.subtract.at(places, first, push)
    return places
