"""Section 7.2: the rate law, measured in the plane and in space."""

from gcbook.experiments.rate.flow import Flow, gradient_flow, population_of
from gcbook.experiments.rate.inequalities import Audit, Inequality, audit_flow, merge
from gcbook.experiments.rate.law import RATE, RateConfig, RateLaw, rate_law, rate_start
from gcbook.experiments.rate.variants import (
    Measured,
    Rim,
    end_slope,
    gradient_descent,
    rim_prediction,
    rim_rate,
)

EXPERIMENTS = (RATE,)

__all__ = [
    "EXPERIMENTS",
    "Audit",
    "Flow",
    "Inequality",
    "Measured",
    "RateConfig",
    "RateLaw",
    "Rim",
    "audit_flow",
    "end_slope",
    "gradient_descent",
    "gradient_flow",
    "merge",
    "population_of",
    "rate_law",
    "rate_start",
    "rim_prediction",
    "rim_rate",
]
