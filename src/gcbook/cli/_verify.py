"""``gcbook verify CERTIFICATE``: re-check certificates without the solver that made them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from gcbook.cli._files import FileError
from gcbook.condition import Certificate


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "verify",
        help="re-check saved certificates in exact rational arithmetic",
        description="Re-check saved certificates in exact rational arithmetic. The solver that "
        "made them is not used. Exit code 0 if all verify, 1 if one does not, 2 if one cannot be "
        "read.",
    )
    command.add_argument("files", nargs="+", type=Path, metavar="CERTIFICATE")
    command.add_argument("--json", action="store_true", help="print one JSON array")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Verify each file and print one line for each."""
    reports = [_verify(path) for path in options.files]
    if options.json:
        print(json.dumps(reports))
    else:
        for report in reports:
            verdict = "holds" if report["holds"] else "fails"
            if report["verified"]:
                outcome = f"verified: the condition {verdict}"
            else:
                outcome = f"NOT VERIFIED: it claims that the condition {verdict}"
            print(f"{report['file']}: k = {report['k']}, d = {report['d']}: {outcome}")
    return 0 if all(report["verified"] for report in reports) else 1


def _verify(path: Path) -> dict[str, Any]:
    try:
        certificate = Certificate.load(path)
    except (ValueError, TypeError, OSError) as error:
        raise FileError(f"{path}: not a readable certificate: {error}") from error
    k, d = certificate.weights.shape
    return {
        "file": str(path),
        "k": k,
        "d": d,
        "holds": certificate.holds,
        "verified": certificate.verify(),
    }
