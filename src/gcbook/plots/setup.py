"""Pictures for Section 2: the data, the network's output, the loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy.typing as npt
from matplotlib.axes import Axes
from mpl_toolkits.mplot3d import Axes3D
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

from gcbook.plots._pieces import floats
from gcbook.plots._style import COLOURS, ramp

FIRST, SECOND = COLOURS["blue"], COLOURS["orange"]


def draw_subspaces(
    plane: npt.ArrayLike, line: npt.ArrayLike, ax: Any, *, reach: float = 2.2
) -> Any:
    """Draw one class on a plane of R^3 and another on the line orthogonal to it.

    Parameters
    ----------
    plane : array_like, shape (N, 2)
        Points of the first class, in coordinates of the horizontal plane.
    line : array_like, shape (L,)
        Points of the second class, in the coordinate of the vertical axis.
    ax : mpl_toolkits.mplot3d.Axes3D
    reach : float
        How far the plane and the line are drawn.
    """
    axes: Axes3D = ax
    corners = [(-reach, -reach, 0), (reach, -reach, 0), (reach, reach, 0), (-reach, reach, 0)]
    sheet = Poly3DCollection([corners], facecolors=FIRST, alpha=0.08, edgecolors=FIRST)
    axes.add_collection3d(sheet)
    axes.plot([0, 0], [0, 0], [-reach, reach], color=SECOND, linewidth=0.6)
    flat, tall = floats(plane), floats(line)
    axes.plot(*flat.T, 0 * flat[:, 0], ".", color=FIRST, markersize=3)
    axes.plot(0 * tall, 0 * tall, tall, ".", color=SECOND, markersize=4)
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach), zlim=(-reach, reach))
    axes.set_box_aspect((1, 1, 1), zoom=1.15)
    axes.view_init(24, -58)
    axes.set_axis_off()
    return axes


def draw_points(points: npt.ArrayLike, ax: Axes) -> Axes:
    """Draw the points of one class in the plane.

    Parameters
    ----------
    points : array_like, shape (N, 2)
    ax : matplotlib Axes
    """
    rows = floats(points)
    ax.plot(*rows.T, ".", color=FIRST, markersize=2)
    ax.set(aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
    return ax


def draw_output(
    axis: npt.ArrayLike,
    values: npt.ArrayLike,
    weights: npt.ArrayLike,
    positive: Sequence[int],
    ax: Axes,
) -> Axes:
    """Draw a network's output over a square, its level 1, and its neurons.

    Parameters
    ----------
    axis : array_like, shape (A,)
        The coordinates of the square, the same in both directions.
    values : array_like, shape (A, A)
        The output ``f_0 - f_1``, ``values[i, j]`` at ``(axis[j], axis[i])``.
    weights : array_like, shape (k, 2)
    positive : sequence of int
        The neurons of class 0; the others are drawn dashed.
    ax : matplotlib Axes
    """
    grid, field = floats(axis), floats(values)
    ax.contourf(
        grid,
        grid,
        field,
        levels=12,
        cmap=ramp(),
        alpha=0.85,
    )
    ax.contour(grid, grid, field, levels=[1.0], colors=COLOURS["black"], linewidths=1.6)
    for j, (x, y) in enumerate(floats(weights)):
        style = "-" if j in positive else "--"
        arrow = {"arrowstyle": "-|>", "linewidth": 2, "linestyle": style, "shrinkA": 0}
        ax.annotate("", (x, y), (0, 0), arrowprops={**arrow, "shrinkB": 0})
    ax.set(aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
    ax.grid(visible=False)
    return ax


def draw_agreement(nodes: Sequence[int], errors: Mapping[str, npt.ArrayLike], ax: Axes) -> Axes:
    """Draw how far numerical integrals are from a closed form, against the number of nodes.

    Parameters
    ----------
    nodes : sequence of int
    errors : mapping from the method's name to array_like, shape (len(nodes),)
        Absolute differences.
    ax : matplotlib Axes
    """
    for (name, values), marker in zip(errors.items(), "os^D", strict=False):
        ax.loglog(nodes, values, marker=marker, label=name)
    ax.set(xlabel="evaluations", ylabel="difference")
    ax.legend()
    return ax
