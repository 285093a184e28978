"""Lemma 5.2. Four forms of the geometric condition."""

from collections.abc import Callable

import numpy as np
import sympy as sp

from gcbook._checks import BoolArray, IntArray
from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._witness import lattice
from gcbook.claims._words import result
from gcbook.condition import certify, holds

CORNER = np.array([[1, 0], [-1, 0], [0, 1]])
"""Two opposite vectors and a third: the origin lies on an edge of their hull."""


SHAPES = ((2, 4), (3, 5), (4, 6), (5, 6), (6, 7))
"""Dimensions and numbers of vectors of the random sets."""


def moved(height: sp.Expr, square: sp.Expr, t: sp.Expr) -> sp.Expr:
    """Return |x - p - t (w - p)|^2 - |x - p|^2, with <x - p, w - p> and |w - p|^2 given.

    Examples
    --------
    >>> a, b, t = sp.symbols("a b t")
    >>> moved(a, b, t)
    -2*a*t + b*t**2
    """
    return -2 * t * height + t**2 * square


def reach(square: sp.Expr, alpha: sp.Expr, power: sp.Expr = sp.S.Half) -> sp.Expr:
    """Return the largest <v, y> on the ball |y| <= alpha/|v|^(2 power), with |v|^2 given.

    Examples
    --------
    >>> square, alpha = sp.symbols("V alpha", positive=True)
    >>> reach(square, alpha), reach(square, alpha, power=1)
    (alpha, alpha/sqrt(V))
    """
    return sp.simplify(sp.sqrt(square) * alpha / square**power)


def decide(sets: IntArray, form: str) -> BoolArray:
    """Return which sets, shape (sets, k, d), satisfy a form of the lemma, from its definition.

    Examples
    --------
    >>> [bool(decide(CORNER[None], form)[0]) for form in ("1", "3", "4", "4 as printed")]
    [False, False, False, True]
    """
    forms: dict[str, Callable[[IntArray], BoolArray]] = {
        "1": lattice.both_signs,
        "3": lattice.origin_inside,
        "4": lattice.facets_with_origin,
        "4 as printed": lambda sets: lattice.facets_with_origin(sets, strict=False),
    }
    return forms[form](sets)


def _compare(first: str, second: str) -> Outcome:
    """Compare two forms on all small subsets of the two families."""
    found = {}
    for d, family, largest in ((2, lattice.DODECAGON, 6), (3, lattice.shell(), 4)):
        sizes = [lattice.subsets(family, size) for size in range(1, largest + 1)]
        differ = sum(int((decide(s, first) != decide(s, second)).sum()) for s in sizes)
        found[f"d = {d}"] = f"{differ} of {sum(map(len, sizes))} differ"
    good = all(words.startswith("0 of") for words in found.values())
    return Outcome(good, found, "none differs")


@exact.supports(
    twin={"second": "4 as printed"},
    twin_says="form (1) agrees with form (4) as printed",
    omits="other vectors and higher dimensions: those are the proof's",
    seconds=0.4,
)
def signs_and_interior_agree(second: str = "3") -> Outcome:
    """Forms (1) and (3) agree on all 34,439 small subsets of two families of integer vectors.

    d = 2: the 2,509 subsets of at most six of twelve vectors; d = 3: the 31,930 subsets of at
    most four of thirty.  Repeated directions, opposite pairs and flat sets are among them, so no
    general position is assumed.  Form (2) is form (1) in other words.
    """
    return _compare("1", second)


@exact.repairs(
    twin={"form": "4 as printed"},
    twin_says="the same for form (4) as printed",
    omits="other vectors and higher dimensions: those are the proof's",
    seconds=0.4,
)
def strict_facets_agree(form: str = "4") -> Outcome:
    """Form (4) as repaired agrees with form (3) on the same 34,439 subsets.

    Repaired: the hull has interior points, and every facet's supporting half-space
    {<v, w> <= alpha} has alpha > 0.
    """
    return _compare("3", form)


@exact.repairs(
    twin={"form": "4 as printed"},
    twin_says="the same for form (4) as printed",
    omits="other sets; lengths do not matter, and these vectors have different ones",
    seconds=0.5,
    full={"sets": 400},
)
def certificates_up_to_six_dimensions(form: str = "4", sets: int = 24, seed: int = 52) -> Outcome:
    """On random integer sets for d = 2, ..., 6 form (4) as repaired is what a certificate proves.

    And on the line two numbers satisfy GC if their signs differ.
    It is verified in exact rational arithmetic: a normal of a closed half-space that contains every
    row, against form (2), or positive coefficients that balance rows of rank d, which give (1).
    """
    rng = np.random.default_rng(seed)
    tried = holding = 0
    differ = int(holds([[1], [2]])) + int(not holds([[1], [-2]]))
    for d, k in SHAPES:
        drawn = rng.integers(-2, 3, (sets, k, d))
        drawn = drawn[np.all(np.any(drawn != 0, axis=2), axis=1)]
        proofs = [certify(rows) for rows in drawn]
        answer = np.array([proof.holds and proof.verify() for proof in proofs])
        differ += int((decide(drawn, form) != answer).sum())
        differ += sum(not proof.verify() for proof in proofs)
        differ += sum(holds(rows) != one for rows, one in zip(drawn, answer, strict=True))
        tried, holding = tried + len(drawn), holding + int(answer.sum())
    return Outcome(differ == 0, f"{differ} of {tried} sets differ", f"0; {holding} satisfy GC")


@symbolic.repairs(
    twin={"side": -1},
    twin_says="it does so too if w lies on the far side of p",
    omits="nothing: only inner products enter, so it holds in every dimension",
)
def nearest_point_separates(side: int = 1) -> Outcome:
    """The point p of the hull that is nearest to x has <x - p, w - p> <= 0 for every w in it.

    If a = <x - p, w - p> were positive, then t = a/(a + b) < 1, with b = |w - p|^2, would bring p
    nearer: |x - p|^2 falls by a^2 (2 a + b)/(a + b)^2.
    """
    a, b = sp.symbols("a b", positive=True)
    change = sp.factor(moved(side * a, b, a / (a + b)))
    return Outcome(bool(change.is_negative), change, "negative")


@symbolic.repairs(
    twin={"power": 1},
    twin_says="its radius is the least alpha/|v|^2, as if the normals had length 1",
    omits="that the half-spaces of its facets meet in the hull, which is cited",
)
def facets_hold_a_ball(power: sp.Rational = sp.S.Half) -> Outcome:
    """The ball of radius alpha/|v| lies in {<v, .> <= alpha} and touches it, in every dimension.

    Cauchy's inequality: |v|^2 |y|^2 - <v, y>^2 is | |v|^2 y - <v, y> v |^2/|v|^2; and
    <v, y> = alpha at y = alpha v/|v|^2.
    """
    squared, length, product, alpha = sp.symbols("V Y s alpha", positive=True)
    residue = squared**2 * length - 2 * squared * product**2 + product**2 * squared
    cauchy = sp.expand(residue / squared - (squared * length - product**2))
    largest = reach(squared, alpha, power)
    return Outcome(cauchy == 0 and largest == alpha, (cauchy, largest), (0, alpha))


@exact.refutes(
    twin={"lift": -1},
    twin_says="the same with a third vector on each side of the line",
    omits="readings of 'same side' that exclude the facet itself; the repair makes that explicit",
)
def origin_on_an_edge(lift: int = 0) -> Outcome:
    """For {e1, -e1, e2} the origin lies on an edge: form (4) as printed holds, form (3) fails."""
    sets = (CORNER if lift == 0 else np.vstack([CORNER, [[0, lift]]]))[None]
    printed = bool(lattice.facets_with_origin(sets, strict=False)[0])
    inside = bool(lattice.origin_inside(sets)[0])
    return Outcome(
        printed and not inside,
        f"form (4) as printed: {printed}, form (3): {inside}",
        "both true or both false",
        f"vectors {sets[0].tolist()}",
    )


@exact.refutes(
    twin={"size": 3},
    twin_says="three vectors in the plane have no facet",
    omits="reading the facets of a flat hull inside its own affine hull",
)
def flat_hulls_have_no_facet(size: int = 2) -> Outcome:
    """At most d vectors span a flat hull without facets: form (4) holds vacuously, form (3) never.

    Checked for all pairs of the twelve vectors in the plane.
    """
    sets = lattice.subsets(lattice.DODECAGON, size)
    printed = lattice.facets_with_origin(sets, strict=False)
    inside = lattice.origin_inside(sets)
    return Outcome(
        bool(printed.all() and not inside.any()),
        f"form (4) as printed: {int(printed.sum())} of {len(sets)}; form (3): {int(inside.sum())}",
        "the same count",
    )


@exact.repairs(
    twin={"spanning": False},
    twin_says="a positive relation is enough, whether or not the vectors span",
    omits="nothing beyond the sets listed; that (3) gives (1) in general is the proof's",
)
def general_position_is_not_needed(spanning: bool = True) -> Outcome:
    """A positive relation gives form (1) with repeated and opposite vectors too, if they span.

    The set is e1 three times, -e1, e2 and -e2: no two of the first four are independent.  Of "since
    the vectors are in general position" the printed proof needs only that they span.
    """
    rows = np.array([[1, 0], [1, 0], [1, 0], [-1, 0], [0, 1], [0, -1]])[: 6 if spanning else 4]
    balance = np.array([1, 1, 1, 3, 1, 1])[: len(rows)] @ rows
    signs = bool(lattice.both_signs(rows[None])[0])
    return Outcome(
        not balance.any() and signs, f"relation {balance.tolist()}, form (1): {signs}", "0 and true"
    )


@exact.repairs(
    twin={"flat": False},
    twin_says="form (1) fails for every set whose hull has interior points, too",
    omits="dimensions above 3",
    seconds=0.3,
)
def flat_hulls_break_form_one(flat: bool = True) -> Outcome:
    """If the hull has no interior, form (1) fails: the case that the printed (1) => (3) leaves out.

    Such a hull lies in a hyperplane {<n, .> = c}; changing the sign of n makes c >= 0, so no
    vector has <n, w> < 0.  Checked for every flat set of at most four of the thirty vectors.
    """
    holding = tried = 0
    for size in range(1, 5):
        sets = lattice.subsets(lattice.shell(), size)
        chosen = sets[lattice.solid_hull(sets) != flat]
        tried += len(chosen)
        holding += int(lattice.both_signs(chosen).sum())
    return Outcome(holding == 0, f"form (1) holds for {holding} of {tried}", "none")


CLAIM, ERRATA = result(
    __file__,
    signs_and_interior_agree,
    origin_on_an_edge,
    flat_hulls_have_no_facet,
    nearest_point_separates,
    facets_hold_a_ball,
    strict_facets_agree,
    certificates_up_to_six_dimensions,
    general_position_is_not_needed,
    flat_hulls_break_form_one,
)
