"""Lemma 5.2. Four forms of the geometric condition."""

from collections.abc import Callable

import numpy as np

from gcbook._checks import BoolArray, IntArray
from gcbook.audit import Outcome, check
from gcbook.claims._witness import lattice
from gcbook.claims._words import result

CORNER = np.array([[1, 0], [-1, 0], [0, 1]])
"""Two opposite vectors and a third: the origin lies on an edge of their hull."""


def _family(dimension: int) -> tuple[IntArray, int]:
    """Return the vectors and the largest subset that is tried in this dimension."""
    return (lattice.DODECAGON, 6) if dimension == 2 else (lattice.shell(), 4)


def _count_disagreements(dimension: int, first: str, second: str) -> tuple[int, int]:
    """Return how many subsets are tried and on how many the two forms differ."""
    forms: dict[str, Callable[[IntArray], BoolArray]] = {
        "1": lattice.both_signs,
        "3": lattice.origin_inside,
        "4": lattice.facets_with_origin,
        "4 as printed": lambda sets: lattice.facets_with_origin(sets, strict=False),
    }
    family, largest = _family(dimension)
    tried = different = 0
    for size in range(1, largest + 1):
        sets = lattice.subsets(family, size)
        tried += len(sets)
        different += int((forms[first](sets) != forms[second](sets)).sum())
    return tried, different


@check(
    twin={"second": "4 as printed"},
    twin_says="form (1) agrees with form (4) as printed",
    method="exact",
    role="supports",
    omits="other vectors and higher dimensions: those are the proof's",
    seconds=0.4,
)
def signs_and_interior_agree(second: str = "3") -> Outcome:
    """Forms (1) and (3) agree on all 34,439 small subsets of two families of integer vectors.

    d = 2: the 2,509 subsets of at most six of twelve vectors; d = 3: the 31,930 subsets of at
    most four of thirty.  Repeated directions, opposite pairs and flat sets are among them, so no
    general position is assumed.  Form (2) is form (1) in other words.
    """
    counts = [_count_disagreements(d, "1", second) for d in (2, 3)]
    return Outcome(
        all(different == 0 for _, different in counts),
        {f"d = {d}": f"{c[1]} of {c[0]} differ" for d, c in zip((2, 3), counts, strict=True)},
        "none differs",
    )


@check(
    twin={"form": "4 as printed"},
    twin_says="the same for form (4) as printed",
    method="exact",
    role="repairs",
    omits="other vectors and higher dimensions: those are the proof's",
    seconds=0.4,
)
def strict_facets_agree(form: str = "4") -> Outcome:
    """Form (4) as repaired agrees with form (3) on the same 34,439 subsets.

    Repaired: the hull has interior points, and every facet's supporting half-space
    {<v, w> <= alpha} has alpha > 0.
    """
    counts = [_count_disagreements(d, "3", form) for d in (2, 3)]
    return Outcome(
        all(different == 0 for _, different in counts),
        {f"d = {d}": f"{c[1]} of {c[0]} differ" for d, c in zip((2, 3), counts, strict=True)},
        "none differs",
    )


@check(
    twin={"lift": -1},
    twin_says="the same with a third vector on each side of the line",
    method="exact",
    role="refutes",
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


@check(
    twin={"size": 3},
    twin_says="three vectors in the plane have no facet",
    method="exact",
    role="refutes",
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


@check(
    twin={"allowed": 0},
    twin_says="GC never holds for vectors that are not in general position",
    method="exact",
    role="repairs",
    omits="nothing beyond the sets listed; that (3) gives (1) in general is the proof's",
)
def general_position_is_not_needed(allowed: int = 1) -> Outcome:
    """Form (3) gives form (1) with repeated and opposite vectors too, where the proof assumes none.

    The set is e1 three times, -e1, e2 and -e2: no two of the first four are independent.
    """
    sets = np.array([[[1, 0], [1, 0], [1, 0], [-1, 0], [0, 1], [0, -1]]])
    inside = bool(lattice.origin_inside(sets)[0])
    signs = bool(lattice.both_signs(sets)[0])
    return Outcome(
        inside == signs and inside == bool(allowed), (inside, signs), (bool(allowed),) * 2
    )


@check(
    twin={"claimed": True},
    twin_says="form (1) holds for every flat set",
    method="exact",
    role="repairs",
    omits="dimensions above 3",
    seconds=0.3,
)
def flat_hulls_break_form_one(claimed: bool = False) -> Outcome:
    """If the hull has no interior, form (1) fails: the case that the printed (1) => (3) leaves out.

    Such a hull lies in a hyperplane {<n, .> = c}; changing the sign of n makes c >= 0, so no
    vector has <n, w> < 0.  Checked for every flat set of at most four of the thirty vectors.
    """
    different = tried = 0
    for size in range(1, 5):
        sets = lattice.subsets(lattice.shell(), size)
        flat = sets[~lattice.solid_hull(sets)]
        tried += len(flat)
        different += int((lattice.both_signs(flat) != claimed).sum())
    return Outcome(different == 0, f"{different} of {tried} flat sets differ", "none")


CLAIM, ERRATA = result(
    __file__,
    signs_and_interior_agree,
    origin_on_an_edge,
    flat_hulls_have_no_facet,
    strict_facets_agree,
    general_position_is_not_needed,
    flat_hulls_break_form_one,
)
