"""The page of the public names: it misses none and keeps none that is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from gcbook_book import reference

import gcbook


def test_every_name_has_a_group_on_the_page():
    groups = reference.grouped("gcbook")
    assert sorted(name for names in groups.values() for name in names) == sorted(gcbook.__all__)
    assert "Others" not in groups


@pytest.mark.book
def test_every_name_is_on_the_page(html: Path):
    page = (html / "api.html").read_text(encoding="utf-8")
    for name in gcbook.__all__:
        assert f'id="gcbook.{name}"' in page, name
