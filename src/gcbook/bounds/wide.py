r"""A certificate for one wide start: Theorem 4 of Section 7.3."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray


@dataclass(frozen=True)
class WideCertificate:
    """What Theorem 4 says about one start; it applies if ``ratio <= 1``.

    Attributes
    ----------
    ratio : float
        ``4 v M B_eta / (rho A)`` at the best rho.
    radius : float
        rho: no neuron moves further.
    rate : float
        A, the certified speed.
    deficit : float
        B_eta.
    error_mass : float
        ``2 B_eta / A``, the ceiling of Q.
    """

    ratio: float
    radius: float
    rate: float
    deficit: float
    error_mass: float

    @property
    def holds(self) -> bool:
        """Whether training is certain to stay within the condition and to reach zero loss."""
        return self.ratio <= 1.0


def wide_certificate(
    weights: npt.ArrayLike,
    signs: npt.ArrayLike,
    directions: npt.ArrayLike,
    *,
    step: float = 0.0,
    inner: float = 1.0,
    outer: float = 2.0,
    v: float = 0.5,
    radii: npt.ArrayLike | None = None,
) -> WideCertificate:
    r"""Return Theorem 4's certificate for one start and data on finitely many rays.

    With X(u) = sum_j <w_j, u>_+ over all neurons, F(u; rho) = #{j: |<w_j, u>| <= rho} and X_+, F_+
    over the positive ones,

        Gamma = min_u (X - rho F),   A = (2 v m Gamma / |W|_F)^2,
        B_eta = sup_x (1 - phi_0(x) + 2 v |x| rho F_+)_+  +  2 eta v^2 M^2 kappa.

    If Gamma > 0, X_+ > rho F_+ everywhere and 4 v M B_eta <= rho A, no neuron moves further than
    rho, the condition (over these rays) holds for ever and the error mass is at most 2 B_eta / A.

    Parameters
    ----------
    weights : array_like, shape (kappa, d)
    signs : array_like, shape (kappa,)
        +1 for positive neurons, -1 for the others (n = 2).
    directions : array_like, shape (N, d)
        The unit vectors u of the data; ``inner`` and ``outer`` are the radii on every ray.
    radii : array_like, optional
        Values of rho to try; 40 between 1e-3 and 1 times the typical |<w_j, u>| by default.

    Returns
    -------
    WideCertificate
        At the rho with the least ratio; ratio = inf if no rho satisfies the first two conditions.

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook import PolarGrid
    >>> half = 1000 * np.random.default_rng(0).standard_normal((300, 2))
    >>> doubled, signs = np.vstack([half, half]), np.repeat([1, -1], 300)
    >>> wide_certificate(doubled, signs, PolarGrid().directions).holds
    True
    """
    rows = _checks.points(weights, "weights")
    sign = _checks.array(signs, "signs", f"an array of shape ({len(rows)},)", ndim=1)
    reach = _checks.points(directions, "directions") @ rows.T
    typical = float(np.sqrt((reach**2).mean()))
    tries = typical * np.geomspace(1e-3, 1.0, 40) if radii is None else np.asarray(radii)
    setting = _Setting(reach, sign, float(np.linalg.norm(rows)), inner, outer, v, step)
    return min((setting.at(float(rho)) for rho in tries), key=lambda found: found.ratio)


@dataclass(frozen=True, eq=False)
class _Setting:
    reach: FloatArray  # (N, kappa), <w_j, u>
    sign: FloatArray
    norm: float
    inner: float
    outer: float
    v: float
    step: float

    def at(self, rho: float) -> WideCertificate:
        """Return the certificate with this rho."""
        own = self.sign > 0
        near, ramps = np.abs(self.reach) <= rho, np.maximum(self.reach, 0.0)
        few, mine = near.sum(axis=1), near[:, own].sum(axis=1)
        gamma = float((ramps.sum(axis=1) - rho * few).min())
        if gamma <= 0 or (ramps[:, own].sum(axis=1) <= rho * mine).any():
            return WideCertificate(float("inf"), rho, 0.0, float("inf"), float("inf"))
        a = (2 * self.v * self.inner * gamma / self.norm) ** 2
        # 1 - |x| (s - 2 v rho F_+) is linear in |x|: the worst radius is an end
        net = 2 * self.v * (ramps @ self.sign - rho * mine)
        worst = max(float((1 - r * net).max()) for r in (self.inner, self.outer))
        moving = 2 * self.step * self.v**2 * self.outer**2 * len(self.sign)
        b = max(worst, 0.0) + moving
        return WideCertificate(4 * self.v * self.outer * b / (rho * a), rho, a, b, 2 * b / a)
