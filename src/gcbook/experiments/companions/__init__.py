"""The companion papers: where random starts of linear networks and of two neurons end."""

from gcbook.experiments.companions.linear_starts import LINEAR_STARTS
from gcbook.experiments.companions.recovery_starts import RECOVERY_STARTS

EXPERIMENTS = (LINEAR_STARTS, RECOVERY_STARTS)
