r"""Grasps: which forces and torques the fingers resist, and by how much (Ferrari & Canny 1992).

A finger at p presses inwards along the unit normal n and, by Coulomb's law, sideways by at most
mu times as much.  In the plane that is a cone with two edges; in space a round one, for which
a pyramid of `edges` edges *inside* it stands, so that no strength is claimed that is not there.
Every edge f (of normal force 1) gives a wrench

.. math:: w = \left(f,\; \tfrac{1}{\rho}\,p\times f\right),

with the torque measured about `centre` in units of the length rho, which the user states: without
it forces and torques have no common unit, and epsilon means nothing.  A soft finger also twists
about its normal, by a torque of at most `twist` times the normal force.

The grasp is in force closure if and only if the wrenches satisfy the geometric condition, and
epsilon is the radius of the largest ball about 0 in their hull: `margin(wrenches, unit=False)`.
"""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.applications.directions import weakest
from gcbook.condition import Margin, Position, classify, margin


@attrs.frozen(eq=False)
class Grasp:
    """What a grasp resists.

    Attributes
    ----------
    closure : bool
        Whether every wrench can be resisted: decided exactly for the wrenches as rounded.
    robust : bool
        Whether that survives the rounding of the wrenches. A closure that is not robust (two hard
        fingers that face each other in space, say, whose wrenches have rank 5 but for rounding) is
        none in the world.
    epsilon : Margin
        Bounds on the radius of the largest ball of wrenches that is resisted when the fingers'
        normal forces sum to 1; <= 0 without closure.
    weakest : array or None
        The unit wrench, in these units, that is resisted least: the first two (three) entries are
        the force, the rest the torque divided by rho.  None where Qhull cannot tell.
    wrenches : array of shape (m, 3) or (m, 6)
    position : Position
        The proof.
    """

    closure: bool
    robust: bool
    epsilon: Margin
    weakest: FloatArray | None
    wrenches: FloatArray = attrs.field(repr=False)
    position: Position = attrs.field(repr=False)

    def verify(self) -> bool:
        """Re-check the closure in exact arithmetic."""
        return self.position.verify() and self.closure == self.position.holds


def grasp(
    points: Any,
    normals: Any,
    *,
    friction: float,
    length: float,
    twist: float = 0.0,
    edges: int = 8,
    centre: Any = None,
) -> Grasp:
    """Say whether fingers at these points hold an object, and how firmly.

    Parameters
    ----------
    points, normals : array of shape (fingers, 2) or (fingers, 3)
        Where each finger touches, and its inward normal (of any length).
    friction : float
        Coulomb's coefficient mu >= 0.
    length : float
        The length rho > 0 by which torques are divided, in the unit of `points`: often the largest
        distance of a point of the object from the centre.
    twist : float
        Of soft fingers, in space only: the torque about the normal per unit of normal force, in
        the unit of `points`; 0 for hard fingers.
    edges : int
        Of the pyramid in each friction cone, in space only.
    centre : array, optional
        About which torques are taken; the mean of the points by default.

    Raises
    ------
    TypeError, ValueError
        If a shape, a sign or a normal of length 0 makes no sense.

    Examples
    --------
    Two fingers on opposite sides of a disc of radius 2, in the plane:

    >>> found = grasp([[2, 0], [-2, 0]], [[-1, 0], [1, 0]], friction=0.5, length=2.0)
    >>> found.closure, found.robust, round(found.epsilon.low, 4)
    (True, True, 0.3333)
    """
    rows = wrenches(
        points, normals, friction=friction, length=length, twist=twist, edges=edges, centre=centre
    )
    position = classify(rows)
    epsilon = margin(rows, unit=False)
    return Grasp(
        position.holds, bool(epsilon.robust), epsilon, weakest(rows, position), rows, position
    )


def wrenches(
    points: Any,
    normals: Any,
    *,
    friction: float,
    length: float,
    twist: float = 0.0,
    edges: int = 8,
    centre: Any = None,
) -> FloatArray:
    """Return the edges of all friction cones as wrenches; the parameters are those of `grasp`.

    Examples
    --------
    >>> wrenches([[2, 0]], [[-1, 0]], friction=0.5, length=2.0, centre=[0, 0]).tolist()
    [[-1.0, 0.5, 0.5], [-1.0, -0.5, -0.5]]
    """
    where = _checks.points(points, "points")
    inward = _normals(normals, where)
    mu = _checks.real(friction, "friction", low=0.0)
    rho = _checks.real(length, "length", low=0.0, open_low=True)
    soft = _checks.real(twist, "twist", low=0.0)
    count = _checks.integer(edges, "edges", low=3)
    middle = where.mean(axis=0) if centre is None else _checks.array(centre, "centre", "a point")
    if middle.shape != where.shape[1:]:
        raise ValueError(f"centre must have shape {where.shape[1:]}; got {middle.shape}")
    arms = where - middle
    if where.shape[1] == 2:
        if soft:
            raise ValueError(f"twist must be 0 in the plane; got {soft!r}")
        return np.concatenate([_planar(a, n, mu, rho) for a, n in zip(arms, inward, strict=True)])
    cones = [_spatial(a, n, mu, rho, soft, count) for a, n in zip(arms, inward, strict=True)]
    return np.concatenate(cones)


def _normals(normals: Any, where: FloatArray) -> FloatArray:
    inward = _checks.points(normals, "normals")
    if inward.shape != where.shape or where.shape[1] not in {2, 3}:
        raise ValueError(
            "points and normals must have one shape, (fingers, 2) or (fingers, 3); got "
            f"{where.shape} and {inward.shape}"
        )
    size = np.linalg.norm(inward, axis=1, keepdims=True)
    if not size.all():
        raise ValueError("normals must not be zero; got one of length 0")
    return np.asarray(inward / size)


def _planar(arm: FloatArray, normal: FloatArray, mu: float, rho: float) -> FloatArray:
    across = np.array([normal[1], -normal[0]])
    forces = np.stack([normal + sign * mu * across for sign in ((1, -1) if mu else (0,))])
    torque = arm[0] * forces[:, 1] - arm[1] * forces[:, 0]
    return np.column_stack([forces, torque / rho])


def _spatial(
    arm: FloatArray, normal: FloatArray, mu: float, rho: float, soft: float, edges: int
) -> FloatArray:
    """Return the pyramid's edges; a soft finger has each twisted either way."""
    axis = np.eye(3)[np.argmin(np.abs(normal))]
    first = np.cross(normal, axis)
    first /= np.linalg.norm(first)
    second = np.cross(normal, first)
    turn = 2 * np.pi * np.arange(edges if mu else 1) / edges
    sideways = np.outer(np.cos(turn), first) + np.outer(np.sin(turn), second)
    forces = normal + mu * sideways
    torques = np.cross(arm, forces)
    if not soft:
        return np.column_stack([forces, torques / rho])
    twisted = [torques + sign * soft * normal for sign in (1, -1)]
    return np.column_stack([np.tile(forces, (2, 1)), np.concatenate(twisted) / rho])
