"""The model: how a verdict follows from checks, and what it refuses to say."""

from __future__ import annotations

import json

import pytest

from gcbook.audit import Claim, Erratum, Ledger, Outcome, Step, check


def make(role: str, *, name: str = "one", passes: bool = True, blunt: bool = False, **options):
    """A check in a role; a blunt one accepts its twin too."""

    @check(
        name=name,
        twin={"truth": blunt},
        twin_says="the opposite",
        method=options.pop("method", "exact"),
        role=role,
        covers="a constant",
        omits="everything else",
        **options,
    )
    def constant(truth: bool = passes) -> Outcome:
        return Outcome(truth, truth, True)

    return constant


def claim(*checks, kind="passing", proof=(), **options) -> Claim:
    return Claim(
        id=options.pop("id", "x"),
        number="X",
        title="t",
        section="0",
        statement="s",
        kind=kind,
        checks=checks,
        proof=proof,
        universal=False
        if kind == "passing"
        else None,  # what is universal needs more: test_verdict
        **options,
    )


def two(first: str, second: str) -> Claim:
    return claim(make(first), make(second, name="two"))


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (claim(), "unproved"),
        (claim(make("supports")), "holds"),
        (claim(make("refutes")), "false as printed"),
        (claim(make("repairs")), "holds after repair"),
        (claim(make("weighs")), "unsupported"),
        (two("refutes", "repairs"), "holds after repair"),
        (two("refutes", "supports"), "false as printed"),
        (two("supports", "weighs"), "unsupported"),
        (two("supports", "repairs"), "holds after repair"),
        (claim(make("refutes", slip=True), make("supports", name="two")), "holds"),
        (claim(make("refutes", slip=True)), "unproved"),
        (claim(make("repairs", slip=True)), "holds"),
    ],
)
def test_verdict_follows_from_the_roles(row: Claim, verdict: str):
    assert row.verdict == verdict


@pytest.mark.parametrize("broken", [{"passes": False}, {"blunt": True}])
def test_a_failing_check_or_a_passing_twin_is_no_evidence(broken: dict):
    row = claim(make("supports", **broken))
    assert row.verdict == "unproved"
    assert not row.evidence.passed


def test_a_check_that_raises_fails_and_its_twin_is_not_rejected():
    @check(twin={"x": 0}, twin_says="t", method="exact", role="supports", covers="c", omits="o")
    def divides(x: int = 1) -> Outcome:
        return Outcome(1 / x == 1, 1 / x, 1)

    found = divides.evidence()
    assert found.outcome.passed
    assert not found.twin_rejected
    assert "ZeroDivisionError" in str(found.twin.computed)


def test_a_theorem_needs_a_proof_with_a_checked_step():
    bare = claim(make("supports"), kind="theorem")
    argued = claim(make("supports"), kind="theorem", proof=(Step("by thought"),))
    shown = Step("because", check="one", argued=True)
    proved = claim(make("supports"), kind="theorem", proof=(shown,))
    broken = claim(
        make("supports"),
        make("supports", name="two", passes=False),
        kind="theorem",
        proof=(shown, Step("and so", check="two")),
    )
    verdicts = [row.verdict for row in (bare, argued, proved, broken)]
    assert verdicts == ["unproved", "unproved", "holds", "unproved"]
    assert [status for _, status in broken.evidence.steps] == ["argued", "broken"]


def test_a_refuted_theorem_without_proof_of_its_repair_is_false():
    row = claim(make("refutes"), make("repairs", name="two"), kind="theorem")
    assert row.verdict == "false as printed"


def test_what_a_check_must_say():
    with pytest.raises(ValueError, match="must have a twin"):
        check(twin={}, twin_says="t", method="exact", role="supports", covers="c", omits="o")(
            lambda: Outcome(True, 1, 1)
        )
    with pytest.raises(ValueError, match=r"has no keyword \['y'\]; it takes \['x'\]"):
        check(twin={"y": 1}, twin_says="t", method="exact", role="supports", covers="c", omits="o")(
            lambda x=1: Outcome(True, 1, 1)
        )
    with pytest.raises(ValueError, match="must state false_alarm and seed"):
        make("supports", method="statistical")
    with pytest.raises(ValueError, match="method must be one of symbolic, exact"):
        make("supports", method="guess")
    with pytest.raises(ValueError, match="role must be one of supports, refutes"):
        make("proves")
    with pytest.raises(ValueError, match="must say 'omits'"):
        check(twin={"x": 1}, twin_says="t", method="exact", role="supports", covers="c", omits=" ")(
            lambda x=1: Outcome(True, 1, 1)
        )


def test_the_seed_is_taken_from_the_signature():
    def drawn(truth: bool = True, seed: int = 7) -> Outcome:
        return Outcome(truth, seed, 7)

    words = {"twin_says": "t", "role": "supports", "covers": "c", "omits": "o"}
    fixed = {"twin": {"truth": False}, "method": "statistical", "false_alarm": 1e-6, **words}
    assert check(**fixed)(drawn).seed == 7
    assert check(**fixed, seed=3)(drawn).seed == 3


def test_what_a_claim_must_be():
    with pytest.raises(ValueError, match=r"two checks of the same name: \['one'\]"):
        claim(make("supports"), make("repairs"))
    with pytest.raises(ValueError, match=r"unknown checks \['three'\]"):
        claim(make("supports"), proof=(Step("so", check="three"),))
    with pytest.raises(ValueError, match="kind must be one of assumption"):
        claim(make("supports"), kind="hope")
    with pytest.raises(ValueError, match="nature must be one of slip"):
        Erratum("E0", "x", "here", "a", "b", "c", "one", nature="typo")  # type: ignore[arg-type]


def test_ledger_refuses_duplicates_cycles_and_strangers():
    with pytest.raises(ValueError, match=r"used twice: \['x'\]"):
        Ledger([claim(make("supports")), claim(make("supports"))])
    loop = Ledger(
        [
            claim(make("supports"), id="a", depends=("b",)),
            claim(make("supports"), id="b", depends=("a",)),
        ]
    )
    with pytest.raises(ValueError, match=r"found the cycle (a -> b|b -> a)"):
        loop.graph()
    with pytest.raises(ValueError, match="depends on 'y', which is not a claim"):
        Ledger([claim(make("supports"), depends=("y",))]).graph()
    with pytest.raises(KeyError, match="the nearest are first"):
        Ledger([claim(make("supports"), id="first")])["frist"]


def test_run_reports_what_failed():
    run = Ledger(
        [
            claim(make("supports", passes=False), id="a"),
            claim(make("supports", blunt=True), id="b"),
            claim(id="c"),
        ]
    ).run()
    assert not run.passed
    summary = run.summary()
    assert "FAILED a / one" in summary
    assert "TWIN NOT REJECTED b / one" in summary
    assert "NO CHECK c" in summary
    assert not Ledger([]).run().passed


def test_json_keeps_the_promised_keys(tmp_path):
    path = tmp_path / "ledger.json"
    Ledger([claim(make("supports"), proof=(Step("so", check="one"),))]).run().to_json(path)
    data = json.loads(path.read_text())
    (row,) = data["rows"]
    assert data["version"] == 2
    assert data["counts"]["paper"]["holds"] == data["counts"]["all"]["holds"] == 1
    assert row["verdict"] == "holds"
    assert row["strength"] == "instance"
    assert row["proof"] == [{"text": "so", "check": "one", "argued": False, "status": "instance"}]
    assert set(row["checks"][0]) == {
        *("name", "method", "role", "reach", "slip", "covers", "omits", "passed", "computed"),
        *("expected", "detail", "tolerance", "false_alarm", "seed", "twin_says", "twin_rejected"),
        *("twin_computed", "seconds", "source", "line"),
    }


def test_exporting_a_ledger_runs_nothing(tmp_path):
    def explode(truth: bool = True) -> Outcome:
        raise AssertionError("was run")

    row = claim(
        check(
            twin={"truth": False},
            twin_says="t",
            method="exact",
            role="supports",
            covers="c",
            omits="o",
        )(explode)
    )
    data = json.loads(Ledger([row]).to_json(tmp_path / "rows.json"))
    assert data["run"] is False
    assert "verdict" not in data["rows"][0]
    assert data["rows"][0]["checks"][0]["covers"] == "c"
    assert len(repr(row)) < 300
    assert "X" in row._repr_html_()
