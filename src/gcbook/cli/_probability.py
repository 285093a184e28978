"""``gcbook probability K D``: Remark 3 on the command line."""

from __future__ import annotations

import argparse
import json
from typing import Any

from gcbook.cli._terminal import shows_progress
from gcbook.probability import estimate_gc_probability, gc_probability


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "probability",
        help="the probability that K random neurons in dimension D satisfy the condition",
        description="Remark 3 (Wendel 1962): the exact probability that K independent neurons "
        "with a rotation-invariant law in dimension D satisfy the geometric condition.",
    )
    command.add_argument("k", type=int, metavar="K", help="number of neurons")
    command.add_argument("d", type=int, metavar="D", help="dimension of the data")
    command.add_argument(
        "--trials", type=int, metavar="N", help="also estimate it from N random layers"
    )
    command.add_argument("--seed", type=int, default=0, help="seed of the estimate (default: 0)")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the probability, and the estimate when one was asked for."""
    exact = gc_probability(options.k, options.d)
    report: dict[str, Any] = {
        "k": options.k,
        "d": options.d,
        "probability": float(exact),
        "exact": str(exact),
    }
    if options.trials is not None:
        estimate = estimate_gc_probability(
            options.k,
            options.d,
            trials=options.trials,
            seed=options.seed,
            progress=shows_progress(),
        )
        report["estimate"] = {
            "value": estimate.value,
            "low": estimate.low,
            "high": estimate.high,
            "successes": estimate.successes,
            "trials": estimate.trials,
            "confidence": estimate.confidence,
        }
    if options.json:
        print(json.dumps(report))
        return 0
    shown = report["exact"] if len(report["exact"]) <= 60 else "(a long fraction: see --json)"
    print(f"P({options.k}, {options.d}) = {report['probability']:.12g} = {shown}")
    if "estimate" in report:
        part = report["estimate"]
        print(
            f"sampled: {part['value']:.6g}, {part['confidence']:.0%} interval "
            f"[{part['low']:.6g}, {part['high']:.6g}] from {part['trials']} layers"
        )
    return 0
