"""Combinations and positions: each part bent alone, and what is left of them proves nothing."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from gcbook.condition import Position, classify
from gcbook.condition._exact import modular
from gcbook.condition._rows import Rows
from gcbook.condition.evidence import position
from gcbook.condition.evidence.position import Combination

from .reference import exactly

ONE = Fraction(1)


# ---- combinations ----


def balanced(seed: int, k: int = 9) -> tuple[np.ndarray, Combination]:
    """Floats of every size on most rows, and what fractions on three rows make of them."""
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal((k, 3)) * 2.0 ** rng.integers(-30, 30, (k, 1))
    exponents = rng.integers(-40, 40, k)
    shares = rng.random(k)
    places = np.sort(rng.permutation(k)[:3])
    shares[places] = 0.25  # to be ignored
    total = [Fraction(0)] * 3
    for j in set(range(k)) - set(places.tolist()):
        factor = Fraction(float(shares[j])) * Fraction(2) ** int(exponents[j])
        total = [t + factor * Fraction(x) for t, x in zip(total, rows[j].tolist(), strict=True)]
    a, b, c = ([Fraction(x) for x in rows[j].tolist()] for j in places)

    def det(p: list[Fraction], q: list[Fraction], r: list[Fraction]) -> Fraction:
        return sum(p[i] * (q[i - 2] * r[i - 1] - q[i - 1] * r[i - 2]) for i in range(3))

    t = [-x for x in total]
    whole = det(a, b, c)
    found = [det(t, b, c) / whole, det(a, t, c) / whole, det(a, b, t) / whole]
    corrected = dict(zip(places.tolist(), found, strict=True))
    return rows, Combination(shares, exponents, corrected)


@pytest.mark.parametrize("seed", range(4))
def test_a_combination_vanishes_or_does_not(seed: int):
    rows, given = balanced(seed)
    tall = np.vstack([rows[:2], np.ones((3, 3)), rows[2:]])
    index = np.array([0, 1, *range(5, 12)])
    for source, which in ((Rows.of(rows), np.arange(9)), (Rows.of(tall), index)):
        assert given.vanishes(source, which)
        for j in range(9):
            corrected, shares = dict(given.corrected), given.shares.copy()
            if j in corrected:
                corrected[j] += Fraction(1, 10**60)
            else:
                shares[j] = np.nextafter(shares[j], 2)
            assert not Combination(shares, given.exponents, corrected).vanishes(source, which)
    every = Combination.of(tuple(given))
    assert every.vanishes(Rows.of(rows), np.arange(9))
    assert Combination.of(every) is every
    assert list(every) == list(given)
    for column in rows.T:
        assert exactly(column[None], list(given)) == [0]  # type: ignore[arg-type]


def test_a_combination_of_floats_alone():
    rows = np.array([[3.0, 2.0**-30], [-6.0, -(2.0**-29)], [0.75, 2.0**-32]])
    given = Combination(np.array([1.0, 1.5, 1.0]), np.array([0, 0, 3]), {})
    assert given.vanishes(Rows.of(rows), np.arange(3))
    assert not Combination(given.shares, np.array([0, 0, 2]), {}).vanishes(
        Rows.of(rows), np.arange(3)
    )
    off = rows + np.array([[0, 2.0**-80], [0, 0], [0, 0]])
    assert not given.vanishes(Rows.of(off), np.arange(3))
    for far in (-2000, 2000):  # no float holds the shares
        lost = Combination(np.array([0.7, 0.7]), np.array([far, far]), {})
        with np.errstate(all="ignore"):
            assert not lost.vanishes(Rows.of(np.array([[1.0], [-1.0]])), np.arange(2))


def test_combinations_are_sequences_of_positive_numbers():
    given = Combination(np.array([1.0, 0.0, 3.0]), np.array([1, 0, -1]), {1: Fraction(1, 3)})
    assert len(given) == 3
    assert list(given) == [2, Fraction(1, 3), Fraction(3, 2)]
    assert all(type(x) is Fraction for x in given)
    assert given[-1] == Fraction(3, 2)
    assert given[1:] == (Fraction(1, 3), Fraction(3, 2))
    assert given[::-2] == (Fraction(3, 2), 2)
    with pytest.raises(IndexError):
        given[3]
    assert np.array_equal(np.asarray(given), [2.0, 1 / 3, 1.5])
    assert given.__array__(np.float32).dtype == np.float32
    assert given.__array__().dtype == np.float64
    assert given == [2, Fraction(1, 3), Fraction(3, 2)]
    assert given != [2, Fraction(1, 3)]
    assert (given == 3) is False
    assert hash(given) == hash(tuple(given))
    assert given.positive()
    for shares, corrected in (
        ([1.0, 0.0, 0.0], {1: ONE}),
        ([1.0, 0.0, -1.0], {1: ONE}),
        ([1.0, 0.0, np.nan], {1: ONE}),
        ([1.0, 0.0, np.inf], {1: ONE}),
        ([1.0, 0.0, 3.0], {}),
        ([1.0, 5.0, 3.0], {1: Fraction(0)}),
        ([1.0, 5.0, 3.0], {1: -ONE}),
        ([1.0, 5.0, 3.0], {0: ONE, 1: -ONE}),
    ):
        assert not Combination(np.array(shares), given.exponents, corrected).positive()
    assert Combination.of([]).positive()
    assert repr(given) == "Combination(2, 1/3, 3/2)"
    long = Combination.of([Fraction(10**27, 3), Fraction(10**26, 3), 10**28, 1])
    assert repr(long) == f"Combination(3.33333e+26, {10**26}/3, {10**28}, ...)"


# ---- positions ----

FLAT = [[1.0, 0, 0], [-1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 2, 0]]


@pytest.fixture(params=["floats", "fractions", "blocks"])
def found(request: pytest.FixtureRequest) -> Position:
    """Two balanced rows, a zero row, two separated ones; one dimension that no row has."""
    if request.param == "blocks":
        return classify(Rows.of(np.array(FLAT)))
    if request.param == "fractions":
        return classify([[x / Fraction(3) for x in map(Fraction, row)] for row in FLAT])
    return classify(FLAT)


def test_every_part_of_a_position_counts(found: Position):
    assert found.verify()
    assert (found.case, found.rank) == ("boundary", 2)
    assert (found.separated.tolist(), found.balanced.tolist()) == ([3, 4], [0, 1])
    index = np.array
    third = (Fraction(0), Fraction(0), ONE)
    for change in (
        {"separated": index([4, 3])},
        {"separated": index([3, 4, 4])},
        {"separated": index([2, 3, 4])},
        {"separated": index([4])},
        {"balanced": index([1, 0])},
        {"balanced": index([0, 1, 2]), "coefficients": (ONE,) * 3},
        {"balanced": index([0, 1, 3]), "coefficients": (ONE,) * 3, "separated": index([4])},
        {"coefficients": (*tuple(found.coefficients), ONE)},
        {"coefficients": tuple(found.coefficients)[:1]},
        {"coefficients": (Fraction(0), Fraction(0))},
        {"coefficients": (ONE, ONE + Fraction(1, 10**50))},
        {"normal": tuple(-x for x in found.normal)},
        {"normal": (ONE, ONE, Fraction(0))},
        {"normal": third},
        {"normal": (Fraction(0), ONE)},
        {"normal": (*found.normal, ONE)},
        {"normal": ()},
        {"null_space": ()},
        {"null_space": (third, third)},
        {"null_space": ((Fraction(0),) * 3,)},
        {"null_space": ((Fraction(0), ONE, ONE),)},
        {"null_space": ((ONE,),)},
        {"rank": 1, "null_space": (third, third), "independent": index([0])},
        {"rank": 1, "null_space": (third, (ONE, Fraction(0), ONE)), "independent": index([0])},
        {"rank": 3, "null_space": (), "independent": index([0, 1, 3])},
        {"independent": index([0, 1])},
        {"independent": index([0, 2])},
        {"independent": index([0, 0])},
        {"independent": index([0])},
        {"independent": index([0, 9])},
        {"case": "outside"},
        {"case": "flat"},
    ):
        assert not replace(found, **change).verify(), change
    assert replace(found, independent=index([1, 4])).verify()
    assert replace(found, normal=tuple(7 * x for x in found.normal)).verify()
    words = "rank 2: 2 separated, 2 balanced)"
    assert found._repr_html_() == f"<b>boundary</b> (5 rows in dimension 3, {words}"
    assert repr(found) == "Position('boundary', k=5, d=3, rank=2, 2 separated, 2 balanced)"


@pytest.mark.parametrize("exact", [False, True])
def test_a_position_without_separated_rows_has_no_normal(exact: bool):
    rows = [[ONE / 3 if exact else 1.0, 0], [-1, 0], [0, 1], [0, -1]]
    flat = classify([[row[0], row[0]] for row in rows[:2]])
    held = classify(rows)
    assert flat.verify()
    assert held.verify()
    assert (flat.case, held.case) == ("flat", "holds")
    assert not replace(flat, normal=(ONE, -ONE)).verify()
    assert not replace(held, normal=(ONE, ONE)).verify()
    assert not replace(held, normal=(Fraction(0), Fraction(0))).verify()
    assert not replace(held, case="flat").verify()
    assert not replace(flat, case="holds").verify()
    assert not replace(held, coefficients=(ONE,) * 3).verify()
    two = {"rank": 2, "null_space": (), "independent": np.array([0, 1])}
    assert not replace(flat, case="holds", **two).verify()


def test_independence_where_no_prime_sees_it():
    """A determinant that all the primes divide: fractions are asked, where rows are few."""
    n = math.prod(modular.PRIMES)
    found = classify([[n + 1, 1], [1, 1], [-n - 2, -2]])
    assert found.verify()
    assert found.rank == 2
    assert not replace(found, independent=np.array([1, 1])).verify()
    flat = classify([[n + 1, 1], [-n - 1, -1]])
    assert flat.verify()
    assert flat.rank == 1
    assert not replace(flat, rank=2, independent=np.array([0, 1]), null_space=()).verify()
    parts = [np.eye(41), np.zeros((41, 41))]
    assert position._independent(parts, 41)
    parts[0][40, 40] = 0
    assert not position._independent(parts, 41)
    assert position._independent(parts, 40)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_every_vector_is_orthogonal_to_rows_of_nothing(d: int):
    flat = classify(np.zeros((2, d)))
    assert (flat.case, flat.rank) == ("flat", 0)
    assert [list(vector) for vector in flat.null_space] == np.eye(d).tolist()
    assert flat.verify()
