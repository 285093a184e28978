"""Section 5 and the introduction, transition time. A time of transition."""

from fractions import Fraction
from typing import Any

from mpmath import iv

from gcbook.audit import Outcome, exact
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.phases.prop_3.runs import first_phase_counts

LOSING = (("2/5", "49/25"), ("2/5", "-49/25"), ("-9/625", "489/10000"), ("749/250", "2119/1000"))
"""Three positive neurons, the third short, and a negative one: norms 2.00, 2.00, 0.051, 3.67."""

Row = tuple[Any, Any]


def cross(left: Row, right: Row) -> Any:
    """Return the determinant of two vectors of the plane."""
    return left[0] * right[1] - left[1] * right[0]


def push(weights: list[Row], j: int, tolerance: float, parts: int = 16) -> Row:
    """Return -grad_j l_i on the annulus [1, 2], v = 1/2, as intervals that contain it.

    In polar coordinates the missed radii go from 1 to R(theta) = min(2, 1/margin(theta)), and the
    push is the integral of e(theta) (R^3 - 1)/3 over the half circle of w_j, by 1/(3 pi).  The
    circle is halved until an arc is known well enough; the last row of `weights` is negative.
    """
    total: Row = (iv.mpf(0), iv.mpf(0))
    arcs = [(Fraction(2 * i, parts), Fraction(2 * i + 2, parts)) for i in range(parts)]
    while arcs:
        low, high = arcs.pop()
        wide = iv.pi * (high - low).numerator / (high - low).denominator
        ends = [iv.pi * one.numerator / one.denominator for one in (low, high)]
        ray = _ray(weights, j, iv.mpf([ends[0].a, ends[1].b]))
        pieces = [wide * part for part in ray]
        if max(float(one.delta) for one in pieces) < tolerance or high - low < Fraction(1, 2**12):
            total = (total[0] + pieces[0], total[1] + pieces[1])
        else:
            middle = (low + high) / 2
            arcs += [(low, middle), (middle, high)]
    return total[0] / (3 * iv.pi), total[1] / (3 * iv.pi)


def _ray(weights: list[Row], j: int, angle: Any) -> Row:
    """Return e(theta) (R^3 - 1)/3 where neuron j is active and 0 elsewhere, over one arc."""
    x, y = iv.cos(angle), iv.sin(angle)
    slopes = [a * x + b * y for a, b in weights]
    if slopes[j].b <= 0:
        return iv.mpf(0), iv.mpf(0)
    active = [iv.mpf([max(one.a, 0), max(one.b, 0)]) for one in slopes]
    margin = sum(active[:-1], iv.mpf(0)) - active[-1]
    far, near = (_reach(end) for end in (margin.a, margin.b))
    radius = iv.mpf([near.a, far.b])
    mass = (radius**3 - 1) / 3
    if slopes[j].a <= 0:
        mass = iv.mpf([0, mass.b])
    return x * mass, y * mass


def _reach(margin: Any) -> Any:
    """Return the radius up to which a ray with this margin at |x| = 1 is missed, in [1, 2]."""
    inverse = 1 / margin if margin > 0 else iv.mpf(2)
    return iv.mpf([min(max(inverse.a, 1), 2), min(max(inverse.b, 1), 2)])


@exact.refutes(
    twin={"negative": 0},
    twin_says="the same step without the negative neuron",
    omits="that this happens in a typical run: it is rare",
    reach="proved",
    seconds=1.0,
)
def condition_is_lost(negative: int = 1) -> Outcome:
    """One step with eta = 1/10 on the exact population of the annulus destroys GC.

    Rational weights. Before: three positive determinants. After: all positive neurons lie on one
    side of the line through the third, in intervals that contain the exact step.
    """
    exact: list[Row] = [(Fraction(x), Fraction(y)) for x, y in LOSING]
    a, b, c = exact[:3]
    before = all(cross(*pair) > 0 for pair in ((a, c), (c, b), (b, a)))
    scales = (1, 1, 1, negative)
    weights = [_interval(row, scale) for row, scale in zip(exact, scales, strict=True)]
    after: list[Row] = []
    for j, tolerance in enumerate((0.1, 5e-4, 2e-4)):  # as much as each determinant needs
        pushed = push(weights, j, tolerance)
        after.append((weights[j][0] + pushed[0] / 10, weights[j][1] + pushed[1] / 10))
    sides = [cross(after[2], after[j]) for j in (0, 1)]
    lost = before and all(bool(side.b < 0) for side in sides)
    return Outcome(
        lost,
        f"GC before: {before}; determinants after: {', '.join(map(_short, sides))}",
        "GC after the step",
    )


def _interval(row: Row, scale: int) -> Row:
    x, y = (scale * iv.mpf(one.numerator) / one.denominator for one in row)
    return x, y


def _short(value: Any) -> str:
    return f"[{float(value.a):.5f}, {float(value.b):.5f}]"


CLAIM, ERRATA = result(__file__, condition_is_lost, first_phase_counts)
