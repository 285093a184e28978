"""Section 6.2: networks on real images."""

from gcbook.experiments.real.blocks import ORTHOGONAL_BLOCKS
from gcbook.experiments.real.broken_condition import BROKEN_CONDITION
from gcbook.experiments.real.class_subspaces import CLASS_SUBSPACES
from gcbook.experiments.real.figure_6 import FIGURE_6
from gcbook.experiments.real.figure_7 import FIGURE_7
from gcbook.experiments.real.interventions import INTERVENTIONS
from gcbook.experiments.real.plateau import PLATEAU_LAW
from gcbook.experiments.real.watched import RIGHT_TEST

EXPERIMENTS = (
    FIGURE_6,
    PLATEAU_LAW,
    CLASS_SUBSPACES,
    FIGURE_7,
    RIGHT_TEST,
    INTERVENTIONS,
    BROKEN_CONDITION,
    ORTHOGONAL_BLOCKS,
)
