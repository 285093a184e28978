"""Proposition (added): a sample of N points is learnt in the time N^((d-1)/d), up to logarithms."""

from functools import lru_cache

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, statistical, symbolic
from gcbook.claims._witness import flows
from gcbook.claims._witness.algebra import all_same
from gcbook.claims._words import result
from gcbook.experiments.rate import Measured
from gcbook.experiments.width import zero_loss_exponent
from gcbook.initialisation import certain_start, polygon


@lru_cache(maxsize=1)
def powers(seed: int = 0) -> tuple[Measured, Measured]:
    """Return log T/log N of symmetric samples, for a triangle and for a tetrahedron.

    Examples
    --------
    >>> powers()[0].contains(1 / 2), powers()[1].contains(2 / 3)
    (True, True)
    """
    corner = certain_start(4, 3, kind="simplex", seed=1).weights
    cases = ((polygon(3).weights, (3e6, 3e8)), (corner, (3e7, 3e9)))
    plane, space = (zero_loss_exponent(w, n, repeats=40, seed=seed) for w, n in cases)
    return plane, space


@symbolic.supports(
    twin={"shift": 1},
    twin_says="the loss at the end of the first phase is of order tau^((d+2)/d)",
    omits="nothing: d is a symbol, logarithms and constants are left out",
)
def phases_balance(shift: int = 0) -> Outcome:
    """Both phases take N^((d-1)/d): t tau^2 = t^(-(d+1)/(d-1)) and N^2 tau^((d+1)/d), tau = 1/N."""
    d = sp.symbols("d", positive=True)
    first = sp.symbols("first")
    # exponents of N: t = N^first, tau = N^-1
    found = sp.solve(sp.Eq(first - 2, -first * (d + 1) / (d - 1)), first)[0]
    rest = 2 - (d + 1 + shift) / d
    return all_same([(found, (d - 1) / d), (rest, (d - 1) / d)])


@numerical.supports(
    twin={"power": 1},
    twin_says="P is of order delta^(d-1) at the end",
    omits="other runs",
    seconds=6.0,
)
def missed_part_is_a_power_of_the_depth(power: int = 0) -> Outcome:
    """P/delta^d is constant over the last three decades of five flows, to 5 per cent: d = 2, 3."""
    spreads = []
    for d, runs in ((2, flows.plane()), (3, flows.space())):
        for flow in runs:
            ratio = (flow.missed / flow.depth ** (d - power))[-6 * flow.half_decade :]
            spreads.append(float(ratio.max() / ratio.min() - 1))
    return Outcome(max(spreads) < 0.05, [round(s, 3) for s in spreads], "< 0.05")


@statistical.supports(
    twin={"wrong": 0.1},
    twin_says="the exponent is larger by 0.1",
    omits="samples without symmetry; those of a triangle and of a tetrahedron are measured",
    false_alarm=0.02,
    seed=0,
    seconds=3.0,
)
def samples_have_the_power(wrong: float = 0.0, seed: int = 0) -> Outcome:
    """Log T/log N is 1/2 in the plane and 2/3 in space within Student's 99 %, N up to 3e9."""
    found = [one.judge(law + wrong) for one, law in zip(powers(seed), (1 / 2, 2 / 3), strict=True)]
    return Outcome(bool(np.all(found)), found, "both, and neither exponent that is 0.1 away")


CLAIM, ERRATA = result(
    __file__, phases_balance, missed_part_is_a_power_of_the_depth, samples_have_the_power
)
