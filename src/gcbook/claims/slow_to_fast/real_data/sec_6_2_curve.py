"""Figure 6 (left). Slow, then fast, in LeNet."""

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, experiment, symbolic
from gcbook.claims._witness.images import images_of, trained
from gcbook.claims._words import result
from gcbook.condition import holds
from gcbook.deep import Training, lenet_16
from gcbook.experiments import (
    BrokenConfig,
    PlateauConfig,
    RightTestConfig,
    broken_condition,
    plateau_law,
    watch,
)


@experiment.supports(
    twin={"scheme": "he"},
    twin_says="the plateau is there from He's starting weights too",
    omits="MNIST; networks and steps other than these",
    tolerance="a tenth of the loss",
    seconds=2.0,
)
def plateau_then_drop(scheme: str = "fan-in", seed: int = 0) -> Outcome:
    """The curve itself: a tenth of the loss goes in the first half of T_half, the rest after.

    LeNet on 16 x 16 images, 128 hidden neurons, step 0.05, batches of 50.
    """
    images, network = images_of(16), lenet_16(128)
    how = Training(step=0.05, iterations=600, until=1.0)
    run = trained(network, images, how, scheme=scheme, seed=seed)
    smooth, half = run.smooth(10), run.half_time()
    share = float(smooth[int(half / 2)] / smooth[0]) if np.isfinite(half) else 1.0
    return Outcome(
        bool(np.isfinite(half) and share > 0.9),
        f"{share:.0%} of the loss left at half of T_half = {half:.0f}",
        "more than 90%",
        f"{images.source}, start {scheme!r}",
    )


@experiment.weighs(
    twin={"exponent": 0},
    twin_says="the length of the plateau does not depend on the scale of the start",
    omits="scales that are not small, where the law bends; networks with biases",
    tolerance="0.15 in the exponent",
    seed=0,
    seconds=1.5,
    full={"scales": (0.125, 0.25, 0.5), "seeds": (0, 1, 2, 3)},
)
def scale_sets_the_plateau(
    exponent: int = -1,
    scales: tuple[float, ...] = (0.35, 0.5, 0.7),
    seeds: tuple[int, ...] = (0, 1),
) -> Outcome:
    """With L = 3 layers T_half is inversely proportional to the scale of the starting weights.

    Scaling keeps every direction, so the geometric condition cannot tell these starts apart.
    """
    setting = PlateauConfig(depths=(3,), scales=scales, seeds=seeds)
    slope, low, high = plateau_law(setting, images_of(8)).exponent(3)
    return Outcome(
        abs(slope - exponent) < 0.15,
        f"slope {slope:.2f}, 95% interval {low:.2f} to {high:.2f}",
        f"{exponent} within 0.15",
    )


@exact.weighs(
    twin={"moved": 0.5},
    twin_says="the condition does not change when all weights move by the same vector",
    omits="nothing: scaling by a positive number keeps every half-space",
)
def condition_ignores_scale(moved: float = 0.0, trials: int = 200, seed: int = 5) -> Outcome:
    """Multiplying all weights by 1/4 or 8 never changes the geometric condition.

    6 neurons in R^3, half of which satisfy the condition; powers of two, so nothing is rounded.
    """
    weights = np.random.default_rng(seed).standard_normal((trials, 6, 3)) + 0.0
    before = np.asarray(holds(weights))
    changed = sum(
        int((np.asarray(holds(factor * weights + moved)) != before).sum()) for factor in (0.25, 8.0)
    )
    return Outcome(changed == 0, f"{changed} of {2 * trials} changed", "0")


@symbolic.weighs(
    twin={"rate": 1},
    twin_says="the half time of the two-layer linear network is ln((s-u)/u)/s",
    omits="networks with more than one neuron",
)
def plateau_without_any_condition(rate: int = 2) -> Outcome:
    """A plateau needs no condition: u' = 2u(s - u) idles near 0 and then drops.

    One linear neuron and one output weight, u their product: it takes the time
    ln((s - u_0)/u_0)/(2s) to half its value, which has no bound as u_0 falls, and there is no
    direction that a condition could be about.
    """
    t, s, start = sp.symbols("t s u_0", positive=True)
    u = s / (1 + (s - start) / start * sp.exp(-2 * s * t))
    solves = (
        sp.simplify(sp.diff(u, t) - 2 * u * (s - u)) == 0 and sp.simplify(u.subs(t, 0) - start) == 0
    )
    claimed = sp.log((s - start) / start) / (rate * s)
    half = sp.simplify(u.subs(t, claimed) - s / 2)
    return Outcome(bool(solves and half == 0), f"u at the claimed time minus s/2: {half}", "0")


@experiment.weighs(
    twin={"hidden": 16},
    twin_says="with 16 hidden neurons all classes have the condition through the plateau too",
    omits="other definitions of the class subspace; MNIST",
    seconds=2.5,
)
def condition_holds_on_the_plateau(hidden: int = 128, seed: int = 0) -> Outcome:
    """The right test: through the plateau all classes have the condition already.

    LeNet with 128 hidden neurons, the class's own neurons in the class's own subspace of
    dimension 5, certificates at the start and every 60 iterations until half the loss is gone.
    """
    images, network = images_of(16), lenet_16(hidden)
    setting = RightTestConfig(dimensions=(5,), every=60, iterations=600, until=1.15)
    seen = watch(network, network.initial(seed=seed), images, setting)
    share = seen.share(0)
    verified = all(shot.verified.all() for shot in seen.snapshots)
    return Outcome(
        bool(verified and (share == 1).all()),
        "shares of classes " + ", ".join(f"{value:.0%}" for value in share),
        "100% each time",
        images.source,
    )


@experiment.weighs(
    twin={"start": "inactive"},
    twin_says="reflecting the neurons to the other side makes training faster too",
    omits="LeNet, whose class subspaces move; data that come from every direction",
    tolerance="upper end of a 95% interval over three seeds",
    seed=0,
    seconds=2.0,
    full={"seeds": (0, 1, 2, 3, 4, 5, 6, 7)},
)
def faster_without_it(start: str = "held broken", seeds: tuple[int, ...] = (0, 1, 2)) -> Outcome:
    """A network in which the condition fails for every class at every step trains faster.

    Two layers on pixels, paired by seed with the same network left alone; the certificates at
    every recorded step say that no class has the condition.
    """
    setting = BrokenConfig(seeds=seeds, starts=("free", start), iterations=500, until=1.0)
    found = broken_condition(setting, images_of(8))
    middle, low, high = found.ratio(start)
    shots = [shot for run in found.runs if run.start == start for shot in run.snapshots]
    most = max(float(shot.holds.mean()) for shot in shots)
    return Outcome(
        bool(high < 1 and most == 0),
        f"T_half times {middle:.2f} ({low:.2f} to {high:.2f}); at most {most:.0%} of classes",
        "below 1; 0%",
    )


CLAIM, ERRATA = result(
    __file__,
    plateau_then_drop,
    scale_sets_the_plateau,
    condition_ignores_scale,
    plateau_without_any_condition,
    condition_holds_on_the_plateau,
    faster_without_it,
)
