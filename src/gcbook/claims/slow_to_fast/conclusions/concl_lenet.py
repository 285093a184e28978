"""Section 7. Supported by LeNet-5 on MNIST: the rows of Section 6.2 once more."""

from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.real_data.sec_6_2_curve import (
    condition_ignores_scale,
    plateau_then_drop,
    scale_sets_the_plateau,
)
from gcbook.claims.slow_to_fast.real_data.sec_6_2_fc import (
    random_pictures_pass,
    too_few_for_their_space,
)

CLAIM, ERRATA = result(
    __file__,
    plateau_then_drop,
    scale_sets_the_plateau,
    condition_ignores_scale,
    too_few_for_their_space,
    random_pictures_pass,
)
