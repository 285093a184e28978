"""Floats as integers, limbs and their products, against Python's own integers and fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from gcbook.condition._exact import integers, limbs

from .reference import exactly, rank, whole

TINY = float(np.nextafter(0, 1))


# ---- integers ----


@pytest.mark.parametrize(
    ("row", "whole_row", "scale"),
    [
        ([0.75, -1.5, 0.0], [1, -2, 0], Fraction(3, 4)),
        ([6, 4], [3, 2], Fraction(2)),
        ([Fraction(2, 3), Fraction(-4, 5)], [5, -6], Fraction(2, 15)),
        ([0, 0], [0, 0], Fraction(1)),
        ([TINY, -2 * TINY], [1, -2], Fraction(TINY)),
    ],
)
def test_rows_in_lowest_integers(row: list[float], whole_row: list[int], scale: Fraction):
    assert integers.integer_row(row) == (whole_row, scale)
    assert integers.primitive(iter(row)) == whole_row
    assert integers.integer_rows(iter([row, row])) == ([whole_row] * 2, [scale] * 2)
    if isinstance(row[0], float):
        assert integers.integer_rows(np.array([row])) == ([whole_row], [scale])


def test_solutions_over_the_first_independent_vectors():
    rng = np.random.default_rng(0)
    for _ in range(30):
        d = int(rng.integers(1, 5))
        vectors = rng.integers(-3, 4, (d + 4, d)).tolist()
        vectors[1] = [2 * x for x in vectors[0]]
        order = rng.permutation(len(vectors)).tolist()
        target = rng.integers(-9, 10, d).tolist()
        found = integers.solve(vectors, order, target)
        first: list[int] = []
        for j in order:
            if rank([vectors[i] for i in [*first, j]]) > len(first):
                first.append(j)
        assert (found is None) == (len(first) < d)
        assert integers.independent(vectors, order) == (first if found else None)
        if found is not None:
            assert list(found[0]) == first
            image = [sum(x * vectors[j][c] for j, x in found[0].items()) for c in range(d)]
            assert image == [found[1] * t for t in target]


def test_a_basis_that_one_prime_does_not_see():
    for prime in integers._PRIMES:
        assert integers.independent([[prime, 0], [0, -1]], [1, 0]) == [1, 0]
    assert integers.independent([[1, 1], [-1, -1]], [0, 1]) is None
    assert integers.independent([[2**80, 1], [2**81, 3], [0, 5]], [0, 1, 2]) == [0, 1]


def test_echelon_forms_and_what_is_orthogonal():
    rng = np.random.default_rng(1)
    for _ in range(40):
        d = int(rng.integers(1, 6))
        vectors = rng.integers(-2, 3, (int(rng.integers(1, 7)), d)).tolist()
        rows, columns, null = integers.echelon(vectors)
        assert len(rows) == len(columns) == rank(vectors)
        assert rows == sorted(rows)
        assert all(rank(vectors[: j + 1]) > rank([[0] * d, *vectors[:j]]) for j in rows)
        assert rank([[vectors[j][c] for c in columns] for j in rows] or [[0]]) == len(rows)
        for n in null:
            assert all(sum(x * y for x, y in zip(v, n, strict=True)) == 0 for v in vectors)
        free = [c for c in range(d) if c not in columns]
        assert [[n[c] for c in free] for n in null] == np.eye(len(free)).tolist()


# ---- limbs ----


def graded(seed: int, shape: tuple[int, int] = (9, 5)) -> np.ndarray:
    """Rows of every size, subnormal and near overflow, with zeros."""
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal(shape) * 2.0 ** rng.integers(-60, 60, shape)
    rows[rng.random(shape) < 0.2] = 0
    sizes = np.array([-1130, -1040, -1000, -500, 0, 3, 500, 900, 940])
    rows = np.ldexp(rows, sizes[: len(rows), None])
    rows[4] = 0
    return rows


@pytest.mark.parametrize("low", [0, 4, 5])
def test_limbs_make_the_rows(low: int):
    """All rows together, and those whose exponents allow the quick way."""
    rows = graded(low)[low : low + 2] if low else graded(low)
    parts, exponents = limbs.cut(rows)
    assert exponents.dtype == np.int64
    for part in parts:
        assert (np.abs(part) < 2**20).all()
        assert (part == np.trunc(part)).all()
    assert parts[-1].any() or len(parts) == 1
    for given, made, e in zip(rows.tolist(), whole(parts), exponents.tolist(), strict=True):
        unit = Fraction(2) ** (e - 20 * len(parts))
        assert [x * unit for x in made] == [Fraction(x) for x in given]
        assert not any(given) or 2.0 ** (e - 1) <= max(map(abs, given))
        assert max(map(abs, given)) < 2.0**e or e > 1023 or not any(given)


@pytest.mark.parametrize("shift", [[3, -4], [1019, 0], [1020, -1021], [-1080, 1060]])
def test_shifts_are_those_of_ldexp(shift: list[int]):
    rows = np.array([[1.5, -(2.0**-40)], [2.0**-3, 0.0]])
    with np.errstate(over="ignore", under="ignore"):
        assert (limbs.shifted(rows, np.array(shift)) == np.ldexp(rows, np.c_[shift])).all()
    assert limbs.shifted(np.zeros((0, 2)), np.zeros(0, dtype=np.int64)).shape == (0, 2)


@pytest.mark.parametrize(
    "entries",
    [
        [[0, 0]],
        [[1, -1]],
        [[2**20 - 1, -(2**20)]],
        [[2**40 - 1, 5], [-(2**40), 2**39]],
        [[2**80, -3], [0, 2**79 + 12345678901234567]],
        [[-(10**50), 7, 0]],
    ],
)
def test_limbs_make_the_integers(entries: list[list[int]]):
    parts = limbs.cut_integers(np.array(entries, dtype=object))
    assert whole(parts) == entries
    assert all((np.abs(part) < 2**20).all() for part in parts)
    largest = max(abs(x).bit_length() for row in entries for x in row)
    assert len(parts) == max(1, -(-largest // 20))  # none on top that is zero
    assert limbs.cut_integers(np.zeros((0, 3), dtype=object))[0].shape == (0, 3)


@pytest.mark.parametrize("d", [3, 4096, 4100, 8200])
def test_products_of_limbs(d: int):
    """Entries at the limit of their size, more terms than one product of floats may have."""
    rng = np.random.default_rng(d)
    a = [rng.integers(2**20 - 9, 2**20, (2, d)) * 1.0, rng.integers(-(2**20), 2**20, (2, d)) * 1.0]
    b = [rng.integers(-9, 2**20, (d, 3)) * 1.0 for _ in range(3)]
    total = limbs.product(a, b)
    assert total.shape == (6, 2, 3)
    assert total.dtype == np.int64
    assert not total[:2].any()
    for level in range(4):
        exact = sum(
            a[i].astype(np.int64) @ b[level - i].astype(np.int64)
            for i in range(2)
            if 0 <= level - i < 3
        )
        assert (total[level + 2] == exact).all()
    before = [limbs.number(column) for column in total.reshape(6, -1).T.tolist()]
    digits = limbs.carried(total)
    assert (np.abs(digits[1:]) <= 2**19).all()
    assert [limbs.number(column) for column in digits.reshape(6, -1).T.tolist()] == before


def test_carries_are_balanced():
    half = 2**19
    total = np.array([[0, 0, 0, 0], [0, 0, 1, -1], [half, -half, half - 1, -half - 1]])
    digits = limbs.carried(total.astype(np.int64))
    assert digits.tolist() == [[0, 0, 0, 0], [1, 0, 1, -2], [-half, -half, half - 1, half - 1]]
    assert limbs.leading_signs(digits).tolist() == [1, -1, 1, -1]
    assert limbs.leading_signs(np.zeros((3, 2), dtype=np.int64)).tolist() == [0, 0]
    assert limbs.leading_signs(digits).dtype == np.int8
    assert limbs.number([1, -2, 3]) == 2**40 - 2**21 + 3


@pytest.mark.parametrize(("k", "d", "step"), [(10, 3, 2**18 // 3), (200, 2**18, 64), (9, 0, 2**18)])
def test_chunks_cover_the_rows(k: int, d: int, step: int):
    found = list(limbs.chunks(k, d))
    assert [part.start for part in found] == list(range(0, k, step))
    assert all(a.stop == b.start for a, b in pairwise(found))
    assert found[-1].stop >= k


def near_ties(m: int, count: int, bits: int, seed: int) -> tuple[np.ndarray, list[int]]:
    """Rows whose inner product with an integer vector all but vanishes."""
    rng = np.random.default_rng(seed)
    vector = [int(x * 2**53) * 2 ** (bits - 53) + int(rng.integers(99)) for x in rng.random(m)]
    vector = [v * int(s) for v, s in zip(vector, rng.choice([-1, 1], m), strict=True)]
    rows = rng.standard_normal((count, m))
    rest = exactly(rows[:, :-1], vector[:-1])
    rows[:, -1] = [float(-x / vector[-1]) for x in rest]
    return rows, vector


@pytest.mark.parametrize(("m", "bits"), [(2, 53), (3, 53), (3, 70), (8, 120), (30, 53), (30, 900)])
def test_signs_where_floats_cannot_tell(m: int, bits: int):
    rows, vector = near_ties(m, 150, bits, m)
    truth = exactly(rows, vector)
    expected = [(v > 0) - (v < 0) for v in truth]
    naive = np.sign(rows @ limbs._rounded(vector))
    assert m == 2 or (naive != expected).sum() > 10  # or there is nothing to find
    for scale in (0, -1070, -500, 960):  # a row that loses digits is another row
        moved = np.ldexp(rows, scale)
        exact = [(v > 0) - (v < 0) for v in exactly(moved, vector)] if scale < -900 else expected
        assert limbs.signs(moved, vector).tolist() == exact


def test_signs_of_every_kind_of_row():
    vector = [3, 0, -(10**30), 0, 10**30]
    rows = graded(3, (9, 5))
    rows = np.vstack([rows, -rows[::-1], np.full((1, 5), 1.7e308), [[0, 9.0, 1, 9.0, 1]]])
    rows[-2, 2:] *= [1, 1, -1]
    rows = np.vstack([rows, [[0, 1.0, 0, 5.0, 0], [TINY, 1, TINY, -1, TINY]]])
    expected = [(v > 0) - (v < 0) for v in exactly(rows, vector)]
    found = limbs.signs(rows, vector)
    assert found.tolist() == expected
    assert found.dtype == np.int8
    assert {-1, 0, 1} == set(expected)
    assert limbs.signs(rows, [0] * 5).tolist() == [0] * len(rows)


@pytest.mark.parametrize("size", [1, 2**26, 2**51, 2**53])
def test_signs_of_whole_numbers(size: int):
    """Integers whose sums floats hold, and those whose sums they do not."""
    rng = np.random.default_rng(5)
    rows = rng.integers(-size, size + 1, (40, 3)) * 1.0
    rows[::2, 2] = -rows[::2, 0] - rows[::2, 1]
    for vector in ([1, 1, 1], [2**53 + 1, 2**53 + 1, 2**53], [2**62, 2**62, 2**62 + 1]):
        expected = [(v > 0) - (v < 0) for v in exactly(rows, vector)]
        assert limbs.signs(rows, vector).tolist() == expected


def test_signs_of_more_rows_than_a_chunk_has():
    rng = np.random.default_rng(6)
    rows = rng.integers(-2, 3, (140_000, 2)) + 0.5 * rng.integers(0, 2, (140_000, 1))
    rows[::3] = 0
    assert (limbs.signs(rows, [2**60, 2**60]) == np.sign(rows.sum(axis=1))).all()


@pytest.mark.parametrize("shape", [(2, 2), (16, 4), (13, 5), (40, 7)])
def test_exact_signs_of_few_and_of_many(shape: tuple[int, int]):
    rows, vector = near_ties(shape[1], shape[0], 80, 7)
    rows[0] = 0
    expected = [(v > 0) - (v < 0) for v in exactly(rows, vector)]
    assert limbs._exact_signs(rows, vector).tolist() == expected
    assert limbs._exact_signs(rows, vector).dtype == np.int8


def test_a_vector_is_rounded_to_size_one():
    assert limbs._rounded([3, -1]).tolist() == [0.75, -0.25]
    assert limbs._rounded([2**100, 0, 1]).tolist() == [0.5, 0.0, 0.0]
    for bits in (40, 63, 64, 65, 300, 3000):
        numbers = [2**bits - 2 ** (bits // 2) - 1, -(2 ** (bits - 3)) - 1]
        for x, y in zip(limbs._rounded(numbers).tolist(), numbers, strict=True):
            assert abs(Fraction(x) - Fraction(y, 2**bits)) <= Fraction(1, 2**53)


@pytest.mark.parametrize("count", [1, 7, 4096, 4097, 8193])
def test_exact_combinations(count: int):
    """Rows are scaled to [1/2, 1) before; more rows than one product of floats may have."""
    rng = np.random.default_rng(count)
    rows = rng.standard_normal((count, 3)) * 2.0 ** rng.integers(-50, 50, (count, 1))
    shares = rng.random(count) * 2.0 ** rng.integers(-30, 30, count)
    numerators, shift = limbs.combined(rows, shares)
    unit = np.ldexp(rows, -np.frexp(np.abs(rows).max(axis=1))[1][:, None])
    for x, column in zip(numerators, unit.T, strict=True):
        exact = sum(Fraction(a) * Fraction(b) for a, b in zip(column, shares, strict=True))
        assert Fraction(x) / Fraction(2) ** shift == exact


def test_sums_over_powers_of_two():
    for a, b in ((([1, 2], 0), ([3, 0], 2)), (([5, -1], 7), ([1, 1], -3)), (([1, 0], 4),) * 2):
        for total, shift in (limbs.added(a, b), limbs.added(b, a)):
            assert shift == max(a[1], b[1])
            for x, y, z in zip(total, a[0], b[0], strict=True):
                unit = Fraction(2)
                assert x * unit**-shift == y * unit ** -a[1] + z * unit ** -b[1]


def test_limbs_times_a_vector():
    entries = [[2**70, -5, 3], [0, 1, -(2**45)]]
    parts = limbs.cut_integers(np.array(entries, dtype=object))
    vector = [3, -(10**30), 2**33]
    assert limbs.times(parts, vector) == [integers.dot(row, vector) for row in entries]
