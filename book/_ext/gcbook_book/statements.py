"""The boxes of the statements, written into the chapters from the words of the claims.

A statement lives once, beside its checks. A chapter holds a copy between two comments, so that a
launched notebook shows it as well; ``make statements`` renews the copies, and a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gcbook.audit import Claim

BOOK = Path(__file__).resolve().parents[2]
KINDS = ("assumption", "corollary", "lemma", "proposition", "remark", "theorem")
BOX = re.compile(
    r"^<!-- statement: (?P<id>\S+) -->\n.*?^<!-- end statement -->$", re.MULTILINE | re.DOTALL
)

SINGLE = """\
:::{{prf:{kind}}} {heading}
:label: {label}
:nonumber:

{printed}
:::

{{verdict}}`{label}`"""

# Two cards side by side, one below the other on a phone.
PAIR = """\
:::::{{prf:{kind}}} {heading}
:label: {label}
:nonumber:

::::{{grid}} 1 1 2 2
:gutter: 3

:::{{grid-item-card}} As printed {{verdict}}`{label}`

{printed}
:::

:::{{grid-item-card}} As mended

{mended}
:::
::::
:::::"""


def box(claim: Claim) -> str:
    """Return the box of a claim in MyST Markdown, between its two comments.

    A claim with a repair shows what is printed beside what is mended.

    Raises
    ------
    ValueError
        If the claim's number does not begin with the kind of statement it is.
    """
    kind, _, rest = claim.number.partition(" ")
    if kind.lower() not in KINDS:
        raise ValueError(
            f"the number of {claim.id!r} must begin with one of {', '.join(KINDS)} to have a box; "
            f"got {claim.number!r}"
        )
    text = (PAIR if claim.repair else SINGLE).format(
        kind=kind.lower(),
        heading=f"{rest}. {claim.title}",
        label=claim.id,
        printed=claim.statement,
        mended=claim.repair,
    )
    return f"<!-- statement: {claim.id} -->\n{text}\n<!-- end statement -->"


def renew(text: str, find: Callable[[str], Claim]) -> str:
    """Return a chapter with every box written anew; ``find`` gives the claim of an id."""
    return BOX.sub(lambda match: box(find(match["id"])), text)


def main() -> None:
    """Write the boxes of every chapter, and say which chapters changed."""
    from gcbook import ledger

    claims = ledger()
    for page in sorted(BOOK.glob("*.md")):
        before = page.read_text(encoding="utf-8")
        after = renew(before, claims.__getitem__)
        if after != before:
            page.write_text(after, encoding="utf-8")
            print(page.name)  # noqa: T201


if __name__ == "__main__":
    main()
