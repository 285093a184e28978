"""``python -m benchmarks.adversarial --cases 1000000``: verdicts against an exact oracle.

Every family of degenerate layers of the tests, judged in integers by code that shares nothing with
the package; of a share of the layers the certificate and the position are verified and the sign of
the margin is compared, too.  Exit code 1 if anything is wrong.

With ``--alone`` every layer is asked by itself, which takes other engines than a batch does, and
every certificate is verified.  A few direct sums of three layers of a chunk, in up to twelve
dimensions, are asked as well: a sum holds if and only if each of its parts does.

Chunk i has a generator of its own, made of the seed and i.  With ``--state FILE`` the counts are
written after every chunk, and a run that was stopped goes on where it was; ``--seconds`` stops it;
``--record`` keeps the counts for Section 7.1 of the book.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tests.condition import reference
from tests.condition.families import families
from tqdm import tqdm

import gcbook

RECORD = Path(__file__).parent.parent / "src" / "gcbook" / "experiments" / "benchmarks.json"
CHUNK = 1000
APART = 30  # layers from one direct sum to the next
COUNTED = ("cases", "proofs", "wrong", "undecided")
Array = npt.NDArray[Any]
State = dict[str, Any]


def main() -> int:
    """Run the cases asked for and say what was wrong."""
    options = _options()
    state: State = {"seed": options.seed, "every": options.every, "alone": options.alone}
    state |= {"next": 0, "seconds": 0.0, "families": {}}
    if options.state and options.state.exists():
        state |= json.loads(options.state.read_text("utf-8"))
    start = time.perf_counter()
    bar = tqdm(total=options.cases, initial=_done(state), unit="layer")
    while _done(state) < options.cases and time.perf_counter() - start < options.seconds:
        _advance(state)
        bar.update(_done(state) - bar.n)
        if options.state:
            replace(options.state, state)
    bar.close()
    if options.record:
        report = json.loads(RECORD.read_text("utf-8"))
        replace(RECORD, report | {"alone" if state["alone"] else "adversarial": summary(state)})
    for name, counts in state["families"].items():
        print(f"{name:<20}" + "".join(f"{counts[key]:>10} {key}" for key in COUNTED))
    print(summary(state))
    return int(summary(state)["wrong"] > 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.adversarial", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every", type=int, default=100, help="verify one proof in so many")
    parser.add_argument("--alone", action="store_true", help="ask one by one, verify every proof")
    parser.add_argument("--state", type=Path, metavar="FILE", help="where a run is continued")
    parser.add_argument("--seconds", type=float, default=math.inf, help="stop after so long")
    parser.add_argument("--record", action="store_true", help="keep the counts in the package")
    return parser.parse_args()


def summary(state: State) -> dict[str, Any]:
    """Return the totals of a run: families, cases, proofs verified, and what was wrong or open."""
    counts = state["families"].values()
    totals = {key: sum(one[key] for one in counts) for key in COUNTED}
    about = {"families": len(counts), "seed": state["seed"], "seconds": round(state["seconds"])}
    return about | totals | {"date": datetime.date.today().isoformat()}


def _done(state: State) -> int:
    return sum(one["cases"] for one in state["families"].values())


def _advance(state: State) -> None:
    """Judge the next chunk; all families have their turn."""
    start = time.perf_counter()
    turn, makers = state["next"], families()
    name, make = makers[turn % len(makers)]
    rng = np.random.default_rng([state["seed"], turn])
    layers = make(rng, CHUNK)
    truth = reference.decide(reference.integers(layers))
    found = one_by_one(layers, truth, rng) if state["alone"] else judged(layers, truth, state)
    before = state["families"].get(name, dict.fromkeys(found, 0))
    state["families"][name] = {key: before.get(key, 0) + found[key] for key in found}
    state["seconds"] += time.perf_counter() - start
    state["next"] = turn + 1


def judged(layers: Array, truth: Array, state: State) -> dict[str, int]:
    """Ask about a batch; return how many layers there were, proved, judged wrongly and open."""
    open_: Any = []
    try:
        said = np.asarray(gcbook.holds(layers))
    except gcbook.UndecidedError as refusal:
        said, open_ = np.asarray(refusal.answers), refusal.indices
    differs = said != truth
    differs[open_] = False
    every = state["every"]
    proved = [
        _proved(layer, bool(verdict))
        for layer, verdict in zip(layers[::every], truth[::every], strict=True)
    ]
    wrong = int(differs.sum()) + proved.count(False)
    return dict(zip(COUNTED, (len(layers), len(proved), wrong, len(open_)), strict=True))


def one_by_one(layers: Array, truth: Array, rng: np.random.Generator) -> dict[str, int]:
    """Ask about each layer, and about sums of three; return the same counts."""
    asked = [*zip(layers, truth.tolist(), strict=True), *_sums(layers, truth, rng)]
    wrong = open_ = 0
    for layer, expected in asked:
        try:
            certificate = gcbook.certify(layer)
            right = gcbook.holds(layer) == certificate.holds == expected and certificate.verify()
        except gcbook.UndecidedError:
            open_ += 1
            continue
        if not right:
            wrong += 1
            tqdm.write(f"WRONG, not {expected}: {layer.tolist()}")
    return dict(zip(COUNTED, (len(asked), len(asked) - open_, wrong, open_), strict=True))


def _sums(layers: Array, truth: Array, rng: np.random.Generator) -> Iterator[tuple[Array, bool]]:
    """Yield direct sums of three layers, rows and columns shuffled, and whether all three hold."""
    _, k, d = layers.shape
    for low in range(0, len(layers) - 2, APART):
        total = np.zeros((3 * k, 3 * d))
        for i in range(3):
            total[k * i : k * (i + 1), d * i : d * (i + 1)] = layers[low + i]
        total = total[rng.permutation(3 * k)][:, rng.permutation(3 * d)]
        yield total, bool(truth[low : low + 3].all())


def _proved(layer: Array, truth: bool) -> bool:
    certificate, position = gcbook.certify(layer), gcbook.classify(layer)
    bounds = gcbook.margin(layer)
    return bool(
        certificate.holds == position.holds == truth == (bounds.low > 0) == (bounds.high > 0)
        and certificate.verify()
        and position.verify()
    )


def replace(path: Path, content: Any) -> None:
    """Replace the file in one go: a run may be stopped at any moment."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


if __name__ == "__main__":
    sys.exit(main())
