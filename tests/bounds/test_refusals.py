"""Every argument of a bound is refused by its own name, at the end of its own range."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from gcbook import bounds
from gcbook.bounds import Shell
from gcbook.experiments.rate import gradient_descent, gradient_flow

ABOVE_0, FROM_0, SHARE = "> 0", ">= 0", "> 0 and <= 1"
PLANE = Shell()


def phase(bound: Callable[..., float], name: str) -> Callable[[object], float]:
    plain = {"step": 0.1, "radius": 2.0, "start": 1.0, "classes": 2, "v": 0.5}
    return lambda x: bound(PLANE, **{**plain, name: x})


REAL = [
    ("norm", ABOVE_0, lambda x: bounds.shrink_step(PLANE, x)),
    ("v", ABOVE_0, lambda x: bounds.shrink_step(PLANE, 1.0, v=x)),
    ("step", ABOVE_0, lambda x: bounds.trap_radius(PLANE, x)),
    ("v", ABOVE_0, lambda x: bounds.trap_radius(PLANE, 0.1, v=x)),
    ("away", ABOVE_0, lambda x: bounds.lipschitz(PLANE, [0, 1], away=x)),
    ("v", ABOVE_0, lambda x: bounds.existence_radius(PLANE, v=x)),
    ("radius", ABOVE_0, lambda x: bounds.cap_angle(PLANE, x)),
    ("v", ABOVE_0, lambda x: bounds.cap_angle(PLANE, 1.0, v=x)),
    *(
        (name, ABOVE_0, phase(bound, name))
        for bound in (bounds.first_phase, bounds.second_phase)
        for name in ("step", "v")
    ),
    ("negative", FROM_0, lambda x: bounds.second_phase(PLANE, step=0.1, radius=1.0, negative=x)),
    ("inner", ABOVE_0, lambda x: Shell(2, x, 2.0)),
    ("steepness", ABOVE_0, lambda x: bounds.missed_floor(PLANE, x)),
    ("loss", FROM_0, lambda x: bounds.missed_ceiling(PLANE, x)),
    ("norm", ABOVE_0, lambda x: bounds.lojasiewicz(PLANE, 1.0, x)),
    ("margin", ABOVE_0, lambda x: bounds.error_mass_ceiling(np.eye(2), [True, False], x)),
    ("failure", SHARE, lambda x: bounds.random_margin(4, 2, failure=x)),
    ("failure", SHARE, lambda x: bounds.neurons_for_margin(2, failure=x)),
]
ENDS = {ABOVE_0: [0.0, -1.0, math.nan], FROM_0: [-1e-9, math.nan], SHARE: [0.0, 1.001, math.nan]}


@pytest.mark.parametrize(("name", "range_", "call"), REAL)
def test_numbers(name: str, range_: str, call: Callable[[object], float]):
    for value in ENDS[range_]:
        with pytest.raises(ValueError, match=rf"^{name} must be a real number {range_}"):
            call(value)
    with pytest.raises(TypeError, match=rf"^{name} must be a real number {range_}"):
        call("one")
    if range_ == FROM_0:
        call(0.0)
    if range_ == SHARE:
        call(1.0)


@pytest.mark.parametrize(
    ("name", "least", "call"),
    [
        ("dimension", 0, bounds.ball_volume),
        ("dimension", 1, bounds.sphere_area),
        ("dimension", 1, Shell),
        ("classes", 2, phase(bounds.first_phase, "classes")),
        ("classes", 2, phase(bounds.second_phase, "classes")),
        ("k", 3, bounds.polygon_constant),
        ("k", 1, lambda x: bounds.random_margin(x, 2)),
        ("d", 1, bounds.mean_activation),
        ("rays", 4, lambda x: bounds.grid_clock([1.0], x)),
    ],
)
def test_counts(name: str, least: int, call: Callable[[object], float]):
    call(least)
    with pytest.raises(ValueError, match=f"^{name} must be an integer >= {least}; got {least - 1}"):
        call(least - 1)
    with pytest.raises(TypeError, match=rf"^{name} must be an integer >= {least}; got 2\.5"):
        call(2.5)


def test_ranges_that_depend_on_another():
    with pytest.raises(ValueError, match=r"^start must be a real number >= 0 and <= 2"):
        phase(bounds.first_phase, "start")(2.001)
    assert phase(bounds.first_phase, "start")(2.0) == 0.0
    with pytest.raises(ValueError, match=r"^start must be a real number >= 0 and <= 2"):
        phase(bounds.second_phase, "start")(-0.001)
    with pytest.raises(ValueError, match=r"^radius must be a real number > 0"):
        phase(bounds.first_phase, "radius")(0.0)
    with pytest.raises(ValueError, match=r"^outer must be a real number > 1"):
        Shell(2, 1.0, 1.0)
    with pytest.raises(ValueError, match=r"^high must be a real number >= 0\.10"):
        Shell(2, 1.0, 2.0, high=0.1)
    with pytest.raises(ValueError, match=r"^low must be a real number > 0"):
        Shell(2, 1.0, 2.0, low=0.0)
    with pytest.raises(ValueError, match=r"^level must be a real number > 0 and < 1"):
        bounds.clock(0.0)
    with pytest.raises(ValueError, match=r"^d must be a real number > 1"):
        bounds.rate_exponent(1.0)


@pytest.mark.parametrize(
    ("message", "call"),
    [
        ("weights", lambda x: bounds.error_mass_ceiling(x, [True], 1.0)),
        ("weights", lambda x: bounds.tail(x, [1.0], PLANE)),
        ("weights", lambda x: bounds.wide_certificate(x, [1.0], np.eye(2))),
        ("directions", lambda x: bounds.wide_certificate(np.eye(2), [1, -1], x)),
        ("directions", lambda x: bounds.zonotope_margin(np.eye(2), directions=x)),
        ("weights", bounds.normals),
        ("weights", bounds.realisability_norms),
    ],
)
def test_arrays(message: str, call: Callable[[object], object]):
    for bad in ([[np.nan, 1.0]], [1.0, 2.0]):
        with pytest.raises(ValueError, match=f"^{message} must"):
            call(bad)


@pytest.mark.parametrize(
    ("message", "call"),
    [
        (r"radii must be an array of shape \(R,\)", lambda: bounds.grid_clock([[1.0]], 4)),
        ("time must be a number or an array of times", lambda: bounds.loss_ceiling(PLANE, 1, "x")),
        (
            r"signs must be an array of shape \(2,\)",
            lambda: bounds.tail(np.eye(2), [[1, 1]], PLANE),
        ),
        (
            r"owned must be an array of integers, shape \(k,\)",
            lambda: bounds.lipschitz(PLANE, 1, away=1.0),
        ),
        ("owned must hold a class", lambda: bounds.lipschitz(PLANE, [0, -2], away=1.0)),
        (r"bias must hold 2 positive", lambda: bounds.lipschitz(PLANE, [0, 1], bias=[0.1])),
        ("bias must be a number or an array", lambda: bounds.existence_radius(PLANE, bias="x")),
        ("form must be one of 'printed', 'corrected'", lambda: bounds.cap_mass(PLANE, 1, form="")),
        (
            "form must be one of 'printed', 'corrected'",
            lambda: bounds.second_phase(PLANE, step=1, radius=1, form="improved"),
        ),
        (
            r"sum of the biases of each other class must be < 1; got 1\.0",
            lambda: bounds.lipschitz(PLANE, [0, 1], bias=[0.5, 0.5], v=1.0),
        ),
        ("exactly one of bias and away", lambda: bounds.lipschitz(PLANE, [0, 1], away=1, bias=[1])),
    ],
)
def test_words(message: str, call: Callable[[], object]):
    with pytest.raises((ValueError, TypeError), match=message):
        call()


@pytest.mark.parametrize(
    ("required", "call"),
    [
        (
            r"bias must be an array of shape \(2,\)",
            lambda x: bounds.lipschitz(PLANE, [0, 1], bias=x),
        ),
        ("bias must be a number or an array", lambda x: bounds.existence_radius(PLANE, bias=x)),
        (
            r"owned must be an array of integers, shape \(k,\)",
            lambda x: bounds.lipschitz(PLANE, x, away=1.0),
        ),
        ("slope must be a number or an array", bounds.limit_push),
        (r"radii must be an array of shape \(R,\)", lambda x: bounds.grid_clock(x, 4)),
        ("time must be a number or an array of times", lambda x: bounds.loss_ceiling(PLANE, 1, x)),
        (r"signs must be an array of shape \(2,\)", lambda x: bounds.tail(np.eye(2), x, PLANE)),
        (
            r"signs must be an array of shape \(2,\)",
            lambda x: bounds.wide_certificate(np.eye(2), x, np.eye(2)),
        ),
        (r"pull must be an array of shape \(2,\)", lambda x: bounds.least_slope(x, np.eye(2))),
        (r"weights must be an array of shape \(N, d\), one point per row", bounds.normals),
        (
            r"weights must be an array of shape \(\.\.\., k, d\), one neuron per row",
            bounds.zonotope_margin,
        ),
        (
            r"directions must be an array of shape \(N, d\), one point per row",
            lambda x: bounds.zonotope_margin(np.eye(2), directions=x),
        ),
    ],
)
def test_words_about_arrays(required: str, call: Callable[[object], object]):
    with pytest.raises(TypeError, match=f"^{required}; got dtype <U3$"):
        call(["one", "two"])


SIGNED = [
    lambda x: bounds.tail(np.eye(3), x, Shell(3)),
    lambda x: bounds.wide_certificate(np.eye(3), x, np.eye(3)),
    lambda x: gradient_flow(np.eye(3), x, horizon=10.0),
    lambda x: gradient_descent(np.eye(3), x, steps=2),
]


@pytest.mark.parametrize("call", SIGNED)
def test_every_row_has_one_sign(call: Callable[[object], object]):
    with pytest.raises(
        ValueError, match=r"^signs must be an array of shape \(3,\); got shape \(2,\)"
    ):
        call([1, 1])
    with pytest.raises(
        ValueError, match=r"^signs must be \+1 or -1 for each row; got 2 at index 1"
    ):
        call([1, 2, -1])
    with pytest.raises(
        ValueError, match=r"^signs must be \+1 or -1 for each row; got 0 at index 2"
    ):
        call([1, -1, 0])


def test_every_row_has_one_pull_and_one_layer_is_trapped_at_a_time():
    with pytest.raises(
        ValueError, match=r"^pull must be an array of shape \(2,\); got shape \(3,\)"
    ):
        bounds.least_slope([1, 1, 1], np.eye(2))
    with pytest.raises(ValueError, match=r"^weights must be .*got shape \(2, 3, 2\)"):
        bounds.trapped(PLANE, np.ones((2, 3, 2)), 0.1, 1e-9)
