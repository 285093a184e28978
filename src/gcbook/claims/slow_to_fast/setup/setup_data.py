"""Section 2, items 1-3. The data."""

import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.bounds import Shell, sphere_area
from gcbook.claims._witness.algebra import agree, ball, sphere
from gcbook.claims._words import result
from gcbook.data import Annulus


@symbolic.supports(
    twin={"lost": 1},
    twin_says="the volume grows like M^(d-1)",
    omits="that a sphere of radius r has the area |S^(d-1)| r^(d-1), which is scaling",
)
def volume_of_the_shell(lost: int = 0) -> Outcome:
    """The shell m <= |x| <= M has volume omega_d (M^d - m^d), so p_min <= 1/volume <= p_max.

    For every d: the area |S^(d-1)| = d omega_d of the unit sphere, times the integral of r^(d-1);
    and the area itself for d = 1, ..., 6.
    """
    m, M, r, d, omega = sp.symbols("m M r d omega", positive=True)
    found = sp.simplify(sp.integrate(d * omega * r ** (d - 1), (r, m, M)))
    expected = omega * (M ** (d - lost) - m ** (d - lost))
    areas = all(sp.simplify(sphere(q - 1) - q * ball(q)) == 0 for q in range(1, 7))
    same = sp.simplify(found - expected) == 0
    return Outcome(same and areas, found, expected, "d stays a symbol")


@numerical.supports(
    twin={"hole": 0},
    twin_says="the library's shells have the volume omega_d M^d of full balls",
    omits="other radii than m = 1/2, M = 3",
    tolerance="1e-12, relative",
)
def library_has_the_volume(hole: int = 1) -> Outcome:
    """The library's shells, their uniform density and their spheres are these, d = 1 to 8."""
    pairs = [(Annulus(0.5, 3.0).density, 1 / float(ball(2) * 8.75))]
    for d in range(1, 9):
        volume = float(ball(d)) * (3.0**d - hole * 0.5**d)
        shell = Shell(d, 0.5, 3.0)
        pairs += [(shell.volume, volume), (shell.p_min, 1 / volume)]
        pairs.append((sphere_area(d), sphere(d - 1)))
    return agree(pairs)


CLAIM, ERRATA = result(__file__, volume_of_the_shell, library_has_the_volume)
