"""What the network is trained on (Section 2, Section 6.1).

A data set is the data of *one* class and knows its label.  Labels count from zero, so class
``label=0`` is the paper's class 1.  Networks and descent know data sets by the protocol `ClassData`
alone: a data set says itself how a loss on it is worked out, and your own class can be one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Protocol, TypeGuard, cast

import attrs
import numpy as np
import numpy.typing as npt

from gcbook import _checks, population
from gcbook._checks import FloatArray
from gcbook.hinge import Mean

MEMBERS = ("label", "dimension", "points", "evaluate")


class Evaluation(Protocol):
    """What the data of one class say about some weights."""

    @property
    def loss(self) -> FloatArray:
        """The paper's l_i, shape (...)."""

    @property
    def gradient(self) -> FloatArray:
        """Its gradient, shape (..., k, d)."""


class ClassData(Protocol):
    """The data of one class: all that `gcbook.Network` and `gcbook.descend` ask of a data set.

    Any object with these members will do; it need not inherit from anything.

    Examples
    --------
    Two points, the second three times as heavy as the first:

    >>> import numpy as np
    >>> from gcbook import binary_network, descend
    >>> from gcbook.hinge import Mean
    >>> class Heavy:
    ...     label, dimension, points = 0, 2, None
    ...     def evaluate(self, outputs, bias, weights):
    ...         x = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [0.0, 1.0]])
    ...         return Mean(outputs, bias, weights, x, self.label)
    >>> network, start = binary_network(1), [[0.5, 0.25], [0.0, 0.0]]
    >>> network.loss(start, Heavy())
    0.6875
    >>> descend(network, Heavy(), start).converged
    True
    """

    @property
    def label(self) -> int:
        """The class of the data, counted from zero."""

    @property
    def dimension(self) -> int:
        """The dimension d of the space the data lie in."""

    @property
    def points(self) -> FloatArray | None:
        """The points, shape (N, d), if the data are points of equal mass; otherwise None."""

    def evaluate(self, outputs: FloatArray, bias: FloatArray, weights: FloatArray) -> Evaluation:
        """Return loss and gradient of the network with this V and b, for a batch of weights.

        Shapes: outputs (n, k), bias (k,), weights (..., k, d).
        """


def is_class_data(value: Any) -> TypeGuard[ClassData]:
    """Whether `value` is a data set, by what it can do."""
    return all(hasattr(value, name) for name in MEMBERS)


def data_sets(value: ClassData | Iterable[ClassData] | npt.ArrayLike) -> tuple[ClassData, ...]:
    """Return the data sets that a user means: one, several, or a bare array as class 0.

    Examples
    --------
    >>> from gcbook import PolarGrid, Subspaces
    >>> from gcbook.data import data_sets
    >>> [len(data_sets(value)) for value in (PolarGrid(), Subspaces(), [[1.0, 0.0]])]
    [1, 2, 1]
    """
    if is_class_data(value):
        return (value,)
    if hasattr(value, "__array__") or hasattr(value, "toarray"):
        return (Points(cast(npt.ArrayLike, value)),)
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise TypeError(
            "data must be the data of one class (Points, PolarGrid, Annulus, or your own with "
            f"{', '.join(MEMBERS)}), a sequence of them, or an array of points; got {value!r}"
        )
    parts: list[Any] = list(value)
    if not parts:
        raise ValueError("data must hold at least one data set; got an empty sequence")
    sets = tuple(part for part in parts if is_class_data(part))
    if not sets:
        return (Points(parts),)
    if len(sets) < len(parts):
        bare = next(type(part).__name__ for part in parts if not is_class_data(part))
        raise TypeError(
            "data must say their class when there are several: Points(array, label=1); "
            f"got a bare {bare} in the sequence"
        )
    return sets


def points_of(value: ClassData | npt.ArrayLike) -> FloatArray:
    """Return points, shape (N, d), from an array or from a data set that has some."""
    if not is_class_data(value):
        return _checks.points(cast(npt.ArrayLike, value))
    if value.points is None:
        raise TypeError(
            f"points must be an array of shape (N, d) or a finite data set; got {value!r}, a "
            "population, which has no points of its own (an Annulus has .sample)"
        )
    return value.points


def _frozen_points(value: npt.ArrayLike) -> FloatArray:
    points = _checks.points(value).copy()
    points.flags.writeable = False
    return points


def _label(value: int) -> int:
    return _checks.integer(value, "label", low=0)


class _Labelled(Protocol):
    @property
    def label(self) -> int: ...
    @property
    def points(self) -> FloatArray: ...


class _Finite:
    """What finite data sets share: every point has the same mass."""

    @property
    def dimension(self: _Labelled) -> int:
        """The dimension d of the space the points lie in."""
        return int(self.points.shape[1])

    def evaluate(
        self: _Labelled, outputs: FloatArray, bias: FloatArray, weights: FloatArray
    ) -> Mean:
        """Return loss and gradient as means over the points; see `ClassData`."""
        return Mean(outputs, bias, weights, self.points, self.label)


@attrs.frozen(slots=False, eq=False, repr=False)
class Points(_Finite):
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

    points: FloatArray = attrs.field(converter=_frozen_points)
    label: int = attrs.field(default=0, converter=_label)

    def __repr__(self) -> str:
        count, dimension = self.points.shape
        return f"Points({count} in dimension {dimension}, label={self.label})"


@attrs.frozen(slots=False)
class PolarGrid(_Finite):
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

    label: int = attrs.field(default=0, converter=_label)

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


def _inner(value: float) -> float:
    return _checks.real(value, "inner", low=0, open_low=True)


def _outer(value: float) -> float:
    return _checks.real(value, "outer", low=0, open_low=True)


@attrs.frozen(slots=False)
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

    inner: float = attrs.field(default=1.0, converter=_inner)
    outer: float = attrs.field(default=2.0, converter=_outer)
    label: int = attrs.field(default=0, converter=_label)

    def __attrs_post_init__(self) -> None:
        _checks.real(self.outer, "outer", low=self.inner, open_low=True)

    @property
    def density(self) -> float:
        """The constant density ``1 / (pi (outer**2 - inner**2))``, the paper's p."""
        return float(1.0 / (np.pi * (self.outer - self.inner) * (self.outer + self.inner)))

    @property
    def dimension(self) -> int:
        """The dimension of the space the annulus lies in: 2."""
        return 2

    @property
    def points(self) -> None:
        """None: a population is no finite set of points."""
        return None

    def evaluate(
        self, outputs: FloatArray, bias: FloatArray, weights: FloatArray
    ) -> population.Population:
        """Return the exact loss and gradient, and the probabilities behind them (Section 2)."""
        return population.evaluate(outputs, bias, weights, self)

    def sample(self, size: int, seed: int | np.random.Generator = 0) -> Points:
        """Draw `size` independent points from the annulus, with the same label."""
        rng = _checks.generator(seed)
        count = _checks.integer(size, "size", low=1)
        radius = np.sqrt(rng.uniform(self.inner**2, self.outer**2, count))
        angle = rng.uniform(0, 2 * np.pi, count)
        return Points(
            np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), label=self.label
        )


def _angle(value: float) -> float:
    return _checks.real(value, "angle", low=0, high=np.pi / 2, open_low=True)


def _noise(value: float) -> float:
    return _checks.real(value, "noise", low=0)


@attrs.frozen(slots=False)
class Subspaces:
    """The two classes of Section 6.1 in R^4, on planes whose smallest principal angle is `angle`.

    With ``e_1, ..., e_4`` the standard basis, ``V_1 = span(e_1, sin(angle) e_2 + cos(angle) e_3)``
    and ``V_2 = span(e_3, e_4)``.  Each plane carries the polar grid of `PolarGrid`; Gaussian noise
    of standard deviation `noise` is added to every coordinate of every point.  Iteration runs over
    the two data sets, so the object itself may stand where several data sets are taken.

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

    angle: float = attrs.field(default=np.pi / 2, converter=_angle)
    noise: float = attrs.field(default=0.0, converter=_noise)
    seed: int | np.random.Generator = attrs.field(default=0, eq=False)

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

    def __iter__(self) -> Iterator[Points]:
        return iter(self.classes)
