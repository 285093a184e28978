"""The nearest facet, beside Qhull, and what would notice a chain that does not close."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from scipy.spatial import ConvexHull

from gcbook.condition import _nearest, holds, margin


def around(k: int, d: int, seed: int) -> np.ndarray:
    """Unit rows whose hull has 0 inside: each beside its negative, nearly."""
    half = np.random.default_rng(seed).standard_normal((k // 2, d))
    rows = np.vstack([half, -half + 0.1 * np.random.default_rng(seed + 1).standard_normal(d)])
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


@pytest.mark.parametrize(("k", "d"), [(30, 2), (400, 3), (60, 4), (60, 5), (30, 6), (24, 8)])
def test_it_finds_the_facet_that_qhull_finds(k: int, d: int):
    for seed in range(4):
        rows = around(k, d, seed)
        truth = float(-ConvexHull(rows).equations[:, -1].max())
        low, high, done = _nearest.ball(rows, 100_000)
        assert done
        assert low <= truth * (1 + 1e-12)
        assert high >= truth * (1 - 1e-12)
        assert high - low < 1e-9


def test_a_spent_budget_leaves_bounds():
    rows = around(60, 6, 5)
    exact = _nearest.ball(rows, 100_000)[0]
    lows = []
    for budget in (10, 300, 1000, 2000):
        low, high, done = _nearest.ball(rows, budget)
        assert low <= exact * (1 + 1e-12)
        assert high >= exact * (1 - 1e-12)
        lows.append(low)
        assert not done or low > exact * (1 - 1e-9)
    assert lows == sorted(lows)


def test_the_chain_stays_closed():
    """Every ridge is met by simplices whose coefficients cancel: the boundary is nothing."""
    rows = around(40, 4, 6)
    points = np.vstack([rows, 1e-3 * _nearest._simplex(4)])
    chain, _, done = _nearest._grown(points, 40, 1e-14, 10_000)
    assert done
    assert len(_nearest._rim(chain.corners, chain.coefficients)[0]) == 0
    opened = chain.keep(np.arange(len(chain.least)) > 0)
    assert len(_nearest._rim(opened.corners, opened.coefficients)[0]) == 4


def test_ridges_that_do_not_cancel_would_be_noticed(monkeypatch: pytest.MonkeyPatch):
    """The boundary without its signs: common ridges stay, and the facets pile up."""
    rows = around(40, 4, 7)
    right = _nearest._rim
    assert _nearest.ball(rows, 2000)[2]
    monkeypatch.setattr(_nearest, "_rim", lambda corners, signs: right(corners, np.abs(signs)))
    assert not _nearest.ball(rows, 2000)[2]


def test_a_hull_without_0_inside_gives_no_bound():
    """Where the first simplex is not in the hull, nothing it says may count."""
    rows = around(40, 3, 8)
    rows[:, 0] = np.abs(rows[:, 0]) + 0.1
    low, _, done = _nearest.ball(rows, 2000)
    assert low == 0
    assert not done


def test_it_ends_where_rounding_decides():
    """Thin layers of the plane: corners were put back for ever."""
    rng = np.random.default_rng(9)
    for exponent in range(10, 18):
        for _ in range(30):
            rows = rng.standard_normal((5, 2))
            rows[:, 1] *= 10.0**-exponent
            rows = rows @ np.linalg.qr(rng.standard_normal((2, 2)))[0]
            low, high, _ = _nearest.ball(rows, 600_000)
            assert low == 0 or holds(rows)
            assert low <= high or not holds(rows)


@pytest.mark.slow
def test_many_facets_at_once_are_made_in_parts():
    # one step makes forty thousand simplices of fifty corners: 770 MB of coordinates
    rows = np.random.default_rng(200).standard_normal((200, 50))
    tracemalloc.start()
    found = margin(rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0 < found.low <= found.high
    assert peak < 250e6
