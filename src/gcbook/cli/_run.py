"""``gcbook run NAME``: run one of the experiments of the book and keep its results.

Every field of an experiment's config is an option, explained by its entry in the config's
documentation, so that a new experiment needs nothing here.
"""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import json
import multiprocessing
import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gcbook.cli._terminal import shows_progress

# an option of the config is read as its annotation says; what is not here is no option
_READERS = {"int": int, "float": float, "float | None": float, "str": str}

_OUT = "folder of the results (default: results)"
_EXECUTOR = "a process pool, or a dask cluster on this machine"
_JSON = "write config and table to FILE, or print them and nothing else"


def add_parser(commands: Any) -> None:
    """Add the command to the parser; the options of NAME are read in `run`."""
    command = commands.add_parser(
        "run",
        help="run an experiment of the book and keep its results",
        description="Run an experiment of the book. Finished cells are kept as they finish, so a "
        "run that was stopped, even killed, resumes where it was when the command is given again. "
        "Every field of the experiment's config is an option: gcbook run NAME --options lists "
        "them.",
    )
    command.add_argument("name", metavar="NAME", help="table1, figure3, ...; a wrong one lists all")
    command.add_argument(
        "settings", nargs=argparse.REMAINDER, metavar="...", help="the options of NAME"
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the experiment, write its table as CSV and print it."""
    from gcbook import experiments  # here, so that the other commands do not wait for pandas

    if options.name not in experiments.REGISTRY:
        known_names = ", ".join(sorted(experiments.REGISTRY))
        raise ValueError(f"NAME must be one of {known_names}; got {options.name!r}")
    experiment = experiments.REGISTRY[options.name]
    reader = _parser(experiment.name, experiment.config)
    chosen = reader.parse_args(options.settings)
    if chosen.options:
        reader.print_help()
        return 0
    setting = experiment.config(
        **{
            name: value
            for name, value in vars(chosen).items()
            if name in _fields(experiment.config)
        }
    )
    folder = chosen.out / experiment.name
    folder.mkdir(parents=True, exist_ok=True)
    with _executor(chosen.executor, chosen.workers) as executor:
        result = experiment.run(
            setting,
            cache=folder / "cells" if chosen.cache is None else chosen.cache,
            executor=executor,
            progress=chosen.progress or shows_progress(),
        )
    frame = result.to_frame()
    table = folder / f"{experiment.name}.csv"
    frame.to_csv(table, index=False)
    if chosen.json is not None:
        _write_json(chosen.json, experiment.name, setting, frame)
    if chosen.json != "-":
        print(frame.to_string(index=False))
        print(f"\nwritten to {table}")
    return 0


def _write_json(where: str, name: str, setting: Any, frame: Any) -> None:
    content = {
        "experiment": name,
        "config": dataclasses.asdict(setting),
        "table": json.loads(frame.to_json(orient="records", double_precision=15)),
    }
    if where == "-":
        print(json.dumps(content))
    else:
        Path(where).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _parser(name: str, config: type) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"gcbook run {name}", allow_abbrev=False)
    add = parser.add_argument
    add("--options", action="store_true", help="list these options and stop")
    add("--out", type=Path, default=Path("results"), metavar="FOLDER", help=_OUT)
    add("--cache", type=Path, metavar="FOLDER", help="folder of the finished cells")
    add("--executor", choices=("process", "dask"), default="process", help=_EXECUTOR)
    add("--workers", type=int, default=1, metavar="N", help="processes to use (default: 1)")
    add("--json", nargs="?", const="-", metavar="FILE", help=_JSON)
    add("--progress", action="store_true", help="show a progress bar even without a terminal")
    group = parser.add_argument_group("options of the experiment")
    texts = _texts(config)
    for field, kind, many in _fields(config).values():
        group.add_argument(
            f"--{field.name.replace('_', '-')}",
            dest=field.name,
            type=_several(kind) if many else kind,
            default=argparse.SUPPRESS,
            metavar="A,B,..." if many else kind.__name__.upper(),
            help=f"{texts.get(field.name, '')} (default: {_shown(field)})".replace("%", "%%"),
        )
    return parser


def _fields(config: type) -> dict[str, tuple[Any, Any, bool]]:
    """Return each field that can be an option, with its reader and whether it takes several."""
    found = {}
    for field in dataclasses.fields(config):
        inner = re.fullmatch(r"tuple\[(\w+), \.\.\.\]", str(field.type))
        reader = _READERS.get(inner.group(1) if inner else str(field.type))
        if reader is not None:
            found[field.name] = (field, reader, inner is not None)
    return found


def _several(kind: Any) -> Any:
    def read(text: str) -> tuple[Any, ...]:
        return tuple(kind(part) for part in text.split(",") if part)

    read.__name__ = f"list of {kind.__name__}"
    return read


def _shown(field: Any) -> str:
    value = field.default
    return ",".join(str(part) for part in value) if isinstance(value, tuple) else str(value)


def _texts(config: type) -> dict[str, str]:
    """Return what the numpydoc sections of a config and its bases say about each field."""
    texts: dict[str, str] = {}
    for base in reversed(config.__mro__):
        # From Python 3.13 on, a docstring comes without the indentation of its lines.
        for block in re.split(r"\n(?=\w)", inspect.cleandoc(base.__doc__ or "")):
            head, _, body = block.partition("\n")
            if match := re.match(r"(\w+(?:, \w+)*) : ", head):
                for name in match.group(1).split(", "):
                    texts[name] = re.sub(r"\s+", " ", body).strip().replace("`", "")
    return texts


@contextmanager
def _executor(kind: str, workers: int) -> Iterator[Executor | None]:
    """Open fresh processes with one thread each; none for a single worker without dask."""
    from gcbook import _checks  # NumPy comes with it: not before it is needed

    count = _checks.integer(workers, "--workers", low=1)
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    if kind == "dask":
        with _dask(count) as executor:
            yield executor
    elif count == 1:
        yield None
    else:
        with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
            yield pool


@contextmanager
def _dask(workers: int) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise ValueError(
            "--executor dask needs dask's distributed, which is not installed; install it with: "
            "pip install 'gcbook[cluster]'"
        ) from error
    print("starting a dask cluster on this machine", file=sys.stderr)
    options = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    connect: Any = Client  # untyped
    with connect(**options) as client:
        yield client.get_executor()
