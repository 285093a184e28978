"""Section 7.2: the rate law, measured in the plane and in space."""

from gcbook.experiments.rate.flow import Flow, gradient_flow, population_of

__all__ = ["Flow", "gradient_flow", "population_of"]
