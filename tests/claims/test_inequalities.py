"""Steps of the proofs that are inequalities, proved for all reals by an SMT solver."""

from __future__ import annotations

import pytest
import z3


def proved(statement: z3.BoolRef, *given: z3.BoolRef) -> bool:
    """Whether `statement` follows from `given` for all reals."""
    solver = z3.Solver()
    solver.set(timeout=20_000)
    solver.add(*given, z3.Not(statement))
    return solver.check() == z3.unsat


def relu(x: z3.ArithRef) -> z3.ArithRef:
    return z3.If(x > 0, x, z3.RealVal(0))


def magnitude(x: z3.ArithRef) -> z3.ArithRef:
    return z3.If(x > 0, x, -x)


def test_an_error_costs_at_least_one():
    # equation (2): the pointwise step from the loss to the error
    f, g = z3.Reals("f g")
    assert proved(relu(1 - f + g) >= 1, g >= f)
    assert not proved(relu(1 - f + g) >= 1, g >= f - z3.Q(1, 10))


def test_the_ramp_does_not_stretch():
    # Lemma 4.2: |relu(a) - relu(b)| <= |a - b|, so absolute values may stand inside the sum
    a, b, c, d = z3.Reals("a b c d")
    assert proved(magnitude(relu(a) - relu(b)) <= magnitude(a - b))
    change = magnitude((relu(a) - relu(b)) - (relu(c) - relu(d)))
    assert proved(change <= magnitude(a - b) + magnitude(c - d))
    assert not proved(change <= magnitude((a - b) + (c - d)))  # as printed


def test_switched_points_lie_in_a_slab():
    # Lemma 4.2: h = <w, x> - b changes sign between w and w', so |h| <= |h - h'|
    h, k = z3.Reals("h k")
    assert proved(magnitude(h) <= magnitude(h - k), h * k <= 0)
    assert not proved(2 * magnitude(h) <= magnitude(h - k), h * k <= 0)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_a_step_on_an_owned_neuron_lengthens_it(d: int):
    # Theorem 3.1: |w + eta g|^2 >= |w|^2 if <g, w> >= 0, whatever eta > 0
    w, g = z3.RealVector("w", d), z3.RealVector("g", d)
    eta = z3.Real("eta")
    pairing = sum(a * b for a, b in zip(w, g, strict=True))
    after = sum((a + eta * b) ** 2 for a, b in zip(w, g, strict=True))
    before = sum(a**2 for a in w)
    assert proved(after >= before, pairing >= 0, eta > 0)


def test_the_step_size_of_theorem_3_1():
    eta, lip = z3.Reals("eta L")
    assert proved(eta - eta**2 * lip / 2 > 0, eta > 0, lip > 0, eta * lip < 2)
    assert not proved(eta - eta**2 * lip / 2 > 0, eta > 0, lip > 0, 2 * eta < lip)  # as printed


def test_a_hull_of_the_mended_radius_clears_the_margin():
    # Proposition 2: <w, x> >= (1/(2v) + b)/m |x| and |x| >= m give 2 v relu(<w, x> - b) >= 1
    v, b, m, r, s = z3.Reals("v b m r s")
    given = (v > 0, b >= 0, m > 0, r >= m)
    enough = s * m * 2 * v >= (1 + 2 * v * b) * r
    assert proved(2 * v * relu(s - b) >= 1, *given, enough)
    printed = s * m >= (1 + b) * r
    assert not proved(2 * v * relu(s - b) >= 1, *given, printed)
    assert proved(2 * v * relu(s - b) >= 1, *given, printed, v >= z3.Q(1, 2))


def test_the_deficit_survives_small_steps():
    # fin-2: with eta < 1/12 and 0 < delta <= 1/2, delta - 3 eta P/(1 - delta) > 0
    delta, eta = z3.Reals("delta eta")
    given = (delta > 0, delta <= z3.Q(1, 2), eta > 0)
    # P <= ((1-delta)^-2 - 1)/3 = delta (2 - delta) / (3 (1-delta)^2); multiply by (1-delta)^3
    left = delta * (1 - delta) ** 3
    lost = eta * delta * (2 - delta)
    assert proved(left > lost, *given, eta * 12 < 1)
    assert not proved(left > lost, *given, eta * 6 < 1)


def test_the_ray_derivative_is_bounded_below():
    # Lemma 4.2: near phi = 1 the slope along a ray exceeds (1 - 2 v eps M - B)/M
    phi, own, other, B, r, M, width = z3.Reals("phi own other B r M width")
    slope = (phi + own - other) / r
    given = (own >= 0, other <= B, B < 1, r > 0, r <= M, phi >= 1 - width, 1 - width - B > 0)
    assert proved(slope >= (1 - width - B) / M, *given)
    assert not proved(slope >= (1 - B) / M + width, *given, width > 0)


def test_the_threshold_of_lemma_5_1_for_all_reals():
    # |w|^2 - |w'|^2 >= 2 v eta P^2 (|w|/C - 2 eta v M^2), once both bounds on the gradient hold
    v, p, c, m, eta, w, inner, size = z3.Reals("v P C M eta w inner size")
    given = [x > 0 for x in (v, p, c, m, eta, w)]
    given += [inner * c >= v * p * p, size >= 0, size <= 2 * v * m * p]
    after = w * w - 2 * eta * w * inner + eta * eta * size * size
    solver = z3.Solver()
    solver.set(timeout=20_000)
    solver.add(*given, w >= 2 * v * eta * m * m * c, after > w * w)
    assert solver.check() == z3.unsat
    printed = z3.Solver()
    printed.set(timeout=20_000)
    printed.add(*given, v == 1, w >= eta * m * m * c, after > w * w)
    assert printed.check() == z3.sat


def test_the_repaired_bound_implies_the_printed_one():
    # y = 2 v M norm: a step needs 3 (1 + y_-)^2 <= 4 y_R^2, where y_R >= y_+ + y_-
    plus, minus, whole, root, ratio = z3.Reals("y_+ y_- y_R root ratio")
    enough = 4 * whole * whole >= 3 * (1 + minus) * (1 + minus)
    given = (plus >= 0, minus >= 0, whole >= plus + minus)
    assert proved(enough, *given, plus >= z3.Q(8661, 10000))
    assert not proved(enough, *given, plus >= z3.Q(8660, 20000))
    # or y_R >= pi M/m, for a bounded run
    wide = (root > 0, root * root == 3, whole >= z3.Q(314159, 100000) * ratio)
    assert proved(enough, *given, *wide, ratio >= z3.Q(206, 100))
    assert not proved(enough, *given, *wide, ratio >= z3.Q(103, 100))
