"""``gcbook check FILE``: the geometric condition of every layer of a model."""

from __future__ import annotations

import argparse
import fnmatch
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gcbook.cli import _certificates, _json
from gcbook.cli._files import FORMATS, LIMIT, FileError, Layer, layers
from gcbook.cli._terminal import printable, shows_progress

if TYPE_CHECKING:
    from gcbook.condition import Certificate

COLUMNS = ("layer", "k", "d", "verdict", "margin", "P(random)", "seconds")
UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "check",
        help=f"decide the condition for every layer of a file ({', '.join(FORMATS)})",
        description="Decide the geometric condition for every weight matrix of a file, one row "
        "per layer: the number of neurons k, the input dimension d, the verdict, the margin (how "
        "far the unit vectors are from changing it; positive if the condition holds), the "
        "probability that k random neurons would have satisfied it, and the time. A table (.csv, "
        ".tsv) is one layer: a row per line, names in the first line if it holds no numbers. "
        "Files are never unpickled. With k <= d the condition cannot hold.",
        epilog="Exit codes: 0 every layer was judged or has its reason, 1 with --require if a "
        "layer fails or could not be judged, 2 if the request, the file or the output is at fault.",
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
        "--limit",
        type=_bytes,
        default=LIMIT,
        metavar="SIZE",
        help="bytes that a compressed member may unpack to, or a table have; K, M, G, T may "
        "follow the number (default: 4G)",
    )
    command.add_argument(
        "--certificates",
        type=Path,
        metavar="FOLDER",
        help="write one certificate per layer there; no file is written over",
    )
    command.add_argument(
        "--require",
        action="store_true",
        help="exit with code 1 if a layer fails the condition or could not be judged",
    )
    _json.add_option(command, "one object per layer")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check each layer, print its row as soon as it is known, and return the exit code."""
    _json.prepare(options, [options.file])
    if options.certificates is not None:
        if options.certificates.exists() and not options.certificates.is_dir():
            raise FileError(f"{options.certificates}: is no folder; --certificates names one")
        options.certificates.mkdir(parents=True, exist_ok=True)
    reports, problem = _reports(options, shown=not _json.on_standard_output(options))
    _json.write(options, json.dumps(reports))
    if problem:
        raise problem
    if not reports:
        raise FileError(f"{options.file}: no layer matches {options.select!r}")
    unwritten = [report for report in reports if "unwritten" in report]
    if unwritten:
        raise FileError(f"certificate not written: {unwritten[0]['unwritten']}")
    judged = [report for report in reports if "holds" in report]
    if not judged:
        raise FileError(f"{options.file}: no weight matrix in it (see the reasons above)")
    bad = [report for report in reports if "problem" in report or report.get("holds") is False]
    return int(options.require and bool(bad))


def _reports(
    options: argparse.Namespace, *, shown: bool
) -> tuple[list[dict[str, Any]], FileError | None]:
    """Return what is known of every layer, and what ended the reading early, if anything did."""
    reports: list[dict[str, Any]] = []
    taken: set[str] = set()
    try:
        for layer in _progress(_selected(options)):
            report = _report(layer, options, taken)
            if shown and not reports:
                print(_row(COLUMNS))
            reports.append(report)
            if shown:
                print(_row(_cells(report)), flush=True)
    except FileError as error:
        return reports, error
    return reports, None


def _selected(options: argparse.Namespace) -> Iterator[Layer]:
    for layer in layers(options.file, transpose=options.transpose, limit=options.limit):
        if fnmatch.fnmatchcase(layer.name, options.select):
            yield layer


def _progress(source: Iterator[Layer]) -> Iterator[Layer]:
    if shows_progress():
        from tqdm import tqdm

        source = iter(tqdm(source, unit="layer", leave=False))
    yield from source


def _report(layer: Layer, options: argparse.Namespace, taken: set[str]) -> dict[str, Any]:
    report: dict[str, Any] = {"layer": layer.name, "shape": list(layer.shape)}
    if layer.columns:
        report["columns"] = list(layer.columns)
    if layer.weights is None:
        return report | (
            {"skipped": layer.skipped} if layer.skipped else {"problem": layer.problem}
        )
    try:
        certificate, found = _decide(layer)
    except Exception as error:  # one layer that cannot be judged must not hide the others
        return report | {"problem": str(error) or type(error).__name__}
    report |= found
    if not options.no_margin:
        report |= _margin(layer)
    if options.certificates is not None:
        report |= _save(options.certificates, layer.name, certificate, taken)
    return report


def _decide(layer: Layer) -> tuple[Certificate, dict[str, Any]]:
    from gcbook.condition import Certificate, certify
    from gcbook.probability import gc_probability

    assert layer.weights is not None
    start = time.perf_counter()
    certificate = certify(layer.weights)
    seconds = time.perf_counter() - start
    assert isinstance(certificate, Certificate)  # one layer, not a batch
    k, d = layer.weights.shape
    return certificate, {
        "k": k,
        "d": d,
        "holds": certificate.holds,
        "random": float(gc_probability(k, d)),
        "seconds": seconds,
    }


def _margin(layer: Layer) -> dict[str, Any]:
    from gcbook.condition import margin

    assert layer.weights is not None
    try:
        found: Any = margin(layer.weights)
    except Exception as error:  # the verdict stands without it
        return {"margin": None, "margin_problem": str(error) or type(error).__name__}
    entry = {"low": found.low, "high": found.high}
    robust = getattr(found, "robust", None)
    return {"margin": entry if robust is None else entry | {"robust": bool(robust)}}


def _save(folder: Path, name: str, certificate: Certificate, taken: set[str]) -> dict[str, Any]:
    try:
        path = _certificates.save(folder, name, certificate.to_json(), taken)
    except OSError as error:  # the verdict stands without it, and the other layers, too
        return {"unwritten": f"{error.filename or folder}: {error.strerror or error}"}
    return {"certificate": str(path)}


def _cells(report: dict[str, Any]) -> tuple[str, ...]:
    name = printable(report["layer"])
    for word in ("skipped", "problem"):
        if word in report:
            said = f"{'not judged' if word == 'problem' else word}: {printable(report[word])}"
            return (name, "x".join(map(str, report["shape"])), "", said, "", "", "")
    return (
        name,
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
    fragile = "" if found.get("robust", True) else " (rounding)"
    if high - low <= 1e-6 * max(abs(low), abs(high)):
        return f"{low:+.4g}{fragile}"
    return f"[{low:+.3g}, {high:+.3g}]{fragile}"


def _row(cells: tuple[str, ...]) -> str:
    widths = (32, 7, 7, 8, 22, 10, 9)
    return "  ".join(
        cell.ljust(width) if i in (0, 3) else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ).rstrip()


def _bytes(text: str) -> int:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?", text.strip(), re.IGNORECASE)
    if match is None or not (size := int(float(match[1]) * UNITS[match[2].upper()])):
        raise argparse.ArgumentTypeError(f"must be a size such as 500M or 8G; got {text!r}")
    return size
