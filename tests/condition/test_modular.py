"""Fixed point, elimination modulo a prime, and lifting, against integers and fractions."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from gcbook.condition._exact import fixedpoint, lifting, limbs, modular

from .reference import rank, whole
from .test_limbs import graded

P = modular.PRIMES[0]
TINY = float(np.nextafter(0, 1))


# ---- fixed point ----


def test_scaling_rows_and_cutting_them():
    rows = np.array([[3.0, -0.5], [0.0, 0.0], [TINY, 0.0], [-1e300, 1.0]])
    unit, exponents = fixedpoint.unit_rows(rows)
    assert exponents.dtype == np.int64
    assert (np.ldexp(unit, exponents[:, None]) == rows).all()
    assert ((np.abs(unit).max(axis=1) >= 0.5) | ~rows.any(axis=1)).all()
    assert (np.abs(unit) <= 1).all()
    parts = fixedpoint.slices(np.array([[0.3, -0.7]]), 3)
    assert len(parts) == 3
    for x, made in zip([0.3, -0.7], whole(parts)[0], strict=True):
        assert Fraction(made, 2**60) == Fraction(x)
        assert all(abs(p).max() < 2**20 for p in parts)


@pytest.mark.parametrize("d", [5, 4096, 4099])
def test_fixed_point_products_and_their_rounding(d: int):
    rng = np.random.default_rng(d)
    a = [rng.integers(2**20 - 5, 2**20, (2, d)) * 1.0, rng.integers(-(2**20), 2**20, (2, d)) * 1.0]
    b = [rng.integers(2**19, 2**20, (d, 2)) * 1.0 for _ in range(3)]
    value, bound = fixedpoint.product(a, b)
    left = np.array(whole(a), dtype=object)
    exact = left @ np.array(whole(b), dtype=object)
    worst = Fraction(0)
    for x, y in zip(value.ravel().tolist(), exact.ravel().tolist(), strict=True):
        worst = max(worst, abs(Fraction(x) - Fraction(y, 2**100)))
    assert worst <= Fraction(bound)
    assert bound <= float(value.max()) * 2.0**-53 * 6 * -(-d // 4096)  # six products a block
    assert bound >= float(value.max()) * 2.0**-53


def crossed(d: int, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Rows of rank d and positive numbers for which their combination vanishes."""
    rng = np.random.default_rng(seed)
    half = np.round(rng.standard_normal((2 * d, d)) * 2**20) / 2**20
    scale = 2.0 ** rng.integers(-9, 10, 2 * d)
    rows = np.vstack([half * scale[:, None], -half])
    return rows, np.concatenate([1 / scale, np.ones(2 * d)])


@pytest.mark.parametrize("d", [2, 30])
def test_positive_combinations_in_fixed_point(d: int):
    rows, c = crossed(d)
    assert fixedpoint.positive_combination(rows, c)
    assert fixedpoint.positive_combination(np.ldexp(rows, 400), np.ldexp(c, -700))
    assert fixedpoint.positive_combination(rows, c * (1 + 2.0**-40))
    far = c.copy()
    far[0] *= 1 + 2.0**-12
    assert not fixedpoint.positive_combination(rows, far)
    assert not fixedpoint.positive_combination(rows[:-1], c[:-1])
    flat = rows.copy()
    flat[:, -1] = flat[:, 0]
    assert not fixedpoint.positive_combination(flat, c)
    small = c.copy()
    small[[0, 2 * d]] *= 2.0**-320
    assert not fixedpoint.positive_combination(rows, small)
    small = c.copy()
    small[[0, 2 * d]] *= 2.0**-40
    assert fixedpoint.positive_combination(rows, small)


@pytest.mark.parametrize("size", [1.0, 2.0**-8, 2.0**-14])
def test_the_agreement_in_fixed_point_is_that_of_its_bound(size: float):
    """+-e_i, two of them short, with a coefficient of these off: half of it is each one's share.

    The bound says r / sqrt 2 for it, and may lose another half: accepted at half of what is
    allowed, rejected at four times, however small the least singular value.
    """
    rows = np.vstack([np.eye(4), -np.eye(4)]) * 0.75
    rows[[0, 4]] *= size
    for factor, verdict in ((0.5, True), (4.0, False)):
        off = np.full(8, 0.75)
        off[0] *= 1 + factor * 2.0**-20
        assert fixedpoint.positive_combination(rows, off) is verdict


def test_no_level_of_a_product_is_left_out():
    a = [np.zeros((1, 2)), np.array([[3.0, 5.0]])]
    b = [np.zeros((2, 1)), np.zeros((2, 1)), np.array([[7.0], [11.0]])]
    value, bound = fixedpoint.product(a, b)
    assert value.tolist() == [[76 * 2.0**-100]]
    assert bound == pytest.approx(6 * 76 * 2.0**-153)  # six products are added
    tall = [np.ones((1, 3 * 4096))]
    value, bound = fixedpoint.product(tall, [tall[0].T])
    assert value.tolist() == [[3 * 2.0**-28]]
    assert bound == pytest.approx(6 * 2.0**-81)  # every partial sum may round


@pytest.mark.parametrize("sizes", [[1.0, 1.0], [1.0, 0.5, 0.125], [1.0, 1e-3], [1.0, 1e-9], [1, 0]])
def test_singular_values_of_diagonal_matrices(sizes: list[float]):
    matrix = np.vstack([np.diag(sizes), np.zeros((3, len(sizes)))])
    bound = fixedpoint.smallest_singular_value(matrix)
    assert 0 <= bound <= min(sizes)
    assert min(sizes) < 1e-4 or bound > 0.7 * min(sizes)  # sqrt(1/2), as the shift is a half


def test_an_eigenvalue_or_a_factor_that_lies_is_not_believed(monkeypatch: pytest.MonkeyPatch):
    """The bound is proved from the matrix, whatever LAPACK said on the way."""
    matrix = np.vstack([np.diag([1.0, 0.5, 0.25]), np.eye(3) / 64])
    truth = float(np.linalg.svd(matrix, compute_uv=False)[-1])
    right, factored = np.linalg.eigvalsh, np.linalg.cholesky
    assert 0.7 * truth < fixedpoint.smallest_singular_value(matrix) <= truth
    for factor in (2.5, 4.0, 30.0):
        monkeypatch.setattr(np.linalg, "eigvalsh", lambda g, f=factor: right(g) * f)
        assert 0 <= fixedpoint.smallest_singular_value(matrix) <= truth
    monkeypatch.setattr(np.linalg, "eigvalsh", lambda g: right(g) * 1.9)
    for change in (0.5, 0.9, 1.01, 1.5):
        monkeypatch.setattr(np.linalg, "cholesky", lambda g, f=change: factored(g) * f)
        assert 0 <= fixedpoint.smallest_singular_value(matrix) <= 0.99 * truth


# ---- modulo a prime ----


def test_residues_are_symmetric():
    numbers = [0, 1, -1, P, P // 2, P // 2 + 1, -P, 2**51, -(2**51) + 3, 12345678901]
    found = modular.reduced(np.array(numbers, dtype=float), P)
    assert (np.abs(found) <= P / 2).all()
    assert [(int(x) - y) % P for x, y in zip(found, numbers, strict=True)] == [0] * len(numbers)
    entries = [[2**70, -5, 3], [0, 1, -(2**45)]]
    parts = limbs.cut_integers(np.array(entries, dtype=object))
    for p in modular.PRIMES:
        found = modular.residues(parts, p)
        assert (np.abs(found) <= p / 2).all()
        assert not np.any((found.astype(np.int64) - np.array(entries, dtype=object)) % p)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_residues_of_rows_of_floats(seed: int):
    """A positive multiple of each row: 2**-e times it, with e of its least entry."""
    rows = graded(seed)[[0, 3, 4, 5, 8]]
    rows = np.vstack([rows, [[1.0, 2, 3, 0, -4], [2.0**51, 1, 1, 1, 1], [2.0**60, 1, 0.5, 0, 0]]])
    found = modular.residues_of(rows, P)
    assert (np.abs(found) <= P / 2).all()
    for row, residue in zip(rows.tolist(), found, strict=True):
        least = min((math.frexp(x)[1] for x in row if x), default=0)
        factor = Fraction(2) ** (53 - least)
        for x, r in zip(row, residue, strict=True):
            assert (int(Fraction(x) * factor) - int(r)) % P == 0
    few = np.array([[1.0, -2], [5, P + 1], [0, 2.0**50]])
    assert [[int(x) for x in row] for row in modular.residues_of(few, P)][:2] == [[1, -2], [5, 1]]
    assert (modular.residues_of(few, P)[2, 1] - pow(2, 50, P)) % P == 0
    assert modular.residues_of(np.zeros((0, 3)), P).shape == (0, 3)


@pytest.mark.parametrize("terms", [3, 2048, 2049, 4100])
def test_products_modulo_a_prime(terms: int):
    rng = np.random.default_rng(terms)
    a, b = rng.integers(P // 2 - 9, P // 2, (2, terms)), rng.integers(-9, P // 2, (terms, 2))
    found = modular.multiplied(a * 1.0, b * 1.0, P)
    exact = a.astype(object) @ b.astype(object)
    assert (np.abs(found) <= P / 2).all()
    assert not np.any((found.astype(np.int64).astype(object) - exact) % P)


@pytest.mark.parametrize(
    ("k", "d", "r"), [(3, 3, 3), (9, 4, 2), (4, 9, 4), (60, 55, 40), (50, 30, 30)]
)
@pytest.mark.parametrize("p", [7, P])
def test_elimination_leaves_units(k: int, d: int, r: int, p: int):
    rng = np.random.default_rng(d)
    rows = rng.integers(-9, 10, (k, r)) @ rng.integers(-9, 10, (r, d))
    given = modular.reduced(rows * 1.0, p)
    before = given.copy()
    for width in (None, d - 1):
        found = modular.eliminate(given, p, width)
        pivots = len(found.rows)
        assert found.prime == p
        assert pivots == len(set(found.rows)) == len(set(found.columns)) == len(found.columns)
        assert pivots == rank(rows[:, : d if width is None else width].tolist(), p)
        assert max(found.columns) < (d if width is None else width)
        assert (found.table[np.ix_(found.rows, found.columns)] == np.eye(pivots)).all()
        others = np.setdiff1d(np.arange(k), found.rows)
        assert not found.table[np.ix_(others, found.columns)].any()
        assert not found.table[others, : width or d].any()
        together = np.vstack([rows, found.table.astype(np.int64)]).tolist()
        assert (
            rank(together, p) == rank(rows.tolist(), p) == rank(found.table.astype(int).tolist(), p)
        )
        assert (np.abs(found.table) <= p / 2).all()
    assert (given == before).all()


def test_columns_are_taken_from_the_left():
    """Rows of zeros, columns of zeros before and between, more than one panel."""
    table = np.zeros((4, 60))
    table[2, 30], table[0, 31], table[0, 30], table[3, 59] = 2, 3, 1, 1
    found = modular.eliminate(table, P)
    assert found.columns == [30, 31, 59]
    assert sorted(found.rows) == [0, 2, 3]


@pytest.mark.parametrize("n", [1, 3, 30])
def test_inverses_modulo_a_prime(n: int):
    rng = np.random.default_rng(n)
    matrix = rng.integers(-P // 2 + 1, P // 2, (n, n)) * 1.0
    found = modular.inverse(matrix, P)
    assert found is not None
    assert (modular.multiplied(matrix, found, P) == np.eye(n)).all()
    matrix[-1] = matrix[0] if n > 1 else 0
    assert modular.inverse(matrix, P) is None


# ---- lifting ----


@pytest.mark.parametrize(
    ("r", "bits", "columns"), [(1, 20, 1), (3, 10, 2), (4, 60, 1), (12, 30, 3)]
)
def test_lifted_solutions_are_exact(r: int, bits: int, columns: int):
    rng = np.random.default_rng(r)

    def numbers(k: int, d: int) -> np.ndarray:
        entries = [
            [int(x * 2**53) << bits >> 53 for x in row] for row in rng.uniform(-1, 1, (k, d))
        ]
        return np.array(entries, dtype=object)

    matrix, right = numbers(r, r), numbers(r, columns)
    parts = limbs.cut_integers(matrix)
    for b in (right, matrix @ numbers(r, columns), right * 10**40):
        found = lifting.solve(parts, b)
        assert found is not None
        num, den = found
        assert den > 0
        assert num.shape == (r, columns)
        assert (matrix @ num == den * b).all()
        assert den <= abs(np.linalg.det(matrix.astype(float))) * 1.01  # Cramer


def test_lifting_goes_on_to_the_next_prime():
    for primes in (modular.PRIMES[:1], modular.PRIMES[:3]):
        n = math.prod(primes)
        parts = limbs.cut_integers(np.array([[n, 0], [0, 1]], dtype=object))
        num, den = lifting.solve(parts, np.array([[1], [2]], dtype=object))
        assert (num.ravel().tolist(), den) == ([1, 2 * n], n)
    n = math.prod(modular.PRIMES)
    parts = limbs.cut_integers(np.array([[n]], dtype=object))
    assert lifting.solve(parts, np.array([[1]], dtype=object)) is None
    num, den = lifting.solve(parts, np.array([[0, 0]], dtype=object))
    assert (num.dtype, num.tolist(), den) == (object, [[0, 0]], 1)
    assert lifting.solve(parts, np.zeros((0, 2), dtype=object))[0].shape == (0, 2)


def test_digits_make_a_number():
    digits = [np.array([[float(x)]]) for x in (3, -2, 5, 0, 7)]
    for count in range(1, 6):
        exact = sum(int(x[0, 0]) * P**i for i, x in enumerate(digits[:count]))
        assert lifting._number(digits[:count], P).tolist() == [[exact]]


def test_fractions_are_found_again():
    power = P**12
    limit = math.isqrt(power // 2)
    for fractions in (
        [Fraction(1, 3), Fraction(-5, 7)],
        [Fraction(0), Fraction(4), Fraction(-4)],
        [Fraction(10**20, 3**20), Fraction(-1, 2**20), Fraction(7, 3**20)],
    ):
        value = [x.numerator * pow(x.denominator, -1, power) % power for x in fractions]
        num, den = lifting._fractions(np.array([value], dtype=object), power)
        assert num.shape == (1, len(value))
        assert [Fraction(int(x), den) for x in num[0]] == fractions
        assert den == math.lcm(*(x.denominator for x in fractions))
    assert lifting._denominator(pow(limit + 5, -1, power), power, 100) is None
    for y in (Fraction(limit // 3, limit // 2), Fraction(-17, 10**20)):
        residue = y.numerator * pow(y.denominator, -1, power) % power
        assert lifting._denominator(residue, power, limit) == y.denominator
    assert [lifting._centred(x, 7) for x in (-4, -3, 0, 3, 4, 10)] == [3, -3, 0, 3, -3, 3]
    assert [lifting._centred(x, 8) for x in (3, 4, 5)] == [3, 4, -3]
