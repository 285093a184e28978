"""Remark 3, consequences. Tossing coins."""

from fractions import Fraction

import sympy as sp

from gcbook.audit import Outcome, symbolic
from gcbook.claims._witness.sign_patterns import formula
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.probability.counting import D, K, heads, vanishes
from gcbook.probability import gc_probability, neurons_for, waiting_time_probability


def arrival(x: sp.Expr, d: sp.Expr) -> sp.Expr:
    """Return sum_k x^k Pr[GC arrives with neuron k]: one neuron, and d waits for a head.

    Examples
    --------
    >>> x = sp.symbols("x")
    >>> sp.series(arrival(x, 1), x, 0, 4)
    x**2/2 + x**3/4 + O(x**4)
    """
    return x * (x / (2 - x)) ** d


@symbolic.supports(
    twin={"lowest": -1},
    twin_says="P(k, d) = Pr[Bin(k-1, 1/2) >= d - 1]",
    omits="k > 40 for the coin itself; the identity is proved for all k and d",
)
def pascal_and_coins(lowest: int = 0, halving: int = 1) -> Outcome:
    """P(k, d) = Pr[Bin(k-1, 1/2) >= d] and P(k+1, d) - P(k, d) = 2^-k C(k-1, d-1).

    The second for all k and d: from d to d + 1 both sides gain the same, by sympy, and both are 0
    where d > k.  The first exactly for k <= 40, d <= 12, the coin by convolving fair tosses, and
    the library's P with it.
    """
    right = sp.Integer(2) ** (-halving * K)
    gained = right * (sp.binomial(K - 1, D) - sp.binomial(K - 1, D - 1))
    rule = vanishes(heads(K, D + 1) - heads(K + 1, D + 1) - gained)
    zero = Fraction(0)
    coin, agree = [Fraction(1)], True
    for size in range(1, 41):
        tails = [sum(coin[d + lowest :], zero) for d in range(1, 13)]
        chances = [gc_probability(size, d) for d in range(1, 13)]
        agree = agree and tails == chances == [formula(size, d) for d in range(1, 13)]
        coin = [(a + b) / 2 for a, b in zip([*coin, zero], [zero, *coin], strict=True)]
    return Outcome(rule and agree, f"Pascal {rule}, coin {agree}", "both true")


@symbolic.supports(
    twin={"late": 0},
    twin_says="GC arrives with the d-th head itself, at x^k in (x/(2-x))^d",
    omits="nothing: d and n are symbols; the library is compared for d <= 5 and k <= 12",
)
def arrival_is_the_dth_head(late: int = 1) -> Outcome:
    """The coefficient of x^k in x (x/(2-x))^d is 2^(1-k) C(k-2, d-1).

    With y = x/2 it is that of y^n, n = k - 1 - d, in (1 - y)^-d, C(d+n-1, n): the solution of
    (1 - y) F' = d F, that is (n+1) a_(n+1) = (n+d) a_n, with a_0 = 1.  The library's law agrees.
    """
    n = sp.symbols("n", integer=True, nonnegative=True)

    def a(m: sp.Expr) -> sp.Expr:
        return sp.binomial(D + m - 1, m)

    recursion = vanishes((n + 1) * a(n + 1) - (n + D) * a(n))
    mirrored = vanishes(a(n) - sp.binomial(D + n - 1, D - 1))
    x = sp.symbols("x")
    agree = True
    for d in range(1, 6):
        law = [sp.Rational(waiting_time_probability(k, d)) for k in range(12, 0, -1)]
        cleared = sp.Poly([*law, 0], x) * sp.Poly((2 - x) ** d, x)
        agree &= cleared.all_coeffs()[::-1][:13] == [int(k == d + late) for k in range(13)]
    return Outcome(recursion and mirrored and agree, f"{recursion}, {mirrored}, {agree}", "true")


@symbolic.supports(
    twin={"offset": 0},
    twin_says="the mean waiting time is 2 d",
    omits="nothing: d is a symbol",
)
def waiting_time_mean(offset: int = 1) -> Outcome:
    """Adding neurons one at a time, GC arrives with neuron 2 d + 1 on average, for every d.

    The derivative at 1 of x (x/(2-x))^d, whose value there is 1.
    """
    x, d = sp.symbols("x d", positive=True)
    mean = sp.simplify(sp.diff(arrival(x, d), x).subs(x, 1))
    total = arrival(sp.S.One, d)
    return Outcome(sp.expand(mean - 2 * d - offset) == 0 and total == 1, mean, 2 * d + offset)


@symbolic.supports(
    twin={"shift": 1},
    twin_says="P(k, d) + P(k, k - d + 1) = 1",
    omits="k > 20 for the library, which is compared as well",
)
def duality(shift: int = 0) -> Outcome:
    """P(k, d) + P(k, k - d) = 1 for 0 < d < k; so P(2d, d) = 1/2 and neurons_for("1/2", d) = 2 d.

    From d - 1 to d the sum loses heads(k, d) and gains heads(k, k - d + 1), which are equal.
    """
    change = sp.combsimp(heads(K, K - D + 1 + shift) - heads(K, D))
    sizes = [(k, d) for k in range(2, 21) for d in range(1, k)]
    sums = {gc_probability(k, d) + gc_probability(k, k - d + shift) for k, d in sizes}
    halves = all(neurons_for("1/2", d) == 2 * d for d in range(1, 21))
    return Outcome(
        change == 0 and sums == {1} and halves, sorted(map(str, sums))[:3], "1, and no change"
    )


CLAIM, ERRATA = result(
    __file__, pascal_and_coins, arrival_is_the_dth_head, waiting_time_mean, duality
)
