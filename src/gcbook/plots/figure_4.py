"""Pictures of Figure 4."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from gcbook.experiments import Figure4
from gcbook.plots._style import COLOURS


def draw_iterations(result: Figure4, ax: Axes) -> Axes:
    """Draw a box per number of neurons: median, quartiles, whiskers to the 5 % and 95 % points."""
    ax.boxplot(
        list(result.steps.values()),
        tick_labels=[str(neurons) for neurons in result.steps],
        whis=(5, 95),
        widths=0.6,
        patch_artist=True,
        boxprops={"facecolor": COLOURS["sky"] + "66", "edgecolor": COLOURS["blue"]},
        medianprops={"color": COLOURS["orange"], "linewidth": 2.2},
        whiskerprops={"color": COLOURS["blue"]},
        capprops={"color": COLOURS["blue"]},
        flierprops={"marker": ".", "markersize": 3, "markeredgecolor": COLOURS["grey"]},
    )
    ax.grid(axis="x", visible=False)
    ax.set(xlabel="neurons $2k$", ylabel="iterations to zero loss", ylim=(0, None))
    return ax


def draw_norms(result: Figure4, ax: Axes) -> Axes:
    """Draw the largest norm of every run as a histogram, with the norm at the start behind it."""
    edges = np.linspace(result.norm_at_start.min(), result.max_norm.max(), 41).tolist()
    ax.hist(
        result.norm_at_start,
        edges,
        color=COLOURS["grey"],
        alpha=0.35,
        label=r"at the start, $|W^0|$",
    )
    ax.hist(
        result.max_norm,
        edges,
        histtype="step",
        color=COLOURS["blue"],
        linewidth=1.8,
        label=r"largest, $\max_t |W^t|$",
    )
    ax.set(xlabel=r"$|W| = \sum_j |w_j|$", ylabel="runs")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0))  # clear of the bars
    return ax


def draw_growth(result: Figure4, ax: Axes) -> Axes:
    """Draw the growth of the positive neurons' norm, the part that training adds."""
    growth = result.max_positive_norm - result.positive_norm_at_start
    ax.hist(growth, 40, color=COLOURS["green"], alpha=0.7)
    ax.set(xlabel="growth of the positive neurons", ylabel="runs")
    return ax
