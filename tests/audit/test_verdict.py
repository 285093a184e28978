"""The rule of proofs: what is universal is not settled by instances, whatever its kind."""

from __future__ import annotations

import pytest

from gcbook.audit import Check, Claim, Ledger, Outcome, Step, check


def make(role: str, name: str = "one", *, proves: bool = False, passes: bool = True) -> Check:
    @check(
        name=name,
        twin={"truth": False},
        twin_says="the opposite",
        method="exact",
        role=role,
        covers="a constant",
        omits="everything else",
        reach="proved" if proves else "instance",
    )
    def constant(truth: bool = passes) -> Outcome:
        return Outcome(truth, truth, True)

    return constant


def claim(*checks: Check, kind: str = "remark", **options) -> Claim:
    fixed = {"id": "x", "number": "X", "title": "t", "section": "0", "statement": "s"}
    return Claim(**fixed | {"kind": kind, "checks": checks} | options)


UNIVERSAL = ("equation", "theorem", "lemma", "proposition", "remark", "passing", "addition")


@pytest.mark.parametrize("kind", UNIVERSAL)
def test_instances_alone_settle_nothing_universal(kind: str):
    assert claim(make("supports"), kind=kind).verdict == "unproved"
    step = (Step("so", check="one"),)
    assert claim(make("supports"), kind=kind, proof=step).verdict == "unproved"
    mended = claim(make("repairs"), kind=kind, proof=step, repair="r")
    assert mended.verdict == "unproved"


@pytest.mark.parametrize("kind", UNIVERSAL)
def test_a_proof_carries_it_whether_checked_or_argued(kind: str):
    proved = claim(make("supports", proves=True), kind=kind, proof=(Step("so", check="one"),))
    argued = claim(make("supports"), kind=kind, proof=(Step("because", check="one", argued=True),))
    assert (proved.verdict, proved.evidence.strength) == ("holds", "proved")
    assert (argued.verdict, argued.evidence.strength) == ("holds", "argued")


def test_one_step_on_an_instance_is_enough_to_bring_a_proof_down():
    row = claim(
        make("supports", proves=True),
        make("supports", "two"),
        kind="theorem",
        proof=(Step("so", check="one"), Step("and so", check="two"), Step("in words")),
    )
    assert [status for _, status in row.evidence.steps] == ["proved", "instance", "argued"]
    assert row.verdict == "unproved"


def test_words_alone_are_no_proof_and_a_broken_step_breaks_it():
    assert claim(make("supports"), proof=(Step("by thought"),)).verdict == "unproved"
    broken = claim(
        make("supports", proves=True),
        make("supports", "two", passes=False),
        proof=(Step("so", check="one"), Step("and so", check="two", argued=True)),
    )
    assert broken.verdict == "unproved"


def test_a_check_of_all_cases_proves_an_equation_but_no_theorem():
    assert claim(make("supports", proves=True), kind="equation").verdict == "holds"
    assert claim(make("supports", proves=True), kind="theorem").verdict == "unproved"


def test_a_proof_of_something_else_does_not_back_the_verdict():
    row = claim(make("supports"), make("refutes", "two", proves=True), kind="equation")
    assert row.verdict == "false as printed"
    mended = claim(make("repairs"), make("refutes", "two", proves=True), kind="equation")
    assert mended.verdict == "false as printed"


@pytest.mark.parametrize("kind", ["figure", "table", "assumption"])
def test_experiments_need_no_proof(kind: str):
    row = claim(make("supports"), kind=kind)
    assert (row.verdict, row.evidence.strength) == ("holds", "instance")
    assert claim(make("supports"), kind=kind, universal=True).verdict == "unproved"


def test_a_claim_can_say_that_it_is_about_finitely_many_runs():
    assert claim(make("supports"), kind="passing", universal=False).verdict == "holds"
    with pytest.raises(ValueError, match="a lemma is universal; got universal=False"):
        claim(make("supports"), kind="lemma", universal=False)


def test_a_counterexample_is_an_instance_and_refutes():
    row = claim(make("refutes"), kind="theorem")
    assert (row.verdict, row.evidence.strength) == ("false as printed", "counterexample")


def test_a_negation_is_no_repair():
    options = {"repair": "not so", "kind": "passing", "universal": False}
    both = make("refutes"), make("repairs", "two")
    assert claim(*both, **options).verdict == "holds after repair"
    assert claim(*both, negated=True, **options).verdict == "false as printed"
    assert claim(make("repairs"), negated=True, **options).verdict == "false as printed"
    with pytest.raises(ValueError, match="is negated by its repair, which must be given"):
        claim(make("refutes"), negated=True)


def test_a_symbolic_check_reaches_all_cases_unless_it_says_otherwise():
    def by(method: str, **options) -> str:
        return check(
            twin={"x": 1},
            twin_says="t",
            method=method,
            role="supports",
            covers="c",
            omits="o",
            **options,
        )(lambda x=0: Outcome(x == 0, x, 0)).shows

    assert by("symbolic") == "proved"
    assert by("exact") == by("numerical") == by("experiment") == "instance"
    assert by("exact", reach="proved") == "proved"
    assert by("symbolic", reach="instance") == "instance"
    with pytest.raises(ValueError, match="reach must be one of proved, instance, None"):
        by("exact", reach="all")


def test_ours_and_the_papers_are_counted_apart_and_repeats_not_at_all():
    first = claim(make("supports"), kind="figure", id="a")
    ours = claim(make("supports"), kind="figure", id="b", section="added")
    inside = claim(make("supports"), kind="figure", id="d", section="5", ours=True)
    again = first.repeated(id="c", number="Introduction")
    assert (first.origin, ours.origin, again.same_as) == ("paper", "ours", "a")
    run = Ledger([first, ours, again]).run()
    assert run["c"].verdict == "holds"
    assert run.counts["holds"] == 2
    assert inside.origin == "ours"
    assert run.tally("paper")["holds"] == run.tally("ours")["holds"] == 1
    with pytest.raises(ValueError, match="claim 'c' repeats 'a', which is not a claim"):
        Ledger([again]).graph()
