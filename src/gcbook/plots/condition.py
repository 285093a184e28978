"""Pictures for Section 5.2: the geometric condition in the plane and in space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Wedge
from mpl_toolkits.mplot3d import Axes3D
from mpl_toolkits.mplot3d.art3d import Poly3DCollection
from scipy.spatial import ConvexHull

from gcbook.condition import Certificate
from gcbook.plots._pieces import arrow, bare, circle, floats, origin
from gcbook.plots._style import COLOURS

Rows = npt.NDArray[np.float64]
YES, NO = COLOURS["blue"], COLOURS["orange"]


def draw_directions(
    weights: npt.ArrayLike,
    certificate: Certificate,
    ax: Axes,
    *,
    names: Sequence[str] | None = None,
) -> Axes:
    """Draw planar neurons by their directions, with their convex hull and what certifies it.

    Parameters
    ----------
    weights : array_like, shape (k, 2)
        The neurons; only their directions are drawn, and zero rows are left out.
    certificate : Certificate
        Where the condition holds, the hull is filled; where it fails, the closed half-plane that
        contains every neuron is shaded and its normal drawn.
    ax : matplotlib Axes
    names : sequence of str, optional
        A label for each neuron.

    Returns
    -------
    Axes
    """
    unit = _directions(weights)
    colour = YES if certificate.holds else NO
    circle(ax)
    if not certificate.holds:
        _half_plane(floats(certificate.normal), ax)
    around = _hull(unit, colour, ax)
    ax.plot(*np.vstack([around, around[:1]]).T, color=colour, linewidth=1.4)
    ax.plot(*unit.T, "o", color=colour)
    origin(ax)
    # A neuron on the edge of the half-plane: its name stands beside the edge.
    aside = np.zeros(2) if certificate.holds else floats(certificate.normal)
    aside = 0.16 * aside / max(float(np.linalg.norm(aside)), 1.0)
    for row, name in zip(unit, names or (), strict=False):
        edge = abs(row @ aside) < 0.02 * 0.16
        ax.annotate(name, tuple(1.2 * row + edge * aside), ha="center", va="center")
    return bare(ax, 1.4)


def draw_supporting_lines(weights: npt.ArrayLike, equations: npt.ArrayLike, ax: Axes) -> Axes:
    """Draw a planar hull and the lines through its edges, with their distances to the origin.

    Parameters
    ----------
    weights : array_like, shape (k, 2)
        Unit vectors.
    equations : array_like, shape (l, 3)
        Rows (v, -alpha): the hull is the set with ``<v, x> <= alpha``, as Qhull gives them.
    ax : matplotlib Axes
    """
    unit = _directions(weights)
    circle(ax)
    _hull(unit, YES, ax)
    for x, y, offset in floats(equations):
        foot = -offset * np.array([x, y])
        along = 1.15 * np.array([-y, x])
        ax.plot(*np.stack([foot - along, foot + along]).T, color=YES, linewidth=1.2)
        ax.annotate(
            "", tuple(foot), (0, 0), arrowprops={"arrowstyle": "-|>", "color": NO, "shrinkB": 0}
        )
    ax.plot(*unit.T, "o", color=YES)
    origin(ax)
    return bare(ax, 1.4)


def draw_two_sides(weights: npt.ArrayLike, direction: npt.ArrayLike, ax: Axes) -> Axes:
    """Draw planar neurons, a direction, and on which side of its orthogonal line each one lies.

    Parameters
    ----------
    weights : array_like, shape (k, 2)
    direction : array_like, shape (2,)
        A unit vector.
    ax : matplotlib Axes
    """
    unit, n = _directions(weights), floats(direction)
    circle(ax)
    edge = 1.3 * np.array([-n[1], n[0]])
    ax.plot(*np.stack([-edge, edge]).T, color=COLOURS["grey"], linewidth=1.2)
    ax.annotate("", tuple(1.25 * n), (0, 0), arrowprops={"arrowstyle": "-|>", "linewidth": 2})
    ahead = unit @ n > 0
    for rows, marker, colour in ((unit[ahead], "+", YES), (unit[~ahead], "_", NO)):
        ax.plot(*rows.T, "o", color=colour, markersize=13)
        ax.plot(*rows.T, marker, color="white", markersize=8, markeredgewidth=2)
    origin(ax)
    return bare(ax, 1.4)


def draw_gaps(weights: npt.ArrayLike, ends: Sequence[tuple[float, float]], ax: Axes) -> Axes:
    """Draw planar neurons and the gaps between neighbours as arcs with their size in degrees.

    Parameters
    ----------
    weights : array_like, shape (k, 2)
    ends : sequence of (start, end)
        The gaps, anticlockwise, in degrees.
    ax : matplotlib Axes
    """
    circle(ax)
    for start, end in ends:
        colour = YES if end - start < 180 else NO
        wedge = Wedge((0, 0), 0.62, start + 3, end - 3, width=0.04, color=colour)
        ax.add_patch(wedge)
        middle = np.radians((start + end) / 2)
        ax.annotate(
            f"{end - start:.0f}°",
            (0.38 * np.cos(middle), 0.38 * np.sin(middle)),
            ha="center",
            va="center",
            color=colour,
        )
    unit = _directions(weights)
    for x, y in unit:
        ax.plot([0, x], [0, y], color=COLOURS["grey"], linewidth=0.8)
    ax.plot(*unit.T, "o", color=YES)
    return bare(ax, 1.4)


def draw_sphere(
    weights: npt.ArrayLike,
    hull: ConvexHull,
    certificate: Certificate,
    ax: Any,
    *,
    view: tuple[float, float] = (18, -60),
) -> Any:
    """Draw neurons on the unit sphere of R^3 with the facets of their convex hull.

    Parameters
    ----------
    weights : array_like, shape (k, 3)
        Unit vectors.
    hull : scipy.spatial.ConvexHull
        Of the same rows; the facets that face the origin from outside are drawn darker.
    certificate : Certificate
        Decides the colour; where the condition fails, its normal is drawn.
    ax : mpl_toolkits.mplot3d.Axes3D
    view : (elevation, azimuth) in degrees
    """
    axes: Axes3D = ax
    rows = floats(weights)
    colour = YES if certificate.holds else NO
    _globe(axes, view)
    seen = hull.equations[:, -1] >= 0
    faces = Poly3DCollection(
        list(rows[hull.simplices]),
        facecolors=[to_rgba(colour, 0.6 if facing else 0.16) for facing in seen],
        edgecolors=colour,
        linewidths=1.0,
    )
    axes.add_collection3d(faces)
    axes.scatter(*rows.T, color=colour, s=26, depthshade=False)
    axes.scatter(0, 0, 0, color=COLOURS["black"], s=22, depthshade=False)
    if not certificate.holds:
        n = floats(certificate.normal)
        n *= 1.3 / np.linalg.norm(n)
        axes.quiver(0, 0, 0, *n, color=COLOURS["black"], arrow_length_ratio=0.12)
    axes.view_init(*view)
    axes.set_box_aspect((1, 1, 1), zoom=1.35)
    axes.set(xlim=(-1, 1), ylim=(-1, 1), zlim=(-1, 1))
    axes.set_axis_off()
    return axes


def draw_stretching(factors: npt.ArrayLike, losses: Mapping[str, npt.ArrayLike], ax: Axes) -> Axes:
    """Draw the loss against the factor by which neurons are stretched, one curve per name.

    Parameters
    ----------
    factors : array_like, shape (T,)
    losses : mapping from name to array_like, shape (T,)
        The name says whether the condition ``"holds"`` or ``"fails"``.
    ax : matplotlib Axes
    """
    for name, values in losses.items():
        colour = YES if name == "holds" else NO
        ax.plot(factors, values, color=colour, label=f"the condition {name}")
    ax.set(xlabel="factor", ylabel="loss", ylim=(0, None))
    ax.margins(x=0)
    ax.legend()
    return ax


def _directions(weights: npt.ArrayLike) -> Rows:
    rows = floats(weights)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Rows = rows[lengths[:, 0] > 0] / lengths[lengths[:, 0] > 0]
    return unit


def _hull(unit: Rows, colour: str, ax: Axes) -> Rows:
    """Fill the polygon of some directions, and return them in turn."""
    around = unit[np.argsort(np.arctan2(unit[:, 1], unit[:, 0]))]
    ax.fill(*around.T, facecolor=colour, alpha=0.16, linewidth=0)
    return around


def _half_plane(normal: Rows, ax: Axes) -> None:
    n = normal / np.linalg.norm(normal)
    turn = float(np.degrees(np.arctan2(n[1], n[0])))
    ax.add_patch(Wedge((0, 0), 1.3, turn - 90, turn + 90, color=NO, alpha=0.1, linewidth=0))
    edge = 1.35 * np.array([-n[1], n[0]])
    ax.plot(*np.stack([-edge, edge]).T, "--", color=NO, linewidth=1.2)
    arrow(ax, 1.28 * n, NO, width=2)


def _globe(axes: Axes3D, view: tuple[float, float]) -> None:
    """Draw the sphere as its outline, seen from the given angles, and its equator."""
    elevation, azimuth = np.radians(view)
    turn = np.linspace(0, 2 * np.pi, 121)
    side = np.array([-np.sin(azimuth), np.cos(azimuth), 0.0])
    top = np.array(
        [
            -np.sin(elevation) * np.cos(azimuth),
            -np.sin(elevation) * np.sin(azimuth),
            np.cos(elevation),
        ]
    )
    outline = np.outer(side, np.cos(turn)) + np.outer(top, np.sin(turn))
    equator = np.stack([np.cos(turn), np.sin(turn), np.zeros_like(turn)])
    axes.plot(*outline, color=COLOURS["grey"], linewidth=1.0)
    axes.plot(*equator, color=COLOURS["grey"], linewidth=0.6, linestyle=":")
