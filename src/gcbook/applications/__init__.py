"""The condition under its other names: separation, force closure, hulls, arbitrage.

Each recipe turns a problem of another field into rows, asks `gcbook.classify` or `gcbook.margin`
about them, and says the answer in the words of that field.
"""

from gcbook.applications.directions import PollingSet, polling_set
from gcbook.applications.grasps import Grasp, grasp, wrenches
from gcbook.applications.markets import Market, market
from gcbook.applications.separation import Separation, separation

__all__ = [
    "Grasp",
    "Market",
    "PollingSet",
    "Separation",
    "grasp",
    "market",
    "polling_set",
    "separation",
    "wrenches",
]
