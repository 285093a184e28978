"""d = 2 with any law of the directions: the probability as one integral.

Let f be the density of a direction's angle and G(t) the mass of the open half circle (t, t + pi).
The condition fails exactly when, after one of the neurons, all the others follow within half a
turn.  Only one neuron can be that one, and neuron j is with probability int f G^(k-1).  So

    P(k) = 1 - k int f(t) G(t)^(k-1) dt.

For a law with G = 1/2 this is Remark 3 with d = 2.  Every other law makes the condition less
likely (Wagner and Welzl, 2001, in every dimension).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Protocol, runtime_checkable

import attrs
import numpy as np

from gcbook import _checks
from gcbook._checks import FloatArray

Sampler = Callable[[np.random.Generator, int], FloatArray]


@runtime_checkable
class PlanarLaw(Protocol):
    """What the quadrature needs to know of a law of angles: a density and its half-circle mass."""

    def density(self, angle: float) -> float:
        """Return the density at an angle in radians; 2 pi periodic, of total mass 1."""

    def half_mass(self, angle: float) -> float:
        """Return the mass of the half circle from `angle` to ``angle + pi``."""


def _tilt(value: float) -> float:
    return _checks.real(value, "a", low=-1, high=1)


@attrs.frozen
class CosineLaw:
    """The law with density ``(1 + a cos t) / (2 pi)``: directions that prefer one side.

    Parameters
    ----------
    a : float
        Between -1 and 1; 0 is the uniform law of Remark 3.

    Examples
    --------
    >>> from gcbook.probability import CosineLaw, planar_gc_probability
    >>> round(planar_gc_probability(3, CosineLaw(1.0)), 6)
    0.098018
    """

    a: float = attrs.field(converter=_tilt)

    def density(self, angle: float) -> float:
        """Return the density at an angle in radians."""
        return (1 + self.a * math.cos(angle)) / (2 * math.pi)

    def half_mass(self, angle: float) -> float:
        """Return the mass of ``(angle, angle + pi)``: ``1/2 - (a / pi) sin(angle)``."""
        return 0.5 - self.a / math.pi * math.sin(angle)

    def angles(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> FloatArray:
        """Draw independent angles.

        A uniform angle and its opposite share the density 1/pi, so choosing between the two with
        odds ``1 + a cos t : 1 - a cos t`` gives the law without rejecting a draw.
        """
        angle = rng.uniform(0, 2 * np.pi, size)
        keep = rng.uniform(0, 2, size) < 1 + self.a * np.cos(angle)
        return np.where(keep, angle, angle + np.pi)

    def sampler(self, k: int) -> Sampler:
        """Return the sampler of k neurons that `estimate_gc_probability` takes."""
        return partial(_unit_vectors, self, _checks.integer(k, "k", low=1))


def _unit_vectors(law: CosineLaw, k: int, rng: np.random.Generator, size: int) -> FloatArray:
    angle = law.angles(rng, (size, k))
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


@attrs.frozen
class DensityLaw:
    """A law given by its density alone; half-circle masses are integrated numerically.

    Parameters
    ----------
    function : callable
        Maps an angle in radians to the density there; called on ``[0, 4 pi]``, so it must be
        2 pi periodic, and have no jumps (quadrature would converge slowly).

    Raises
    ------
    ValueError
        If the density is negative somewhere we look or does not have total mass 1.

    Examples
    --------
    >>> import math
    >>> from gcbook.probability import DensityLaw, planar_gc_probability
    >>> law = DensityLaw(lambda t: (1 + math.cos(2 * t)) / (2 * math.pi))
    >>> round(planar_gc_probability(3, law), 9)
    0.25
    """

    function: Callable[[float], float]

    def __attrs_post_init__(self) -> None:
        if not callable(self.function):
            raise TypeError(f"function must be a density, angle -> float; got {self.function!r}")
        mass = _integral(self.density, 0, 2 * math.pi)
        if abs(mass - 1) > 1e-8:
            raise ValueError(f"function must have total mass 1 over [0, 2 pi]; got {mass!r}")

    def density(self, angle: float) -> float:
        """Return the density at an angle in radians."""
        value = float(self.function(angle))
        if not value >= 0 or math.isinf(value):
            raise ValueError(f"function must be finite and >= 0; got {value!r} at angle {angle!r}")
        return value

    def half_mass(self, angle: float) -> float:
        """Return the mass of ``(angle, angle + pi)``."""
        return _integral(self.density, angle, angle + math.pi)


def planar_gc_probability(k: int, law: PlanarLaw) -> float:
    """Return the probability that k directions of a planar law satisfy the geometric condition.

    Parameters
    ----------
    k : int
        Number of independent neurons.
    law : PlanarLaw
        Such as `CosineLaw` or `DensityLaw`; it must have a density.

    Returns
    -------
    float
        ``1 - k int f G^(k-1)``, by adaptive quadrature to about 1e-10.

    Raises
    ------
    TypeError
        If `law` has no `density` and `half_mass`.
    ArithmeticError
        If the quadrature does not converge.

    See Also
    --------
    gc_probability : the exact value for symmetric laws, in every dimension.

    Examples
    --------
    >>> from gcbook.probability import CosineLaw, planar_gc_probability
    >>> round(planar_gc_probability(8, CosineLaw(0.5)), 6)
    0.862444
    """
    k = _checks.integer(k, "k", low=1)
    if not isinstance(law, PlanarLaw):
        raise TypeError(f"law must have methods density and half_mass; got {law!r}")
    failure = _integral(
        lambda angle: k * law.density(angle) * law.half_mass(angle) ** (k - 1), 0, 2 * math.pi
    )
    return 1.0 - failure


def _integral(function: Callable[[float], float], low: float, high: float) -> float:
    """Integrate to 1e-11, and refuse to return a number that did not get there."""
    from scipy.integrate import quad

    value, error, *trouble = quad(
        function, low, high, epsabs=1e-11, epsrel=1e-11, limit=200, full_output=1
    )
    if len(trouble) > 1 and error > 1e-9:
        raise ArithmeticError(
            f"quadrature over [{low:g}, {high:g}] stopped with error {error:.1e}: {trouble[1]}"
        )
    return float(value)
