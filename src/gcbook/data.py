"""What the network is trained on (Section 2, Section 6.1).

A data set is the data of *one* class and knows its label.  Labels count from zero, so class
``label=0`` is the paper's class 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray


@dataclass(frozen=True, eq=False)
class Points:
    """A finite data set of one class, every point with the same mass.

    Parameters
    ----------
    points : array_like, shape (N, d)
        One data point per row.
    label : int
        The class of the points, counted from zero.

    Examples
    --------
    >>> from gcbook import Points
    >>> cross = Points([[1, 0], [-1, 0], [0, 1], [0, -1]])
    >>> cross.points.shape, cross.label
    ((4, 2), 0)
    """

    points: FloatArray
    label: int = 0

    def __post_init__(self) -> None:
        frozen = _checks.points(self.points).copy()
        frozen.flags.writeable = False
        object.__setattr__(self, "points", frozen)
        object.__setattr__(self, "label", _checks.integer(self.label, "label", low=0))

    @property
    def dimension(self) -> int:
        """The dimension d of the space the points lie in."""
        return int(self.points.shape[1])


@dataclass(frozen=True)
class PolarGrid:
    """The 880 points of Section 6.1: eleven circles of eighty points each.

    The radii are ``20/j`` for ``j = 10, ..., 20``, so they run from 2 down to 1, and the angles
    are ``j pi / 40`` for ``j = 1, ..., 80``.  The radii are equally spaced after the Kelvin
    transformation ``x -> x / |x|**2``, not before it.

    Parameters
    ----------
    label : int
        The class of the points, counted from zero.

    Examples
    --------
    >>> from gcbook import PolarGrid
    >>> grid = PolarGrid()
    >>> grid.points.shape, grid.directions.shape, grid.radii.shape
    ((880, 2), (80, 2), (11,))
    """

    label: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", _checks.integer(self.label, "label", low=0))

    @cached_property
    def angles(self) -> FloatArray:
        """The eighty angles in radians, shape (80,)."""
        angles = np.arange(1.0, 81.0) * (np.pi / 40)
        return np.asarray(angles, dtype=np.float64)

    @cached_property
    def directions(self) -> FloatArray:
        """The eighty unit vectors, shape (80, 2)."""
        return np.column_stack([np.cos(self.angles), np.sin(self.angles)])

    @cached_property
    def radii(self) -> FloatArray:
        """The eleven radii 20/10, 20/11, ..., 20/20, shape (11,)."""
        return 20.0 / np.arange(10, 21)

    @cached_property
    def points(self) -> FloatArray:
        """All points, radius by radius, shape (880, 2)."""
        return (self.radii[:, None, None] * self.directions).reshape(-1, 2)

    @property
    def dimension(self) -> int:
        """The dimension of the space the points lie in: 2."""
        return 2


@dataclass(frozen=True)
class Annulus:
    """The uniform density on the annulus ``inner <= |x| <= outer`` of the plane.

    This is the simplest distribution that satisfies the paper's assumptions on the data
    (Section 2) with ``d = 2``.  It is a population, not a sample: `Network.loss` and
    `Network.gradient` integrate over it exactly.

    Parameters
    ----------
    inner, outer : float
        The paper's m and M, with ``0 < inner < outer``.
    label : int
        The class of the data, counted from zero.

    Examples
    --------
    >>> from gcbook import Annulus
    >>> round(Annulus(1.0, 2.0).density, 6)
    0.106103
    """

    inner: float = 1.0
    outer: float = 2.0
    label: int = 0

    def __post_init__(self) -> None:
        inner = _checks.real(self.inner, "inner", low=0, open_low=True)
        outer = _checks.real(self.outer, "outer", low=inner, open_low=True)
        object.__setattr__(self, "inner", inner)
        object.__setattr__(self, "outer", outer)
        object.__setattr__(self, "label", _checks.integer(self.label, "label", low=0))

    @property
    def density(self) -> float:
        """The constant density ``1 / (pi (outer**2 - inner**2))``, the paper's p."""
        return float(1.0 / (np.pi * (self.outer - self.inner) * (self.outer + self.inner)))

    @property
    def dimension(self) -> int:
        """The dimension of the space the annulus lies in: 2."""
        return 2

    def sample(self, size: int, seed: int | np.random.Generator = 0) -> Points:
        """Draw `size` independent points from the annulus, with the same label."""
        rng = _checks.generator(seed)
        count = _checks.integer(size, "size", low=1)
        radius = np.sqrt(rng.uniform(self.inner**2, self.outer**2, count))
        angle = rng.uniform(0, 2 * np.pi, count)
        return Points(
            np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), label=self.label
        )


@dataclass(frozen=True)
class Subspaces:
    """The two classes of Section 6.1 in R^4, on planes whose smallest principal angle is `angle`.

    With ``e_1, ..., e_4`` the standard basis, ``V_1 = span(e_1, sin(angle) e_2 + cos(angle) e_3)``
    and ``V_2 = span(e_3, e_4)``.  Each plane carries the polar grid of `PolarGrid`; Gaussian noise
    of standard deviation `noise` is added to every coordinate of every point.

    Parameters
    ----------
    angle : float
        Smallest principal angle between the planes, in radians, in ``(0, pi/2]``.
    noise : float
        Standard deviation of the noise (the paper does not state its level).
    seed : int or numpy.random.Generator
        Seed of the noise.

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook import Subspaces
    >>> first, second = Subspaces(angle=np.pi / 2).classes
    >>> first.points.shape, first.label, second.label
    ((880, 4), 0, 1)
    """

    angle: float = np.pi / 2
    noise: float = 0.0
    seed: int | np.random.Generator = field(default=0, compare=False)

    def __post_init__(self) -> None:
        angle = _checks.real(self.angle, "angle", low=0, high=np.pi / 2, open_low=True)
        object.__setattr__(self, "angle", angle)
        object.__setattr__(self, "noise", _checks.real(self.noise, "noise", low=0))

    @property
    def bases(self) -> tuple[FloatArray, FloatArray]:
        """Orthonormal bases of V_1 and V_2 as rows, shapes (2, 4)."""
        e = np.eye(4)
        tilted = np.sin(self.angle) * e[1] + np.cos(self.angle) * e[2]
        return np.stack([e[0], tilted]), np.stack([e[2], e[3]])

    @cached_property
    def classes(self) -> tuple[Points, Points]:
        """The two data sets, labels 0 and 1, each of shape (880, 4)."""
        rng = _checks.generator(self.seed)
        plane = PolarGrid().points
        noisy = [
            plane @ basis + self.noise * rng.standard_normal((len(plane), 4))
            for basis in self.bases
        ]
        return Points(noisy[0], label=0), Points(noisy[1], label=1)


Finite = Points | PolarGrid
OneClass = Points | PolarGrid | Annulus


def as_points(value: npt.ArrayLike, label: int = 0) -> Points:
    """Wrap an array of shape (N, d) as a data set of one class."""
    return Points(_checks.points(value), label=label)
