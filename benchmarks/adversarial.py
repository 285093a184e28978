"""``python -m benchmarks.adversarial --cases 1000000``: verdicts against an exact oracle.

Every family of degenerate layers of the tests, judged in integers by code that shares nothing with
the package; a share of the certificates and positions is verified, too.  Exit code 1 if one verdict
is wrong or one proof does not verify.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

import numpy as np
from tests.condition.families import judged
from tqdm import tqdm

import gcbook


def main() -> int:
    """Run the cases asked for and say what was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.adversarial", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every", type=int, default=200, help="verify one proof in so many")
    options = parser.parse_args()
    seen: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    bar = tqdm(total=options.cases, unit="layer")
    for name, layers, truth in judged(options.cases, options.seed):
        bar.update(len(layers))
        seen[name] += len(layers)
        wrong[name] += int((np.asarray(gcbook.holds(layers)) != truth).sum())
        for layer, verdict in zip(layers[:: options.every], truth[:: options.every], strict=True):
            wrong[name] += not _proved(layer, bool(verdict))
    bar.close()
    for name, count in seen.items():
        print(f"{name:<20}{count:>9} cases{wrong[name]:>6} wrong")
    print(f"{sum(seen.values())} cases, {sum(wrong.values())} wrong")
    return int(sum(wrong.values()) > 0)


def _proved(layer: np.ndarray, truth: bool) -> bool:
    certificate, position = gcbook.certify(layer), gcbook.classify(layer)
    return bool(
        certificate.holds == position.holds == truth and certificate.verify() and position.verify()
    )


if __name__ == "__main__":
    sys.exit(main())
