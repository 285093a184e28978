"""The condition where the theory needs it: each class's own neurons, in the class's own subspace.

The theory speaks of the neurons J_i = {j : v_ij > 0} projected to the subspace V_i of class i, so
this is what is tested, at every recorded step of a training run.  Every answer is a certificate
that is checked in exact arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.condition import certify
from gcbook.deep import Curve, Run
from gcbook.experiments._store import Arrays

_KEPT = ("holds", "verified", "neurons", "resultant")


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The condition for every class at one moment.

    Attributes
    ----------
    holds : ndarray of bool, shape (classes, dimensions)
    verified : ndarray of bool, shape (classes, dimensions)
        Whether the certificate for `holds` passed its check in exact arithmetic.
    neurons : ndarray of int, shape (classes,)
        k_i, the number of neurons in J_i.
    resultant : ndarray, shape (classes, dimensions)
        Length of the mean direction of the projected neurons: 0 when they balance, 1 when they
        all point the same way.
    """

    holds: BoolArray
    verified: BoolArray
    neurons: IntArray
    resultant: FloatArray


@dataclass(frozen=True, eq=False)
class Watched(Curve):
    """One training run with the condition beside the loss.

    Attributes
    ----------
    losses : ndarray, shape (iterations,)
    label : str
        How the run started.
    hidden, seed : int
    step : float
    steps : tuple of int
        Iterations of the snapshots.
    snapshots : tuple of Snapshot
    """

    label: str
    hidden: int
    seed: int
    step: float
    steps: tuple[int, ...]
    snapshots: tuple[Snapshot, ...]

    @classmethod
    def of(cls, arrays: Arrays, **about: Any) -> Self:
        """Return the run that `to_arrays` kept; `about` are the fields that say which it was."""
        shots = zip(*(arrays[name] for name in _KEPT), strict=True)
        return cls(
            losses=arrays["losses"],
            steps=tuple(arrays["steps"].tolist()),
            snapshots=tuple(Snapshot(*shot) for shot in shots),
            **about,
        )

    @property
    def verified(self) -> bool:
        """Whether every certificate passed its check in exact arithmetic."""
        return all(shot.verified.all() for shot in self.snapshots)

    def share(self, dimension: int) -> FloatArray:
        """Return the share of classes with the condition, one value per snapshot.

        Parameters
        ----------
        dimension : int
            Index into the tested dimensions.
        """
        return np.array([shot.holds[:, dimension].mean() for shot in self.snapshots])

    def at(self, fraction: float) -> int:
        """Return the index of the last snapshot before the loss falls to a fraction of its start.

        ``fraction = 0.5`` is the snapshot at T_half.
        """
        time = self.reaches(fraction)
        limit = len(self.losses) if np.isnan(time) else time
        return int(np.searchsorted(self.steps, limit, side="right") - 1)


def class_condition(
    hidden: npt.ArrayLike,
    outputs: npt.ArrayLike,
    bases: Sequence[FloatArray],
    dimensions: Sequence[int],
) -> Snapshot:
    """Test the condition of every class's own neurons in the class's own subspace.

    Parameters
    ----------
    hidden : array_like, shape (k, D)
        The neurons w_j as rows.
    outputs : array_like, shape (n, k)
        The output weights v_ij; J_i are the neurons with v_ij > 0.
    bases : sequence of n arrays, each of shape (d, D)
        An orthonormal basis of each V_i, most important direction first.
    dimensions : sequence of int
        Test the first d directions of each basis, for these d.
    """
    rows = _checks.weights(hidden, "hidden")
    owners = _checks.weights(outputs, "outputs") > 0
    shape = (len(bases), len(dimensions))
    answers, checked = np.zeros(shape, bool), np.zeros(shape, bool)
    resultant = np.zeros(shape)
    for i, basis in enumerate(bases):
        mine = rows[owners[i]] @ basis.T
        for column, d in enumerate(dimensions):
            projected = mine[:, :d]
            if not len(projected):
                checked[i, column] = True  # no neuron at all: the condition fails trivially
                continue
            certificate = certify(projected)
            answers[i, column] = certificate.holds
            checked[i, column] = certificate.verify()
            lengths = np.linalg.norm(projected, axis=1, keepdims=True)
            resultant[i, column] = np.linalg.norm((projected / lengths).mean(axis=0))
    return Snapshot(answers, checked, owners.sum(axis=1), resultant)


def to_arrays(run: Run[Any, Snapshot]) -> Arrays:
    """Return what a cell keeps of a run whose observations are snapshots."""
    stacked = {name: np.stack([getattr(shot, name) for shot in run.observed]) for name in _KEPT}
    return {"losses": run.losses, "steps": np.array(run.steps), **stacked}
