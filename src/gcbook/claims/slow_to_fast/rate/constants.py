"""The constants of the rate law, against the library: no letter can stand for another."""

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical
from gcbook.bounds import (
    Shell,
    lojasiewicz,
    loss_ceiling,
    missed_ceiling,
    missed_floor,
    octahedron_constant,
    polygon_constant,
    simplex_constant,
    tail,
    trapped,
)
from gcbook.claims._witness.algebra import agree, ball, sphere
from gcbook.initialisation import certain_start, polygon

V, STEEP, NORM = 2 / 3, 2.5, 1.75


def uneven(d: int) -> Shell:
    """Return the shell m = 1/2, M = 3, with a half and three times the uniform density."""
    even = 1 / (float(ball(d)) * (3.0**d - 0.5**d))
    return Shell(d, 0.5, 3.0, 0.5 * even, 3 * even)


@numerical.supports(
    twin={"half": 1},
    twin_says="the library's kappa lacks the factor 1/2",
    omits="other constants: this compares the code with the formulas",
    tolerance="1e-12, relative",
)
def library_has_the_rate_constants(half: int = 2) -> Outcome:
    """The library's c_1, sqrt(8 A l), kappa and bound on l are the stated ones, d = 2, 3 and 5."""
    pairs = []
    for d in (2, 3, 5):
        shell = uneven(d)
        floor = shell.p_min * 0.5 * (2 / np.pi) ** (d - 2) * float(sphere(d - 2))
        floor /= d * (d - 1) * STEEP ** (d - 1)
        ceiling = np.sqrt(8 * shell.p_max * float(sphere(d - 1)) * 3.0**d * 0.02)
        kappa = floor ** (1 / (d + 1)) / (half * NORM)
        law = ((d - 1) / (d + 1) * 0.49 * 3.0) ** (-(d + 1) / (d - 1))
        pairs += [
            (missed_floor(shell, STEEP), floor),
            (missed_ceiling(shell, 0.02), ceiling),
            (lojasiewicz(shell, STEEP, NORM), kappa),
            (loss_ceiling(shell, 0.7, 3.0), law),
        ]
    return agree(pairs)


@numerical.supports(
    twin={"share": 1.1},
    twin_says="the certificate holds for losses ten per cent larger",
    omits="other weights",
    tolerance="1e-9 of the loss at which the certificate ends",
)
def library_has_the_trap(share: float = 1.0) -> Outcome:
    """The certificate holds up to l = c_1 (r/(4 (d+1) |W|))^(d+1) and not beyond.

    r = min(|W|, 1/(8 v m sqrt k)), c_1 at K = 4 v sqrt(k) |W|; d = 2 and 3, four rows of norm 1/20
    and 4 beside one of zero, so that either part of r is met.
    """
    caught = []
    for d in (2, 3):
        for size in (0.05, 4.0):
            rows = np.r_[size * np.sign([1, -1, 1, -1]), 0][:, None] * np.eye(1, d)
            room = min(2 * size, 1 / (8 * V * 0.5 * 2))
            floor = missed_floor(uneven(d), 4 * V * 2 * 2 * size)
            loss = share * floor * (room / ((d + 1) * 4 * 2 * size)) ** (d + 1)
            ends = (1 - 1e-9) * loss, (1 + 1e-9) * loss
            caught.append([trapped(uneven(d), rows, 0.25, one, v=V) for one in ends])
    return Outcome(caught == [[True, False]] * 4, caught, "below only")


@numerical.supports(
    twin={"odd": 192},
    twin_says="the number of an odd polygon is that of an even one",
    omits="other shells and v",
    tolerance="1e-12 relative; 1e-6 from the missed rays",
)
def library_has_the_constants_of_regular_starts(odd: int = 12) -> Outcome:
    """The library's C of regular starts is the stated one, and that of their missed rays.

    m = 1/2, v = 2/3, half of the uniform density; the 3-, 4- and 6-gon, tetrahedron, octahedron.
    """
    plane, space, pairs = uneven(2), uneven(3), []
    for k, number, cot in ((3, odd, sp.cot(sp.pi / 6)), (4, 192, 1), (6, 192, sp.cot(sp.pi / 6))):
        stated = k / (number * plane.p_min**2 * 0.5**10 * V**6 * float(cot) ** 8)
        pairs.append((polygon_constant(k, plane, v=V), stated))
    common = V**4 * space.p_min * 0.5**7
    pairs.append((simplex_constant(space, v=V), 9 * np.sqrt(2) / (2048 * common)))
    pairs.append((octahedron_constant(space, v=V), 9 / (256 * common)))
    solid = certain_start(4, 3, kind="simplex", seed=1)
    starts = ((polygon(3), plane, pairs[0][1]), (solid, space, pairs[3][1]))
    ratios = []
    for unit, shell, stated in starts:
        rows = (1 - 1e-9) / (2 * V * 0.5 * unit.margin) * unit.weights
        ratios.append(float(tail(rows, np.ones(len(rows)), shell, v=V).constant / stated))
    same, close = agree(pairs), all(abs(ratio - 1) < 1e-6 for ratio in ratios)
    return Outcome(same.passed and close, f"{same.computed}; {ratios}", "< 1e-12; 1, 1")
