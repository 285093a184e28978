"""Finished cells survive, and nothing else is taken for one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from gcbook.experiments._runner import run_cells
from gcbook.experiments._store import Store

CELLS = [{"start": "random", "neurons": n} for n in (6, 8, 10)]


def compute(start: str, neurons: int) -> dict[str, np.ndarray]:
    return {"steps": np.arange(neurons), "outcome": np.array([start] * 2)}


def never(**cell: object) -> dict[str, np.ndarray]:
    raise AssertionError(f"{cell} was finished already")


def test_a_finished_cell_is_not_computed_again(tmp_path: Path):
    first = run_cells("demo", CELLS, compute, cache=tmp_path)
    again = run_cells("demo", CELLS, never, cache=tmp_path)
    for one, other in zip(first, again, strict=True):
        assert one.keys() == other.keys()
        assert all(np.array_equal(one[name], other[name]) for name in one)


def test_only_what_is_missing_is_computed(tmp_path: Path):
    run_cells("demo", CELLS[:2], compute, cache=tmp_path)
    asked = []
    run_cells("demo", CELLS, lambda **cell: asked.append(cell) or compute(**cell), cache=tmp_path)
    assert asked == [CELLS[2]]


def test_a_cell_named_twice_is_computed_once():
    asked = []
    results = run_cells(
        "demo", [CELLS[1], CELLS[0], CELLS[1]], lambda **c: asked.append(c) or compute(**c)
    )
    assert asked == [CELLS[1], CELLS[0]]
    assert [len(cell["steps"]) for cell in results] == [8, 6, 8]


def test_order_does_not_depend_on_the_executor(tmp_path: Path):
    with ThreadPoolExecutor(3) as pool:
        results = run_cells("demo", CELLS, compute, cache=tmp_path, executor=pool)
    assert [len(cell["steps"]) for cell in results] == [6, 8, 10]


def test_other_experiments_and_settings_have_other_files(tmp_path: Path):
    store = Store(tmp_path)
    names = {
        store.path("demo", {"n": 1}),
        store.path("demo", {"n": 2}),
        store.path("other", {"n": 1}),
    }
    assert len(names) == 3


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-40]), "cannot be read"),
        (lambda path: path.write_bytes(b""), "cannot be read"),
        (lambda path: path.write_text("a note to self"), "cannot be read"),
        (lambda path: np.savez(path, steps=np.arange(6)), "holds something else"),
    ],
)
def test_a_damaged_or_foreign_file_is_refused(tmp_path: Path, damage, message: str):
    run_cells("demo", CELLS, compute, cache=tmp_path)
    path = Store(tmp_path).path("demo", CELLS[1])
    damage(path)
    with pytest.raises(ValueError, match=f"(?s)not a finished cell.*{message}.*move it away"):
        run_cells("demo", CELLS, compute, cache=tmp_path)
    assert path.exists()  # refused, not repaired


def test_no_flipped_byte_changes_a_result_in_silence(tmp_path: Path):
    (before,) = run_cells("demo", CELLS[:1], compute, cache=tmp_path)
    path = Store(tmp_path).path("demo", CELLS[0])
    content = path.read_bytes()
    refused = 0
    for position in range(0, len(content), 3):
        path.write_bytes(
            content[:position] + bytes([content[position] ^ 0x55]) + content[position + 1 :]
        )
        try:
            (after,) = run_cells("demo", CELLS[:1], never, cache=tmp_path)
        except ValueError as error:
            assert "not a finished cell" in str(error)  # noqa: PT017 (either outcome is fine)
            refused += 1
        else:
            assert before.keys() == after.keys()
            assert all(np.array_equal(before[name], after[name]) for name in before)
    assert refused > len(content) / 6


def test_a_cell_renamed_to_anothers_name_is_refused(tmp_path: Path):
    run_cells("demo", CELLS, compute, cache=tmp_path)
    store = Store(tmp_path)
    store.path("demo", CELLS[0]).replace(store.path("demo", CELLS[1]))
    with pytest.raises(ValueError, match="holds something else"):
        run_cells("demo", CELLS, compute, cache=tmp_path)


def test_the_cache_must_be_a_folder(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="cache must be a folder; got the file"):
        run_cells("demo", CELLS, compute, cache=tmp_path / "file")


def test_an_error_in_a_cell_keeps_the_others(tmp_path: Path):
    def breaks(start: str, neurons: int) -> dict[str, np.ndarray]:
        if neurons == 10:
            raise ArithmeticError("no luck")
        return compute(start, neurons)

    with pytest.raises(ArithmeticError, match="no luck"):
        run_cells("demo", CELLS, breaks, cache=tmp_path)
    assert len(list(tmp_path.glob("demo-*.npz"))) == 2


KILLED = """
import sys, time
import numpy as np
from gcbook.experiments._runner import run_cells

def compute(start, neurons):
    if neurons == 10:
        print("waiting", flush=True)
        time.sleep(600)
    return {"steps": np.arange(neurons), "outcome": np.array([start] * 2)}

cells = [{"start": "random", "neurons": n} for n in (6, 8, 10)]
run_cells("demo", cells, compute, cache=sys.argv[1])
"""


@pytest.mark.slow
def test_a_run_killed_with_signal_9_resumes_without_loss(tmp_path: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    # a file that the killed process was in the middle of writing has another name
    (tmp_path / f".demo-0123456789abcdef.npz.{process.pid}.partial").write_bytes(b"half")
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.glob("demo-*.npz")}
    assert len(kept) == 2
    time.sleep(0.01)
    asked = []
    results = run_cells(
        "demo", CELLS, lambda **cell: asked.append(cell) or compute(**cell), cache=tmp_path
    )
    assert asked == [CELLS[2]]
    assert [len(cell["steps"]) for cell in results] == [6, 8, 10]
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
