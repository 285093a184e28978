"""Picture of Figure 3."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from gcbook.experiments import Figure3
from gcbook.plots._style import COLOURS

_LOOKS = (("blue", "o"), ("orange", "s"), ("green", "D"))
_TWO_SIDED_95 = 1.96


def draw_figure_3(result: Figure3, ax: Axes, *, look: int = 0) -> Axes:
    """Draw mean iterations with 95 % intervals against the angle, one line per noise.

    Cells where some run reached the limit are drawn hollow: their mean, over the runs that
    converged, is too small.
    """
    for number, noise in enumerate(result.config.noises):
        colour, marker = _LOOKS[(look + number) % len(_LOOKS)]
        cells = [c for c in result.cells if c.noise == noise and c.converged.any()]
        means = np.array([cell.steps[cell.converged].mean() for cell in cells])
        errors = [
            _TWO_SIDED_95 * cell.steps[cell.converged].std() / np.sqrt(cell.converged.sum())
            for cell in cells
        ]
        degrees = np.array([cell.degrees for cell in cells])
        full = np.array([cell.converged.all() for cell in cells])
        label = "no noise" if noise == 0 else f"noise {noise:g}"
        ax.errorbar(degrees, means, errors, color=COLOURS[colour], linewidth=1.4, label=label)
        ax.plot(degrees[full], means[full], marker, color=COLOURS[colour])
        ax.plot(degrees[~full], means[~full], marker, color=COLOURS[colour], fillstyle="none")
    ax.set(xlabel="angle (degrees)", ylabel="iterations")
    ax.set_ylim(0, auto=True)  # a second result may be drawn into the same axes
    ax.legend()
    return ax


def draw_paired_differences(result: Figure3, ax: Axes, *, look: int = 0) -> Axes:
    """Draw the paired differences from the right angle with their 95 % intervals."""
    for number, noise in enumerate(result.config.noises):
        colour, marker = _LOOKS[(look + number) % len(_LOOKS)]
        for degrees in result.config.degrees:
            test, pairs = result.against_orthogonal(degrees, noise)
            if degrees == 90 or pairs < 2:
                continue
            ax.plot([degrees] * 2, [test.low, test.high], color=COLOURS[colour], linewidth=1.6)
            ax.plot(degrees, test.difference, marker, color=COLOURS[colour])
    ax.axhline(0, color=COLOURS["black"], linewidth=0.8)
    ax.set(xlabel="angle (degrees)", ylabel="iterations more than at 90°")
    return ax
