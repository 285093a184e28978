"""``gcbook separation DATA --response NAME``: does a regression have an estimate, and why not."""

from __future__ import annotations

import argparse
import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gcbook.cli import _json
from gcbook.cli._files import FileError
from gcbook.cli._terminal import printable

if TYPE_CHECKING:
    import pandas as pd

    from gcbook.applications import Separation

SHOWN = 10
TRUTH = {"true": 1.0, "false": 0.0}


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "separation",
        help="say whether a logistic or Poisson regression has an estimate, and what runs away",
        description="Decide, in exact arithmetic, whether a logistic (probit, cloglog) or a "
        "Poisson regression has a maximum-likelihood estimate. If not, its coefficients do not "
        "converge: the table tells which run to plus or minus infinity, and which observations "
        "cause it. DATA is a .csv or .tsv file with names in its first line; columns of text "
        "become a dummy for every level but the first in the alphabet.",
        epilog="Exit codes: 0 the estimate exists (a note tells if columns are dependent), 1 it "
        "does not: there is separation, 2 if the request, the file or the output is at fault.",
    )
    add = command.add_argument
    add("file", type=Path, metavar="DATA")
    add("--response", required=True, metavar="NAME", help="the column of the response")
    add(
        "--family",
        choices=("binomial", "poisson"),
        default="binomial",
        help="binomial (default): two values; poisson: counts",
    )
    add("--intercept", action="store_true", help="put a constant column before the others")
    add("--columns", metavar="A,B,...", help="only these columns (default: all others)")
    add("--categories", metavar="A,B,...", help="columns whose numbers are names of categories")
    _json.add_option(command, "the answer, with the exact direction")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read the table, print the answer and return the exit code."""
    from gcbook.applications import separation

    _json.prepare(options, [options.file])
    columns, response = _data(options)
    found = separation(columns, response, family=options.family, intercept=options.intercept)
    report = _report(found)
    if not _json.on_standard_output(options):
        _print(found, report)
    _json.write(options, json.dumps(report))
    return int(found.separated)


def _data(options: argparse.Namespace) -> tuple[pd.DataFrame, pd.Series[Any]]:
    """Return the columns and the response, as asked for."""
    import pandas as pd

    table = _table(options.file)
    _known(table, [options.response], "--response")
    wanted = _names(options.columns)
    _known(table, wanted, "--columns")
    columns = table[wanted] if wanted else table.drop(columns=options.response)
    categories = _names(options.categories)
    _known(columns, categories, "--categories")
    read = {
        str(name): _category(column) if name in categories else _numbers(column)
        for name, column in columns.items()
    }
    return pd.DataFrame(read), _numbers(table[options.response])


def _table(path: Path) -> pd.DataFrame:
    """Return the cells of the file as they are written."""
    import pandas as pd

    suffix = path.suffix.lower()
    if suffix not in {".csv", ".tsv"}:
        raise FileError(f"{path}: must be a .csv or .tsv file")
    try:
        return pd.read_csv(path, sep="\t" if suffix == ".tsv" else ",", dtype=str)
    except (ValueError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise FileError(f"{path}: not a readable table: {str(error).strip()}") from error


def _numbers(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return the numbers of a column, each read to the last bit; a column of text as it is."""
    try:
        return column.map(lambda cell: TRUTH.get(str(cell).lower(), cell)).astype(float)
    except ValueError:
        return column


def _category(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column of names, in the order of the numbers where they are numbers."""
    levels = sorted(column.dropna().unique().tolist())
    with suppress(ValueError):
        levels.sort(key=float)
    return column.astype("category").cat.set_categories(levels)


def _names(text: str | None) -> list[str]:
    return [name.strip() for name in (text or "").split(",") if name.strip()]


def _known(table: pd.DataFrame, names: list[str], option: str) -> None:
    for name in names:
        if name not in table.columns:
            known = ", ".join(map(str, table.columns[:12]))
            raise ValueError(f"{option} must name columns of the file ({known}); got {name!r}")


def _report(found: Separation) -> dict[str, Any]:
    signs = found.coefficients.tolist()
    return {
        "case": found.case,
        "estimate_exists": not found.separated,
        "family": found.family,
        "observations": found.observations,
        "columns": list(found.columns),
        "coefficients": signs,
        "separated_rows": found.rows.tolist(),
        "collinear": [found.columns[j] for j in found.collinear],
        "direction": [str(x) for x in found.direction],
        "verified": found.verify(),
    }


def _print(found: Separation, report: dict[str, Any]) -> None:
    print(printable(found.summary()))
    print()
    width = max(len("column"), *(len(printable(name)) for name in found.columns))
    print(f"{'column':<{width}}  {'coefficient':<42}direction")
    for name, row in found.to_frame().iterrows():
        status = str(row["coefficient"])
        print(f"{printable(str(name)):<{width}}  {status:<42}{float(row['direction']):.6g}")
    if found.separated:
        rows = report["separated_rows"]
        more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
        shown = ", ".join(str(row + 2) for row in rows[:SHOWN])
        lines = "line" if len(rows) == 1 else "lines"
        print(f"\nseparated: {lines} {shown}{more} of the file")
    proof = "verified in exact arithmetic" if report["verified"] else "NOT VERIFIED"
    print(f"\nThe answer was {proof}.")
