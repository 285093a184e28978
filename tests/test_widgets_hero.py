"""The figure of the first page: its run is Python's, and it can be dragged, played and scrubbed."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import gcbook
from gcbook.widgets import DescentFigure
from gcbook.widgets.hero import starts

CASES = Path(__file__).parent / "widget_cases"
STORED = json.loads((CASES / "hero.json").read_text(encoding="utf-8"))
LOST = starts()[2]


def exactly(value: Any) -> Any:
    return pytest.approx(np.array(value), rel=0, abs=1e-12)


def test_the_stored_runs_are_what_the_package_computes():
    fresh = runpy.run_path(str(CASES / "write.py"))["hero"]()
    assert len(fresh) == len(STORED)
    for now, then in zip(fresh, STORED, strict=True):
        assert (now["outcome"], now["moments"]) == (then["outcome"], then["moments"])
        assert now["losses"] == exactly(then["losses"])
        assert np.array(now["rows"]) == exactly(then["rows"])


@pytest.mark.browser
def test_a_run_in_the_page_is_pythons_to_twelve_digits_over_300_steps(evaluate: Any):
    expression = (
        "cases.map((c) => m.descend(c.weights, c.step, 300)).map((r) => ({...r,"
        " losses: r.losses.filter((_, t) => t % 15 === 0),"
        " states: r.states.filter((_, t) => t % 60 === 0).map((s) => [...s])}))"
    )
    for case, run in zip(STORED, evaluate(DescentFigure, expression, STORED), strict=True):
        assert (run["outcome"], run["changes"]) == (case["outcome"], case["moments"])
        assert run["losses"] == exactly(case["losses"])
        rows = np.array(run["states"]).reshape(len(run["states"]), -1, 2)
        assert rows == exactly(case["rows"])


@pytest.mark.browser
def test_the_verdict_in_the_page_is_exact_where_neurons_are_opposite_or_alike(evaluate: Any):
    layers = [[[1, 0], [-1, 0], [0, 1]], [[1, 0], [-1, 0], [0, 1], [0, -1]], [[1, 1], [2, 2]]]
    layers += [[[0, 0], [3, 1]], [[0, 0]], [[1, 2], [-1, -2], [3, 6]], [[1, 0], [-7, 1], [-7, -1]]]
    layers += np.random.default_rng(3).integers(-2, 3, (300, 4, 2)).tolist()
    given = [{"flat": np.concatenate([layer, layer]).ravel().tolist()} for layer in layers]
    answers = evaluate(DescentFigure, "cases.map((c) => m.surrounds(c.flat))", given)
    assert answers == [bool(gcbook.holds(layer)) for layer in layers]


@pytest.mark.browser
def test_the_run_that_never_ends_rests_at_one_eightieth_and_the_page_says_so(evaluate: Any):
    never = starts()[3]
    run = DescentFigure(never["weights"], step=never["step"]).run
    assert (run.outcome.value, run.losses[-1]) == ("zero gradient", 1 / 80)
    expression = (
        "cases.map((c) => m.descend(c.weights, c.step, 24000)).map((r) =>"
        " [r.steps, r.outcome, 80 * r.losses[r.steps], m.ending(r)])"
    )
    ((steps, outcome, eightieths, words),) = evaluate(DescentFigure, expression, [never])
    assert (steps, outcome, eightieths) == (run.steps, "zero gradient", 1.0)
    assert words.endswith("the loss stays at exactly 1/80 for ever.")


def shown(page: Any) -> str:
    return str(page.inner_text(".gc-says"))


def neuron(page: Any, j: int) -> Any:
    return page.locator(".gc-hero [role=slider]").nth(j)


@pytest.mark.browser
def test_it_opens_at_the_start_and_says_what_is_seen(opened: Any):
    page = opened([DescentFigure()])
    assert shown(page).startswith("Step 0 of 371: the condition fails; loss ")
    assert page.locator(".gc-words").all_text_contents() == ["holds from 61"]
    assert page.locator("[role=slider]").count() == 8
    assert neuron(page, 4).get_attribute("aria-label") == "Neuron 1 against the class"


@pytest.mark.browser
def test_the_time_slider_and_the_curve_scrub(opened: Any):
    page = opened([DescentFigure()])
    page.locator("input").first.fill("1000")
    assert "Step 371 of 371: the condition holds; loss 0, 880 of 880" in shown(page)
    assert "every point is settled" in shown(page)
    box = page.locator(".gc-chart").bounding_box()
    page.mouse.click(box["x"] + box["width"] * (46 + 346 / 2) / 400, box["y"] + 80)
    assert re.match(r"Step 18[56] of 371", shown(page))


@pytest.mark.browser
def test_a_neuron_moves_by_key_and_the_run_is_made_again(opened: Any):
    page = opened([DescentFigure()])
    first = neuron(page, 0)
    before = first.get_attribute("aria-valuetext")
    first.focus()
    for _ in range(9):
        page.keyboard.press("PageUp")
    assert first.get_attribute("aria-valuetext") != before
    assert not shown(page).startswith("Step 0 of 371:")
    assert page.locator("[role=status]").inner_text() == shown(page)
    assert page.locator("select").input_value() == "a start of your own"
    page.get_by_role("button", name="Start again").click()
    assert shown(page).startswith("Step 0 of 371:")
    assert page.locator("select").input_value() == starts()[0]["name"]


@pytest.mark.browser
def test_a_neuron_follows_the_pointer_from_the_step_that_is_shown(opened: Any):
    page = opened([DescentFigure(at=371)])
    box = neuron(page, 2).locator(".gc-dot").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 30, box["y"] - 25, steps=4)
    page.mouse.up()
    assert re.match(r"Step 0 of \d+: the condition", shown(page))
    assert int(re.search(r"of (\d+):", shown(page))[1]) < 371  # the others are trained already


@pytest.mark.browser
def test_a_neuron_follows_a_finger(browser: Any, make_page: Any, tmp_path: Path):
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(make_page(tmp_path, [DescentFigure()]))
    box = neuron(page, 2).locator(".gc-dot").bounding_box()
    before, session = shown(page), context.new_cdp_session(page)
    for kind, x in (("touchStart", 0), ("touchMove", -30), ("touchMove", -60), ("touchEnd", None)):
        points = [] if x is None else [{"x": box["x"] + 4 + x, "y": box["y"] + 4}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert shown(page) != before
    assert page.locator("select").input_value() == "a start of your own"
    context.close()


@pytest.mark.browser
def test_presets_width_and_step_size_make_new_runs(opened: Any):
    page = opened([DescentFigure()])
    page.locator("select").select_option(LOST["name"])
    assert shown(page).startswith("Step 0 of 422:")
    words = ["holds from 14", "fails from 28", "holds from 99"]
    assert page.locator(".gc-words").all_text_contents() == words
    assert page.locator("[role=slider]").count() == 6
    page.get_by_label("neurons of the class").fill("12")
    assert page.locator("[role=slider]").count() == 24
    page.get_by_label("neurons of the class").fill("2")
    assert page.locator("[role=slider]").count() == 4
    page.locator("select").select_option(starts()[1]["name"])
    assert page.locator(".gc-words").all_text_contents() == ["holds from 0"]
    before = shown(page)
    page.get_by_label("step size").fill("2")
    assert shown(page) != before


@pytest.mark.browser
def test_with_less_motion_the_film_is_a_dozen_stills_and_can_be_paused(opened: Any):
    page = opened([DescentFigure()])
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("!document.querySelector('.gc-says').innerText.startsWith('Step 0 ')")
    assert shown(page).startswith("Step 31 of 371")
    page.get_by_role("button", name="Pause").click()
    still = shown(page)
    page.wait_for_timeout(900)
    assert shown(page) == still


@pytest.mark.browser
def test_the_film_plays_to_the_end(browser: Any, make_page: Any, tmp_path: Path):
    page = browser.new_page()
    page.goto(make_page(tmp_path, [DescentFigure(LOST["weights"])]))
    page.get_by_role("button", name="Play").click()
    pictures = page.evaluate(
        """async () => {
             const says = document.querySelector('.gc-says');
             const seen = new Set();
             while (!says.textContent.includes('run ends')) {
               await new Promise(requestAnimationFrame);
               seen.add(says.textContent);
             }
             return seen.size;
           }"""
    )
    assert pictures > 30  # of 423: a film, also on a machine that is busy with other things
    page.get_by_role("button", name="Play").wait_for()
    page.close()


# --- in Python -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_starts_on_offer_are_what_their_names_say():
    half, simplex, lost, never = (DescentFigure(s["weights"], step=s["step"]) for s in starts())
    assert (np.array(half.weights)[:, 0] > 0).all()
    assert (half.moments, simplex.moments, lost.moments) == ([61], [0], [14, 28, 99])
    assert never.moments == []
    assert not never.run.converged


def test_the_static_picture_shows_start_end_and_loss():
    figure = DescentFigure(LOST["weights"])
    root = ElementTree.fromstring(figure.svg())
    assert root[0].text.endswith("The verdict of the condition changes at 14, 28, 99.")
    assert len(figure.svg()) < 12_000
    assert "image/svg+xml" in figure._repr_mimebundle_()[0]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: DescentFigure([[1.0, 2.0]]), r"2 <= k <= 12; got shape \(1, 2\)"),
        (lambda: DescentFigure(np.ones((26, 2))), r"got shape \(26, 2\)"),
        (lambda: DescentFigure(np.ones((5, 2))), r"got shape \(5, 2\)"),
        (lambda: DescentFigure(np.ones((4, 3))), r"got shape \(4, 3\)"),
        (lambda: DescentFigure(step=0), "step must be a real number > 0; got 0"),
        (lambda: DescentFigure(at=-1), "at must be an integer >= 0; got -1"),
    ],
)
def test_bad_input_is_named(call: Any, words: str):
    with pytest.raises(ValueError, match=words):
        call()
