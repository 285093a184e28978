r"""The rate law l(t) ~ C t^{-(d+1)/(d-1)}: the constants of its proof, and C itself (Section 7.2).

Two classes, no bias.  s(u) is the margin at radius 1, delta = 1 - m min s its depth, P the missed
probability, K = 2 v sum |w_j|.  For n > 2 classes the statements hold pair by pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial, pi, sqrt, tan

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.bounds._shell import Shell, sphere_area
from gcbook.bounds.realisability import normals


def missed_floor(shell: Shell, steepness: float) -> float:
    r"""Return c_1 with P >= c_1 delta^d, for delta <= 1/2.

        c_1 = p_min m (2/pi)^{d-2} |S^{d-2}| / (d (d-1) K^{d-1}) * min(1, 2 (M/m - 1))

    s grows by at most K per unit of angle, so around its least point a cone is missed.  The last
    factor matters for thin shells only: it is 1 as soon as M >= 3m/2.

    Notes
    -----
    Units (0, 0), for ``steepness`` of units (-1, 0).

    Examples
    --------
    >>> from gcbook.bounds import Shell, missed_floor
    >>> round(missed_floor(Shell(), 4.0), 6)
    0.026526
    """
    d = _planar_at_least(shell)
    k = _checks.real(steepness, "steepness", low=0, open_low=True)
    thin = min(1.0, 2 * (shell.outer / shell.inner - 1))
    sphere = sphere_area(d - 1) * (2 / pi) ** (d - 2)
    return float(thin * shell.p_min * shell.inner * sphere / (d * (d - 1) * k ** (d - 1)))


def missed_ceiling(shell: Shell, loss: float) -> float:
    """Return sqrt(8 A l), A = p_max |S^{d-1}| M^d, which P cannot exceed.

    Points with ``0 < 1 - phi < e`` have mass at most 2 A e for e <= 1/2, so l <= A/2 gives
    ``l >= P^2 / (8 A)``; beyond it 8 A l > 1.

    Notes
    -----
    Units (0, 0).

    Examples
    --------
    >>> from gcbook.bounds import Shell, missed_ceiling
    >>> round(missed_ceiling(Shell(), 1e-4), 4)
    0.0462
    """
    value = _checks.real(loss, "loss", low=0)
    d = _planar_at_least(shell)
    return sqrt(8 * shell.p_max * sphere_area(d) * shell.outer**d * value)


def lojasiewicz(shell: Shell, steepness: float, norm: float) -> float:
    r"""Return kappa with |grad l| >= kappa l^{d/(d+1)} while delta <= 1/2.

        kappa = c_1^{1/(d+1)} / (2 |W|_F)

    From Euler's identity <W, -grad l> = P - l, l <= delta P, and P >= c_1 delta^d.

    Parameters
    ----------
    steepness : float
        K = 2 v sum |w_j|, or any larger number.
    norm : float
        The Frobenius norm of W, or any larger number.

    Notes
    -----
    Units (1, 1), as the gradient's.

    Examples
    --------
    >>> from gcbook.bounds import Shell, lojasiewicz
    >>> round(lojasiewicz(Shell(), 4.0, 2.5), 5)
    0.05965
    """
    size = _checks.real(norm, "norm", low=0, open_low=True)
    return float(missed_floor(shell, steepness) ** (1 / (shell.dimension + 1)) / (2 * size))


def rate_exponent(d: float) -> float:
    """Return (d+1)/(d-1), the exponent of the rate law; d + a for a density (|x| - m)^a.

    Examples
    --------
    >>> rate_exponent(2), rate_exponent(3)
    (3.0, 2.0)
    """
    effective = _checks.real(d, "d", low=1, open_low=True)
    return (effective + 1) / (effective - 1)


def loss_ceiling(shell: Shell, kappa: float, time: npt.ArrayLike) -> FloatArray:
    r"""Return the bound of the rate law on l, a time after which delta <= 1/2 and |W| is bounded.

        l(t) <= ( (d-1)/(d+1) kappa^2 (t - t_0) )^{-(d+1)/(d-1)}

    Examples
    --------
    >>> from gcbook.bounds import Shell, loss_ceiling
    >>> float(loss_ceiling(Shell(), 1.0, 3.0))
    1.0
    """
    d = _planar_at_least(shell)
    t = _checks.array(time, "time", "a number or an array of times")
    return np.asarray(((d - 1) / (d + 1) * kappa**2 * t) ** (-rate_exponent(d)))


def trapped(
    shell: Shell, weights: npt.ArrayLike, depth: float, loss: float, *, v: float = 0.5
) -> bool:
    r"""Return whether gradient flow from here is certain to converge, with the condition for ever.

    With depth delta <= 1/4, kappa~ = c_1^{1/(d+1)} / (4 |W|_F) and c_1 taken at
    K = 4 v sqrt(k) |W|_F, the certificate is

        (d+1) l^{1/(d+1)} / kappa~  <=  min( |W|_F, 1 / (8 v m sqrt(k)) ):

    the path is too short for the weights to double or for delta to pass 1/2.  No assumption on
    boundedness.  k counts the moving columns.

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook.bounds import Shell, trapped
    >>> trapped(Shell(), np.eye(3, 2), 0.3, 1e-9), trapped(Shell(), np.eye(3, 2), 0.1, 1e-12)
    (False, True)
    """
    rows = _checks.points(weights, "weights")
    d, moving = shell.dimension, int((rows != 0).any(axis=-1).sum())
    if depth > 0.25 or not moving:
        return False
    norm = float(np.linalg.norm(rows))
    floor = missed_floor(shell, 4 * v * sqrt(moving) * norm)
    path = (d + 1) * loss ** (1 / (d + 1)) * 4 * norm / floor ** (1 / (d + 1))
    return bool(path <= min(norm, 1 / (8 * v * shell.inner * sqrt(moving))))


@dataclass(frozen=True, eq=False)
class Tail:
    """The end of a run: the rays still missed, and the constant of the rate law they give.

    Attributes
    ----------
    rays : ndarray, shape (Q, d)
        Unit vectors q of the least margin that are still missed.
    depth : ndarray, shape (Q,)
        delta_q = 1 - m s(q) > 0.
    weight : ndarray, shape (Q,)
        c_q of ``l = sum_q c_q delta_q^{d+1}``.
    coupling : ndarray, shape (Q, Q)
        G of ``d delta / dt = -(d+1) G c delta^d``.
    """

    rays: FloatArray
    depth: FloatArray
    weight: FloatArray
    coupling: FloatArray

    @property
    def loss(self) -> float:
        """The leading order of the loss, sum_q c_q delta_q^{d+1}."""
        return float((self.weight * self.depth ** (self.rays.shape[1] + 1)).sum())

    @property
    def constant(self) -> float:
        """C of l ~ C t^{-(d+1)/(d-1)}: xi = (d^2-1) G c xi^d, C = sum c xi^{d+1}.

        The solution nearest to the present depths is taken: a regular polygon is an unstable one.
        """
        d = self.rays.shape[1]
        g, c = self.coupling, self.weight
        force = c * self.depth**d
        scale = force @ self.depth / ((d * d - 1) * force @ g @ force)

        def balance(xi: FloatArray) -> FloatArray:
            return np.asarray(xi - (d * d - 1) * g @ (c * np.maximum(xi, 0.0) ** d))

        from scipy.optimize import root  # on demand: SciPy is slow to load

        xi = root(balance, scale ** (1 / (d - 1)) * self.depth, tol=1e-13).x
        return float((c * np.maximum(xi, 0.0) ** (d + 1)).sum())


def tail(weights: npt.ArrayLike, signs: npt.ArrayLike, shell: Shell, *, v: float = 0.5) -> Tail:
    r"""Return the missed rays at the end of a run, with the constants c_q and G of the rate law.

    A missed ray q is a vertex: d - 1 positive neurons are at zero there, each with the share
    lambda in (0, 1) of 2 v sum +-lambda_i w_i = s(q) q, the foot of the perpendicular (lambda = 1
    for an active neuron, 0 for an inactive one).  Then

        c_q  = p(m) m / ( (2v)^{d-1} (d+1)! |w_1 ^ ... ^ w_{d-1}| prod lambda_i (1 - lambda_i) ),
        G_pq = 4 v^2 m^2 <p, q> sum_i lambda_i^p lambda_i^q.

    Parameters
    ----------
    weights : array_like, shape (k, d)
        Late in training, so that the missed part is a small neighbourhood of the rays.
    signs : array_like, shape (k,)
        +1 for the positive neurons, -1 for those of the other class.
    shell : Shell
        The density at the inner rim is taken to be ``p_min``: uniform data.

    Raises
    ------
    ValueError
        If no ray is missed, or a missed vertex is not simple (more than d - 1 neurons at zero, as
        for even polygons), where these constants do not apply.

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook.bounds import Shell, polygon_constant, tail
    >>> corners = 2 * np.pi / 3 * np.arange(3)
    >>> triangle = np.column_stack([np.cos(corners), np.sin(corners)])
    >>> end = tail(triangle * (1 - 1e-9) / np.cos(np.pi / 6), np.ones(3), Shell())
    >>> round(end.constant / polygon_constant(3), 6)
    1.0
    """
    rows = _checks.points(weights, "weights")
    sign = _checks.signs(signs, "signs", len(rows))
    at = normals(rows[sign > 0])
    slope = 2 * v * (np.maximum(at @ rows.T, 0.0) @ sign)
    depth = 1 - shell.inner * slope
    missed = np.flatnonzero(depth > 0)
    if not len(missed):
        raise ValueError("weights must still miss a ray; these miss none")
    rays, depth = at[missed], depth[missed]
    shares = np.array([_shares(rows, sign, q) for q in rays])
    weight = np.array(
        [_ray_weight(rows, q, s, shell, v) for q, s in zip(rays, shares, strict=True)]
    )
    coupling = 4 * v * v * shell.inner**2 * (rays @ rays.T) * (shares @ shares.T)
    return Tail(rays=rays, depth=depth, weight=weight, coupling=coupling)


def polygon_constant(k: int, shell: Shell | None = None, *, v: float = 0.5) -> float:
    r"""Return C of the rate law l ~ C t^{-3} for a regular k-gon of positive neurons (d = 2).

        odd:   k / (12  p^2 m^10 v^6 cot^8(pi / 2k))
        even:  k / (192 p^2 m^10 v^6 cot^8(pi / k)),     the constant of two k/2-gons in one

    Examples
    --------
    >>> from gcbook.bounds import polygon_constant
    >>> [round(polygon_constant(k), 5) for k in (3, 4, 5, 6)]
    [17.54596, 118.43525, 0.29425, 2.19325]
    """
    data = Shell() if shell is None else shell
    _checks.integer(k, "k", low=3)
    number, angle = (12, pi / (2 * k)) if k % 2 else (192, pi / k)
    return float(k * tan(angle) ** 8 / (number * data.p_min**2 * data.inner**10 * v**6))


def simplex_constant(shell: Shell | None = None, *, v: float = 0.5) -> float:
    """Return C of l ~ C t^{-2} for a regular tetrahedron, 9 sqrt(2) / (2048 v^4 p m^7) (d = 3).

    Examples
    --------
    >>> from gcbook.bounds import simplex_constant
    >>> round(simplex_constant(), 6)
    2.915642
    """
    data = Shell(3) if shell is None else shell
    return float(9 * sqrt(2) / (2048 * v**4 * data.p_min * data.inner**7))


def octahedron_constant(shell: Shell | None = None, *, v: float = 0.5) -> float:
    """Return C of l ~ C t^{-2} for a regular octahedron, 9 / (256 v^4 p m^7) (d = 3).

    Examples
    --------
    >>> from gcbook.bounds import octahedron_constant
    >>> round(octahedron_constant(), 4)
    16.4934
    """
    data = Shell(3) if shell is None else shell
    return float(9 / (256 * v**4 * data.p_min * data.inner**7))


def _shares(rows: FloatArray, sign: FloatArray, q: FloatArray) -> FloatArray:
    """Return lambda: 1 for active neurons, 0 for inactive ones, the foot's shares at zero."""
    reach = rows @ q
    at_zero = np.abs(reach) < 1e-9 * np.linalg.norm(rows, axis=1)  # no row of zeros
    at_zero &= sign > 0
    if at_zero.sum() != rows.shape[1] - 1:
        raise ValueError(
            f"weights must have d - 1 = {rows.shape[1] - 1} neurons at zero on a missed ray; "
            f"got {int(at_zero.sum())}"
        )
    shares = (reach > 0).astype(np.float64)
    shares[at_zero] = 0.0
    whole = (sign * shares) @ rows
    rest = (whole @ q) * q - whole
    shares[at_zero] = np.linalg.lstsq(rows[at_zero].T, rest, rcond=None)[0]
    return shares


def _ray_weight(
    rows: FloatArray, q: FloatArray, shares: FloatArray, shell: Shell, v: float
) -> float:
    d = rows.shape[1]
    part = (np.abs(rows @ q) <= 1e-9 * np.linalg.norm(rows, axis=1)) & (shares > 0) & (shares < 1)
    if part.sum() != d - 1:
        raise ValueError(f"a missed ray must be a minimum of the margin; the shares are {shares}")
    wedge = sqrt(np.linalg.det(rows[part] @ rows[part].T))
    spread = float(np.prod(shares[part] * (1 - shares[part])))
    scale = (2 * v) ** (d - 1) * factorial(d + 1)
    return float(shell.p_min * shell.inner / (scale * wedge * spread))


def _planar_at_least(shell: Shell) -> int:
    if shell.dimension < 2:
        raise ValueError(f"shell must have dimension >= 2; got {shell.dimension}")
    return shell.dimension
