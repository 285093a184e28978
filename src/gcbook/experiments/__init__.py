"""The experiments of Section 6, one file per figure or table: frozen config in, result out."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from gcbook.experiments._results import Comparison, Summary, fisher, paired, welch
from gcbook.experiments._table_1_cell import Table1Cell
from gcbook.experiments.broken_condition import BrokenConfig, broken_condition
from gcbook.experiments.few_neurons import (
    CENTRAL_DENSITY,
    one_neuron_norms,
    one_neuron_push,
)
from gcbook.experiments.figure_3 import Figure3, Figure3Cell, Figure3Config, figure3
from gcbook.experiments.figure_4 import Figure4, Figure4Config, figure4
from gcbook.experiments.figure_5 import (
    Figure5,
    Figure5Config,
    circle_minimum,
    figure5,
    kelvin_curve,
)
from gcbook.experiments.figure_6 import Figure6Config, figure6_left, figure6_right
from gcbook.experiments.figure_7 import fake_layer, figure7, revealing_projection
from gcbook.experiments.interventions import InterventionConfig, interventions
from gcbook.experiments.orthogonal_blocks import BlocksConfig, orthogonal_blocks
from gcbook.experiments.plateau_law import PlateauConfig, plateau_law
from gcbook.experiments.right_test import RightTestConfig, right_test
from gcbook.experiments.table_1 import Table1, Table1Config, starts, table1
from gcbook.experiments.two_phases import Phases, follow_phases

__all__ = [
    "CENTRAL_DENSITY",
    "REGISTRY",
    "BlocksConfig",
    "BrokenConfig",
    "Comparison",
    "Figure3",
    "Figure3Cell",
    "Figure3Config",
    "Figure4",
    "Figure4Config",
    "Figure5",
    "Figure5Config",
    "Figure6Config",
    "InterventionConfig",
    "Phases",
    "PlateauConfig",
    "RightTestConfig",
    "Summary",
    "Table1",
    "Table1Cell",
    "Table1Config",
    "broken_condition",
    "circle_minimum",
    "fake_layer",
    "figure3",
    "figure4",
    "figure5",
    "figure6_left",
    "figure6_right",
    "figure7",
    "fisher",
    "follow_phases",
    "interventions",
    "kelvin_curve",
    "one_neuron_norms",
    "one_neuron_push",
    "orthogonal_blocks",
    "paired",
    "plateau_law",
    "revealing_projection",
    "right_test",
    "starts",
    "table1",
    "welch",
]

# What `gcbook run NAME` can run: the function and the configuration it takes.
REGISTRY: MappingProxyType[str, tuple[Callable[..., Any], type]] = MappingProxyType(
    {
        "figure3": (figure3, Figure3Config),
        "figure4": (figure4, Figure4Config),
        "figure5": (figure5, Figure5Config),
        "table1": (table1, Table1Config),
    }
)
