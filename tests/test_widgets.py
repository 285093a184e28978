"""The widgets: their JavaScript agrees with the package, and they work without a kernel."""

from __future__ import annotations

import json
import re
import runpy
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import gcbook
from gcbook import widgets
from gcbook.companions import recovery as rc
from gcbook.widgets import (
    ChanceFigure,
    ClockFigure,
    DescentFigure,
    KelvinFigure,
    PhasesFigure,
    PlanarFigure,
    RecoveryFigure,
    SeparationFigure,
    SpaceFigure,
    SphereFigure,
)

pytestmark = pytest.mark.slow  # together they would be a third of the quick tests

CASES = Path(__file__).parent / "widget_cases"
FRAMES = [[[1.0, 0.0], [0.0, 1.0]], [[0.0, 2.0], [0.5, 0.5]], [[-3.0, 0.0], [0.0, 0.0]]]
APART = [(-4, 0, 0), (-2, 3, 0), (-3, -2, 0), (3, 1, 1), (5, -2, 1), (4, 4, 1), (-5, 5, 0)]
SIMPLEX = np.vstack([np.eye(3), -np.ones(3)])


WRITE = runpy.run_path(str(CASES / "write.py"))


def cases(name: str) -> list[dict[str, Any]]:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def approximately(value: Any) -> Any:
    return pytest.approx(np.array(value), rel=1e-12, abs=1e-14)


# --- the cases are what the package says ---------------------------------------------------------


ROUNDED = {"loss", "rows", "course", "sums", "floor", "ceiling", "times", "middle", "end"}
ROUNDED |= {"gained", "forced", "bound"}


@pytest.mark.parametrize(
    "name",
    ["planar", "chance", "kelvin", "sphere", "separation", "clock", "recovery", "phases"],
)
def test_the_stored_cases_are_what_the_package_computes(name: str):
    fresh = json.loads(json.dumps(WRITE[name]()))
    stored = cases(name)
    assert len(fresh) == len(stored)
    for now, then in zip(fresh, stored, strict=True):
        for key in now.keys() | then.keys():
            # the last bit may differ between machines
            rounded = key in ROUNDED and then[key] is not None
            assert now[key] == (approximately(then[key]) if rounded else then[key])


def test_the_flow_of_the_figure_is_that_of_the_companion():
    for case in cases("recovery")[::4]:
        a1, w1, a2, w2 = np.array(case["start"]) / 100
        model = widgets.recovery.problem()
        start = rc.Neurons.of([a1, a2], [w1, w2])
        true = rc.recovery_flow(model, start, [0, 1e4], rtol=1e-9, atol=1e-12).points[-1]
        np.testing.assert_allclose(case["end"], true, atol=2e-2)
        assert rc.choices(model, true[None])[0] == case["chosen"]


@pytest.mark.slow
def test_planar_verdicts_are_the_conditions():
    for case in cases("planar"):
        figure = PlanarFigure(case["degrees"])
        assert figure.holds == case["holds"], case
        assert gcbook.holds(figure.weights) == case["holds"], case


# --- the JavaScript agrees -----------------------------------------------------------------------


@pytest.mark.browser
def test_planar_module_agrees_and_its_evidence_is_sound(evaluate: Any):
    given = cases("planar")
    answers = evaluate(PlanarFigure, "cases.map((c) => m.certify(c.degrees))", given)
    for case, answer in zip(given, answers, strict=True):
        unit = widgets.planar.directions(case["degrees"])
        assert answer["holds"] == case["holds"], case
        if answer["holds"]:
            coefficients = np.array(answer["coefficients"])
            rows = unit[answer["support"]]
            assert len(set(answer["support"])) == len(rows)
            assert coefficients.min() > 0
            assert np.linalg.norm(coefficients @ rows) < 1e-12
            assert np.linalg.matrix_rank(rows, tol=1e-3) == 2
        else:
            turn = np.radians(answer["normal"])
            assert (unit @ [np.cos(turn), np.sin(turn)]).min() > -1e-12


@pytest.mark.browser
def test_chance_module_agrees_to_the_last_digit(evaluate: Any):
    given = cases("chance")
    expression = (
        "cases.map((c) => [m.fraction(c.k, c.d).map(String), m.probability(c.k, c.d),"
        " m.neuronsFor(99, c.d)])"
    )
    for case, (fraction, value, neurons) in zip(
        given, evaluate(ChanceFigure, expression, given), strict=True
    ):
        assert fraction == case["fraction"], case
        assert value == pytest.approx(float(Fraction(*map(int, fraction))), rel=1e-15)
        assert neurons == case["neurons"]


@pytest.mark.browser
def test_kelvin_module_agrees(evaluate: Any):
    given = cases("kelvin")
    expression = (
        "cases.map((c) => [m.loss(c.weights), m.settled(c.weights).reduce((a, b) => a + b),"
        " [0, 1, 2, 3, 4, 5].map((t) => m.rho(c.weights, t))])"
    )
    for case, (loss, settled, curve) in zip(
        given, evaluate(KelvinFigure, expression, given), strict=True
    ):
        assert loss == pytest.approx(case["loss"], rel=1e-12, abs=1e-14)
        assert settled == case["settled"]
        expected = widgets.kelvin.rho(np.array(case["weights"]), np.arange(6.0))
        np.testing.assert_allclose(curve, expected, atol=1e-14)


@pytest.mark.browser
def test_sphere_module_agrees(evaluate: Any):
    given = cases("sphere")
    expression = "cases.map((c) => [m.surrounds(c.rows, c.facets), m.frame(40, 25)])"
    for case, (surrounded, axes) in zip(
        given, evaluate(SphereFigure, expression, given), strict=True
    ):
        assert surrounded == case["holds"], case
        np.testing.assert_allclose(axes, widgets.sphere.view(40, 25), atol=1e-15)


@pytest.mark.browser
def test_separation_module_agrees_and_its_fit_takes_the_same_steps(evaluate: Any):
    given = cases("separation")
    expression = "cases.map((c) => [m.classify(c.points), m.newton(c.points), m.gap(c.points)])"
    for case, (found, path, gap) in zip(
        given, evaluate(SeparationFigure, expression, given), strict=True
    ):
        assert (found["case"], found["separated"]) == (case["case"], case["separated"])
        assert (gap > 0) <= (case["case"] == "complete")
        expected = widgets.separation.newton(case["points"])
        np.testing.assert_allclose(path[:6], expected[:6], rtol=1e-5, atol=1e-5)


@pytest.mark.browser
def test_clock_module_takes_the_same_steps_and_has_the_same_bounds(evaluate: Any):
    given = cases("clock")
    expression = (
        "cases.map((c) => { const r = m.run(c.draws, c.k, c.start);"
        " const all = [r.loss, r.missed, r.margin, r.mass];"
        " return { steps: r.steps, floor: r.floor, ceiling: r.ceiling,"
        " course: all.map((part) => c.at.map((t) => part[t])),"
        " sums: all.map((part) => part.reduce((a, b) => a + b)) }; })"
    )
    for case, found in zip(given, evaluate(ClockFigure, expression, given), strict=True):
        assert found["steps"] == case["steps"]
        expected = np.inf if case["ceiling"] is None else case["ceiling"]
        assert found["ceiling"] == pytest.approx(expected, rel=1e-12)
        assert found["floor"] == pytest.approx(case["floor"], rel=1e-12)
        np.testing.assert_allclose(found["course"], case["course"], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(found["sums"], case["sums"], rtol=1e-12)


def test_recovery_module_follows_the_same_flow_and_chooses_the_same_branch(evaluate: Any):
    given = cases("recovery")
    expression = (
        "cases.map((c) => { const run = m.descend(c.start), end = run.points.at(-1);"
        " return [run.times, run.points, m.choose(end), run.points.map(m.loss)]; })"
    )
    assert {case["chosen"] for case in given} >= {"Q1", "Q2", "Q3"}
    for case, (times, points, chosen, losses) in zip(
        given, evaluate(RecoveryFigure, expression, given), strict=True
    ):
        figure = RecoveryFigure(case["start"])
        model, (moments, states) = widgets.recovery.problem(), figure.run
        assert (chosen, len(times)) == (case["chosen"], case["steps"])
        np.testing.assert_allclose(times, moments, rtol=1e-9)
        np.testing.assert_allclose(points, states, rtol=1e-12, atol=1e-12)
        expected = [model.loss(state, 2) for state in states]
        np.testing.assert_allclose(losses, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.browser
def test_the_clock_of_the_phases_is_the_packages_at_every_step_size(opened: Any):
    page = opened([PhasesFigure()])
    slider = page.get_by_role("slider", name="step size")
    assert slider.get_attribute("aria-valuetext") == "0.1"
    for case in cases("phases"):
        slider.fill(str(widgets.phases.STEPS.index(case["step"])))
        words = page.inner_text(".gc-says")
        assert words == page.locator("[role=status]").inner_text()
        assert f"fails for {case['first']} steps" in words
        assert f"grows by {case['gained']:.3g}," in words
        assert f"guarantees {case['forced']:.2g};" in words
        assert f"steps is {case['bound']:,.0f}." in words
    slider.press("ArrowLeft")
    assert "Step size 1:" in page.inner_text(".gc-says")


@pytest.mark.browser
def test_words_never_round_to_certainty(evaluate: Any):
    given = [{"k": 3, "d": 2}, {"k": 60, "d": 2}, {"k": 2, "d": 2}, {"k": 60, "d": 1}]
    words = evaluate(ChanceFigure, "cases.map((c) => m.inWords(c.k, c.d))", given)
    assert words[0] == "= 1/4 ≈ 0.2500"
    assert words[1].startswith("≈ 1 − 1.0")
    assert words[2].startswith("= 0, because")
    assert words[3].startswith("≈ 1 − 1.7")


# --- without a kernel ----------------------------------------------------------------------------


@pytest.mark.browser
def test_every_widget_draws_itself_from_disk(opened: Any):
    figures = [PlanarFigure([90, 210, 330]), ChanceFigure(), KelvinFigure(FRAMES)]
    page = opened([*figures, SphereFigure(SIMPLEX), ClockFigure()])
    states = page.eval_on_selector_all(".gc-widget", "all => all.map((w) => w.dataset.state)")
    assert states == ["ready"] * 5


@pytest.mark.browser
def test_a_neuron_turns_by_key_and_says_what_it_did(opened: Any):
    page = opened([PlanarFigure([90, 210, 330])])
    status = page.locator("[role=status]")
    assert "The condition holds" in page.inner_text(".gc-says")
    neuron = page.locator("[role=slider]").nth(1)
    neuron.focus()
    for _ in range(8):
        page.keyboard.press("PageDown")
    assert neuron.get_attribute("aria-valuetext") == "90 degrees"
    assert "The condition fails" in status.inner_text()
    page.keyboard.press("ArrowLeft")
    assert neuron.get_attribute("aria-valuenow") == "91"
    page.get_by_role("button", name="Start again").click()
    assert neuron.get_attribute("aria-valuenow") == "210"
    assert "The condition holds" in status.inner_text()


@pytest.mark.browser
def test_a_neuron_follows_the_pointer_and_snaps_to_whole_degrees(opened: Any):
    page = opened([PlanarFigure([90, 210, 330])])
    box = page.locator(".gc-planar svg").bounding_box()
    centre = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    radius = box["width"] / 2.84
    page.mouse.move(centre[0], centre[1] - radius)
    page.mouse.down()
    page.mouse.move(centre[0] - radius, centre[1] - 3, steps=5)
    page.mouse.up()
    value = int(page.locator("[role=slider]").first.get_attribute("aria-valuenow"))
    assert value in {178, 179}
    assert "fails" in page.inner_text(".gc-says")


@pytest.mark.browser
def test_a_new_neuron_goes_where_it_helps(opened: Any):
    page = opened([PlanarFigure([30, 90])])
    page.get_by_role("button", name="Add a neuron").click()
    assert page.locator("[role=slider]").count() == 3
    assert "The condition holds" in page.inner_text(".gc-says")
    for _ in range(2):
        page.get_by_role("button", name="Remove one").click()
    assert page.get_by_role("button", name="Remove one").is_disabled()


def test_a_module_holds_no_comment_and_keeps_the_text_of_its_strings():
    for name in widgets.__all__:
        figure = getattr(widgets, name)
        for text in (str(figure._esm), str(figure._css)):
            assert not re.search(r"^\s*(//|/\*)|^ ", text, flags=re.MULTILINE)
        assert str(figure._esm).endswith("export default { render };\n")
        assert "http://www.w3.org/2000/svg" in str(figure._esm)


@pytest.mark.browser
def test_two_figures_on_one_page_do_not_disturb_each_other(opened: Any):
    page = opened([PlanarFigure([90, 210, 330]), PlanarFigure([0, 90, 180])])
    page.locator("[role=slider]").first.focus()
    page.keyboard.press("ArrowUp")
    angles = page.eval_on_selector_all("[role=slider]", "all => all.map((n) => n.ariaValueNow)")
    assert angles == ["91", "210", "330", "0", "90", "180"]


@pytest.mark.browser
def test_the_sliders_of_remark_3_move_the_curve(opened: Any):
    page = opened([ChanceFigure(k=3, d=2)])
    assert "P(3, 2) = 1/4" in page.inner_text(".gc-says")
    page.locator("input").nth(1).focus()
    page.keyboard.press("ArrowRight")
    assert "P(3, 3) = 0" in page.inner_text(".gc-says")


@pytest.mark.browser
def test_the_film_steps_and_does_not_start_by_itself(opened: Any):
    page = opened([KelvinFigure(FRAMES, steps=[0, 5, 9])])
    assert page.inner_text(".gc-says").startswith("Step 0:")
    page.locator("input").focus()
    page.keyboard.press("ArrowRight")
    assert page.inner_text(".gc-says").startswith("Step 5:")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('.gc-says').innerText.startsWith('Step 9')")
    page.get_by_role("button", name="Play").wait_for()


@pytest.mark.browser
def test_the_sphere_turns_by_slider_and_by_hand(opened: Any):
    page = opened([SphereFigure(SIMPLEX, turn=350)])
    assert page.locator("polygon").count() == 4
    assert "inner side of all 4 facets" in page.inner_text(".gc-says")
    before = page.inner_html(".gc-sphere g")
    page.locator("input").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.inner_html(".gc-sphere g") != before
    box = page.locator("svg").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 110, steps=4)
    page.mouse.up()
    assert [int(page.locator("input").nth(i).input_value()) for i in (0, 1)] == [11, 23]


@pytest.mark.browser
def test_a_point_moves_by_key_and_by_pointer_and_the_fit_follows(opened: Any):
    page = opened([SeparationFigure(APART)])
    assert page.inner_text(".gc-says").startswith("Complete separation")
    point = page.locator("[role=slider]").first
    point.focus()
    page.keyboard.press("Enter")  # the other class
    assert page.inner_text(".gc-says").startswith("The classes overlap")
    assert "settle" in page.locator("[role=status]").inner_text()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    assert point.get_attribute("aria-valuetext") == "-3, 0, class 1"
    page.get_by_role("button", name="Start again").click()
    assert point.get_attribute("aria-valuenow") == "-4"
    box = point.locator("path").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 9 * box["width"], box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()
    assert int(point.get_attribute("aria-valuenow")) > 3
    page.locator("input").focus()
    before = page.inner_text(".gc-says")
    page.keyboard.press("ArrowLeft")
    assert page.inner_text(".gc-says") != before


@pytest.mark.browser
def test_the_race_runs_when_asked_and_the_words_are_the_packages(opened: Any):
    figure = ClockFigure(k=6, draw=1, at=0)
    page = opened([figure])
    assert "6 positive neurons, the paper's start. Step 0" in page.inner_text(".gc-says")
    page.wait_for_timeout(300)
    assert "Step 0" in page.inner_text(".gc-says")
    page.get_by_role("button", name="Race").click()  # one picture a second, as motion is reduced
    page.get_by_role("button", name="Pause").wait_for()
    page.wait_for_function("!document.querySelector('.gc-says').innerText.includes('Step 0')")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("slider", name="time").focus()
    page.keyboard.press("End")
    run = figure.race()
    assert f"Zero loss at step {run.steps}" in page.inner_text(".gc-says")
    assert f"Q = {run.mass[-1]:.2f}; the floor is {run.floor:.3f}" in page.inner_text(".gc-says")
    assert f"the ceiling is {run.ceiling:.1f}" in page.inner_text(".gc-says")
    page.get_by_role("combobox").select_option("polygon")
    page.get_by_role("slider", name="neurons k").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    words = page.inner_text(".gc-says")
    assert words.startswith("4 positive neurons, the polygon. Zero loss")
    page.get_by_role("button", name="Other draw").click()  # a polygon is drawn by nobody
    assert page.inner_text(".gc-says") == words
    assert page.locator(".gc-clock .gc-small").count() >= 1


def test_a_start_moves_by_key_and_by_pointer_and_the_branch_follows(opened: Any):
    page = opened([RecoveryFigure([90, 40, 20, 170])])
    assert page.inner_text(".gc-says").startswith("The fast branch Q₂")
    page.get_by_role("button", name="A slow start").click()
    assert page.locator("[role=status]").inner_text().startswith("The slow branch Q₁")
    page.get_by_role("button", name="Start again").click()
    neuron = page.locator("[role=slider]").nth(1)
    neuron.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    assert neuron.get_attribute("aria-valuetext") == "w 1.75, a 0.21"
    track = page.locator(".gc-recovery svg").nth(1).locator("polyline")
    before = track.get_attribute("points")
    box = neuron.locator(".gc-dot").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 4 * box["width"], box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    assert int(neuron.get_attribute("aria-valuenow")) < 100
    assert track.get_attribute("points") != before


@pytest.mark.browser
def test_a_broken_module_leaves_the_static_picture(opened: Any):
    page = opened([PlanarFigure([90, 210, 330])], spoil="export default { render };")
    assert page.get_attribute(".gc-widget", "data-state") == "failed"
    assert page.locator(".gc-widget svg title").inner_html() == "The geometric condition holds."


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_widgets_pass_axe(opened: Any, theme: str):
    figures = [PlanarFigure([90, 210, 330]), PlanarFigure([20, 60]), ChanceFigure()]
    figures += [KelvinFigure(FRAMES), SphereFigure(SIMPLEX), SeparationFigure(APART)]
    figures += [ClockFigure(k=4), RecoveryFigure(), DescentFigure(), SpaceFigure(), PhasesFigure()]
    page = opened(figures, theme=theme)
    page.add_script_tag(path=Path(__file__).parent / "vendor" / "axe.min.js")
    found = page.evaluate("axe.run({rules: {'color-contrast': {enabled: false}}})")
    assert [rule["id"] for rule in found["violations"]] == []


# --- in Python -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "figure",
    [
        PlanarFigure([1, 2]),
        PlanarFigure([0, 120, 240]),
        ChanceFigure(),
        SphereFigure(SIMPLEX),
        SphereFigure(SIMPLEX[:2]),
        SeparationFigure(APART),
        SeparationFigure([(0, 0, 0), (0, 0, 1)]),
        KelvinFigure(FRAMES),
        ClockFigure(k=4, start="doubled"),
        RecoveryFigure(),
        PhasesFigure([[1, 0], [2, 1], [0, 1], [-1, 0]]),
    ],
)
def test_the_static_picture_is_well_formed_and_offered_beside_the_widget(figure: Any):
    root = ElementTree.fromstring(figure.svg())
    assert root.tag.endswith("svg")
    assert root[0].text, "a picture needs a title"
    bundle, _ = figure._repr_mimebundle_()
    assert bundle["image/svg+xml"] == figure.svg()
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_identifiers_count_up_and_hold_no_chance():
    first, second = PlanarFigure([0]), PlanarFigure([0])
    name, number = first.model_id.rsplit("-", 1)
    assert second.model_id == f"{name}-{int(number) + 1}"
    assert first.layout.model_id == f"{first.model_id}-layout"
    assert re.fullmatch(r"<PlanarFigure>", repr(first))


def test_flat_and_tiny_layers_have_no_facets_but_a_verdict():
    flat = SphereFigure([[1, 0, 0], [0, 1, 0], [-1, -1, 0], [0, 0, 0]])
    assert (flat.facets, flat.holds, len(flat.rows)) == ([], False, 3)
    assert np.abs(flat.normal).tolist() == [0, 0, 1]
    assert SphereFigure(1e-200 * SIMPLEX).holds
    assert len(SphereFigure(1e200 * SIMPLEX).facets) == 4


def test_the_race_is_between_its_bounds_and_ends_at_zero_loss():
    for start in ("paper", "doubled", "small", "polygon"):
        run = ClockFigure(k=6, draw=1, start=start).race()
        assert run.loss[run.steps] == 0 < run.loss[run.steps - 1]
        assert run.floor < run.mass[-1] < run.ceiling < np.inf
    failing = ClockFigure(k=3, draw=0).race()  # the condition fails at a step
    assert (failing.margin.min(), failing.ceiling) == (0, np.inf)


def test_moving_a_figure_in_python_moves_its_answers():
    figure = PlanarFigure([0, 120, 240])
    assert figure.holds
    figure.degrees = [0, 10, 20]
    assert not figure.holds
    assert figure.widest_gap == 340


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: PlanarFigure([]), "degrees must hold between 1 and 9 angles; got 0"),
        (lambda: PlanarFigure(range(10)), "between 1 and 9 angles; got 10"),
        (lambda: ChanceFigure(k=61), "k must be an integer >= 1 and <= 60; got 61"),
        (lambda: ChanceFigure(d=0), "d must be an integer >= 1"),
        (lambda: KelvinFigure([[1.0, 2.0]]), r"frames must have shape \(T, 2 k, 2\)"),
        (lambda: KelvinFigure(np.ones((2, 3, 2))), r"got shape \(2, 3, 2\)"),
        (lambda: KelvinFigure(FRAMES, steps=[1]), "one iteration per frame, 3 in all; got 1"),
        (
            lambda: SphereFigure([[1.0, 2.0]]),
            r"weights must have shape \(k, 3\); got shape \(1, 2\)",
        ),
        (
            lambda: SphereFigure(SIMPLEX, tilt=90),
            "tilt must be an integer >= -89 and <= 89; got 90",
        ),
        (lambda: SeparationFigure([(0, 0, 0)]), "between 2 and 16 points; got 1"),
        (lambda: SeparationFigure([(0, 11, 0), (0, 0, 1)]), r"got \(0, 11, 0\)"),
        (lambda: SeparationFigure(APART, step=13), "step must be an integer >= 0 and <= 12"),
        (lambda: ClockFigure(k=25), "k must be an integer >= 3 and <= 24; got 25"),
        (lambda: ClockFigure(start="tiny"), "start must be one of .*; got 'tiny'"),
        (lambda: RecoveryFigure([1, 2, 3]), "start must hold a, w, a, w of two neurons; got 3"),
        (lambda: RecoveryFigure([0, 0, 0, 201]), "start must be an integer >= -200 and <= 200"),
        (lambda: PhasesFigure(np.ones((3, 2))), r"shape \(2 k, 2\); got shape \(3, 2\)"),
        (lambda: KelvinFigure(FRAMES, at=3), "at must be an integer >= 0 and <= 2; got 3"),
    ],
)
def test_bad_input_is_named(call: Any, words: str):
    with pytest.raises(ValueError, match=words):
        call()


def test_angles_must_be_whole_degrees():
    with pytest.raises(TypeError, match=r"degrees must be an integer; got 0.5"):
        PlanarFigure([0.5])


# --- without scripts -----------------------------------------------------------------------------


@pytest.mark.book
def test_every_widget_of_the_book_has_a_picture_for_readers_without_scripts(html: Path):
    widgets_seen = 0
    for path in html.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        views = text.count('<script type="application/vnd.jupyter.widget-view+json">')
        assert text.count("<noscript><svg") == views, path.name
        widgets_seen += views
    assert widgets_seen >= 4
