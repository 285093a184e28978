"""The exact population loss and gradient for d = 2 (interim)."""

from __future__ import annotations

from gcbook._checks import FloatArray
from gcbook.data import Annulus


def loss(outputs: FloatArray, bias: FloatArray, weights: FloatArray, data: Annulus) -> FloatArray:
    raise RuntimeError("population is being written")


def gradient(
    outputs: FloatArray, bias: FloatArray, weights: FloatArray, data: Annulus
) -> FloatArray:
    raise RuntimeError("population is being written")
