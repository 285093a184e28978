"""Words as HTML, and assets that a page needs once."""

from __future__ import annotations

import pytest

from gcbook.audit import Erratum, Ledger
from gcbook.audit.page import assets, errata_html, graph_svg, ledger_html
from gcbook.audit.page.words import blocks, inline

MATH = '<span class="math notranslate nohighlight">'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("$a_*b_*$ and *so*", rf"{MATH}\(a_*b_*\)</span> and <em>so</em>"),
        ("**not** 2 * 3 * 4", "<strong>not</strong> 2 * 3 * 4"),
        ("`a*b*c` it", "<code>a*b*c</code> it"),
        ("$$x<y$$", rf"{MATH}\[x&lt;y\]</span>"),
        ("costs 5$", "costs 5$"),
    ],
)
def test_inline(source: str, html: str):
    assert inline(source) == html


def test_blocks():
    assert blocks("One.\nStill one.\n\nTwo.") == "<p>One.\nStill one.</p><p>Two.</p>"
    assert blocks("We have\n- a\n  more\n- b\n\nEnd") == (
        "<p>We have</p><ul><li>a\nmore</li><li>b</li></ul><p>End</p>"
    )
    assert blocks("1. a\n2. b") == "<ol><li>a</li><li>b</li></ol>"
    assert blocks("So\n$$\na\n\n- b\n$$\nthen") == (f"<p>So\n{MATH}\\[a\n- b\\]</span>\nthen</p>")
    assert blocks("") == ""


def test_style_and_script_are_files_and_stand_in_no_fragment():
    run = Ledger([]).run().to_dict()
    for page in (ledger_html(run), graph_svg(run), errata_html(run, [])):
        assert "<style" not in page
        assert "<script" not in page
    assert ".gc-ledger" in assets()
    assert "aria-sort" in assets()


def test_an_erratum_knows_its_place_and_its_group():
    rows = [{"id": "x", "checks": [{"name": "one", "method": "exact", "passed": True}]}]
    rows[0]["checks"][0]["twin_rejected"] = True
    entry = Erratum("E1", "x", "page 1", "$a$", "b\n\nc", "d", "one", nature="constant")
    page = errata_html({"rows": rows}, [entry])
    assert 'id="E1" data-place="0" data-group="0"' in page
    assert "<small>error: constant</small>" in page
    assert "<dd><p>b</p><p>c</p></dd>" in page
