"""Simulation with exact intervals, and the planar laws: three routes to one number."""

from __future__ import annotations

import math
import pickle
import re
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import binomtest

from gcbook import estimate_gc_probability, gc_probability
from gcbook.probability import (
    CosineLaw,
    DensityLaw,
    Estimate,
    clopper_pearson,
    planar_gc_probability,
    sample_waiting_times,
)

# |z| > 5 happens once in 1.7 million for a true value: a failure here is a defect, not bad luck.
FIVE_SIGMA = 5.0


def z_score(estimate: Estimate, p: float) -> float:
    """Its distance to a hypothetical probability, in standard errors."""
    return (estimate.successes - estimate.trials * p) / math.sqrt(estimate.trials * p * (1 - p))


@pytest.mark.parametrize(("k", "d"), [(3, 2), (8, 2), (6, 3), (10, 3), (10, 5), (12, 7)])
def test_closed_form_against_sampling(k: int, d: int):
    estimate = estimate_gc_probability(k, d, trials=20_000, seed=11)
    assert abs(z_score(estimate, float(gc_probability(k, d)))) < FIVE_SIGMA


@pytest.mark.parametrize("k", range(1, 13))
def test_closed_form_against_quadrature(k: int):
    assert planar_gc_probability(k, CosineLaw(0)) == pytest.approx(
        float(gc_probability(k, 2)), abs=1e-10
    )


@pytest.mark.parametrize(
    ("a", "k", "expected"),
    [
        (0.5, 3, 0.212005),
        (0.5, 4, 0.424009),
        (0.5, 8, 0.862444),
        (1.0, 3, 0.098018),
        (1.0, 4, 0.196036),
        (1.0, 8, 0.527689),
    ],
)
def test_quadrature_against_sampling(a: float, k: int, expected: float):
    law = CosineLaw(a)
    value = planar_gc_probability(k, law)
    assert value == pytest.approx(expected, abs=6e-7)
    estimate = estimate_gc_probability(k, 2, trials=20_000, sampler=law.sampler(k), seed=3)
    assert abs(z_score(estimate, value)) < FIVE_SIGMA


@pytest.mark.parametrize("angle", [0.0, 0.7, 2.0, 4.5])
def test_the_mass_of_a_half_circle_is_the_integral_of_the_density(angle: float):
    law = CosineLaw(0.8)
    integrated = DensityLaw(law.density).half_mass(angle)
    assert law.half_mass(angle) == pytest.approx(integrated, abs=1e-12)
    # the density prefers angle 0, so the half circle centred there is the heaviest
    assert law.half_mass(-math.pi / 2) == pytest.approx(0.5 + 0.8 / math.pi)


def test_the_sampler_draws_from_its_law():
    # E cos t = a/2 under (1 + a cos t) / 2 pi, and Var cos t <= 1
    angles = CosineLaw(0.8).angles(np.random.default_rng(0), 100_000)
    assert abs(np.cos(angles).mean() - 0.4) < FIVE_SIGMA / math.sqrt(100_000)


def test_angles_are_the_uniform_ones_or_their_opposites():
    """The first and second uniform number decide: by the law's own words, on the same draws."""
    law, size = CosineLaw(-0.6), 500
    rng = np.random.default_rng(4)
    angle, coin = rng.uniform(0, 2 * math.pi, size), rng.uniform(0, 2, size)
    turned = np.where(coin < 1 - 0.6 * np.cos(angle), 0.0, math.pi)
    assert np.array_equal(law.angles(np.random.default_rng(4), size), angle + turned)
    everywhere = CosineLaw(0).angles(np.random.default_rng(5), 4000)
    counts = np.histogram(everywhere % (2 * math.pi), bins=8, range=(0, 2 * math.pi))[0]
    assert np.abs(counts - 500).max() < FIVE_SIGMA * math.sqrt(500)


def test_in_the_plane_four_neurons_are_twice_as_likely_as_three():
    for law in (CosineLaw(0.3), CosineLaw(-1), DensityLaw(lambda t: math.sin(t) ** 2 / math.pi)):
        assert planar_gc_probability(4, law) == pytest.approx(
            2 * planar_gc_probability(3, law), abs=1e-9
        )


def test_no_planar_law_beats_the_symmetric_ones():
    for a in np.linspace(-1, 1, 9):
        for k in (3, 6, 11):
            assert planar_gc_probability(k, CosineLaw(a)) <= gc_probability(k, 2) + 1e-10
    even = DensityLaw(lambda t: (1 + math.cos(2 * t)) / (2 * math.pi))  # symmetric, not uniform
    assert planar_gc_probability(6, even) == pytest.approx(float(gc_probability(6, 2)), abs=1e-9)


def test_a_density_alone_gives_the_same_as_its_closed_form():
    law = CosineLaw(0.7)
    assert planar_gc_probability(5, DensityLaw(law.density)) == pytest.approx(
        planar_gc_probability(5, law), abs=1e-9
    )


def test_the_result_does_not_depend_on_the_workers():
    arguments = {"trials": 100_000, "seed": 5}
    alone = estimate_gc_probability(8, 2, **arguments)
    with ThreadPoolExecutor(3) as threads:
        assert estimate_gc_probability(8, 2, executor=threads, **arguments) == alone
    sampler = CosineLaw(0.5).sampler(8)
    alone = estimate_gc_probability(8, 2, sampler=sampler, **arguments)
    with ProcessPoolExecutor(2) as processes:
        spread = estimate_gc_probability(8, 2, sampler=sampler, executor=processes, **arguments)
    assert spread == alone


def test_seeds():
    one, same, other = (
        estimate_gc_probability(6, 3, trials=4000, seed=seed).successes for seed in (1, 1, 2)
    )
    assert one == same != other
    rng = np.random.default_rng(1)
    first, second = (estimate_gc_probability(6, 3, trials=4000, seed=rng) for _ in range(2))
    assert first.successes == one
    assert second.successes != one  # a generator moves on


def test_what_is_asked_for_is_used():
    given = {"trials": 300, "seed": 1}
    wide, usual = (estimate_gc_probability(3, 2, **given, **c) for c in ({"confidence": 0.5}, {}))
    assert (wide.low, wide.high) == clopper_pearson(wide.successes, 300, 0.5)
    assert (usual.low, usual.high) == clopper_pearson(usual.successes, 300, 0.99)
    assert clopper_pearson(3, 9) == clopper_pearson(3, 9, 0.99)
    assert Estimate.of(3, 9) == Estimate.of(3, 9, 0.99)
    assert estimate_gc_probability(3, 2, trials=300).successes == (
        estimate_gc_probability(3, 2, trials=300, seed=0).successes
    )
    times = sample_waiting_times(2, trials=50)
    np.testing.assert_array_equal(times, sample_waiting_times(2, trials=50, seed=0))
    assert times.dtype == np.int64


class Recorder(ThreadPoolExecutor):
    """An executor that keeps the sizes of the batches which it is given."""

    def map(self, count, children, sizes):
        self.sizes = list(sizes)
        return super().map(count, children, sizes)


def test_the_executor_has_the_work_and_no_empty_part(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("gcbook.probability.sampled._ENTRIES_PER_BATCH", 60)
    for k, trials, sizes in ((3, 30, [10] * 3), (3, 31, [10] * 3 + [1]), (31, 3, [1] * 3)):
        with Recorder(1) as executor:
            estimate_gc_probability(k, 2, trials=trials, executor=executor)
        assert executor.sizes == sizes


def test_progress_bar(capsys: pytest.CaptureFixture[str]):
    estimate_gc_probability(3, 2, trials=10, progress=True)
    shown = capsys.readouterr().err.split("\r")[-1]
    assert re.match(r"trials: 100%.* 1/1 \[.*?([\d?]batch/s|s/batch)\]", shown)
    estimate_gc_probability(3, 2, trials=10)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("successes", "trials"), [(0, 7), (7, 7), (1, 2), (47, 20000), (500, 901)])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.99])
def test_intervals_are_scipys(successes: int, trials: int, confidence: float):
    interval = binomtest(successes, trials).proportion_ci(confidence, method="exact")
    assert clopper_pearson(successes, trials, confidence) == pytest.approx(
        tuple(interval), rel=1e-9, abs=0
    )


def test_an_estimate_explains_itself():
    estimate = Estimate.of(30, 100, 0.95)
    assert estimate.value == 0.3
    assert estimate.contains(Fraction(3, 10))
    assert not estimate.contains(0.5)
    assert estimate.confidence == 0.95
    assert Estimate.of(30, 100).confidence == 0.99
    assert pickle.loads(pickle.dumps(estimate)) == estimate


def test_an_estimate_is_a_table_in_a_notebook():
    assert Estimate(0.25, 0.125, 0.5, 5, 20, 0.95)._repr_html_() == (
        "<table><tr><th>estimate</th><th>95 % interval</th><th>successes</th></tr>"
        "<tr><td>0.25</td><td>[0.125, 0.5]</td><td>5 of 20</td></tr></table>"
    )


def test_waiting_times_have_the_negative_binomial_mean_and_spread():
    # 1 + NegBin: mean 2d + 1, variance 2d
    for d in (1, 2, 4):
        times = sample_waiting_times(d, trials=4000, seed=d)
        assert times.min() >= d + 1
        assert abs(times.mean() - (2 * d + 1)) < FIVE_SIGMA * math.sqrt(2 * d / 4000)


def _flat(rng: np.random.Generator, size: int) -> np.ndarray:
    return rng.standard_normal((size, 2))


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"k": 0}, ValueError, "^k must be an integer >= 1; got 0"),
        ({"d": 0}, ValueError, "^d must be an integer >= 1; got 0"),
        ({"trials": 0}, ValueError, "^trials must be an integer >= 1; got 0"),
        ({"trials": 1e4}, TypeError, "trials must be an integer >= 1; got 10000.0"),
        ({"confidence": 1.0}, ValueError, "confidence must be a real number > 0 and < 1; got 1.0"),
        ({"seed": -1}, ValueError, "seed must be a non-negative integer"),
        ({"sampler": 3}, TypeError, "sampler must be callable.*got 3"),
        ({"sampler": _flat}, ValueError, r"shape \(size, k, d\) = \(10, 3, 2\); got .*\(10, 2\)"),
        (
            {"sampler": lambda rng, size: np.full((size, 3, 2), np.nan)},
            ValueError,
            r"^sampler\(rng, size\) must be finite; got nan",
        ),
        (
            {"sampler": lambda rng, size: "no layers"},
            TypeError,
            r"^sampler\(rng, size\) must be an array \(size, k, d\); got",
        ),
    ],
)
def test_bad_estimates(change, error, message):
    with pytest.raises(error, match=message):
        estimate_gc_probability(**({"k": 3, "d": 2, "trials": 10} | change))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: clopper_pearson(0, 0), "^trials must be an integer >= 1; got 0"),
        (lambda: clopper_pearson(-1, 5), "^successes must be an integer >= 0 and <= 5; got -1"),
        (lambda: clopper_pearson(6, 5), "^successes must be an integer >= 0 and <= 5; got 6"),
        (lambda: sample_waiting_times(0, trials=1), "^d must be an integer >= 1; got 0"),
        (lambda: sample_waiting_times(1, trials=0), "^trials must be an integer >= 1; got 0"),
        (lambda: CosineLaw(0).sampler(0), "^k must be an integer >= 1; got 0"),
    ],
)
def test_bad_counts(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_least_counts_are_allowed():
    assert estimate_gc_probability(1, 1, trials=1).value == 0
    assert sample_waiting_times(1, trials=1).shape == (1,)
    assert clopper_pearson(0, 1)[0] == 0
    assert CosineLaw(0).sampler(1)(np.random.default_rng(0), 2).shape == (2, 1, 2)


def test_bad_laws():
    with pytest.raises(ValueError, match=r"a must be a real number >= -1 and <= 1; got 1\.5"):
        CosineLaw(1.5)
    with pytest.raises(ValueError, match="total mass 1"):
        DensityLaw(lambda t: 1.0)
    with pytest.raises(ValueError, match="total mass 1"):
        DensityLaw(lambda t: 1.001 / (2 * math.pi))
    with pytest.raises(ArithmeticError, match=r"over \[0, 6\.28319\] stopped with error"):
        DensityLaw(lambda t: abs(t - 1) ** -0.999)
    with pytest.raises(ValueError, match="finite and >= 0; got -"):
        DensityLaw(lambda t: (1 + 2 * math.cos(t)) / (2 * math.pi))
    with pytest.raises(TypeError, match="function must be a density"):
        DensityLaw(0.5)
    with pytest.raises(TypeError, match=r"law must have methods density and half_mass; got 0\.5"):
        planar_gc_probability(3, 0.5)
    with pytest.raises(ValueError, match="k must be an integer >= 1; got 0"):
        planar_gc_probability(0, CosineLaw(0))


def test_an_interval_contains_its_ends():
    estimate = Estimate(0.5, 0.25, 0.75, 2, 4, 0.9)
    assert [estimate.contains(p) for p in (0.25, 0.75, 0.2499, 0.7501)] == [
        True,
        True,
        False,
        False,
    ]
