"""The rows of Section 6.2: what they run on, and where their verdicts come from."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

import gcbook
from gcbook.claims._witness import images
from gcbook.claims.slow_to_fast.real_data.fig_6_right import closer_than_pixels
from gcbook.claims.slow_to_fast.real_data.sec_6_2_curve import (
    condition_holds_on_the_plateau,
    plateau_then_drop,
)
from gcbook.claims.slow_to_fast.real_data.sec_6_2_softmax import row_sum_is_conserved

IDS = ["sec-6.2-curve", "sec-6.2-plateau", "fig-6-right", "sec-6.2-fc", "sec-6.2-softmax"]


@pytest.fixture
def without_sklearn(monkeypatch):
    real = importlib.util.find_spec
    hide = lambda name, *rest: None if name == "sklearn" else real(name, *rest)  # noqa: E731
    monkeypatch.setattr(images.importlib.util, "find_spec", hide)


def test_digits_where_they_are_installed():
    assert "digits" in images.images_of(16).source


@pytest.mark.parametrize("side", [8, 16])
def test_stand_ins_where_they_are_not(without_sklearn, side):
    drawn = images.images_of(side)
    assert drawn.source == "drawn stand-ins"
    assert drawn.train.shape == (1437, side, side)
    assert drawn.train.dtype == np.float32
    assert 0 <= drawn.train.min() < drawn.train.max() <= 1
    assert set(np.unique(drawn.train_labels)) == set(range(10))


@pytest.mark.slow
@pytest.mark.parametrize(
    "check", [plateau_then_drop, condition_holds_on_the_plateau, closer_than_pixels,
              row_sum_is_conserved],
)  # fmt: skip
def test_checks_stand_on_the_stand_ins_too(without_sklearn, check):
    evidence = check.evidence()
    assert evidence.outcome.passed, evidence.outcome.computed
    assert evidence.twin_rejected, evidence.twin.computed


@pytest.mark.parametrize(
    ("claim", "roles"),
    [("fig-6-right", {"weighs"}), ("sec-6.2-fc", {"weighs"}), ("sec-6.2-softmax", {"supports"})],
)
def test_no_picture_is_called_false(claim, roles):
    # a charitable reading remains for each, so the evidence weighs and does not refute
    assert {check.role for check in gcbook.ledger()[claim].checks} == roles


def test_the_rows_stand_between_section_6_1_and_section_7():
    ids = gcbook.ledger().ids
    places = [ids.index(name) for name in IDS]
    assert places == sorted(places)
    assert places[-1] < ids.index("concl-two-scales")
