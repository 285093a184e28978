"""What a new claim begins with: its words, a check, and a test that fails until filled."""

from __future__ import annotations

import re
from pathlib import Path

from gcbook.cli._files import FileError

KINDS = {
    "asm": ("Assumption", "assumption"),
    "cor": ("Corollary", "proposition"),
    "eq": ("Equation", "equation"),
    "fig": ("Figure", "figure"),
    "lem": ("Lemma", "lemma"),
    "prop": ("Proposition", "proposition"),
    "rem": ("Remark", "remark"),
    "tab": ("Table", "table"),
    "thm": ("Theorem", "theorem"),
}

WORDS = """\
id = "{id}"
number = "{number}"
title = "TODO: a few words"
section = "TODO"
kind = "{kind}"
depends = []
statement = '''
TODO: what is claimed, in precise words, with $x$ for mathematics.
'''

# One block per step of the proof. A step names the check that proves it; with argued = true the
# text is the argument and the check an instance of it.
#
# [[proof]]
# text = '''TODO'''
# check = "first-check"

# One block per place where the printed text and its mended form differ.
#
# [[errata]]
# nature = "slip"  # or constant, hypothesis, error, gap, evidence
# where = "{number}"
# printed = "TODO"
# mended = "TODO"
# why = "TODO"
# check = "first-check"
"""

CHECKS = '''\
"""{number}."""

from gcbook.audit import Outcome, exact
from gcbook.claims._words import result


@exact.supports(
    twin={{"constant": 3}},
    twin_says="TODO: the statement with a slip that someone could have made",
    omits="TODO: what a pass does not show",
)
def first_check(constant: int = 2) -> Outcome:
    """TODO: what a pass shows; the defaults are the true statement, the twin's a wrong one."""
    return Outcome(False, f"nothing yet, with {{constant}}", "an answer")


CLAIM, ERRATA = result(__file__, first_check)
'''

TEST = '''\
"""{number}: its words are filled, its checks pass, their twins do not."""

from __future__ import annotations

import pytest

from gcbook.audit import Check
from gcbook.claims.{paper}.{section}.{module} import CLAIM


@pytest.mark.parametrize("one", CLAIM.checks, ids=lambda one: one.name)
def test_the_check_passes_and_rejects_its_twin(one: Check):
    found = one.evidence()
    assert found.outcome.passed, (found.outcome.computed, found.outcome.expected)
    assert found.twin_rejected, (one.twin_says, found.twin.computed)


def test_the_words_are_filled():
    checks = [text for one in CLAIM.checks for text in (one.covers, one.omits, one.twin_says)]
    words = [CLAIM.title, CLAIM.section, CLAIM.statement, *checks]
    assert [text for text in words if "TODO" in text] == []


def test_the_verdict():
    assert CLAIM.verdict == "holds"
'''


def module_name(claim: str) -> str:
    """Return the name of a claim's module.

    Examples
    --------
    >>> module_name("lem-5.2")
    'lem_5_2'
    """
    return re.sub(r"[.-]", "_", claim)


def write(root: Path, claim: str, paper: str, section: str) -> tuple[Path, ...]:
    """Write the files of a new claim and return their paths.

    Parameters
    ----------
    root : Path
        The clone of the repository.
    claim : str
        The id, such as ``prop-5``.
    paper, section : str
        The folders, which exist.

    Raises
    ------
    ValueError
        If the id is not one.
    FileError
        If there is no such folder, or one of the files exists.
    """
    if not re.fullmatch(r"[a-z]+(?:[.-][a-z0-9]+)*", claim):
        raise ValueError(f"--new must be an id such as prop-5 or lem-5.2; got {claim!r}")
    folder = _folder(root, paper, section)
    module = module_name(claim)
    number, kind = _number(claim)
    texts = {
        folder / f"{module}.py": CHECKS,
        folder / f"{module}.toml": WORDS,
        root / "tests" / "claims" / paper / section / f"test_{module}.py": TEST,
    }
    for path in texts:
        if path.exists():
            raise FileError(f"{path}: exists already, and is not written over")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        filled = text.format(
            id=claim, number=number, kind=kind, paper=paper, section=section, module=module
        )
        path.write_text(filled, encoding="utf-8")
    return tuple(texts)


def _folder(root: Path, paper: str, section: str) -> Path:
    claims = root / "src" / "gcbook" / "claims"
    if not claims.is_dir():
        raise FileError(f"{root.absolute()}: is no clone of the repository; name one with --root")
    for parent, name, option in (
        (claims, paper, "--paper"),
        (claims / paper, section, "--section"),
    ):
        known = sorted(
            one.name for one in parent.iterdir() if one.is_dir() and one.name[0].isalpha()
        )
        if name not in known:
            raise FileError(f"{option} must be one of {', '.join(known)}; got {name!r}")
    return claims / paper / section


def _number(claim: str) -> tuple[str, str]:
    prefix, _, rest = claim.partition("-")
    word, kind = KINDS.get(prefix, ("", "passing"))
    return (f"{word} {rest}" if word and rest else f"TODO ({claim})"), kind
