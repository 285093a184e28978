"""``python -m benchmarks.adversarial --cases 1000000``: verdicts against an exact oracle.

Every family of degenerate layers of the tests, judged in integers by code that shares nothing with
the package; of a share of the layers the certificate and the position are verified and the sign of
the margin is compared, too.  Exit code 1 if anything is wrong.

Chunk i has a generator of its own, made of the seed and i.  With ``--state FILE`` the counts are
written after every chunk, and a run that was stopped goes on where it was; ``--record`` keeps them
for Section 7.1 of the book.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from tests.condition import reference
from tests.condition.families import families
from tqdm import tqdm

import gcbook

RECORD = Path(__file__).parent.parent / "src" / "gcbook" / "experiments" / "benchmarks.json"
CHUNK = 1000
State = dict[str, Any]


def main() -> int:
    """Run the cases asked for and say what was wrong."""
    options = _options()
    state: State = {"seed": options.seed, "every": options.every, "next": 0, "families": {}}
    if options.state and options.state.exists():
        state = json.loads(options.state.read_text("utf-8"))
    bar = tqdm(total=options.cases, initial=CHUNK * state["next"], unit="layer")
    while CHUNK * state["next"] < options.cases:
        _advance(state)
        bar.update(CHUNK)
        if options.state:
            _write(options.state, state)
    bar.close()
    if options.record:
        report = json.loads(RECORD.read_text("utf-8"))
        _write(RECORD, report | {"adversarial": summary(state)})
    for name, counts in state["families"].items():
        print(f"{name:<20}{counts['cases']:>9} cases{counts['wrong']:>6} wrong")
    print(summary(state))
    return int(summary(state)["wrong"] > 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.adversarial", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every", type=int, default=100, help="verify one proof in so many")
    parser.add_argument("--state", type=Path, metavar="FILE", help="where a run is continued")
    parser.add_argument("--record", action="store_true", help="keep the counts in the package")
    return parser.parse_args()


def summary(state: State) -> dict[str, int]:
    """Return the totals of a run: families, cases, proofs verified, and what was wrong."""
    counts = state["families"].values()
    totals = {key: sum(one[key] for one in counts) for key in ("cases", "proofs", "wrong")}
    return {"families": len(counts), "seed": state["seed"], **totals}


def _advance(state: State) -> None:
    """Judge the next chunk; all families have their turn."""
    turn, makers = state["next"], families()
    name, make = makers[turn % len(makers)]
    found = judged(make, np.random.default_rng([state["seed"], turn]), state["every"])
    before = state["families"].get(name, dict.fromkeys(found, 0))
    state["families"][name] = {key: before[key] + found[key] for key in found}
    state["next"] = turn + 1


def judged(
    make: Callable[[np.random.Generator, int], np.ndarray], rng: np.random.Generator, every: int
) -> dict[str, int]:
    """Return how many layers of one chunk were looked at, proved, and judged wrongly."""
    layers = make(rng, CHUNK)
    truth = reference.decide(reference.integers(layers))
    wrong = int((np.asarray(gcbook.holds(layers)) != truth).sum())
    proved = [
        _proved(layer, bool(verdict))
        for layer, verdict in zip(layers[::every], truth[::every], strict=True)
    ]
    return {"cases": len(layers), "proofs": len(proved), "wrong": wrong + proved.count(False)}


def _proved(layer: np.ndarray, truth: bool) -> bool:
    certificate, position = gcbook.certify(layer), gcbook.classify(layer)
    bounds = gcbook.margin(layer)
    return bool(
        certificate.holds == position.holds == truth == (bounds.low > 0) == (bounds.high > 0)
        and certificate.verify()
        and position.verify()
    )


def _write(path: Path, content: State) -> None:
    """Replace the file in one go: a run may be stopped at any moment."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


if __name__ == "__main__":
    sys.exit(main())
