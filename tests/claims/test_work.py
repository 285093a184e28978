"""The condition at work: the equivalences hold, and the cones they are tried on are right."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

import gcbook
from gcbook import ledger
from gcbook.claims._witness import cones

ROWS = ("logistic", "poisson", "perceptron", "directions", "grasp", "arbitrage", "hull")


@pytest.mark.parametrize("name", ROWS)
def test_the_equivalences_hold(name: str, found):
    row = ledger()[f"work-{name}"]
    assert found(row.id)["verdict"] == "holds"
    assert row.origin == "ours"


def test_the_cones_are_what_the_package_says():
    vectors = list(product((-1, 0, 1), (-1, 0, 1)))
    for rows in product(vectors, repeat=3):
        found = gcbook.classify(np.array(rows, dtype=float))
        assert cones.holds(rows) == (found.case == "holds")
        assert cones.separates(rows) == bool(len(found.separated))
