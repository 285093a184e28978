"""Section 2, after (4). No closed form."""

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._words import result
from gcbook.data import Annulus
from gcbook.network import binary_network


@symbolic.refutes(
    twin={"cube": 2},
    twin_says="the cubic term is s (M^3 - m^3) / 2",
    omits="d >= 3, where no elementary closed form is claimed",
)
def radial_integrals(cube: int = 3) -> Outcome:
    """In the plane the loss is an integral over angles of an elementary function L(s).

    With s the margin on the unit circle and p constant, L(s) = int_m^M max(0, 1 - r s) r dr is
    (M^2 - m^2)/2 - s (M^3 - m^3)/3, then 1/(6 s^2) - m^2/2 + s m^3/3, then 0.
    """
    m, M, s, r = sp.symbols("m M s r", positive=True)
    low = sp.integrate((1 - r * s) * r, (r, m, M))
    middle = sp.integrate((1 - r * s) * r, (r, m, 1 / s))
    expected = (
        (M**2 - m**2) / 2 - s * (M**3 - m**3) / cube,
        1 / (6 * s**2) - m**2 / 2 + s * m**3 / 3,
    )
    same = [sp.simplify(a - b) == 0 for a, b in zip((low, middle), expected, strict=True)]
    joins = sp.simplify((low - middle).subs(s, 1 / M)) == 0
    return Outcome(all(same) and joins, sp.expand(low), expected[0], "s <= 1/M; the pieces join")


@symbolic.refutes(
    twin={"power": 1},
    twin_says="sin/cos^3 integrates to 1/(2 cos u)",
    omits="nothing: with s = A cos(u) on each arc these two finish every integral",
)
def angular_antiderivatives(power: int = 2) -> Outcome:
    """Between kinks s = A cos(u), and 1/cos^2 and sin/cos^3 have elementary antiderivatives."""
    u = sp.symbols("u", real=True)
    first = sp.simplify(sp.diff(sp.tan(u), u) - 1 / sp.cos(u) ** 2)
    second = sp.simplify(sp.diff(1 / (2 * sp.cos(u) ** power), u) - sp.sin(u) / sp.cos(u) ** 3)
    return Outcome(first == 0 and second == 0, (first, second), (0, 0))


@numerical.refutes(
    twin={"shift": 0.01},
    twin_says="the closed form of the network whose first neuron is moved by 0.01",
    omits="weights other than these six draws",
    tolerance="the errors of the quadrature: 2e-5, and 2e-3 where the integrand jumps",
    seconds=0.6,
)
def closed_form_matches_quadrature(shift: float = 0.0, draws: int = 6, seed: int = 4) -> Outcome:
    """The closed-form loss, gradient and P(Omega) agree with plain quadrature in radius and angle.

    On 1/2 <= |x| <= 3/2; grad_j = -+ E[x; missed, neuron j active].
    """
    rng = np.random.default_rng(seed)
    network, data = binary_network(3), Annulus(0.5, 1.5)
    nodes, mass = np.polynomial.legendre.leggauss(200)
    radius, mass = 1 + nodes / 2, mass / 2 * (1 + nodes / 2)  # dr r p 2 pi, with p = 1/(2 pi)
    angle = (np.arange(3000) + 0.5) * (2 * np.pi / 3000)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    worst, rough = 0.0, 0.0
    for weights in rng.standard_normal((draws, 6, 2)):
        s = network.forward(weights, circle) @ [1.0, -1.0]
        short = 1 - radius[:, None] * s
        summed = np.maximum(short, 0).mean(axis=1) @ mass
        missed = (short > 0) * mass[:, None] / len(angle)
        push = ((missed * radius[:, None]).sum(axis=0)[:, None] * circle).T @ (
            circle @ weights.T > 0
        )
        seen = data.evaluate(network.outputs, network.bias, weights + shift * np.eye(6, 2))
        signs = np.repeat([-1.0, 1.0], 3)
        worst = max(worst, abs(float(seen.loss - summed)))
        turned = np.abs(seen.gradient - signs[:, None] * push.T).max()
        rough = max(rough, float(turned), abs(float(seen.missed.sum() - missed.sum())))
    found = f"{worst:.1e}, {rough:.1e}"
    return Outcome(worst < 2e-5 and rough < 2e-3, found, "< 2e-5, < 2e-3", f"{draws} networks")


CLAIM, ERRATA = result(
    __file__, radial_integrals, angular_antiderivatives, closed_form_matches_quadrature
)
