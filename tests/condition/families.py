"""Layers built to provoke a wrong verdict, and the exact oracle's truth about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from . import reference
from .test_adversarial import lattice, on_facet, pairs, pushed, rescaled, thin

Make = Callable[[np.random.Generator, int], np.ndarray]


def subnormal(rng: np.random.Generator, n: int, k: int, d: int) -> np.ndarray:
    """Lattice rows of a few units of the least float, beside rows of ordinary size."""
    rows = lattice(rng, n, k, d, 3)
    tiny = rng.random((n, k, 1)) < 0.5
    return np.where(tiny, rows * np.nextafter(0, 1), rows)


def far_apart(rng: np.random.Generator, n: int, k: int, d: int) -> np.ndarray:
    """Lattice rows times powers of two between 1e-300 and 1e300."""
    return np.ldexp(lattice(rng, n, k, d, 2), rng.integers(-990, 990, (n, k, 1)))


def one_ulp(rng: np.random.Generator, n: int, k: int, d: int) -> np.ndarray:
    """Rows on a facet, one entry moved to the next float."""
    rows = on_facet(rng, n, k, d)
    at = (np.arange(n), rng.integers(0, k, n), rng.integers(0, d, n))
    rows[at] = np.nextafter(rows[at], rng.choice([-np.inf, np.inf], n))
    return rows


def dummies(rng: np.random.Generator, n: int, k: int, d: int) -> np.ndarray:
    """Signed designs with an intercept, dummies, and a column that is a sum of two others."""
    design = (rng.random((n, k, d)) < 0.4).astype(float)
    design[:, :, 0] = 1
    if d > 3:
        design[:, :, 3] = design[:, :, 1] + design[:, :, 2]
    return rng.choice([-1.0, 1.0], (n, k, 1)) * design


def decimals(rng: np.random.Generator, n: int, k: int, d: int) -> np.ndarray:
    """Tenths, whose sums round: columns x, y and fl(x + y)."""
    rows = rng.integers(-9, 10, (n, k, d)) / 10.0
    if d > 2:
        rows[:, :, 2] = rows[:, :, 0] + rows[:, :, 1]
    return rows


def duplicates(rng: np.random.Generator, n: int, k: int, d: int) -> np.ndarray:
    """A few rows, each several times, some of the copies longer or shorter."""
    few = rng.standard_normal((n, d + 2, d))
    rows = np.take_along_axis(few, rng.integers(0, d + 2, (n, k, 1)), axis=1)
    return np.ldexp(rows, rng.integers(0, 3, (n, k, 1)))


def every_scale(rng: np.random.Generator, n: int, k: int, d: int) -> np.ndarray:
    """Thin layers times powers of ten between 1e-300 and 1e300, each rounded."""
    return thin(rng, n, k, d) * 10.0 ** rng.uniform(-300, 300, (n, 1, 1))


def fingers(rng: np.random.Generator, n: int, contacts: int) -> np.ndarray:
    """Wrenches (f, p x f) of planar contacts on a disc, with friction from none to ordinary."""
    angle = rng.integers(0, 12, (n, contacts)) * np.pi / 6
    place = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    tangent = np.stack([-place[..., 1], place[..., 0]], axis=-1)
    friction = rng.choice([0, 1e-200, 1e-17, 0.5], (n, 1, 1))
    force = np.concatenate([friction * tangent - place, -friction * tangent - place], axis=1)
    both = np.concatenate([place, place], axis=1)
    torque = both[..., 0] * force[..., 1] - both[..., 1] * force[..., 0]
    return np.concatenate([force, torque[..., None]], axis=-1)


def rare(rng: np.random.Generator, n: int, k: int, d: int) -> np.ndarray:
    """Signed designs whose last dummy occurs with one outcome only: quasi-separation."""
    rows = dummies(rng, n, k, d)
    rows[..., -1] = (rng.random((n, k)) < 0.3) & (rows[..., 0] > 0)
    return rows


def midpoints(rng: np.random.Generator, n: int, k: int, d: int) -> np.ndarray:
    """Vertices seen from the middle of the segment between two of them, as floats have it."""
    vertices = rng.standard_normal((n, k, d))
    return vertices - (vertices[:, :1] + vertices[:, 1:2]) / 2


def families() -> list[tuple[str, Make]]:
    """All families; each makes n layers."""
    return [
        ("lattice 6 x 3", lambda rng, n: lattice(rng, n, 6, 3, 1)),
        ("lattice 7 x 4", lambda rng, n: lattice(rng, n, 7, 4, 2)),
        ("thin 5 x 2", lambda rng, n: thin(rng, n, 5, 2)),
        ("thin 7 x 3", lambda rng, n: thin(rng, n, 7, 3)),
        ("pushed d = 3", lambda rng, n: pushed(rng, n, 3)),
        ("pushed d = 4", lambda rng, n: pushed(rng, n, 4)),
        ("facet 6 x 3", lambda rng, n: on_facet(rng, n, 6, 3)),
        ("one ulp 7 x 3", lambda rng, n: one_ulp(rng, n, 7, 3)),
        ("pairs 6 x 2", lambda rng, n: pairs(rng, n, 6, 2)),
        ("pairs 8 x 3", lambda rng, n: pairs(rng, n, 8, 3)),
        ("rescaled 6 x 3", lambda rng, n: rescaled(rng, lattice(rng, n, 6, 3, 3))),
        ("far apart 6 x 3", lambda rng, n: far_apart(rng, n, 6, 3)),
        ("subnormal 6 x 3", lambda rng, n: subnormal(rng, n, 6, 3)),
        ("dummies 8 x 4", lambda rng, n: dummies(rng, n, 8, 4)),
        ("decimals 7 x 3", lambda rng, n: decimals(rng, n, 7, 3)),
        ("duplicates 9 x 3", lambda rng, n: duplicates(rng, n, 9, 3)),
        ("every scale 6 x 3", lambda rng, n: every_scale(rng, n, 6, 3)),
        ("fingers 6 x 3", lambda rng, n: fingers(rng, n, 3)),
        ("rare level 9 x 4", lambda rng, n: rare(rng, n, 9, 4)),
        ("midpoints 6 x 3", lambda rng, n: midpoints(rng, n, 6, 3)),
    ]


def judged(
    cases: int, seed: int, chunk: int = 2000
) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Yield name, layers and truths until there are so many cases."""
    rng = np.random.default_rng(seed)
    done = 0
    while done < cases:
        for name, make in families():
            layers = make(rng, min(chunk, cases - done))
            yield name, layers, reference.decide(reference.integers(layers))
            done += len(layers)
            if done >= cases:
                return
