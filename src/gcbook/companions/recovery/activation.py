"""Activations with the derivatives that the rates need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Function = Callable[[npt.NDArray[Any]], npt.NDArray[Any]]


@dataclass(frozen=True)
class Activation:
    """A function sigma and its first two derivatives.

    Attributes
    ----------
    name : str
    value, first, second : callable

    Examples
    --------
    >>> float(TANH_SHIFTED.value(np.array(-1.0))), float(TANH_SHIFTED.first(np.array(-1.0)))
    (0.0, 1.0)
    """

    name: str
    value: Function
    first: Function
    second: Function


def _tanh(shift: float, name: str) -> Activation:
    def value(z: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.asarray(np.tanh(z + shift))

    def first(z: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.asarray(1 - value(z) ** 2)

    def second(z: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.asarray(-2 * value(z) * first(z))

    return Activation(name, value, first, second)


def _sigmoid() -> Activation:
    def value(z: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.asarray((1 + np.tanh(z / 2)) / 2)

    def first(z: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.asarray(value(z) * (1 - value(z)))

    def second(z: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.asarray(first(z) * (1 - 2 * value(z)))

    return Activation("sigmoid", value, first, second)


# tanh(z + 1) has no parity, so distinct directions give independent neurons; plain tanh has one.
TANH_SHIFTED = _tanh(1.0, "tanh(z + 1)")
TANH = _tanh(0.0, "tanh")
SIGMOID = _sigmoid()
EXP = Activation("exp", np.exp, np.exp, np.exp)
