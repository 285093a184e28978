"""Theorem (added): starts that a symmetry keeps in place."""

import numpy as np

from gcbook.audit import Outcome, numerical
from gcbook.bounds import orbit_error_mass, zonotope_margin
from gcbook.claims._witness.orbits import orbits
from gcbook.claims._witness.small_networks import one_class
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.width.constants import library_has_the_orbits
from gcbook.data import Points, PolarGrid
from gcbook.experiments.rate import merge, population_of
from gcbook.experiments.width import follow, off_orbit, orbit_clock, orbit_inequalities
from gcbook.initialisation import certain_start, polygon
from gcbook.population.radial import Radial


@numerical.supports(
    twin={"nudge": 0.01},
    twin_says="the same for a polygon with one corner moved by 1/100",
    omits="other orbits; invariance under the group is the proof",
    tolerance="1e-9 of the gradient",
)
def gradient_is_radial(nudge: float = 0.0) -> Outcome:
    """The gradient at an orbit points along each neuron, by one and the same factor.

    Polygons, tetrahedron and octahedron on the exact population.
    """
    worst = 0.0
    starts = [polygon(k) for k in (3, 4, 5, 8)]
    starts += [certain_start(4, 3, kind="simplex"), certain_start(6, 3, kind="cross-polytope")]
    for start in starts:
        rows = 0.8 / start.margin * start.weights
        rows[0] += nudge * np.roll(rows[0], 1)
        gradient = population_of(rows, np.ones(len(rows)), Radial(rows.shape[1]))[1]
        along = (gradient * rows).sum() / (rows**2).sum()
        worst = max(worst, float(np.abs(gradient - along * rows).max() / np.abs(gradient).max()))
    return Outcome(worst < 1e-9, f"{worst:.1e}", "< 1e-9")


def mid_polygon(k: int) -> np.ndarray:
    """Return the k-gon whose corners lie in the middle between rays of the 880-point grid.

    Examples
    --------
    >>> mid_polygon(4).shape
    (4, 2)
    """
    return polygon(k, turn=np.pi / 80).weights


def _margin_and_push(omega: np.ndarray, directions: np.ndarray) -> tuple[float, float]:
    """Return the least and the largest of sum_j max(0, <w_j, u>) over these directions u."""
    most = np.maximum(directions @ omega.T, 0.0).sum(axis=1).max()
    return float(zonotope_margin(omega, directions=directions)), float(most)


@numerical.supports(
    twin={"slip": 1.1},
    twin_says="each smaller side is a tenth larger",
    omits="other orbits and data",
    tolerance="1e-9 of the larger side; 1e-12 for the rays",
    seconds=2.0,
)
def orbits_keep_their_bounds(slip: float = 1.0) -> Outcome:
    """1,246 runs of descent stay on their rays, with Q between its bounds, step by step.

    Polygons, tetrahedron and octahedron; n = 2 and 3; symmetric samples and populations.
    """
    found = [one for record in orbits() for one in orbit_inequalities(record)]
    bad = merge(found, slip=slip).violations
    away, places = max(map(off_orbit, orbits())), sum(len(one.small) for one in found)
    return Outcome(
        bad == 0 and away < 1e-12, f"{bad} violations at {places} places, off by {away:.0e}", "0"
    )


@numerical.supports(
    twin={"push": 0.5},
    twin_says="with half of the largest push",
    omits="other starts a_0",
)
def error_mass_lies_between(push: float = 1.0) -> Outcome:
    """k(1-..)/(4v^2 m M gamma X) <= Q <= k(1-..)/(4v^2 m^2 gamma^2), flow, k = 4, 5, 8, 16, 40.

    On the 880 points; margin and push over the data directions.
    """
    grid, found, good = PolarGrid(), {}, True
    for k in (4, 5, 8, 16, 40):
        omega = mid_polygon(k)
        gamma, most = _margin_and_push(omega, grid.directions)
        low, high = orbit_error_mass(k, gamma, push=push**3 * most)
        mass = orbit_clock(omega, grid.points).mass
        good &= low <= mass <= high
        found[k] = f"{k * low:.2f} <= {k * mass:.3f} <= {k * high:.2f}"
    return Outcome(good, found, "k Q between")


@numerical.supports(
    twin={"step": 1e-3},
    twin_says="gradient descent exceeds it at small steps as well",
    omits="other steps",
)
def upper_bound_is_for_flow(step: float = 1.0) -> Outcome:
    """Gradient descent may exceed the flow's upper bound, by at most eta M X/(m gamma).

    A triangle, 360 points between multiples of one degree on the unit circle, eta = 1.
    """
    angle = (np.arange(360) + 0.5) * np.pi / 180
    data = Points(np.column_stack([np.cos(angle), np.sin(angle)]))
    omega = polygon(3, turn=0.0).weights
    gamma, most = _margin_and_push(omega, data.points)
    network, rows = one_class(1e-9 * omega)
    record = follow(network, rows[None], data, step=step, steps=int(40 / step))
    mass = float(record.error_mass[-1, 0])
    high = orbit_error_mass(3, gamma, push=most, inner=1.0, outer=1.0)[1]
    good = high < mass <= high + step * most / gamma
    return Outcome(
        good, f"Q = {mass:.4f}", f"above {high:.4f}, below {high + step * most / gamma:.3f}"
    )


@numerical.supports(
    twin={"pair": (4, 5)},
    twin_says="the square takes as long as the pentagon",
    omits="polygons that do not fit the grid",
    tolerance="1e-9, relative",
)
def even_polygon_wastes_half(pair: tuple[int, int] = (10, 5)) -> Outcome:
    """K T of an even polygon with k/2 odd is that of the k/2-gon: opposite pairs add nothing.

    Exact flow on the 880 points.
    """
    left, right = (k * orbit_clock(mid_polygon(k), PolarGrid().points).time for k in pair)
    return Outcome(abs(left / right - 1) < 1e-9, (round(left, 4), round(right, 4)), "equal")


CLAIM, ERRATA = result(
    __file__,
    gradient_is_radial,
    orbits_keep_their_bounds,
    error_mass_lies_between,
    upper_bound_is_for_flow,
    even_polygon_wastes_half,
    library_has_the_orbits,
)
