"""The two landscapes of linear networks: exact ends, the sheet, and controls that answer."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from gcbook.companions.linear import SaddleLine
from gcbook.widgets import SaddleFigure, ValleyFigure
from gcbook.widgets.saddle import edge

STARTS = [[-120, 140], [-120, 121], [-150, 150], [7, -200], [220, 220], [0, 0], [-1, 0], [100, -99]]
PLACES = [(0, 60), (50, -60), (100, 12), (100, -12), (150, 36), (0, 0), (35, -1)]


# --- what the figures say is true ----------------------------------------------------------------


@pytest.mark.parametrize("start", STARTS)
def test_the_sign_of_the_sum_decides_where_the_flow_ends_and_a_square_is_conserved(
    start: list[int],
):
    figure = ValleyFigure(start)
    points = np.array(figure.run)
    kept = points[:, 1] ** 2 - points[:, 0] ** 2
    np.testing.assert_allclose(kept, kept[0], atol=1e-6)
    end = points[-1]
    if figure.branch == 0:
        np.testing.assert_array_equal(points.sum(axis=1), 0)  # exactly, at every step
        assert (1 - end.prod()) ** 2 / 2 >= 0.5
    else:
        assert np.sign(points.sum(axis=1)).tolist() == [figure.branch] * len(points)
        assert end.prod() == pytest.approx(1, abs=1e-3)


def test_the_sheet_is_where_the_companions_notes_have_it():
    places = [0.0, 0.5, 1.0, 1.5]
    known = [-1, -1.05022, -1.20202, -1.45137]
    np.testing.assert_allclose([edge(1.0, b) for b in places], known, atol=6e-6)


@pytest.mark.parametrize(("b", "gap"), PLACES)
def test_a_trajectory_is_the_companions_and_leaves_to_its_own_side(b: int, gap: int):
    model, points = SaddleLine(1.5), np.array(SaddleFigure(b=b, gap=gap).run)
    start, times = points[0], np.arange(len(points)) * 0.025
    if abs(gap) >= 12:  # nearer ones amplify rounding
        np.testing.assert_allclose(points, model.flow(start, times), atol=2e-3)
    assert np.sign(points[-1, 2]) == np.sign(gap) or gap == 0
    if gap == 0:
        assert model.loss(points[-1]) == pytest.approx(9 / 8, rel=1e-3)


# --- the page agrees -----------------------------------------------------------------------------


@pytest.mark.browser
def test_the_valley_of_the_page_is_the_packages(evaluate: Any):
    given = [{"start": start} for start in STARTS]
    expression = "cases.map((c) => [m.valleyBranch(c.start), m.valleyRun(c.start)])"
    answers = evaluate(ValleyFigure, expression, given)
    for case, (branch, points) in zip(given, answers, strict=True):
        figure = ValleyFigure(case["start"])
        assert branch == figure.branch
        np.testing.assert_allclose(points, figure.run, rtol=1e-12, atol=1e-14)


@pytest.mark.browser
def test_the_space_of_the_page_is_the_packages(evaluate: Any):
    given = [{"b": b, "gap": gap} for b, gap in PLACES]
    expression = (
        "cases.map((c) => { const run = m.spaceRun(c.b, c.gap);"
        " return [run, m.edge(1, c.b / 100), run.map(m.spaceLoss)]; })"
    )
    for case, (points, place, losses) in zip(
        given, evaluate(SaddleFigure, expression, given), strict=True
    ):
        expected = SaddleFigure(**case).run
        assert place == pytest.approx(edge(1.0, case["b"] / 100), abs=1e-14)
        np.testing.assert_allclose(points, expected, rtol=1e-9, atol=1e-6)
        np.testing.assert_allclose(losses, SaddleLine(1.5).loss(points), rtol=1e-12)


def says(page: Any) -> str:
    return str(page.inner_text(".gc-says"))


@pytest.mark.browser
def test_the_start_in_the_valley_moves_by_key_button_and_pointer(opened: Any):
    page = opened([ValleyFigure()])
    assert says(page).startswith("Flows to the minima with both weights positive.")
    page.get_by_role("button", name="Onto the saddle").click()
    assert says(page).startswith("Flows to the saddle, since w₁ = −w₂ exactly.")
    start = page.get_by_role("slider", name="Start")
    start.focus()
    page.keyboard.press("Shift+ArrowDown")
    assert start.get_attribute("aria-valuetext") == "w₁ -1.50, w₂ 1.49"
    assert says(page).startswith("Flows to the minima with both weights negative.")
    page.get_by_role("button", name="Near the saddle").click()
    near = float(says(page).split("for ")[1].split(" ")[0])
    page.get_by_role("button", name="Start again").click()
    assert near > float(says(page).split("for ")[1].split(" ")[0])
    box = page.locator(".gc-pair svg").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 0.5 * box["height"], steps=4)
    page.mouse.up()
    assert int(start.get_attribute("aria-valuenow")) > 180


@pytest.mark.browser
def test_the_trajectory_in_space_changes_sides_and_time_moves_only_when_asked(opened: Any):
    page = opened([SaddleFigure(at=0)])
    assert says(page).endswith("then goes to the minima with w > 0.")
    gap = page.get_by_label("from the sheet")
    gap.fill("-20")
    assert says(page).endswith("then goes to the minima with w < 0.")
    gap.fill("0")
    assert says(page).endswith("and is still there at time 20.")
    assert gap.get_attribute("aria-valuetext") == "on the sheet"
    before = page.locator(".gc-saddle svg").first.inner_html()
    page.get_by_label("turn").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".gc-saddle svg").first.inner_html() != before
    assert page.get_by_role("slider", name="time").input_value() == "0"
    page.get_by_role("button", name="Play").click()  # one picture a second, as motion is reduced
    page.wait_for_function("document.querySelectorAll('input')[3].value !== '0'")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Start again").click()
    assert page.get_by_role("slider", name="time").input_value() == "0"


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_they_pass_axe(opened: Any, theme: str, request: pytest.FixtureRequest):
    page = opened([ValleyFigure(), SaddleFigure()], theme=theme)
    page.add_script_tag(path=request.path.parent / "vendor" / "axe.min.js")
    found = page.evaluate("axe.run({rules: {'color-contrast': {enabled: false}}})")
    assert [rule["id"] for rule in found["violations"]] == []


# --- in Python -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "title"),
    [
        (ValleyFigure(), "A flow in the valley, to both weights positive."),
        (ValleyFigure([5, -5]), "A flow in the valley, to the saddle."),
        (SaddleFigure(gap=-3), "A trajectory from below the sheet of the saddles."),
        (SaddleFigure(gap=0), "A trajectory from on the sheet of the saddles."),
    ],
)
def test_the_static_picture_says_what_it_shows(figure: Any, title: str):
    root = ElementTree.fromstring(figure.svg())
    assert root[0].text == title
    assert figure._repr_mimebundle_()[0]["image/svg+xml"] == figure.svg()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ValleyFigure([1]), "start must hold w1 and w2; got 1 numbers"),
        (lambda: ValleyFigure([1, 221]), "start must be an integer >= -220 and <= 220; got 221"),
        (lambda: ValleyFigure(at=101), "at must be an integer >= 0 and <= 100; got 101"),
        (lambda: SaddleFigure(b=-5), "b must be an integer >= 0 and <= 150; got -5"),
        (lambda: SaddleFigure(gap=61), "gap must be an integer >= -60 and <= 60; got 61"),
    ],
)
def test_bad_input_is_named(call: Any, words: str):
    with pytest.raises(ValueError, match=words):
        call()
