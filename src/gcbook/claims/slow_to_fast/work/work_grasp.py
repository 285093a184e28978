"""Theorem (Ferrari and Canny): force closure, and how firm it is."""

from functools import partial

import numpy as np
import sympy as sp

from gcbook.applications import grasp
from gcbook.applications.grasps import wrenches
from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._words import result

MU = sp.Symbol("mu", positive=True)


@symbolic.supports(
    twin={"torque": -1},
    twin_says="the same with the torques of one finger turned around",
    omits="other grasps",
)
def opposite_fingers_in_closed_form(torque: int = 1) -> Outcome:
    """Two fingers on a disc: n = (mu, 1, 1)/sqrt(mu^2 + 2) is a facet, at mu/sqrt(mu^2 + 2)."""
    edges = [(1, MU, -MU), (1, -MU, MU), (-1, MU, torque * MU), (-1, -MU, -torque * MU)]
    height = [sp.simplify(MU * a + b + c) for a, b, c in edges]
    touching = [h for h in height if sp.simplify(h - MU) == 0]
    below = all(sp.simplify(MU - h).is_nonnegative for h in height)
    return Outcome(len(touching) == 3 and below, height, "three equal to mu, none above")


@numerical.supports(
    twin={"scale": 2.0},
    twin_says="torques in units of half that length",
    omits="other grasps: `gcbook.margin` bounds them",
    tolerance="1e-12",
)
def epsilon_is_that_height(scale: float = 1.0) -> Outcome:
    """Epsilon as computed is mu/sqrt(mu^2 + 2), for mu from 0.05 to 2, on any diameter."""
    found = []
    for mu, turn in ((0.05, 0.0), (0.3, 0.5), (0.5, 1.0), (1.0, 2.0), (2.0, np.pi / 2)):
        finger = np.array([np.cos(turn), np.sin(turn)])
        ends = np.stack([finger, -finger])
        held = grasp(ends, -ends, friction=mu, length=1.0 / scale)
        found.append(abs(float(held.epsilon.low) - mu / np.sqrt(mu * mu + 2)))
    return Outcome(max(found) < 1e-12, f"{max(found):.1e}", 0)


@numerical.supports(
    twin={"share": 2.0},
    twin_says="their sideways force is 2 mu",
    omits="the rest of the round cone, which holds the pyramid",
    tolerance="1e-12",
)
def library_has_the_cones(share: float = 1.0) -> Outcome:
    """In space the edges of a finger have normal force 1, sideways force mu, and torque p x f/rho.

    They sum to seven normals: edges at equal angles.  A soft finger adds +-gamma n/rho.
    """
    points, normals = np.array([[1.0, 2, 3], [-2, 0, 1]]), np.array([[0.0, 3, 4], [2, -1, 2]])
    units, mu, rho = normals / [[5], [3]], 0.4, 2.5
    told = partial(wrenches, points, normals, friction=mu, length=rho, edges=7, centre=[0, 0, 0])
    hard, soft = told().reshape(2, 7, 6), told(twist=0.3).reshape(2, 2, 7, 6)
    force, n = hard[..., :3], units[:, None]
    twists = np.array([0.3, -0.3])[:, None, None] * n[:, None] / rho
    errors = [
        (force * n).sum(axis=2) - 1,
        np.linalg.norm(force - n, axis=2) - share * mu,
        hard[..., 3:] - np.cross(points[:, None], force) / rho,
        force.sum(axis=1) - 7 * units,
        soft[..., :3] - force[:, None],
        soft[..., 3:] - hard[:, None, :, 3:] - twists,
    ]
    worst = max(float(np.abs(one).max()) for one in errors)
    return Outcome(worst < 1e-12, f"{worst:.1e}", 0)


CLAIM, ERRATA = result(
    __file__, opposite_fingers_in_closed_form, epsilon_is_that_height, library_has_the_cones
)
