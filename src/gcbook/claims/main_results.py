"""Section 3: the two convergence theorems, inequality (5) and the remarks."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import sympy as sp

from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Erratum, Step
from gcbook.bounds import Shell, first_phase, second_phase
from gcbook.claims import _exact as ex
from gcbook.claims.landscape import stuck_on_a_line
from gcbook.claims.loss import hinge_pays_for_an_error
from gcbook.condition import holds
from gcbook.data import Annulus
from gcbook.descent import Trajectory, descend
from gcbook.experiments import CENTRAL_DENSITY, one_neuron_norms
from gcbook.initialisation import half_space_start
from gcbook.network import Network, binary_network


@check(
    twin={"printed": True},
    twin_says="every eta < L/2 makes the step decrease the loss, as printed",
    method="symbolic",
    role="repairs",
    omits="the descent lemma itself, which is standard",
    slip=True,
)
def step_below_two_over_l(printed: bool = False) -> Outcome:
    """The gain eta - eta^2 L/2 is positive for 0 < eta < 2/L; for eta < L/2 not (L = 10)."""
    eta, L = sp.symbols("eta L", positive=True)
    share = sp.Symbol("s", positive=True)  # eta = s times the limit, 0 < s < 1
    limit = L / 2 if printed else 2 / L
    gain = sp.simplify((eta - eta**2 * L / 2).subs(eta, share * limit) / limit)
    worst = gain.subs({L: 10, share: sp.Rational(1, 2)})
    fails = sp.reduce_inequalities([gain.subs(L, 10) <= 0, share > 0, share < 1], share)
    return Outcome(fails == sp.false and worst > 0, f"{gain}; fails for {fails}", "never fails")


@check(
    twin={"column_sum": True},
    twin_says="(5) holds with |W| the sum of the column norms",
    method="symbolic",
    role="repairs",
    omits="losses that are not quadratic; the descent lemma is stated for the Euclidean norm",
    slip=True,
)
def euclidean_norm_in_5(column_sum: bool = False) -> Outcome:
    """Inequality (5) needs the Euclidean norm: for l = |W|^2/2 it is an equality there.

    With two columns W = (1, 1) and the column-sum norm of Section 1 the right side is too small.
    """
    eta = sp.symbols("eta", positive=True)
    w = (sp.Integer(1), sp.Integer(1))
    after = sum((a - eta * a) ** 2 for a in w) / 2
    size = sum(map(abs, w)) ** 2 if column_sum else sum(a**2 for a in w)
    excess = sp.expand(after - (sum(a**2 for a in w) / 2 - (eta - eta**2 / 2) * size))
    wrong = sp.reduce_inequalities([excess > 0, eta < 2], eta)
    return Outcome(wrong == sp.false, f"left minus right = {sp.factor(excess)}", "<= 0")


@check(
    twin={"owner": 1},
    twin_says="neurons of the other classes never shrink either",
    method="exact",
    role="repairs",
    omits="infinite data: the same inner product as an integral",
    seed=18,
)
def owned_neurons_never_shrink(owner: int = 0, trials: int = 100) -> Outcome:
    """|w_j| does not decrease in a step on l_i if class i owns neuron j: any step, any bias."""
    rng = Random(18)
    outputs = ex.signs([0, owner, 1], 2)
    shrunk = 0
    for _ in range(trials):
        weights, points = ex.random_rows(rng, 3, 2, 3), ex.random_rows(rng, 3, 2, 3)
        bias = [Fraction(rng.randint(0, 2), 4) for _ in weights]
        eta = Fraction(rng.randint(1, 30), 10)
        moved = ex.step(weights, ex.gradient(outputs, weights, points, bias), eta)
        shrunk += ex.dot(moved[1], moved[1]) < ex.dot(weights[1], weights[1])
    return Outcome(shrunk == 0, f"{shrunk} shrank", "0 shrank", f"{trials} steps")


@check(
    twin={"share": sp.Rational(1, 2)},
    twin_says="|w| > b/(2M) is enough",
    method="symbolic",
    role="repairs",
    omits="nothing: a proof for all positive b, M and excess",
)
def activity_survives_the_limit(share: object = sp.Integer(1)) -> Outcome:
    """A neuron with |w| > b/M is active at x = M w/|w|; norms only grow, so limits stay active."""
    b, M, gap = sp.symbols("b M gap", positive=True)
    norm = sp.sympify(share) * b / M + gap
    h = sp.expand(M * norm - b)
    return Outcome(h.is_positive is True, h, "positive", "h at x = M w/|w|")


@check(
    twin={"owned": 2},
    twin_says="two neurons in the plane are enough",
    method="experiment",
    role="repairs",
    omits="other starts; the theorem needs the weights to stay bounded, here they are seen to",
    tolerance="1e-4 after 400 steps",
    seed=1,
    seconds=1.0,
)
def biased_run_converges(owned: int = 3) -> Outcome:
    """With biases 1/5 the loss falls at every step, here to below 1e-4: exact population, plane.

    Three owned neurons, eta = 1/2.
    """
    run = _biased_run(owned)
    rises = int((np.diff(run.losses) > 0).sum())
    last = float(run.losses[-1])
    return Outcome(
        rises == 0 and last < 1e-4,
        f"{rises} rises, last loss {last:.1e}",
        "0 rises, last loss < 1e-4",
        "400 steps, v = 1/2, uniform data on 1 <= |x| <= 2",
    )


def _biased_run(owned: int) -> Trajectory:
    signs = np.r_[np.full(owned, 0.5), -0.5]
    network = Network(np.stack([signs, -signs]), bias=0.2)
    start = np.random.default_rng(1).standard_normal((owned + 1, 2))
    return descend(network, Annulus(), start, step=0.5, max_steps=400)


@check(
    twin={"factor": 2},
    twin_says="the constant is twice as large",
    method="numerical",
    role="repairs",
    omits="the proof of the rate, which Proposition 3 gives; other directions and densities",
    tolerance="1e-3 at t = 100,000; 1e-9 against the network",
    seconds=0.3,
    full={"steps": 1_000_000},
)
def one_neuron_grows_for_ever(factor: int = 1, steps: int = 100_000) -> Outcome:
    """One neuron in the plane can never meet the condition, and |w^t| ~ (3 eta q_0 t/(4v))^(1/3).

    q_0 = 2/(3 pi) is the density of a coordinate at 0.  Bounded weights, the hypothesis of
    Theorem 3.2, are impossible here.  The recursion is compared with `descend` for 100 steps.
    """
    norms = one_neuron_norms(steps, start=1.0)
    start = np.array([[1.0, 0.0], [0.0, 0.0]])
    run = descend(binary_network(1), Annulus(), start, step=0.1, max_steps=100)
    same = abs(float(np.linalg.norm(run.weights[0])) - norms[100]) < 1e-9
    predicted = factor * (3 * 0.1 * CENTRAL_DENSITY / (4 * 0.5)) ** (1 / 3)
    ratio = float(norms[-1] / steps ** (1 / 3))
    return Outcome(
        same and abs(ratio - predicted) < 1e-3,
        f"{ratio:.5f}",
        f"{predicted:.5f}",
        f"|w^t| / t^(1/3) at t = {steps}",
    )


@check(
    twin={"share": 1e-6},
    twin_says="a millionth of both bounds holds",
    method="experiment",
    role="repairs",
    omits="other starts; that the weights of every run stay bounded, which is open",
    tolerance="loss 1e-5; the bounds are one-sided",
    seed=19,
    seconds=1.0,
    full={"runs": 40},
)
def phases_add_up(share: float = 1.0, runs: int = 3) -> Outcome:
    """Runs from half-space starts: |T_1| and sum of l^2 over T_2 obey the mended bounds, l -> 0.

    Exact population in the plane, 2k = 6, eta = 1/10, R_+ and R_- measured on the run.
    """
    network, shell = binary_network(3), Shell()
    worst, last = 0.0, 0.0
    for start in half_space_start(6, 2, runs=runs, seed=19):
        run = descend(network, Annulus(), start, max_steps=4000, tolerance=1e-5, record="weights")
        met = np.asarray(holds(run.recorded[:, :3]))
        grown = np.linalg.norm(run.recorded, axis=-1)
        positive, negative = grown[:, :3].sum(axis=1), grown[:, 3:].sum(axis=1)
        scale = {"step": 0.1, "radius": positive.max(), "start": positive[0]}
        first = int((~met).sum()) / first_phase(shell, **scale)
        second = float((run.losses[met] ** 2).sum())
        second /= second_phase(shell, negative=negative.max(), **scale)
        worst, last = max(worst, first, second), max(last, float(run.losses[-1]))
    return Outcome(
        worst <= share and last <= 1e-5,
        f"largest share of a bound {worst:.1e}, last loss {last:.0e}",
        f"<= {share:g}, <= 1e-05",
        f"{runs} runs",
    )


CLAIMS = (
    Claim(
        id="thm-3.1",
        number="Theorem 3.1",
        title="Convergence with bias",
        section="3",
        statement=(
            r"Let $0<\sum_jb_j<1$, let Assumption 1 hold and let $(W^t)$ be bounded. If some "
            r"neuron with $v_{ij}>0$ has $|\langle w_j^0,x\rangle|>b_j$ at some $x$ of class $i$, "
            r"then for $\eta<\eta_0$, $l_i(W^t)\to0$ and $\mathbb P[\hat y\ne i]\to0$."
        ),
        kind="theorem",
        depends=("lem-4.1", "lem-4.2", "prop-1", "lem-5.1", "eq-4", "eq-5"),
        repair=(
            r"Let $d_i\ge2$, all $b_j>0$, $2v\sum_{J_r}b_j<1$ for $r\ne i$, $\eta<2/L$ with $L$ "
            r"Euclidean, $(P_iW^t)$ bounded, and $|P_iw_j^0|>b_j/M_i$ for some $j\in J_i$. Then "
            r"$\sum_t|\nabla l_i(W^t)|^2<\infty$, $l_i(W^t)\downarrow0$ and "
            r"$\mathbb P[\hat y\ne i]\to0$."
        ),
        checks=(
            stuck_on_a_line,
            step_below_two_over_l,
            owned_neurons_never_shrink,
            activity_survives_the_limit,
            hinge_pays_for_an_error.as_role("repairs"),
            biased_run_converges,
        ),
        proof=(
            Step(
                r"By (5) with $\eta<2/L$ the loss decreases and $\sum_t|\nabla l_i|^2<\infty$; a "
                "bounded sequence has a limit point, and it is critical.",
                check="step-below-two-over-l",
            ),
            Step(
                r"$|w_j^t|$ does not decrease for $j\in J_i$.", check="owned-neurons-never-shrink"
            ),
            Step(
                "So the neuron that was active at the start is active somewhere in the limit.",
                check="activity-survives-the-limit",
            ),
            Step(
                "Proposition 1 (repaired) gives zero loss at the limit point, and by monotonicity "
                "along the whole sequence."
            ),
            Step(r"$\mathbb P[\hat y\ne i]\le l_i$.", check="hinge-pays-for-an-error"),
        ),
    ),
    Claim(
        id="eq-5",
        number="Inequality (5)",
        title="The descent inequality",
        section="3",
        statement=(
            r"$l_i(W^{t+1})\le l_i(W^t)-(\eta-\tfrac{\eta^2L}2)|\nabla l_i(W^t)|^2\le l_i(W^t)$ "
            r"for $\eta<2/L$."
        ),
        kind="equation",
        depends=("lem-4.2",),
        repair=r"Printed: $\eta<L/2$; and $|\cdot|$ must be the Euclidean norm here.",
        checks=(step_below_two_over_l, euclidean_norm_in_5),
    ),
    Claim(
        id="thm-3.2",
        number="Theorem 3.2",
        title="Convergence without bias",
        section="3",
        statement=(
            r"Let $b=0$, let Assumption 1 hold and $|W^t|\le R$ for all $t$. If some neuron with "
            r"$v_{ij}>0$ has $\langle w_j^0,x\rangle\ne0$ at some $x$ of class $i$, then "
            r"$l_i(W^t)\to0$ and $\mathbb P[\hat y\ne i]\to0$."
        ),
        kind="theorem",
        depends=("lem-4.1", "lem-5.1", "lem-5.2", "prop-3", "prop-4", "eq-4"),
        repair=(
            r"Let $d_i\ge2$, $b=0$, $P_iw_j^0\ne0$ for some $j\in J_i$ and $\eta>0$. If "
            r"$R_+=\sup_t\sum_{J_i}|w_j^t|<\infty$, then $|T_1|<\infty$, $\sum_tl_i^2<\infty$, "
            r"$l_i\to0$ and $\mathbb P[\hat y\ne i]\to0$, with the bounds of Propositions 3 and "
            r"4 as repaired. For $k_i\le d_i$ the hypothesis $R_+<\infty$ cannot hold."
        ),
        checks=(
            stuck_on_a_line,
            one_neuron_grows_for_ever,
            phases_add_up,
            hinge_pays_for_an_error.as_role("repairs"),
        ),
        proof=(
            Step(
                "Proposition 3 bounds the number of steps without the condition, Proposition 4 the "
                "sum of the squared losses with it.",
                check="phases-add-up",
            ),
            Step(
                r"$\sum_tl_i^2<\infty$ forces $l_i\to0$, and $\mathbb P[\hat y\ne i]\le l_i$.",
                check="hinge-pays-for-an-error",
            ),
            Step(
                r"Other neurons stay bounded by themselves (corollary to Lemma 5.1), so only $R_+$ "
                "is assumed."
            ),
            Step(
                r"For $k_i\le d_i$ every step lacks the condition, and Proposition 3 gives "
                r"$R_+(T)\ge cT^{1/(d_i+1)}$.",
                check="one-neuron-grows-for-ever",
            ),
        ),
    ),
)

ERRATA = (
    Erratum(
        id="E7",
        claim="thm-3.1",
        where="Theorems 3.1 and 3.2, Proposition 3",
        printed=r"no condition on $d_i$",
        mended=r"$d_i\ge2$",
        why=(
            "On a line the shell has two halves, and neurons that all point to one side leave the "
            "other at loss 1 for ever. The paper assumes $d>1$ once, in Proposition 1."
        ),
        check="stuck-on-a-line",
        nature="slip",
    ),
    Erratum(
        id="E8",
        claim="thm-3.1",
        where="proof of Theorem 3.1",
        printed=r"$\eta<\frac L2$",
        mended=r"$\eta<\frac2L$",
        why=r"$\eta-\eta^2L/2>0$ means $\eta<2/L$; a step has the units of $1/L$.",
        check="step-below-two-over-l",
        nature="slip",
    ),
    Erratum(
        id="E8a",
        claim="eq-5",
        where="inequality (5)",
        printed=r"$|W|=\sum_j|w_j|$",
        mended=r"$|W|^2=\sum_j|w_j|^2$",
        why="With the column-sum norm of Section 1 inequality (5) fails for a quadratic.",
        check="euclidean-norm-in-5",
        nature="slip",
    ),
    Erratum(
        id="E9",
        claim="thm-3.1",
        where="proof of Theorem 3.1",
        printed=r"ends at $\nabla l_i(W_0)=0$ for a limit point",
        mended="the limit point meets the hypothesis of Proposition 1, and the loss is monotone",
        why=(
            "Norms of owned neurons do not decrease, so the active neuron stays active; then "
            "Proposition 1 applies and the whole sequence converges in loss."
        ),
        check="activity-survives-the-limit",
        nature="gap",
    ),
    Erratum(
        id="E31",
        claim="thm-3.2",
        where="Theorem 3.2",
        printed=r"$|W^t|\le R$ for all $t$",
        mended=r"possible only for $k_i\ge d_i+1$",
        why=(
            r"With $k_i\le d_i$ neurons the condition never holds and the weights grow without "
            r"bound, like $t^{1/3}$ in the plane: the theorem is true there, and empty."
        ),
        check="one-neuron-grows-for-ever",
        nature="hypothesis",
    ),
    Erratum(
        id="E38",
        claim="thm-3.2",
        where="proof of Theorem 3.2",
        printed="the summation of all loss values is bounded",
        mended="the sum of the squared losses is bounded",
        why="The display that follows has the squares.",
        check="phases-add-up",
        nature="slip",
    ),
)
