"""Every argument of a start is refused by its own name, at the end of its own range."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from gcbook import cross_polytope_start, simplex_start
from gcbook.initialisation import antipodal, certain_start, even, polygon
from gcbook.initialisation.certain import simplex_margin


@pytest.mark.parametrize(
    ("name", "least", "call"),
    [
        ("k", 1, lambda x: certain_start(x, 1, kind="simplex")),
        ("d", 1, lambda x: certain_start(2, x, kind="cross-polytope")),
        ("k", 3, polygon),
        ("k", 2, lambda x: antipodal(x, 1)),
        ("d", 1, lambda x: antipodal(2, x)),
        ("k", 1, lambda x: even(x, 1)),
        ("d", 1, lambda x: even(2, x)),
        ("d", 1, simplex_margin),
        ("d", 1, lambda x: simplex_start(4, x)),
        ("d", 1, lambda x: cross_polytope_start(4, x)),
    ],
)
def test_counts(name: str, least: int, call: Callable[[object], object]):
    for bad in (least - 1, -1):
        with pytest.raises(ValueError, match=f"^{name} must be an integer >= {least}; got {bad}$"):
            call(bad)
    with pytest.raises(TypeError, match=rf"^{name} must be an integer >= {least}; got 2\.5$"):
        call(2.5)


def test_the_least_of_everything():
    assert polygon(3).weights.shape == (3, 2)
    assert abs(antipodal(2, 1).weights).tolist() == [[1.0], [1.0]]
    assert even(2, 1).margin == simplex_margin(1) == 1.0
    for call in (even, certain_start):  # one neuron is a number of neurons, but too small a one
        with pytest.raises(ValueError, match=r"^k must be at least d \+ 1 = 2; got 1$"):
            call(1, 1)


@pytest.mark.parametrize("bad", [0, -1.0, math.nan, math.inf])
def test_a_scale_is_positive(bad: float):
    for call in (
        lambda: certain_start(4, 2, scale=bad),
        lambda: simplex_start(4, 2, scale=bad),
        lambda: cross_polytope_start(4, 2, scale=bad),
    ):
        with pytest.raises(ValueError, match=r"^scale must be a real number > 0; got"):
            call()


def test_a_polygon_runs_counterclockwise_from_its_turn():
    angles = 0.3 + np.pi / 2 * np.arange(4)
    expected = np.column_stack([np.cos(angles), np.sin(angles)])
    np.testing.assert_allclose(polygon(4, turn=0.3).weights, expected, rtol=0, atol=1e-15)
    with pytest.raises(TypeError, match=r"^turn must be a real number; got 'half'$"):
        polygon(4, turn="half")
