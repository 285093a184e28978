"""Width: the theorems along thousands of recorded steps, exact clocks, executors, resuming."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

from gcbook import Annulus, Network, Points, PolarGrid, binary_network, random_start
from gcbook.bounds import grid_clock, wide_certificate, wide_clock
from gcbook.claims._witness.flows import lazy, many, records
from gcbook.claims._witness.orbits import limits, on_the_grid, orbits
from gcbook.experiments import REGISTRY
from gcbook.experiments.rate import merge
from gcbook.experiments.width import (
    CertainConfig,
    MarginsConfig,
    WidthConfig,
    audit,
    certain,
    follow,
    grid_inequality,
    limit_inequality,
    margins,
    off_orbit,
    orbit_clock,
    orbit_inequalities,
    orbit_time,
    wide_inequalities,
    width,
    zero_loss_exponent,
)
from gcbook.experiments.width.orbits import _Neighbourhood
from gcbook.initialisation import certain_start, polygon
from gcbook.population.radial import Radial

pytestmark = pytest.mark.slow  # together they would be a third of the quick tests


def test_every_inequality_along_all_recorded_runs():
    found = [audit(record) for record in records()]
    assert sum(one.violations for one in found) == 0
    assert sum(len(i.small) for one in found for i in one.inequalities) > 50_000
    kinds = {
        (record.data.dimension, record.network.classes, type(record.data).__name__)
        for record in records()
    }
    finite = {(d, n) for d, n, name in kinds if name in {"Points", "PolarGrid"}}
    exact = {(d, n) for d, n, name in kinds if name in {"Annulus", "Radial"}}
    assert finite == exact == {(2, 2), (2, 3), (3, 2), (3, 3)}


def test_every_inequality_along_thousands_of_runs():
    runs, places, tightest = 0, 0, []
    for record in many():
        found = audit(record)
        assert found.violations == 0
        runs += record.loss.shape[1]
        places += sum(len(one.small) for one in found.inequalities)
        tightest.append(found.to_frame()["tightest factor"].min())
        assert audit(record, slip=10.0).violations > 0
    assert runs == 2200
    assert places > 300_000
    assert 1 <= min(tightest) < 1.01  # some inequality is nearly an equality


def kinds(records) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return (d, n) of the records on finite data, and of those on populations."""
    finite, exact = set(), set()
    for one in records:
        where = exact if isinstance(one.data, (Annulus, Radial)) else finite
        where.add((one.data.dimension, one.network.classes))
    return finite, exact


EVERY = {(2, 2), (2, 3), (3, 2), (3, 3)}


def test_theorem_4_along_every_recorded_run():
    runs = (*records(), *many(), *lazy())
    assert kinds(runs) == (EVERY, EVERY)
    assert sum(one.loss.shape[1] for one in runs) == 2756
    found = merge(one for record in runs for one in wide_inequalities(record))
    assert found.violations == 0
    assert len(found.inequalities) == 6
    for one in found.inequalities:
        assert len(one.small) > 50_000
        # each would notice a factor of two, or is known to be loose and says so
        loosest = {"Q <= 2B/A": 6, "S <= B^2/(2A)": 7}.get(one.name, 2)
        assert merge([one], slip=loosest).violations > 0


def test_a_certificate_is_kept():
    kept = 0
    for record in lazy()[:4]:
        if record.network.classes != 2:
            continue
        points, sign = record.data.points, np.where(record.positive, 1, -1)
        units = points / np.linalg.norm(points, axis=1)[:, None]
        m, M = record.rim
        moved = np.linalg.norm(record.weights - record.weights[0], axis=-1).max(axis=(0, 2))
        for run, start in enumerate(record.weights[0]):
            sure = wide_certificate(start, sign, units, step=record.step, inner=m, outer=M)
            if sure.holds:
                kept += 1
                assert moved[run] <= sure.radius
                assert record.error_mass[-1, run] <= sure.error_mass
    assert kept > 20


def test_theorem_5_along_a_thousand_orbits():
    assert kinds(orbits()) == (EVERY, EVERY)
    assert max(map(off_orbit, orbits())) < 1e-12
    found = merge(one for record in orbits() for one in orbit_inequalities(record))
    assert found.violations == 0
    for one in found.inequalities:
        assert len(one.small) > 1000
        assert merge([one], slip=1.35).violations > 0


def test_a_corner_out_of_place_leaves_the_orbit():
    record = orbits()[0]
    start = record.weights[0].copy()
    start[:, 0] += 0.01
    moved = follow(record.network, start, record.data, step=record.step, steps=20)
    assert off_orbit(moved) > 1e-4


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_wide_limit_is_near(share: float):
    found = merge(limit_inequality(record, share=share) for record in limits())
    assert found.violations == 0
    assert share or merge(found.inequalities, slip=2.0).violations > 0


def test_the_spread_on_the_grid_stays_below():
    assert grid_inequality(on_the_grid()).violations == 0


def test_the_rate_laws_inequalities_for_three_classes_are_those_of_the_pairs():
    rng = np.random.default_rng(4)
    for _ in range(5):
        rows = rng.standard_normal((1, 9, 2))
        three = follow(Network(np.kron(np.eye(3), np.ones(3)) - 0.5), rows, Annulus(), steps=1)
        two = Network([[0.5] * 3 + [-0.5] * 3, [-0.5] * 3 + [0.5] * 3])
        pairs = [
            follow(two, rows[:, [0, 1, 2, *other]], Annulus(), steps=1)
            for other in ([3, 4, 5], [6, 7, 8])
        ]
        assert three.loss[0, 0] == pytest.approx(sum(pair.loss[0, 0] for pair in pairs))
        assert three.missed[0, 0] == pytest.approx(sum(pair.missed[0, 0] for pair in pairs))


def test_the_audit_would_see_a_violation():
    assert all(audit(record, slip=100.0).violations > 0 for record in records())


def test_euler_at_every_step():
    for record in records():
        gap = np.abs(record.radial - (record.missed - record.loss)).max()
        assert gap < 1e-12


def test_follow_is_the_library_descent():
    network, start = binary_network(3), random_start(6, 2, runs=2, seed=1)
    record = follow(network, start, PolarGrid(), step=0.1, steps=20)
    rows = start[0].copy()
    for t in range(20):
        assert record.weights[t, 0] == pytest.approx(rows, abs=1e-12)
        assert record.loss[t, 0] == pytest.approx(network.loss(rows, PolarGrid()), abs=1e-12)
        rows -= 0.1 * network.gradient(rows, PolarGrid())
    three = Network(np.kron(np.eye(3), np.ones(2)) - 0.5)
    for data in (Annulus(), Points(PolarGrid().points[::7])):
        rows = random_start(6, 2, seed=2)
        seen = follow(three, rows[None], data, steps=1)
        assert seen.loss[0, 0] == pytest.approx(three.loss(rows, data), abs=1e-12)


def test_orbits_are_exact_on_the_grid():
    limit = grid_clock(PolarGrid().radii, 80)
    for k in (40, 80):
        found = orbit_clock(polygon(k, turn=np.pi / 80).weights, PolarGrid().points)
        assert k * found.time == pytest.approx(limit.time, abs=1e-4)
        assert k * found.mass == pytest.approx(limit.mass, abs=1e-4)
    four = orbit_clock(polygon(4, turn=np.pi / 80).weights, PolarGrid().points)
    assert 4 * four.time == pytest.approx(149.7, abs=0.1)
    assert 4 * four.mass == pytest.approx(10.583, abs=1e-3)


def test_descent_approaches_the_exact_orbit():
    run = width(WidthConfig(neurons=(5,), starts=("polygon",), speed=0.02, max_steps=8000))
    (cell,) = run.cells
    exact = orbit_clock(polygon(5, turn=np.pi / 80).weights, PolarGrid().points)
    assert cell.step * cell.steps[0] == pytest.approx(exact.time, rel=0.01)
    assert cell.mass[0] == pytest.approx(exact.mass, rel=0.01)


def test_polygons_approach_the_wide_clock():
    assert 33 * orbit_time(polygon(33).weights, 0.01) == pytest.approx(wide_clock(0.01), abs=0.01)


def test_workers_and_interruptions_do_not_change_the_result(tmp_path):
    config = WidthConfig(neurons=(3, 6), starts=("doubled",), runs=2, speed=1.0)
    alone = width(config, cache=tmp_path)
    next(tmp_path.glob("width-*")).unlink()
    resumed = width(config, cache=tmp_path)
    with ProcessPoolExecutor(2) as pool:
        spread = width(config, executor=pool)
    for other in (resumed, spread):
        for a, b in zip(alone.cells, other.cells, strict=True):
            assert a.steps.tolist() == b.steps.tolist()
            assert a.mass.tolist() == b.mass.tolist()


@pytest.mark.parametrize(
    ("rows", "sizes", "law"),
    [
        (polygon(3).weights, (2e6, 2e7, 2e8), 1 / 2),
        (certain_start(4, 3, kind="simplex", seed=1).weights, (1e7, 1e8, 1e9), 2 / 3),
    ],
    ids=["triangle", "tetrahedron"],
)
def test_zero_loss_on_a_sample_takes_a_power_of_its_size(rows, sizes, law: float):
    # fixed seed; Student's 99 %, and the law's own corrections are below the interval's width
    found = zero_loss_exponent(rows, sizes, repeats=30, seed=1)
    assert found.judge(law)
    assert not found.judge(law + 0.1)
    assert not found.judge(law - 0.1)


def test_drawing_only_what_is_missed_is_the_whole_sample():
    # the mean of log T over whole samples of the annulus, against the short way; 5 standard errors
    rng, rows, n = np.random.default_rng(3), polygon(3).weights, 20_000
    begin = 0.9 / polygon(3).margin
    whole = []
    for _ in range(60):
        radius, angle = np.sqrt(1 + 3 * rng.random(n)), 2 * np.pi * rng.random(n)
        x = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
        whole.append(np.log(orbit_clock(rows, x, start=begin).time))
    near = _Neighbourhood.of(rows, 0.1)
    short = [np.log(near.time(rows, n, 0.1, rng)) for _ in range(60)]
    error = np.sqrt(np.var(whole) / 60 + np.var(short) / 60)
    assert abs(np.mean(whole) - np.mean(short)) < 5 * error
    assert error < 0.1


def test_bounds_enclose_every_run():
    for cell in width(WidthConfig(neurons=(6, 12), runs=4)).cells:
        assert (cell.floor <= cell.mass)[cell.done].all()
        assert (cell.mass <= cell.ceiling).all()
        assert (cell.tightest >= 1 - 1e-9).all()


def test_margins_of_random_directions():
    # Wendel within four standard errors; the mean of the book within 0.015
    frame = margins(MarginsConfig(neurons=(3, 6, 24), runs=2000)).to_frame()
    p = frame["Wendel"]
    error = 4 * np.sqrt(p * (1 - p) / 2000) + 1e-9
    assert (abs(frame["P(gamma > 0)"] - p) <= error).all()
    assert frame["E gamma / (k kappa)"].tolist() == pytest.approx([0.088, 0.310, 0.646], abs=0.015)


def test_certain_starts_save_steps():
    found = certain(CertainConfig(neurons=(5,), runs=60))
    mean, low, high = found.saving(5, "polygon")
    assert 0 < low < mean < high
    assert found.to_frame()["not done"].tolist() == [0]


def test_they_are_registered():
    assert {"width", "margins", "certain"} <= set(REGISTRY)
