"""The rows of Sections 6 and 7: cheap verdicts, and twins that a real slip could have made."""

from __future__ import annotations

import pytest

from gcbook import ledger
from gcbook.claims.slow_to_fast.conclusions import concl_lenet, concl_two_scales
from gcbook.claims.slow_to_fast.real_data import sec_6_2_curve, sec_6_2_fc
from gcbook.claims.slow_to_fast.synthetic import tab_1, tab_1_cause

ROWS = [one for one in ledger() if one.section in {"6", "6.1", "6.2", "7"}]


@pytest.mark.parametrize("row", [one.id for one in ROWS])
def test_what_is_said_of_experiments_is_not_universal_or_is_proved(row):
    claim = ledger()[row]
    assert not claim.is_universal or any(one.shows == "proved" for one in claim.checks)


@pytest.mark.parametrize(
    ("row", "verdict", "strength"),
    [
        ("eq-7", "holds", "proved"),
        ("sec-6.1-setup", "holds", "proved"),
        ("sec-6.2-plateau", "holds", "argued"),
        ("sec-6.2-softmax", "holds", "argued"),
        ("sec-6.2-fc", "unsupported", ""),
        ("concl-first", "unsupported", ""),
    ],
)
def test_verdicts_and_what_they_rest_on(row, verdict, strength, found):
    seen = found(row)
    assert (seen["verdict"], seen["strength"], seen["passed"]) == (verdict, strength, True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("tab-1", "holds"),
        ("tab-1-fall", "holds"),
        ("tab-1-cause", "holds after repair"),
        ("fig-3", "holds"),
        ("fig-3-fastest", "holds after repair"),
        ("fig-4-norms", "holds"),
        ("concl-two-scales", "holds after repair"),
    ],
)
def test_verdicts_of_the_experiments(row, verdict, found):
    seen = found(row)
    assert (seen["verdict"], seen["passed"]) == (verdict, True)


def test_the_repeated_row_runs_no_check_of_its_own():
    theirs = {*sec_6_2_curve.CLAIM.checks, *sec_6_2_fc.CLAIM.checks}
    assert concl_lenet.CLAIM.same_as == "sec-6.2-fc"
    assert set(concl_lenet.CLAIM.checks) < theirs


def test_both_halves_of_the_last_sentence_have_their_evidence():
    names = {one.name for one in concl_lenet.CLAIM.checks}
    assert {"scale-sets-the-plateau", "too-few-for-their-space"} < names


@pytest.mark.slow
def test_a_doubled_deviation_is_noticed():
    twin = tab_1.deviations_reproduce.perturbed()
    assert not twin.passed
    assert float(twin.computed.split()[-1]) > 5


@pytest.mark.slow
def test_a_half_space_start_without_its_absolute_value_is_noticed():
    twin = tab_1_cause.half_space_costs_more_the_wider(start="random", runs=12)
    assert not twin.passed
    assert twin.computed == "1.00 to 1.00, 1.00 to 1.00, 1.00 to 1.00"


@pytest.mark.slow
@pytest.mark.parametrize("later", [60, 80])
def test_the_loss_speeds_up_with_the_condition_and_not_later(later):
    assert concl_two_scales.decay_speeds_up_with_the_condition(runs=40).passed
    assert not concl_two_scales.decay_speeds_up_with_the_condition(later=later, runs=40).passed
