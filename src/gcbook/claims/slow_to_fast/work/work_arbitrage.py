"""Theorem (Stiemke): no arbitrage and the prices of states."""

from itertools import product

import numpy as np

from gcbook.applications import market
from gcbook.audit import Outcome, exact
from gcbook.claims._witness import cones
from gcbook.claims._words import result

MARKETS = list(product(list(product((-1, 0, 1), (-1, 0, 1))), repeat=3))


@exact.supports(
    twin={"all_states": False},
    twin_says="prices >= 0 of the states, some of them perhaps 0, exclude an arbitrage",
    omits="more states and assets, where the argument is the same",
    seconds=0.6,
)
def exactly_one_of_the_two(all_states: bool = True) -> Outcome:
    """Of an arbitrage and positive prices that make all assets fair just one exists.

    All markets of three states and two assets with excess pay-offs in {-1, 0, 1}; prices are
    looked for among the whole numbers up to 3, which is enough for these.  The library's `market`
    says the same of every eighth, and its prices add up to 1 and are fair.
    """
    prices = [q for q in product(range(4), repeat=3) if any(q)]
    if all_states:
        prices = [q for q in prices if all(q)]
    wrong = sum(cones.separates(m) == any(_fair(m, q) for q in prices) for m in MARKETS)
    wrong += sum(not _told(m) for m in MARKETS[::8])
    return Outcome(wrong == 0, f"both or neither in {wrong} of {len(MARKETS)}", 0)


@exact.supports(
    twin={"redundant": False},
    twin_says="a market without arbitrage satisfies GC",
    omits="more states and assets, where the argument is the same",
    seconds=0.2,
)
def rank_is_the_difference(redundant: bool = True) -> Outcome:
    """GC holds for just the markets without arbitrage in which no asset is redundant."""
    wrong = 0
    for m in MARKETS:
        independent = any(a[0] * b[1] != a[1] * b[0] for a in m for b in m)
        wrong += cones.holds(m) != (not cones.separates(m) and (independent or not redundant))
    return Outcome(wrong == 0, f"{wrong} of {len(MARKETS)} disagree", 0)


def _told(rows: tuple[cones.Pair, ...]) -> bool:
    """Say whether the library's answer on this market is right."""
    told = market([list(row) for row in rows])
    if told.measure is None:
        return told.arbitrage and cones.separates(rows)
    sums = np.array(rows).T @ told.measure, told.measure.sum() - 1
    good = told.measure.min() > 0 and max(float(np.abs(one).max()) for one in sums) < 1e-12
    return bool(good and not told.arbitrage and not cones.separates(rows))


def _fair(market: tuple[cones.Pair, ...], prices: tuple[int, ...]) -> bool:
    return all(sum(q * row[j] for q, row in zip(prices, market, strict=True)) == 0 for j in (0, 1))


CLAIM, ERRATA = result(__file__, exactly_one_of_the_two, rank_is_the_difference)
