"""Every experiment by name: killed and resumed, or on other processes, the same to the bit."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gcbook.deep import lenet_16
from gcbook.experiments import REGISTRY, Figure6Config, Table1Config, table1

LENET = {"network": lenet_16(8), "iterations": 2, "batch": 10}
WATCH = {"iterations": 2, "batch": 10, "every": 2, "dimensions": (2,)}
# A new experiment is entered here: settings with which it runs within a second.
SMALL: dict[str, dict[str, Any]] = {
    "table1": {"runs": 4, "neurons": (6, 12), "max_steps": 200},
    "width-effect": {"runs": 5, "neurons": (6, 8)},
    "equal-angles": {"degrees": (90, 80), "noises": (0.0,), "runs": 3},
    "figure3": {"degrees": (90, 60), "noises": (0.05,), "runs": 3, "max_steps": 100},
    "figure4": {"neurons": (8,), "runs": 4, "norm_runs": 4, "max_steps": 200},
    "figure5": {"max_steps": 40},
    "two-phases": {"runs": 2, "steps": 12},
    "one-neuron": {"steps": 30, "etas": (0.1, 0.2)},
    "figure6": {**LENET, "starts": (("he", 1.0),), "seeds": (0, 1)},
    "figure6-right": {**LENET, "dimensions": (1,)},
    "figure7": {**LENET, "trials": 5},
    "plateau": {"depths": (2,), "scales": (1.0, 0.5), "seeds": (0,), "width": 9, "iterations": 3},
    "right-test": {**WATCH, "widths": (12,), "seeds": (0, 1)},
    "interventions": {**WATCH, "hidden": 12, "seeds": (0,), "scales": (2.0,)},
    "broken-condition": {"hidden": 20, "seeds": (0,), "iterations": 3, "every": 3, "batch": 20},
    "rate": {"runs": 2, "horizon": 100.0},
    "width": {"neurons": (3,), "runs": 2, "max_steps": 60},
    "margins": {"neurons": (3, 6), "runs": 20},
    "certain": {"neurons": (3, 4), "runs": 2, "max_steps": 60},
    "linear-starts": {"depths": (1,), "runs": 6, "horizon": 20.0},
    "recovery-starts": {"runs": 6, "horizon": 20.0},
    "blocks": {"iterations": 3, "seeds": (0, 1), "classes": 3, "points": 9},
}

QUICK = {"figure3", "margins"}  # every other waits for `make test` to be killed and resumed

STOPS = """
import dataclasses, pickle, sys, time
from gcbook.experiments import REGISTRY

name, cache, settings = sys.argv[1], sys.argv[2], pickle.loads(bytes.fromhex(sys.argv[3]))
experiment = REGISTRY[name]
made = []

def compute(**cell):
    if len(made) == int(sys.argv[4]):
        print("waiting", flush=True)
        time.sleep(600)
    made.append(cell)
    return experiment.compute(**cell)

dataclasses.replace(experiment, compute=compute).run(experiment.config(**settings), cache=cache)
"""


def config(name: str) -> Any:
    return REGISTRY[name].config(**SMALL[name])


def contents(folder: Path) -> dict[str, dict[str, bytes]]:
    """Names, types and bytes of all arrays of all finished cells."""
    found = {}
    for path in folder.glob("*.npz"):
        with np.load(path) as file:
            found[path.name] = {
                n: file[n].dtype.str.encode() + file[n].tobytes() for n in file.files
            }
    return found


class Straight(dict[str, tuple[Path, Any]]):
    """Experiments run from start to end in this process, each when it is first asked for."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root

    def __missing__(self, name: str) -> tuple[Path, Any]:
        folder = self.root / name
        self[name] = folder, REGISTRY[name].run(config(name), cache=folder).to_frame()
        return self[name]


@pytest.fixture(scope="module")
def straight(tmp_path_factory) -> Straight:
    return Straight(tmp_path_factory.mktemp("straight"))


def test_every_experiment_is_here():
    assert set(SMALL) == set(REGISTRY)
    assert all(name == experiment.name for name, experiment in REGISTRY.items())


@pytest.mark.parametrize("name", SMALL)
def test_a_config_is_frozen_and_runs_without_arguments(name: str):
    kind = REGISTRY[name].config
    assert dataclasses.is_dataclass(kind)
    with pytest.raises(dataclasses.FrozenInstanceError):
        kind().seed = 1
    assert len(REGISTRY[name].cells(kind())) >= 1


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[] if n in QUICK else [pytest.mark.slow]) for n in SMALL]
)
def test_killed_with_signal_9_and_resumed_it_is_the_same_to_the_bit(
    name: str, straight: Straight, tmp_path: Path
):
    cells = len(contents(straight[name][0]))
    finished = cells - 1  # killed in the middle of the last one
    command = [sys.executable, "-c", STOPS, name, str(tmp_path), pickle.dumps(SMALL[name]).hex()]
    process = subprocess.Popen([*command, str(finished)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    kept = contents(tmp_path)
    assert len(kept) == finished
    computed = []

    def compute(**cell: Any) -> Any:
        computed.append(cell)
        return REGISTRY[name].compute(**cell)

    again = dataclasses.replace(REGISTRY[name], compute=compute).run(config(name), cache=tmp_path)
    assert len(computed) == 1
    folder, frame = straight[name]
    assert contents(tmp_path) == contents(folder)
    assert again.to_frame().equals(frame)


def same_elsewhere(executor: Executor, straight: Straight, tmp: Path) -> None:
    for name in SMALL:
        folder, frame = straight[name]
        here = tmp / name
        elsewhere = REGISTRY[name].run(config(name), cache=here, executor=executor)
        assert contents(here) == contents(folder), name
        assert elsewhere.to_frame().equals(frame), name


@pytest.fixture
def pool() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executor:
        yield executor


@pytest.mark.slow
def test_in_other_processes_it_is_the_same_to_the_bit(pool: Executor, straight, tmp_path: Path):
    same_elsewhere(pool, straight, tmp_path)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_on_a_dask_cluster_it_is_the_same_to_the_bit(straight, tmp_path: Path):
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.Client(**options) as client:
        same_elsewhere(client.get_executor(), straight, tmp_path)


def test_other_images_are_other_cells(tmp_path: Path):
    small = config("figure6")
    experiment = REGISTRY["figure6"]
    images = experiment.loader(small)
    experiment.run(small, images.take(100), cache=tmp_path)
    experiment.run(small, images.take(101), cache=tmp_path)
    assert len(contents(tmp_path)) == 4


def test_anothers_config_is_refused():
    with pytest.raises(TypeError, match=r"config must be a Table1Config; got Figure6Config\("):
        table1(Figure6Config())
    assert isinstance(Table1Config(), REGISTRY["table1"].config)
