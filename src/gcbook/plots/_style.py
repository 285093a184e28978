"""One look for every figure of the book.

Figures are vector graphics without a background, in colours that colour-blind readers can tell
apart (Okabe and Ito, 2008), in type that stays legible on a phone.  The drawing functions get
results and axes; they compute nothing.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import matplotlib as mpl
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from gcbook.plots._narrow import with_narrow

# The Okabe-Ito colours by name; yellow is left out of the cycle, it is too light for lines.
COLOURS = MappingProxyType(
    {
        "blue": "#0072B2",
        "orange": "#D55E00",
        "green": "#009E73",
        "pink": "#CC79A7",
        "amber": "#E69F00",
        "sky": "#56B4E9",
        "black": "#1A1A1A",
        "grey": "#767676",
        "yellow": "#F0E442",
    }
)
CYCLE = tuple(COLOURS[name] for name in ("blue", "orange", "green", "pink", "amber", "sky"))
WIDTH = 6.4  # inches; the text column at 100 %

_RC: dict[Any, Any] = {
    "figure.figsize": (WIDTH, 3.6),
    "figure.dpi": 100,  # of what is rasterised inside a figure, too
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "savefig.transparent": True,
    "savefig.bbox": "tight",
    "svg.fonttype": "none",
    "svg.hashsalt": "gcbook",
    "path.simplify_threshold": 0.5,  # half a pixel: curves of thousands of steps stay light
    "font.family": "sans-serif",
    "font.size": 11,
    "axes.titlesize": 11,
    "axes.labelsize": 11,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "legend.fontsize": 10,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": COLOURS["black"],
    "axes.labelcolor": COLOURS["black"],
    "text.color": COLOURS["black"],
    "xtick.color": COLOURS["black"],
    "ytick.color": COLOURS["black"],
    "axes.titlelocation": "left",
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#E0E0E0",  # without alpha, which grids in space do not have
    "grid.alpha": 1.0,
    "grid.linewidth": 0.8,
    "lines.linewidth": 2.0,
    "lines.markersize": 6,
    "errorbar.capsize": 0,
    "hatch.linewidth": 0.8,
    "mathtext.fontset": "dejavusans",
}


def use_style() -> None:
    """Set matplotlib's defaults to the style of the book.

    In Jupyter, figures become SVG with reproducible identifiers and no date, so that an unchanged
    chapter gives unchanged files.

    Examples
    --------
    >>> from gcbook import plots
    >>> plots.use_style()
    """
    mpl.rcParams.update(_RC)
    mpl.rcParams["axes.prop_cycle"] = cycler(color=CYCLE)
    try:
        inline = importlib.import_module("matplotlib_inline.backend_inline")
        shell = importlib.import_module("IPython").get_ipython()
    except ModuleNotFoundError:
        return  # not in Jupyter: the rc settings are all there is to set
    if shell is not None:
        inline.set_matplotlib_formats("svg", metadata={"Date": None}, bbox_inches="tight")
        if os.environ.get("GCBOOK_NARROW"):  # the build of the book asks for the phone's figures
            pictures = shell.display_formatter.formatters["image/svg+xml"]
            pictures.for_type(Figure, with_narrow(pictures.lookup_by_type(Figure)))


def ramp(name: str = "ramp") -> LinearSegmentedColormap:
    """Return a sequential colour map from pale sky to dark blue, safe for colour-blind readers."""
    return LinearSegmentedColormap.from_list(name, ["#DCEBF7", "#56B4E9", "#0072B2", "#08304F"])


def label_lines(ax: Axes, labels: Sequence[str], *, pad: float = 0.012) -> None:
    """Write each line's label at its right end, in its colour, instead of a legend.

    Parameters
    ----------
    ax : matplotlib Axes
        Its lines, in the order of `labels`.
    labels : sequence of str
        An empty label leaves a line without one.
    pad : float
        Gap between line and label, as a share of the width of the axes.
    """
    low, high = ax.get_xlim()
    for line, label in zip(ax.get_lines(), labels, strict=False):
        if not label:
            continue
        x, y = (float(values[-1]) for values in np.asarray(line.get_data(), dtype=float))
        ax.annotate(
            label,
            (x, y),
            xytext=(x + pad * (high - low), y),
            color=line.get_color(),
            va="center",
            fontweight="bold",
            annotation_clip=False,
        )
