"""The constants of Chapter 4, against the library: no letter can stand for another."""

from collections.abc import Callable, Iterable

import numpy as np

from gcbook.audit import Outcome, numerical
from gcbook.bounds import (
    Shell,
    existence_radius,
    lipschitz,
    mean_activation,
    realisability_scale,
    zonotope_margin,
)
from gcbook.claims._witness.algebra import agree, ball, sphere

V, INNER, OUTER = 2 / 3, 0.5, 3.0
TRIANGLE = np.array([[4.0, 0.0], [-2.0, 12**0.5], [-2.0, -(12**0.5)]])
"""Three rows of norm 4, whose margin is sqrt(3)/2."""


@numerical.repairs(
    twin={"worst": min},
    twin_says="the class with the smallest sum of biases decides B",
    omits="other constants: this compares the code with the formula",
    tolerance="1e-12, relative",
)
def library_has_the_lipschitz_constant(worst: Callable[[Iterable[float]], float] = max) -> Outcome:
    """The library's constant is 2 v (K_1 + K_2), with biases and without, and the radius is ours.

    Three classes with two, three and one neurons and one that nobody owns; d = 2 and 3, m = 1/2,
    M = 3, v = 2/3, p_max three times the uniform density.
    """
    owner, bias = [0, 1, 1, 2, 1, 0, -1], np.array([0.1, 0.9, 0.8, 0.2, 0.7, 0.2, 0.5])
    pairs, total = [], 2 * V * worst([0.1 + 0.2, 0.2])
    for d, slices in ((2, 2 * 8.75**0.5), (3, float(ball(2)) * 8.75)):
        high = 3 / (float(ball(d)) * (OUTER**d - INNER**d))
        shell = Shell(d, INNER, OUTER, high=high)
        strip = (3 + 2 + 3 + 1) * 4 * V * float(sphere(d - 1)) * high * OUTER ** (d + 2)
        slab = 2 * 2 * high * slices * OUTER**2
        pairs += [
            (
                lipschitz(shell, owner, label=1, bias=bias, v=V),
                2 * V * (strip / (1 - total) + slab * OUTER / 0.1),
            ),
            (lipschitz(shell, owner, label=1, away=0.4, v=V), 2 * V * (strip + slab / 0.4)),
        ]
    pairs.append((existence_radius(shell, bias=bias, v=V), (1 / (2 * V) + 0.9) / INNER))
    return agree(pairs)


@numerical.supports(
    twin={"size": 4.0},
    twin_says="gamma counts the lengths of the rows",
    omits="other layers",
    tolerance="1e-12, relative",
)
def library_has_the_margin(size: float = 1.0) -> Outcome:
    """The library's gamma, threshold 1/(2 v m gamma) and kappa_d are the stated ones.

    A regular triangle of norm 4; kappa_1, ..., kappa_4 are 1/2, 1/pi, 1/4 and 2/(3 pi).
    """
    gamma = size * 3**0.5 / 2
    shell = Shell(2, INNER, OUTER)
    kappas = (1 / 2, 1 / np.pi, 1 / 4, 2 / (3 * np.pi))
    return agree(
        [
            (float(zonotope_margin(TRIANGLE)), gamma),
            (float(zonotope_margin(TRIANGLE, unit=False)), 4 * 3**0.5 / 2),
            (realisability_scale(TRIANGLE, shell, v=V), 1 / (2 * V * INNER * gamma)),
            *((mean_activation(d), kappa) for d, kappa in enumerate(kappas, 1)),
        ]
    )
