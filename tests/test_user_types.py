"""A user's script that uses every public name passes the strictest type check."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import gcbook

SCRIPT = '''
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

import gcbook
from gcbook.hinge import Mean

# data sets: lists, integers, arrays, frames
frame = pd.get_dummies(pd.DataFrame({"x": [1.0, 2.0], "y": ["a", "b"]}))
sets: list[gcbook.ClassData] = [
    gcbook.Points([[1, 0], [0, 1]]),
    gcbook.Points([[1.5, 0.0], [0.0, -1.0]], label=1),
    gcbook.Points(np.eye(2, dtype=np.float32)),
    gcbook.PolarGrid(),
    gcbook.PolarGrid(label=1),
    gcbook.Annulus(1, 2.5, label=0),
]
points: npt.NDArray[np.float64] = gcbook.Points(frame).points
subspaces = gcbook.Subspaces(angle=1, noise=0.1, seed=np.random.default_rng(3))
first, second = subspaces.classes


class Heavy:
    """A class of my own."""

    label = 0
    dimension = 2
    points = None

    def evaluate(
        self,
        outputs: npt.NDArray[np.float64],
        bias: npt.NDArray[np.float64],
        weights: npt.NDArray[np.float64],
    ) -> Mean:
        return Mean(outputs, bias, weights, np.eye(2), self.label)


network = gcbook.Network([[0.5, -0.5], [-0.5, 0.5]], bias=[0, 0.25])
biases: npt.NDArray[np.float64] = network.bias
outputs = network.forward([[1, 0], [0, 1]], gcbook.PolarGrid())
outputs = network.forward([[1, 0], [0, 1]], [[2.0, 1.0]])
loss = network.loss([[1, 0], [0, 1]], Heavy())
loss = network.loss(np.eye(2), [[1.0, 0.0]])
loss = network.loss(np.eye(2), [gcbook.PolarGrid(), gcbook.PolarGrid(1)])
loss = network.loss(np.eye(2), sets)
slope: npt.NDArray[np.float64] = gcbook.binary_network(3).gradient(np.ones((6, 4)), subspaces)

# descent and where it starts
start = gcbook.random_start(12, 2, runs=5, seed=1)
start = gcbook.half_space_start(12, 2, runs=5, seed=1)
start = gcbook.simplex_start(12, 2, scale=0.5, runs=5, seed=np.random.default_rng(1))
start = gcbook.cross_polytope_start(12, 2, runs=5)
run: gcbook.Trajectory = gcbook.descend(
    gcbook.binary_network(6), gcbook.PolarGrid(), start[0], step=1, record="weights"
)
many: gcbook.Ensemble = gcbook.descend_many(
    gcbook.binary_network(6), gcbook.PolarGrid(), start, track=["gc", "norm"]
)
table: pd.DataFrame = many.to_frame()

# the condition
verdict = gcbook.holds([[1, 0], [0, 1], [-1, -1]])
certificate = gcbook.certify(frame)
if isinstance(certificate, gcbook.Certificate):
    proved: bool = certificate.verify()
elif isinstance(certificate, gcbook.Certificates):
    proved = certificate.verify()
bounds: gcbook.Margin = gcbook.margin([[1, 0], [0, 1], [-1, -1]])
within = gcbook.projected([[1, 0], [0, 1], [-1, -1]], [[1, 0]])
try:
    place: gcbook.Position = gcbook.classify([[2, -1], [-2, 1], [1, 0]])
    print(gcbook.inside([[0.1, 0.1]], [[0, 0], [1, 0], [0, 1]]).all())
    direction: tuple[Fraction, ...] = place.normal
except gcbook.UndecidedError as refusal:
    raise SystemExit(str(refusal)) from refusal
found: gcbook.Separation = gcbook.separation(frame, [0, 1], family="binomial")
which: str = found.case

# its probability
chance: Fraction = gcbook.gc_probability(3, 2)
enough: int = gcbook.neurons_for("0.99", 3)
estimate: gcbook.Estimate = gcbook.estimate_gc_probability(4, 2, trials=100)
near: bool = estimate.contains(chance)

# the ledger
row = gcbook.ledger()["asm-1"]
slips = [one.check for one in gcbook.errata()]

# rooms
shell = gcbook.bounds.Shell(2, 1, 2, low=0.1, high=0.2)
density: float = shell.p_min
law = gcbook.probability.CosineLaw(1)
drawing = gcbook.plots
version: str = gcbook.__version__
'''
# what a reader of the documentation might get wrong, and a type checker should notice
WRONG = """
import gcbook

gcbook.Points("grid", lable=1)
gcbook.binary_network("3")
gcbook.Network([[0.5]]).outputs.append(1)
gcbook.holds()
"""


def mypy(folder: Path, script: str) -> str:
    """The output of ``mypy --strict`` on a script away from the clone, where mypy is there."""
    pytest.importorskip("mypy")  # who has the package's own tests alone has no mypy
    (folder / "script.py").write_text(script, encoding="utf-8")
    source = Path(gcbook.__file__).parents[1]
    cache = source.parent / ".mypy_cache" / "user"
    # no configuration, and errors of the script alone, as with an installed package
    options = ["--strict", "--config-file=", "--follow-imports=silent", f"--cache-dir={cache}"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "script.py"],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr
    return done.stdout


def test_every_public_name_is_used():
    missing = [name for name in gcbook.__all__ if f"gcbook.{name}" not in SCRIPT]
    assert missing == [], "use the new name in SCRIPT, as the documentation says"


@pytest.mark.slow
def test_a_users_script_passes_the_strict_type_check(tmp_path: Path):
    assert mypy(tmp_path, SCRIPT).startswith("Success")


@pytest.mark.slow
def test_a_users_slips_are_noticed(tmp_path: Path):
    found = mypy(tmp_path, WRONG)
    for line in (4, 5, 6, 7):
        assert f"script.py:{line}: error" in found, found


def test_the_script_runs():
    exec(compile(SCRIPT, "script.py", "exec"), {"__name__": "script"})
