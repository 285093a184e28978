"""Sections 5.4 and 6.1: equation (7) on the paper's synthetic data."""

from gcbook.experiments.synthetic.figure_3 import FIGURE_3
from gcbook.experiments.synthetic.figure_4 import FIGURE_4
from gcbook.experiments.synthetic.figure_5 import FIGURE_5
from gcbook.experiments.synthetic.table_1 import TABLE_1

EXPERIMENTS = (TABLE_1, FIGURE_3, FIGURE_4, FIGURE_5)
