"""``gcbook run width --executor dask``: a cluster, killed half-way, gives the same bits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("distributed") is None, reason="distributed is not installed"),
]

SETTINGS = ["--neurons", "3,4,5,6", "--starts", "doubled,small", "--runs", "6"]


def command(out: Path, *more: str) -> list[str]:
    begin = [sys.executable, "-m", "gcbook", "run", "width", "--out", str(out)]
    return [*begin, *SETTINGS, *more]


def cells(out: Path) -> dict[str, dict[str, bytes]]:
    """Names and bytes of every array of every finished cell."""
    found = {}
    for path in (out / "width" / "cells").glob("*.npz"):
        with np.load(path) as file:
            found[path.name] = {name: file[name].tobytes() for name in file.files}
    return found


def start_and_kill(out: Path) -> None:
    """Start the command on a cluster, and kill all of it when its first cells are there."""
    process = subprocess.Popen(
        command(out, "--executor", "dask", "--workers", "2"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    end = time.monotonic() + 120
    while not cells(out) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_a_killed_cluster_is_resumed_to_the_same_bits(tmp_path: Path):
    alone, cluster = tmp_path / "alone", tmp_path / "cluster"
    subprocess.run(command(alone), check=True, capture_output=True)
    start_and_kill(cluster)
    kept = cells(cluster)
    assert 1 <= len(kept) < len(cells(alone)) == 8
    again = command(cluster, "--executor", "dask", "--workers", "2")
    said = subprocess.run(again, check=True, capture_output=True, text=True)
    assert "starting a dask cluster" in said.stderr
    assert cells(cluster) == cells(alone)
    for name, arrays in kept.items():
        assert cells(cluster)[name] == arrays
    tables = [(out / "width" / "width.csv").read_text() for out in (alone, cluster)]
    assert tables[0] == tables[1]
