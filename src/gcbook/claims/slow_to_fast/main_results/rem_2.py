"""Remark 2. Large learning rates."""

from functools import cache
from itertools import pairwise
from typing import Literal

import numpy as np

from gcbook._checks import FloatArray
from gcbook.audit import Outcome, experiment, numerical
from gcbook.bounds import Shell, first_phase, second_phase
from gcbook.claims._words import result
from gcbook.data import Annulus
from gcbook.descent import Trajectory, descend
from gcbook.initialisation import half_space_start
from gcbook.network import Network, binary_network

STEPS = (0.1, 1.0, 10.0, 100.0, 1000.0)


@numerical.repairs(
    twin={"power": 2},
    twin_says="at fixed R both bounds fall like 1/eta^2",
    omits="how R depends on eta; the formulas have eta in the denominator",
    tolerance="1e-12 relative",
    reach="proved",
)
def bounds_fall_with_the_step(power: int = 1) -> Outcome:
    """At fixed R the bounds of Propositions 3 and 4 fall like 1/eta: printed and mended forms."""
    shell, ratios = Shell(), []
    for bound in (first_phase, second_phase):
        for form in ("printed", "corrected"):
            one, ten = (bound(shell, step=eta, radius=5.0, form=form) for eta in (0.1, 1.0))
            ratios.append(float(ten / one))
    wanted = 10.0**-power
    agree = all(abs(one / wanted - 1) < 1e-12 for one in ratios)
    return Outcome(agree, [f"{one:.3g}" for one in ratios], f"{wanted:g} each")


@cache
def measured_by_step(runs: int = 4, seed: int = 20) -> dict[str, list[float]]:
    """Return the mean R_+, and the two mended bounds with it, for each step of `STEPS`.

    Half-space starts, exact population, 2k = 6, to loss 1e-4.
    """
    network = binary_network(3)
    table: dict[str, list[float]] = {"R_+": [], "|T_1|": [], "sum of squares": []}
    for eta in STEPS:
        starts = half_space_start(6, 2, runs=runs, seed=seed)
        rows = [_one(network, start, eta) for start in starts]
        for name, values in zip(table, zip(*rows, strict=True), strict=True):
            table[name].append(float(np.mean(values)))
    return table


def bounds_on(
    run: Trajectory, eta: float, form: Literal["corrected", "improved"]
) -> tuple[tuple[float, float, float], tuple[float, float]]:
    """Return the norms of a run of 3 + 3 neurons, and the bounds of Propositions 3 and 4 with them.

    The norms are R_+ at the start, its largest value, and that of R_-.
    """
    grown, shell = np.linalg.norm(run.recorded, axis=-1), Shell()
    positive, negative = grown[:, :3].sum(axis=1), float(grown[:, 3:].sum(axis=1).max())
    began, radius = float(positive[0]), float(positive.max())
    first = first_phase(shell, step=eta, radius=radius, start=began, form=form)
    second = second_phase(shell, step=eta, radius=radius, start=began, negative=negative)
    return (began, radius, negative), (first, second)


def _one(network: Network, start: FloatArray, eta: float) -> tuple[float, float, float]:
    run = descend(
        network, Annulus(), start, step=eta, max_steps=6000, tolerance=1e-4, record="weights"
    )
    norms, bounds = bounds_on(run, eta, "corrected")
    return norms[1], *bounds


@experiment.repairs(
    twin={"base": 0.5},
    twin_says="already from 1/10 to 1 each bound at least doubles",
    omits="other starts; four of them, seed 20",
    tolerance="the bounds at eta = 10, 100, 1000 are each more than twice the one before",
    seconds=1.0,
)
def large_steps_enlarge_the_bounds(base: float = 1.0) -> Outcome:
    """From about eta = 10 on both bounds grow with the step, through R, as the remark says."""
    table = measured_by_step()
    first = next(i for i, eta in enumerate(STEPS) if eta >= base)
    first -= base < 1
    grown = [
        min(b / a for a, b in pairwise(table[name][first:])) for name in ("|T_1|", "sum of squares")
    ]
    found = {name: [f"{one:.2g}" for one in values] for name, values in table.items()}
    return Outcome(min(grown) > 2, found, "each decade more than doubles both bounds")


@experiment.refutes(
    twin={"fall": 20.0},
    twin_says="the bounds fall twenty times or more",
    omits="that R does grow for larger steps: see the other run",
    tolerance="a fall by a factor between 5 and 20, where fixed R gives 10",
    seconds=1.0,
)
def moderate_steps_lower_the_bounds(fall: float = 5.0) -> Outcome:
    """From eta = 1/10 to 1, R_+ hardly changes and both bounds fall: not always larger."""
    table = measured_by_step()
    falls = [table[name][0] / table[name][1] for name in ("|T_1|", "sum of squares")]
    stands = min(falls) >= fall and max(falls) < 4 * fall
    return Outcome(stands, [f"{one:.1f}" for one in falls], f"between {fall:g} and {4 * fall:g}")


CLAIM, ERRATA = result(
    __file__,
    moderate_steps_lower_the_bounds,
    large_steps_enlarge_the_bounds,
    bounds_fall_with_the_step,
)
