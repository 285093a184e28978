"""Critical points, the reduction, the line of saddles, the chain."""

from __future__ import annotations

import numpy as np
import pytest

from gcbook.companions import linear as ln

SHAPES = [((2.0, 1.0), 3, 4), ((3.0, 2.0, 1.0), 4, 5), ((5.0, 0.5), 2, 2)]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_component_has_the_predicted_inertia(shape):
    for part in ln.components(*shape):
        for seed in range(2):
            point = part.point(seed=seed, spread=3.0)
            assert max(abs(G).max() for G in part.problem.gradient(point)) < 1e-8
            assert float(part.problem.loss(point)) == pytest.approx(part.value, abs=1e-9)
            found = ln.inertia(part.problem, point)
            assert (found.nullity, found.index) == (part.dimension, part.index)


def test_two_saddles_are_not_strict():
    problem = ln.LinearProblem.diagonal([2, 1], 3)
    smallest = [ln.inertia(problem, point).smallest for _, point in ln.two_layer_saddles()]
    np.testing.assert_allclose(smallest, [0, -2, 0, -1, -1, 0], atol=1e-9)
    with pytest.raises(ValueError, match="equal ranks"):
        ln.descent_direction(problem, ln.two_layer_saddles()[2][1])


def test_reduction_needs_its_preconditioner():
    rng = np.random.default_rng(3)
    problem = ln.LinearProblem.of(rng.normal(size=(2, 6)), rng.normal(size=(3, 6)))
    layers, found = ln.random_layers((3, 3, 2), scale=0.5, seed=rng), ln.reduce_problem(problem)
    start = found.forward(layers)
    assert float(problem.loss(layers)) == pytest.approx(
        float(found.problem.loss(start)) + found.offset, abs=1e-10
    )
    true = found.forward(ln.gradient_flow(problem, layers, [0, 1]).final)
    for metric, same in ((found.metric, True), (None, False)):
        end = ln.gradient_flow(found.problem, start, [0, 1], metric=metric).final
        gap = max(abs(a - b).max() for a, b in zip(true, end, strict=True))
        assert bool(gap < 1e-8) is same


def test_the_separatrix_and_the_escape_time():
    model = ln.SaddleLine(1.5)
    found = model.separatrix(1.0, [0.0, 0.5, 1.0, 1.5])
    np.testing.assert_allclose(found, [-1, -1.05022, -1.20202, -1.45137], atol=2e-5)
    distances = np.geomspace(1e-8, 1e-5, 4)
    slope = np.polyfit(np.log(1 / distances), model.escape_times(distances), 1)[0]
    assert slope == pytest.approx(0.924951, abs=1e-5)


def test_chains_stop_only_at_ties():
    assert ln.chain_flow(np.full(3, -1.0), 1.5, [0, 1e4])[-1, 0] * 1.5e4 == pytest.approx(
        -1, abs=1e-3
    )
    starts = ln.random_chains(3, 20, seed=1)
    assert not ln.can_reach_saddle(starts).any()
    ends = ln.chain_flow(starts, 1.0, [0, 100], rtol=1e-6)[-1]
    np.testing.assert_allclose(ends.prod(axis=-1), 1, atol=1e-3)


def test_limits_do_not_depend_on_the_clock():
    problem = ln.LinearProblem.diagonal([2, 1])
    batch = ln.random_layers((2, 2, 2), runs=4, scale=0.7, seed=3)
    assert (ln.limit_losses(problem, batch) < 1e-8).all()
    assert (ln.gradient_flow(problem, batch, [0, 200], rtol=1e-7).losses[-1] < 1e-8).all()
