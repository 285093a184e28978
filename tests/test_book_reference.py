"""The page of the public names: it misses none and keeps none that is gone."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from gcbook_book import reference

import gcbook
from gcbook.companions import linear, recovery


def test_every_name_has_a_group_on_the_page():
    groups = reference.grouped("gcbook")
    assert sorted(name for names in groups.values() for name in names) == sorted(gcbook.__all__)
    assert "Others" not in groups


@pytest.mark.book
def test_every_name_is_on_the_page(html: Path):
    page = (html / "api.html").read_text(encoding="utf-8")
    for name in gcbook.__all__:
        assert f'id="gcbook.{name}"' in page, name


@pytest.mark.book
@pytest.mark.parametrize("room", [linear, recovery], ids=["linear", "recovery"])
def test_every_name_of_the_companions_is_on_their_page(html: Path, room: ModuleType):
    page = (html / "api-companions.html").read_text(encoding="utf-8")
    for name in room.__all__:
        assert f'id="{room.__name__}.{name}"' in page, name


def test_a_norm_keeps_its_bars_and_an_example_its_output():
    lines = ["|grad L| of ``a | b``", ">>> x | y", "|z|", "", "and |w| (R_-)"]
    reference.keep_bars(None, lines)
    assert lines == [r"\|grad L\| of ``a | b``", ">>> x | y", "|z|", "", r"and \|w\| (R\_-)"]
