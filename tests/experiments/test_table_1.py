"""Table 1 reproduces, and what it leaves out is counted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from gcbook import PolarGrid, binary_network, descend
from gcbook.experiments import Summary, Table1, Table1Config, starts, table1
from gcbook.experiments.synthetic._table_1_cell import PRINTED

pytestmark = pytest.mark.slow  # the module's fixture trains some hundred networks


@pytest.fixture(scope="module")
def table() -> Table1:
    return table1(Table1Config(runs=120, seed=5, neurons=(6, 8, 16, 24)))


def test_every_printed_cell_has_ours(table: Table1):
    assert {neurons for _, neurons in PRINTED} == set(Table1Config().neurons)
    assert {start for start, _ in PRINTED} == {cell.start for cell in table.cells}
    assert table.cell("random", 6).printed == Summary(578.90, 205.43, 100)
    assert table.cell("half space", 24).printed == Summary(416.82, 216.58, 100)


def test_it_reproduces(table: Table1):
    # a faithful program falls below in 3 of 10,000 repetitions; the seed is fixed
    assert table.fisher("random") > 1e-4
    assert table.fisher("half space") > 1e-4
    assert 8 * min(cell.comparison.p for cell in table.cells) > 1e-4


def test_the_halved_step_does_not_reproduce():
    halved = table1(Table1Config(runs=200, seed=5, step=0.05, neurons=(24,))).cell("random", 24)
    assert halved.comparison is None  # another protocol is not compared by mistake
    assert abs(halved.iterations.mean - 2 * 82.93) < 30


def test_half_space_starts_never_satisfy_the_condition(table: Table1):
    for cell in table.column("half space"):
        assert not cell.gc_at_start.any()
        assert (cell.without_gc >= 1).all()


def test_counts_add_up(table: Table1):
    for cell in table.cells:
        assert cell.never + cell.iterations.count == 120
        assert cell.stratum(True).count + cell.stratum(False).count == cell.iterations.count
        assert (cell.loss[cell.converged] == 0).all()
        assert (cell.loss[~cell.converged] > 0).all()
        assert (cell.without_gc <= cell.steps).all()


def test_the_condition_at_the_start_has_its_exact_frequency(table: Table1):
    # |z| < 5: a false alarm in 1.7 million
    for cell in table.column("random"):
        k = cell.neurons // 2
        p = 1 - k / 2 ** (k - 1)
        assert abs(cell.gc_at_start.mean() - p) < 5 * np.sqrt(p * (1 - p) / 120) + 1e-9


def test_a_run_is_the_run_of_the_plain_loop(table: Table1):
    weights = starts("random", 8, 120, seed=5)
    for run in (0, 7):
        alone = descend(binary_network(4), PolarGrid(), weights[run])
        assert alone.steps == table.cell("random", 8).steps[run]


def test_columns_are_paired_and_widths_are_not():
    random, half = starts("random", 6, 9, seed=1), starts("half space", 6, 9, seed=1)
    assert np.array_equal(np.abs(random), np.abs(half))
    assert not np.array_equal(starts("random", 8, 9, seed=1)[:, :6], random)


def test_executor_and_cache_do_not_change_the_result(tmp_path: Path):
    config = Table1Config(runs=30, neurons=(12, 24), seed=3)
    plain = table1(config).to_frame()
    with ThreadPoolExecutor(2) as pool:
        assert table1(config, executor=pool, cache=tmp_path).to_frame().equals(plain)
    assert len(list(tmp_path.glob("table1-*.npz"))) == 4
    assert table1(config, cache=tmp_path).to_frame().equals(plain)


def test_on_the_annulus_every_run_finds_the_condition():
    result = table1(Table1Config(runs=20, neurons=(6,), data="annulus", tolerance=1e-3))
    for cell in result.cells:
        assert cell.never == 0
        assert cell.gc_at_end.all()
        assert cell.printed is None


def test_frozen_strata_mix_the_means_of_the_narrowest(table: Table1):
    first = table.cell("random", 6)
    low, high = sorted([first.stratum(True).mean, first.stratum(False).mean])
    assert low < table.frozen_strata(24) < table.frozen_strata(8) < high
    assert len(table.strata()) == 4


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"runs": 1}, ValueError, "runs must be an integer >= 2; got 1"),
        ({"neurons": (7,)}, ValueError, "neurons must be even, the paper's 2k; got 7"),
        ({"data": "disc"}, ValueError, "data must be one of 'grid', 'annulus'; got 'disc'"),
        ({"data": "annulus"}, ValueError, r"tolerance must be a real number > 0; got 0\.0"),
        ({"step": 0}, ValueError, "step must be a real number > 0; got 0"),
        ({"seed": -1}, ValueError, "seed must be an integer >= 0; got -1"),
    ],
)
def test_bad_configurations(change, error, message):
    with pytest.raises(error, match=message):
        Table1Config(**change)


def test_an_unknown_cell(table: Table1):
    with pytest.raises(KeyError, match="no cell for start='random', neurons=7"):
        table.cell("random", 7)
    with pytest.raises(ValueError, match="start must be one of 'random', 'half space'"):
        table.column("corner")
