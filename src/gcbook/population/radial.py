r"""What one ray of a shell contributes: the density c (rho - m)^a on m <= rho <= M.

Write ``s`` for the slope of the margin along a ray, ``phi = rho s``.  The ray is missed up to the
radius ``R = min(M, 1/s)``; with ``h = R - m`` its shares are

    mass    A(s) = int_m^R rho^{d-1} (rho - m)^a d rho
    moment  G(s) = int_m^R rho^d     (rho - m)^a d rho
    loss    L(s) = int_m^R (1 - rho s) rho^{d-1} (rho - m)^a d rho

all of them sums of *positive* powers of h.  This is what keeps the tail of a long run exact: near
the end of training ``h`` is tiny, and antiderivatives taken at m and at R would cancel.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import comb, gamma, pi

import numpy as np

from gcbook import _checks
from gcbook._checks import FloatArray


@dataclass(frozen=True)
class Radial:
    """A rotation invariant law on a shell, its density proportional to ``(|x| - inner)**power``.

    Parameters
    ----------
    dimension : int
        The paper's d_i >= 2.
    inner, outer : float
        The paper's m_i and M_i.
    power : float
        a > -1; 0 is the uniform density of `gcbook.Annulus` (d = 2).

    Raises
    ------
    ValueError
        If the shell is empty or the density cannot be integrated.

    Examples
    --------
    >>> from gcbook.population.radial import Radial
    >>> loss, mass, moment = Radial(3).shares(0.0)
    >>> round(float(4 * 3.141592653589793 * mass), 12)
    1.0
    """

    dimension: int = 2
    inner: float = 1.0
    outer: float = 2.0
    power: float = 0.0

    def __post_init__(self) -> None:
        _checks.integer(self.dimension, "dimension", low=2)
        inner = _checks.real(self.inner, "inner", low=0, open_low=True)
        _checks.real(self.outer, "outer", low=inner, open_low=True)
        _checks.real(self.power, "power", low=-1, open_low=True)

    @cached_property
    def constant(self) -> float:
        """The c of the density ``c (|x| - m)^a``; the density itself for ``power = 0``."""
        d = self.dimension
        sphere = 2 * pi ** (d / 2) / gamma(d / 2)
        return float(1.0 / (sphere * self._moment(d - 1, np.asarray(self.outer - self.inner))))

    def shares(self, slope: FloatArray | float) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return loss, mass and first moment of the missed part of a ray, per unit of solid angle.

        Parameters
        ----------
        slope : ndarray, any shape
            s, the margin at radius 1 in the direction of the ray.

        Returns
        -------
        loss, mass, moment : ndarray, the shape of `slope`
        """
        s = np.asarray(slope, dtype=np.float64)
        h = self._missed(s)
        c, order = self.constant, self.dimension - 1
        mass = self._moment(order, h)
        # 1 - rho s = (1 - R s) + s (R - rho); the first part is 0 where R = 1/s
        beyond = np.where(s < 1.0 / self.outer, 1.0 - self.outer * s, 0.0)
        loss = beyond * mass + s * self._moment(order, h, lag=True)
        return c * loss, c * mass, c * self._moment(self.dimension, h)

    def moment(self, slope: FloatArray | float) -> FloatArray:
        """Return the first moment alone."""
        h = self._missed(np.asarray(slope, dtype=np.float64))
        return np.asarray(self.constant * self._moment(self.dimension, h))

    def _missed(self, s: FloatArray) -> FloatArray:
        """Return h = min(M, 1/s) - m, or 0 for a ray that is met everywhere."""
        m, M = self.inner, self.outer
        safe = np.maximum(s, 1.0 / M)
        return np.minimum(np.maximum((1.0 - m * safe) / safe, 0.0), M - m)

    def _moment(self, order: int, h: FloatArray, *, lag: bool = False) -> FloatArray:
        """Return int_0^h t^a (m + t)^order dt, with the factor (h - t) under the integral if `lag`.

        Horner's rule for a polynomial in h with positive coefficients.
        """
        a, m = self.power, self.inner
        total: FloatArray | float = 0.0
        for i in range(order, -1, -1):
            divisor = (a + i + 1) * (a + i + 2) if lag else a + i + 1
            total = total * h + comb(order, i) * m ** (order - i) / divisor
        power = a + 2 if lag else a + 1
        return np.asarray(total * (h if power == 1 else h**power))
