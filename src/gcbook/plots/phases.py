"""Pictures for Section 5.4: the two phases, their bounds, and too few neurons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Annulus as Ring
from matplotlib.patches import Wedge

from gcbook.data import Annulus
from gcbook.plots._pieces import arrow, bare, circle, floats, origin
from gcbook.plots._style import COLOURS

HOLDS, FAILS, BOUND = COLOURS["blue"], COLOURS["orange"], COLOURS["green"]


def draw_half_cap(
    neurons: npt.ArrayLike, touching: float, angle: float, data: Annulus, ax: Axes
) -> Axes:
    """Draw the half cap D of Proposition 3: data that every positive neuron misses, but for one.

    Parameters
    ----------
    neurons : array_like, shape (k,)
        Directions of the positive neurons, in degrees; all lie in a closed half-plane.
    touching : float
        The direction of the neuron w with <n, w> = 0; n is 90 degrees further.
    angle : float
        beta, in radians.
    data : Annulus
    """
    normal, beta = touching + 90.0, np.degrees(angle)
    width = data.outer - data.inner
    ax.add_patch(Ring((0, 0), data.outer, width, color=COLOURS["sky"], alpha=0.25))
    ax.add_patch(
        Wedge((0, 0), data.outer, normal - beta, normal, width=width, color=FAILS, alpha=0.75)
    )
    ax.add_patch(
        Wedge((0, 0), data.outer, normal, normal + beta, width=width, color=FAILS, alpha=0.25)
    )
    line = 1.15 * data.outer * _unit(touching)
    ax.plot([-line[0], line[0]], [-line[1], line[1]], color=COLOURS["grey"], linewidth=1)
    for direction in np.atleast_1d(floats(neurons)):
        arrow(ax, 0.8 * data.inner * _unit(direction), HOLDS)
    arrow(ax, 0.8 * data.inner * _unit(touching), HOLDS, name="$w_j$")
    arrow(ax, 0.8 * data.inner * _unit(normal), COLOURS["black"], name="$n$")
    middle = (data.inner + data.outer) / 2 * _unit(normal - beta / 2)
    ax.annotate("$D$", tuple(middle), ha="center", va="center")
    return bare(ax, 1.2 * data.outer)


def draw_cap_constants(
    reach: npt.ArrayLike, curves: Sequence[tuple[str, npt.ArrayLike]], ax: Axes
) -> Axes:
    """Draw estimates of a probability against 2 v M R; the forbidden region above 1 is shaded."""
    x = floats(reach)
    colours = (FAILS, BOUND, HOLDS)
    for (name, values), colour, style in zip(curves, colours, ("--", "-", ":"), strict=False):
        ax.plot(x, floats(values), color=colour, linestyle=style, label=name)
    top = ax.get_ylim()[1]
    ax.axhspan(1, max(top, 2), color=COLOURS["grey"], alpha=0.15, linewidth=0)
    ax.set(xlabel="$2vMR$", ylabel="estimate of a probability", xscale="log", yscale="log")
    ax.set_xlim(x[0], x[-1])
    ax.legend(loc="lower left")
    return ax


def draw_phase_losses(loss: npt.ArrayLike, condition: npt.ArrayLike, ax: Axes) -> Axes:
    """Draw the loss over time on a logarithmic axis, the steps without the condition shaded."""
    values = floats(loss)
    _shade(np.asarray(condition), ax)
    ax.plot(values, color=COLOURS["black"])
    ax.set(xlabel="step $t$", ylabel="loss $l_i$", yscale="log", xlim=(0, len(values) - 1))
    return ax


def draw_forced_growth(
    growth: npt.ArrayLike,
    condition: npt.ArrayLike,
    bounds: Sequence[tuple[str, npt.ArrayLike, npt.ArrayLike]],
    ax: Axes,
) -> Axes:
    """Draw how fast the positive norms grow, and how fast the proofs say they must.

    Parameters
    ----------
    growth : array_like, shape (T,)
    condition : array_like of bool, shape (T,)
    bounds : sequence of (str, array_like, array_like)
        Names, times and lower bounds on the growth.
    """
    values = floats(growth)
    _shade(np.asarray(condition), ax)
    ax.plot(values, color=COLOURS["black"], label="measured")
    colours = (BOUND, COLOURS["amber"], HOLDS)
    for (name, times, forced), colour, style in zip(
        bounds, colours, ("-", "--", "-."), strict=False
    ):
        ax.plot(np.asarray(times), np.asarray(forced), color=colour, linestyle=style, label=name)
    ax.set(xlabel="step $t$", ylabel="growth per step", yscale="log", xlim=(0, len(values) - 1))
    ax.legend(loc="lower left", fontsize=9)
    return ax


def draw_looseness(frame: pd.DataFrame, ax: Axes) -> Axes:
    """Draw each run's |T_1| against its bounds, on logarithmic axes; the diagonal is a sharp bound.

    Parameters
    ----------
    frame : DataFrame
        With columns T1, T1 improved, T1 corrected and T1 printed; rows with T1 = 0 are left out.
    """
    shown = frame[frame["T1"] > 0]
    marks = (("T1 printed", "^", FAILS), ("T1 corrected", "s", COLOURS["amber"]))
    for name, marker, colour in (*marks, ("T1 improved", "o", BOUND)):
        ax.plot(shown["T1"], shown[name], marker, color=colour, label=name[3:], alpha=0.8)
    low, high = 0.7 * float(shown["T1"].min()), 1.3 * float(shown["T1"].max())
    ax.plot([low, high], [low, high], color=COLOURS["grey"], linestyle="--", linewidth=1.2)
    _beside("sharp", (high, high), (-4, 7), COLOURS["grey"], ax)
    ax.set(xlabel="measured $|T_1|$", ylabel="bound", xscale="log", yscale="log", xlim=(low, high))
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.6))
    return ax


def draw_directions_of_step(
    weights: npt.ArrayLike, positive: int, ax: Axes, *, holds: bool, arc: tuple[float, float]
) -> Axes:
    """Draw the directions of some neurons, the negative ones hollow, and the gap that decides GC.

    Parameters
    ----------
    weights : array_like, shape (k, 2)
        The first `positive` rows are the positive neurons.
    positive : int
    ax : matplotlib Axes
    holds : bool
        Whether the positive neurons satisfy the condition.
    arc : (float, float)
        Where the widest gap between positive neurons begins and ends, in degrees.
    """
    rows = floats(weights)
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    colour = HOLDS if holds else FAILS
    circle(ax)
    ax.add_patch(Wedge((0, 0), 1, *arc, color=colour, alpha=0.18, linewidth=0))
    for w in unit[:positive]:
        ax.plot([0, w[0]], [0, w[1]], color=colour, linewidth=1.6)
    ax.plot(*unit[:positive].T, "o", color=colour)
    ax.plot(*unit[positive:].T, "o", color=COLOURS["black"], markerfacecolor="none")
    origin(ax)
    return bare(ax, 1.15)


def draw_divergence(times: npt.ArrayLike, ratios: npt.ArrayLike, constant: float, ax: Axes) -> Axes:
    """Draw R_t / t^(1/3) against t, with the predicted limit."""
    t = floats(times)
    ax.axhline(constant, color=BOUND, linestyle="--", linewidth=1.6)
    ax.plot(t, floats(ratios), color=HOLDS)
    _beside(f"predicted {constant:.6f}", (1.3 * t[0], constant), (0, -7), BOUND, ax)
    ax.margins(y=0.2)
    ax.set(xlabel="step $t$", ylabel="$R_t\\,/\\,t^{1/3}$", xscale="log", xlim=(t[0], t[-1]))
    return ax


def draw_loss_laws(
    times: npt.ArrayLike, laws: Sequence[tuple[str, npt.ArrayLike]], ax: Axes
) -> Axes:
    """Draw several losses over time on logarithmic axes."""
    t = floats(times)
    styles = (("-", HOLDS), ("--", FAILS), (":", BOUND))
    for (name, values), (style, colour) in zip(laws, styles, strict=False):
        ax.plot(t, floats(values), style, color=colour, label=name)
    ax.set(xlabel="step $t$", ylabel="loss $l_i$", xscale="log", yscale="log", xlim=(t[0], t[-1]))
    ax.legend(loc="lower left")
    return ax


def _shade(condition: npt.NDArray[np.bool_], ax: Axes) -> None:
    """Shade the steps without the condition."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], condition, [True]]).astype(int)))
    for begin, end in edges.reshape(-1, 2):
        ax.axvspan(begin, end, color=FAILS, alpha=0.15, linewidth=0)


def _beside(
    text: str, at: tuple[float, float], by: tuple[float, float], colour: str, ax: Axes
) -> None:
    """Write clear of a line: as many points away from it as `by` says, and outwards from there."""
    ha, va = "right" if by[0] < 0 else "left", "top" if by[1] < 0 else "bottom"
    ax.annotate(text, at, by, textcoords="offset points", ha=ha, va=va, color=colour)


def _unit(degrees: float) -> npt.NDArray[np.float64]:
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
