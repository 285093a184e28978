"""The words of a result are data beside its checks: ``prop_3.toml`` beside ``prop_3.py``.

The file holds the fields of a `Claim` (what is printed as ``statement``, the mended statement as
``repair``), its proof as a list of steps and its errata, all as MyST Markdown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from gcbook.audit import Check, Claim, Erratum, Step


def result(file: str, *checks: Check) -> tuple[Claim, tuple[Erratum, ...]]:
    """Return the claim and the errata of one result.

    Parameters
    ----------
    file : str
        The ``__file__`` of the module, or of the package, that holds the checks.
    *checks : Check
        The checks that the claim rests on, in the order in which the ledger shows them.

    Examples
    --------
    >>> from gcbook.claims.slow_to_fast.setup.asm_1 import CLAIM
    >>> CLAIM.number, CLAIM.title
    ('Assumption 1', 'The output weights')
    """
    words = read(file)
    proof = tuple(Step(**step) for step in words.pop("proof", ()))
    errata = tuple(
        Erratum(**{"claim": words["id"]} | one | {"id": ""}) for one in words.pop("errata", ())
    )
    depends = tuple(words.pop("depends", ()))
    return Claim(**words, depends=depends, checks=checks, proof=proof), errata


def results(paper: str, order: Mapping[str, str]) -> tuple[ModuleType, ...]:
    """Return the modules of a paper's results, each with its ``CLAIM`` and its ``ERRATA``.

    Parameters
    ----------
    paper : str
        The package of the paper.
    order : mapping of str to str
        The results of each section, parted by blanks, in the order of the paper.

    Examples
    --------
    >>> (asm_1,) = results("gcbook.claims.slow_to_fast", {"setup": "asm_1"})
    >>> asm_1.CLAIM.id
    'asm-1'
    """
    return tuple(
        import_module(f"{paper}.{section}.{name}")
        for section, names in order.items()
        for name in names.split()
    )


def numbered(letter: str, rows: Iterable[ModuleType]) -> tuple[Erratum, ...]:
    """Return the errata of a paper in the order of its pages: E1, E2, ... for the letter E.

    An entry stands where its row stands, unless it names another row with ``at``.

    Raises
    ------
    KeyError
        If an entry stands at a row that the paper does not have.

    Examples
    --------
    >>> from gcbook.claims.slow_to_fast.setup import asm_1, eq_1
    >>> [(one.id, one.claim, one.at) for one in numbered("E", (eq_1, asm_1))]
    [('E1', 'eq-1', ''), ('E2', 'eq-1', 'asm-1'), ('E3', 'asm-1', '')]
    """
    listed = list(rows)
    places = {row.CLAIM.id: place for place, row in enumerate(listed)}
    entries = [one for row in listed for one in row.ERRATA]
    entries.sort(key=lambda one: places[one.at or one.claim])  # stable: rows keep their order
    return tuple(replace(one, id=f"{letter}{n}") for n, one in enumerate(entries, start=1))


def read(file: str | Path) -> dict[str, Any]:
    """Return the words that stand beside a module or a package, stripped of outer white space.

    Examples
    --------
    >>> from gcbook.claims.slow_to_fast.phases import prop_3
    >>> read(prop_3.__file__)["number"]
    'Proposition 3'
    """
    path = Path(file)
    beside = path.parent if path.name == "__init__.py" else path
    words: dict[str, Any] = tomllib.loads(beside.with_suffix(".toml").read_text(encoding="utf-8"))
    for entry in (words, *words.get("proof", ()), *words.get("errata", ())):
        entry |= {key: text.strip() for key, text in entry.items() if isinstance(text, str)}
    return words
