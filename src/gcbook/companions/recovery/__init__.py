"""Recovery of a two-layer network near its global minima: branches, ranks, thresholds, rates."""

from gcbook.companions.recovery.activation import (
    EXP,
    SIGMOID,
    TANH,
    TANH_SHIFTED,
    Activation,
)
from gcbook.companions.recovery.branches import (
    Branch,
    branches,
    count_branches,
    intersection_dimension,
    set_partitions,
    stirling,
)
from gcbook.companions.recovery.crossing import Basins, basins, separatrix_ratios
from gcbook.companions.recovery.limits import choices, limit_points
from gcbook.companions.recovery.model import Neurons, Recovery, generic_inputs
from gcbook.companions.recovery.rates import (
    RecoveryRun,
    bend,
    kernel_share,
    near_crossing_eigenvalue,
    recovery_flow,
    slow_constant,
)
from gcbook.companions.recovery.separation import (
    Separation,
    jacobian_rank,
    nearest_fit,
    separation,
)

__all__ = [
    "EXP",
    "SIGMOID",
    "TANH",
    "TANH_SHIFTED",
    "Activation",
    "Basins",
    "Branch",
    "Neurons",
    "Recovery",
    "RecoveryRun",
    "Separation",
    "basins",
    "bend",
    "branches",
    "choices",
    "count_branches",
    "generic_inputs",
    "intersection_dimension",
    "jacobian_rank",
    "kernel_share",
    "limit_points",
    "near_crossing_eigenvalue",
    "nearest_fit",
    "recovery_flow",
    "separation",
    "separatrix_ratios",
    "set_partitions",
    "slow_constant",
    "stirling",
]
