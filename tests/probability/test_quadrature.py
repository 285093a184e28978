"""Quadrature that says what it reaches: kinks, many intervals, densities of few digits."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from gcbook.probability import DensityLaw, planar_gc_probability


@dataclass(frozen=True)
class Even:
    """A density of period pi, so that every half circle has mass 1/2 and Remark 3 is exact."""

    density: Callable[[float], float]

    def half_mass(self, angle: float) -> float:
        return 0.5


def kinked(waves: int) -> Callable[[float], float]:
    """Kinks at 2 `waves` places, none of them where an interval of the quadrature ends."""
    return lambda angle: abs(math.sin(waves * (angle - 1))) / 4


@pytest.mark.parametrize("waves", [1, 4])
def test_a_density_with_kinks_is_integrated_to_the_stated_accuracy(waves: int):
    for k, exact in ((3, 1 / 4), (6, 13 / 16)):
        found = planar_gc_probability(k, Even(kinked(waves)))
        assert found == pytest.approx(exact, rel=0, abs=1e-11)


def rough(size: float) -> Even:
    """A uniform density with a ripple too fine for two hundred intervals."""
    return Even(lambda angle: (1 + size * math.sin(12345.6 * angle)) / (2 * math.pi))


def test_a_ripple_below_the_accuracy_is_no_reason_to_refuse():
    found = planar_gc_probability(3, rough(1e-7))
    assert found == pytest.approx(1 / 4, rel=0, abs=1e-9)
    with pytest.raises(ArithmeticError, match=r"stopped with error .*e-09: The maximum number"):
        planar_gc_probability(3, rough(1e-6))


def test_a_total_mass_is_1_to_eight_digits():
    for error, allowed in ((0.9e-8, True), (1.1e-8, False), (-0.9e-8, True), (-1.1e-8, False)):
        density = (1 + error) / (2 * math.pi)
        if allowed:
            assert DensityLaw(lambda _, value=density: value).half_mass(0.3) == pytest.approx(0.5)
        else:
            with pytest.raises(ValueError, match="total mass 1"):
                DensityLaw(lambda _, value=density: value)
