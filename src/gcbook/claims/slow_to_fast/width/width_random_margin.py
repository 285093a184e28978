"""Proposition (added): the margin of random directions."""

from math import sqrt

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, numerical, statistical, symbolic
from gcbook.bounds import mean_activation, neurons_for_margin, random_margin, zonotope_margin
from gcbook.claims._witness.algebra import all_same
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.width.constants import library_has_the_random_margin
from gcbook.experiments.width import MarginsConfig, margins
from gcbook.probability import gc_probability


@symbolic.supports(
    twin={"shift": 1},
    twin_says="the kappa of one dimension more",
    omits="d > 8",
)
def kappa_is_the_average(shift: int = 0) -> Outcome:
    """kappa_d = int cos_+ sin^(d-2) / int sin^(d-2) = Gamma(d/2)/(2 sqrt(pi) Gamma((d+1)/2))."""
    t = sp.symbols("t", real=True)
    pairs = []
    for d in range(2, 9):
        top = sp.integrate(sp.cos(t) * sp.sin(t) ** (d - 2), (t, 0, sp.pi / 2))
        bottom = sp.integrate(sp.sin(t) ** (d - 2), (t, 0, sp.pi))
        half = sp.Rational(d + shift, 2)
        closed = sp.gamma(half) / (2 * sp.sqrt(sp.pi) * sp.gamma(half + sp.Rational(1, 2)))
        pairs.append((top / bottom, closed))
    return all_same(pairs)


@numerical.supports(
    twin={"change": 0.5},
    twin_says="one neuron moves it by at most one half",
    omits="nothing: each term lies between 0 and 1",
)
def one_neuron_moves_it_by_one(change: float = 1.0, seed: int = 731) -> Outcome:
    """Replacing one neuron changes gamma by at most 1; two thousand pairs, and a worst case."""
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal((2000, 8, 2))
    other = rows.copy()
    other[:, 0] = rng.standard_normal((2000, 2))
    moved = np.abs(np.asarray(zonotope_margin(rows)) - np.asarray(zonotope_margin(other)))
    square = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]])
    turned = square.copy()
    turned[2] = [1.0, 0.0]
    worst = float(zonotope_margin(square)) - float(zonotope_margin(turned))
    most = max(float(moved.max()), worst)
    return Outcome(most <= change, round(most, 6), f"<= {change}")


@statistical.supports(
    twin={"dimension": 1},
    twin_says="with kappa of the line, d = 1",
    omits="other widths and dimensions",
    false_alarm=1e-6,
    seed=732,
    seconds=2.0,
)
def bound_is_kept(dimension: int = 0, runs: int = 2000, seed: int = 732) -> Outcome:
    """In at most a share delta = 0.05, gamma < k kappa_d - 2 sqrt k - sqrt(k log(1/delta)/2).

    k = 192 and 384 in the plane, 2000 samples each: none is below, so the bound is not tight.
    """
    failed = []
    for k, d in ((192, 2), (384, 2)):
        sample = margins(MarginsConfig(neurons=(k,), dimension=d, runs=runs, seed=seed)).samples[0]
        shift = k * (mean_activation(d - dimension) - mean_activation(d))
        failed.append(float((sample < random_margin(k, d) + shift).mean()))
    return Outcome(max(failed) <= 0.05, failed, "<= 0.05")


@statistical.supports(
    twin={"share": 0.9},
    twin_says="nine tenths of the best margin are there as early as the condition",
    omits="larger d",
    false_alarm=1e-4,
    seed=733,
)
def condition_early_margin_late(share: float = 0.5, runs: int = 4000, seed: int = 733) -> Outcome:
    """At k = 12 the condition holds in 99.4 per cent, half the best margin in about 55 per cent.

    Against Wendel's formula within four standard errors.
    """
    gamma = margins(MarginsConfig(neurons=(12,), runs=runs, seed=seed)).samples[0]
    wendel = float(gc_probability(12, 2))
    error = sqrt(wendel * (1 - wendel) / runs)
    met, good = float((gamma > 0).mean()), float((gamma >= share * 12 / np.pi).mean())
    return Outcome(
        abs(met - wendel) < 4 * error and 0.5 < good < 0.6,
        f"{met:.4f}; {good:.3f}",
        f"{wendel:.4f}; 0.55",
    )


@exact.supports(
    twin={"power": 1},
    twin_says="the number of neurons grows like 4 + sqrt(2 log 1/delta), without the square",
    omits="that the constant is best possible, which it is not",
)
def enough_neurons(power: int = 2) -> Outcome:
    """From k = (4 + sqrt(2 log(1/delta)))^2 / kappa_d^2 on, the bound exceeds k kappa_d / 2."""
    good = []
    for d in (2, 3, 5, 10):
        k = neurons_for_margin(d)
        if power == 1:
            k = int(k**0.5)
        good.append(random_margin(k, d) >= k * mean_activation(d) / 2 - 1e-9)
    return Outcome(all(good), good, "all True")


CLAIM, ERRATA = result(
    __file__,
    kappa_is_the_average,
    one_neuron_moves_it_by_one,
    bound_is_kept,
    condition_early_margin_late,
    enough_neurons,
    library_has_the_random_margin,
)
