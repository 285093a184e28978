"""Gradient descent on the weights: one run (`descend`), or thousands at once (`descend_many`)."""

from gcbook.descent._ensemble import descend_many
from gcbook.descent._results import Ensemble, Outcome, Trajectory
from gcbook.descent._single import descend

__all__ = ["Ensemble", "Outcome", "Trajectory", "descend", "descend_many"]
