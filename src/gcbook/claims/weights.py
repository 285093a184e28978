"""Section 5.1: how weights grow and shrink (Lemma 5.1 and its corollary)."""

from __future__ import annotations

import numpy as np

from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Erratum, Step
from gcbook.bounds import trap_radius
from gcbook.claims import _runs
from gcbook.claims.weights_steps import (
    bathtub,
    corrected_threshold,
    largest_slice_in_space,
    largest_slice_in_the_plane,
    one_step_overshoot,
    positive_neurons_grow,
    printed_slice_bound,
    printed_step_size,
    square_in_gradient_bound,
)


@check(
    twin={"power": 2},
    twin_says="|g| <= 2 v M P^2, as printed",
    method="numerical",
    role="repairs",
    omits="other data and starts; both bounds are argued in the proof",
    tolerance="1e-12",
    seconds=0.5,
)
def gradient_bounds_on_runs(power: int = 1) -> Outcome:
    """Hold on 18 exact-population runs: <g, u> >= (v/C_p) P^2 and |g| <= 2 v M P, negative neurons.

    Two and three classes, v = 1/2 and v = 1; every step, every negative neuron.
    """
    slack = {"inner": np.inf, "norm": np.inf}
    for family in _runs.families():
        for j in np.flatnonzero(~family.positive):
            reached = family.missed_active[:, :, family.network.owner[j] - 1, j]
            inner = family.outward[..., j] - family.v / _runs.DENSITY_BOUND * reached**2
            longest = 2 * family.v * _runs.SHELL.outer * reached**power
            norm = longest - np.linalg.norm(family.gradient[..., j, :], axis=-1)
            slack["inner"] = min(slack["inner"], float(inner.min()))
            slack["norm"] = min(slack["norm"], float(norm.min()))
    smallest = {name: f"{value:.2e}" for name, value in slack.items()}
    return Outcome(min(slack.values()) >= -1e-12, smallest, "smallest slack >= 0")


@check(
    twin={"label": "negative"},
    twin_says="the negative neurons' norms never decrease",
    method="numerical",
    role="supports",
    omits="other data and starts",
    tolerance="1e-12",
)
def positive_norms_on_runs(label: str = "positive") -> Outcome:
    """The norms of the positive neurons never decrease on the 18 exact-population runs."""
    worst = np.inf
    for family in _runs.families():
        chosen = family.positive if label == "positive" else ~family.positive
        worst = min(worst, float(np.diff(family.norms[..., chosen], axis=0).min()))
    return Outcome(worst >= -1e-12, f"smallest change {worst:.2e}", ">= 0")


@check(
    twin={"factor": 0.0},
    twin_says="negative neurons never grow, however short",
    method="numerical",
    role="repairs",
    omits="other data and starts",
    tolerance="1e-12",
)
def negative_norms_on_runs(factor: float = 2.0) -> Outcome:
    """A negative neuron of norm at least 2 v eta M^2 C_p does not grow, on the same runs."""
    worst, tried = -np.inf, 0
    for family in _runs.families():
        threshold = factor * family.v * family.step * _runs.SHELL.outer**2 * _runs.DENSITY_BOUND
        norms = family.norms[..., ~family.positive]
        long = norms[:-1] >= threshold
        tried += int(long.sum())
        worst = max(worst, float(np.diff(norms, axis=0)[long].max(initial=-np.inf)))
    return Outcome(worst <= 1e-12, f"largest change {worst:.2e} in {tried} steps", "<= 0")


@check(
    twin={"trap": 0.0},
    twin_says="a negative neuron never exceeds its initial norm",
    method="numerical",
    role="supports",
    omits="other data and starts",
    tolerance="1e-12",
)
def trap_on_runs(trap: float = 1.0) -> Outcome:
    """On the same runs no negative neuron exceeds max(|w^0|, 2 v eta M sqrt(1 + M^2 C_p^2))."""
    worst = -np.inf
    for family in _runs.families():
        radius = trap * trap_radius(_runs.SHELL, family.step, v=family.v)
        norms = family.norms[..., ~family.positive]
        worst = max(worst, float((norms - np.maximum(norms[0], radius)).max()))
    return Outcome(worst <= 1e-12, f"largest excess {worst:.2e}", "<= 0")


CLAIMS = (
    Claim(
        id="bathtub",
        number="used in Lemma 5.1 and Propositions 3 and 4",
        title="The bathtub inequality",
        section="5",
        statement=(
            r"If $s$ has a density of at most $C$ and $s>0$ on $A$, then "
            r"$E[1_As]\ge P(A)^2/(2C)$, and the constant is sharp."
        ),
        kind="lemma",
        checks=(bathtub,),
        proof=(
            Step(r"$P(A,s>t)\ge P(A)-Ct$ for every $t\ge0$: the definition of the density bound."),
            Step(r"Integrate over $t$; the uniform law attains it.", check="bathtub"),
        ),
    ),
    Claim(
        id="lem-5.1",
        number="Lemma 5.1",
        title="How weights grow and shrink",
        section="5",
        statement=(
            r"Without bias, under gradient descent on $l_i$ with step $\eta$: $|w_j^t|$ never "
            r"decreases if $v_{ij}>0$; for any $r>0$ and $\eta<\min\{r/(C_pM_i^2),"
            r"r/(2\eta nM_i)\}$, $|w_j^t|$ does not increase if $v_{ij}<0$ and $|w_j^t|>r$. Here "
            r"$C_p$ is the largest integral of $p_i$ over a slice $\langle v,x\rangle=a$, printed "
            r"as $O(p_{\max}M^{d_i})$."
        ),
        kind="lemma",
        depends=("asm-1", "bathtub"),
        repair=(
            r"One condition suffices: $\eta\le r/(2vC_pM_i^2)$, for $|w_j^t|\ge r$ (for "
            r"$v\le\frac12$ the printed one does). $C_p$ is a supremum over unit vectors, with "
            r"$C_p\le p_{\max}$ ($d=1$), $2p_{\max}\sqrt{M^2-m^2}$ ($d=2$), "
            r"$p_{\max}\,\omega_{d-1}(M^{d-1}-m^{d-1})$ ($d\ge3$), all sharp."
        ),
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
    ),
    Claim(
        id="cor-5.1",
        number="Corollary to Lemma 5.1",
        title="Negative neurons are trapped",
        section="added",
        statement=(
            r"For every neuron with $v_{ij}<0$ and every step: "
            r"$\sup_t|w_j^t|\le\max\{|w_j^0|,\,2v\eta M_i\sqrt{1+M_i^2C_p^2}\}$. So boundedness is "
            r"an assumption on the positive neurons alone."
        ),
        kind="addition",
        depends=("lem-5.1",),
        checks=(one_step_overshoot, trap_on_runs),
        proof=(
            Step(r"While $|w_j|\ge2v\eta M^2C_p$ the norm does not grow (Lemma 5.1)."),
            Step("Below that, one step cannot leave the larger ball.", check="one-step-overshoot"),
        ),
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
