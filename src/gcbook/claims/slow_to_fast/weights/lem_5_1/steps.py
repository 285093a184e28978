"""One step of gradient descent: symbolic proofs and exact counterexamples.

Neuron j is *positive* for class i when ``v_ij > 0``, *negative* otherwise.  Write ``g`` for the
gradient of l_i in w_j, ``u = w_j/|w_j|`` and ``P = P(Omega_ir and Omega_j)``, r the class that owns
the neuron.
"""

from fractions import Fraction

import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._witness.algebra import nonnegative


@symbolic.supports(
    twin={"sign": -1},
    twin_says="the same for a neuron that is pushed inwards (v_ij < 0)",
    omits="that a positive neuron is pushed outwards: each <u, x> in its gradient is > 0",
)
def positive_neurons_grow(sign: int = 1) -> Outcome:
    """A step with a push g >= 0 along w and any push sideways never shortens w, for any step.

    |w'|^2 - |w|^2 is a polynomial with non-negative coefficients in |w|, the step and the pushes.
    """
    size, step, along, side = sp.symbols("a eta g n", nonnegative=True)
    change = (size + sign * step * along) ** 2 + (step * side) ** 2 - size**2
    return Outcome(
        nonnegative(change, size, step, along, side), sp.expand(change), "every coefficient >= 0"
    )


@symbolic.repairs(
    twin={"factor": 1},
    twin_says="the threshold v eta M^2 C_p, with a factor 2 lost",
    omits="the two bounds on the gradient that go in: the bathtub inequality, and |x| <= M",
)
def corrected_threshold(factor: int = 2) -> Outcome:
    """A negative neuron with |w| >= 2 v eta M^2 C_p does not grow: proved for all real parameters.

    With <g, u> = v P^2/C + a and |g|^2 = (2 v M P)^2 - e, where a, e >= 0 are the slack of the two
    bounds, and |w| = threshold + s, the decrease |w|^2 - |w'|^2 has non-negative coefficients.
    """
    v, p, c, m, step = sp.symbols("v P C M eta", positive=True)
    a, e, s = sp.symbols("a e s", nonnegative=True)
    size = factor * v * step * m**2 * c + s
    decrease = 2 * step * size * (v * p**2 / c + a) - step**2 * ((2 * v * m * p) ** 2 - e)
    return Outcome(
        nonnegative(decrease * c, v, p, c, m, step, a, e, s),
        sp.expand(decrease),
        "every coefficient >= 0",
    )


@symbolic.refutes(
    twin={"power": 1},
    twin_says="the gradient bound 2 v M P (without the square) fails there too",
    omits="other data; one counterexample is enough",
)
def square_in_gradient_bound(power: int = 2) -> Outcome:
    """The printed bound |g| <= 2 v M P^2 is false: data uniform on 3/2 <= |x| <= 2 in the plane.

    With v = 1/2 and one neuron for each of two classes, the positive one zero, everything is
    missed.  The other sees half of the data, and its gradient is 2 v E[x_1; x_1 > 0] in length.
    """
    r, t = sp.symbols("r theta", positive=True)
    v, inner, outer = sp.S.Half, sp.Rational(3, 2), sp.Integer(2)
    density = 1 / (sp.pi * (outer**2 - inner**2))
    seen = (t, -sp.pi / 2, sp.pi / 2)
    mass = density * sp.integrate(r, (r, inner, outer)) * sp.integrate(1, seen)
    moment = density * sp.integrate(r**2, (r, inner, outer)) * sp.integrate(sp.cos(t), seen)
    gradient, bound = 2 * v * moment, 2 * v * outer * mass**power
    return Outcome(
        bool(gradient > bound),
        gradient,
        bound,
        f"|g| = {gradient} = {float(gradient):.3f}, P = {mass}, printed bound {bound}",
    )


@exact.refutes(
    twin={"v": Fraction(1, 2)},
    twin_says="the same data refute the printed step size at v = 1/2, where it is right",
    omits="v <= 1/2, where the printed condition suffices",
)
def printed_step_size(v: Fraction = Fraction(1)) -> Outcome:
    """For v = 1 the printed condition eta < r/(C_p M^2) lets a negative neuron with |w| > r grow.

    The data: mass 1 - 1e-6 uniform on the thin box [0.95, 0.99] x [0, 1/1000] and mass 1e-6
    uniform on the annulus 1/2 <= |x| <= 1, so that the density is positive where it must be.  The
    neuron is w = (0, 1), every positive neuron is 0, so Omega is everything; r = 9/10.
    """
    width, height, rest = Fraction(1, 25), Fraction(1, 1000), Fraction(1, 10**6)
    r, outer = Fraction(9, 10), Fraction(1)
    # the longest chord of the box is below width + height^2/width; slices of the annulus are < 2
    # long and its density is 4/(3 pi) < 1/2
    slices = (width + height**2 / width) / (width * height) + rest
    step = Fraction(99, 100) * r / (slices * outer**2)
    along = 2 * v * ((1 - rest) * height / 2 + rest * outer)  # an upper bound on <g, u>
    sideways = 2 * v * (1 - rest) * Fraction(97, 100)
    longer = (1 - step * along) ** 2 + (step * sideways) ** 2
    return Outcome(
        longer > 1,
        f"|w'|^2 - |w|^2 >= {float(longer - 1):.2e}",
        "|w'|^2 - |w|^2 <= 0",
        f"eta = {float(step):.3e} is below r/(C_p M^2) = {float(r / slices):.3e}; "
        f"corrected: r/(2 v C_p M^2) = {float(r / (2 * v * slices)):.3e}",
    )
