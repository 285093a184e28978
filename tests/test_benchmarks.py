"""The commands beside `make bench`: what they count and print.  No timing is asserted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks import adversarial, grid

from .condition import reference
from .condition.families import lattice, thin


@pytest.fixture
def layers() -> np.ndarray:
    return np.concatenate([lattice(np.random.default_rng(1), 30, 6, 3, 1)] * 2)


def test_every_layer_alone_is_judged_and_sums_of_three(layers: np.ndarray):
    truth = reference.decide(reference.integers(layers))
    found = adversarial.one_by_one(layers, truth, np.random.default_rng(2))
    sums = len(layers) // adversarial.APART
    assert found == {"cases": 60 + sums, "proofs": 60 + sums, "wrong": 0, "undecided": 0}


def test_wrong_truths_are_counted(layers: np.ndarray, capsys: pytest.CaptureFixture[str]):
    truth = reference.decide(reference.integers(layers))
    truth[[7, 11]] ^= True
    state = {"every": 100}
    assert adversarial.judged(layers, truth, state)["wrong"] == 2
    assert adversarial.one_by_one(layers, truth, np.random.default_rng(2))["wrong"] == 2
    assert capsys.readouterr().out.count("WRONG") == 2


def test_a_direct_sum_holds_if_all_its_parts_do():
    given = thin(np.random.default_rng(3), 90, 7, 2)
    truth = reference.decide(reference.integers(given))
    assert 0 < truth.sum() < 90
    for total, holds in adversarial._sums(given, truth, np.random.default_rng(4)):
        assert total.shape == (21, 6)
        assert adversarial.gcbook.classify(total).holds == holds


def test_a_run_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(adversarial, "CHUNK", 20)
    counts = []
    for cases, state in ((60, "a"), (40, "b"), (60, "b")):
        command = [
            "adversarial",
            "--cases",
            str(cases),
            "--alone",
            "--state",
            str(tmp_path / state),
        ]
        monkeypatch.setattr("sys.argv", command)
        assert adversarial.main() == 0
        saved = adversarial.json.loads((tmp_path / state).read_text())
        counts.append((saved["next"], saved["families"]))
    assert counts[0] == counts[2]
    assert counts[0] != counts[1]


@pytest.mark.parametrize("kind", grid.KINDS)
def test_kinds_are_what_they_are_called(kind: str):
    position = adversarial.gcbook.classify(grid.design(kind, 400, 6))
    expected = {"separable": "outside", "quasi": "boundary", "collinear": "flat"}
    assert position.case == expected.get(kind, "holds")


def test_the_table_names_what_is_behind_and_what_was_not_run():
    ours = {"kind": "quasi", "k": 1000, "d": 5, "ours": 0.1}
    cells = [
        ours | {"task": "holds", "ratios": {"linprog": 4.0, "nnls": 0.25}},
        ours | {"task": "classify", "ratios": {"partition": grid.SLOWER}},
    ]
    assert [grid.fastest(cell) for cell in cells] == [0.25, None]
    said = grid.table({"cells": cells, "missing": [], "too large": [(10**6, 500)]})
    assert "0.25" in said
    assert "> 3" in said
    assert "more than twice as slow as a peer: 1 of 2 cells" in said
    assert "(1000000, 500)" in said
