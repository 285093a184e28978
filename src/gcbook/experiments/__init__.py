"""One file per figure or table of the paper: a frozen config in, a frozen result out."""

from gcbook.experiments.figure_6 import Figure6Config, figure6_left, figure6_right
from gcbook.experiments.figure_7 import fake_layer, figure7
from gcbook.experiments.plateau_law import PlateauConfig, plateau_law
from gcbook.experiments.right_test import (
    InterventionConfig,
    RightTestConfig,
    interventions,
    right_test,
)

__all__ = [
    "Figure6Config",
    "InterventionConfig",
    "PlateauConfig",
    "RightTestConfig",
    "fake_layer",
    "figure6_left",
    "figure6_right",
    "figure7",
    "interventions",
    "plateau_law",
    "right_test",
]
