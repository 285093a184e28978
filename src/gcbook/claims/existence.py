"""Section 4.2: when a zero loss exists (Proposition 2 and the sentence after it)."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import sympy as sp
from scipy.spatial import ConvexHull

from gcbook._checks import FloatArray
from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Erratum, Step
from gcbook.bounds import Shell, existence_radius, realisability_scale
from gcbook.claims import _exact as ex
from gcbook.condition import holds
from gcbook.data import Annulus
from gcbook.network import Network

HALF = Fraction(1, 2)
TRIANGLE = (
    (Fraction(0), Fraction(11, 10)),
    (Fraction(5), Fraction(-1)),
    (Fraction(-5), Fraction(-1)),
)


def _squared_inradius(corners: ex.Rows) -> Fraction:
    """Return the squared distance from the origin to the nearest side of a triangle around it."""
    distances = []
    for (a, b), (c, d) in zip(corners, [*corners[1:], corners[0]], strict=True):
        distances.append(Fraction((a * d - b * c) ** 2) / ((c - a) ** 2 + (d - b) ** 2))
    return Fraction(min(distances))


@check(
    twin={"v": HALF},
    twin_says="the same triangle fails for v = 1/2",
    method="exact",
    role="refutes",
    omits="v >= 1/2, where the printed radius is large enough",
)
def triangle_needs_the_output_weight(v: Fraction = Fraction(9, 20)) -> Outcome:
    """For v = 9/20 a triangle that contains the unit disc has positive loss at m = 1, b = 0.

    Corners (0, 11/10), (5, -1), (-5, -1), inradius exactly 1; the point is x = (0, 1).
    """
    outputs = ex.signs([0, 0, 0, 1], 2, v)
    margin = ex.margins(outputs, (*TRIANGLE, (0, 0)), (0, 1))[0]
    inradius = _squared_inradius(TRIANGLE)
    return Outcome(
        inradius == 1 and margin < 1,
        f"squared inradius {inradius}, margin {margin}",
        "squared inradius 1, margin < 1",
    )


@check(
    twin={"shrink": Fraction(99, 100)},
    twin_says="a radius one per cent smaller is enough",
    method="exact",
    role="repairs",
    omits="biases, which the random hulls below include",
)
def mended_radius_is_sharp(shrink: Fraction = Fraction(1)) -> Outcome:
    """A wide triangle with its apex at height a has least margin 2 v a: the radius 1/(2v) is sharp.

    For v = 1/4, 9/20, 1/2, 3 and a = 1/(2v), the margin at (0, 1) is exactly 1.
    """
    found = []
    for v in (Fraction(1, 4), Fraction(9, 20), HALF, Fraction(3)):
        apex = shrink / (2 * v)
        corners = ((Fraction(0), apex), (50 * apex, -apex), (-50 * apex, -apex))
        found.append(ex.margins(ex.signs([0, 0, 0, 1], 2, v), (*corners, (0, 0)), (0, 1))[0])
    return Outcome(all(one >= 1 for one in found), ex.show([found]), "all at least 1")


@check(
    twin={"factor": 0.3},
    twin_says="three tenths of the radius are enough",
    method="numerical",
    role="repairs",
    omits="directions between the 2,000 per hull that are tried",
    tolerance="1e-9",
    seed=9,
    seconds=0.6,
)
def hull_of_the_mended_radius_suffices(factor: float = 1.0, hulls: int = 80) -> Outcome:
    """Random hulls scaled to the mended radius, with biases and small negatives, have zero loss.

    Dimensions 2, 3 and 4, v between 0.1 and 2; the least margin on the inner sphere.
    """
    rng = np.random.default_rng(9)
    least = np.inf
    for index in range(hulls):
        d = 2 + index % 3
        v = float(rng.uniform(0.1, 2.0))
        shell = Shell(d, 1.0, 2.0)
        corners = _around_the_origin(rng, d)
        inradius = -ConvexHull(corners).equations[:, -1].max()
        bias = rng.uniform(0.0, 0.5, len(corners) + 2)
        corners *= factor * existence_radius(shell, bias=bias, v=v) / inradius
        small = rng.standard_normal((2, d))
        small *= (bias[-2:] / shell.outer / np.linalg.norm(small, axis=1))[:, None]
        signs = np.r_[np.ones(len(corners)), -np.ones(2)] * v
        network = Network(np.stack([signs, -signs]), bias=bias)
        x = rng.standard_normal((2000, d))
        x /= np.linalg.norm(x, axis=1)[:, None]
        f = network.forward(np.vstack([corners, small]), x)
        least = min(least, float((f[:, 0] - f[:, 1]).min()))
    return Outcome(least >= 1 - 1e-9, f"{least:.4f}", ">= 1", f"least margin over {hulls} hulls")


def _around_the_origin(rng: np.random.Generator, d: int) -> FloatArray:
    while True:
        corners = rng.standard_normal((d + 3, d))
        if holds(corners):
            return corners


def unseen_direction(weights: ex.Rows) -> tuple[sp.Expr, ...] | None:
    """Return x != 0 with <w_j, x> <= 0 for all of at most d rational vectors in R^d.

    Examples
    --------
    >>> unseen_direction([(1, 0), (0, 1)])
    (-1, -1)
    """
    matrix = sp.Matrix([[sp.Rational(a) for a in row] for row in weights])
    if matrix.rows == matrix.cols and matrix.det() != 0:
        return tuple(matrix.solve(-sp.ones(matrix.rows, 1)))
    null = matrix.nullspace()
    return tuple(null[0]) if null else None


@check(
    twin={"extra": 1},
    twin_says="d + 1 vectors always leave a direction unseen too",
    method="exact",
    role="refutes",
    omits="nothing: solving W x = -1, or W x = 0 when W is singular, works for every W",
    seed=10,
)
def few_neurons_leave_a_direction_unseen(extra: int = 0, trials: int = 40) -> Outcome:
    """Any k_i <= d_i vectors have x != 0 with <w_j, x> <= 0 for all j, so the margin there is <= 0.

    A neighbourhood of x on the shell then has positive loss: no zero loss exists.
    """
    rng = Random(10)
    unseen = 0
    for index in range(trials):
        d = 1 + index % 4
        weights = ex.random_rows(rng, d + extra, d)
        x = unseen_direction(weights)
        unseen += x is not None and any(x) and all(ex.dot(w, x) <= 0 for w in weights)
    return Outcome(unseen == trials, f"{unseen} of {trials}", f"{trials} of {trials}")


@check(
    twin={"neurons": 6},
    twin_says="six neurons cannot be shared out either",
    method="exact",
    role="refutes",
    omits="nothing: all 32 ways to give five neurons to two classes are tried",
)
def five_neurons_for_two_planes(neurons: int = 5) -> Outcome:
    """In R^4 = V_1 + V_2 five neurons exceed the dimension, yet some class owns at most two.

    Two classes of dimension 2 each need three neurons.
    """
    shares = [owner.count(0) for owner in product((0, 1), repeat=neurons)]
    possible = [k for k in shares if k >= 3 and neurons - k >= 3]
    return Outcome(
        neurons > 4 and not possible, f"{len(possible)} ways", "0 ways", "k_1 >= 3 and k_2 >= 3"
    )


@check(
    twin={"lost": 1},
    twin_says="d vectors of the simplex are enough",
    method="numerical",
    role="repairs",
    omits="dimensions above six",
    tolerance="1e-9",
)
def simplex_realises_zero_loss(lost: int = 0) -> Outcome:
    """The d + 1 corners of a regular simplex, long enough, give margin >= 1 in every direction.

    Dimensions 1 to 6: the finite scale that `bounds.realisability_scale` returns.
    """
    scales = []
    for d in range(1, 7):
        frame = np.eye(d + 1) - 1 / (d + 1)
        corners = np.linalg.qr(np.vstack([frame[:d]]).T)[0].T @ frame
        scales.append(realisability_scale(corners.T[lost:], Shell(d)))
    rounded = [round(one, 4) for one in scales]
    return Outcome(bool(np.isfinite(scales).all()), rounded, "six finite numbers", "v = 1/2, m = 1")


@check(
    twin={"drop": 1},
    twin_says="one neuron less has the same support function",
    method="exact",
    role="supports",
    omits="nothing: the maximum of a sum over subsets is the sum of the maxima",
    seed=11,
)
def zonotope_has_the_sum_of_ramps_as_support(drop: int = 0, trials: int = 60) -> Outcome:
    """S_i(x) = sum of max(0, <w_j, x>) is the support function of the zonotope sum of [0, w_j]."""
    rng = Random(11)
    equal = 0
    for _ in range(trials):
        weights, (x,) = ex.random_rows(rng, 5, 3), ex.random_rows(rng, 1, 3)
        corners = (
            sum(ex.dot(w, x) for w, s in zip(weights, chosen, strict=True) if s)
            for chosen in product((0, 1), repeat=5)
        )
        equal += max(corners) == sum(ex.hidden(weights[drop:], x))
    return Outcome(equal == trials, f"{equal} of {trials}", f"{trials} of {trials}")


@check(
    twin={"factor": 0.9},
    twin_says="nine tenths of the scale are enough",
    method="numerical",
    role="supports",
    omits="d >= 3; other densities (zero loss depends on the support alone)",
    tolerance="scales 1e-3 below and 1e-9 above the threshold",
    seed=12,
    seconds=0.4,
)
def scale_is_the_exact_threshold(factor: float = 1.0, trials: int = 40) -> Outcome:
    """The population loss vanishes exactly from the scale c = 1/(2 v m gamma) on, if GC holds.

    Random directions in the plane: without the condition no scale is found.
    """
    rng = np.random.default_rng(12)
    network = Network(np.array([[0.5] * 4 + [-0.5], [-0.5] * 4 + [0.5]]))
    agree = 0
    for _ in range(trials):
        units = rng.standard_normal((4, 2))
        units /= np.linalg.norm(units, axis=1)[:, None]
        scale = factor * realisability_scale(units)
        if not np.isfinite(scale):
            agree += not holds(units)
            continue
        below, above = (
            float(network.loss(np.vstack([t * scale * units, np.zeros((1, 2))]), Annulus()))
            for t in (1 - 1e-3, 1 + 1e-9)
        )
        agree += bool(holds(units)) and below > 0 and above < 1e-14
    return Outcome(agree == trials, f"{agree} of {trials}", f"{trials} of {trials}")


@check(
    twin={"scale": 2},
    twin_says="the averages are twice as large",
    method="symbolic",
    role="supports",
    omits="dimensions above three",
)
def average_ramp(scale: int = 1) -> Outcome:
    """Zero loss needs sum |w_j| >= 1/(2 v m kappa_d), with kappa_2 = 1/pi and kappa_3 = 1/4.

    kappa_d is the average of max(0, cos) over the sphere, and bounds the least from above.
    """
    t = sp.symbols("t", real=True)
    plane = sp.integrate(sp.cos(t), (t, -sp.pi / 2, sp.pi / 2)) / (2 * sp.pi)
    space = 2 * sp.pi * sp.integrate(sp.cos(t) * sp.sin(t), (t, 0, sp.pi / 2)) / (4 * sp.pi)
    expected = (scale / sp.pi, scale * sp.Rational(1, 4))
    return Outcome((plane, space) == expected, (plane, space), expected)


CLAIMS = (
    Claim(
        id="prop-2",
        number="Proposition 2",
        title="Plenty of global minima",
        section="4.2",
        statement=(
            r"If the hull of $\{w_j:v_{ij}>0\}$ contains the ball of radius "
            r"$\max_j(1+b_j)/m_i$ and the other weights lie in the ball of radius "
            r"$\min_jb_j/M_i$, then $l_i(W)=0$."
        ),
        kind="proposition",
        depends=("eq-1", "eq-2"),
        repair=(
            r"The radius is $\max_{j\in J_i}\bigl(\tfrac1{2v}+b_j\bigr)/m_i$, which is sharp and "
            r"agrees with the printed one for $v=\tfrac12$; each other weight needs only "
            r"$|w_j|\le b_j/M_i$."
        ),
        checks=(
            triangle_needs_the_output_weight,
            mended_radius_is_sharp,
            hull_of_the_mended_radius_suffices,
        ),
        proof=(
            Step(
                r"A hull that contains the ball of radius $\rho$ has support function at least "
                r"$\rho$: some $j\in J_i$ has $\langle w_j,x\rangle\ge\rho|x|$."
            ),
            Step(
                r"With $\rho m_i\ge\frac1{2v}+b_j$ this neuron alone gives $2vS_i\ge1$, and "
                r"$S_r=0$ because $\langle w_j,x\rangle\le|w_j|M_i\le b_j$ for $j\notin J_i$.",
                check="hull-of-the-mended-radius-suffices",
            ),
            Step("The radius cannot be smaller.", check="mended-radius-is-sharp"),
        ),
    ),
    Claim(
        id="prop-2-existence",
        number="after Proposition 2",
        title="When a global minimum with zero loss exists",
        section="4.2",
        statement=(
            "If the number of neurons is greater than the dimension of the input data, then the "
            "global minimum exists."
        ),
        kind="passing",
        depends=("prop-2",),
        repair=(
            r"For $b=0$, $l_i=0$ is attained if and only if $k_i\ge d_i+1$; all classes at once "
            r"if and only if $k_i\ge d_i+1$ for every $i$, which needs $k\ge d+n$."
        ),
        checks=(
            five_neurons_for_two_planes,
            few_neurons_leave_a_direction_unseen,
            simplex_realises_zero_loss,
        ),
    ),
    Claim(
        id="gc-realisability",
        number="added",
        title="The condition is realisability",
        section="4.2",
        statement=(
            r"Let $b=0$. Zero loss $l_i=0$ is attained with these directions of the owned neurons "
            r"and suitable norms if and only if they satisfy the geometric condition. With equal "
            r"norms $c$ and no other neuron it is attained exactly for $c\ge1/(2vm\gamma)$, "
            r"$\gamma=\min_{|u|=1}\sum_j\langle\tilde w_j,u\rangle_+$."
        ),
        kind="addition",
        depends=("prop-2", "lem-5.2"),
        checks=(
            zonotope_has_the_sum_of_ramps_as_support,
            scale_is_the_exact_threshold,
            average_ramp,
        ),
        proof=(
            Step(
                r"$l_i=0$ if and only if $Z_i\supseteq Z_r+B(0,\frac1{2vm})$ for all $r\ne i$, "
                r"where $Z_i=\sum_{j\in J_i}[0,w_j]$ has support function $S_i$.",
                check="zonotope-has-the-sum-of-ramps-as-support",
            ),
            Step(
                r"So $S_i>0$ in every direction: no closed half-space holds all $w_j$, "
                r"$j\in J_i$, which is the condition."
            ),
            Step(
                r"Conversely the condition gives $\gamma>0$, and the margin $2vcm\gamma$ reaches 1 "
                r"at the stated $c$.",
                check="scale-is-the-exact-threshold",
            ),
        ),
    ),
)

ERRATA = (
    Erratum(
        id="E12",
        claim="prop-2",
        where="Proposition 2",
        printed=r"radius $\max_j\frac{1+b_j}{m_i}$",
        mended=r"radius $\max_j\bigl(\frac1{2v}+b_j\bigr)/m_i$",
        why=r"The margin is $2v(S_i-S_r)$; the printed radius suffices only if $v\ge\frac12$.",
        check="triangle-needs-the-output-weight",
        nature="constant",
    ),
    Erratum(
        id="E13",
        claim="prop-2-existence",
        where="after Proposition 2",
        printed="number of neurons greater than the dimension",
        mended=r"$k_i\ge d_i+1$ for every $i$, in total $k\ge d+n$",
        why="Each class needs a simplex of its own: one neuron more than its dimension.",
        check="five-neurons-for-two-planes",
        nature="constant",
    ),
)
