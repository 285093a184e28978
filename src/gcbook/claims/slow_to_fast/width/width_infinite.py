"""Theorem (added): infinitely many neurons."""

from functools import lru_cache
from typing import Any

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.bounds import Shell, clock, mean_activation, wide_clock
from gcbook.claims._witness.algebra import all_same
from gcbook.claims._witness.orbits import limits
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.width.constants import library_has_the_clock
from gcbook.experiments.rate import merge
from gcbook.experiments.width import limit_flow_error, limit_inequality, orbit_time
from gcbook.initialisation import polygon


def push(d: int) -> Any:
    """Return g(s) = E[|x| 1{|x| s < 1}] for 1/M < s < 1/m on the uniform shell, exactly.

    Examples
    --------
    >>> s, m, M = sp.symbols("s m M", positive=True)
    >>> sp.simplify(push(2) - 2 * (1 / s**3 - m**3) / (3 * (M**2 - m**2)))
    0
    """
    s, rho, m, M = sp.symbols("s rho m M", positive=True)
    return sp.integrate(rho * d * rho ** (d - 1), (rho, m, 1 / s)) / (M**d - m**d)


@lru_cache(maxsize=16)
def polygon_time(k: int, level: float) -> float:
    """Return the flow time at which a tiny regular k-gon reaches a loss, on the annulus.

    Examples
    --------
    >>> round(3 * polygon_time(3, 0.1), 2)
    4.25
    """
    return orbit_time(polygon(k).weights, level)


@symbolic.supports(
    twin={"power": 1},
    twin_says="lambda = d m^(d+1)/(M^d - m^d)",
    omits="d > 5",
)
def limit_is_exponential(power: int = 2) -> Outcome:
    """Near 1/m, g(s) ~ lambda (1/m - s) with lambda = d m^(d+2)/(M^d - m^d): exponential decay."""
    s, m, M = sp.symbols("s m M", positive=True)
    slopes = ((d, -sp.diff(push(d), s).subs(s, 1 / m)) for d in (2, 3, 4, 5))
    return all_same((slope, d * m ** (d + power) / (M**d - m**d)) for d, slope in slopes)


@numerical.supports(
    twin={"shift": 1},
    twin_says="with the kappa of one dimension more",
    omits="random directions, where the same limit holds in probability",
    tolerance="0.01",
    seconds=2.0,
)
def polygons_approach_it(shift: int = 0) -> Outcome:
    """For a regular 33-gon on the annulus, k T(eps) = tau*(eps)/(4 v^2 kappa_2^2), eps to 1e-4."""
    found, good = {}, True
    for level in (0.1, 0.01, 1e-3, 1e-4):
        measured = 33 * polygon_time(33, level)
        limit = clock(level) / mean_activation(2 + shift) ** 2
        found[level] = f"{measured:.3f} / {limit:.3f}"
        good &= abs(measured - limit) < 0.01
    return Outcome(good, found, "equal")


@numerical.supports(
    twin={"k": 33},
    twin_says="33 neurons are far away as well",
    omits="other levels",
    seconds=1.0,
)
def limits_do_not_commute(k: int = 3) -> Outcome:
    """A triangle agrees with the limit at eps = 0.1 (4.25), and needs twice as long at 1e-4.

    At fixed k the end is the power law; exponential only for infinitely many neurons.
    """
    early, late = (k * polygon_time(k, e) / wide_clock(e) for e in (0.1, 1e-4))
    return Outcome(early < 1.02 and late > 2, (round(early, 3), round(late, 3)), "< 1.02, > 2")


@numerical.supports(
    twin={"dimension": 3},
    twin_says="the same numbers in space",
    omits="other shells",
    tolerance="1e-4",
)
def clock_has_these_values(dimension: int = 2) -> Outcome:
    """tau*(.1, .01, 1e-4) = .4269, 1.1814, 4.0822 in the plane; l decays at 2 lambda in tau."""
    found = [clock(e, Shell(dimension)) for e in (0.1, 0.01, 1e-4)]
    good = np.allclose(found, (0.4269, 1.1814, 4.0822), atol=1e-4)
    shell = Shell(dimension)
    rate = np.log(1e2) / (clock(1e-9, shell) - clock(1e-7, shell))
    slope = 2 * dimension / (2**dimension - 1)
    return Outcome(
        bool(good and abs(rate - slope) < 1e-3),
        [round(t, 4) for t in found] + [round(float(rate), 4)],
        f".4269, 1.1814, 4.0822 and {slope:.4f}",
    )


@numerical.supports(
    twin={"power": 1},
    twin_says="the distance falls like 1/k",
    omits="random directions, where it is of order k^(-1/2)",
)
def polygons_are_close(power: int = 2) -> Outcome:
    """The distance xi = sup |X/(k kappa) - 1| of odd polygons falls like k^-2: k = 9, ..., 65."""
    found = [limit_flow_error(polygon(k).weights) * k**power for k in (9, 17, 33, 65)]
    spread = max(found) / min(found)
    return Outcome(spread < 1.05, [round(x, 4) for x in found], "constant")


@numerical.supports(
    twin={"slip": 2.0},
    twin_says="half of that distance is enough",
    omits="other starts; without the factor e^(Lambda tau) it is an observation, not a theorem",
    seconds=3.0,
)
def runs_stay_near_the_limit(slip: float = 1.0, share: float = 0.0) -> Outcome:
    """|s - sbar| <= xi/m at each step of 122 runs of descent: the factor e^(Lambda tau) is unused.

    k = 8 and 32 random directions on the annulus, k = 8 on the shell of space, to l = 0.02.
    """
    found = [limit_inequality(record, share=share) for record in limits()]
    bad = merge(found, slip=slip).violations
    tight, places = min(one.factors.min() for one in found), sum(len(one.small) for one in found)
    return Outcome(bad == 0, f"{bad} violations at {places} steps, tightest {tight:.2f}", "0")


CLAIM, ERRATA = result(
    __file__,
    clock_has_these_values,
    runs_stay_near_the_limit,
    limit_is_exponential,
    polygons_are_close,
    polygons_approach_it,
    limits_do_not_commute,
    library_has_the_clock,
)
