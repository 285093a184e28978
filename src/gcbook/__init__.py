"""The Geometric Condition: the tested package behind the executable edition."""

from gcbook.claims import ledger
from gcbook.condition import (
    Certificate,
    Certificates,
    Margin,
    Position,
    UndecidedError,
    certify,
    classify,
    holds,
    inside,
    margin,
    projected,
)
from gcbook.data import Annulus, Points, PolarGrid, Subspaces
from gcbook.descent import Ensemble, Trajectory, descend, descend_many
from gcbook.initialisation import (
    cross_polytope_start,
    half_space_start,
    random_start,
    simplex_start,
)
from gcbook.network import Network, binary_network
from gcbook.probability import estimate_gc_probability, gc_probability, neurons_for

__version__ = "0.1.0"
__all__ = [
    "Annulus",
    "Certificate",
    "Certificates",
    "Ensemble",
    "Margin",
    "Network",
    "Points",
    "PolarGrid",
    "Position",
    "Subspaces",
    "Trajectory",
    "UndecidedError",
    "binary_network",
    "certify",
    "classify",
    "cross_polytope_start",
    "descend",
    "descend_many",
    "estimate_gc_probability",
    "gc_probability",
    "half_space_start",
    "holds",
    "inside",
    "ledger",
    "margin",
    "neurons_for",
    "projected",
    "random_start",
    "simplex_start",
]
