r"""The constants and bounds of Sections 3 to 5, as printed and as mended.

Notation of the paper: the data of class i lie in the shell ``m <= |x| <= M`` of ``R^d`` with a
density between ``p_min`` and ``p_max``; ``v`` is the common size of the output weights, ``n`` the
number of classes, ``eta`` the step on l_i.  ``R`` bounds the sum of the norms of the *positive*
neurons of the class (R_+).

Gradient descent has two scaling symmetries, and every bound must respect both:

    (A)  x -> a x,  W -> W / a,  eta -> eta / a^2,  p -> p / a^d
    (B)  v -> c v,  W -> W / c,  b -> b / c,        eta -> eta / c^2

Under "Units" each docstring gives the pair of exponents of its value: a number with units
``(A, B)`` is multiplied by ``a^A c^B``.  The tests hold the mended bounds of these sections to
their units; several printed ones have none.
"""

from __future__ import annotations

from gcbook.bounds._phases import cap_angle, cap_mass, cap_moment, first_phase, second_phase
from gcbook.bounds._shell import Shell, ball_volume, slice_bound, sphere_area
from gcbook.bounds._weights import existence_radius, lipschitz, shrink_step, trap_radius
from gcbook.bounds.limits import (
    GridClock,
    clock,
    grid_clock,
    limit_push,
    orbit_error_mass,
    wide_clock,
)
from gcbook.bounds.rate import (
    Tail,
    lojasiewicz,
    loss_ceiling,
    missed_ceiling,
    missed_floor,
    octahedron_constant,
    polygon_constant,
    rate_exponent,
    simplex_constant,
    tail,
    trapped,
)
from gcbook.bounds.realisability import (
    least_slope,
    mean_activation,
    normals,
    realisability_norms,
    realisability_scale,
    zonotope_margin,
)
from gcbook.bounds.wide import WideCertificate, wide_certificate, wide_constants
from gcbook.bounds.width import (
    error_mass_ceiling,
    error_mass_floor,
    margin_growth,
    margin_speed,
    neurons_for_margin,
    random_margin,
    slow_steps,
)

__all__ = [
    "GridClock",
    "Shell",
    "Tail",
    "WideCertificate",
    "ball_volume",
    "cap_angle",
    "cap_mass",
    "cap_moment",
    "clock",
    "error_mass_ceiling",
    "error_mass_floor",
    "existence_radius",
    "first_phase",
    "grid_clock",
    "least_slope",
    "limit_push",
    "lipschitz",
    "lojasiewicz",
    "loss_ceiling",
    "margin_growth",
    "margin_speed",
    "mean_activation",
    "missed_ceiling",
    "missed_floor",
    "neurons_for_margin",
    "normals",
    "octahedron_constant",
    "orbit_error_mass",
    "polygon_constant",
    "random_margin",
    "rate_exponent",
    "realisability_norms",
    "realisability_scale",
    "second_phase",
    "shrink_step",
    "simplex_constant",
    "slice_bound",
    "slow_steps",
    "sphere_area",
    "tail",
    "trap_radius",
    "trapped",
    "wide_certificate",
    "wide_clock",
    "wide_constants",
    "zonotope_margin",
]
