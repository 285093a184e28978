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
        Values of rho to try; 79 between 1e-6 and 1 times the typical |<w_j, u>| by default.

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
    sign = _checks.signs(signs, "signs", len(rows))
    reach = _checks.points(directions, "directions") @ rows.T
    typical = float(np.sqrt((reach**2).mean()))
    tries = typical * np.geomspace(1e-6, 1.0, 79) if radii is None else np.asarray(radii)
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
        pull = 2 * self.v * self.sign[None]
        gamma, worst = map(float, wide_constants(self.reach, pull, rho, (self.inner, self.outer)))
        mine = self.reach[:, self.sign > 0]
        few = (np.abs(mine) <= rho).sum(axis=1)
        if gamma <= 0 or (np.maximum(mine, 0.0).sum(axis=1) <= rho * few).any():
            return WideCertificate(float("inf"), rho, 0.0, float("inf"), float("inf"))
        a = (2 * self.v * self.inner * gamma / self.norm) ** 2
        b = worst + 2 * self.step * self.v**2 * self.outer**2 * len(self.sign)
        return WideCertificate(4 * self.v * self.outer * b / (rho * a), rho, a, b, 2 * b / a)


def wide_constants(
    reach: FloatArray, pull: FloatArray, rho: npt.ArrayLike, rim: tuple[float, float]
) -> tuple[FloatArray, FloatArray]:
    r"""Return Gamma and B (without its part from the steps) of Theorem 4, for n >= 2 classes.

        Gamma = min_{r, u} (X_r - rho F_r),      X_r, F_r over J_i and J_r,
        B     = max_r sup_x (1 - phi_r(x) + 2 v |x| rho F_+)_+,

    both over these directions u, each with all radii between m and M.

    Parameters
    ----------
    reach : ndarray, shape (..., N, kappa)
        <w_j^0, u>.
    pull : ndarray, shape (n - 1, kappa)
        v_ij - v_rj, which is +-2v or 0.
    rho : array_like, shape (...)
    rim : tuple of float
        m and M.

    Returns
    -------
    tuple of ndarray, shape (...)

    Examples
    --------
    >>> reach = np.array([[6.0, 8.0, 0.1]])
    >>> [float(x) for x in wide_constants(reach, np.array([[1.0, -1.0, 1.0]]), 0.5, (1.0, 2.0))]
    [13.6, 5.8]
    """
    size = np.asarray(rho, dtype=np.float64)[..., None, None]
    near, ramps = (np.abs(reach) <= size).astype(np.float64), np.maximum(reach, 0.0)
    seen, own = (pull != 0).T.astype(np.float64), (pull > 0).all(axis=0).astype(np.float64)
    gamma = ((ramps - size * near) @ seen).min(axis=(-1, -2))
    # 1 - |x| (s - 2 v rho F_+) is linear in |x|: the worst radius is an end
    net = ramps @ pull.T - np.abs(pull).max() * size * (near @ own)[..., None]
    worst = np.max([1 - radius * net for radius in rim], axis=0).max(axis=(-1, -2))
    return np.asarray(gamma), np.maximum(worst, 0.0)
