r"""The constants and bounds of Sections 3 to 5, as printed and as mended.

Notation of the paper: the data of class i lie in the shell ``m <= |x| <= M`` of ``R^d`` with a
density between ``p_min`` and ``p_max``; ``v`` is the common size of the output weights, ``n`` the
number of classes, ``eta`` the step on l_i.  ``R`` bounds the sum of the norms of the *positive*
neurons of the class (R_+).

Gradient descent has two scaling symmetries, and every bound must respect both:

    (A)  x -> a x,  W -> W / a,  eta -> eta / a^2,  p -> p / a^d
    (B)  v -> c v,  W -> W / c,  b -> b / c,        eta -> eta / c^2

Under "Units" each docstring gives the pair of exponents of its value: a number with units
``(A, B)`` is multiplied by ``a^A c^B``.  The tests hold every mended bound to its units; several
printed ones have none.
"""

from __future__ import annotations

from gcbook.bounds._phases import cap_angle, cap_mass, cap_moment, first_phase, second_phase
from gcbook.bounds._shell import Shell, ball_volume, slice_bound, sphere_area
from gcbook.bounds._weights import (
    existence_radius,
    lipschitz,
    realisability_scale,
    shrink_step,
    trap_radius,
)

__all__ = [
    "Shell",
    "ball_volume",
    "cap_angle",
    "cap_mass",
    "cap_moment",
    "existence_radius",
    "first_phase",
    "lipschitz",
    "realisability_scale",
    "second_phase",
    "shrink_step",
    "slice_bound",
    "sphere_area",
    "trap_radius",
]
