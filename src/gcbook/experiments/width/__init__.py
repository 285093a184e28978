"""Section 7.3: what the number of neurons does to the time."""

from gcbook.experiments.width.audit import audit
from gcbook.experiments.width.clocks import WIDTH, Width, WidthCell, WidthConfig, width, width_start
from gcbook.experiments.width.follow import Record, follow
from gcbook.experiments.width.lazy import wide_inequalities
from gcbook.experiments.width.margins import MARGINS, Margins, MarginsConfig, margins
from gcbook.experiments.width.orbits import (
    OrbitClock,
    limit_flow_error,
    orbit_clock,
    orbit_time,
    zero_loss_exponent,
)
from gcbook.experiments.width.paired import CERTAIN, Certain, CertainConfig, certain
from gcbook.experiments.width.still import (
    grid_inequality,
    limit_inequality,
    off_orbit,
    orbit_inequalities,
)

EXPERIMENTS = (WIDTH, MARGINS, CERTAIN)

__all__ = [
    "EXPERIMENTS",
    "Certain",
    "CertainConfig",
    "Margins",
    "MarginsConfig",
    "OrbitClock",
    "Record",
    "Width",
    "WidthCell",
    "WidthConfig",
    "audit",
    "certain",
    "follow",
    "grid_inequality",
    "limit_flow_error",
    "limit_inequality",
    "margins",
    "off_orbit",
    "orbit_clock",
    "orbit_inequalities",
    "orbit_time",
    "wide_inequalities",
    "width",
    "width_start",
    "zero_loss_exponent",
]
