"""Bounds: units under both scaling symmetries, and the facts that make each a bound."""

from __future__ import annotations

import numpy as np
import pytest

from gcbook import Annulus, bounds, holds
from gcbook.bounds import Shell
from gcbook.network import Network, binary_network

SCALES = [(3.0, 1.0), (1.0, 2.0), (0.5, 0.25)]


def shells(d: int, a: float) -> tuple[Shell, Shell]:
    """A shell, and the same one with every length multiplied by a."""
    plain = Shell(d, 1.0, 2.0)
    low, high = 0.5 * plain.p_min, 2.0 * plain.p_max
    return Shell(d, 1.0, 2.0, low, high), Shell(d, a, 2 * a, low / a**d, high / a**d)


# value(shell, length-like, v, step) and its units (A, B); lengths of weights scale like 1/(a c)
UNITS = {
    "slice_bound": (lambda s, w, v, e: bounds.slice_bound(s), (-1, 0)),
    "cap_angle": (lambda s, w, v, e: bounds.cap_angle(s, w, v=v), (0, 0)),
    "cap_mass": (lambda s, w, v, e: bounds.cap_mass(s, w, v=v), (0, 0)),
    "cap_moment": (lambda s, w, v, e: bounds.cap_moment(s, w, v=v), (1, 0)),
    "first improved": (
        lambda s, w, v, e: bounds.first_phase(s, step=e, radius=w, start=w / 3, v=v),
        (0, 0),
    ),
    "first corrected": (
        lambda s, w, v, e: bounds.first_phase(s, step=e, radius=w, v=v, form="corrected"),
        (0, 0),
    ),
    "second corrected": (
        lambda s, w, v, e: bounds.second_phase(s, step=e, radius=w, negative=w / 2, v=v),
        (0, 0),
    ),
    "second printed": (
        lambda s, w, v, e: bounds.second_phase(s, step=e, radius=w, v=v, form="printed"),
        (0, 0),
    ),
    "shrink_step": (lambda s, w, v, e: bounds.shrink_step(s, w, v=v), (-2, -2)),
    "trap_radius": (lambda s, w, v, e: bounds.trap_radius(s, e, v=v), (-1, -1)),
    "lipschitz away": (lambda s, w, v, e: bounds.lipschitz(s, [0, 0, 1], away=w, v=v), (2, 2)),
    "existence_radius": (lambda s, w, v, e: bounds.existence_radius(s, v=v), (-1, -1)),
    "realisability_scale": (
        lambda s, w, v, e: bounds.realisability_scale(
            np.vstack([np.eye(s.dimension), -np.ones(s.dimension)]), s, v=v
        ),
        (-1, -1),
    ),
}


@pytest.mark.parametrize("name", UNITS)
@pytest.mark.parametrize("d", [2, 3, 5])
@pytest.mark.parametrize(("a", "c"), SCALES)
def test_units(name: str, d: int, a: float, c: float):
    value, (power_a, power_b) = UNITS[name]
    before, after = shells(d, a)
    plain = value(before, 2.5, 0.4, 0.1)
    scaled = value(after, 2.5 / (a * c), 0.4 * c, 0.1 / (a * c) ** 2)
    assert scaled == pytest.approx(plain * a**power_a * c**power_b, rel=1e-9, abs=0)


def test_the_printed_cap_mass_has_no_units():
    before, after = shells(3, 3.0)
    plain = bounds.cap_mass(before, 2.5, form="printed")
    scaled = bounds.cap_mass(after, 2.5 / 3.0, form="printed")
    assert scaled != pytest.approx(plain, rel=0.5)


def test_lipschitz_with_biases_has_units():
    b = np.array([0.1, 0.2, 0.3])
    plain = bounds.lipschitz(Shell(2, 1, 2), [0, 0, 1], bias=b, v=0.5)
    for a, c in SCALES:
        scaled = bounds.lipschitz(Shell(2, a, 2 * a), [0, 0, 1], bias=b / c, v=0.5 * c)
        assert scaled == pytest.approx(plain * a**2 * c**2, rel=1e-12, abs=0)


def test_slices_of_the_uniform_shell_never_exceed_the_bound():
    # the slice at height a of the shell, as an annulus of one dimension less
    for d in (2, 3, 4, 7, 14, 20):
        shell = Shell(d)
        a = np.linspace(0, 2, 2001)[:-1]
        q = d - 1
        outer = (4 - a**2) ** (q / 2)
        inner = np.maximum(1 - a**2, 0) ** (q / 2)
        slices = shell.p_max * bounds.ball_volume(q) * (outer - inner)
        assert slices.max() <= bounds.slice_bound(shell) * (1 + 1e-12)
        assert slices.max() >= bounds.slice_bound(shell) * 0.999


def test_half_cap_constants_match_a_sample():
    # 400,000 points; four standard errors, so about one seed in 16,000 would fail
    rng = np.random.default_rng(3)
    for d in (2, 3, 6):
        shell = Shell(d)
        x = rng.standard_normal((400_000, d))
        radius = rng.uniform(1.0, 2.0**d, len(x)) ** (1 / d)
        x *= (radius / np.linalg.norm(x, axis=1))[:, None]
        beta = bounds.cap_angle(shell, 0.9)
        inside = (x[:, 0] > np.cos(beta) * radius) & (x[:, 1] > 0)
        for sample, value in (
            (inside.astype(float), bounds.cap_mass(shell, 0.9)),
            (inside * x[:, 1], bounds.cap_moment(shell, 0.9)),
        ):
            assert abs(sample.mean() - value) < 4 * sample.std() / np.sqrt(len(x))


def test_scale_of_realisability_is_the_threshold():
    rng = np.random.default_rng(5)
    seen = 0
    for _ in range(40):
        w = rng.standard_normal((4, 2))
        scale = bounds.realisability_scale(w)
        assert np.isfinite(scale) == holds(w)
        if not np.isfinite(scale):
            continue
        seen += 1
        units = w / np.linalg.norm(w, axis=1)[:, None]
        network = Network([[0.5] * 4 + [-0.5], [-0.5] * 4 + [0.5]])
        rows = np.vstack([scale * units, np.zeros((1, 2))])
        # on the unit circle the margin is least where a neuron switches on
        kinks = units @ np.array([[0.0, 1.0], [-1.0, 0.0]])
        margin = network.forward(rows, np.vstack([kinks, -kinks])) @ [1, -1]
        assert margin.min() == pytest.approx(1.0, abs=1e-12)
    assert seen > 5


def test_observed_slopes_stay_below_the_lipschitz_bound():
    rng = np.random.default_rng(2)
    network, data = binary_network(2), Annulus()
    bound = bounds.lipschitz(Shell(), network.owner, away=0.5)
    for _ in range(50):
        first = rng.standard_normal((4, 2))
        second = first + 1e-3 * rng.standard_normal((4, 2))
        if min(np.linalg.norm(w, axis=1).min() for w in (first, second)) < 0.5:
            continue
        change = network.gradient(first, data) - network.gradient(second, data)
        ratio = np.linalg.norm(change, axis=1).sum() / np.linalg.norm(first - second, axis=1).sum()
        assert ratio <= bound


def test_errors_name_what_is_wrong():
    with pytest.raises(ValueError, match=r"low must be a real number > 0 and <= 0\.10"):
        Shell(2, 1.0, 2.0, low=0.2)
    with pytest.raises(ValueError, match=r"2 v sum of the biases .* got 1\.2"):
        bounds.lipschitz(Shell(), [0, 1], bias=[0.1, 0.6], v=1.0)
    with pytest.raises(ValueError, match="bias must hold 2 positive numbers"):
        bounds.lipschitz(Shell(), [0, 1], bias=[0.0, 0.6])
    with pytest.raises(ValueError, match=r"owned must hold a class.*got \[0, 0\.5\]"):
        bounds.lipschitz(Shell(), [0, 0.5], away=1.0)
    with pytest.raises(ValueError, match="exactly one of bias and away"):
        bounds.lipschitz(Shell(), [0, 1])
    with pytest.raises(ValueError, match="dimension >= 2"):
        bounds.cap_mass(Shell(1), 1.0)
    with pytest.raises(ValueError, match="form must be one of 'printed', 'corrected', 'improved'"):
        bounds.first_phase(Shell(), step=0.1, radius=1.0, form="best")  # type: ignore[arg-type]
