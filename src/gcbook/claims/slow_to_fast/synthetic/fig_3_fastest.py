"""Section 6, opening. Orthogonal planes are fastest."""

from gcbook.audit import Claim, Erratum, Outcome, check
from gcbook.experiments import Figure3Config, figure3

PRINTED = """
Convergence is observed to be the fastest when the planes are orthogonal.
"""

MENDED = """
Between 60 and 90 degrees the iterations do not visibly change.
"""


@check(
    twin={"degrees": 40.0},
    twin_says="40 degrees are as fast as 90",
    method="experiment",
    role="weighs",
    omits="small differences: with these runs a change below a tenth would not be seen",
    tolerance="the 95% interval of the paired difference contains 0",
    seed=2021,
    seconds=5.0,
    full={"runs": 100},
)
def orthogonal_is_not_visibly_fastest(degrees: float = 75.0, runs: int = 12) -> Outcome:
    """Start by start, 75 degrees take as long as 90: the optimum is not visible."""
    config = Figure3Config(degrees=(90, degrees), noises=(0.0,), runs=runs, max_steps=2500)
    difference, pairs = figure3(config).against_orthogonal(degrees)
    stands = difference.low < 0 < difference.high
    found = f"{difference.difference:+.0f} ({difference.low:+.0f} to {difference.high:+.0f})"
    return Outcome(stands, found, "an interval around 0", f"{pairs} pairs of runs")


CLAIM = Claim(
    id="fig-3-fastest",
    number="Section 6, opening",
    title="Orthogonal planes are fastest",
    section="6",
    statement=PRINTED,
    kind="passing",
    depends=("fig-3",),
    repair=MENDED,
    checks=(orthogonal_is_not_visibly_fastest,),
)

ERRATA = (
    Erratum(
        id="E40",
        claim="fig-3-fastest",
        where="Section 6, opening",
        printed="convergence is observed to be the fastest under orthogonality",
        mended="iterations do not visibly change between 60 and 90 degrees",
        why="Start by start the difference has an interval around zero.",
        check="orthogonal-is-not-visibly-fastest",
        nature="evidence",
    ),
)
