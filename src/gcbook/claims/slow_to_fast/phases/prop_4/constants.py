"""The bounds of Propositions 3 and 4, and what is counted on a run, against the library."""

from typing import Any

import numpy as np

from gcbook._checks import FloatArray
from gcbook.audit import Outcome, numerical
from gcbook.bounds import Shell, cap_mass, cap_moment, first_phase, second_phase
from gcbook.bounds._phases import PhaseOneForm
from gcbook.claims._witness.algebra import agree, ball
from gcbook.data import Annulus
from gcbook.experiments import Phases
from gcbook.network import Network

STEP, RADIUS, START, NEGATIVE, CLASSES, V = 0.125, 2.5, 0.75, 1.25, 4, 2 / 3
RUN: dict[str, Any] = {"step": STEP, "radius": RADIUS, "start": START, "classes": CLASSES, "v": V}


@numerical.repairs(
    twin={"others": CLASSES},
    twin_says="the library has n in place of n - 1",
    omits="other constants; C_p, p_R and g_R, which are compared with their closed forms elsewhere",
    tolerance="1e-12, relative",
)
def library_has_the_bounds(others: int = CLASSES - 1) -> Outcome:
    """The library's bounds of Propositions 3 and 4, mended and printed, are the stated ones.

    d = 2, 3 and 4, m = 1/2, M = 3, v = 2/3, n = 4; R_+ = 5/2, R_+^0 = 3/4, R_- = 5/4, eta = 1/8;
    p_min and p_max are half and three times the uniform density: no letter can stand for another.
    """
    pairs, gained = [], RADIUS - START
    for d in (2, 3, 4):
        even = 1 / (float(ball(d)) * (3.0**d - 0.5**d))
        shell = Shell(d, 0.5, 3.0, 0.5 * even, 3 * even)
        slices = float(ball(d - 1)) * (3.0 ** (d - 1) - 0.5 ** (d - 1))
        c = 3 * even * (2 * 8.75**0.5 if d == 2 else slices)
        p, g = cap_mass(shell, RADIUS, v=V), cap_moment(shell, RADIUS, v=V)
        reach = 1 + 2 * V * 3 * NEGATIVE
        stated: dict[PhaseOneForm, float] = {
            "improved": gained / (2 * V * STEP * others * g),
            "corrected": c * gained / (V * STEP * others * p**2),
            "printed": c * RADIUS / (V * STEP * p**2),
        }
        second = c * (d + 1) * others * reach**2 * gained / (V * STEP)
        total = RADIUS + NEGATIVE
        literal = 4 * V * CLASSES**2 * c * total**3 * 9 / STEP
        # printed p_R: the same integral of sin^(d-2) by the whole sphere, without the radii
        share = p * 2 * d / (3.0**d - 0.5**d) / (d * float(ball(d)))
        pairs += [
            *((first_phase(shell, **RUN, form=form), right) for form, right in stated.items()),
            (second_phase(shell, **RUN, negative=NEGATIVE), second),
            (second_phase(shell, **RUN, negative=NEGATIVE, form="printed"), literal),
            (cap_mass(shell, RADIUS, v=V, form="printed"), share),
        ]
    return agree(pairs)


@numerical.repairs(
    twin={"others": "all"},
    twin_says="R_- adds up the neurons of all other classes",
    omits="nothing: the quantities are counted on one run that is written down",
    tolerance="1e-12, relative",
)
def library_counts_the_phases(others: str = "largest") -> Outcome:
    """|T_1|, the sum of l^2 over T_2, R_+, R_+^0 and R_- are counted as they are defined.

    Three steps of three classes, two neurons each, norms and losses chosen by hand: GC holds in the
    last two.
    """
    run = _written_down()
    negative = 9.0 if others == "all" else 6.0
    counted = [*run.first_phase, *run.squared_losses, *run.positive_norm[:, 0]]
    exact = counted == [1, 0.25 + 0.0625, 3.0, 4.0, 5.0, 6.0]
    constants: dict[str, Any] = {"step": run.step, "classes": 3, "v": run.v}
    pairs = [
        (run.first_phase_bound(0), first_phase(run.shell, radius=6.0, start=3.0, **constants)),
        (
            run.second_phase_bound(0),
            second_phase(run.shell, radius=6.0, start=3.0, negative=negative, **constants),
        ),
    ]
    same = agree(pairs)
    found = f"{[float(one) for one in counted]}, {same.computed}"
    return Outcome(exact and same.passed, found, "1, 5/16, 3 to 6; bounds to 1e-12")


def _written_down() -> Phases:
    """Return a run of norms 1 + t/2, 2 + t/2 (class 0), 1, 2 (class 1) and 4 - t, 2 (class 2)."""
    t, one = np.arange(4.0), np.ones(4)
    norms = np.stack([1 + t / 2, 2 + t / 2, one, 2 * one, 4 - t, 2 * one], axis=-1)
    weights: FloatArray = np.stack([norms, 0 * norms], axis=-1)[:, None]
    owner = np.repeat(np.eye(3), 2, axis=1)
    return Phases(
        network=Network(0.5 * owner - 0.25),
        data=Annulus(),
        step=0.1,
        weights=weights,
        gradient=np.zeros((3, 1, 6, 2)),
        loss=np.array([[1.0], [0.5], [0.25]]),
        missed=np.zeros((3, 1, 2)),
        missed_active=np.zeros((3, 1, 2, 6)),
        condition=np.array([[False], [True], [True]]),
    )
