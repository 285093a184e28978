"""The rate law (added): the exponent, from both sides."""

from typing import Any

import numpy as np
import sympy as sp

from gcbook._checks import FloatArray
from gcbook.audit import Outcome, numerical, symbolic
from gcbook.bounds import Shell, missed_floor, normals, trapped
from gcbook.claims._witness import flows
from gcbook.claims._witness.algebra import all_same, same
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.rate.constants import (
    library_has_the_rate_constants,
    library_has_the_trap,
)
from gcbook.condition import holds
from gcbook.experiments.rate import (
    RateConfig,
    audit_flow,
    gradient_flow,
    population_of,
    rate_law,
)
from gcbook.population.radial import Radial


@symbolic.supports(
    twin={"degree": 2},
    twin_says="the margin is homogeneous of degree two in the weights",
    omits="nothing: one active and one inactive neuron of each sign are all cases",
)
def euler_identity(degree: int = 1) -> Outcome:
    """sum_j <w_j, dphi/dw_j> = phi, so <W, -grad l> = E[1{phi<1} phi] = P - l."""
    v = sp.symbols("v", positive=True)
    x, w, u = (sp.Matrix(sp.symbols(f"{name}1:4", real=True)) for name in "xwu")
    # active neurons contribute <w, x>, inactive ones 0; u belongs to the other class
    phi = 2 * v * (w.dot(x) - u.dot(x))
    radial = sum(y * sp.diff(phi, y) for y in (*w, *u))
    return Outcome(same(radial, degree * phi), radial, degree * phi)


def cone_mass(d: int) -> Any:
    """Return the integral of (delta - mK theta)_+ theta^(d-2) over angles, exactly.

    Examples
    --------
    >>> cone_mass(2)
    delta**2/(2*K*m)
    """
    delta, slope, m, angle = sp.symbols("delta K m theta", positive=True)
    inside = sp.integrate(
        sp.expand((delta - m * slope * angle) * angle ** (d - 2)), (angle, 0, delta / (m * slope))
    )
    return sp.simplify(inside)


@symbolic.supports(
    twin={"shift": 1},
    twin_says="the cone has the mass of one dimension more",
    omits="d > 7, where the same integral of a monomial is meant",
)
def cone_has_mass_delta_to_the_d(shift: int = 0) -> Outcome:
    """Int (delta - mK theta)_+ theta^(d-2) = delta^d / (d (d-1) (mK)^(d-1)), d = 2, ..., 7."""
    delta, slope, m = sp.symbols("delta K m", positive=True)
    pairs = []
    for d in range(2, 8):
        q = d + shift
        pairs.append((cone_mass(d), delta**q / (q * (q - 1) * (m * slope) ** (q - 1))))
    return all_same(pairs)


def law(t: Any, d: Any, kappa: Any) -> Any:
    """Return the bound ((d-1)/(d+1) kappa^2 t)^(-(d+1)/(d-1)) as an expression."""
    return ((d - 1) / (d + 1) * kappa**2 * t) ** (-(d + 1) / (d - 1))


@symbolic.supports(
    twin={"more": sp.Rational(1, 10)},
    twin_says="the exponent is larger by a tenth",
    omits="the comparison of solutions, which is argued",
)
def law_solves_the_inequality(more: Any = 0) -> Outcome:
    """The bound y solves y' = -kappa^2 y^(2d/(d+1)) exactly, d = 2, ..., 6.

    Whatever satisfies y' <= -kappa^2 y^(2d/(d+1)) is below it.
    """
    t, kappa = sp.symbols("t kappa", positive=True)
    gaps = []
    for d in range(2, 7):
        y = law(t, sp.Integer(d), kappa) * t ** (-more)
        gaps.append(sp.simplify(sp.diff(y, t) + kappa**2 * y ** sp.Rational(2 * d, d + 1)))
    return Outcome(not any(gaps), gaps, "all 0")


@symbolic.supports(
    twin={"factor": 2},
    twin_says="half that length is enough",
    omits="nothing: d is a symbol",
)
def path_is_finite(factor: int = 1) -> Outcome:
    """|grad l| >= kappa l^(d/(d+1)) gives -d/dt ((d+1)/kappa l^(1/(d+1))) >= |grad l|: the length.

    With equality in the first, there is equality in the second.
    """
    d, kappa, loss = sp.symbols("d kappa l", positive=True)
    push = kappa * loss ** (d / (d + 1))
    length = (d + 1) / kappa * loss ** (1 / (d + 1)) / factor
    decrease = sp.diff(length, loss) * push**2
    return Outcome(same(decrease, push), sp.simplify(decrease), push)


@numerical.supports(
    twin={"slip": 3.0},
    twin_says="the same with constants three times better",
    omits="other data and starts; how loose they are is reported",
    tolerance="1e-9 of the larger side",
    seconds=8.0,
)
def inequalities_to_the_last_decade(slip: float = 1.0) -> Outcome:
    """P >= c_1 delta^d, l <= delta P, l >= c_1 (delta/2)^(d+1), Lojasiewicz, P^2 <= 8 A l.

    At every recorded time of eight runs of gradient flow, d = 2 and 3, with and without negative
    neurons, over losses from 1 to 1e-17.
    """
    runs = (*flows.plane(), *flows.plane(3), *flows.space())
    audits = [audit_flow(flow, slip=slip) for flow in runs]
    places = sum(len(one.small) for a in audits for one in a.inequalities)
    bad = sum(a.violations for a in audits)
    tight = min(float(one.factors.min()) for a in audits for one in a.inequalities)
    return Outcome(
        bad == 0, f"{bad} violations at {places} places", "0", f"tightest factor {tight:.1f}"
    )


@numerical.supports(
    twin={"wrong": 0.1},
    twin_says="the exponent is larger by a tenth",
    omits="other starts; runs with negative neurons can stay longer near an unstable ray",
    tolerance="0.002 for d = 2 at t = 1e6, 0.005 for d = 3 at t = 1e8",
    seconds=6.0,
)
def slopes_at_the_end(wrong: float = 0.0) -> Outcome:
    """The slope of log l against log t is -(d+1)/(d-1): -3 in the plane, -2 in space."""
    plane = [float(flow.local_slope[-1]) for flow in flows.plane()]
    space = [float(flow.local_slope[-1]) for flow in flows.space()]
    good = all(abs(s + 3 + wrong) < 0.002 for s in plane)
    good &= all(abs(s + 2 + wrong) < 0.005 for s in space)
    return Outcome(good, [round(s, 4) for s in plane + space], [-3 - wrong, -2 - wrong])


@numerical.supports(
    twin={"wrong": 0.05},
    twin_says="the exponent 2d/(d+1) is larger by 0.05",
    omits="other starts",
    tolerance="0.005",
    seconds=6.0,
)
def gradient_against_loss(wrong: float = 0.0) -> Outcome:
    """|grad l|^2 ~ l^(2d/(d+1)): 4/3 in the plane, 3/2 in space, over the last two decades of t."""
    found, good = [], True
    for runs, predicted in ((flows.plane(), 4 / 3), (flows.space(), 3 / 2)):
        for flow in runs:
            back = 4 * flow.half_decade
            rise = np.log(flow.speed[-1] / flow.speed[-back])
            slope = 2 * rise / np.log(flow.loss[-1] / flow.loss[-back])
            found.append(round(float(slope), 4))
            good &= abs(slope - predicted - wrong) < 0.005
    return Outcome(good, found, [4 / 3 + wrong, 3 / 2 + wrong])


@numerical.supports(
    twin={"count": 1.1},
    twin_says="the dimension that counts is d + 1.1 a",
    omits="d = 3",
    tolerance="0.03 (half a per cent for a = -1/2)",
    seconds=2.0,
)
def density_shifts_the_dimension(count: float = 1.0) -> Outcome:
    """For a density (|x| - m)^a the exponent is (D+1)/(D-1) with D = d + a: -5, -2, -5/3.

    a = -1/2, 1 and 2 in the plane.
    """
    found, good = {}, True
    for power, horizon in ((-0.5, 1e4), (1.0, 1e7), (2.0, 1e8)):
        several = rate_law(RateConfig(runs=1, power=power, horizon=horizon))
        run = several.flows[0]
        effective = 2 + count * power
        slope = float(run.local_slope[-1])
        found[power] = round(slope, 4)
        exponent = (effective + 1) / (effective - 1)
        good &= (
            effective > 1 and abs(slope + exponent) < 0.03 and abs(slope + several.exponent) < 0.03
        )
    return Outcome(good, found, "-(D+1)/(D-1)")


@numerical.supports(
    twin={"drop": 4},
    twin_says="the vertices of four neurons can be left out",
    omits="other weights; that a function linear on a cone is concave on its sphere is argued",
    tolerance="1e-12 below the samples",
)
def least_margin_is_at_a_vertex(drop: int = 0, seed: int = 72) -> Outcome:
    """Min s over the sphere is the least over the vertices, with negative neurons as well.

    Twenty thousand directions never give less; d = 2 and 3, weights with s > 0.
    """
    rng = np.random.default_rng(seed)
    below = np.inf
    for d in (2, 3):
        for _ in range(6):
            rows = np.concatenate([rng.standard_normal((7, d)), 0.05 * rng.standard_normal((3, d))])
            sign = np.r_[np.ones(7), -np.ones(3)]
            at = normals(rows[drop:])
            vertex = float((np.maximum(at @ rows.T, 0.0) @ sign).min())
            u = rng.standard_normal((20_000, d))
            u /= np.linalg.norm(u, axis=1, keepdims=True)
            s = np.maximum(u @ rows.T, 0.0) @ sign
            if vertex > 0:
                below = min(below, float(s.min() - vertex))
    return Outcome(below >= -1e-12, f"{below:.1e}", ">= 0")


def _triangle(depth: float) -> FloatArray:
    """Return a regular triangle whose least margin is one minus the depth."""
    angle = 2 * np.pi / 3 * np.arange(3)
    units = np.column_stack([np.cos(angle), np.sin(angle)])
    return np.asarray((1 - depth) / np.cos(np.pi / 6) * units)


@numerical.supports(
    twin={"thin": False},
    twin_says="the constant without its last factor",
    omits="other shells",
)
def thin_shells_need_their_factor(thin: bool = True) -> Outcome:
    """P >= c_1 delta^d up to delta = 1/2 needs the factor min(1, 2(M/m - 1)).

    A triangle of depth 1/4 on the shell 1 <= |x| <= 1.001: without it the bound exceeds one.
    """
    shell, data = Shell(2, 1.0, 1.001), Radial(2, 1.0, 1.001)
    rows = _triangle(0.25)
    steep = float(np.linalg.norm(rows, axis=1).sum())
    bound = missed_floor(shell, steep) / 16 / (1.0 if thin else min(1.0, 2 * 0.001))
    missed = population_of(rows, np.ones(3), data)[2]
    return Outcome(bound <= missed <= 1, f"bound {bound:.3g}, P = {missed:.3g}", "bound <= P <= 1")


@numerical.supports(
    twin={"depth": 0.5},
    twin_says="a start of depth one half is trapped as well",
    omits="other starts; the certificate is sufficient, far from necessary",
    seconds=1.0,
)
def trap_is_kept(depth: float = 2e-4) -> Outcome:
    """A triangle of depth 2e-4 is certified, and the flow from it keeps the condition."""
    rows = _triangle(depth)
    run = gradient_flow(rows, np.ones(3), horizon=1e4)
    sure = trapped(Shell(), rows, float(run.depth[0]), float(run.loss[0]))
    kept = bool(np.all(holds(run.weights))) and run.loss[-1] < 1e-12
    return Outcome(sure and kept, f"certified {sure}, kept {kept}", "both")


CLAIM, ERRATA = result(
    __file__,
    euler_identity,
    cone_has_mass_delta_to_the_d,
    law_solves_the_inequality,
    path_is_finite,
    least_margin_is_at_a_vertex,
    inequalities_to_the_last_decade,
    slopes_at_the_end,
    gradient_against_loss,
    density_shifts_the_dimension,
    thin_shells_need_their_factor,
    trap_is_kept,
    library_has_the_rate_constants,
    library_has_the_trap,
)
