"""The Geometric Condition: the tested package behind the executable edition."""

from gcbook.claims import ledger
from gcbook.condition import Certificate, certify, holds
from gcbook.data import Annulus, Points, PolarGrid, Subspaces
from gcbook.network import Network, binary_network
from gcbook.probability import estimate_gc_probability, gc_probability, neurons_for

__version__ = "0.1.0"
__all__ = [
    "Annulus",
    "Certificate",
    "Network",
    "Points",
    "PolarGrid",
    "Subspaces",
    "binary_network",
    "certify",
    "estimate_gc_probability",
    "gc_probability",
    "holds",
    "ledger",
    "neurons_for",
]
