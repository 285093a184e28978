"""The a-priori bounds, attacked: computed against exact rational arithmetic."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from gcbook.condition import holds
from gcbook.condition._exact import fixedpoint
from gcbook.condition.engines import barrier, planar, rounding

from . import reference

DTYPES = [np.float32, np.float64]


def exactly(matrix: np.ndarray) -> list[list[Fraction]]:
    return [[Fraction(float(x)) for x in row] for row in matrix]


def solve(rows: list[list[Fraction]], target: list[Fraction]) -> list[Fraction] | None:
    """Coefficients x with Σ x_b rows_b = target."""
    d = len(target)
    table = [[rows[b][c] for b in range(d)] + [target[c]] for c in range(d)]
    for i in range(d):
        found = next((r for r in range(i, d) if table[r][i]), None)
        if found is None:
            return None
        table[i], table[found] = table[found], table[i]
        table[i] = [a / table[i][i] for a in table[i]]
        for r in range(d):
            if r != i:
                table[r] = [a - table[r][i] * b for a, b in zip(table[r], table[i], strict=True)]
    return [row[-1] for row in table]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("d", [2, 3, 8, 24])
def test_inner_products_err_by_less_than_the_bound(d: int, dtype: type):
    """Cancelling sums of rows that are rounded on entry; the worst reaches a fair share of it."""
    rng = np.random.default_rng(d)
    worst = 0.0
    for _ in range(300):
        y = (rng.choice([-1, 1], d) * (1 + rng.random(d))).astype(dtype)
        w = rng.choice([-1, 1], d) * (1 + rng.random(d))
        w[-1] = -float((y[:-1].astype(float) * w[:-1]).sum()) / float(y[-1])
        copy = w.astype(dtype)
        price = y[0] * copy[0]
        for c in range(1, d):
            price = dtype(price + y[c] * copy[c])
        bound = float(rounding.dot_bound(d, float(np.abs(copy).max()), y[:, None])[0])
        truth = sum(Fraction(float(a)) * Fraction(float(b)) for a, b in zip(y, w, strict=True))
        worst = max(worst, abs(float(Fraction(float(price)) - truth)) / (bound / 2))
    assert 0.005 < worst <= 1


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("d", [2, 3, 5])
@pytest.mark.parametrize("hard", [0.0, 2.0, 4.0])
def test_solutions_err_by_less_than_the_bound(d: int, hard: float, dtype: type):
    """Random and nearly singular bases, inverses with errors, and rough solutions."""
    rng = np.random.default_rng(int(10 * d + hard))
    conclusive = 0
    for _ in range(60):
        basis = rng.standard_normal((d, d))
        basis[-1] = basis[0] + 10.0**-hard * basis[-1]
        target = rng.standard_normal(d)
        copy, aim = basis.astype(dtype), target.astype(dtype)
        inverse = np.linalg.inv(copy.astype(float)).T.astype(dtype)
        inverse *= (1 + rng.uniform(-1, 1, (d, d)) * 10.0 ** -rng.uniform(1, 7)).astype(dtype)
        x = inverse @ aim
        bound = rounding.correction_bound(
            inverse[:, :, None],
            copy[:, :, None],
            aim[:, None],
            x[:, None],
            magnitude=float(np.abs(copy).max()),
            target_size=np.abs(aim).max(keepdims=True),
            terms=0,
        )[:, 0]
        truth = solve(exactly(basis), [Fraction(t) for t in target.tolist()])
        if np.isfinite(bound).all():
            conclusive += 1
            assert truth is not None
            for a, b, e in zip(x.tolist(), truth, bound.tolist(), strict=True):
                assert abs(Fraction(a) - b) <= Fraction(e)
    assert conclusive > (20 if hard < 3 else 0) or dtype is np.float32


@pytest.mark.parametrize("dtype", DTYPES)
def test_bounds_are_those_of_their_formulae(dtype: type):
    """Written out entry by entry, in fractions: a lost factor is a proof that proves nothing."""
    u = Fraction(1, 2**24 if dtype is np.float32 else 2**53)
    assert rounding.unit(dtype) == float(u)
    for m in (1, 4, 60):
        assert rounding.gamma(m, dtype) == pytest.approx(float(m * u / (1 - m * u)), rel=1e-15)
    size = int(0.005 / u)
    assert rounding.usable(size // 2, size // 2 - 1, dtype)
    assert not rounding.usable(size // 2, size // 2 + 2, dtype)
    rng = np.random.default_rng(1)
    d, lanes = 3, 4
    y = rng.standard_normal((d, lanes)).astype(dtype)
    given = 2 * (d + 2) * u / (1 - (d + 2) * u) * 3
    expected = [float(given) * sum(map(abs, column)) for column in y.T.astype(float).tolist()]
    assert rounding.dot_bound(d, 3.0, y) == pytest.approx(expected, rel=1e-5)
    assert rounding.dot_bound(d, 3.0, 0 * y).tolist() == [2.0**-100] * lanes
    basis = rng.standard_normal((d, d, lanes))
    inverse = np.moveaxis(np.linalg.inv(np.moveaxis(basis, 2, 0)), 0, 2).transpose(1, 0, 2)
    inverse = (inverse + 1e-2 * rng.standard_normal(inverse.shape)).astype(dtype)
    target, x = rng.standard_normal((2, d, lanes)).astype(dtype)
    tau = np.arange(1.0, 1 + lanes)
    for scale, terms in ((1.0, 0), (1.0, 5), (1e-30, 7)):
        found = rounding.correction_bound(
            inverse,
            basis.astype(dtype),
            (target * dtype(scale)),
            (x * dtype(scale)),
            magnitude=4.0,
            target_size=tau * scale,
            terms=terms,
        )
        for lane in range(lanes):
            r, a = (
                inverse[:, :, lane].astype(float),
                basis.astype(dtype)[:, :, lane].T.astype(float),
            )
            g = (d + 3) * float(u)
            rho = np.abs(r).sum(axis=1)
            eta = np.abs(np.eye(d) - r @ a).sum(axis=1) + g * d * 4 * rho
            t, solution = target[:, lane] * scale, x[:, lane] * scale
            rest = np.abs(t - a @ solution).max()
            rest += (d + 3 + terms) * float(u) * (np.abs(solution).sum() * 4 + tau[lane] * scale)
            direct = rho * (rest + 2.0**-100)
            bound = 2 * (direct + 2 * eta * direct.max())
            assert eta.max() > 0.001
            expected = bound if 2 * eta.max() < 0.9 else np.full(d, np.inf)
            assert found[:, lane] == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_bad_inverse_is_never_trusted(dtype: type):
    eye = np.eye(3, dtype=dtype)[:, :, None]
    x = np.ones((3, 1), dtype=dtype)
    for inverse in (0 * eye, -eye, eye * 1.6, eye[::-1].copy()):
        bound = rounding.correction_bound(
            inverse, eye, x, x, magnitude=1.0, target_size=np.ones(1), terms=0
        )
        assert np.isinf(bound).all()


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_plane_is_sure_only_when_it_is_right(dtype: type):
    """A third direction turned from the antipode of another by a few units of rounding."""
    rng = np.random.default_rng(6)
    n = 6_000
    rows = rng.standard_normal((n, 3, 2))
    rows[:, 2] = -rows[:, 1] * (1 + rng.random((n, 1)))
    size = 10.0 ** rng.uniform(np.log10(np.finfo(dtype).eps) - 1, -2, n)
    rows[:, 2, 0] += size * rng.choice([-1, 1], n)
    rows = rows.astype(dtype).astype(float)
    verdict = planar.decide(np.ascontiguousarray(rows.transpose(2, 1, 0), dtype=dtype))
    truth = reference.decide(reference.integers(rows))
    sure = verdict >= 0
    assert 0.2 < sure.mean() < 0.9
    assert (verdict[sure] == truth[sure]).all()


def test_single_precision_copies_are_part_of_the_bound():
    """Double-precision rows that single precision cannot tell from degenerate ones."""
    rows = np.array([[1.0, 0.0], [-1.0, 2.0**-30], [-1.0, -(2.0**-30)]])
    for turned in (rows, rows @ np.array([[3.0, 4.0], [-4.0, 3.0]])):
        single = np.ascontiguousarray(turned[None].transpose(2, 1, 0), dtype=np.float32)
        assert planar.decide(single)[0] == -1


def test_slices_and_their_products_are_exact():
    rng = np.random.default_rng(9)
    a, b = rng.uniform(-1, 1, (4, 7)), rng.uniform(-1, 1, (7, 3))
    parts = fixedpoint.slices(a, 3)
    back = sum(
        np.vectorize(lambda x, i=i: Fraction(x) / 2 ** (20 * (i + 1)))(p)
        for i, p in enumerate(parts)
    )
    assert all(
        abs(Fraction(x) - y) < Fraction(1, 2**60) for x, y in zip(a.flat, back.flat, strict=True)
    )
    value, rounding_error = fixedpoint.product(parts, fixedpoint.slices(b, 3))
    exact = np.array(exactly(a), dtype=object) @ np.array(exactly(b), dtype=object)
    left_out = Fraction(3 * 7, 2**60)
    for x, y in zip(value.flat, exact.flat, strict=True):
        assert abs(Fraction(float(x)) - y) <= Fraction(rounding_error) + left_out


@pytest.mark.parametrize("gap", [1.0, 1e-2, 1e-4, 1e-8, 0.0])
def test_least_singular_values_are_bounded_from_below(gap: float):
    rng = np.random.default_rng(12)
    u = np.linalg.qr(rng.standard_normal((40, 6)))[0]
    v = np.linalg.qr(rng.standard_normal((6, 6)))[0]
    matrix = u @ np.diag([1.0, 0.9, 0.8, 0.7, 0.6, 0.6 * gap]) @ v
    matrix /= np.abs(matrix).max() * 1.01
    truth = np.linalg.svd(matrix, compute_uv=False)[-1]
    bound = fixedpoint.smallest_singular_value(matrix)
    assert 0 <= bound <= truth * (1 + 1e-9) + 1e-15
    assert gap < 1e-3 or bound > truth / 2


@pytest.mark.parametrize("d", [30, 60])
def test_newton_proves_nothing_about_degenerate_layers(d: int):
    """0 on the boundary of the hull: neither answer has a margin, so neither may be given."""
    rng = np.random.default_rng(d)
    rows = rng.standard_normal((4 * d, d))
    rows[:, 0] = np.abs(rows[:, 0])
    rows[: 3 * d, 0] = 0
    turned = rows @ np.linalg.qr(rng.standard_normal((d, d)))[0]
    assert barrier.decide(barrier.scaled(rows)[0]) is None
    found = barrier.decide(barrier.scaled(turned)[0])
    assert found is None or not found.holds or holds(turned)
    flat = rng.standard_normal((4 * d, d))
    flat[:, 0] = 0
    assert barrier.decide(barrier.scaled(flat)[0]) is None


@pytest.mark.parametrize("single", [True, False])
@pytest.mark.parametrize("gap", [1.0, 1e-1, 1e-2, 1e-4, 0.0])
def test_newtons_systems_bound_their_least_eigenvalue_from_below(gap: float, single: bool):
    """Rows of every ordinary size, weights over three powers of ten, and a nearly missing rank."""
    rng = np.random.default_rng(3)
    layer = rng.standard_normal((700, 40))
    layer[:, 0] *= gap
    layer = layer @ np.linalg.qr(rng.standard_normal((40, 40)))[0]
    layer *= np.ldexp(1.0, rng.integers(-8, 9, (700, 1)))
    rows, scale, _ = barrier.scales(layer)
    assert rows is layer
    weight = 10.0 ** rng.uniform(-3, 0, 700)
    systems = barrier._Systems(rows, scale)
    systems.single = single
    systems.factor(weight)
    bound = systems.least_eigenvalue()
    weighted = rows * (scale * weight)[:, None]
    truth = np.linalg.svd(weighted, compute_uv=False)[-1] ** 2
    assert 0 <= bound <= truth * (1 + 1e-9)
    assert bound > 0 or gap < 1e-3


@pytest.mark.parametrize("exponent", [-30, -11, 0, 11, 30])
def test_scaling_by_numbers_is_scaling_by_rows(exponent: int):
    layer = np.ldexp(np.random.default_rng(4).standard_normal((60, 30)), exponent)
    rows, scale, exponents = barrier.scales(layer)
    copy, same = barrier.scaled(layer)
    assert (rows * scale[:, None] == copy).all()
    assert (exponents == same).all()
    assert (np.ldexp(layer, -exponents[:, None]) == copy).all()
    length = np.linalg.norm(copy, axis=1)
    assert ((length >= 0.5) & (length <= 1)).all()
    found, other = barrier.decide(rows, scale), barrier.decide(copy)
    assert found is not None
    assert other is not None
    assert found.holds is other.holds


def test_the_error_of_a_sine_in_the_plane_is_that_of_its_bound():
    """Entries of at most m and w_0 = (x, y): an error of γ_5 m (|x| + |y|), over the least sine."""
    rows = np.array([[8.0, 0.0], [3.0, 4.0], [-3.0, 5.0]]).T[:, :, None]
    cotangents, _, share = planar._cotangents(rows)
    assert cotangents[:, 0].tolist() == [3 / 4, -3 / 5]
    assert share == pytest.approx(rounding.gamma(5, np.float64) * 8 * 8 / 32, rel=1e-12, abs=0)
