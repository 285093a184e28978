"""What the checks share: lattice decisions, small proofs, runs on the exact population."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from gcbook import holds
from gcbook.bounds import ball_volume, sphere_area
from gcbook.claims._witness import annulus_runs, lattice
from gcbook.claims._witness.algebra import ball, nonnegative, same, sphere
from gcbook.probability import gc_probability, sign_pattern_count


def small_layers(d: int) -> st.SearchStrategy[np.ndarray]:
    row = st.lists(st.integers(-3, 3), min_size=d, max_size=d).filter(any)
    return st.lists(row, min_size=1, max_size=6).map(np.array)


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(st.sampled_from([2, 3]).flatmap(small_layers))
def test_the_forms_agree_with_the_library(layer: np.ndarray):
    # forms (1) and (3) read directions only; the library decides them independently
    answer = bool(lattice.both_signs(layer[None])[0])
    assert answer == bool(lattice.origin_inside(layer[None])[0]) == holds(layer)


def test_the_families_have_one_length():
    for family, length in ((lattice.DODECAGON, 5), (lattice.shell(), 3)):
        assert set((family**2).sum(axis=1).tolist()) == {length**2}
        assert len(np.unique(family, axis=0)) == len(family)


@pytest.mark.parametrize(
    ("layer", "strict", "printed"),
    [
        ([[1, 0], [-1, 0], [0, 1]], False, True),  # the origin on an edge
        ([[1, 0], [-1, 0]], False, True),  # flat: no facet to check
        ([[5, 0], [-3, 4], [-3, -4]], True, True),
        ([[5, 0], [3, 4], [3, -4]], False, False),
    ],
)
def test_the_two_readings_of_form_4(layer: list[list[int]], strict: bool, printed: bool):
    sets = np.array([layer])
    assert bool(lattice.facets_with_origin(sets)[0]) is strict
    assert bool(lattice.facets_with_origin(sets, strict=False)[0]) is printed


def test_a_half_space_is_touched_except_on_a_line():
    low = np.array([[[1, 1], [2, 1], [-1, 3]]])
    assert lattice.touching_half_space(low)[0]
    assert not lattice.touching_half_space(np.array([[[1], [2]]]))[0]


def test_coefficients_decide_only_one_way():
    x, y = sp.symbols("x y")
    assert nonnegative(x * y + 3, x, y)
    assert not nonnegative(x**2 - x * y + y**2, x, y)  # true, but not by this proof


def test_volumes_agree_with_the_numerical_ones():
    for q in range(1, 9):
        assert float(ball(q)) == pytest.approx(ball_volume(q), rel=1e-14)
        assert float(sphere(q)) == pytest.approx(sphere_area(q + 1), rel=1e-14)
    assert same(sphere(1), 2 * sp.pi)


def test_two_enumerations_of_sign_patterns_agree():
    rng = np.random.default_rng(0)
    layer = rng.integers(-9, 10, (6, 3))
    signs = np.array(np.meshgrid(*[[1, -1]] * 6)).T.reshape(-1, 6, 1)
    counted = int(lattice.both_signs(signs * layer).sum())
    assert counted == sign_pattern_count(layer) == 64 * gc_probability(6, 3)


def test_the_shared_runs_are_what_the_checks_need():
    families = annulus_runs.families()
    assert sum(family.loss.shape[1] for family in families) == 18
    assert {family.v for family in families} == {0.5, 1.0}
    assert {family.network.classes for family in families} == {2, 3}
    assert sum(int(family.first_phase.sum()) for family in families) > 500
    with pytest.raises(ValueError, match="read-only"):
        families[0].loss[0] = 0.0
