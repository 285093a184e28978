"""Pieces that several pictures share."""

from __future__ import annotations

import numpy as np
import pytest

from gcbook.plots._pieces import apart


def test_labels_come_apart_and_the_lonely_ones_stay():
    places = np.array([[0.0, 0.0], [0.1, 0.0], [0.0, 0.0], [50.0, 3.0]])
    moved = apart(places, 2.0)
    gaps = np.linalg.norm(moved[:, None] - moved, axis=-1)[np.triu_indices(4, 1)]
    assert gaps.min() == pytest.approx(2.0, rel=1e-2)
    assert moved[3].tolist() == [50.0, 3.0]
    assert places[1].tolist() == [0.1, 0.0], "the points themselves stay"


def test_labels_with_room_are_not_moved():
    places = [[0.0, 0.0], [2.0, 0.0]]
    assert apart(places, 2.0).tolist() == places
