"""Section 5.4 along real trajectories: the two phases, and what the bounds say about each step.

Gradient descent on the exact population of an annulus; every step is kept, with the quantities
that Lemma 5.1 and Propositions 3 and 4 speak of.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Unpack

import numpy as np
import numpy.typing as npt
import pandas as pd

from gcbook import _checks, population
from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.bounds import (
    Shell,
    cap_mass,
    cap_moment,
    first_phase,
    second_phase,
    slice_bound,
)
from gcbook.condition import holds
from gcbook.data import Annulus
from gcbook.experiments._runner import Experiment, Options, at_least, shared_settings
from gcbook.experiments._store import Arrays
from gcbook.initialisation import half_space_start
from gcbook.network import Network, binary_network

FirstForm = Literal["improved", "corrected", "printed"]
SecondForm = Literal["corrected", "printed"]


@dataclass(frozen=True, eq=False)
class Phases:
    """E runs of one network on the population of its first class, every step kept.

    Attributes
    ----------
    network : Network
    data : Annulus
    step : float
        The paper's eta, applied to the loss of the class.
    weights : ndarray, shape (T + 1, E, k, 2)
    gradient : ndarray, shape (T, E, k, 2)
    loss : ndarray, shape (T, E)
    missed : ndarray, shape (T, E, n - 1)
        ``P(Omega_ir)`` for the other classes r in ascending order.
    missed_active : ndarray, shape (T, E, n - 1, k)
        ``P(Omega_ir and Omega_j)``.
    condition : ndarray of bool, shape (T, E)
        Whether the positive neurons satisfy the geometric condition: False is the paper's T_1.
    """

    network: Network
    data: Annulus
    step: float
    weights: FloatArray
    gradient: FloatArray
    loss: FloatArray
    missed: FloatArray
    missed_active: FloatArray
    condition: BoolArray

    @property
    def v(self) -> float:
        """The size of the output weights."""
        return self.network.magnitude

    @property
    def shell(self) -> Shell:
        """The constants of the data, as the bounds take them."""
        return Shell(dimension=2, inner=self.data.inner, outer=self.data.outer)

    @cached_property
    def positive(self) -> BoolArray:
        """Which neurons are positive for the class of the data, shape (k,)."""
        return np.asarray(self.network.owner == self.data.label)

    @cached_property
    def norms(self) -> FloatArray:
        """The norms of the neurons, shape (T + 1, E, k)."""
        return np.asarray(np.linalg.norm(self.weights, axis=-1))

    @cached_property
    def positive_norm(self) -> FloatArray:
        """The sum of the norms of the positive neurons, shape (T + 1, E)."""
        return np.asarray(self.norms[..., self.positive].sum(axis=-1))

    @cached_property
    def negative_norm(self) -> FloatArray:
        """The largest sum of norms of the neurons of one other class, shape (T + 1, E)."""
        others = [r for r in range(self.network.classes) if r != self.data.label]
        sums = [self.norms[..., self.network.owner == r].sum(axis=-1) for r in others]
        return np.asarray(np.max(sums, axis=0))

    @cached_property
    def outward(self) -> FloatArray:
        """The gradient's component along each neuron, shape (T, E, k); 0 for a zero neuron."""
        size = self.norms[:-1]
        inner = (self.gradient * self.weights[:-1]).sum(axis=-1)
        along = np.divide(inner, size, out=np.zeros_like(size), where=size > 0)
        return np.asarray(along)

    @cached_property
    def growth(self) -> FloatArray:
        """By how much the positive norms grow together in each step, shape (T, E)."""
        return np.asarray(np.diff(self.positive_norm, axis=0))

    @cached_property
    def first_phase(self) -> IntArray:
        """The number of steps without the condition, |T_1| up to the horizon, shape (E,)."""
        return np.asarray((~self.condition).sum(axis=0))

    @cached_property
    def squared_losses(self) -> FloatArray:
        """The sum of l_i^2 over the steps with the condition, up to the horizon, shape (E,)."""
        return np.asarray((self.loss**2 * self.condition).sum(axis=0))

    def forced_growth(
        self, run: int, form: Literal["improved", "corrected", "second"], *, every: int = 1
    ) -> FloatArray:
        """Return the growth of the positive norms that the proofs force, one number per step.

        Parameters
        ----------
        run : int
        form : {'improved', 'corrected', 'second'}
            Without the condition: 2 v eta (n-1) g_R, or v eta (n-1) p_R^2 / C_p (Proposition 3,
            both with R the positive norms at that step).  With it: v eta l^2 over
            C_p (d+1)(n-1)(1 + 2 v M R_-)^2 (Proposition 4).
        every : int
            Take every so many steps.

        Returns
        -------
        ndarray, shape (ceil(T / every),)
        """
        shell, c_p, pairs = self.shell, slice_bound(self.shell), self.network.classes - 1
        rate = self.v * self.step
        if form == "second":
            reach = (1 + 2 * self.v * shell.outer * self.negative_norm[:-1, run]) ** 2
            squares = self.loss[:, run] ** 2 / (c_p * (shell.dimension + 1) * pairs * reach)
            return np.asarray(rate * squares)[::every]
        radii = self.positive_norm[:-1:every, run]
        if form == "improved":
            moments = [cap_moment(shell, float(r), v=self.v) for r in radii]
            return 2 * rate * pairs * np.array(moments)
        masses = np.array([cap_mass(shell, float(r), v=self.v) for r in radii])
        return rate * pairs * masses**2 / c_p

    def first_phase_bound(self, run: int, form: FirstForm = "improved") -> float:
        """Return the bound of Proposition 3 on |T_1|, with the norms that the run reached.

        The printed form takes R over all neurons, as the paper does.
        """
        radius = float(self.positive_norm[:, run].max())
        if form == "printed":
            radius = float(self.norms[:, run].sum(axis=-1).max())
        return first_phase(
            self.shell,
            step=self.step,
            radius=radius,
            start=0.0 if form == "printed" else float(self.positive_norm[0, run]),
            classes=self.network.classes,
            v=self.v,
            form=form,
        )

    def second_phase_bound(self, run: int, form: SecondForm = "corrected") -> float:
        """Return the bound of Proposition 4 on the sum of l^2, with the norms of the run."""
        return second_phase(
            self.shell,
            step=self.step,
            radius=float(self.positive_norm[:, run].max()),
            start=float(self.positive_norm[0, run]),
            negative=float(self.negative_norm[:, run].max()),
            classes=self.network.classes,
            v=self.v,
            form=form,
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row per run: |T_1| and the sum of squared losses, each with its bounds."""
        runs = range(self.loss.shape[1])
        return pd.DataFrame(
            {
                "T1": self.first_phase,
                "T1 improved": [self.first_phase_bound(r, "improved") for r in runs],
                "T1 corrected": [self.first_phase_bound(r, "corrected") for r in runs],
                "T1 printed": [self.first_phase_bound(r, "printed") for r in runs],
                "sum l^2": self.squared_losses,
                "sum corrected": [self.second_phase_bound(r, "corrected") for r in runs],
                "sum printed": [self.second_phase_bound(r, "printed") for r in runs],
            }
        )


def follow_phases(
    network: Network,
    starts: npt.ArrayLike,
    *,
    data: Annulus | None = None,
    step: float = 0.1,
    steps: int = 500,
) -> Phases:
    """Follow gradient descent from every start, on the exact population of an annulus.

    Parameters
    ----------
    network : Network
        Without bias.
    starts : array_like, shape (E, k, 2)
    data : Annulus, optional
        The annulus 1 <= |x| <= 2 by default.
    step : float
    steps : int
        Every run makes so many steps; the population loss never reaches zero at a small step.

    Returns
    -------
    Phases

    Raises
    ------
    ValueError
        If the network has a bias or `starts` is not of shape (E, k, 2).

    Examples
    --------
    >>> from gcbook import binary_network
    >>> from gcbook.experiments import follow_phases
    >>> from gcbook.initialisation import half_space_start
    >>> runs = follow_phases(binary_network(3), half_space_start(6, 2, runs=2, seed=1), steps=50)
    >>> runs.weights.shape, bool((runs.growth >= 0).all())
    ((51, 2, 6, 2), True)
    """
    annulus = Annulus() if data is None else data
    weights = np.array(network.check_weights(starts))
    if weights.ndim != 3 or weights.shape[-1] != 2:
        raise ValueError(f"starts must have shape (E, k, 2); got shape {weights.shape}")
    bias = np.asarray(network.bias)
    if bias.any():
        raise ValueError(f"network must have no bias (Section 5); got bias {bias}")
    eta = _checks.real(step, "step", low=0, open_low=True)
    path, seen = [weights], []
    for _ in range(_checks.integer(steps, "steps", low=1)):
        seen.append(population.evaluate(network.outputs, bias, path[-1], annulus))
        path.append(path[-1] - eta * seen[-1].gradient)
    positive = network.owner == annulus.label
    return Phases(
        network=network,
        data=annulus,
        step=eta,
        weights=_frozen(path),
        gradient=_frozen([now.gradient for now in seen]),
        loss=_frozen([now.loss for now in seen]),
        missed=_frozen([now.missed for now in seen]),
        missed_active=_frozen([now.missed_active for now in seen]),
        condition=np.asarray(holds(np.stack(path[:-1])[..., positive, :])),
    )


@dataclass(frozen=True)
class PhasesConfig:
    """Runs of equation (7) whose every step is kept.

    Parameters
    ----------
    k : int
        Neurons per sign.
    runs : int
        Half-space starts.
    seed : int
        Seed of the starts.
    step : float
        The paper's eta.
    steps : int
        Steps of every run.
    """

    k: int = 3
    runs: int = 4
    seed: int = 2021
    step: float = 0.1
    steps: int = 500

    def __post_init__(self) -> None:
        at_least(self, k=1, runs=1, seed=0)


_KEPT = ("weights", "gradient", "loss", "missed", "missed_active", "condition")


def _compute(*, run: int, k: int, runs: int, seed: int, step: float, steps: int) -> Arrays:
    start = half_space_start(2 * k, 2, runs=runs, seed=seed)[[run]]
    found = follow_phases(binary_network(k), start, step=step, steps=steps)
    return {name: getattr(found, name) for name in _KEPT}


def _gather(config: PhasesConfig, arrays: list[Arrays]) -> Phases:
    kept = {name: np.concatenate([one[name] for one in arrays], axis=1) for name in _KEPT}
    return Phases(network=binary_network(config.k), data=Annulus(), step=config.step, **kept)


TWO_PHASES = Experiment(
    "two-phases",
    PhasesConfig,
    cells=lambda config: [{"run": run, **shared_settings(config)} for run in range(config.runs)],
    compute=_compute,
    gather=_gather,
)


def two_phases(config: PhasesConfig | None = None, **options: Unpack[Options]) -> Phases:
    """Follow half-space starts through both phases.

    Parameters
    ----------
    config : PhasesConfig, optional
    **options
        As in `table1`.

    Examples
    --------
    >>> from gcbook.experiments import PhasesConfig, two_phases
    >>> two_phases(PhasesConfig(runs=2, steps=40)).loss.shape
    (40, 2)
    """
    return TWO_PHASES.run(config, **options)


def _frozen(arrays: list[FloatArray]) -> FloatArray:
    stacked = np.stack(arrays)
    stacked.flags.writeable = False
    return stacked
