"""Abstract. All critical points are global minima."""

from fractions import Fraction

from gcbook.audit import Outcome, exact
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.preliminaries.prop_1 import inner_product_of_weight_and_gradient


@exact.refutes(
    twin={"start": Fraction(1, 10)},
    twin_says="zero weights are not critical, or cost nothing",
    omits="weights that see some data, for which Proposition 1 (repaired) is right",
)
def zero_weights_are_critical(start: Fraction = Fraction(0)) -> Outcome:
    """W = 0 is a critical point of loss n - 1, which is not a global minimum."""
    outputs, weights = ex.signs([0, 0, 0, 1], 2), ((start, 0), (start, 0), (start, 0), (0, 0))
    slope, loss = ex.gradient(outputs, weights, ex.CROSS), ex.loss(outputs, weights, ex.CROSS)
    stands = not any(map(any, slope)) and loss == 1
    return Outcome(bool(stands), f"gradient {ex.show(slope)}, loss {loss}", "gradient 0, loss 1")


CLAIM, ERRATA = result(__file__, zero_weights_are_critical, inner_product_of_weight_and_gradient)
