"""Pictures for Section 7.2: the rate law, the zonotope and the ball."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Polygon

from gcbook.experiments.rate import Flow
from gcbook.plots._pieces import floats
from gcbook.plots._style import COLOURS

BLUE, ORANGE, GREEN, BLACK, GREY = (
    COLOURS[name] for name in ("blue", "orange", "green", "black", "grey")
)


def draw_losses_over_decades(
    curves: Sequence[tuple[str, npt.ArrayLike, npt.ArrayLike]], ax: Axes
) -> Axes:
    """Draw losses against time, both logarithmic.

    Parameters
    ----------
    curves : sequence of (str, array_like, array_like)
        Name, times and losses; a name with "t^" is a law and is drawn dashed.
    """
    colours = (BLUE, GREEN, ORANGE, COLOURS["pink"])
    drawn = 0
    for name, times, losses in curves:
        law = "t^" in name
        ax.loglog(
            np.asarray(times),
            np.asarray(losses),
            color=GREY if law else colours[drawn % 4],
            linestyle="--" if law else "-",
            linewidth=1.2 if law else 2.0,
            label=name,
        )
        drawn += not law
    ax.set(xlabel="time $t$", ylabel="loss $l$")
    ax.legend(loc="lower left", fontsize=9, handlelength=1.2, borderaxespad=0.1)
    return ax


def draw_steps_beside_flow(flow: Flow, descents: Mapping[str, Flow], ax: Axes) -> Axes:
    """Draw the loss of a flow as a line, and of descents from the same start as marks on it."""
    ax.loglog(flow.times, flow.loss, color=BLACK, linewidth=1.2, label="flow")
    for (name, run), colour, mark in zip(
        descents.items(), (BLUE, ORANGE, GREEN), ("o", "s", "^"), strict=False
    ):
        ax.loglog(run.times, run.loss, mark, color=colour, markersize=5, mfc="none", label=name)
    ax.set(xlabel=r"time $t$, or $\eta t$", ylabel="loss $l$")
    ax.legend(loc="lower left", fontsize=9)
    return ax


def draw_local_slopes(families: Mapping[str, tuple[Sequence[Flow], float]], ax: Axes) -> Axes:
    """Draw local slopes of log l against log t, with the predicted exponents as lines.

    Parameters
    ----------
    families : mapping
        Name to the runs and the predicted slope.
    """
    for (name, (flows, predicted)), colour in zip(
        families.items(), (BLUE, GREEN, ORANGE, COLOURS["pink"]), strict=False
    ):
        for number, flow in enumerate(flows):
            middle = np.sqrt(flow.times[1:] * flow.times[:-1])
            ax.semilogx(
                middle,
                flow.local_slope,
                color=colour,
                linewidth=1.5,
                label=name if number == 0 else None,
            )
        ax.axhline(predicted, color=colour, linestyle="--", linewidth=1)
    ax.set(xlabel="time $t$", ylabel="local slope")
    ax.legend(loc="upper right", fontsize=9)
    return ax


def draw_free_ratio(families: Mapping[str, Sequence[Flow]], ax: Axes) -> Axes:
    """Draw (d^2 - 1) t l / |W - W*|^2 of each run up to a decade before its end; the limit is 1."""
    for (name, flows), colour in zip(families.items(), (BLUE, ORANGE, GREEN), strict=False):
        for number, flow in enumerate(flows):
            keep = slice(None, -2 * flow.half_decade)
            d = flow.law.dimension
            ax.semilogx(
                flow.times[keep],
                (d * d - 1) * flow.free_ratio[keep],
                color=colour,
                linewidth=1.5,
                label=name if number == 0 else None,
            )
    ax.axhline(1.0, color=BLACK, linestyle="--", linewidth=1)
    ax.set(xlabel="time $t$", ylabel="ratio, limit 1", ylim=(0, 1.5))
    ax.legend(loc="lower right", fontsize=9)
    return ax


def draw_zonotope(
    segments: npt.ArrayLike, radius: float, ax: Axes, *, contact: npt.ArrayLike | None = None
) -> Axes:
    """Draw the zonotope sum_j [0, w_j] of the plane and a disc about the origin.

    Parameters
    ----------
    segments : array_like, shape (k, 2)
        The w_j.
    radius : float
        Of the disc.
    contact : array_like, shape (2,), optional
        A unit vector whose supporting line is drawn.
    """
    rows = floats(segments)
    ax.add_patch(Polygon(_outline(rows), closed=True, color=BLUE, alpha=0.18, linewidth=0))
    ax.plot(*_outline(rows, closed=True).T, color=BLUE, linewidth=1.5)
    ax.add_patch(Circle((0, 0), radius, fill=False, edgecolor=ORANGE, linewidth=2))
    for w in rows:
        ax.annotate("", tuple(w), (0, 0), arrowprops={"arrowstyle": "->", "color": BLACK})
    if contact is not None:
        u = floats(contact)
        height = np.maximum(rows @ u, 0.0).sum()
        along = np.array([-u[1], u[0]])
        line = height * u + np.array([[-1.7], [1.7]]) * radius * along
        ax.plot(*line.T, color=BLACK, linestyle="--", linewidth=1.5)
    reach = 1.15 * max(np.abs(_outline(rows)).max(), 2.6 * radius)
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
    ax.set_axis_off()
    return ax


def _outline(rows: npt.NDArray[np.float64], closed: bool = False) -> npt.NDArray[np.float64]:
    """Return the corners of sum [0, w_j]: start at the sum of all rows below the axis, turn."""
    flipped = np.where(rows[:, 1:] < 0, -rows, rows)
    corner = rows[rows[:, 1] < 0].sum(axis=0)
    order = np.argsort(np.arctan2(flipped[:, 1], flipped[:, 0]))
    edges = np.concatenate([flipped[order], -flipped[order]])
    path = corner + np.concatenate([np.zeros((1, 2)), np.cumsum(edges, axis=0)])
    return np.asarray(path if closed else path[:-1])
