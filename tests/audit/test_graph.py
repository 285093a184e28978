"""The graph of what rests on what: its order, its columns, its labels, its shapes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcbook.audit import VERDICTS, Ledger
from gcbook.audit.page import graph_svg
from gcbook.audit.page.graph import PLATE, SHAPES, SIGNS, path
from gcbook.audit.page.graph_layout import cuts, gist, lines, ordered, short_number, width

PLACE = re.compile(r"<a class=[^>]*?translate\((\d+) (\d+)\)[^>]*data-id=\"([^\"]+)\"")


def claim(name: str, *uses: str, section: str = "1", **more: str) -> dict[str, object]:
    words = {"number": name, "title": f"The claim {name}", "statement": f"Let it be {name}."}
    kind = {"verdict": "holds", "origin": "paper", "repair": ""}
    return {"id": name, "section": section, "depends": list(uses), **words, **kind, **more}


def places(figure: str) -> dict[str, tuple[int, int]]:
    return {name: (int(x), int(y)) for x, y, name in PLACE.findall(figure)}


@given(st.lists(st.sets(st.integers(0, 11)), min_size=1, max_size=12))
def test_a_claim_follows_what_it_uses(sets: list[set[int]]):
    uses = {i: {j for j in found if j < i} for i, found in enumerate(sets)}
    names = sorted(uses, reverse=True)
    found = ordered(names, uses)
    assert sorted(found) == sorted(names)
    assert all(found.index(j) < found.index(i) for i in uses for j in uses[i])


def test_what_is_in_order_stays_and_a_circle_of_chapters_is_cut():
    assert ordered("abc", {}) == ["a", "b", "c"]
    assert ordered("abc", {"a": "b", "b": "a", "c": ""}) == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("heights", "columns", "starts"),
    [([3, 1, 2, 2], 1, [0]), ([3, 1, 2, 2], 2, [0, 2]), ([1, 1, 4], 3, [0, 1, 2]), ([5], 3, [0])],
)
def test_columns_are_cut_where_the_tallest_is_shortest(heights, columns, starts):
    assert cuts(heights, columns) == starts


def test_whatever_a_claim_rests_on_is_above_it_or_to_the_left():
    names = [f"c{i:02}" for i in range(40)]
    rows = [
        claim(name, *names[i + 1 : i + 4 : 2], section=f"Section {i // 5}")
        for i, name in enumerate(names)
    ]
    figure = graph_svg({"rows": rows})
    at = places(figure)
    assert len(set(at.values())) == len(at) == 40
    assert len({x for x, _ in at.values()}) == 3
    for row in rows:
        assert all(at[used] < at[row["id"]] for used in row["depends"])
    assert figure.count("data-from=") == sum(len(row["depends"]) for row in rows)


def test_a_label_keeps_every_word_and_its_room():
    text = "Random starts gain a lot from width, half-space starts much less"
    found = lines(text, 14, indent=6)
    assert " ".join(found) == text
    assert 6 + width(found[0]) <= 14
    assert all(width(line) <= 14 for line in found[1:])


def test_a_number_is_shown_where_it_names_something():
    shown = ["Lemma 5.2", "Equation (1)", "Proposition L3", "Figure 6 (right)", "Table 1"]
    assert [short_number(one) for one in shown] == shown
    hidden = ["Section 6.1", "after Lemma 5.2", "Theorem (added)", "Remark 3, for all classes"]
    assert [short_number(one) for one in hidden] == [""] * 4


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("One. Two.", "One."),
        ("Let $x. Y$ be. Suppose so. Then it is. And more.", None),
        ("Then\n\n$$\na. B\n$$\n\nMore.", "Then\n\n$$\na. B\n$$"),
        ("It is so:\n\n1. One. Two.\n2. Three.\n\nEnd.", "It is so:\n\n1. One. Two.\n2. Three."),
        ("", ""),
    ],
)
def test_the_gist_is_the_first_sentence_that_says_something(statement: str, said: str | None):
    assert gist(statement) == (said if said is not None else statement[: statement.index(" And")])


def test_verdicts_differ_in_shape_or_line_and_none_is_forgotten():
    assert set(SIGNS) == set(SHAPES) == set(VERDICTS)
    assert len(set(SIGNS.values())) == len(SIGNS)
    figure = graph_svg({"rows": [claim(v.replace(" ", "-"), verdict=v) for v in VERDICTS]})
    for verdict in VERDICTS:
        assert f"gc-claim gc-is-{verdict.replace(' ', '-')}'" in figure
        assert f'data-verdict="{verdict}"' in figure


def test_an_edge_leaves_and_arrives_at_the_edges_of_chapters():
    assert path((0, 10), (0, 60), 30).startswith("M0 10C")
    assert path((0, 10), (0, 60), 30).endswith(" 0 60")
    assert path((0, 10), (250, 60), 30).startswith(f"M{PLATE} 10C")


def test_words_are_escaped_and_an_empty_ledger_has_an_empty_picture():
    figure = graph_svg({"rows": [claim("x", title="<b>'\"", statement="$a<b$")]})
    assert "<b>'" not in figure
    assert "\\(a&amp;lt;b\\)" in figure
    assert places(graph_svg(Ledger([]).run().to_dict())) == {}
