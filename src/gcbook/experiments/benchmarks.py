"""The timings that ``make bench`` last recorded, for the table of Section 7.1.

They are kept with the package, so that a chapter that was downloaded alone can show them.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

FILE_NAME = "benchmarks.json"
Cell = tuple[float | None, float | None]

_WRONG = {
    "thin": "thin layers",
    "{-1, 0, 1}": "entries -1, 0, 1",
    "rows scaled": "rows 1e-8 to 1e+8 long",
}
_TALL = {
    "overlap": "table, overlapping",
    "separable": "table, separable",
    "quasi": "table, quasi-separated",
    "collinear": "table, collinear",
    "gravity": "table of dummies",
}


def recorded_benchmarks() -> dict[str, Any]:
    """Return the recorded timings as plain data.

    Returns
    -------
    dict
        ``machine``: the processor and the versions; ``rows``: one per pair, with seconds per item
        for ``ours`` and ``theirs``, their ``ratio``, its ``target`` and the ``processor``; of data
        tables, whether the peer was ``right``; ``wrong``: counts of wrong verdicts per family and
        solver; ``cost``: CPU seconds per certificate for each (d, k); ``adversarial``: how many
        degenerate layers an exact oracle judged, and the verdicts that were wrong; ``alone``: the
        same where every layer was asked about by itself; ``grid``: for every kind and size of a
        table the ratios of the peers' seconds to ours, and what was not run.

    Examples
    --------
    >>> sorted(recorded_benchmarks())
    ['adversarial', 'alone', 'cost', 'grid', 'machine', 'rows', 'wrong']
    """
    found: dict[str, Any] = json.loads(files(__package__).joinpath(FILE_NAME).read_text("utf-8"))
    return found


def at_a_glance(bench: dict[str, Any]) -> dict[str, dict[str, Cell]]:
    """Return, for each kind of input and each peer, the share of wrong verdicts and a ratio.

    Parameters
    ----------
    bench : dict
        As `recorded_benchmarks` returns it.

    Returns
    -------
    dict
        By kind and peer: the share of wrong verdicts, and their seconds over ours (of tables, at
        the largest size that the peer was given); None where there is no such number, and both
        None where the peer was cut off.

    Examples
    --------
    >>> table = at_a_glance(recorded_benchmarks())
    >>> table["thin layers"]["gcbook"]
    (0.0, None)
    """
    table: dict[str, dict[str, Cell]] = {"generic, 20 x 3": {"gcbook": (0.0, None)}}
    for row in bench["rows"]:
        if (row["group"], row["task"], row["d"], row["k"]) == ("batch", "holds", 3, 20):
            table["generic, 20 x 3"][row["peer"]] = None, row["ratio"]
    for start, name in _WRONG.items():
        counts = [row for row in bench["wrong"] if row["family"].startswith(start)]
        table[name] = {peer: (_share(counts, peer), None) for peer in _peers(counts)}
    for kind, name in _TALL.items():
        rows = [row for row in bench["rows"] if row["group"] == kind and row["task"] == "holds"]
        largest = {row["peer"]: row for row in sorted(rows, key=lambda row: row["k"] * row["d"])}
        right = {peer: row.get("right") for peer, row in largest.items()}
        table[name] = {"gcbook": (0.0, None)} | {
            peer: (None if right[peer] is None else float(not right[peer]), row["ratio"])
            for peer, row in largest.items()
        }
    return table


def _peers(counts: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(row["solver"] for row in counts))


def _share(counts: list[dict[str, Any]], peer: str) -> float:
    own = [row for row in counts if row["solver"] == peer]
    return float(sum(row["wrong"] for row in own) / sum(row["cases"] for row in own))
