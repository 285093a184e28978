"""Pictures for "The condition at work": scores, rows with a normal, grasps, points of a hull."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from gcbook.plots._style import COLOURS

Array = npt.NDArray[np.float64]
HOLDS, FAILS = COLOURS["blue"], COLOURS["orange"]


def draw_scores(scores: Array, success: npt.NDArray[np.bool_], ax: Axes, *, label: str) -> Axes:
    """Draw the products of the observations with a separating direction, class above class.

    Parameters
    ----------
    scores : array of shape (n,)
    success : bool array of shape (n,)
    ax : matplotlib Axes
    label : str
        What the successes are.
    """
    spread = np.linspace(-0.3, 0.3, len(scores))
    for which, colour, name in ((True, HOLDS, label), (False, FAILS, "all others")):
        chosen = np.asarray(success) == which
        height = spread[chosen] + (1.0 if which else 0.0)
        ax.scatter(scores[chosen], height, s=12, color=colour, label=name)
    ax.axvline(0, color=COLOURS["black"], lw=1)
    ax.set(yticks=[0, 1], yticklabels=["all others", label], ylim=(-0.6, 1.6))
    ax.set_xlabel("product with the direction")
    ax.grid(visible=False)
    return ax


def draw_rows(rows: Array, vector: Array | None, ax: Axes, *, title: str, name: str = "") -> Axes:
    """Draw rows of the plane as arrows and, if there is one, a vector that tells about them.

    Parameters
    ----------
    rows : array of shape (k, 2)
    vector : array of shape (2,) or None
    ax : matplotlib Axes
    title, name : str
        Of the picture, and of the vector.
    """
    reach = 1.15 * float(np.abs(rows).max())
    for row in rows:
        _arrow(ax, row, COLOURS["grey"])
    if vector is not None:
        tip = np.asarray(vector) / np.linalg.norm(vector) * reach * 0.8
        _arrow(ax, tip, FAILS)
        ax.annotate(name, tuple(tip), xytext=(9, 4), textcoords="offset points", color=FAILS)
    ax.plot(0, 0, "o", color=COLOURS["black"], ms=4)
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", title=title)
    ax.grid(visible=False)
    return ax


def draw_grasp(points: Array, normals: Array, friction: float, ax: Axes, *, title: str) -> Axes:
    """Draw a disc, the fingers on it and their friction cones.

    Parameters
    ----------
    points, normals : array of shape (fingers, 2)
    friction : float
    ax : matplotlib Axes
    title : str
    """
    turn = np.linspace(0, 2 * np.pi, 200)
    radius = float(np.linalg.norm(points, axis=1).max())
    ax.plot(radius * np.cos(turn), radius * np.sin(turn), color=COLOURS["grey"], lw=1)
    for point, normal in zip(points, normals, strict=True):
        across = friction * np.array([normal[1], -normal[0]])
        cone = np.array([point, point + 0.7 * (normal + across), point + 0.7 * (normal - across)])
        ax.fill(*cone.T, color=HOLDS, alpha=0.25, lw=0)
        ax.plot(*point, "o", color=COLOURS["black"], ms=5)
    ax.set(aspect="equal", title=title)
    ax.axis("off")
    return ax


def draw_membership(vertices: Array, points: Array, inside: Any, ax: Axes) -> Axes:
    """Draw a polygon given by its corners in order, and points, filled where they are inside."""
    ax.fill(*vertices.T, facecolor=HOLDS, alpha=0.12, edgecolor=COLOURS["grey"])
    chosen = np.asarray(inside, dtype=bool)
    ax.plot(*points[chosen].T, "o", color=HOLDS, ms=6, label="inside, proved")
    ax.plot(*points[~chosen].T, "o", mfc="none", color=FAILS, ms=6, label="not inside, proved")
    ax.set(aspect="equal")
    ax.legend(loc="best")
    ax.grid(visible=False)
    return ax


def _arrow(ax: Axes, tip: Array, colour: str) -> None:
    style = {"arrowstyle": "-|>", "color": colour, "lw": 1.6}
    ax.annotate("", xy=tuple(tip), xytext=(0.0, 0.0), arrowprops=style)
