"""The experiments of the book: frozen config in, frozen result out, one runner for all.

`_runner` says how to add one; ``gcbook run NAME`` runs each by its name.
"""

from types import MappingProxyType
from typing import Any

from gcbook.experiments import companions, rate, real, synthetic, width
from gcbook.experiments._runner import Experiment, Options
from gcbook.experiments.real.blocks import Blocks, BlocksConfig, orthogonal_blocks
from gcbook.experiments.real.broken_condition import (
    BrokenCondition,
    BrokenConfig,
    broken_condition,
)
from gcbook.experiments.real.class_subspaces import (
    ClassSubspaces,
    ClassSubspacesConfig,
    figure6_right,
)
from gcbook.experiments.real.figure_6 import Figure6Config, SlowToFast, figure6_left
from gcbook.experiments.real.figure_7 import (
    Figure7Config,
    LayerTest,
    Panel,
    fake_layer,
    figure7,
    random_projections,
    revealing_projection,
)
from gcbook.experiments.real.interventions import InterventionConfig, interventions
from gcbook.experiments.real.plateau import PlateauConfig, PlateauLaw, plateau_law
from gcbook.experiments.real.snapshots import Watched, class_condition
from gcbook.experiments.real.watched import RightTest, RightTestConfig, right_test, watch
from gcbook.experiments.statistics import (
    Comparison,
    Equivalence,
    Summary,
    equivalence,
    fisher,
    paired,
    paired_ratio,
    welch,
)
from gcbook.experiments.synthetic._table_1_cell import Table1Cell
from gcbook.experiments.synthetic.equal_angles import (
    EqualAngles,
    EqualAnglesConfig,
    equal_angles,
)
from gcbook.experiments.synthetic.few_neurons import (
    CENTRAL_DENSITY,
    one_neuron_norms,
    one_neuron_push,
)
from gcbook.experiments.synthetic.figure_3 import Figure3, Figure3Cell, Figure3Config, figure3
from gcbook.experiments.synthetic.figure_4 import Figure4, Figure4Config, figure4
from gcbook.experiments.synthetic.figure_5 import (
    Figure5,
    Figure5Config,
    circle_minimum,
    figure5,
    kelvin_curve,
)
from gcbook.experiments.synthetic.table_1 import Table1, Table1Config, starts, table1
from gcbook.experiments.synthetic.two_phases import (
    Phases,
    PhasesConfig,
    follow_phases,
    two_phases,
)
from gcbook.experiments.synthetic.width_effect import (
    WidthEffect,
    WidthEffectConfig,
    kitagawa,
    width_effect,
)

__all__ = [
    "CENTRAL_DENSITY",
    "REGISTRY",
    "Blocks",
    "BlocksConfig",
    "BrokenCondition",
    "BrokenConfig",
    "ClassSubspaces",
    "ClassSubspacesConfig",
    "Comparison",
    "EqualAngles",
    "EqualAnglesConfig",
    "Equivalence",
    "Experiment",
    "Figure3",
    "Figure3Cell",
    "Figure3Config",
    "Figure4",
    "Figure4Config",
    "Figure5",
    "Figure5Config",
    "Figure6Config",
    "Figure7Config",
    "InterventionConfig",
    "LayerTest",
    "Options",
    "Panel",
    "Phases",
    "PhasesConfig",
    "PlateauConfig",
    "PlateauLaw",
    "RightTest",
    "RightTestConfig",
    "SlowToFast",
    "Summary",
    "Table1",
    "Table1Cell",
    "Table1Config",
    "Watched",
    "WidthEffect",
    "WidthEffectConfig",
    "broken_condition",
    "circle_minimum",
    "class_condition",
    "equal_angles",
    "equivalence",
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
    "kitagawa",
    "one_neuron_norms",
    "one_neuron_push",
    "orthogonal_blocks",
    "paired",
    "paired_ratio",
    "plateau_law",
    "random_projections",
    "revealing_projection",
    "right_test",
    "starts",
    "table1",
    "two_phases",
    "watch",
    "welch",
    "width_effect",
]

# What `gcbook run NAME` can run; a sub-package lists its own EXPERIMENTS, see `_runner`.
REGISTRY: MappingProxyType[str, Experiment[Any, Any]] = MappingProxyType(
    {
        one.name: one
        for room in (synthetic, real, rate, width, companions)
        for one in room.EXPERIMENTS
    }
)
