"""Pictures of Figure 5."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from gcbook.data import PolarGrid
from gcbook.experiments import Figure5
from gcbook.plots._pieces import floats
from gcbook.plots._style import COLOURS


def draw_kelvin(frame: npt.ArrayLike, curve: npt.ArrayLike, ax: Axes) -> Axes:
    """Draw one moment of Figure 5.

    Parameters
    ----------
    frame : array_like, shape (2 k, 2)
        Weights, the positive ones first; these are drawn by their directions.
    curve : array_like, shape (n,)
        ``rho = min(1, relu(f))`` at n angles evenly spaced from 0 to 2 pi.
    ax : matplotlib Axes
    """
    rho = floats(curve)
    angles = np.linspace(0, 2 * np.pi, len(rho))
    _draw_data(rho, ax)
    ax.plot(rho * np.cos(angles), rho * np.sin(angles), color=COLOURS["orange"], linewidth=1.6)
    weights = floats(frame)
    positive, negative = np.split(weights, 2)
    positive = positive / np.linalg.norm(positive, axis=1, keepdims=True)
    for rows, colour, marker in ((negative, "pink", "s"), (positive, "black", "o")):
        for x, y in rows:
            ax.plot([0, x], [0, y], color=COLOURS[colour], linewidth=1.8, zorder=4)
        ax.plot(*rows.T, marker, color=COLOURS[colour], markersize=5.5, zorder=5)
    ax.set(xlim=(-1.15, 1.15), ylim=(-1.15, 1.15), aspect="equal")
    ax.axis("off")
    return ax


def draw_losses(result: Figure5, ax: Axes) -> Axes:
    """Draw the loss of Figure 5's run over its iterations, without and with the condition."""
    times = np.arange(result.steps + 1)
    without = np.where(result.condition, np.nan, result.losses)
    within = np.where(result.condition, result.losses, np.nan)
    ax.plot(times, without, color=COLOURS["orange"], label="condition fails")
    ax.plot(times, within, color=COLOURS["blue"], label="condition holds")
    ax.set(xlabel="iteration $t$", ylabel="loss $l_1$", yscale="log")
    ax.legend()
    return ax


def _draw_data(rho: npt.NDArray[np.float64], ax: Axes) -> None:
    """Draw the data after the Kelvin transformation, settled points dark."""
    grid = PolarGrid()
    inside = np.interp(grid.angles, np.linspace(0, 2 * np.pi, len(rho)), rho)
    radii = 1 / grid.radii[:, None]
    points = radii[..., None] * grid.directions
    settled = radii <= inside + 1e-9
    for rows, colour in ((points[settled], "blue"), (points[~settled], "sky")):
        ax.add_patch(_dots(rows, COLOURS[colour]))


def _dots(points: npt.NDArray[np.float64], colour: str) -> PathPatch:
    """Return all points as one path of round dots: far smaller as SVG than one marker each."""
    codes = np.tile([Path.MOVETO, Path.LINETO], len(points)).astype(Path.code_type)
    path = Path(np.repeat(points, 2, axis=0), codes if len(points) else None)
    path.should_simplify = False
    return PathPatch(path, fill=False, edgecolor=colour, linewidth=1.7, capstyle="round", zorder=2)
