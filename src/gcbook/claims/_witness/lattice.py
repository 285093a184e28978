"""Deciding the forms of Lemma 5.2 on integer vectors, exactly, and each from its own definition.

All vectors of a family have one and the same length, so their convex hull is that of the unit
vectors up to a scale.  The arithmetic is int64 on entries below 100, which is exact.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from gcbook._checks import BoolArray, IntArray

_HALF = np.array([(5, 0), (4, 3), (3, 4), (0, 5), (-3, 4), (-4, 3)])
DODECAGON: IntArray = np.concatenate([_HALF, -_HALF])
"""Twelve vectors of length 5 in the plane, shape (12, 2)."""


def shell() -> IntArray:
    """Return the thirty integer vectors of length 3 in space, shape (30, 3).

    Examples
    --------
    >>> shell().shape
    (30, 3)
    """
    cube: IntArray = np.stack(np.meshgrid(*[np.arange(-3, 4)] * 3, indexing="ij"), -1).reshape(
        -1, 3
    )
    on_shell: IntArray = cube[(cube**2).sum(axis=1) == 9]
    return on_shell


def subsets(family: IntArray, size: int) -> IntArray:
    """Return all subsets of `size` vectors, shape (subsets, size, d).

    Examples
    --------
    >>> subsets(DODECAGON, 2).shape
    (66, 2, 2)
    """
    index = np.array(list(combinations(range(len(family)), size)))
    return np.asarray(family[index])


def both_signs(sets: IntArray) -> BoolArray:
    """Form (1): every direction n has a vector with <n, w> > 0 and one with <n, w> < 0.

    It fails when some n != 0 has <n, w> >= 0 for all w.  These n form a cone: it contains a line
    when the vectors do not span, and otherwise one of its edges is normal to d - 1 of them.
    """
    found = solid_cone(sets)
    for supporting, _ in _edges(sets):
        found &= ~supporting
    return found


def origin_inside(sets: IntArray) -> BoolArray:
    """Form (3): the origin is interior to the hull, that is, the vectors' cone is the whole space.

    Each of +-e_1, ..., +-e_d must be a non-negative combination of d of the vectors
    (Caratheodory), decided by Cramer's rule.
    """
    n, k, d = sets.shape
    targets = np.concatenate([np.eye(d, dtype=int), -np.eye(d, dtype=int)])
    reached = np.zeros((n, 2 * d), dtype=bool)
    for chosen in combinations(range(k), d):
        basis = sets[:, chosen]
        volume = _det(basis)
        for index, target in enumerate(targets):
            signs = [
                _det(np.concatenate([basis[:, :i], _rows(target, n), basis[:, i + 1 :]], axis=1))
                for i in range(d)
            ]
            inside = np.stack([s * np.sign(volume) >= 0 for s in signs], axis=1).all(axis=1)
            reached[:, index] |= (volume != 0) & inside
    return np.asarray(reached.all(axis=1))


def facets_with_origin(sets: IntArray, *, strict: bool = True) -> BoolArray:
    """Form (4): the origin lies on the same side of every facet of the hull as the vectors.

    With `strict` this is the repaired form: the hull has an interior and the origin is off every
    facet.  Without, it is the printed one: the origin may lie on a facet, and a hull without
    facets passes.
    """
    n, k, d = sets.shape
    found = np.ones(n, dtype=bool)
    solid = np.zeros(n, dtype=bool)
    for chosen in combinations(range(k), d):
        corner = sets[:, chosen]
        normal = _normal(corner[:, 1:] - corner[:, :1])
        level = np.einsum("nd,nd->n", normal, corner[:, 0])
        heights = np.einsum("nkd,nd->nk", sets, normal) - level[:, None]
        below, above = (heights <= 0).all(axis=1), (heights >= 0).all(axis=1)
        flat = below & above  # also the case of a zero normal
        solid |= ~flat
        # the level, with the sign that puts the vectors below the facet
        outward = np.where(below, level, -level)
        facet = (below | above) & ~flat
        found &= ~facet | ((outward > 0) if strict else (outward >= 0))
    return found & solid if strict else found


def solid_cone(sets: IntArray) -> BoolArray:
    """Return which sets of vectors span the space."""
    found = np.zeros(len(sets), dtype=bool)
    for chosen in combinations(range(sets.shape[1]), sets.shape[2]):
        found |= _det(sets[:, chosen]) != 0
    return found


def solid_hull(sets: IntArray) -> BoolArray:
    """Return which hulls have interior points."""
    if sets.shape[1] == 1:
        return np.zeros(len(sets), dtype=bool)
    return solid_cone(sets[:, 1:] - sets[:, :1])


def _rows(vector: IntArray, count: int) -> IntArray:
    return np.broadcast_to(vector, (count, 1, len(vector)))


def _det(matrices: IntArray) -> IntArray:
    d = matrices.shape[-1]
    total = np.zeros(len(matrices), dtype=np.int64)
    for j in range(d):
        minor = _det(np.delete(matrices[:, 1:], j, axis=2)) if d > 1 else 1
        total += (-1) ** j * matrices[:, 0, j] * minor
    return total


def _normal(rows: IntArray) -> IntArray:
    """Return the generalised cross product of d - 1 rows of R^d; zero if they are dependent."""
    d = rows.shape[-1]
    if d == 1:
        return np.ones((len(rows), 1), dtype=int)
    return np.stack([(-1) ** j * _det(np.delete(rows, j, axis=2)) for j in range(d)], axis=1)


def touching_half_space(sets: IntArray) -> BoolArray:
    """Return which sets lie in a half-space {<n, .> <= 0}, n != 0, and touch its boundary.

    If the vectors do not span, a normal to all of them will do; otherwise the extreme n are normal
    to d - 1 of the vectors.
    """
    found = ~solid_cone(sets)
    for supporting, heights in _edges(sets):
        found |= supporting & (heights == 0).any(axis=1)
    return found


def _edges(sets: IntArray) -> Iterator[tuple[BoolArray, IntArray]]:
    """Go through the normals to d - 1 of the vectors: which have all on one side, and heights."""
    for chosen in combinations(range(sets.shape[1]), sets.shape[2] - 1):
        normal = _normal(sets[:, chosen])
        heights = np.einsum("nkd,nd->nk", sets, normal)
        one_side = (heights >= 0).all(axis=1) | (heights <= 0).all(axis=1)
        yield normal.any(axis=1) & one_side, heights
