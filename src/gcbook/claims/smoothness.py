"""Section 4.2: is the gradient Lipschitz? (Lemma 4.2, and the remarks about zero bias)."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import numpy as np
import numpy.typing as npt
import sympy as sp

from gcbook._checks import FloatArray
from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Erratum, Step
from gcbook.bounds import Shell, lipschitz
from gcbook.claims import _exact as ex
from gcbook.data import Annulus
from gcbook.network import Network, binary_network

OWNED = (0, 0, 0, 1, 1)
BIASES = (0.1, 0.15, 0.2, 0.1, 0.15)


def _outputs(owner: tuple[int, ...], v: float = 0.5) -> FloatArray:
    return np.array([[v if one == i else -v for one in owner] for i in range(2)])


def _slope(network: Network, first: npt.ArrayLike, second: npt.ArrayLike) -> float:
    """Return |change of gradient| / |change of weights| in the column-sum norm."""
    data = Annulus()
    change = network.gradient(first, data) - network.gradient(second, data)
    moved = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    size = np.linalg.norm(change, axis=1).sum() / np.linalg.norm(moved, axis=1).sum()
    return float(size)


@check(
    twin={"second_bias": 0.1},
    twin_says="the same with the biases 1/2 and 1/10",
    method="numerical",
    role="refutes",
    omits="that the ratio tends to infinity: three decades are seen",
    tolerance="one per cent of a factor of ten",
    slip=True,
)
def one_zero_bias_spoils_it(second_bias: float = 0.0) -> Outcome:
    """With biases (1/2, 0) the slope of the gradient grows like 1/|w_2|, though 0 < sum b < 1.

    Turning w_2 by a right angle at |w_2| = 0.1, 0.01, 0.001; uniform data, 1 <= |x| <= 2.
    """
    network = Network(_outputs((0, 0, 1)), bias=np.array([0.5, second_bias, 0.5]))
    fixed = [[0.3, 0.0]], [[0.0, 0.0]]
    slopes = []
    for size in (0.1, 0.01, 0.001):
        first = np.vstack([fixed[0], [[size, 0.0]], fixed[1]])
        second = np.vstack([fixed[0], [[0.0, size]], fixed[1]])
        slopes.append(_slope(network, first, second))
    ratios = [b / a if a else 0.0 for a, b in pairwise(slopes)]
    grows = all(abs(one - 10) < 0.1 for one in ratios)
    return Outcome(grows, [round(one, 2) for one in slopes], "ten times more each time")


@check(
    twin={"v": 0.5},
    twin_says="the kink is there for v = 1/2 too",
    method="numerical",
    role="refutes",
    omits="exact arithmetic; the jump 2 v E[1_{x_1 > 3/5} x_1] is compared to four digits",
    tolerance="1e-3",
)
def kink_when_the_biases_are_large(v: float = 1.0) -> Outcome:
    """For v = 1 and biases (1/10, 6/10), of sum below 1, the loss is not even differentiable.

    At w_1 = w_2 = (1, 0) the margin is exactly 1 on {x_1 > 3/5}: the one-sided slopes differ.
    """
    network = Network(_outputs((0, 1), v), bias=np.array([0.1, 0.6]))
    data, h = Annulus(), 1e-4
    losses = [float(network.loss([[1 + shift, 0.0], [1.0, 0.0]], data)) for shift in (-h, 0.0, h)]
    left, right = (losses[1] - losses[0]) / h, (losses[2] - losses[1]) / h
    cap = _first_moment_beyond(0.6)
    stands = abs((right - left) - 2 * v * cap) < 1e-3
    found = f"slopes {left:.4f} and {right:.4f}, jump {right - left:.4f}"
    return Outcome(stands, found, f"jump {2 * v * cap:.4f}")


def _first_moment_beyond(height: float) -> float:
    """Return E[1_{x_1 > height} x_1] for the uniform annulus: int of x_1 over two half discs."""

    def disc(radius: float) -> float:
        return 2 / 3 * (radius**2 - height**2) ** 1.5 if radius > height else 0.0

    return Annulus().density * (disc(2.0) - disc(1.0))


@check(
    twin={"inside": False},
    twin_says="the absolute value stands outside the sum, as printed",
    method="exact",
    role="repairs",
    omits="nothing: the inequality is the triangle inequality for the 1-Lipschitz ramp",
    seed=13,
)
def increment_of_the_margin(inside: bool = True, trials: int = 200) -> Outcome:
    """The margin changes by at most 2 v sum |<w_j - w_j', x>|, absolute values inside.

    The printed form |sum <w_j - w_j', x>| gives 0 for w = (1, 0), w' = (0, 1) on a line at x = 1,
    where the ramps of opposite sign change by 2.
    """
    rng = Random(13)
    outputs = ex.signs([0, 1], 2)
    pairs: list[tuple[ex.Rows, ex.Rows, ex.Row]] = [(((1,), (0,)), ((0,), (1,)), (1,))]
    for _ in range(trials):
        pairs.append(
            (ex.random_rows(rng, 2, 2), ex.random_rows(rng, 2, 2), ex.random_rows(rng, 1, 2)[0])
        )
    broken = 0
    for first, second, x in pairs:
        change = abs(ex.margins(outputs, first, x)[0] - ex.margins(outputs, second, x)[0])
        steps = [ex.dot(w, x) - ex.dot(u, x) for w, u in zip(first, second, strict=True)]
        broken += change > (sum(map(abs, steps)) if inside else abs(sum(steps)))
    return Outcome(broken == 0, f"{broken} violations", "0 violations", f"{len(pairs)} pairs")


@check(
    twin={"sign": -1},
    twin_says="the biases of the class itself are subtracted",
    method="symbolic",
    role="repairs",
    omits="points where a neuron switches on, a null set",
)
def ray_derivative(sign: int = 1) -> Outcome:
    """Along a ray r d(phi)/dr = phi + 2v sum b (own, active) - 2v sum b (other, active).

    So phi >= c is a half-line for c > B = 2v sum_{J_r} b_j, and near phi = 1 the slope is at
    least (1 - B)/M: the mended form of the printed (1/2 - sum b)/M, which can be negative.
    """
    r, v = sp.symbols("r v", positive=True)
    a, b = sp.symbols("a0:2"), sp.symbols("b0:2", nonnegative=True)
    phi = 2 * v * ((r * a[0] - b[0]) - (r * a[1] - b[1]))
    computed = sp.expand(r * sp.diff(phi, r))
    expected = sp.expand(phi + sign * 2 * v * b[0] - 2 * v * b[1])
    return Outcome(sp.expand(computed - expected) == 0, computed, expected, "one of each active")


@check(
    twin={"width": 1},
    twin_says="the strip is half as wide",
    method="symbolic",
    role="repairs",
    omits="that the slice of the strip on a ray is one interval, which the ray derivative gives",
)
def strip_integral(width: int = 2) -> Outcome:
    """The strip |phi - 1| <= 2 v eps M has radial length at most 4 v eps M^2/(1 - B).

    Times the largest value M^d of |x| r^(d-1) and the area of the sphere, it is the first term
    of the Lipschitz constant per pair.
    """
    v, eps, M, B, p, S = sp.symbols("v epsilon M B p S", positive=True)
    d = sp.symbols("d", integer=True, positive=True)
    length = width * (2 * v * eps * M) / ((1 - B) / M)
    computed = sp.simplify(S * p * M**d * length)
    expected = 4 * v * S * p * M ** (d + 2) * eps / (1 - B)
    return Outcome(sp.simplify(computed - expected) == 0, computed, expected)


@check(
    twin={"keep": -1},
    twin_says="the difference lies within half the change",
    method="symbolic",
    role="repairs",
    omits="nothing: a proof for all real a > 0 >= c",
)
def slab_of_the_switched_points(keep: int = 1) -> Outcome:
    """If neuron j is active before and not after, <w, x> - b lies within |<w - w', x>| of zero.

    With a = <w, x> - b > 0 >= c = <w', x> - b:  a <= a - c.  So the switched points form a slab
    of width 2 eps M/|w| <= 2 eps M^2/b, of mass at most C_p times that.
    """
    a, gap = sp.symbols("a gap", nonnegative=True)  # c = -gap
    room = (a + gap) * sp.Rational(1, 1 if keep == 1 else 2) - a
    return Outcome(sp.expand(room).is_nonnegative is True, sp.expand(room), "nonnegative")


@check(
    twin={"factor": 0.01},
    twin_says="a hundredth of the constant is a Lipschitz constant",
    method="numerical",
    role="repairs",
    omits="the supremum over all pairs: the largest ratio seen is far below the bound",
    tolerance="none: a one-sided comparison",
    seed=14,
    seconds=1.0,
    full={"pairs": 600},
)
def slopes_stay_below_the_constant(factor: float = 1.0, pairs: int = 60) -> Outcome:
    """On the exact population the slope of the gradient stays below the mended constant, 201.0.

    Five neurons, v = 1/2, B = 1/4, pairs of random weights at random distances.
    """
    bound = factor * lipschitz(Shell(), OWNED, bias=BIASES)
    network = Network(_outputs(OWNED), bias=np.array(BIASES))
    rng = np.random.default_rng(14)
    largest = 0.0
    for _ in range(pairs):
        first = rng.standard_normal((5, 2)) * rng.uniform(0.1, 1.5)
        second = first + rng.standard_normal((5, 2)) * 10.0 ** rng.uniform(-3, 0)
        largest = max(largest, _slope(network, first, second))
    return Outcome(largest <= bound, f"{largest:.2f}", f"<= {bound:.1f}", f"{pairs} pairs")


@check(
    twin={"power": 0},
    twin_says="the slope stays bounded as one column shrinks",
    method="numerical",
    role="refutes",
    omits="nothing for small weights, where the gradient is 2 v c w/|w| exactly",
    tolerance="one per cent",
    slip=True,
)
def one_small_column_is_enough(power: int = 1) -> Outcome:
    """Without bias the slope grows like 1/|w_j| as one column shrinks, however large W is.

    Here W is far from the origin: its other column has norm 1/10.
    """
    network, slopes = binary_network(1), []
    for size in (1e-1, 1e-2, 1e-3):
        first, second = [[size, 0.0], [0.1, 0.0]], [[0.0, size], [0.1, 0.0]]
        slopes.append(_slope(network, first, second))
    ratios = [b / a for a, b in pairwise(slopes)]
    grows = all(abs(one / 10**power - 1) < 0.01 for one in ratios)
    return Outcome(grows, [round(one, 2) for one in slopes], "ten times more each time")


@check(
    twin={"factor": 0.01},
    twin_says="a hundredth of the constant is a Lipschitz constant",
    method="numerical",
    role="repairs",
    omits="the supremum over all pairs",
    tolerance="none: a one-sided comparison",
    seed=15,
    slip=True,
)
def slopes_away_from_zero(factor: float = 1.0, pairs: int = 400) -> Outcome:
    """Without bias the slope stays below the constant on weights whose columns exceed rho = 1/2."""
    bound = factor * lipschitz(Shell(), [0, 0, 1, 1], away=0.5)
    network, rng = binary_network(2), np.random.default_rng(15)
    largest, used = 0.0, 0
    for _ in range(pairs):
        first = rng.standard_normal((4, 2))
        second = first + rng.standard_normal((4, 2)) * 10.0 ** rng.uniform(-3, -1)
        if min(np.linalg.norm([first, second], axis=-1).min(), 1.0) >= 0.5:
            largest, used = max(largest, _slope(network, first, second)), used + 1
    return Outcome(largest <= bound, f"{largest:.2f}", f"<= {bound:.1f}", f"{used} pairs")


CLAIMS = (
    Claim(
        id="lem-4.2",
        number="Lemma 4.2",
        title="Lipschitz gradient with bias",
        section="4.2",
        statement=(
            r"If $0<\sum_jb_j<1$, then $|\nabla l(W_1)-\nabla l(W_2)|\le L|W_1-W_2|$ with some "
            r"$L$ that depends on $k,b,p_{\max},M,V$."
        ),
        kind="lemma",
        depends=("eq-1", "eq-2", "setup-data"),
        repair=(
            r"Let every $b_j>0$ and $B=\max_r2v\sum_{j\in J_r}b_j<1$. In the norm "
            r"$\sum_j|w_j|$ the gradient of $l_i$ has the Lipschitz constant "
            r"$2v\bigl[\sum_{r\ne i}(k_i+k_r)\frac{4v|S^{d-1}|p_{\max}M^{d+2}}{1-B}"
            r"+\frac{2(n-1)C_pM^3}{\min_jb_j}\bigr]$. For $b=0$ the same holds with $B=0$ and "
            r"$M/\min b_j$ replaced by $1/\rho$ where every column has norm at least $\rho$."
        ),
        checks=(
            kink_when_the_biases_are_large,
            one_zero_bias_spoils_it,
            increment_of_the_margin,
            ray_derivative,
            strip_integral,
            slab_of_the_switched_points,
            slopes_stay_below_the_constant,
        ),
        proof=(
            Step(
                r"$|\phi(W_1;x)-\phi(W_2;x)|\le2v\varepsilon M$, so points that leave or enter "
                r"$\Omega_{ir}$ lie in the strip $|\phi-1|\le2v\varepsilon M$.",
                check="increment-of-the-margin",
            ),
            Step(
                r"Near $\phi=1$ the slope along a ray is at least $(1-B)/M$.",
                check="ray-derivative",
            ),
            Step("Integrate the strip in polar coordinates.", check="strip-integral"),
            Step(
                r"Points where neuron $j$ switches lie in a slab of width $2\varepsilon M^2/b_j$.",
                check="slab-of-the-switched-points",
            ),
            Step(
                "The bound holds at a scale that is uniform in $W$, hence along segments, hence "
                "globally."
            ),
        ),
    ),
)

ERRATA = (
    Erratum(
        id="E14",
        claim="lem-4.2",
        where="Lemma 4.2",
        printed=r"$0<\sum_jb_j<1$",
        mended=r"every $b_j>0$ and $2v\sum_{j\in J_r}b_j<1$ for each $r$",
        why=(
            r"For $v=\frac12$ the sum condition is enough, but that value is not without loss of "
            r"generality: rescaling $v$ rescales $b$. At $v=1$ the loss can have a kink."
        ),
        check="kink-when-the-biases-are-large",
        nature="hypothesis",
    ),
    Erratum(
        id="E14a",
        claim="lem-4.2",
        where="Lemma 4.2",
        printed=r"$0<\sum_jb_j$",
        mended=r"every $b_j>0$",
        why="One neuron without bias makes the slope unbounded; Section 3 says $b_j>0$.",
        check="one-zero-bias-spoils-it",
        nature="slip",
    ),
    Erratum(
        id="E15",
        claim="lem-4.2",
        where="proof of Lemma 4.2",
        printed=r"$|\sum_j\langle w^1_j-w^2_j,x\rangle|$",
        mended=r"$\sum_j|\langle w^1_j-w^2_j,x\rangle|$",
        why="The ramps carry different signs, so the absolute value must stand inside.",
        check="increment-of-the-margin",
        nature="error",
    ),
    Erratum(
        id="E15a",
        claim="lem-4.2",
        where="proof of Lemma 4.2",
        printed=r"slope $C=\frac1M(\frac12-\sum_jb_j)>0$, from $1-\varepsilon|x|\ge\frac12$",
        mended=r"slope at least $(1-B)/M-O(\varepsilon)$ for small $\varepsilon$",
        why=r"$\varepsilon\le\frac12$ is not small for $|x|>1$; $C\le0$ if $\sum b\ge\frac12$.",
        check="ray-derivative",
        nature="constant",
    ),
    Erratum(
        id="E15b",
        claim="lem-4.2",
        where="proof of Lemma 4.2, both bounds",
        printed=r"$2|S^{d-1}|M^{d}p_{\max}\varepsilon/C$ and $p_{\max}\varepsilon M|S^{d-1}|/b_j$",
        mended=r"$4v|S^{d-1}|p_{\max}M^{d+2}\varepsilon/(1-B)$ and $2C_pM^3\varepsilon/b_j$",
        why="Powers of $M$ were lost, and two parallel weights of different length differ too.",
        check="strip-integral",
        nature="constant",
    ),
)
