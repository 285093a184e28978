"""Writes the cases that the widgets' JavaScript and the package must agree on.

    python tests/widget_cases/write.py

Inputs are chosen here; every expected value is computed by the package, or for the planar cases
by whole-number arithmetic that shares nothing with either side.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np

from gcbook import (
    PolarGrid,
    binary_network,
    descend,
    gc_probability,
    half_space_start,
    holds,
    neurons_for,
    random_start,
)
from gcbook.experiments import follow_phases
from gcbook.widgets import RecoveryFigure, SeparationFigure
from gcbook.widgets.clock import STARTS, race
from gcbook.widgets.hero import moments, starts
from gcbook.widgets.space import TRAP
from gcbook.widgets.sphere import outward_facets

HERE = Path(__file__).parent


def planar() -> list[dict[str, object]]:
    """Whole degrees: every small set of multiples of 30, and random sets."""
    rng = np.random.default_rng(0)
    sets = [list(c) for k in (1, 2, 3, 4) for c in itertools.combinations(range(0, 360, 30), k)]
    sets += [rng.integers(0, 360, rng.integers(1, 10)).tolist() for _ in range(300)]
    sets += [[0, 180], [0, 0, 0], [359, 179, 89], [0, 90, 180, 270], [1, 181, 91, 271], [45] * 9]
    return [{"degrees": degrees, "holds": _surrounds(degrees)} for degrees in sets]


def _surrounds(degrees: list[int]) -> bool:
    """Every direction has a neuron at less than 90 degrees from it.

    Whole degrees suffice: the directions without one are an intersection of closed arcs whose
    ends are whole degrees.
    """
    return all(any(min((a - n) % 360, (n - a) % 360) < 90 for a in degrees) for n in range(360))


def chance() -> list[dict[str, object]]:
    """Probabilities as fractions in lowest terms, and the neurons needed for 99 %."""
    sizes = [(k, d) for d in (1, 2, 3, 5, 10, 20) for k in (1, d, d + 1, 2 * d, 2 * d + 7, 60)]
    return [
        {
            "k": k,
            "d": d,
            "fraction": [str(part) for part in gc_probability(k, d).as_integer_ratio()],
            "neurons": neurons_for(0.99, d),
        }
        for k, d in sizes
    ]


def kelvin() -> list[dict[str, object]]:
    """Random networks and one with a zero row: the loss and the number of settled points."""
    rng = np.random.default_rng(1)
    batch = [rng.normal(size=(2 * k, 2), scale=s) for k in (1, 3, 4) for s in (0.3, 1.0, 3.0)]
    batch.append(np.array([[2.0, 0.0], [0.0, 0.0], [0.0, 1.0], [-0.5, 0.25]]))
    cases = []
    for weights in (rows.round(5) for rows in batch):
        network = binary_network(len(weights) // 2)
        outputs = network.forward(weights, PolarGrid().points)
        settled = outputs[:, 0] - outputs[:, 1] >= 1
        loss = network.loss(weights, PolarGrid())
        cases.append({"weights": weights.tolist(), "loss": loss, "settled": int(settled.sum())})
    return cases


def sphere() -> list[dict[str, object]]:
    """Random neurons in space with the facets of their hull, and flat sets without any."""
    rng = np.random.default_rng(2)
    layers = [rng.standard_normal((k, 3)) for k in range(4, 12) for _ in range(12)]
    layers += [np.abs(rows) for rows in layers[::9]]
    layers += [np.array([[1.0, 0, 0], [0, 1, 0], [-1, -1, 0], [-1, 1, 0]]), np.eye(3)]
    cases = []
    for rows in (layer / np.linalg.norm(layer, axis=1, keepdims=True) for layer in layers):
        facets = outward_facets(rows)
        cases.append({"rows": rows.tolist(), "facets": facets, "holds": holds(rows)})
    return cases


def separation() -> list[dict[str, object]]:
    """Whole points of two classes: random ones, on a line, alike, all of one class."""
    rng = np.random.default_rng(6)
    sets = []
    for size in (2, 3, 4, 6, 8, 10):
        for width in (1, 2, 10):
            at = rng.integers(-width, width + 1, (9, size, 2))
            sets += [np.column_stack([one, rng.integers(0, 2, size)]).tolist() for one in at]
    sets += [[[x, 2 * x, int(x > 0)] for x in range(-3, 4)], [[1, 1, 0], [1, 1, 1]]]
    sets += [[[x, 0, which] for x in (-2, 1, 4) for which in (0, 1)]]
    cases = []
    for points in sets:
        found = SeparationFigure(points).answer
        rows = found.rows.tolist()
        cases.append({"points": points, "case": found.case, "separated": rows})
    return cases


def clock() -> list[dict[str, object]]:
    """The race of Section 7.3: how it ends, both bounds, and the whole course in a few places."""
    rng = np.random.default_rng(8)
    cases: list[dict[str, object]] = []
    for k in (3, 6, 11):
        draws = rng.standard_normal((24, 2)).round(4)
        for start in STARTS:
            run = race(draws, k, start)
            at = [len(run.loss) * part // 4 for part in range(4)] + [len(run.loss) - 1]
            course = [run.loss, run.missed, run.margin, run.mass]
            ceiling = run.ceiling if np.isfinite(run.ceiling) else None
            case = {"draws": draws.tolist(), "k": k, "start": start, "steps": run.steps}
            rounded = {"floor": run.floor, "ceiling": ceiling, "at": at}
            sums = [float(part.sum()) for part in course]
            cases.append(
                {**case, **rounded, "course": [part[at].tolist() for part in course], "sums": sums}
            )
    return cases


def recovery() -> list[dict[str, object]]:
    """Starts in hundredths: random ones, both named starts, and a pair of copies."""
    rng = np.random.default_rng(7)
    starts = rng.integers(-200, 201, (30, 4)).tolist()
    starts += [[50, 20, 60, 110], [90, 40, 20, 170], [30, 65, 70, 58], [50, 60, 50, 60]]
    cases = []
    for start in starts:
        figure = RecoveryFigure(start)
        times, points = figure.run
        middle = points[len(points) // 2]
        ends = {"chosen": figure.chosen, "steps": len(times)}
        flow = {
            "times": times[::40].tolist(),
            "middle": middle.tolist(),
            "end": points[-1].tolist(),
        }
        cases.append({"start": start, **ends, **flow})
    return cases


def phases() -> list[dict[str, object]]:
    """The first phase at three step sizes, straight from the propositions' bounds."""
    start = half_space_start(6, 2, runs=60, seed=2)[9:10]
    cases = []
    for step in (0.2, 0.5, 2.0):
        runs = follow_phases(binary_network(3), start, step=step, steps=round(80 / step))
        first = int(runs.first_phase[0])
        assert not runs.condition[:first, 0].any(), "one stretch, from the start"
        norm = runs.positive_norm[:, 0]
        forced = runs.forced_growth(0, "corrected")[:first].sum()
        bound = runs.first_phase_bound(0, "corrected")
        gained = norm[first] - norm[0]
        sums = {"gained": float(gained), "forced": float(forced), "bound": float(bound)}
        cases.append({"step": step, "first": first, **sums})
    return cases


def hero() -> list[dict[str, object]]:
    """Three hundred steps from the starts on offer, and from narrow, wide and slow ones."""
    chosen = [(one["weights"], one["step"]) for one in starts()]
    chosen += [(half_space_start(2 * k, 2, seed=k).tolist(), 0.1) for k in (2, 5, 12)]
    for k, step in ((3, 0.02), (8, 0.05)):
        chosen.append((random_start(2 * k, 2, seed=k).tolist(), step))
    cases = []
    for weights, step in chosen:
        network = binary_network(len(weights) // 2)
        run = descend(network, PolarGrid(), weights, step=step, max_steps=300, record="weights")
        cases.append(
            {
                "weights": weights,
                "step": step,
                "outcome": run.outcome.value,
                "moments": moments(run.recorded),
                "losses": run.losses[::15].tolist(),
                "rows": run.recorded[::60].tolist(),
            }
        )
    return cases


def space() -> list[dict[str, object]]:
    """Whole vectors: random ones, many of them flat or with opposite pairs, and the trap."""
    rng = np.random.default_rng(7)
    sets = [rng.integers(-w, w + 1, (k, 3)) for w in (1, 2, 10) for k in range(3, 9)]
    sets += [rng.integers(-1, 2, (5, 3)) for _ in range(60)]
    sets += [rng.integers(-10, 11, (6, 3)) for _ in range(60)]
    sets += [np.array(TRAP), np.zeros((3, 3), dtype=int), np.vstack([np.eye(3), -np.eye(3)])]
    planes = ([0, 1], [0, 2], [1, 2])
    return [
        {
            "rows": rows.astype(int).tolist(),
            "holds": bool(holds(rows)),
            "shadows": [bool(holds(rows[:, plane])) for plane in planes],
        }
        for rows in sets
    ]


if __name__ == "__main__":
    for make in (planar, chance, kelvin, sphere, separation, clock, recovery, phases, hero, space):
        text = json.dumps(make(), separators=(",", ":")).replace("},{", "},\n{")
        (HERE / f"{make.__name__}.json").write_text(text + "\n", encoding="utf-8")
