"""Section 2: the setting, Assumption 1 and the equations."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb
from random import Random

import numpy as np
import sympy as sp

from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Erratum
from gcbook.claims import _exact as ex
from gcbook.claims._algebra import ball, sphere
from gcbook.network import Network, binary_network

HALF = Fraction(1, 2)


@check(
    twin={"lost": 1},
    twin_says="the volume grows like M^(d-1)",
    method="symbolic",
    role="supports",
    omits="dimensions above six; the antiderivative of r^(d-1) is the same for all of them",
)
def volume_of_the_shell(lost: int = 0) -> Outcome:
    """The shell m <= |x| <= M has volume omega_d (M^d - m^d), so p_min <= 1/volume <= p_max.

    Checked for d = 1, ..., 6 by integrating the area of the spheres.
    """
    m, M, r = sp.symbols("m M r", positive=True)
    found = [sp.integrate(sphere(d - 1) * r ** (d - 1), (r, m, M)) for d in range(1, 7)]
    expected = [ball(d) * (M ** (d - lost) - m ** (d - lost)) for d in range(1, 7)]
    same = all(sp.simplify(a - b) == 0 for a, b in zip(found, expected, strict=True))
    return Outcome(same, found[2], expected[2], "shown for d = 3, compared for d = 1, ..., 6")


@check(
    twin={"upper": 2},
    twin_says="the sum runs to n = 2, as printed",
    method="numerical",
    role="repairs",
    omits="nothing: it is a matter of an index",
    tolerance="1e-12",
    seed=0,
    slip=True,
)
def sum_runs_over_neurons(upper: int = 5) -> Outcome:
    """Output i adds up all k neurons; with two classes and five neurons, k = 5 and n = 2."""
    rng = np.random.default_rng(0)
    outputs = np.array([[1, 1, -1, -1, 1], [-1, -1, 1, 1, -1]]) / 2
    weights, x = rng.standard_normal((5, 3)), rng.standard_normal((1, 3))
    network = Network(outputs, bias=0.1)
    h = weights @ x[0] - 0.1
    summed = [float(sum(row[j] * max(h[j], 0.0) for j in range(upper))) for row in outputs]
    computed = network.forward(weights, x)[0]
    return Outcome(np.allclose(summed, computed, atol=1e-12), summed, computed.tolist())


@check(
    twin={"keep": False},
    twin_says="f = V relu(W^T x), without the bias, as printed",
    method="exact",
    role="repairs",
    omits="nothing: the text before (1) defines h_j with the bias",
    slip=True,
)
def outputs_keep_the_bias(keep: bool = True) -> Outcome:
    """Equation (1) agrees with h_j = <w_j, x> - b_j only as f = V relu(W^T x - b)."""
    outputs = ex.signs([0, 1], 2)
    weights, x, b = ((1, 0), (0, 1)), (2, 3), (HALF, 1)
    h = [ex.dot(w, x) - shift for w, shift in zip(weights, b, strict=True)]
    expected = tuple(ex.dot(row, [max(a, 0) for a in h]) for row in outputs)
    computed = ex.forward(outputs, weights, x, b if keep else None)
    return Outcome(computed == expected, ex.show([computed]), ex.show([expected]))


@check(
    twin={"transpose": True},
    twin_says="V has k rows and n columns, as printed",
    method="exact",
    role="repairs",
    omits="nothing: it is a matter of shapes",
    slip=True,
)
def shapes_compose(transpose: bool = False) -> Outcome:
    """V relu(h) has n entries for k neurons only if V has n rows and k columns."""
    outputs = np.array(binary_network(3).outputs)
    shape = outputs.T.shape if transpose else outputs.shape
    neurons, classes = 6, 2
    fits = shape == (classes, neurons)
    return Outcome(fits, shape, (classes, neurons), "the network (7) with k = 3")


@check(
    twin={"factor": 1},
    twin_says="the factor is v in place of 2v",
    method="exact",
    role="supports",
    omits="nothing for these 200 networks; the general identity is one line of algebra",
    seed=1,
)
def margin_is_a_difference_of_sums(factor: int = 2, trials: int = 200) -> Outcome:
    """The margin is f_i - f_r = 2v (S_i - S_r), where S_i adds up the neurons class i owns.

    On random rational networks with two to four classes, ownerless neurons and biases included;
    a neuron that neither class owns drops out.
    """
    rng = Random(1)
    worst = None
    for _ in range(trials):
        n = rng.randint(2, 4)
        owner = [*range(n), *(rng.randint(-1, n - 1) for _ in range(3))]
        v = Fraction(rng.randint(1, 5), rng.randint(1, 5))
        weights, (x,) = ex.random_rows(rng, len(owner), 2), ex.random_rows(rng, 1, 2)
        bias = [Fraction(rng.randint(0, 3), 4) for _ in owner]
        h = ex.hidden(weights, x, bias)
        sums = [sum(a for a, one in zip(h, owner, strict=True) if one == i) for i in range(n)]
        found = ex.margins(ex.signs(owner, n, v), weights, x, bias)
        expected = tuple(factor * v * (sums[0] - s) for s in sums[1:])
        worst = worst or (None if found == expected else (found, expected))
    return Outcome(worst is None, worst or "equal", "equal", f"{trials} networks")


@check(
    twin={"shift": 2},
    twin_says="the count uses n + 2 - j in place of n + 1 - j",
    method="exact",
    role="supports",
    omits="larger n and k, where the same inclusion-exclusion argument applies",
)
def sign_matrices_counted(shift: int = 1) -> Outcome:
    """Assumption 1 can be met exactly when k >= n: all sign matrices with n, k small, counted.

    The count is sum_j (-1)^j C(n, j) (n + 1 - j)^k: a column has one positive entry or none,
    and every row needs one.
    """
    sizes = [(2, 1), (2, 2), (2, 3), (2, 4), (2, 5), (3, 2), (3, 3), (3, 4)]
    counted = [_sign_matrices(n, k) for n, k in sizes]
    formula = [
        sum((-1) ** j * comb(n, j) * (n + shift - j) ** k for j in range(n + 1)) for n, k in sizes
    ]
    exists = all((count > 0) == (k >= n) for count, (n, k) in zip(counted, sizes, strict=True))
    return Outcome(counted == formula and exists, counted, formula, f"(n, k) = {sizes}")


def _sign_matrices(n: int, k: int) -> int:
    columns = [c for c in product((1, -1), repeat=n) if sum(s > 0 for s in c) <= 1]
    return sum(
        all(any(column[i] > 0 for column in matrix) for i in range(n))
        for matrix in product(columns, repeat=k)
    )


@check(
    twin={"per_sign": 1},
    twin_says="the network with one neuron per class breaks the printed item too",
    method="exact",
    role="refutes",
    omits="nothing: it is a matter of an index",
    slip=True,
)
def printed_index_rejects_network_7(per_sign: int = 2) -> Outcome:
    """With j in [n], item 1 would reject the paper's own network (7): row 2 is negative there."""
    outputs = np.array(binary_network(per_sign).outputs)
    literal = bool((outputs[:, :2] > 0).any(axis=1).all())
    meant = bool((outputs > 0).any(axis=1).all())
    return Outcome(
        meant and not literal, f"j in [n]: {literal}, j in [k]: {meant}", "only j in [k] holds"
    )


@check(
    twin={"owner_of_second": 0},
    twin_says="a neuron of class i itself meets only one r",
    method="exact",
    role="supports",
    omits="nothing for these signs; it follows from item 2",
)
def one_term_for_neurons_of_others(owner_of_second: int = 1) -> Outcome:
    """For v_ij < 0 the factor v_ij - v_rj is -2v for r = owner(j) and 0 for the other r.

    Three classes; the gradient of such a neuron is one expectation, not a sum over r.
    """
    outputs = ex.signs([0, owner_of_second, 2], 3)
    factors = [outputs[0][1] - outputs[r][1] for r in (1, 2)]
    return Outcome(factors == [-1, 0], ex.show([factors]), "(-1, 0)", "v = 1/2, i = 0, j = 1")


@check(
    twin={"owner": 1},
    twin_says="a neuron that class 1 owns does not move either",
    method="exact",
    role="supports",
    omits="other data; the factors v_ij - v_rj of an ownerless neuron are all zero",
)
def ownerless_neurons_never_move(owner: int = -1) -> Outcome:
    """A neuron without a positive output weight has gradient zero, whatever the data."""
    outputs = ex.signs([0, 1, owner], 2)
    weights = ((1, 0), (0, 1), (1, 1))
    points = ((1, 2), (-1, 1), (2, -1))
    slope = ex.gradient(outputs, weights, points)
    return Outcome(not any(slope[2]), ex.show([slope[2]]), "(0, 0)")


CLAIMS = (
    Claim(
        id="setup-data",
        number="Section 2, items 1-3",
        title="The data",
        section="2",
        statement=(
            r"The classes live in orthogonal subspaces $V_1\oplus\dots\oplus V_n=\mathbb R^d$, "
            r"$n\ge2$; class $i$ has a density $0<p_{\min}\le p_i\le p_{\max}$ on the whole shell "
            r"$m_i\le|x|\le M_i$ of $V_i$. Then "
            r"$p_{\min}\,\omega_{d_i}(M_i^{d_i}-m_i^{d_i})\le1\le"
            r"p_{\max}\,\omega_{d_i}(M_i^{d_i}-m_i^{d_i})$."
        ),
        kind="assumption",
        checks=(volume_of_the_shell,),
        repair=r"We add $d_i\ge2$, which the paper says once (Proposition 1) and needs throughout.",
    ),
    Claim(
        id="eq-fi",
        number="Section 2, $f_i$",
        title="The outputs",
        section="2",
        statement=r"$f_i=\sum_{j=1}^{k}v_{ij}\,\sigma(h_j)$ with $h_j=\langle w_j,x\rangle-b_j$.",
        kind="equation",
        checks=(sum_runs_over_neurons,),
        repair="The sum runs to $k$; printed: to $n$.",
    ),
    Claim(
        id="eq-1",
        number="Equation (1)",
        title="The network",
        section="2",
        statement=(
            r"$f(W;x)=V\sigma(W^{\top}x-b)$ with $V\in\mathbb R^{n\times k}$. The margin is "
            r"$f_i-f_r=2v(S_i-S_r)$, where $S_i$ adds up the neurons that class $i$ owns."
        ),
        kind="equation",
        checks=(outputs_keep_the_bias, shapes_compose, margin_is_a_difference_of_sums),
        depends=("eq-fi", "asm-1"),
        repair=r"The bias is restored, and $V$ is $n\times k$.",
    ),
    Claim(
        id="asm-1",
        number="Assumption 1",
        title="The output weights",
        section="2",
        statement=(
            r"$V\in\{\pm v\}^{n\times k}$; every row has a positive entry; a column has at most "
            r"one. Such a $V$ exists if and only if $k\ge n$."
        ),
        kind="assumption",
        checks=(
            sign_matrices_counted,
            printed_index_rejects_network_7,
            one_term_for_neurons_of_others,
            ownerless_neurons_never_move,
        ),
        repair=r"In item 1 the neuron $j$ ranges over $[k]$.",
    ),
)

ERRATA = (
    Erratum(
        id="E1",
        claim="eq-fi",
        where="Section 2, definition of $f_i$",
        printed=r"$f_i=\sum_{j=1}^{n}v_{i,j}\sigma(h_j)$",
        mended=r"$f_i=\sum_{j=1}^{k}v_{i,j}\sigma(h_j)$",
        why="The sum runs over the $k$ neurons.",
        check="sum-runs-over-neurons",
        nature="slip",
    ),
    Erratum(
        id="E2",
        claim="eq-1",
        where="Section 2, Assumption 1",
        printed=r"$V\in\mathbb R^{k\times n}$",
        mended=r"$V\in\mathbb R^{n\times k}$",
        why=r"Only then does $V\sigma(\cdot)$ have $n$ entries.",
        check="shapes-compose",
        nature="slip",
    ),
    Erratum(
        id="E3",
        claim="asm-1",
        where="Assumption 1, item 1",
        printed=r"some $j\in[n]$",
        mended=r"some $j\in[k]$",
        why="The index runs over the neurons; as printed, network (7) would not qualify.",
        check="printed-index-rejects-network-7",
        nature="slip",
    ),
    Erratum(
        id="E4",
        claim="eq-1",
        where="Equation (1)",
        printed=r"$V\sigma(W^\top x)$",
        mended=r"$V\sigma(W^\top x-b)$",
        why="The line above (1) defines $h_j$ with the bias $b_j$.",
        check="outputs-keep-the-bias",
        nature="slip",
    ),
)
