"""What this process already knows: a check that several claims share is asked once.

Two checks ask the same question if they call the same function with the same keywords, whatever
their roles, and however often the ledger was built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from gcbook.audit.check import Check
from gcbook.audit.outcome import CheckEvidence


class _Keywords:
    """Keywords that can be looked up, hashable values or not; 1, 1.0 and True are told apart."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = dict(given)

    def __hash__(self) -> int:
        return hash(frozenset(self.given))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Keywords)
            and self.given.keys() == other.given.keys()
            and all(_same(value, other.given[name]) for name, value in self.given.items())
        )


Question = tuple[Any, _Keywords, _Keywords]


def question(check: Check, *, full: bool = False) -> Question:
    """Return what is asked: the function, its keywords, and those of the twin."""
    return check.run, _Keywords(check.full if full else {}), _Keywords(check.twin)


def known(check: Check, *, full: bool = False) -> CheckEvidence | None:
    """Return what this process found when it last asked, or None."""
    found = _answers().get(question(check, full=full))
    return found and replace(found, name=check.name)


def remember(check: Check, found: CheckEvidence, *, full: bool = False) -> None:
    """Keep an answer for whoever asks next."""
    _answers()[question(check, full=full)] = found


def answer(check: Check) -> CheckEvidence:
    """Return the evidence of a check, running it only if this process has not yet."""
    found = known(check)
    if found is None:
        found = check.evidence()
        remember(check, found)
    return found


def forget() -> None:
    """Forget every answer, so that the next one is computed."""
    _answers().clear()


@cache
def _answers() -> dict[Question, CheckEvidence]:
    return {}


def _same(one: Any, other: Any) -> bool:
    if one is other:
        return True
    try:
        return type(one) is type(other) and bool(one == other)
    except (TypeError, ValueError):  # arrays answer with arrays
        return False
