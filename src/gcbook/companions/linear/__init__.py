"""Linear networks: the model, its flow, what it conserves, its rate and its landscape."""

from gcbook.companions.linear.chain import (
    can_reach_saddle,
    chain_flow,
    chain_velocity,
    random_chains,
)
from gcbook.companions.linear.flow import LinearRun, gradient_descent, gradient_flow
from gcbook.companions.linear.invariants import (
    drift,
    growth_inequality,
    invariants,
    norm_gaps,
    predicted_drift,
)
from gcbook.companions.linear.landscape import (
    Component,
    Inertia,
    components,
    critical_values,
    descent_direction,
    find_critical_points,
    inertia,
    two_layer_saddles,
)
from gcbook.companions.linear.limits import limit_losses
from gcbook.companions.linear.model import (
    Layers,
    LinearProblem,
    flatten,
    partial_products,
    product,
    random_layers,
    scaled_identities,
    unflatten,
)
from gcbook.companions.linear.rate import (
    conserved_eigenvalues,
    decay_inequality,
    exponent,
    overshoot,
    printed_eigenvalues,
    tail_rate,
    tangent_rate,
    weyl_slack,
)
from gcbook.companions.linear.reduction import Reduction, reduce_problem
from gcbook.companions.linear.saddle import SaddleLine

__all__ = [
    "Component",
    "Inertia",
    "Layers",
    "LinearProblem",
    "LinearRun",
    "Reduction",
    "SaddleLine",
    "can_reach_saddle",
    "chain_flow",
    "chain_velocity",
    "components",
    "conserved_eigenvalues",
    "critical_values",
    "decay_inequality",
    "descent_direction",
    "drift",
    "exponent",
    "find_critical_points",
    "flatten",
    "gradient_descent",
    "gradient_flow",
    "growth_inequality",
    "inertia",
    "invariants",
    "limit_losses",
    "norm_gaps",
    "overshoot",
    "partial_products",
    "predicted_drift",
    "printed_eigenvalues",
    "product",
    "random_chains",
    "random_layers",
    "reduce_problem",
    "scaled_identities",
    "tail_rate",
    "tangent_rate",
    "two_layer_saddles",
    "unflatten",
    "weyl_slack",
]
