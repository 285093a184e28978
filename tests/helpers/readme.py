"""The code of the README, run as it stands, and what its comments promise beside what comes.

As a script (``python readme.py README.md``) it needs nothing but gcbook, so that it can run in an
environment that has nothing else.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


class Answer(NamedTuple):
    """One expression of a block, what its comment says it is, and what it is."""

    code: str
    promised: str
    given: str

    @property
    def kept(self) -> bool:
        """Whether the comment begins with the value: words may follow it."""
        return re.match(rf"{re.escape(self.given)}($|[,:;])", self.promised) is not None


def blocks(text: str, language: str) -> list[str]:
    """Return the fenced blocks of a language, in order."""
    return [body for kind, body in BLOCK.findall(text) if kind == language]


def commands(block: str) -> list[str]:
    """Return the lines of a shell block without their comments."""
    lines = [re.sub(r"\s+#.*", "", line).strip() for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def answers(block: str) -> list[Answer]:
    """Run a block of Python; return the answers of its expressions that have a comment."""
    lines = block.splitlines()
    names: dict[str, Any] = {}
    found = []
    for statement in ast.parse(block).body:
        code = ast.unparse(statement)
        if not isinstance(statement, ast.Expr):
            exec(code, names)  # the README's own code
            continue
        value = eval(code, names)
        comment = lines[(statement.end_lineno or 1) - 1][statement.end_col_offset :]
        if comment.strip():
            found.append(Answer(code, comment.strip().lstrip("# "), repr(value)))
    return found


def main(path: Path) -> int:
    """Run every Python block; print the answers, and return how many are not as promised."""
    told = [one for block in blocks(path.read_text("utf-8"), "python") for one in answers(block)]
    for answer in told:
        print("as promised" if answer.kept else "NOT AS PROMISED", *answer, sep=" | ")
    return sum(not answer.kept for answer in told) or (0 if told else 2)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
