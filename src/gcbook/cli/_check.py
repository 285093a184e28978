"""``gcbook check FILE``: the geometric condition of every layer of a model."""

from __future__ import annotations

import argparse
import fnmatch
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy.typing as npt
from tqdm import tqdm

from gcbook.cli._files import FileError, Layer, layers
from gcbook.cli._terminal import shows_progress
from gcbook.condition import Certificate, Margin, certify, margin
from gcbook.probability import gc_probability

COLUMNS = ("layer", "k", "d", "verdict", "margin", "P(random)", "seconds")


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "check",
        help="decide the condition for every layer of a .npy, .npz or .safetensors file",
        description="Decide the geometric condition for every weight matrix of a file, one row "
        "per layer: the number of neurons k, the input dimension d, the verdict, the margin (how "
        "far the unit vectors are from changing it; positive if the condition holds), the "
        "probability that k random neurons would have satisfied it, and the time. Files are "
        "never unpickled. With k <= d the condition cannot hold.",
    )
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument(
        "--select",
        default="*",
        metavar="PATTERN",
        help="only layers whose name matches, as in a shell (default: all)",
    )
    command.add_argument(
        "--transpose",
        action="store_true",
        help="one neuron per column (Keras, JAX), not per row (PyTorch)",
    )
    command.add_argument(
        "--no-margin",
        action="store_true",
        help="leave the margin out: it can take longer than the verdict",
    )
    command.add_argument(
        "--certificates", type=Path, metavar="FOLDER", help="write one certificate per layer there"
    )
    command.add_argument(
        "--require", action="store_true", help="exit with code 1 if a layer fails the condition"
    )
    command.add_argument("--json", action="store_true", help="print one JSON array")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check each layer, print its row as soon as it is known, and return the exit code."""
    if options.certificates is not None:
        options.certificates.mkdir(parents=True, exist_ok=True)
    reports = []
    if not options.json:
        print(_row(COLUMNS))
    for layer in _progress(_selected(options)):
        report = _report(layer, options)
        reports.append(report)
        if not options.json:
            print(_row(_cells(report)), flush=True)
    if not reports:
        raise FileError(f"{options.file}: no layer matches {options.select!r}")
    if options.json:
        print(json.dumps(reports))
    decided = [report for report in reports if "holds" in report]
    if not decided:
        raise FileError(f"{options.file}: no weight matrix in it (see the reasons above)")
    return int(options.require and not all(report["holds"] for report in decided))


def _selected(options: argparse.Namespace) -> Iterator[Layer]:
    for layer in layers(options.file, transpose=options.transpose):
        if fnmatch.fnmatchcase(layer.name, options.select):
            yield layer


def _progress(source: Iterator[Layer]) -> Iterator[Layer]:
    yield from tqdm(source, unit="layer", leave=False, disable=not shows_progress())


def _report(layer: Layer, options: argparse.Namespace) -> dict[str, Any]:
    if layer.weights is None:
        return {"layer": layer.name, "shape": list(layer.shape), "skipped": layer.skipped}
    try:
        return _decide(layer.name, layer.weights, options)
    except ValueError as error:  # NaN and infinities: the layer cannot be judged, the others can
        return {"layer": layer.name, "shape": list(layer.shape), "skipped": str(error)}


def _decide(name: str, weights: npt.NDArray[Any], options: argparse.Namespace) -> dict[str, Any]:
    start = time.perf_counter()
    certificate = certify(weights)
    seconds = time.perf_counter() - start
    assert isinstance(certificate, Certificate)  # one layer, not a batch
    k, d = certificate.weights.shape
    report: dict[str, Any] = {
        "layer": name,
        "k": k,
        "d": d,
        "holds": certificate.holds,
        "random": float(gc_probability(k, d)),
        "seconds": seconds,
    }
    if not options.no_margin:
        found = margin(weights)
        assert isinstance(found, Margin)
        report["margin"] = {"low": found.low, "high": found.high}
    if options.certificates is not None:
        path = options.certificates / f"{_file_name(name)}.json"
        certificate.save(path)
        report["certificate"] = str(path)
    return report


def _file_name(name: str) -> str:
    # A tensor's name comes from the file: it may hold separators, and must not leave the folder.
    return re.sub(r"[^A-Za-z0-9._-]", "_", name).lstrip(".") or "layer"


def _cells(report: dict[str, Any]) -> tuple[str, ...]:
    if "skipped" in report:
        shape = "x".join(str(size) for size in report["shape"])
        return (report["layer"], shape, "", f"skipped: {report['skipped']}", "", "", "")
    return (
        report["layer"],
        str(report["k"]),
        str(report["d"]),
        "holds" if report["holds"] else "fails",
        _interval(report.get("margin")),
        f"{report['random']:.4g}",
        f"{report['seconds']:.3f}",
    )


def _interval(found: dict[str, float] | None) -> str:
    if found is None:
        return "-"
    low, high = found["low"], found["high"]
    if high - low <= 1e-6 * max(abs(low), abs(high)):
        return f"{low:+.4g}"
    return f"[{low:+.3g}, {high:+.3g}]"


def _row(cells: tuple[str, ...]) -> str:
    widths = (32, 7, 7, 8, 22, 10, 9)
    return "  ".join(
        cell.ljust(width) if i in (0, 3) else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ).rstrip()
