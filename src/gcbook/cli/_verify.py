"""``gcbook verify CERTIFICATE``: re-check certificates without the solver that made them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from gcbook.cli import _json
from gcbook.cli._terminal import printable


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "verify",
        help="re-check saved certificates in exact rational arithmetic",
        description="Re-check saved certificates in exact rational arithmetic. The solver that "
        "made them is not used.",
        epilog="Exit codes: 0 all verify, 1 one does not, 2 one cannot be read (the others are "
        "still re-checked) or the report cannot be written.",
    )
    command.add_argument("files", nargs="+", type=Path, metavar="CERTIFICATE")
    _json.add_option(command, "one object per certificate")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Verify each file and print one line for each."""
    _json.prepare(options, options.files)
    reports = []
    for path in options.files:
        report = _verify(path)
        reports.append(report)
        line = printable(f"{report['file']}: {_said(report)}")
        if "problem" in report:
            print(f"gcbook: error: {line}", file=sys.stderr)
        elif not _json.on_standard_output(options):
            print(line, flush=True)
    _json.write(options, json.dumps(reports))
    if any("problem" in report for report in reports):
        return 2
    return 0 if all(report["verified"] for report in reports) else 1


def _verify(path: Path) -> dict[str, Any]:
    from gcbook.condition import Certificate

    report: dict[str, Any] = {"file": str(path)}
    if path.is_dir():
        return report | {"problem": "is a directory; name the certificates in it"}
    try:
        certificate = Certificate.from_json(path.read_bytes().decode("utf-8"))
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        return report | {"problem": f"not a readable certificate: {reason}"}
    except (ValueError, TypeError) as error:
        return report | {"problem": f"not a readable certificate: {error}"}
    k, d = certificate.weights.shape
    return report | {"k": k, "d": d, "holds": certificate.holds, "verified": certificate.verify()}


def _said(report: dict[str, Any]) -> str:
    if "problem" in report:
        return str(report["problem"])
    verdict = "holds" if report["holds"] else "fails"
    where = f"k = {report['k']}, d = {report['d']}"
    if report["verified"]:
        return f"{where}: verified: the condition {verdict}"
    return f"{where}: NOT VERIFIED: it claims that the condition {verdict}"
