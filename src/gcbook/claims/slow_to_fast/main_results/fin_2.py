"""Zero population loss is never reached (added)."""

import numpy as np
import sympy as sp

from gcbook._checks import FloatArray
from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._witness.small_networks import one_class
from gcbook.claims._words import result
from gcbook.data import Annulus
from gcbook.descent import descend


@symbolic.supports(
    twin={"constant": sp.Integer(6)},
    twin_says="steps up to 1/6 keep the deficit positive",
    omits="other networks: the constant is for three owned neurons on the uniform annulus",
)
def deficit_stays_positive(constant: object = sp.Integer(12)) -> Outcome:
    """Below eta = 1/12 the deficit delta, and with it the loss, never reaches zero.

    delta = 1 - m min phi on the unit circle.  For v = 1/2, three owned neurons and uniform data on
    1 <= |x| <= 2, one step lowers delta by at most 3 eta/(1-delta) P(Omega), and P(Omega) is at
    most ((1-delta)^-2 - 1)/3; so delta' > 0 for delta <= 1/2 if eta < 1/12, and from above 1/2
    one step lowers delta by at most 6 eta < 1/2.
    """
    delta, t = sp.symbols("delta t", positive=True)
    eta = 1 / sp.sympify(constant)
    lost = 3 * eta / (1 - delta) * ((1 - delta) ** -2 - 1) / 3
    kept = sp.factor(sp.simplify((delta - lost) * (1 - delta) ** 3 / delta))
    half = sp.expand(sp.expand(kept).subs(delta, (1 - t) / 2))  # t in [0, 1) covers (0, 1/2]
    roots = sp.reduce_inequalities([half < 0, t >= 0, t < 1], t)
    jump = 6 * eta <= sp.Rational(1, 2)
    return Outcome(roots == sp.false and bool(jump), f"negative for {roots}", "negative for False")


@numerical.supports(
    twin={"eta": 20.0},
    twin_says="a step of 20 never reaches zero loss either",
    omits="later times; the symbolic check covers all of them",
    tolerance="exact comparison with 0 over 4,000 steps",
    seed=21,
    seconds=1.5,
)
def loss_stays_positive(eta: float = 0.08, steps: int = 4000) -> Outcome:
    """The population loss is positive at every one of 4,000 steps of eta = 0.08.

    Three owned neurons, v = 1/2.
    """
    network, start = one_class(_directions(0.1, 2.2, 4.3))
    run = descend(network, Annulus(), start, step=eta, max_steps=steps)
    positive = bool((run.losses > 0).all())
    return Outcome(positive, f"least loss {run.losses.min():.1e}", "> 0", f"{run.steps} steps")


def _directions(*angles: float) -> FloatArray:
    return np.column_stack([np.cos(angles), np.sin(angles)])


@numerical.supports(
    twin={"norm": 1.0},
    twin_says="three neurons of norm 1 have zero loss too",
    omits="nothing for this triangle: its least margin on the unit circle is sqrt(3) times norm/2",
    tolerance="1e-12",
)
def zero_loss_stays_zero(norm: float = 2.0) -> Outcome:
    """The hypothesis delta_0 > 0 is needed: three neurons of norm 2 at 120 degrees have zero loss.

    At 90, 210 and 330 degrees delta_0 = 1 - sqrt(3) < 0, and nothing moves.
    """
    network, weights = one_class(norm * _directions(*np.radians([90.0, 210.0, 330.0])))
    circle = np.linspace(0, 2 * np.pi, 12, endpoint=False)  # the kinks are among these angles
    margin = network.forward(weights, _directions(*circle))
    deficit = 1 - float((margin[:, 0] - margin[:, 1]).min())
    loss = float(network.loss(weights, Annulus()))
    slope = float(np.abs(network.gradient(weights, Annulus())).max())
    stands = abs(deficit - (1 - 3**0.5)) < 1e-12 and max(loss, slope) < 1e-12
    return Outcome(
        stands, f"delta_0 {deficit:.4f}, loss {loss:.1e}, gradient {slope:.1e}", "1 - sqrt(3), 0, 0"
    )


CLAIM, ERRATA = result(__file__, deficit_stays_positive, loss_stays_positive, zero_loss_stays_zero)
