"""The condition under its other names: separation, force closure, hulls, arbitrage.

Each recipe turns a problem of another field into rows, asks `gcbook.classify` or `gcbook.margin`
about them, and says the answer in the words of that field.
"""

from gcbook.applications.separation import Separation, separation

__all__ = ["Separation", "separation"]
