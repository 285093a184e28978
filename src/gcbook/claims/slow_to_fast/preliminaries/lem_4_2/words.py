"""Lemma 4.2. Lipschitz gradient with bias."""

from gcbook.audit import Claim, Erratum, Step
from gcbook.claims.slow_to_fast.preliminaries.lem_4_2.printed import (
    kink_when_the_biases_are_large,
    one_zero_bias_spoils_it,
)
from gcbook.claims.slow_to_fast.preliminaries.lem_4_2.proof import (
    increment_of_the_margin,
    ray_derivative,
    slab_of_the_switched_points,
    slopes_stay_below_the_constant,
    strip_integral,
)

PRINTED = r"""
If $0<\sum_jb_j<1$, then $|\nabla l(W_1)-\nabla l(W_2)|\le L|W_1-W_2|$ with some $L$ that
depends on $k,b,p_{\max},M,V$.
"""

MENDED = r"""
Let every $b_j>0$ and $B=\max_r2v\sum_{j\in J_r}b_j<1$. In the norm $\sum_j|w_j|$ the gradient
of $l_i$ has the Lipschitz constant $2v\bigl[\sum_{r\ne
i}(k_i+k_r)\frac{4v|S^{d-1}|p_{\max}M^{d+2}}{1-B}+\frac{2(n-1)C_pM^3}{\min_jb_j}\bigr]$. For
$b=0$ the same holds with $B=0$ and $M/\min b_j$ replaced by $1/\rho$ where every column has
norm at least $\rho$.
"""


CLAIM = Claim(
    id="lem-4.2",
    number="Lemma 4.2",
    title="Lipschitz gradient with bias",
    section="4.2",
    statement=PRINTED,
    kind="lemma",
    depends=("eq-1", "eq-2", "setup-data"),
    repair=MENDED,
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
