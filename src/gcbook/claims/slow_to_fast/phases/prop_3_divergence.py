"""Proposition 3, consequence. Too few neurons must diverge.

One positive neuron w = R u on isotropic data keeps its direction, and by symmetry two opposite ones
do as well.  With q the density of <u, x>, one step adds

    2 v eta E[s; 0 < s < 1/(2 v R)] = 2 v eta int_0^{1/(2 v R)} s q(s) ds ~ eta q(0) / (4 v R^2)

to R, so R^3 ~ 3 eta q(0) t / (4 v).
"""

import numpy as np
import sympy as sp

from gcbook import population
from gcbook.audit import Outcome, exact, numerical, symbolic
from gcbook.bounds import Shell, first_phase
from gcbook.claims._witness import lattice
from gcbook.claims._witness.algebra import same
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.phases.prop_3.cap import sine_integral_bound
from gcbook.data import Annulus
from gcbook.experiments import CENTRAL_DENSITY, one_neuron_norms, one_neuron_push
from gcbook.experiments.width import follow
from gcbook.network import binary_network
from gcbook.population.radial import Radial


@exact.refutes(
    twin={"extra": 1},
    twin_says="the same for d + 1 neurons",
    omits="larger d: the hull of d points has no interior",
)
def too_few_never_satisfy(extra: int = 0) -> Outcome:
    """At most d neurons never satisfy GC, so for k_i <= d_i every step is in T_1.

    All subsets of at most d of the integer families, d = 2 and 3.  A bounded run would have
    |T_1| finite: no run with k_i <= d_i is bounded.
    """
    holding = [
        int(lattice.both_signs(lattice.subsets(family, size)).sum())
        for d, family in ((2, lattice.DODECAGON), (3, lattice.shell()))
        for size in range(1, d + 1 + extra)
    ]
    return Outcome(not any(holding), holding, "none")


@symbolic.supports(
    twin={"share": sp.Rational(1, 4)},
    twin_says="the same with h = eta q_0/4",
    omits="other data; that v = 1/2 stands for every v, which is the second symmetry",
)
def cube_root_by_brackets(share: sp.Rational = sp.S.Half) -> Outcome:
    """On the annulus, 3 h <= R_(t+1)^3 - R_t^3 -> 3 h with h = eta q_0/2, as soon as R_t >= 1.

    q(s) = 3 q_0/(A + B) with A^2 = 4 - s^2, B^2 = 1 - s^2, and A >= 2 - s^2/3, B >= 1 - s^2:
    so q_0 <= q(s) <= q_0/(1 - 4 s^2/9), and one step adds between h/R^2 and h/(R^2 - 4/9).
    """
    s, q, eta, r = sp.symbols("s q_0 eta R", positive=True)
    w, top, h = s**2, 1 / r, share * eta * q
    slice_ = q * (sp.sqrt(4 - w) - sp.sqrt(1 - w)) * (sp.sqrt(4 - w) + sp.sqrt(1 - w))
    below = same(4 - w - (2 - w / 3) ** 2, w * (3 - w) / 9) and same(1 - w - (1 - w) ** 2, w - w**2)
    sums = same(slice_, 3 * q) and same(2 - w / 3 + 1 - w, 3 * (1 - 4 * w / 9))
    least = eta * sp.integrate(s * q, (s, 0, top))  # 2 v = 1
    most = least / (1 - 4 * top**2 / 9)
    steps = same(least, h / r**2) and same(most, h / (r**2 - sp.Rational(4, 9)))
    gained = sp.expand((r + least) ** 3 - r**3 - 3 * h)
    limit = sp.limit((r + most) ** 3 - r**3, r, sp.oo)
    forced = all(term.is_positive for term in sp.Add.make_args(gained))
    return Outcome(below and sums and steps and forced and same(limit, 3 * h), limit, 3 * h)


@symbolic.supports(
    twin={"v": sp.Integer(1)},
    twin_says="the same limits with v = 1 in place of 1/2 in the network",
    omits="the error terms, which continuity of q at 0 makes small",
)
def losses_to_leading_order(v: sp.Rational = sp.S.Half) -> Outcome:
    """A linear ramp 1 - 2 v R s under q_0 adds q_0/(4 v R) to the loss: once, or on both sides.

    With v = 1/2: q_0/(2 R) for one neuron beside the half that it does not see, q_0/R for two.
    """
    s, q, r = sp.symbols("s q_0 R", positive=True)
    ramp = sp.integrate((1 - 2 * v * r * s) * q, (s, 0, 1 / (2 * v * r)))
    expected = q / (2 * r), q / r
    return Outcome((ramp, 2 * ramp) == expected, (ramp, 2 * ramp), expected)


@numerical.supports(
    twin={"v": 1.0},
    twin_says="the recursion with v = 1 is the network with v = 1/2",
    omits="other norms",
    tolerance="1e-12",
)
def recursion_is_the_network(v: float = 0.5) -> Outcome:
    """One neuron's gradient in the library is the closed form of the recursion, at seven norms."""
    network = binary_network(1)
    worst = 0.0
    for norm in (0.1, 0.4, 0.6, 1.5, 3.0, 10.0, 30.0):
        u = np.array([np.cos(1.0), np.sin(1.0)])
        weights = np.stack([norm * u, 0 * u])
        now = population.evaluate(network.outputs, np.zeros(2), weights, Annulus())
        expected = -2 * v * one_neuron_push(norm, v=v) * u
        worst = max(worst, float(np.abs(now.gradient[0] - expected).max()))
    return Outcome(worst < 1e-12, f"{worst:.1e}", "< 1e-12")


@numerical.supports(
    twin={"factor": 2.0},
    twin_says="the constant with q(0) doubled",
    omits="later times and other data; the limit itself is argued",
    tolerance="1e-3 at t = 1e5",
    seconds=0.6,
    full={"steps": 1_000_000},
)
def cube_root_law(factor: float = 1.0, steps: int = 100_000) -> Outcome:
    """One positive neuron: R_t / t^(1/3) approaches (3 eta q(0)/(4 v))^(1/3) = 0.316920.

    eta = 0.1, v = 1/2, annulus [1, 2], from R_0 = 1/2; compared at t = 100,000.
    """
    norms = one_neuron_norms(steps)
    predicted = (3 * 0.1 * factor * CENTRAL_DENSITY / (4 * 0.5)) ** (1 / 3)
    times = [10**p for p in range(2, 1 + int(np.log10(steps)))]
    measured = [float(norms[t] / t ** (1 / 3)) for t in times]
    return Outcome(
        abs(measured[-1] - predicted) < 1e-3,
        {f"t = {t:.0e}": round(m, 5) for t, m in zip(times, measured, strict=True)},
        round(predicted, 6),
    )


@numerical.supports(
    twin={"neurons": 2},
    twin_says="with two opposite neurons the loss stays above 1/2 as well",
    omits="n > 2 and other data",
    tolerance="1e-3",
)
def loss_of_one_neuron(neurons: int = 1, steps: int = 20_000) -> Outcome:
    """With k_i = 1 the loss tends to 1/2 and not to 0: l - 1/2 = q(0)/(4 v R), to leading order."""
    norm = float(one_neuron_norms(steps)[-1])
    network = binary_network(neurons)
    weights = np.zeros((2 * neurons, 2))
    weights[:neurons, 0] = [norm, -norm][:neurons]
    now = population.evaluate(network.outputs, np.zeros(2 * neurons), weights, Annulus())
    loss = float(now.loss)
    predicted = 0.5 + CENTRAL_DENSITY / (4 * 0.5 * norm)
    return Outcome(loss > 0.5 and abs(loss - predicted) < 1e-3, round(loss, 6), round(predicted, 6))


@numerical.supports(
    twin={"exponent": 1.0},
    twin_says="the loss falls as 1/t",
    omits="k_i = 2 from other starts, where the two neurons first turn away from each other",
    tolerance="0.01 in the exponent, 1 % in the constant",
    seconds=0.4,
)
def loss_of_two_neurons(exponent: float = 1 / 3, steps: int = 100_000) -> Outcome:
    """With k_i = d_i = 2, antipodal, the loss tends to 0 as t^(-1/3), without GC or boundedness.

    l = q(0)/(2 v R) to leading order; the exponent is fitted over the last decade.
    """
    norms = one_neuron_norms(steps)
    network = binary_network(2)
    times = (steps // 10, steps)
    losses = []
    for t in times:
        weights = np.array([[norms[t], 0], [-norms[t], 0], [0, 0], [0, 0]])
        now = population.evaluate(network.outputs, np.zeros(4), weights, Annulus())
        losses.append(float(now.loss))
    slope = float(np.log(losses[0] / losses[1]) / np.log(10))
    predicted = CENTRAL_DENSITY / (2 * 0.5 * norms[-1])
    return Outcome(
        abs(slope - exponent) < 0.01 and abs(losses[1] / predicted - 1) < 0.01,
        f"exponent {slope:.4f}, loss {losses[1]:.6f}",
        f"exponent {exponent:.4f}, loss {predicted:.6f}",
    )


@numerical.supports(
    twin={"inflate": 10.0},
    twin_says="a bound ten times smaller",
    omits="other data, starts and horizons; the inequality is the improved Proposition 3",
    seconds=1.5,
)
def growth_is_forced(inflate: float = 1.0, steps: int = 200, seed: int = 8) -> Outcome:
    """T <= (R_T - R_0)/(2 v eta g_(R_T)) with one and two neurons in the plane and in space.

    T = 10, 50, 200 on the exact population, from one random start each: (d, k) = (2,1) to (3,2).
    """
    found = {}
    for d, k in ((2, 1), (2, 2), (3, 1), (3, 2)):
        start = np.zeros((1, 2 * k, d))
        start[:, :k] = 0.5 * np.random.default_rng(seed).standard_normal((1, k, d))
        data = Annulus() if d == 2 else Radial(d)
        clock = follow(binary_network(k), start, data, steps=steps).positive_norm[:, 0]
        found[d, k] = min(
            first_phase(Shell(d), step=0.1, radius=float(clock[t]), start=float(clock[0])) / t
            for t in (10, 50, steps)
        )
    worst = min(found.values()) / inflate
    return Outcome(worst >= 1, {key: round(x, 1) for key, x in found.items()}, "bound / T >= 1")


@numerical.refutes(
    twin={"nudge": 1e-3},
    twin_says="the same when one of them starts elsewhere",
    omits="nothing: equal rows have equal gradients, so they stay equal",
    seconds=0.2,
)
def copies_stay_copies(nudge: float = 0.0, steps: int = 200) -> Outcome:
    """Four identical positive neurons stay identical: GC fails for ever though k_i > d_i."""
    network = binary_network(4)
    weights = np.tile([0.7, 0.3], (8, 1))
    weights[4:] = 0.0
    weights[0, 1] += nudge
    for _ in range(steps):
        now = population.evaluate(network.outputs, np.zeros(8), weights, Annulus())
        weights = weights - 0.1 * now.gradient
    spread = float(np.ptp(weights[:4], axis=0).max())
    return Outcome(spread == 0.0, f"spread {spread:.1e}, loss {float(now.loss):.3f}", "spread 0")


CLAIM, ERRATA = result(
    __file__,
    too_few_never_satisfy.as_role("supports"),
    copies_stay_copies.as_role("supports"),
    growth_is_forced,
    sine_integral_bound,
    cube_root_by_brackets,
    losses_to_leading_order,
    recursion_is_the_network,
    cube_root_law,
    loss_of_one_neuron,
    loss_of_two_neurons,
)
