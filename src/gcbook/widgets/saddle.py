"""Two landscapes of linear networks that answer: a valley, and a line of saddles in space."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import traitlets

from gcbook import _checks
from gcbook.widgets._figure import Figure, frame, joined

Point = tuple[float, ...]
STRENGTH, LEVEL = 1.5, 1.125  # s, and the loss s^2/2 of the saddles
VALLEY, SPACE = (0.01, 1200), (0.025, 800)  # the step and the number of steps
ENDS = {1: "both weights positive", -1: "both weights negative", 0: "the saddle"}
SIDES = {1: "above", -1: "below", 0: "on"}


class ValleyFigure(Figure):
    """The loss (1 - w1 w2)^2 / 2 with a start to drag, its flow, and the loss against time.

    The flow conserves w2^2 - w1^2 (dashed) and the sign of w1 + w2, which decides where it ends.
    Starts are whole hundredths, so that this sign is exact in the page as in Python.

    Parameters
    ----------
    start : iterable of int
        w1 and w2 in hundredths, from -220 to 220.
    at : int
        Where the slider of time stands, from 0 to 100 (time 12).
    label : str
        What the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> from gcbook.widgets import ValleyFigure
    >>> [ValleyFigure([-120, w]).branch for w in (121, 120, 119)]
    [1, 0, -1]
    """

    _esm = joined("saddle.js")
    _css = joined("style.css", "saddle.css")
    kind = traitlets.Unicode("valley").tag(sync=True)
    start = traitlets.List(traitlets.Int()).tag(sync=True)
    at = traitlets.Int().tag(sync=True)

    def __init__(
        self,
        start: Iterable[int] = (-120, 140),
        at: int = 20,
        label: str = "The loss of two weights: two curves of minima, a saddle between them, and a "
        "start. Tab to the start and move it with the arrow keys.",
        **traits: Any,
    ) -> None:
        whole = [_checks.integer(part, "start", low=-220, high=220) for part in start]
        if len(whole) != 2:
            raise ValueError(f"start must hold w1 and w2; got {len(whole)} numbers")
        place = _checks.integer(at, "at", low=0, high=100)
        super().__init__(start=whole, at=place, label=label, **traits)

    @property
    def branch(self) -> int:
        """Where the flow ends: 1 or -1, the sign of both weights; 0 for the saddle."""
        total = sum(self.start)
        return (total > 0) - (total < 0)

    @property
    def run(self) -> list[Point]:
        """The points (w1, w2) of the flow at t = 0, 0.01, ..., 12."""
        return follow(slide, tuple(part / 100 for part in self.start), *VALLEY)

    def svg(self) -> str:
        """Return the valley, the start and its path, as a static SVG."""
        curve = [0.46 * (2.2 / 0.46) ** (n / 30) for n in range(31)]
        body = "".join(
            polyline([(sign * x, -sign / x) for x in curve], "#0072b2", 0.045) for sign in (1, -1)
        )
        body += '<path d="M-.1,-.1L.1,.1M-.1,.1L.1,-.1" stroke="#c04a00" stroke-width=".05"/>'
        path = [(x, -y) for x, y in self.run[::10]]
        body += polyline(path, "#666", 0.03)
        body += f'<circle cx="{path[0][0]:.2f}" cy="{path[0][1]:.2f}" r=".1" fill="#666"/>'
        return frame(f"A flow in the valley, to {ENDS[self.branch]}.", body, "-2.4 -2.4 4.8 4.8")


class SaddleFigure(Figure):
    """The line of saddles in space, the sheet that flows into it, a trajectory (Figures 3, 4).

    The model is `gcbook.companions.linear.SaddleLine` with s = 1.5; the start is (1, b, w).

    Parameters
    ----------
    b : int
        In hundredths, from 0 to 150.
    gap : int
        From -60 (0.3 below the sheet) over 0 (on it, by bisection) to 60; twelve steps are a factor
        of ten.
    turn : int
        Where the viewer stands, in degrees from -180 to 180.
    at : int
        Where the slider of time stands, from 0 to 100 (time 20).
    label : str
        What the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> from gcbook.widgets import SaddleFigure
    >>> [round(SaddleFigure(b=100, gap=gap).run[-1][2], 2) > 0 for gap in (-24, 24)]
    [False, True]
    """

    _esm = joined("saddle.js")
    _css = joined("style.css", "saddle.css")
    kind = traitlets.Unicode("space").tag(sync=True)
    b = traitlets.Int().tag(sync=True)
    gap = traitlets.Int().tag(sync=True)
    turn = traitlets.Int().tag(sync=True)
    at = traitlets.Int().tag(sync=True)

    def __init__(
        self,
        b: int = 100,
        gap: int = 20,
        turn: int = -60,
        at: int = 35,
        label: str = "In space: a straight line of saddles, a sheet through it, a curve of minima "
        "on each side, and a trajectory that nears the line and leaves it to one side.",
        **traits: Any,
    ) -> None:
        super().__init__(
            b=_checks.integer(b, "b", low=0, high=150),
            gap=_checks.integer(gap, "gap", low=-60, high=60),
            turn=_checks.integer(turn, "turn", low=-180, high=180),
            at=_checks.integer(at, "at", low=0, high=100),
            label=label,
            **traits,
        )

    @property
    def run(self) -> list[Point]:
        """The points (a, b, w) of the flow at t = 0, 0.025, ..., 20."""
        place = self.b / 100
        return follow(pull, (1.0, place, edge(1.0, place) + distance(self.gap)), *SPACE)

    def svg(self) -> str:
        """Return the line, the minima and the trajectory, as a static SVG."""
        curve = [0.6 * (2.5 / 0.6) ** (n / 30) for n in range(31)]
        body = polyline(aside([(0.0, -2.0, 0.0), (0.0, 2.0, 0.0)]), "#c04a00", 0.05)
        for sign in (1, -1):
            minima = [(sign * a, 0.0, sign * STRENGTH / a) for a in curve]
            body += polyline(aside(minima), "#0072b2", 0.045)
        body += polyline(aside(self.run[::10]), "#666", 0.03)
        side = SIDES[(self.gap > 0) - (self.gap < 0)]
        return frame(f"A trajectory from {side} the sheet of the saddles.", body, "-3 -3 6 6")


def aside(points: Iterable[Point]) -> list[tuple[float, float]]:
    """Return the points of space on paper: a to the right, w up, b a little aside."""
    return [(a + 0.45 * b, -w - 0.3 * b) for a, b, w in points]


def slide(point: Point) -> Point:
    """Return minus the gradient of (1 - x y)^2 / 2."""
    x, y = point
    return (1 - x * y) * y, (1 - x * y) * x


def pull(point: Point) -> Point:
    """Return minus the gradient of ((s - w a)^2 + (w b)^2) / 2."""
    a, b, w = point
    miss = STRENGTH - w * a
    return miss * w, -w * w * b, miss * a - w * b * b


def advance(field: Callable[[Point], Point], state: Point, h: float) -> Point:
    """Take one step of Runge and Kutta's method, in the order in which the page does."""
    first = field(state)
    second = field(tuple(x + 0.5 * h * k for x, k in zip(state, first, strict=True)))
    third = field(tuple(x + 0.5 * h * k for x, k in zip(state, second, strict=True)))
    fourth = field(tuple(x + 1 * h * k for x, k in zip(state, third, strict=True)))
    slopes = zip(state, first, second, third, fourth, strict=True)
    return tuple(x + (h / 6) * (p + 2 * q + 2 * r + s) for x, p, q, r, s in slopes)


def follow(field: Callable[[Point], Point], start: Point, h: float, steps: int) -> list[Point]:
    """Return the points of a flow, the start among them."""
    points = [start]
    for _ in range(steps):
        points.append(advance(field, points[-1], h))
    return points


def side(point: Point) -> int:
    """Return on which side a point leaves the saddles: the sign of w below their level; 0 if never.

    Below the level w cannot vanish, since the loss is s^2/2 at least where it does.
    """
    (a, b, w), h, s = point, SPACE[0], STRENGTH
    half, sixth = 0.5 * h, h / 6
    for _ in range(2400):
        if ((s - w * a) ** 2 + (w * b) ** 2) / 2 < LEVEL:
            return (w > 0) - (w < 0)
        # `advance`, written out: bisection takes many thousand steps
        miss = s - w * a
        a1, b1, w1 = miss * w, -w * w * b, miss * a - w * b * b
        x, y, z = a + half * a1, b + half * b1, w + half * w1
        miss = s - z * x
        a2, b2, w2 = miss * z, -z * z * y, miss * x - z * y * y
        x, y, z = a + half * a2, b + half * b2, w + half * w2
        miss = s - z * x
        a3, b3, w3 = miss * z, -z * z * y, miss * x - z * y * y
        x, y, z = a + h * a3, b + h * b3, w + h * w3
        miss = s - z * x
        a += sixth * (a1 + 2 * a2 + 2 * a3 + miss * z)
        b += sixth * (b1 + 2 * b2 + 2 * b3 - z * z * y)
        w += sixth * (w1 + 2 * w2 + 2 * w3 + (miss * x - z * y * y))
    return 0


def edge(a: float, b: float, halvings: int = 50) -> float:
    """Return the w at which (a, b, w) flows into the line of saddles, by bisection."""
    low, high = -4.0, 4.0
    for _ in range(halvings):
        w = (low + high) / 2
        found = side((a, b, w))
        if found == 0:
            return w
        low, high = (low, w) if found > 0 else (w, high)
    return (low + high) / 2


def distance(gap: int) -> float:
    """Return the distance from the sheet for a place of the slider."""
    size = float(0.3 * 10 ** ((abs(gap) - 60) / 12))
    return size if gap > 0 else -size if gap < 0 else 0.0


def polyline(points: Iterable[tuple[float, float]], colour: str, width: float) -> str:
    """Return a line of an SVG."""
    places = " ".join(f"{x:.3f},{y:.3f}" for x, y in points)
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
