"""What the population needs to know of an annulus; `gcbook.Annulus` is one."""

from __future__ import annotations

from typing import Protocol


class Ring(Protocol):
    """The uniform density of one class on ``inner <= |x| <= outer`` in the plane."""

    @property
    def inner(self) -> float:
        """The paper's m."""

    @property
    def outer(self) -> float:
        """The paper's M."""

    @property
    def density(self) -> float:
        """The paper's p, constant."""

    @property
    def label(self) -> int:
        """The class, counted from zero."""
