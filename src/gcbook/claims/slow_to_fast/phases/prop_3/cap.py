"""The half cap that no positive neuron sees: its place, its mass, its sampled volume.

When GC fails there are a unit vector n and a positive neuron w with <n, w> = 0 and <n, w'> <= 0
for all others.  D is the set of data within the angle beta of n with <w, x> > 0;
sin(beta) = min(1, 1/(2 v M R)).  On D the margin is below 1 and w is active.
"""

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, numerical, statistical, symbolic
from gcbook.bounds import Shell, ball_volume, cap_mass, cap_moment
from gcbook.claims._witness import lattice
from gcbook.claims._witness.algebra import same


@symbolic.repairs(
    twin={"printed": True},
    twin_says="the printed coordinates (cos a, sin a, 0, ...) do the same",
    omits="nothing: three inner products",
)
def coordinates(printed: bool = False) -> Outcome:
    """With w = (sin a, cos a) and n = (-cos a, sin a): <e_1, w> = sin a and <n, w> = 0.

    The printed w = (cos a, sin a) gives <e_1, w> = cos a and <n, w> = -cos 2a instead.
    """
    a = sp.symbols("alpha", real=True)
    w = sp.Matrix([sp.cos(a), sp.sin(a)] if printed else [sp.sin(a), sp.cos(a)])
    n = sp.Matrix([-sp.cos(a), sp.sin(a)])
    along, normal = sp.simplify(w[0]), sp.simplify(n.dot(w))
    return Outcome(same(along, sp.sin(a)) and normal == 0, (along, normal), (sp.sin(a), 0))


@exact.repairs(
    twin={"dimension": 1},
    twin_says="the same on a line",
    omits="d > 3, where the sphere is connected as well: the proof",
    seconds=0.4,
)
def touching_half_space_exists(dimension: int = 0) -> Outcome:
    """Where GC fails and d >= 2, some n has <n, w> <= 0 for all neurons and = 0 for one of them.

    All 34,439 small subsets of the two integer families, d = 2 and 3.  On a line {1, 1} fails GC
    and has no such n: Proposition 3 needs d_i >= 2.
    """
    families = [(lattice.DODECAGON, 6), (lattice.shell(), 4)]
    if dimension == 1:
        families = [(np.array([[1], [2]]), 2)]
    missing = failing = 0
    for family, largest in families:
        for size in range(1, largest + 1):
            sets = lattice.subsets(family, size)
            sets = sets[~lattice.both_signs(sets)]
            failing += len(sets)
            missing += int((~lattice.touching_half_space(sets)).sum())
    return Outcome(missing == 0, f"{missing} of {failing} sets without GC have no such n", 0)


@statistical.repairs(
    twin={"half": False},
    twin_says="the same for the whole cap",
    omits="other shells and angles; that D lies where it must is argued",
    false_alarm=6e-5,
    full={"samples": 2_000_000},
    seconds=0.4,
)
def caps_sampled(half: bool = True, samples: int = 100_000, seed: int = 5) -> Outcome:
    """The library's p_R and g_R agree with uniform samples of the shell 1 <= |x| <= 2, R = 1.

    v = 1/2 and M = 2, so sin(beta) = 1/2: D has <n, x> > |x| sqrt(3)/2 and <w, x> > 0.
    d = 2, 3, 4, 6; eight z-scores, each within 4.5.
    """
    rng = np.random.default_rng(seed)
    scores = []
    for d in (2, 3, 4, 6):
        shell = Shell(dimension=d)
        x = rng.standard_normal((samples, d))
        x /= np.linalg.norm(x, axis=1, keepdims=True)
        radius = rng.uniform(1.0, 2.0**d, samples) ** (1 / d)
        inside = x[:, 0] > np.sqrt(3) / 2
        inside &= (x[:, 1] > 0) | (not half)
        for values, expected in (
            (inside.astype(float), cap_mass(shell, 1.0)),
            (inside * np.abs(x[:, 1]) * radius, cap_moment(shell, 1.0)),
        ):
            spread = values.std() / np.sqrt(samples)
            scores.append(float((values.mean() - expected) / spread))
    return Outcome(
        max(map(abs, scores)) < 4.5, [round(z, 2) for z in scores], "|z| < 4.5, eight of them"
    )


@symbolic.supports(
    twin={"factor": sp.Integer(2)},
    twin_says="int_0^beta sin^q >= 2 sin^(q+1)(beta)/(q+1)",
    omits="nothing: at beta = 0 both sides vanish, and the derivative is signed",
)
def sine_integral_bound(factor: sp.Integer = sp.S.One) -> Outcome:
    """int_0^beta sin^q >= sin^(q+1)(beta)/(q+1): the difference has derivative sin^q (1 - cos)."""
    beta, q = sp.symbols("beta q", positive=True)
    lower = factor * sp.sin(beta) ** (q + 1) / (q + 1)
    slope = sp.sin(beta) ** q - sp.diff(lower, beta)
    ratio = sp.simplify(slope / sp.sin(beta) ** q)
    smallest = sp.limit(ratio, beta, 0)
    monotone = same(sp.diff(ratio, beta), factor * sp.sin(beta))
    return Outcome(bool(smallest >= 0) and monotone, ratio, "1 - cos(beta) >= 0")


@numerical.supports(
    twin={"constant": 1.0},
    twin_says="the ratio is at least 1/sqrt(pi d)",
    omits="d > 300, where log-convexity of Gamma proves it",
    tolerance="1e-12",
)
def sphere_ratio_bound(constant: float = 2.0) -> Outcome:
    """|S^(d-2)| / ((d-1) |S^(d-1)|) >= 1/sqrt(2 pi d), d = 2, ..., 300; the quotient falls to 1.

    It is sqrt(x) Gamma(x)/Gamma(x + 1/2) at x = d/2, at least 1 since Gamma is log-convex:
    Gamma(x + 1/2)^2 <= Gamma(x) Gamma(x + 1) = x Gamma(x)^2.
    """
    d = np.arange(2, 301)
    ratio = np.array([ball_volume(int(q) - 1) / (int(q) * ball_volume(int(q))) for q in d])
    quotient = ratio * np.sqrt(constant * np.pi * d)
    falls = bool((np.diff(quotient) < 1e-12).all())
    return Outcome(
        bool(quotient.min() >= 1) and falls,
        f"{quotient[0]:.4f} at d = 2, {quotient[-1]:.6f} at d = 300",
        ">= 1 and falling",
    )
