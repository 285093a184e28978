"""The population loss, gradient and probabilities for uniform data on an annulus (d = 2).

The paper says of the population loss that it "has no closed-form solution even if p is a constant
function" (Section 2).  In the plane, without bias, it has one, piecewise elementary and cheap.
With a bias the radius is still integrated exactly, and the angle by quadrature.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gcbook._checks import FloatArray
from gcbook.population import _annulus, _biased
from gcbook.population._ring import Ring

__all__ = ["Population", "evaluate", "gradient", "loss"]


@dataclass(frozen=True, eq=False)
class Population:
    """Everything the population of one class says about some weights.

    Attributes
    ----------
    loss : ndarray, shape (...)
        The paper's ``l_i``.
    gradient : ndarray, shape (..., k, 2)
        Its gradient, one row per neuron.
    missed : ndarray, shape (..., n - 1)
        ``P(Omega_ir)``, the probability that ``f_i - f_r < 1``, for the classes ``r != i`` in
        ascending order.
    missed_active : ndarray, shape (..., n - 1, k)
        ``P(Omega_ir and Omega_j)``: missed, and neuron j is active.
    """

    loss: FloatArray
    gradient: FloatArray
    missed: FloatArray
    missed_active: FloatArray


def evaluate(outputs: FloatArray, bias: FloatArray, weights: FloatArray, data: Ring) -> Population:
    """Return loss, gradient and probabilities of the class of `data` (Section 2).

    Parameters
    ----------
    outputs : ndarray, shape (n, k)
        The output matrix V of a `gcbook.Network`.
    bias : ndarray, shape (k,)
        The biases ``b_j >= 0``.
    weights : ndarray, shape (..., k, 2)
        One neuron per row; leading axes are a batch.  Rows may be zero, parallel or opposite.
    data : gcbook.Annulus

    Returns
    -------
    Population

    Notes
    -----
    Without bias everything is closed form, good to about 1e-15 of the mass of the annulus.  With
    bias, the integrals over the angle are Gauss-Legendre sums between the angles at which the
    integrand has a kink; their error is below 1e-10 unless a row of weights is so large that an
    arc much shorter than 1e-3 carries the whole change of the integrand.

    The formula is ours: the paper states that no closed form exists.

    Examples
    --------
    Without weights every point is missed and the loss of two classes is 1.

    >>> import numpy as np
    >>> from gcbook import Annulus, binary_network, population
    >>> network = binary_network(1)
    >>> seen = population.evaluate(network.outputs, network.bias, np.zeros((2, 2)), Annulus())
    >>> seen.loss.item(), seen.missed.tolist(), seen.missed_active.tolist()
    (1.0, [1.0], [[0.0, 0.0]])
    """
    pull = outputs[data.label] - np.delete(outputs, data.label, axis=0)
    if bias.any():
        parts = _biased.integrate(pull, bias, weights, data)
    else:
        parts = _annulus.integrate(pull, weights, data)
    return Population(*parts)


def loss(outputs: FloatArray, bias: FloatArray, weights: FloatArray, data: Ring) -> FloatArray:
    """Return the population loss l_i, shape (...); see `evaluate`."""
    return evaluate(outputs, bias, weights, data).loss


def gradient(outputs: FloatArray, bias: FloatArray, weights: FloatArray, data: Ring) -> FloatArray:
    """Return the gradient of the population loss, shape (..., k, 2); see `evaluate`."""
    return evaluate(outputs, bias, weights, data).gradient
