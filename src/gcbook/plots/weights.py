"""Pictures for Section 5.1: how weights grow and shrink."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Annulus as Ring
from matplotlib.patches import Circle

from gcbook.data import Annulus
from gcbook.plots._pieces import arrow, bare, floats, origin
from gcbook.plots._style import COLOURS

OUT, IN, BOUND = COLOURS["blue"], COLOURS["orange"], COLOURS["green"]


def draw_one_step(
    weight: npt.ArrayLike, pull: npt.ArrayLike, ax: Axes, *, colour: str = IN
) -> Axes:
    """Draw one neuron, the two parts of its update, and the circle of its old norm.

    Parameters
    ----------
    weight : array_like, shape (2,)
    pull : array_like, shape (2,)
        What the step adds to the weight, -eta times the gradient.
    ax : matplotlib Axes
    """
    old, change = floats(weight), floats(pull)
    unit = old / np.linalg.norm(old)
    along = old + (change @ unit) * unit
    ax.add_patch(
        Circle((0, 0), float(np.linalg.norm(old)), fill=False, color=COLOURS["grey"], lw=1, ls="--")
    )
    arrow(ax, old, COLOURS["black"])
    arrow(ax, along, colour, start=old)
    arrow(ax, old + change, colour, start=along)
    arrow(ax, old + change, COLOURS["grey"])
    origin(ax)
    return bare(ax)


def draw_tail(
    heights: npt.ArrayLike, tail: npt.ArrayLike, mass: float, bound: float, ax: Axes
) -> Axes:
    """Draw t -> P(A, s > t) and the triangle below it that the bathtub inequality uses.

    Parameters
    ----------
    heights, tail : array_like, shape (N,)
    mass : float
        P(A), the value at t = 0.
    bound : float
        C_p, the steepest descent of the tail.
    """
    t, values = floats(heights), floats(tail)
    ax.fill_between(t, values, color=COLOURS["sky"], alpha=0.3, linewidth=0)
    ax.fill([0, 0, mass / bound], [0, mass, 0], facecolor=BOUND, alpha=0.35, linewidth=0)
    ax.plot(t, values, color=OUT)
    ax.plot([0, mass / bound], [mass, 0], color=BOUND, linestyle="--")
    ax.set(xlabel="$t$", ylabel="$P(A,\\ s>t)$", xlim=(0, t[-1]), ylim=(0, None))
    return ax


def draw_slices(data: Annulus, heights: Sequence[float], ax: Axes) -> Axes:
    """Draw an annulus and its slices at the given heights."""
    ax.add_patch(Ring((0, 0), data.outer, data.outer - data.inner, color=COLOURS["sky"], alpha=0.3))
    for height, colour in zip(heights, (OUT, IN, BOUND), strict=False):
        outer = np.sqrt(data.outer**2 - height**2)
        inner = np.sqrt(max(data.inner**2 - height**2, 0.0))
        for sign in (-1, 1):
            ax.plot([sign * inner, sign * outer], [height, height], color=colour, linewidth=3)
        ax.annotate(f"$a={height:g}$", (0.05, height + 0.07), color=colour, ha="center")
    return bare(ax, 1.1 * data.outer)


def draw_slice_lengths(
    heights: npt.ArrayLike, masses: npt.ArrayLike, bound: float, printed: float, ax: Axes
) -> Axes:
    """Draw the mass of the slice at each height, with the sharp and the printed bound."""
    a = floats(heights)
    ax.plot(a, floats(masses), color=OUT)
    ax.axhline(bound, color=BOUND, linestyle="--", linewidth=1.6)
    ax.axhline(printed, color=IN, linestyle=":", linewidth=1.6)
    ax.annotate("$C_p$", (a[-1], bound), ha="right", va="bottom", color=BOUND)
    ax.text(0.2 * a[-1], printed, "printed bound", va="top", color=IN)  # clear of the curve
    ax.set(xlabel="height $a$", ylabel="mass density of the slice", xlim=(0, a[-1]), ylim=(0, None))
    return ax


def draw_slice_constants(dimensions: npt.ArrayLike, ratios: npt.ArrayLike, ax: Axes) -> Axes:
    """Draw, for each dimension, the largest slice over the printed bound p_max M^(d-1)."""
    d, ratio = np.asarray(dimensions), floats(ratios)
    wrong = ratio > 1
    ax.axhline(1, color=COLOURS["black"], linewidth=1)
    ax.vlines(d, 1, ratio, color=COLOURS["grey"], linewidth=1)
    ax.plot(d[wrong], ratio[wrong], "o", color=IN, label="printed bound too small")
    ax.plot(d[~wrong], ratio[~wrong], "s", color=OUT, label="printed bound holds")
    ax.set(xlabel="dimension $d$", ylabel="$C_p$ over the printed bound", yscale="log")
    ax.set_xticks(d[::2])
    ax.legend(loc="lower left")
    return ax


def draw_step_sizes(
    steps: npt.ArrayLike,
    change: npt.ArrayLike,
    marks: Sequence[tuple[str, float]],
    ax: Axes,
) -> Axes:
    """Draw by how much a norm changes in one step, with thresholds for the step size.

    Parameters
    ----------
    steps, change : array_like, shape (N,)
        Step sizes, and |w'|^2 - |w|^2 after one step of each.
    marks : sequence of (str, float)
        Names and step sizes of the thresholds.
    """
    eta, gained = floats(steps), floats(change)
    ax.axhline(0, color=COLOURS["black"], linewidth=1)
    ax.fill_between(eta, 0, gained, where=gained > 0, color=IN, alpha=0.25, linewidth=0)
    ax.plot(eta, gained, color=OUT)
    top = float(gained.max())
    for (name, value), height in zip(marks, (0.95, 0.75, 0.55), strict=False):
        ax.axvline(value, color=COLOURS["grey"], linestyle="--", linewidth=1.2)
        ax.annotate(
            name,
            (value, height * top),
            xytext=(-6, 0),  # clear of its line
            textcoords="offset points",
            ha="right",
            va="center",
            color=COLOURS["black"],
        )
    ax.set(xlabel="step size $\\eta$", ylabel="$|w'|^2-|w|^2$", xlim=(0, eta[-1]))
    return ax


def draw_norm_paths(
    norms: npt.ArrayLike, positive: npt.ArrayLike, ax: Axes, *, trap: float | None = None
) -> Axes:
    """Draw the norm of every neuron over time, the positive ones apart from the negative ones.

    Parameters
    ----------
    norms : array_like, shape (T, k)
    positive : array_like of bool, shape (k,)
    ax : matplotlib Axes
    trap : float, optional
        The radius that a short negative neuron cannot leave.
    """
    values, owned = floats(norms), np.asarray(positive)
    for j in range(values.shape[1]):
        ax.plot(
            values[:, j],
            color=OUT if owned[j] else IN,
            linestyle="-" if owned[j] else "--",
            linewidth=1.6,
        )
    if trap is not None:
        ax.axhline(trap, color=BOUND, linewidth=1.4, linestyle=":")
        ax.annotate("trap radius", (len(values) - 1, trap), ha="right", va="bottom", color=BOUND)
    ax.plot([], [], color=OUT, label="positive neurons")
    ax.plot([], [], color=IN, linestyle="--", label="negative neurons")
    ax.set(xlabel="step $t$", ylabel="$|w_j^t|$", xlim=(0, len(values) - 1), ylim=(0, None))
    ax.legend(loc="best")
    return ax
