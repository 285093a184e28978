"""Errors, gaps and slips."""

from __future__ import annotations

from typing import get_args

import pytest

from gcbook.audit import Erratum, counts_by_group
from gcbook.audit.errata import GROUPS, Nature


def entry(nature: str) -> Erratum:
    return Erratum("E1", "x", "page 1", "a", "b", "c", "one", nature=nature)


def test_every_nature_has_its_group():
    assert set(GROUPS) == set(get_args(Nature))


@pytest.mark.parametrize(
    ("nature", "group"),
    [
        ("error", "error"),
        ("constant", "error"),
        ("hypothesis", "gap"),
        ("gap", "gap"),
        ("evidence", "gap"),
        ("slip", "slip"),
    ],
)
def test_what_is_taken_back_what_is_added_what_is_passed_over(nature: str, group: str):
    assert entry(nature).group == group


def test_the_counts_add_up():
    assert counts_by_group(map(entry, get_args(Nature))) == {"error": 2, "gap": 3, "slip": 1}
