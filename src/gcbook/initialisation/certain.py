r"""Starts that satisfy the geometric condition for certain, with a certified margin.

The margin is gamma = min_{|u|=1} sum_j <w_j/|w_j|, u>_+ (`gcbook.bounds.zonotope_margin`).  Margins
of blocks of neurons add up, since the sum over j does:

    regular k-gon (d = 2)         cot(pi / 2k) / 2 for odd k,  cot(pi / k) for even k
    regular simplex, k = d + 1    sqrt((d + 1) / (2 d))
    cross-polytope, k = 2 d       1
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi, sqrt, tan
from typing import Any, Literal

import numpy as np

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.initialisation.paper import _cross_polytope, _simplex, _turned

Kind = Literal["even", "polygon", "simplex", "cross-polytope", "antipodal"]
KINDS: tuple[Kind, ...] = ("even", "polygon", "simplex", "cross-polytope", "antipodal")


@dataclass(frozen=True, eq=False)
class Start:
    """Weights to start from, and what is known of them.

    Attributes
    ----------
    weights : ndarray, shape (k, d)
        One neuron per row; read-only.
    margin : float
        A lower bound on gamma, from a formula; positive, so the condition holds.

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook.initialisation import certain_start
    >>> layer = np.empty((7, 3), dtype=np.float32)
    >>> certain_start(7, 3, scale=0.1, seed=1).fill(layer).shape
    (7, 3)
    """

    weights: FloatArray
    margin: float

    def fill(self, layer: Any) -> Any:
        """Copy the weights into a layer of shape (k, d), in place, and return it.

        Parameters
        ----------
        layer : ndarray or torch.Tensor
            For example ``torch.nn.Linear(d, k).weight``: neurons are rows there as well.  Its type
            and its device stay as they are, and nothing is recorded for differentiation.

        Raises
        ------
        ValueError
            If the shapes differ.
        """
        if tuple(layer.shape) != self.weights.shape:
            raise ValueError(
                f"layer must have shape {self.weights.shape}; got {tuple(layer.shape)}"
            )
        if isinstance(layer, np.ndarray):
            layer[...] = self.weights
        else:  # torch: a parameter may only be written through its data
            layer.data.copy_(layer.data.new_tensor(self.weights.tolist()))
        return layer


def certain_start(
    k: int, d: int, *, kind: Kind = "even", scale: float = 1.0, seed: int | np.random.Generator = 0
) -> Start:
    """Return k neurons in R^d that satisfy the geometric condition, each of norm `scale`.

    Parameters
    ----------
    k, d : int
        At least d + 1 neurons, fewer cannot satisfy it.
    kind : str
        - ``"even"``: any k and d.  A polygon in the plane; otherwise as many randomly turned
          simplices as fit, and what remains in opposite pairs.
        - ``"polygon"``: d = 2.
        - ``"simplex"``: k = d + 1.  ``"cross-polytope"``: k = 2 d.
        - ``"antipodal"``: k even, k >= 2 d: opposite pairs, a cross-polytope first.
    scale : float
        Norm of every row.
    seed : int or numpy.random.Generator
        The whole start is turned by a random rotation.

    Returns
    -------
    Start

    Raises
    ------
    ValueError
        If this kind of start does not exist for k and d.

    Examples
    --------
    >>> from gcbook import holds
    >>> start = certain_start(11, 4, seed=3)
    >>> holds(start.weights), round(start.margin, 4)
    (True, 1.5811)
    """
    count, dimension = _checks.integer(k, "k", low=1), _checks.integer(d, "d", low=1)
    size = _checks.real(scale, "scale", low=0, open_low=True)
    rng = _checks.generator(seed)
    makers: dict[str, Callable[[int, int, np.random.Generator], Start]] = {
        "even": even,
        "polygon": _plane_only,
        "simplex": _exactly_simplex,
        "cross-polytope": _exactly_cross_polytope,
        "antipodal": antipodal,
    }
    found = makers[_checks.choice(kind, "kind", KINDS)](count, dimension, rng)
    rows = size * found.weights
    rows.flags.writeable = False
    return Start(rows, found.margin)


def polygon(k: int, turn: float = 0.0) -> Start:
    """Return the regular k-gon, its first vertex at the angle `turn`.

    An even polygon is two copies of opposite neurons: for k/2 odd it spans the same lines, and
    trains at the same rate, as the k/2-gon.

    Examples
    --------
    >>> round(polygon(3).margin, 6), round(polygon(4).margin, 6), round(polygon(6).margin, 6)
    (0.866025, 1.0, 1.732051)
    """
    count = _checks.integer(k, "k", low=3)
    angle = _checks.real(turn, "turn") + 2 * pi / count * np.arange(count)
    margin = 1 / tan(pi / count) if count % 2 == 0 else 0.5 / tan(pi / (2 * count))
    return Start(np.column_stack([np.cos(angle), np.sin(angle)]), margin)


def antipodal(k: int, d: int, seed: int | np.random.Generator = 0) -> Start:
    """Return k/2 opposite pairs: as many turned cross-polytopes as fit, then random pairs.

    Their sum is zero, and the margin at least the number of cross-polytopes.

    Examples
    --------
    >>> start = antipodal(10, 2, seed=0)
    >>> start.margin, start.weights.sum(axis=0).tolist()
    (2.0, [0.0, 0.0])
    """
    _checks.integer(d, "d", low=1)
    pairs = _pairs(k, "antipodal")
    if pairs < d:
        raise ValueError(f"k must be at least 2 d = {2 * d} for an antipodal start; got {k}")
    rng = _checks.generator(seed)
    rows = [_turned(_cross_polytope(d), (), rng) for _ in range(pairs // d)]
    rows.append(_opposite(pairs % d, d, rng))
    return Start(np.concatenate(rows), float(pairs // d))


def even(k: int, d: int, seed: int | np.random.Generator = 0) -> Start:
    """Return k evenly spread neurons, for any k > d: a polygon, or turned simplices and pairs.

    Examples
    --------
    >>> [round(even(k, 3).margin, 3) for k in (4, 8, 9)]
    [0.816, 1.633, 1.633]
    """
    count, dimension = _checks.integer(k, "k", low=1), _checks.integer(d, "d", low=1)
    if count <= dimension:
        raise ValueError(f"k must be at least d + 1 = {dimension + 1}; got {count}")
    rng = _checks.generator(seed)
    if dimension == 2:
        return polygon(count, rng.uniform(0, 2 * pi))
    blocks, rest = divmod(count, dimension + 1)
    rows = [_turned(_simplex(dimension), (), rng) for _ in range(blocks)]
    rows.append(_opposite(rest // 2, dimension, rng))
    rows.append(_directions(rest % 2, dimension, rng))
    return Start(np.concatenate(rows), blocks * simplex_margin(dimension))


def simplex_margin(d: int) -> float:
    r"""Return gamma of the regular simplex of R^d.

    The numbers a_j = <w_j, u> have sum 0 and sum of squares (d+1)/d.  Let p be the sum of the
    positive ones, and so minus that of the negative ones.  Each half of the squares is at most p^2,
    so 2 p^2 >= (d+1)/d, with equality for one positive and one negative number: u along w_i - w_j.

    Examples
    --------
    >>> [round(simplex_margin(d), 6) for d in (1, 2, 3)]
    [1.0, 0.866025, 0.816497]
    """
    return sqrt((d + 1) / (2 * _checks.integer(d, "d", low=1)))


def _plane_only(k: int, d: int, rng: np.random.Generator) -> Start:
    if d != 2:
        raise ValueError(f"d must be 2 for a polygon; got {d}")
    return polygon(k, rng.uniform(0, 2 * pi))


def _exactly_simplex(k: int, d: int, rng: np.random.Generator) -> Start:
    if k != d + 1:
        raise ValueError(f"k must be d + 1 = {d + 1} for a simplex; got {k}")
    return Start(_turned(_simplex(d), (), rng), simplex_margin(d))


def _exactly_cross_polytope(k: int, d: int, rng: np.random.Generator) -> Start:
    if k != 2 * d:
        raise ValueError(f"k must be 2 d = {2 * d} for a cross-polytope; got {k}")
    return Start(_turned(_cross_polytope(d), (), rng), 1.0)


def _pairs(k: int, kind: str) -> int:
    if _checks.integer(k, "k", low=2) % 2:
        raise ValueError(f"k must be even for an {kind} start; got {k}")
    return k // 2


def _directions(count: int, d: int, rng: np.random.Generator) -> FloatArray:
    rows = rng.standard_normal((count, d))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def _opposite(pairs: int, d: int, rng: np.random.Generator) -> FloatArray:
    rows = _directions(pairs, d, rng)
    return np.concatenate([rows, -rows])
