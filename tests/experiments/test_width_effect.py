"""The decomposition of Table 1's fall, and the equivalence of angles."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gcbook.experiments import (
    EqualAnglesConfig,
    Figure3Config,
    Table1Cell,
    Table1Config,
    WidthEffectConfig,
    equal_angles,
    figure3,
    kitagawa,
    table1,
    width_effect,
)


def cell(with_gc: list[int], without: list[int], stuck: int = 0) -> Table1Cell:
    steps = np.array(with_gc + without + [9999] * stuck)
    done = len(with_gc) + len(without)
    return Table1Cell(
        start="random",
        neurons=6,
        steps=steps,
        outcome=np.array(["zero loss"] * done + ["max steps"] * stuck),
        loss=np.zeros(len(steps)),
        gc_at_start=np.arange(len(steps)) < len(with_gc),
        gc_at_end=np.ones(len(steps), bool),
        without_gc=np.zeros(len(steps), int),
        gc_lost=np.zeros(len(steps), int),
    )


def test_both_bases_by_hand():
    narrow = cell([400], [600, 800, 700], stuck=3)  # a quarter with the condition: 400 and 700
    wide = cell([100, 300, 200], [500])  # three quarters: 200 and 500
    fall = kitagawa(narrow, wide)
    assert fall.total == 625 - 275
    assert fall.narrow == 0.5 * (700 - 400)
    assert fall.wide == 0.5 * (500 - 200)


def test_the_bases_differ_and_each_adds_up():
    narrow, wide = cell([400], [600, 800, 700]), cell([100, 300, 200], [350])
    fall = kitagawa(narrow, wide)
    assert (fall.narrow, fall.wide) == (150, 75)
    rest_of_narrow = 0.75 * (400 - 200) + 0.25 * (700 - 350)
    rest_of_wide = 0.25 * (400 - 200) + 0.75 * (700 - 350)
    assert fall.total == pytest.approx(fall.narrow + rest_of_narrow)
    assert fall.total == pytest.approx(fall.wide + rest_of_wide)


def test_an_empty_stratum_has_no_mean():
    fall = kitagawa(cell([400], [600]), cell([100, 200], []))
    assert fall.total == 350
    assert math.isnan(fall.narrow)


@pytest.mark.slow
def test_the_protocols_are_those_of_table_1():
    found = width_effect(WidthEffectConfig(runs=10, neurons=(6, 12)))
    options = {"runs": 10, "neurons": (6, 12), "max_steps": 8000}
    for protocol, exponents in {
        "as printed": {},
        "2k eta fixed": {"step_exponent": 1.0},
        "2k eta and output fixed": {"step_exponent": 1.0, "weight_exponent": 0.5},
    }.items():
        alone = table1(Table1Config(**options, **exponents))
        assert found.tables[protocol].to_frame().equals(alone.to_frame())
    frame = found.to_frame()
    assert len(frame) == 6
    assert (frame["fall"][::2] == 0).all()
    assert (frame["low"] < frame["half / random"]).all()
    assert (frame["half / random"] < frame["high"]).all()


def test_widths_must_rise():
    with pytest.raises(ValueError, match=r"neurons must be two or more rising widths; got \(12, 6"):
        WidthEffectConfig(neurons=(12, 6))
    assert WidthEffectConfig.full().runs == 1000


@pytest.mark.slow
def test_equal_angles_tests_the_starts_of_figure_3():
    small = {"degrees": (90, 70), "noises": (0.0,), "runs": 6, "seed": 3}
    found = equal_angles(EqualAnglesConfig(**small))
    plain = figure3(Figure3Config(**small))
    here, there = (plain.cell(degrees).steps for degrees in (70, 90))
    assert found.test(70).ratio == here.mean() / there.mean()
    assert found.test(70).pairs == 6
    assert found.to_frame()["degrees"].tolist() == [70]
    assert EqualAnglesConfig.full().runs >= 200
    assert EqualAnglesConfig().runs >= 200


@pytest.mark.slow
def test_a_wide_angle_is_not_called_equal_to_a_narrow_one():
    slow = equal_angles(EqualAnglesConfig(degrees=(90, 45), noises=(0.0,), runs=12))
    assert slow.test(45).ratio > 1.1
    assert not slow.test(45).equivalent
