"""Where gradient descent starts: the paper's random starts, and starts that satisfy the condition.

`paper` holds Section 6.1's starts; `certain` those of Section 7.3, each with the certified margin
of its neurons.
"""

from __future__ import annotations

from gcbook.initialisation.certain import Start, antipodal, certain_start, even, polygon
from gcbook.initialisation.paper import (
    cross_polytope_start,
    half_space_start,
    random_start,
    simplex_start,
    widen,
)

__all__ = [
    "Start",
    "antipodal",
    "certain_start",
    "cross_polytope_start",
    "even",
    "half_space_start",
    "polygon",
    "random_start",
    "simplex_start",
    "widen",
]
