"""The Geometric Condition: the tested package behind the executable edition."""

from gcbook.claims import ledger
from gcbook.condition import holds
from gcbook.data import Annulus, Points, PolarGrid, Subspaces
from gcbook.network import Network, binary_network

__version__ = "0.1.0"
__all__ = [
    "Annulus",
    "Network",
    "Points",
    "PolarGrid",
    "Subspaces",
    "binary_network",
    "holds",
    "ledger",
]
