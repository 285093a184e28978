"""Width and the clock (Section 7.3): four starts race to zero loss, with their bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.bounds import error_mass_ceiling, error_mass_floor
from gcbook.data import PolarGrid
from gcbook.experiments.width.follow import follow
from gcbook.initialisation import polygon
from gcbook.network import Network
from gcbook.widgets._figure import Figure, frame, joined

STARTS = ("paper", "doubled", "small", "polygon")
MOST = 2000
SPEED = 0.3
TINY = 1e-4


class ClockFigure(Figure):
    """Four starts of the same width race to zero loss on the paper's 880 points.

    One of them is chosen: its margin gamma_t is shown step by step, and its error mass Q between
    the floor of the speed limit (Theorem 2) and the ceiling that its least margin gives (Theorem
    1).  All numbers are those of `race`; nothing moves by itself.

    Parameters
    ----------
    k : int
        The number of positive neurons at first, from 3 to `most`.
    start : {"paper", "doubled", "small", "polygon"}
        The chosen start.  "paper": all weights standard normal, k neurons of each sign.  "doubled":
        the negative neurons copy the positive ones.  "small": positive neurons only, 1e-4 times
        standard normal.  "polygon": a regular polygon of that size.
    at : int
        Where the slider of time stands, from 0 to 100; it is logarithmic.
    draw : int
        Which of the five random draws is shown first.
    most : int
        The right end of the slider for k.
    seed : int
        Of the draws.
    label : str
        What the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> from gcbook.widgets import ClockFigure
    >>> figure = ClockFigure(k=5, start="polygon")
    >>> run = figure.race()
    >>> run.steps, bool(run.floor < run.mass[-1] < run.ceiling)
    (92, True)
    """

    _esm = joined("parts.js", "film.js", "clock.js")
    _css = joined("style.css", "clock.css")
    k = traitlets.Int().tag(sync=True)
    start = traitlets.Unicode().tag(sync=True)
    at = traitlets.Int().tag(sync=True)
    draw = traitlets.Int().tag(sync=True)
    most = traitlets.Int().tag(sync=True)
    table = traitlets.List(traitlets.List()).tag(sync=True)

    def __init__(
        self,
        k: int = 6,
        start: str = "paper",
        at: int = 100,
        draw: int = 0,
        most: int = 24,
        seed: int = 73,
        label: str = "Four starts race to zero loss: losses, margin and error mass against time.",
        **traits: Any,
    ) -> None:
        most = _checks.integer(most, "most", low=3, high=30)
        normal = np.random.default_rng(seed).standard_normal((5, 2 * most, 2))
        super().__init__(
            k=_checks.integer(k, "k", low=3, high=most),
            start=_checks.choice(start, "start", STARTS),
            at=_checks.integer(at, "at", low=0, high=100),
            draw=_checks.integer(draw, "draw", low=0, high=4),
            most=most,
            table=normal.round(5).tolist(),
            label=label,
            **traits,
        )

    def race(self, start: str | None = None) -> Run:
        """Return the run of one start, the chosen one by default."""
        return race(self.table[self.draw], self.k, self.start if start is None else start)

    def svg(self) -> str:
        """Return the figure as it stands, as a static SVG."""
        body = '<path d="M.7,.2V1.3H3.9" fill="none" stroke="#888" stroke-width=".012"/>'
        for lane, start in enumerate(STARTS):
            run, mine = self.race(start), start == self.start
            colour, width = ("#0072b2", 0.03) if mine else ("#888", 0.015)
            line = " ".join(f"{_across(t):.3f},{_up(x):.3f}" for t, x in enumerate(run.loss) if x)
            body += (
                f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
            )
            y, end = 1.6 + 0.2 * lane, _across(run.steps if run.steps >= 0 else MOST)
            body += (
                f'<text x=".62" y="{y + 0.05:.2f}" font-size=".15" text-anchor="end" '
                f'fill="{colour}">{start}</text><path d="M.7,{y:.2f}H{end:.3f}" '
                f'stroke="{colour}" stroke-width="{2 * width}"/>'
            )
        return frame(self._title(), body, "0 0 4 2.4")

    def _title(self) -> str:
        run = self.race()
        ending = f"zero loss at step {run.steps}" if run.steps >= 0 else f"not done in {MOST} steps"
        return (
            f"k = {self.k}, start {self.start}: {ending}, Q = {run.mass[-1]:.3g}, "
            f"floor {run.floor:.3g}, ceiling {run.ceiling:.3g}"
        )


@dataclass(frozen=True, eq=False)
class Run:
    """One run of gradient descent with eta k = 0.3 on the 880 points, step by step.

    Attributes
    ----------
    loss, missed, margin, mass : ndarray, shape (T,)
        l, P, gamma, and Q up to and including the step.
    steps : int
        The first step with zero loss; -1 if there is none among the first 2000.
    floor, ceiling : float
        Theorem 2's and Theorem 1's bounds on Q; the ceiling is inf if the condition failed at a
        step.
    """

    loss: FloatArray
    missed: FloatArray
    margin: FloatArray
    mass: FloatArray
    steps: int
    floor: float
    ceiling: float


def race(draws: npt.ArrayLike, k: int, start: str) -> Run:
    """Return the run of one start from normal vectors, of which the first half are positive.

    Parameters
    ----------
    draws : array_like, shape (2 most, 2)
    k : int
        At most `most`.
    start : {"paper", "doubled", "small", "polygon"}
    """
    rows, positive = layer(np.asarray(draws, dtype=np.float64), k, start)
    signs, step, grid = np.where(positive, 0.5, -0.5), SPEED / k, PolarGrid()
    # a class must have a neuron; one of length zero stays there
    outputs = np.stack([np.append(signs, -0.5), np.append(-signs, 0.5)])
    begin = np.concatenate([rows, np.zeros((1, 2))])[None]
    seen = follow(Network(outputs), begin, grid, step=step, steps=MOST)
    least = float(seen.margin.min())
    deficit = 1 - 2 * np.maximum(grid.points @ rows.T, 0.0) @ signs
    return Run(
        loss=seen.loss[:, 0],
        missed=seen.missed[:, 0],
        margin=seen.margin[:, 0],
        mass=seen.error_mass[:, 0],
        steps=int(seen.steps[0]),
        floor=error_mass_floor(deficit, np.linalg.norm(grid.points, axis=1), len(rows)),
        ceiling=error_mass_ceiling(rows, positive, least, step=step) if least > 0 else float("inf"),
    )


def layer(draws: FloatArray, k: int, start: str) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Return the rows of a start and which of them are positive."""
    _checks.choice(start, "start", STARTS)
    half = draws[:k]
    if start in ("paper", "doubled"):
        most = len(draws) // 2
        other = draws[most : most + k] if start == "paper" else half
        return np.concatenate([half, other]), np.arange(2 * k) < k
    unit = half if start == "small" else polygon(k, turn=np.pi / 80).weights
    return TINY * unit, np.full(k, True)


def _across(step: int) -> float:
    return float(0.7 + 3.2 * np.log(step + 1) / np.log(MOST + 1))


def _up(loss: float) -> float:
    share = (np.log10(max(loss, 1e-5)) + 5) / 5.5
    return float(1.3 - 1.1 * share)
