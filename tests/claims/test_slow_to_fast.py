"""The main paper in the ledger: where its results are found, and some of their verdicts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from gcbook import PolarGrid, binary_network, descend_many, holds, ledger, random_start
from gcbook.bounds import realisability_scale
from gcbook.claims import errata, slow_to_fast
from gcbook.claims._rows import PAPERS
from gcbook.claims.slow_to_fast.main_results import rem_2

FOLDER = Path(slow_to_fast.__file__).parent


def test_the_module_of_a_claim_can_be_guessed_from_its_id():
    for result in slow_to_fast.RESULTS:
        expected = result.CLAIM.id.replace("-", "_").replace(".", "_")
        assert result.__name__.rpartition(".")[2] == expected


def test_no_words_are_left_out():
    found = {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.toml")}
    listed = {
        f"{section}/{result}"
        for section, results in slow_to_fast.ORDER.items()
        for result in results.split()
    }
    assert found == listed


def test_every_erratum_belongs_to_the_claim_beside_it():
    listed = [one for paper in PAPERS for result in paper.RESULTS for one in result.ERRATA]
    assert len(errata()) == len(listed)
    assert all(replace(one, id="") in listed for one in errata())
    for result in slow_to_fast.RESULTS:
        assert {one.claim for one in result.ERRATA} <= {result.CLAIM.id}


def test_errata_are_counted_in_the_order_of_the_pages():
    entries = slow_to_fast.ERRATA
    assert [one.id for one in entries] == [f"E{n}" for n in range(1, len(entries) + 1)]
    assert (entries[0].where, entries[-1].where) == ("abstract", "Section 7")
    rows = [one.CLAIM.id for one in slow_to_fast.RESULTS]
    places = [rows.index(one.at or one.claim) for one in entries]
    assert places == sorted(places)
    # the sentence after Remark 3 is judged where Table 1 is, and stands before Proposition 3
    where = [one.where for one in entries]
    assert where.index("after Remark 3") < where.index("Proposition 3")


@pytest.mark.parametrize("row", ["sym-1", "fin-1", "fin-2", "gc-realisability", "bathtub"])
def test_what_we_add_inside_a_section_counts_as_ours(row: str):
    assert ledger()[row].origin == "ours"
    assert ledger()[row].section != "added"


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("bathtub", "holds"),
        ("lem-5.1", "holds after repair"),
        ("cor-5.1", "holds"),
        ("lem-5.2", "holds after repair"),
        ("rem-3", "holds"),
        ("prop-3-divergence", "holds"),
        ("gc-transition", "holds after repair"),
        ("sec-5-negative", "holds"),
        ("prop-4", "holds after repair"),
        ("prop-4-consequence", "holds after repair"),
        ("prop-4-dimension", "holds after repair"),
    ],
)
def test_verdicts_of_section_5(row: str, verdict: str, found):
    assert found(row)["verdict"] == verdict


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        *(("eq-3", "holds after repair"), ("sym-1", "holds"), ("intro-pointwise", "holds")),
        *(("nonconvex", "holds"), ("eq-5", "holds after repair"), ("fin-2", "holds")),
        *(("prop-1", "holds after repair"), ("prop-2", "holds after repair")),
        *(("prop-2-existence", "holds after repair"), ("gc-realisability", "holds")),
        *(("lem-4.1", "holds"), ("lem-4.2", "holds after repair")),
        ("intro-least-neurons", "false as printed"),
    ],
)
def test_verdicts_of_sections_1_to_4(row: str, verdict: str, found):
    assert found(row)["verdict"] == verdict


def test_the_triangle_of_proposition_2_is_as_sharp_as_it_says():
    check = ledger()["prop-2"].check("mended-radius-is-sharp")
    assert check().passed
    assert not check(v_in_radius=False).passed


def test_the_norm_of_proposition_2_can_be_undercut_in_the_plane():
    turn = np.radians([90, 210, 330])
    triangle = np.column_stack([np.cos(turn), np.sin(turn)])
    threshold = realisability_scale(triangle)  # v = 1/2, m = 1: the proposition asks for 2
    assert threshold == pytest.approx(2 / np.sqrt(3), abs=1e-12)


def test_a_run_can_be_unfinished_without_a_dead_direction():
    """Why the erratum on Table 1 says "most": run 787 has the condition, and is slow."""
    start = random_start(6, 2, runs=1000, seed=1)[[503, 787]]
    found = descend_many(binary_network(3), PolarGrid(), start, max_steps=4000)
    active = PolarGrid().directions @ found.weights[:, :3].swapaxes(1, 2) > 0
    assert not found.converged.any()
    assert (~active.any(axis=2)).sum(axis=1).tolist() == [2, 0]
    assert holds(found.weights[:, :3]).tolist() == [False, True]


def test_two_lines_meet_every_hypothesis_of_theorem_3_1():
    check = ledger()["thm-3.1"].check("stuck-on-a-line-with-bias")
    assert check().computed == "loss 1/2, gradient 0, margin 19/10"
    assert check(bias=0).passed  # and of Theorem 3.2
    assert not check(bias=Fraction(1, 4)).passed  # a sum of 1 is not below 1


def test_large_steps_enlarge_the_bounds_and_moderate_ones_do_not():
    table = rem_2.measured_by_step()
    for name in ("|T_1|", "sum of squares"):
        first, second, *later = table[name]
        assert first > 5 * second
        assert later == sorted(later)
        assert later[-1] > first
    assert table["R_+"] == sorted(table["R_+"])


@pytest.mark.parametrize(
    "row",
    [
        "bathtub",
        "lem-5.1",
        "cor-5.1",
        "sec-5-negative",
        "prop-4",
        "prop-4-consequence",
        "prop-4-dimension",
    ],
)
def test_nothing_in_section_5_rests_on_instances(row: str, found):
    assert {step["status"] for step in found(row)["proof"]} <= {"proved", "argued"}
