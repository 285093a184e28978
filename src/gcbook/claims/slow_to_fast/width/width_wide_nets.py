"""Theorem (added): wide networks train inside the condition."""

from functools import lru_cache

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, experiment, numerical, symbolic
from gcbook.bounds import WideCertificate, wide_certificate, zonotope_margin
from gcbook.claims._witness import flows
from gcbook.claims._witness.algebra import same
from gcbook.claims._witness.small_networks import two_classes
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.width.constants import library_has_the_certificate
from gcbook.data import PolarGrid
from gcbook.experiments.rate import Inequality, merge
from gcbook.experiments.width import Record, WidthConfig, follow, wide_inequalities, width


@lru_cache(maxsize=1)
def wide_run(scale: float = 1e7, k: int = 60, seed: int = 74) -> tuple[Record, WideCertificate]:
    """Return the descent from a doubled start N(0, scale^2) to zero loss, and its certificate.

    Examples
    --------
    >>> wide_run()[1].holds
    True
    """
    half = scale * np.random.default_rng(seed).standard_normal((k, 2))
    start, step = np.concatenate([half, half]), 0.05 / k
    sign, grid = np.repeat([1.0, -1.0], k), PolarGrid()
    record = follow(two_classes(0.5 * sign), start[None], grid, step=step, steps=4000)
    return record, wide_certificate(start, sign, grid.directions, step=step)


@lru_cache(maxsize=1)
def all_inequalities() -> tuple[Inequality, ...]:
    """Return the theorem's inequalities along every recorded run.

    There are 2,352 runs of the other theorems, 404 doubled ones, and the certified one.
    """
    kept = (*flows.records(), *flows.many(), *flows.lazy(), wide_run()[0])
    return tuple(one for record in kept for one in wide_inequalities(record))


@symbolic.supports(
    twin={"factor": 1},
    twin_says="the error mass is at most B/A",
    omits="nothing",
)
def sum_of_the_three(factor: int = 2) -> Outcome:
    """A Q^2 <= |D|^2 <= 2 B Q - 2 S gives Q <= 2B/A, and S <= B^2/(2A) at the best Q."""
    A, B, Q = sp.symbols("A B Q", positive=True)
    largest = max(sp.solve(sp.Eq(A * Q**2, 2 * B * Q), Q), key=lambda root: root != 0)
    surplus = B * Q - A * Q**2 / 2
    top = surplus.subs(Q, sp.solve(sp.diff(surplus, Q), Q)[0])
    right = same(largest, factor * B / A) and same(top, B**2 / (2 * A))
    return Outcome(right, (largest, top), "(2B/A, B^2/(2A))")


@numerical.supports(
    twin={"slip": 1.05},
    twin_says="each smaller side is 5 per cent larger",
    omits="other starts; rho is the farthest that a neuron has moved so far",
    tolerance="1e-9 of the larger side",
    seconds=20.0,
)
def three_inequalities_hold(slip: float = 1.0) -> Outcome:
    """The six inequalities of the proof at every step of 2,757 runs: d = 2, 3; n = 2, 3.

    <U, -grad l> >= 2vm Gamma P, <D, -grad l> <= -l + BP, |D|^2 <= 2BQ - 2S, |d_j| <= 2vMQ,
    Q <= 2B/A and S <= B^2/(2A); finite data and populations.
    """
    found = merge(all_inequalities(), slip=slip)
    places = sum(len(one.small) for one in found.inequalities)
    return Outcome(found.violations == 0, f"{found.violations} violations at {places} places", "0")


@numerical.supports(
    twin={"drop_norm": True},
    twin_says="A without dividing by |W|^2",
    omits="other certified starts",
    seconds=3.0,
)
def certified_run_keeps_its_word(drop_norm: bool = False) -> Outcome:
    """From a doubled start of 60 + 60 neurons of size 1e7, on the 880 points: ratio <= 1.

    No neuron moves by more than rho, the margin over the data stays positive, the loss reaches
    zero, and Q <= 2B/A.
    """
    record, sure = wide_run()
    rows, mass = record.weights[:, 0], float(record.error_mass[-1, 0])
    moved = float(np.linalg.norm(rows - rows[0], axis=-1).max())
    units = PolarGrid().directions
    margin = min(float(zonotope_margin(w[:60], directions=units)) for w in rows[::20])
    ceiling = sure.error_mass / (float((rows[0] ** 2).sum()) if drop_norm else 1.0)
    good = sure.holds and moved <= sure.radius and margin > 0 and not record.loss[-1].any()
    return Outcome(
        bool(good and mass <= ceiling),
        f"ratio {sure.ratio:.2f}, moved {moved:.3g} of {sure.radius:.3g}, Q {mass:.4f}",
        f"Q <= {ceiling:.3g}",
        f"upper over actual: {ceiling / mass:.0f}",
    )


@experiment.supports(
    twin={"power": 0.5},
    twin_says="Q ~ k^(-1/2) for doubled starts",
    omits="wider networks; the theorem's hypotheses hold only far beyond these widths",
    tolerance="0.3 in the exponent",
    seconds=10.0,
)
def error_mass_falls_like_one_over_k(power: float = 1.0) -> Outcome:
    """Doubled starts, k = 24, 48, 96 on the 880 points: Q falls like k^-1."""
    found = width(WidthConfig(neurons=(24, 48, 96), starts=("doubled",), runs=4))
    slope = found.exponent("doubled", of="k Q")
    return Outcome(abs(slope + power) < 0.3, f"exponent {slope:.3f}", f"{-power}")


CLAIM, ERRATA = result(
    __file__,
    sum_of_the_three,
    three_inequalities_hold,
    certified_run_keeps_its_word,
    error_mass_falls_like_one_over_k,
    library_has_the_certificate,
)
