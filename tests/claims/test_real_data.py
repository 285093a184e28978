"""The rows of Section 6.2: what they run on, and where their verdicts come from."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

import gcbook
from gcbook.claims import _images
from gcbook.claims.real_data import CLAIMS as CURVE
from gcbook.claims.real_data import condition_holds_on_the_plateau, plateau_then_drop
from gcbook.claims.real_data_pictures import CLAIMS as PICTURES
from gcbook.claims.real_data_pictures import closer_than_pixels, row_sum_is_conserved

BY_ID = {claim.id: claim for claim in (*CURVE, *PICTURES)}


@pytest.fixture
def without_sklearn(monkeypatch):
    real = importlib.util.find_spec
    hide = lambda name, *rest: None if name == "sklearn" else real(name, *rest)  # noqa: E731
    monkeypatch.setattr(_images.importlib.util, "find_spec", hide)


def test_digits_where_they_are_installed():
    assert "digits" in _images.images_of(16).source


@pytest.mark.parametrize("side", [8, 16])
def test_stand_ins_where_they_are_not(without_sklearn, side):
    images = _images.images_of(side)
    assert images.source == "drawn stand-ins"
    assert images.train.shape == (1437, side, side)
    assert images.train.dtype == np.float32
    assert 0 <= images.train.min() < images.train.max() <= 1
    assert set(np.unique(images.train_labels)) == set(range(10))


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
    assert {check.role for check in BY_ID[claim].checks} == roles


def test_the_rows_stand_between_section_6_1_and_section_7():
    ids = gcbook.ledger().ids
    places = [ids.index(name) for name in BY_ID]
    assert places == sorted(places)
    assert places[-1] < ids.index("concl-two-scales")
