"""Where gradient descent starts (Section 6.1 and Section 7)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray


def random_start(
    k: int, d: int, *, runs: int | None = None, seed: int | np.random.Generator = 0
) -> FloatArray:
    """Draw weights with independent standard normal entries, the paper's random initialisation.

    Table 1 draws all 2k neurons of equation (7) like this, those with positive and those with
    negative output: ``random_start(2 * k, 2, runs=100)``.

    Parameters
    ----------
    k, d : int
        Neurons (rows) and dimension.
    runs : int, optional
        How many starts; without it, a single one.
    seed : int or numpy.random.Generator

    Returns
    -------
    ndarray, shape (runs, k, d), or (k, d) if `runs` is None

    Examples
    --------
    >>> from gcbook import random_start
    >>> random_start(6, 2, runs=3, seed=7).shape
    (3, 6, 2)
    """
    shape = _shape(k, d, runs)
    return _checks.generator(seed).standard_normal(shape)


def half_space_start(
    k: int, d: int, *, runs: int | None = None, seed: int | np.random.Generator = 0
) -> FloatArray:
    """Draw as `random_start` does, and make every first coordinate positive.

    All neurons lie in one half space, so no subset of them satisfies the geometric condition.
    With the same seed the weights are those of `random_start` up to signs: the two columns of
    Table 1 can be compared in pairs.

    Parameters
    ----------
    k, d, runs, seed
        As in `random_start`.

    Returns
    -------
    ndarray, shape (runs, k, d), or (k, d) if `runs` is None

    Examples
    --------
    >>> from gcbook import half_space_start, holds
    >>> starts = half_space_start(12, 2, runs=100, seed=7)
    >>> bool((starts[..., 0] > 0).all()), bool(holds(starts).any())
    (True, False)
    """
    weights = random_start(k, d, runs=runs, seed=seed)
    weights[..., 0] = np.abs(weights[..., 0])
    return weights


def simplex_start(
    k: int,
    d: int,
    *,
    scale: float = 1.0,
    runs: int | None = None,
    seed: int | np.random.Generator = 0,
) -> FloatArray:
    """Place d + 1 neurons at the vertices of a randomly turned regular simplex, the rest at random.

    The geometric condition holds for certain, with the fewest neurons that allow it.  The vertices
    come first: in equation (7) these are neurons with positive output, so
    ``simplex_start(2 * k, d)`` with ``k >= d + 1`` starts `binary_network(k)` within the condition.

    Parameters
    ----------
    k, d : int
        Neurons and dimension, ``k >= d + 1``.
    scale : float
        Norm of the vertices; the other rows are `scale` times standard normal.
    runs, seed
        As in `random_start`.

    Returns
    -------
    ndarray, shape (runs, k, d), or (k, d) if `runs` is None

    Examples
    --------
    >>> from gcbook import holds, simplex_start
    >>> bool(holds(simplex_start(5, 3, runs=100, seed=7)).all())
    True
    """
    return _fixed_start(_simplex(_checks.integer(d, "d", low=1)), k, scale, runs, seed)


def cross_polytope_start(
    k: int,
    d: int,
    *,
    scale: float = 1.0,
    runs: int | None = None,
    seed: int | np.random.Generator = 0,
) -> FloatArray:
    """Place 2 d neurons at the vertices +-e_i of a randomly turned cross-polytope.

    The other rows are random.

    The geometric condition holds for certain, but by opposite pairs: no d + 1 of the vertices
    alone satisfy it when d >= 2.

    Parameters
    ----------
    k, d : int
        Neurons and dimension, ``k >= 2 d``.
    scale, runs, seed
        As in `simplex_start`.

    Returns
    -------
    ndarray, shape (runs, k, d), or (k, d) if `runs` is None

    Examples
    --------
    >>> from gcbook import cross_polytope_start
    >>> cross_polytope_start(4, 2, scale=0.5, seed=7).shape
    (4, 2)
    """
    return _fixed_start(_cross_polytope(_checks.integer(d, "d", low=1)), k, scale, runs, seed)


def widen(weights: npt.ArrayLike, k: int) -> FloatArray:
    """Embed weights of equation (7) in `binary_network(k)`, which is at least as wide.

    The new neurons are rows of zeros: they are never active and never move, and the geometric
    condition ignores them, so the wider network does what the narrower did.  This lets runs of
    different widths share one call of `gcbook.descend_many`.

    Parameters
    ----------
    weights : array_like, shape (..., 2 l, d)
        Weights for `binary_network(l)` with ``l <= k``: positive neurons first.
    k : int
        Neurons per sign of the wider network.

    Returns
    -------
    ndarray, shape (..., 2 k, d)

    Examples
    --------
    >>> from gcbook import initialisation
    >>> initialisation.widen([[1.0, 2.0], [3.0, 4.0]], 2).tolist()
    [[1.0, 2.0], [0.0, 0.0], [3.0, 4.0], [0.0, 0.0]]
    """
    rows = _checks.weights(weights)
    if rows.shape[-2] % 2:
        raise ValueError(
            f"weights must have an even number of rows, as many for each sign; got {rows.shape[-2]}"
        )
    half = rows.shape[-2] // 2
    _checks.integer(k, "k", low=half)
    split = rows.reshape(*rows.shape[:-2], 2, half, rows.shape[-1])
    padding = [(0, 0)] * (split.ndim - 2) + [(0, k - half), (0, 0)]
    return np.pad(split, padding).reshape(*rows.shape[:-2], 2 * k, rows.shape[-1])


def _shape(k: int, d: int, runs: int | None) -> tuple[int, ...]:
    rows = _checks.integer(k, "k", low=1), _checks.integer(d, "d", low=1)
    return rows if runs is None else (_checks.integer(runs, "runs", low=0), *rows)


def _fixed_start(
    vertices: FloatArray,
    k: int,
    scale: float,
    runs: int | None,
    seed: int | np.random.Generator,
) -> FloatArray:
    """Place randomly turned `vertices` first, and Gaussian rows after them."""
    count, d = vertices.shape
    size = _checks.real(scale, "scale", low=0, open_low=True)
    _checks.integer(k, "k", low=count)
    rng = _checks.generator(seed)
    weights = rng.standard_normal(_shape(k, d, runs))
    weights[..., :count, :] = _turned(vertices, weights.shape[:-2], rng)
    return np.asarray(size * weights)


def _turned(vertices: FloatArray, batch: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
    """Turn the vertices by one uniformly random orthogonal matrix per batch element."""
    d = vertices.shape[1]
    q, r = np.linalg.qr(rng.standard_normal((*batch, d, d)))
    # QR fixes signs by convention; undoing that makes the law uniform (Mezzadri 2007)
    signs = np.where(np.diagonal(r, axis1=-2, axis2=-1) < 0, -1.0, 1.0)
    # elementwise products, so that opposite vertices stay exactly opposite
    turned = vertices[:, :, None] * (q * signs[..., None, :])[..., None, :, :]
    return np.asarray(turned.sum(axis=-2))


def _simplex(d: int) -> FloatArray:
    """Return the d + 1 vertices of a regular simplex on the unit sphere, centred at 0.

    The columns of Helmert's matrix: written out, because the basis that a decomposition picks
    where all singular values are equal changes from one linear algebra library to another.
    """
    vertices = np.zeros((d + 1, d))
    for j in range(1, d + 1):
        vertices[:j, j - 1] = 1
        vertices[j, j - 1] = -j
        vertices[:, j - 1] *= np.sqrt((d + 1) / (d * j * (j + 1)))
    return vertices


def _cross_polytope(d: int) -> FloatArray:
    """Return the 2 d vertices e_1, -e_1, e_2, ..."""
    return np.stack([np.eye(d), -np.eye(d)], axis=1).reshape(2 * d, d)
