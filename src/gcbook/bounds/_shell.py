"""The constants of the data of one class, and the largest slice of its density."""

from __future__ import annotations

from math import gamma, pi, sqrt

import attrs

from gcbook import _checks


def ball_volume(dimension: int) -> float:
    """Return the volume of the unit ball of R^q, the paper's omega_q; 1 for q = 0.

    Examples
    --------
    >>> [round(ball_volume(q), 6) for q in (0, 1, 2, 3)]
    [1.0, 2.0, 3.141593, 4.18879]
    """
    q = _checks.integer(dimension, "dimension", low=0)
    return float(pi ** (q / 2) / gamma(q / 2 + 1))


def sphere_area(dimension: int) -> float:
    """Return the area |S^{q-1}| of the unit sphere of R^q; 2 for q = 1 (two points).

    Examples
    --------
    >>> [round(sphere_area(q), 6) for q in (1, 2, 3)]
    [2.0, 6.283185, 12.566371]
    """
    q = _checks.integer(dimension, "dimension", low=1)
    return q * ball_volume(q)


def _volume(d: int, inner: float, outer: float) -> float:
    return ball_volume(d) * float(outer**d - inner**d)


@attrs.frozen(init=False)
class Shell:
    """The constants of the data of one class (Section 2): d_i, m_i, M_i, p_min and p_max.

    Parameters
    ----------
    dimension : int
        The paper's d_i >= 1.
    inner, outer : float
        The paper's m_i and M_i, ``0 < inner < outer``.
    low, high : float, optional
        The paper's p_min and p_max; None for the uniform density on the shell.

    Raises
    ------
    ValueError
        If the constants contradict each other: a density needs
        ``p_min * volume <= 1 <= p_max * volume``.

    Examples
    --------
    >>> from gcbook.bounds import Shell
    >>> shell = Shell(dimension=2, inner=1.0, outer=2.0)
    >>> round(shell.low, 6), shell.low == shell.high
    (0.106103, True)
    """

    dimension: int
    inner: float
    outer: float
    low: float
    high: float

    def __init__(
        self,
        dimension: int = 2,
        inner: float = 1.0,
        outer: float = 2.0,
        low: float | None = None,
        high: float | None = None,
    ) -> None:
        d = _checks.integer(dimension, "dimension", low=1)
        m = _checks.real(inner, "inner", low=0, open_low=True)
        M = _checks.real(outer, "outer", low=m, open_low=True)
        uniform = 1.0 / _volume(d, m, M)
        # a relative slack of 1e-9 lets a caller pass the uniform density itself
        most, least = uniform * (1 + 1e-9), uniform * (1 - 1e-9)
        p_min = _checks.real(
            uniform if low is None else low, "low", low=0, high=most, open_low=True
        )
        p_max = _checks.real(uniform if high is None else high, "high", low=least)
        self.__attrs_init__(d, m, M, p_min, p_max)

    @property
    def volume(self) -> float:
        """The volume of the shell, omega_d (M^d - m^d)."""
        return _volume(self.dimension, self.inner, self.outer)

    @property
    def p_min(self) -> float:
        """The lower bound of the density.  Units (-d, 0)."""
        return self.low

    @property
    def p_max(self) -> float:
        """The upper bound of the density.  Units (-d, 0)."""
        return self.high


def slice_bound(shell: Shell) -> float:
    r"""Return the sharp bound on C_p, the largest mass density of a hyperplane slice (Lemma 5.1).

        C_p = sup over unit vectors u and numbers a of  int_{<u, x> = a} p(x) dx

        d = 1:   p_max
        d = 2:   p_max * 2 sqrt(M^2 - m^2)                    the slice that touches |x| = m
        d >= 3:  p_max * omega_{d-1} (M^{d-1} - m^{d-1})      the slice through the origin

    The paper prints ``C_p <= M^{d-1} p_max``, which is too small for 2 <= d <= 13 or so.

    Notes
    -----
    Units (-1, 0).  Attained by the density that equals p_max on the slice.

    Examples
    --------
    >>> from gcbook.bounds import Shell, slice_bound
    >>> round(slice_bound(Shell(dimension=2)), 6)
    0.367553
    """
    d, inner, outer = shell.dimension, shell.inner, shell.outer
    if d == 1:
        return shell.p_max
    if d == 2:
        return shell.p_max * 2.0 * sqrt(outer**2 - inner**2)
    return shell.p_max * ball_volume(d - 1) * float(outer ** (d - 1) - inner ** (d - 1))
