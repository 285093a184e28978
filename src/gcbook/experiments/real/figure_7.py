"""Figure 7: what a random 3-D picture of a layer can and cannot tell.

The paper projects the weight vectors of a layer to random three-dimensional subspaces, sees the
origin inside the convex hull, and concludes that the geometric condition holds.  If the condition
holds in R^d it holds in every projection.  The converse fails, and here it fails badly: k vectors
in R^d with k <= d can never satisfy the condition, yet for directions without preference their
projection to a random 3-D subspace satisfies it with the probability of Remark 3,
``gc_probability(k, 3)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from scipy.spatial import ConvexHull

from gcbook import _checks
from gcbook._checks import FloatArray, IntArray
from gcbook.condition import Certificate, certify, holds
from gcbook.deep import Images
from gcbook.experiments._store import Arrays
from gcbook.experiments.real.figure_6 import PaperLeNetConfig, of_one_run
from gcbook.probability import gc_probability


@dataclass(frozen=True, eq=False)
class Panel:
    """One picture: the directions of a layer inside a 3-D subspace.

    Attributes
    ----------
    title : str
    directions : ndarray, shape (k, 3)
        Unit vectors.
    faces : ndarray of int, shape (m, 3)
        Triangles of their convex hull.
    passes : bool
        Whether the origin is interior to the hull.
    """

    title: str
    directions: FloatArray
    faces: IntArray
    passes: bool


@dataclass(frozen=True)
class LayerTest:
    """What the 3-D picture says about a layer, and what is true.

    Attributes
    ----------
    name : str
    neurons, dimension : int
        k and d.
    condition : bool
        Whether the geometric condition holds in R^d, by certificate.
    verified : bool
        Whether the certificate passed in exact arithmetic.
    passes, trials : int
        Random 3-D projections that satisfy the condition.
    low, high : float
        Clopper-Pearson interval for the chance of passing.
    predicted : float
        The chance for directions without preference, ``gc_probability(k, 3)``.
    """

    name: str
    neurons: int
    dimension: int
    condition: bool
    verified: bool
    passes: int
    trials: int
    low: float
    high: float
    predicted: float


@dataclass(frozen=True, eq=False)
class Figure7:
    """All layers that were tested, with example pictures.

    Attributes
    ----------
    layers : tuple of LayerTest
    panels : tuple of Panel
        For each layer two random projections and the one that its certificate points at.
    confidence : float
    """

    layers: tuple[LayerTest, ...]
    panels: tuple[Panel, ...]
    confidence: float

    def to_frame(self) -> pd.DataFrame:
        """Return one row per layer."""
        return pd.DataFrame(
            [
                (t.name, t.neurons, t.dimension, t.condition, t.passes / t.trials, t.low, t.high,
                 t.predicted)
                for t in self.layers
            ],
            columns=["layer", "k", "d", "GC in R^d", "share passing", "low", "high", "P(k, 3)"],
        )  # fmt: skip


def random_projections(
    weights: npt.ArrayLike, trials: int, *, dimension: int = 3, seed: int | np.random.Generator = 0
) -> FloatArray:
    """Project the rows to `trials` uniformly random subspaces.

    Returns
    -------
    ndarray, shape (trials, k, dimension)
        Coordinates in an orthonormal basis of each subspace.
    """
    rows = _one_layer(weights)
    size = _checks.integer(dimension, "dimension", low=1, high=rows.shape[-1])
    rng = _checks.generator(seed)
    count = _checks.integer(trials, "trials", low=1)
    frames = rng.standard_normal((count, rows.shape[-1], size))
    return np.asarray(rows @ np.linalg.qr(frames)[0])


def revealing_projection(
    weights: npt.ArrayLike, *, seed: int | np.random.Generator = 0
) -> FloatArray:
    """Project rows that fail the condition to a 3-D subspace in which they visibly fail.

    The subspace contains a vector n with ``<n, w_j> >= 0`` for every row, so all projected rows
    lie on one side of a plane; the other two directions are random.  Where the rows are linearly
    independent n solves ``<n, w_j> = 1``; otherwise it is the normal of the certificate.

    Raises
    ------
    ValueError
        If the rows satisfy the condition: then they satisfy it in every projection.
    """
    rows = _one_layer(weights)
    certificate = _certify(rows)
    if certificate.holds:
        raise ValueError("weights must fail the geometric condition; they satisfy it")
    rng = _checks.generator(seed)
    # the certificate's normal may be perpendicular to every row: true, but nothing to look at
    axis = np.linalg.lstsq(rows, np.ones(len(rows)), rcond=None)[0]
    if (rows @ axis <= 0).any():
        axis = np.array([float(value) for value in certificate.normal])
    frame = np.column_stack([axis, rng.standard_normal((len(axis), 2))])
    basis = np.linalg.qr(frame)[0]
    return np.asarray(rows @ basis)


def fake_layer(
    neurons: int, dimension: int, cosine: float, *, seed: int | np.random.Generator = 0
) -> FloatArray:
    """Return unit vectors that all have the same cosine with the first axis.

    With ``cosine > 0`` they lie in an open half-space, as far from the geometric condition as one
    likes; perpendicular to the axis they are uniform.

    Examples
    --------
    >>> from gcbook.experiments.real.figure_7 import fake_layer
    >>> fake_layer(3, 8, 0.25)[:, 0].tolist()
    [0.25, 0.25, 0.25]
    """
    lean = _checks.real(cosine, "cosine", low=0, high=1)
    k = _checks.integer(neurons, "neurons", low=1)
    rest = _checks.generator(seed).standard_normal(
        (k, _checks.integer(dimension, "dimension", low=2) - 1)
    )
    rest *= np.sqrt(1 - lean**2) / np.linalg.norm(rest, axis=1, keepdims=True)
    return np.column_stack([np.full(k, lean), rest])


def figure7(
    layers: Mapping[str, npt.ArrayLike],
    *,
    trials: int = 400,
    confidence: float = 0.99,
    seed: int | np.random.Generator = 0,
) -> Figure7:
    """Test layers by random 3-D pictures and by certificate (Figure 7).

    Parameters
    ----------
    layers : mapping from str to array_like, shape (k, d)
        Name and weights of each layer, one neuron per row.
    trials : int
        Random projections per layer.
    confidence : float
        Level of the Clopper-Pearson intervals.
    seed : int or numpy.random.Generator
    """
    level = _checks.real(confidence, "confidence", low=0, high=1, open_low=True, open_high=True)
    rng = _checks.generator(seed)
    tests, panels = [], []
    for name, value in layers.items():
        rows = _one_layer(value)
        pictures = random_projections(rows, trials, seed=rng)
        certificate = _certify(rows)
        k, d = rows.shape
        passed = np.asarray(holds(pictures))
        count = int(passed.sum())
        interval = stats.binomtest(count, trials).proportion_ci(level, method="exact")
        chance = float(gc_probability(k, 3))
        tests.append(
            LayerTest(
                name=name,
                neurons=k,
                dimension=d,
                condition=certificate.holds,
                verified=certificate.verify(),
                passes=count,
                trials=trials,
                low=float(interval.low),
                high=float(interval.high),
                predicted=chance,
            )
        )
        panels += [_panel(f"{name}, random", picture) for picture in pictures[:2]]
        if not certificate.holds:
            panels.append(_panel(f"{name}, chosen", revealing_projection(rows, seed=rng)))
    return Figure7(tuple(tests), tuple(panels), level)


def _one_layer(value: npt.ArrayLike) -> FloatArray:
    rows = _checks.weights(value)
    if rows.ndim != 2:
        raise ValueError(f"weights must be one layer of shape (k, d); got shape {rows.shape}")
    return rows


def _certify(rows: FloatArray) -> Certificate:
    certificate = certify(rows)
    assert isinstance(certificate, Certificate)  # one layer gives one certificate
    return certificate


def _panel(title: str, picture: FloatArray) -> Panel:
    directions = picture / np.linalg.norm(picture, axis=1, keepdims=True)
    faces = ConvexHull(directions).simplices if len(directions) > 3 else np.empty((0, 3), int)
    return Panel(title, directions, np.asarray(faces, dtype=np.int64), bool(holds(picture)))


@dataclass(frozen=True)
class Figure7Config(PaperLeNetConfig):
    """How Figure 7 is made: for the first start and seed.

    Parameters
    ----------
    trials : int
        Random projections per layer.
    confidence : float
        Level of the Clopper-Pearson intervals.
    seed : int
        Seed of the projections.
    """

    trials: int = 400
    confidence: float = 0.99
    seed: int = 0


def _gather(config: Figure7Config, arrays: list[Arrays], data: Images) -> Figure7:
    layers = {name: arrays[0][name] for name in ("fc1", "fc2")}
    return figure7(layers, trials=config.trials, confidence=config.confidence, seed=config.seed)


FIGURE_7 = of_one_run("figure7", Figure7Config, _gather)
