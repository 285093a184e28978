"""Small proofs that sympy can finish: signs of polynomials; volumes of balls and spheres."""

from collections.abc import Iterable
from typing import Any

import sympy as sp

from gcbook.audit import Outcome


def nonnegative(expression: Any, *variables: Any) -> bool:
    """Return whether every coefficient of a polynomial is non-negative.

    Then the polynomial is non-negative wherever its variables are, which is a proof for all
    non-negative reals.  The converse fails, so False only means that this proof does not work.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> nonnegative((x + y) ** 2, x, y), nonnegative((x - y) ** 2, x, y)
    (True, False)
    """
    polynomial = sp.Poly(sp.expand(expression), *variables)
    return all(bool(coefficient.is_nonnegative) for coefficient in polynomial.coeffs())


def ball(dimension: int) -> Any:
    """Return the volume of the unit ball of R^dimension, exactly; 1 for dimension 0.

    Examples
    --------
    >>> ball(0), ball(1), ball(2), ball(3)
    (1, 2, pi, 4*pi/3)
    """
    half = sp.Rational(dimension, 2)
    return sp.simplify(sp.pi**half / sp.gamma(half + 1))


def sphere(dimension: int) -> Any:
    """Return the area of the unit sphere S^dimension, exactly; 2 for S^0.

    Examples
    --------
    >>> sphere(0), sphere(1), sphere(2)
    (2, 2*pi, 4*pi)
    """
    return sp.simplify((dimension + 1) * ball(dimension + 1))


def same(left: Any, right: Any) -> bool:
    """Return whether two expressions are equal by simplification.

    Examples
    --------
    >>> x = sp.symbols("x")
    >>> same(sp.sin(x) ** 2, 1 - sp.cos(x) ** 2)
    True
    """
    return bool(sp.simplify(left - right) == 0)


def volume(dimension: Any) -> Any:
    """Return the volume of the unit ball for a dimension that may be a symbol.

    Examples
    --------
    >>> volume(3) == ball(3), volume(sp.Symbol("d", positive=True))
    (True, pi**(d/2)/gamma(d/2 + 1))
    """
    half = sp.sympify(dimension) / 2
    return sp.pi**half / sp.gamma(half + 1)


def all_same(pairs: Iterable[tuple[Any, Any]]) -> Outcome:
    """Say whether both sides of every pair are equal by simplification."""
    right = [same(left, expected) for left, expected in pairs]
    return Outcome(all(right), right, "all True")


def agree(pairs: Iterable[tuple[Any, Any]]) -> Outcome:
    """Say whether the library's numbers are the stated ones, to 1e-12 of each.

    Examples
    --------
    >>> agree([(0.5, sp.Rational(1, 2))]).passed, agree([(0.5, 1)]).passed
    (True, False)
    """
    worst = max(abs(float(value) / float(stated) - 1) for value, stated in pairs)
    return Outcome(worst < 1e-12, f"{worst:.1e}", "< 1e-12", "largest relative difference")
