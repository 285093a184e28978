"""Sections 5.4 and 6.1: equation (7) on the paper's synthetic data."""

from gcbook.experiments.synthetic.equal_angles import EQUAL_ANGLES
from gcbook.experiments.synthetic.few_neurons import ONE_NEURON
from gcbook.experiments.synthetic.figure_3 import FIGURE_3
from gcbook.experiments.synthetic.figure_4 import FIGURE_4
from gcbook.experiments.synthetic.figure_5 import FIGURE_5
from gcbook.experiments.synthetic.table_1 import TABLE_1
from gcbook.experiments.synthetic.two_phases import TWO_PHASES
from gcbook.experiments.synthetic.width_effect import WIDTH_EFFECT

EXPERIMENTS = (
    TABLE_1,
    WIDTH_EFFECT,
    FIGURE_3,
    EQUAL_ANGLES,
    FIGURE_4,
    FIGURE_5,
    TWO_PHASES,
    ONE_NEURON,
)
