"""A press beside the handles of a widget takes the nearest, and a finger can still scroll."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gcbook.widgets import PlanarFigure, RecoveryFigure, SeparationFigure, SpaceFigure

pytestmark = pytest.mark.browser

POINTS = [(-4, 0, 0), (-2, 3, 0), (3, 1, 1), (5, -2, 1)]
# A figure, which of its pictures, how wide that is, a place to press, and which handle goes there.
PRESSES = [
    (PlanarFigure([90, 210, 330]), 0, 2.84, (-0.6, 0.2), 1, "162 degrees"),
    (RecoveryFigure([50, 20, 60, 110]), 0, 4.4, (1.5, -1.0), 1, "w 1.50, a -1.00"),
    (SeparationFigure(POINTS), 0, 23, (-7, 7), 1, "-7, 7, class 1"),
    (SpaceFigure(), 2, 25, (7, 3), 0, "x 7, z 3"),
]
NAMES = ["planar", "recovery", "separation", "space"]


def picture(page: Any, which: int) -> Any:
    found = page.locator(".gc-root svg").nth(which)
    found.scroll_into_view_if_needed()
    return found


def place(found: Any, width: float, at: tuple[float, float]) -> tuple[float, float]:
    """Where a place of a picture is on the screen; its middle is half its width from the top."""
    box = found.bounding_box()
    size = box["width"] / width
    return box["x"] + box["width"] / 2 + size * at[0], box["y"] + box["width"] / 2 - size * at[1]


def words(found: Any, j: int) -> str:
    return str(found.locator("[role=slider]").nth(j).get_attribute("aria-valuetext"))


@pytest.mark.parametrize("case", PRESSES, ids=NAMES)
def test_a_press_beside_the_handles_takes_the_nearest(opened: Any, case: Any):
    figure, which, width, at, j, expected = case
    page = opened([figure])
    found = picture(page, which)
    others = [words(found, i) for i in range(found.locator("[role=slider]").count()) if i != j]
    x, y = place(found, width, at)
    page.mouse.click(x, y)
    assert words(found, j) == expected
    assert words(found, j) not in others
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").endswith(f"{j + 1}")
    assert page.locator("[role=status]").inner_text() == page.inner_text(".gc-says")
    page.mouse.down()  # and is held
    page.mouse.move(x + 25, y + 25, steps=3)
    page.mouse.up()
    assert words(found, j) != expected


def test_a_press_on_a_handle_moves_nothing_nor_does_one_below_the_plane(opened: Any):
    page = opened([SeparationFigure(POINTS)])
    found = picture(page, 0)
    before = [words(found, j) for j in range(4)]
    page.mouse.click(*place(found, 23, (-2.4, 3.3)))  # on the halo, not in its middle
    page.mouse.click(*place(found, 23, (0, -16)))  # the curve below
    page.mouse.click(*place(found, 23, (-7, 7)), button="right")
    assert [words(found, j) for j in range(4)] == before


@pytest.fixture
def touched(browser: Any, make_page: Any, tmp_path: Path) -> Iterator[Any]:
    """A phone's page that is longer than its screen, and what sends fingers to it."""
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 500})
    page = context.new_page()
    session = context.new_cdp_session(page)

    def finger(*places: tuple[float, float]) -> None:
        for i, (x, y) in enumerate(places):
            kind = "touchMove" if i else "touchStart"
            points = [{"x": x, "y": y}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    page.goto(make_page(tmp_path, [RecoveryFigure([50, 20, 60, 110]) for _ in range(2)]))
    page.wait_for_selector(".gc-widget[data-state=ready] >> nth=1")
    yield page, finger
    context.close()


def test_a_finger_beside_the_handles_taps_and_drags_across(touched: Any):
    page, finger = touched
    found = picture(page, 0)
    x, y = place(found, 4.4, (1.5, -1.0))
    finger((x, y))
    assert words(found, 1) == "w 1.50, a -1.00"
    x, y = place(found, 4.4, (-1.5, -1.0))
    finger((x, y), (x + 30, y), (x + 60, y))
    assert words(found, 0) != "w 0.20, a 0.50"
    assert page.evaluate("scrollY") == 0


def test_a_finger_that_scrolls_moves_no_handle(touched: Any):
    page, finger = touched
    found = picture(page, 0)
    before = [words(found, j) for j in (0, 1)]
    x, y = place(found, 4.4, (1.5, -1.5))
    finger(*[(x, y - 20 * i) for i in range(8)])
    page.wait_for_function("scrollY > 40")
    assert [words(found, j) for j in (0, 1)] == before
