"""Lemma 5.1. How weights grow and shrink."""

from gcbook.audit import Claim, Erratum, Step
from gcbook.claims.slow_to_fast.weights.bathtub import bathtub
from gcbook.claims.slow_to_fast.weights.lem_5_1.runs import (
    gradient_bounds_on_runs,
    negative_norms_on_runs,
    positive_norms_on_runs,
)
from gcbook.claims.slow_to_fast.weights.lem_5_1.slices import (
    largest_slice_in_space,
    largest_slice_in_the_plane,
    printed_slice_bound,
)
from gcbook.claims.slow_to_fast.weights.lem_5_1.steps import (
    corrected_threshold,
    positive_neurons_grow,
    printed_step_size,
    square_in_gradient_bound,
)

PRINTED = r"""
Without bias, under gradient descent on $l_i$ with step $\eta$: $|w_j^t|$ never decreases if
$v_{ij}>0$; for any $r>0$ and $\eta<\min\{r/(C_pM_i^2),r/(2\eta nM_i)\}$, $|w_j^t|$ does not
increase if $v_{ij}<0$ and $|w_j^t|>r$. Here $C_p$ is the largest integral of $p_i$ over a slice
$\langle v,x\rangle=a$, printed as $O(p_{\max}M^{d_i})$.
"""

MENDED = r"""
One condition suffices: $\eta\le r/(2vC_pM_i^2)$, for $|w_j^t|\ge r$ (for $v\le\frac12$ the
printed one does). $C_p$ is a supremum over unit vectors, with $C_p\le p_{\max}$ ($d=1$),
$2p_{\max}\sqrt{M^2-m^2}$ ($d=2$), $p_{\max}\,\omega_{d-1}(M^{d-1}-m^{d-1})$ ($d\ge3$), all
sharp.
"""


CLAIM = Claim(
    id="lem-5.1",
    number="Lemma 5.1",
    title="How weights grow and shrink",
    section="5",
    statement=PRINTED,
    kind="lemma",
    depends=("asm-1", "bathtub"),
    repair=MENDED,
    checks=(
        bathtub,
        positive_neurons_grow,
        positive_norms_on_runs,
        square_in_gradient_bound,
        printed_step_size,
        printed_slice_bound,
        corrected_threshold,
        gradient_bounds_on_runs,
        negative_norms_on_runs,
        largest_slice_in_the_plane,
        largest_slice_in_space,
    ),
    proof=(
        Step(
            r"A positive neuron is pushed along itself by $2v\sum_rE[1_{\Omega_{ir}\cap"
            r"\Omega_j}\langle\tilde w_j,x\rangle]\ge0$; such a step cannot shorten it.",
            check="positive-neurons-grow",
        ),
        Step(
            r"For a negative neuron owned by class $r$ only the term of $r$ is left: "
            r"$v_{ij}-v_{sj}=0$ for $s\ne r$."
        ),
        Step(
            r"Its gradient $g$ has $\langle g,\tilde w_j\rangle=2vE[1\langle\tilde w_j,x"
            r"\rangle]\ge(v/C_p)P_{rj}^2$: the bathtub inequality.",
            check="bathtub",
        ),
        Step(
            r"$|g|\le2vMP_{rj}$, with no square: $|x|\le M$ on a set of mass $P_{rj}$.",
            check="gradient-bounds-on-runs",
        ),
        Step(
            r"Put both into $|w-\eta g|^2=|w|^2-2\eta\langle w,g\rangle+\eta^2|g|^2$.",
            check="corrected-threshold",
        ),
        Step("The largest slice, $d=2$.", check="largest-slice-in-the-plane"),
        Step("The largest slice, $d\\ge3$.", check="largest-slice-in-space"),
    ),
)

ERRATA = (
    Erratum(
        id="E20",
        claim="lem-5.1",
        where="Lemma 5.1, the step size",
        printed=r"$\eta<r/(2\eta nM_i)$",
        mended="no second condition",
        why=r"A slip for $r/(2vnM_i)$; the identity for $|w-\eta g|^2$ does not need it at all.",
        check="corrected-threshold",
        nature="slip",
    ),
    Erratum(
        id="E21",
        claim="lem-5.1",
        where="proof of Lemma 5.1, the bound on the gradient",
        printed=r"$|\nabla_{w_j}l_i|\le2vM\sum_{r\ne i}P[\Omega_{i,r}^j]^2$",
        mended=r"$|\nabla_{w_j}l_i|\le2vM\,P[\Omega_{i,r}^j]$, $r$ the owner of $j$",
        why="With the square it fails on a line: 3/4 against 1/2.",
        check="square-in-gradient-bound",
        nature="error",
    ),
    Erratum(
        id="E22",
        claim="lem-5.1",
        where="Lemma 5.1, the step size",
        printed=r"$\eta<r/(C_pM_i^2)$",
        mended=r"$\eta\le r/(2vC_pM_i^2)$",
        why=r"Right for $v\le\frac12$, the value of the experiments; for $v=1$ a neuron can grow.",
        check="printed-step-size",
        nature="constant",
    ),
    Erratum(
        id="E23",
        claim="lem-5.1",
        where="Lemma 5.1, the constant $C_p$",
        printed=r"$C_p=\max_{v\in V_i,a}\dots=O(p_{\max}M^{d_i})$, $\le M^{d-1}p_{\max}$",
        mended=(
            r"a supremum over unit vectors; $2p_{\max}\sqrt{M^2-m^2}$ for $d=2$, "
            r"$p_{\max}\omega_{d-1}(M^{d-1}-m^{d-1})$ for $d\ge3$"
        ),
        why=r"The power is $d-1$; the constant fails for $2\le d\le13$, where $\omega_{d-1}>1$.",
        check="printed-slice-bound",
        nature="constant",
    ),
    Erratum(
        id="E24",
        claim="lem-5.1",
        where=r"proof of Lemma 5.1, $v_{ij}<0$",
        printed=r"$\sum_{r\ne i}$ in the gradient of a negative neuron",
        mended=r"only the class $r$ that owns neuron $j$ contributes",
        why=r"$v_{ij}-v_{rj}=0$ when both are $-v$.",
        check="gradient-bounds-on-runs",
        nature="slip",
    ),
)
