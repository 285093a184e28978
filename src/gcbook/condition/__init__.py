"""The geometric condition (interim front door: linprog; replaced by the certified engines)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

from gcbook import _checks
from gcbook._checks import BoolArray


def holds(weights: npt.ArrayLike) -> bool | BoolArray:
    """Interim."""
    rows = _checks.weights(weights)
    flat = rows.reshape(-1, *rows.shape[-2:])
    out = np.array([_one(w) for w in flat]).reshape(rows.shape[:-2])
    return bool(out) if out.ndim == 0 else out


def _one(w: npt.NDArray[np.float64]) -> bool:
    w = w[np.any(w != 0, axis=1)]
    if len(w) <= w.shape[1] or np.linalg.matrix_rank(w) < w.shape[1]:
        return False
    w = w / np.linalg.norm(w, axis=1, keepdims=True)
    return bool(nnls(w.T, -w.sum(axis=0))[1] < 1e-12)
