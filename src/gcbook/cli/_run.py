"""``gcbook run NAME``: run one of the experiments of Section 6 and keep its results."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from gcbook.cli._terminal import shows_progress


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "run",
        help="run an experiment of Section 6 and keep its results",
        description="Run an experiment of Section 6. Finished cells are kept in the output folder "
        "as they finish, so a run that was stopped resumes where it was.",
    )
    command.add_argument("name", metavar="NAME", help="table1, figure3, ...; a wrong one lists all")
    command.add_argument("--runs", type=int, metavar="N", help="runs per cell")
    command.add_argument("--seed", type=int, metavar="S", help="seed of the experiment")
    command.add_argument(
        "--out",
        type=Path,
        default=Path("results"),
        metavar="FOLDER",
        help="folder of the results (default: results)",
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the experiment, write its table as CSV and print it."""
    from gcbook import experiments  # here, so that the other commands do not wait for pandas

    if options.name not in experiments.REGISTRY:
        known_names = ", ".join(sorted(experiments.REGISTRY))
        raise ValueError(f"NAME must be one of {known_names}; got {options.name!r}")
    experiment = experiments.REGISTRY[options.name]
    known = {field.name for field in dataclasses.fields(experiment.config)}
    chosen = {"runs": options.runs, "seed": options.seed}
    chosen = {name: value for name, value in chosen.items() if value is not None}
    for name in chosen:
        if name not in known:
            raise ValueError(f"--{name} does not apply to {options.name}")
    folder = options.out / options.name
    folder.mkdir(parents=True, exist_ok=True)
    setting = experiment.config(**chosen)
    result = experiment.run(setting, cache=folder / "cells", progress=shows_progress())
    frame = result.to_frame()
    table = folder / f"{options.name}.csv"
    frame.to_csv(table, index=False)
    print(frame.to_string(index=False))
    print(f"\nwritten to {table}")
    return 0
