"""The condition in space beside its shadows: exact verdicts, moved by mouse and keyboard."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import gcbook
from gcbook.widgets import SpaceFigure

CASES = Path(__file__).parent / "widget_cases"
STORED = json.loads((CASES / "space.json").read_text(encoding="utf-8"))
CUBE = [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]


def test_the_stored_verdicts_are_what_the_package_computes():
    assert runpy.run_path(str(CASES / "write.py"))["space"]() == STORED


@pytest.mark.browser
def test_all_four_verdicts_in_the_page_are_the_packages(evaluate: Any):
    expression = (
        "cases.map((c) => ({rows: c.rows, holds: m.holds(c.rows), shadows:"
        " [[0, 1], [0, 2], [1, 2]].map((p) => m.flatHolds(m.shadow(c.rows, p)))}))"
    )
    assert evaluate(SpaceFigure, expression, STORED) == STORED
    assert {case["holds"] for case in STORED} == {True, False}


@pytest.mark.browser
def test_the_line_with_a_knob_is_opposed_by_no_neuron(evaluate: Any):
    witnesses = evaluate(SpaceFigure, "cases.map((c) => m.witness(c.rows))", STORED)
    for case, normal in zip(STORED, witnesses, strict=True):
        assert (normal is None) == case["holds"]
        if normal is not None:
            assert np.linalg.norm(normal) == pytest.approx(1)
            assert (np.array(case["rows"]) @ normal).min() > -1e-12


@pytest.mark.browser
def test_the_shadow_in_the_direction_of_sight_is_what_it_looks_like(evaluate: Any):
    expression = "cases.map((c) => [m.seenHolds(c.rows, 37, 21), m.frame(37, 21)])"
    for case, (passes, axes) in zip(STORED, evaluate(SpaceFigure, expression, STORED), strict=True):
        flat = np.array(case["rows"]) @ np.array(axes)[:2].T
        assert passes == gcbook.holds(flat)
        assert passes >= case["holds"]  # what holds in space holds in every shadow


def says(page: Any) -> str:
    return str(page.inner_text(".gc-says"))


@pytest.mark.browser
def test_three_neurons_pass_every_shadow_and_fail_and_a_fourth_helps(opened: Any):
    page = opened([SpaceFigure()])
    assert says(page).startswith("All three coordinate shadows pass, yet the condition fails")
    passing = ["x, y: passes", "x, z: passes", "y, z: passes"]
    assert page.locator(".gc-shadow p").all_inner_texts() == passing
    page.get_by_role("button", name="Add a neuron").click()
    assert says(page) == "All three coordinate shadows pass, and the condition holds in space."
    page.get_by_role("button", name="Remove one").click()
    assert page.get_by_role("button", name="Remove one").is_disabled()
    assert "In space: fails" in page.inner_text(".gc-scene")


@pytest.mark.browser
def test_turning_finds_the_shadow_that_tells(opened: Any):
    page = opened([SpaceFigure(turn=45, tilt=35)])  # along the normal: a triangle round the origin
    assert "as you see it here: passes" in page.inner_text(".gc-scene")
    page.get_by_label("tilt").fill("-55")  # across it
    assert "as you see it here: fails" in page.inner_text(".gc-scene")
    page.locator(".gc-scene svg").scroll_into_view_if_needed()
    box = page.locator(".gc-scene svg").bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 60 + 180, steps=3)
    page.mouse.up()
    assert page.get_by_label("tilt").input_value() == "35"
    assert "as you see it here: passes" in page.inner_text(".gc-scene")


@pytest.mark.browser
def test_a_neuron_moves_in_its_shadow_by_key_and_by_pointer(opened: Any):
    page = opened([SpaceFigure(CUBE)])
    first = page.locator(".gc-shadow").nth(1).locator("[role=slider]").first
    first.focus()
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert first.get_attribute("aria-valuetext") == "x 0, z 6"
    other = page.locator(".gc-shadow").nth(2).locator("[role=slider]").first
    assert other.get_attribute("aria-valuetext") == "y 1, z 6"
    assert "in space" in page.locator("[role=status]").inner_text()
    box = other.locator(".gc-dot").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 400, box["y"] + 400, steps=4)
    page.mouse.up()
    assert other.get_attribute("aria-valuetext") == "y 10, z -10"
    page.get_by_role("button", name="Start again").click()
    assert other.get_attribute("aria-valuetext") == "y 1, z 1"


def test_what_holds_in_space_holds_in_every_shadow():
    for case in STORED:
        assert all(case["shadows"]) or not case["holds"]
    assert SpaceFigure(CUBE).holds
    assert all(SpaceFigure(CUBE).shadows.values())


def test_the_static_picture_shows_four_verdicts():
    picture = SpaceFigure().svg()
    title = ElementTree.fromstring(picture)[0].text
    assert title == "The condition fails in space; 3 of three shadows pass."
    assert picture.count(": holds<") == 3
    assert ElementTree.fromstring(SpaceFigure([[1, 0, 0]] * 3).svg()) is not None


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: SpaceFigure([[1, 0, 0]]), "rows must hold between 3 and 8 neurons; got 1"),
        (lambda: SpaceFigure([[11, 0, 0]] * 3), r"from -10 to 10; got \(11, 0, 0\)"),
        (lambda: SpaceFigure([[1, 0]] * 3), r"got \(1, 0\)"),
        (lambda: SpaceFigure(tilt=90), "tilt must be an integer >= -89 and <= 89; got 90"),
    ],
)
def test_bad_input_is_named(call: Any, words: str):
    with pytest.raises(ValueError, match=words):
        call()


# Whether two texts of one picture lie on one another, however it is turned.
OVERLAPS = """() => [...document.querySelectorAll('.gc-space svg')].flatMap((svg) => {
  const texts = [...svg.querySelectorAll("text")]
    .map((e) => [e.textContent, e.getBoundingClientRect()]);
  return texts.flatMap(([a, r], i) => texts.slice(i + 1).filter(([, s]) =>
    Math.min(r.right, s.right) - Math.max(r.left, s.left) > 2 &&
    Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top) > 4).map(([b]) => `${a} on ${b}`));
})"""


@pytest.mark.browser
def test_letters_at_the_axes_keep_clear_of_the_names_of_neurons(opened: Any):
    page = opened([SpaceFigure()])
    assert page.evaluate(OVERLAPS) == []
    for turn in ("5", "15", "30", "60", "120", "200"):
        page.get_by_label("turn").fill(turn)
        assert page.evaluate(OVERLAPS) == [], turn
    shadows = page.locator(".gc-shadow .gc-neuron text").evaluate_all(
        "(names) => names.map((e) => Math.sign(e.getAttribute('y')) * "
        "Math.sign(e.closest('.gc-neuron').transform.baseVal[0].matrix.f || -1))"
    )
    assert set(shadows) == {1}, "names stand away from the middle"
