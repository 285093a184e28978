"""The two-layer ReLU network of Section 2, its hinge loss and its gradient.

    h_j = <w_j, x> - b_j                    k neurons, weights are rows w_j
    f_i = sum_j v_ij relu(h_j)              n outputs, V fixed (Assumption 1)
    l_i(W) = E_{x ~ D_i} sum_{r != i} max(0, 1 - f_i(x) + f_r(x))

The gradient is the formula of the paper, also where the loss has a kink: relu'(0) = 0, and a pair
with f_i - f_r = 1 exactly contributes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import attrs
import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray, IntArray
from gcbook.data import ClassData, data_sets, points_of

Data = ClassData | Iterable[ClassData] | npt.ArrayLike


@attrs.frozen(slots=False, eq=False, repr=False, init=False)
class Network:
    """A two-layer ReLU network with fixed output weights (equation (1), with the bias restored).

    Parameters
    ----------
    outputs : array_like, shape (n, k)
        The paper's V: row i holds the weights of output i.  It must satisfy Assumption 1 as
        corrected in this edition: every entry is +v or -v for one v > 0, every row has a positive
        entry, no column has two.  A column without a positive entry is allowed; its neuron is
        *ownerless*.
    bias : float or array_like, shape (k,)
        The paper's b_j >= 0, subtracted from each neuron's input.

    Raises
    ------
    ValueError
        If `outputs` breaks Assumption 1, or a bias is negative or of the wrong shape.

    Examples
    --------
    >>> from gcbook import Network
    >>> network = Network([[0.5, -0.5], [-0.5, 0.5]])
    >>> network.forward([[1.0, 0.0], [0.0, 1.0]], [[2.0, 1.0]])
    array([[ 0.5, -0.5]])

    Notes
    -----
    Source: Section 2 of the paper; Assumption 1 is printed with three slips (``V`` is n x k, the
    sum runs to k, and the neuron index in its first item ranges over the k neurons).
    """

    outputs: FloatArray
    bias: FloatArray

    def __init__(self, outputs: npt.ArrayLike, bias: npt.ArrayLike = 0.0) -> None:
        required = "an array of shape (n, k): n classes, k neurons"
        v = _checks.array(outputs, "outputs", required, ndim=2).copy()
        _check_assumption_1(v)
        b = _checks.array(bias, "bias", "a number or an array of shape (k,)")
        if b.ndim > 1 or (b.ndim == 1 and len(b) != v.shape[1]):
            raise ValueError(
                f"bias must be a number or an array of shape ({v.shape[1]},), one entry per "
                f"neuron; got shape {b.shape}"
            )
        if (b < 0).any():
            raise ValueError(f"bias must be >= 0; got {b.min()}")
        b = np.broadcast_to(b, v.shape[1:]).copy()
        v.flags.writeable = b.flags.writeable = False
        self.__attrs_init__(v, b)

    def __repr__(self) -> str:
        bias = f", bias up to {self.bias.max():g}" if self.bias.any() else ""
        return (
            f"Network({self.classes} classes, {self.neurons} neurons, v={self.magnitude:g}{bias})"
        )

    @property
    def classes(self) -> int:
        """The number of classes n."""
        return int(self.outputs.shape[0])

    @property
    def neurons(self) -> int:
        """The number of neurons k."""
        return int(self.outputs.shape[1])

    @property
    def magnitude(self) -> float:
        """The common magnitude v of the output weights."""
        return float(abs(self.outputs[0, 0]))

    @cached_property
    def owner(self) -> IntArray:
        """The class whose output a neuron raises, shape (k,); -1 for an ownerless neuron."""
        return np.where((self.outputs > 0).any(axis=0), self.outputs.argmax(axis=0), -1)

    def positive(self, label: int = 0) -> IntArray:
        """Return the paper's J_i, the neurons with ``v_ij > 0`` for class `label`."""
        _checks.integer(label, "label", low=0, high=self.classes - 1)
        return np.flatnonzero(self.owner == label)

    def forward(self, weights: npt.ArrayLike, points: ClassData | npt.ArrayLike) -> FloatArray:
        """Return the outputs f_1, ..., f_n at each point.

        Parameters
        ----------
        weights : array_like, shape (..., k, d)
        points : array_like, shape (N, d)
            Or a finite data set, such as `PolarGrid`, whose points are meant.

        Returns
        -------
        ndarray, shape (..., N, n)
        """
        rows = self.check_weights(weights)
        x = points_of(points)
        self._same_dimension(rows, x.shape[1])
        hidden = np.maximum(rows @ x.T - self.bias[:, None], 0.0)
        return np.swapaxes(self.outputs @ hidden, -1, -2)

    def loss(self, weights: npt.ArrayLike, data: Data) -> FloatArray | float:
        """Return the hinge loss l_i on the data of one class, or its sum over several data sets.

        Parameters
        ----------
        weights : array_like, shape (..., k, d)
        data : Points, PolarGrid, Annulus, your own `ClassData`, or a sequence of them
            A finite data set gives the mean over its points; an `Annulus` the exact expectation.  A
            bare array of shape (N, d) counts as points of class 0.

        Returns
        -------
        float or ndarray of shape (...)
        """
        rows = self.check_weights(weights)
        parts = [
            one.evaluate(self.outputs, self.bias, rows).loss for one in self.check_data(rows, data)
        ]
        total = np.asarray(sum(parts))
        return total if total.ndim else float(total)

    def gradient(self, weights: npt.ArrayLike, data: Data) -> FloatArray:
        """Return the gradient of `loss` with respect to the weights, shape (..., k, d)."""
        rows = self.check_weights(weights)
        return sum(
            (
                one.evaluate(self.outputs, self.bias, rows).gradient
                for one in self.check_data(rows, data)
            ),
            start=np.zeros_like(rows),
        )

    def check_weights(self, weights: npt.ArrayLike) -> FloatArray:
        """Return weights as an array of shape (..., k, d), or raise if they do not fit."""
        rows = _checks.weights(weights)
        if rows.shape[-2] != self.neurons:
            raise ValueError(
                f"weights must have one row per neuron, shape (..., {self.neurons}, d); "
                f"got shape {rows.shape}"
            )
        return rows

    def _same_dimension(self, rows: FloatArray, dimension: int) -> None:
        if rows.shape[-1] != dimension:
            raise ValueError(
                f"weights and data must have the same dimension d; got weights of shape "
                f"{rows.shape} and data in dimension {dimension}"
            )

    def check_data(self, rows: FloatArray, data: Data) -> tuple[ClassData, ...]:
        """Return the data sets as a tuple, or raise if they do not fit network and weights."""
        sets = data_sets(data)
        for one in sets:
            if one.label >= self.classes:
                raise ValueError(
                    f"data has label {one.label}, but the network has classes 0 to "
                    f"{self.classes - 1}"
                )
            self._same_dimension(rows, one.dimension)
        return sets


def binary_network(k: int) -> Network:
    """Return the network of equation (7): `k` neurons with output +1 and `k` with -1.

    It is the two-class network with v = 1/2, so that ``f_0 - f_1`` is the printed f.

    Parameters
    ----------
    k : int
        Neurons per sign; the network has ``2 k``.

    Examples
    --------
    >>> from gcbook import binary_network
    >>> binary_network(2).outputs
    array([[ 0.5,  0.5, -0.5, -0.5],
           [-0.5, -0.5,  0.5,  0.5]])
    """
    half = np.full(_checks.integer(k, "k", low=1), 0.5)
    first = np.concatenate([half, -half])
    return Network(np.stack([first, -first]))


def _check_assumption_1(outputs: FloatArray) -> None:
    if outputs.shape[0] < 2 or outputs.shape[1] < 1:
        raise ValueError(
            f"outputs must have shape (n, k) with n >= 2 classes and k >= 1 neurons; "
            f"got shape {outputs.shape}"
        )
    magnitudes = np.unique(np.abs(outputs))
    if len(magnitudes) != 1 or magnitudes[0] == 0:
        raise ValueError(
            "outputs must have entries +v and -v for one v > 0 (Assumption 1.3); got magnitudes "
            + ", ".join(f"{value:g}" for value in magnitudes[:5])
        )
    positive = outputs > 0
    if not positive.any(axis=1).all():
        row = int(np.flatnonzero(~positive.any(axis=1))[0])
        raise ValueError(
            f"outputs must have a positive entry in every row (Assumption 1.1); row {row} has none"
        )
    if (positive.sum(axis=0) > 1).any():
        column = int(np.flatnonzero(positive.sum(axis=0) > 1)[0])
        raise ValueError(
            f"outputs must have at most one positive entry in a column (Assumption 1.2); "
            f"column {column} has {int(positive[:, column].sum())}"
        )
