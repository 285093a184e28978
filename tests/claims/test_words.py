"""How the words of a result are read, and what a slip in them does."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from gcbook.claims import _words
from gcbook.claims.slow_to_fast.phases import prop_3


def test_a_package_finds_the_words_beside_its_folder():
    assert _words.read(prop_3.__file__)["id"] == "prop-3"
    assert prop_3.CLAIM.check("first-phase-steps").source[0].endswith("prop_3/runs.py")


def write(folder: Path, words: str) -> str:
    (folder / "lem_9.toml").write_text(words)
    return str(folder / "lem_9.py")


WORDS = """
id = "lem-9"
number = "Lemma 9"
title = "A title"
section = "9"
kind = "remark"
statement = '''
Two lines
of words.
'''
"""


def test_words_are_stripped_and_keep_their_lines(tmp_path: Path):
    claim, entries = _words.result(write(tmp_path, WORDS))
    assert claim.statement == "Two lines\nof words."
    assert (claim.repair, claim.proof, claim.depends, entries) == ("", (), (), ())


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ('repare = "a slip"', r"unexpected keyword argument 'repare'"),
        ('[[proof]]\ntext = "so"\ncheck = "two"', r"name unknown checks \['two'\]"),
        ('[[errata]]\nnature = "slip"', r"missing \d+ required positional arguments"),
    ],
)
def test_a_slip_in_the_words_is_noticed_when_they_are_read(tmp_path: Path, more: str, error: str):
    with pytest.raises((TypeError, ValueError), match=error):
        _words.result(write(tmp_path, WORDS + more))


def test_an_erratum_that_stands_nowhere_is_noticed(tmp_path: Path):
    entry = 'at = "lem-10"\nwhere = "x"\nprinted = "x"\nmended = "y"\nwhy = "z"\ncheck = "c"'
    more = f'[[errata]]\nnature = "slip"\n{entry}'
    claim, entries = _words.result(write(tmp_path, WORDS + more))
    row = SimpleNamespace(CLAIM=claim, ERRATA=entries)
    with pytest.raises(KeyError, match="lem-10"):
        _words.numbered("E", [row])
