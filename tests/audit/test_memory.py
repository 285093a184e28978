"""A question is asked once in a process; rows, checks and runs pickle and can be copied."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor

import pytest

import gcbook
from gcbook.audit import Check, Claim, Ledger, Outcome, check, forget


@pytest.fixture(autouse=True)
def _nothing_known():
    forget()


def counted(asked: list[int]) -> Check:
    @check(twin={"x": 2}, twin_says="2", method="exact", role="supports", covers="c", omits="o")
    def one(x: int = 1) -> Outcome:
        asked.append(x)
        return Outcome(x == 1, x, 1)

    return one


def claim(*checks: Check, id: str = "x") -> Claim:
    return Claim(id, "X", "t", "0", "s", "figure", checks)


def test_a_verdict_asked_twice_is_computed_once():
    asked: list[int] = []
    one = counted(asked)
    assert claim(one).verdict == claim(one).verdict == "holds"
    assert asked == [1, 2]
    assert "holds" in repr(claim(one))


def test_a_shared_check_runs_once_in_a_run_and_again_in_the_next():
    asked: list[int] = []
    one = counted(asked)
    ledger = Ledger([claim(one, id="a"), claim(one.as_role("repairs", name="other"), id="b")])
    run = ledger.run()
    assert asked == [1, 2]
    assert [row.checks[0].name for row in run] == ["one", "other"]
    assert [row.verdict for row in run] == ["holds", "holds after repair"]
    assert run.seconds == run["a"].seconds
    assert ledger["b"].verdict == "holds after repair"
    assert asked == [1, 2]
    ledger.run()
    claim(one).run()
    assert asked == [1, 2] * 3


def test_other_keywords_are_another_question():
    asked: list[int] = []
    one = counted(asked)
    assert claim(one).verdict == "holds"
    assert claim(one.as_role("supports", twin={"x": 3}, name="b")).verdict == "holds"
    assert claim(one.as_role("supports", twin={"x": 3.0}, name="c")).verdict == "holds"
    assert asked == [1, 2, 1, 3, 1, 3.0]


def test_ledgers_share_what_is_known():
    gcbook.ledger()["asm-1"].run()
    assert "holds" in repr(gcbook.ledger()["asm-1"])


def test_rows_checks_and_runs_pickle_and_copy():
    row = gcbook.ledger()["asm-1"]
    run = gcbook.ledger().select(["asm-1", "eq-fi"]).run()
    for copied in (pickle.loads(pickle.dumps(row)), copy.deepcopy(row), copy.copy(row)):
        assert copied.statement == row.statement
        assert [one.run for one in copied.checks] == [one.run for one in row.checks]
        assert copied.verdict == row.verdict
    for copied in (pickle.loads(pickle.dumps(run)), copy.deepcopy(run)):
        assert copied.to_dict() == run.to_dict()
        assert copied["asm-1"].passed


def test_every_check_of_the_ledger_comes_back_as_it_was():
    ledger = gcbook.ledger()
    again = pickle.loads(pickle.dumps(ledger))
    for row, other in zip(ledger, again, strict=True):
        for one, two in zip(row.checks, other.checks, strict=True):
            assert (one.run, one.name, one.role, one.slip) == (
                two.run,
                two.name,
                two.role,
                two.slip,
            )
            assert (dict(one.twin), dict(one.full)) == (dict(two.twin), dict(two.full))
    assert max(len(repr(one)) for row in ledger for one in (row, *row.checks)) < 300


def test_a_check_inside_a_function_says_why_it_cannot_travel():
    with pytest.raises(TypeError, match=r"'one' must stand at the top of a module"):
        pickle.dumps(counted([]))
    assert copy.deepcopy(one := counted([])) is one


def test_a_worker_is_sent_the_check_itself():
    row = gcbook.ledger()["asm-1"]
    with ProcessPoolExecutor(1) as pool:
        run = Ledger([row]).run(executor=pool)
    assert run.passed
    assert len(repr(run)) < 300
    assert len(repr(run["asm-1"])) < 300
