"""What the population needs to know of an annulus; `gcbook.Annulus` is one."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from gcbook._checks import FloatArray


def rims(data: Rims, size: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the angles from the direction of a at which |a| cos reaches 1/m and 1/M.

    At the outer rim, beyond the second of them, all of the ray is missed.
    """
    near = np.arccos(1.0 / np.maximum(data.inner * size, 1.0))
    return near, np.arccos(1.0 / np.maximum(data.outer * size, 1.0))


def legendre(count: int) -> tuple[FloatArray, FloatArray]:
    """Return nodes and masses of the Gauss-Legendre rule on [0, 1]."""
    nodes, masses = np.polynomial.legendre.leggauss(count)
    return (nodes + 1) / 2, masses / 2


class Rims(Protocol):
    """What lies in ``inner <= |x| <= outer``."""

    @property
    def inner(self) -> float:
        """The paper's m."""

    @property
    def outer(self) -> float:
        """The paper's M."""


class Ring(Rims, Protocol):
    """The uniform density of one class on an annulus of the plane."""

    @property
    def density(self) -> float:
        """The paper's p, constant."""

    @property
    def label(self) -> int:
        """The class, counted from zero."""
