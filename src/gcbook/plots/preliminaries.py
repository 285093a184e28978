"""Pictures for Sections 3 and 4: growth without bound, a stuck landscape, a hull, a kink."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Polygon
from matplotlib.ticker import MultipleLocator

from gcbook.plots._pieces import floats
from gcbook.plots._style import COLOURS


def draw_cube_root(norms: npt.ArrayLike, constant: float, ax: Axes) -> Axes:
    """Draw ``|w^t| / t^(1/3)`` against t, and the constant that it tends to.

    Parameters
    ----------
    norms : array_like, shape (T + 1,)
    constant : float
    ax : matplotlib.axes.Axes
    """
    values = floats(norms)
    times = np.unique(np.geomspace(10, len(values) - 1, 200).astype(int))
    ax.semilogx(times, values[times] / np.cbrt(times), color=COLOURS["blue"])
    ax.axhline(constant, color=COLOURS["orange"], linestyle="--")
    ax.annotate(
        "predicted", (times[0], constant), xytext=(2, 4), textcoords="offset points", fontsize=9
    )
    ax.set(xlabel="step $t$", ylabel="$|w^t|\\,/\\,t^{1/3}$")
    return ax


def draw_landscape(
    first: npt.ArrayLike, second: npt.ArrayLike, losses: npt.ArrayLike, ax: Axes
) -> Axes:
    """Draw the loss over two weights as filled contours.

    Parameters
    ----------
    first, second : array_like, shapes (p,), (q,)
        The two weights.
    losses : array_like, shape (q, p)
    ax : matplotlib.axes.Axes
    """
    levels = np.linspace(0, 1, 11)
    filled = ax.contourf(first, second, losses, levels=levels, cmap="cividis_r")
    ax.contour(first, second, losses, levels=levels, colors="white", linewidths=0.3)
    ax.figure.colorbar(filled, ax=ax, label="loss", ticks=[0, 0.5, 1])
    ax.set(xlabel="first weight", ylabel="second weight", aspect="equal")
    return ax


def draw_hull(corners: npt.ArrayLike, radius: float, point: npt.ArrayLike, ax: Axes) -> Axes:
    """Draw a hull of weights, the disc it contains and one data point.

    Parameters
    ----------
    corners : array_like, shape (k, 2)
        In order around the hull.
    radius : float
        Of the disc about the origin.
    point : array_like, shape (2,)
    ax : matplotlib.axes.Axes
    """
    outline = floats(corners)
    ax.add_patch(Polygon(outline, fill=False, edgecolor=COLOURS["blue"], linewidth=1.5))
    ax.add_patch(Circle((0, 0), radius, facecolor=COLOURS["sky"], alpha=0.35, edgecolor="none"))
    ax.plot(outline[:, 0], outline[:, 1], "o", color=COLOURS["blue"])
    x, y = (float(one) for one in floats(point))
    ax.plot(x, y, "*", markersize=11, color=COLOURS["orange"])
    ax.plot(0, 0, "+", color="0.5")
    ax.annotate("$x$", (x, y), xytext=(9, 0), textcoords="offset points", va="center")
    ax.set(aspect="equal", xlabel="", ylabel="")
    ax.yaxis.set_major_locator(MultipleLocator(1))  # the picture is flat
    return ax


def draw_kink(shifts: npt.ArrayLike, curves: dict[str, npt.NDArray[np.float64]], ax: Axes) -> Axes:
    """Draw the loss along a line through weight space, one curve per label.

    Parameters
    ----------
    shifts : array_like, shape (N,)
    curves : dict of str to ndarray of shape (N,)
    ax : matplotlib.axes.Axes
    """
    styles = zip(("orange", "blue"), ("-", "--"), strict=True)
    for (label, values), (colour, line) in zip(curves.items(), styles, strict=False):
        ax.plot(shifts, values, line, color=COLOURS[colour], label=label)
    ax.set(xlabel="shift of the first weight", ylabel="loss")
    ax.legend()
    return ax
