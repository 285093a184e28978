"""The script in a browser: headings sort, the address opens its row, errors come first."""

from __future__ import annotations

from typing import Any

import pytest

from gcbook.audit import Claim, Erratum, Ledger, Outcome, check
from gcbook.audit.page import assets, errata_html, ledger_html

pytestmark = pytest.mark.browser


@check(twin={"x": 2}, twin_says="2", method="exact", role="supports", covers="c", omits="o")
def one(x: int = 1) -> Outcome:
    return Outcome(x == 1, x, 1)


def row(id: str, section: str) -> Claim:
    return Claim(id, id.upper(), "t", section, "s", "figure", (one,))


RUN = Ledger([row("a", "5"), row("b", "4.10"), row("c", "4.2")]).run().to_dict()


@pytest.fixture
def page(browser: Any):
    tab = browser.new_page()
    yield tab
    tab.close()


def ids(page: Any, selector: str) -> list[str]:
    return page.eval_on_selector_all(selector, "all => all.map((one) => one.id)")


def test_headings_sort_both_ways_and_say_so(page: Any):
    # A notebook displays the assets first and may display them twice.
    page.set_content(assets() * 2 + ledger_html(RUN))
    section = page.locator("th", has_text="Section")
    section.locator("button").click()
    assert ids(page, "tbody") == ["c", "b", "a"]
    assert section.get_attribute("aria-sort") == "ascending"
    section.locator("button").click()
    assert ids(page, "tbody") == ["a", "b", "c"]
    assert section.get_attribute("aria-sort") == "descending"
    page.locator("th", has_text="Claim").locator("button").click()
    assert section.get_attribute("aria-sort") == "none"


def test_the_address_opens_its_row(page: Any):
    page.set_content(ledger_html(RUN) + assets())
    page.evaluate("location.hash = 'b'")
    page.wait_for_selector("#b details[open]")
    assert page.locator("details[open]").count() == 1


def test_errors_first_and_back(page: Any):
    entries = [
        Erratum(f"E{place}", "a", "here", "p", "m", "w", "one", nature=nature)
        for place, nature in enumerate(["slip", "gap", "error", "constant"])
    ]
    page.set_content(assets() + errata_html(RUN, entries))
    button = page.get_by_role("button", name="errors first")
    button.click()
    assert ids(page, ".gc-errata section") == ["E2", "E3", "E1", "E0"]
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert ids(page, ".gc-errata section") == ["E0", "E1", "E2", "E3"]
