"""Figures a reader can drag: in Jupyter, and in the built page with no kernel behind it.

Each widget is one ES module (``<name>.js``, or parts that `joined` makes one of) that renders
itself, with its mathematics in pure functions that the tests compare with Python on shared cases.
In Jupyter the module is rendered by anywidget; in the built page by ``static.js``, which the book
includes where a page holds a widget.  Where neither can run there is a static picture
(`Figure.fallback`).

Angles and coordinates that a verdict depends on are whole numbers, and so are the hundredths in
which a flow starts: two neurons are exactly opposite or are not, in both languages.  Only the
weights of a run are what gradient descent makes of them.
"""

from gcbook.widgets.chance import ChanceFigure
from gcbook.widgets.clock import ClockFigure
from gcbook.widgets.hero import DescentFigure
from gcbook.widgets.kelvin import KelvinFigure
from gcbook.widgets.phases import PhasesFigure
from gcbook.widgets.planar import PlanarFigure
from gcbook.widgets.recovery import RecoveryFigure
from gcbook.widgets.saddle import SaddleFigure, ValleyFigure
from gcbook.widgets.separation import SeparationFigure
from gcbook.widgets.space import SpaceFigure
from gcbook.widgets.sphere import SphereFigure

__all__ = [
    "ChanceFigure",
    "ClockFigure",
    "DescentFigure",
    "KelvinFigure",
    "PhasesFigure",
    "PlanarFigure",
    "RecoveryFigure",
    "SaddleFigure",
    "SeparationFigure",
    "SpaceFigure",
    "SphereFigure",
    "ValleyFigure",
]
