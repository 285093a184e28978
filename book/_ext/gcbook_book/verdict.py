"""The role ``{verdict}`` shows a claim's verdict as the last run of the ledger computed it.

The badge links to the claim's row in the ledger chapter. Before the first run it reads "verdict
pending"; a claim the ledger does not have is a warning, and so a failed build.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PENDING = "verdict pending"
LEDGER_PAGE = "ledger"


def verdicts(ledger: Path) -> dict[str, str] | None:
    """Return the verdict of every claim in a run of the ledger, ``None`` where there is no run."""
    if not ledger.exists():
        return None
    run = json.loads(ledger.read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = run["rows"] if isinstance(run, dict) else run
    return {row["id"]: row["verdict"] for row in rows}


class Badge(nodes.Inline, nodes.TextElement):  # type: ignore[misc]
    """A verdict, before it is known from which page it links."""


class Verdict(SphinxRole):
    """The role itself."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the badge of the claim named in the role's text."""
        claim = self.text.strip()
        known = self.config.gcbook_verdicts
        if known is not None and claim not in known:
            message = self.inliner.reporter.warning(
                f"the ledger has no claim {claim!r}", line=self.lineno
            )
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [Badge("", claim=claim, verdict=(known or {}).get(claim, PENDING))], []


class LinkBadges(SphinxPostTransform):
    """Turn badges into links to their rows, once the page they stand on is known."""

    default_priority = 200

    def run(self, **kwargs: Any) -> None:
        """Replace every badge of the document."""
        for badge in list(self.document.findall(Badge)):
            badge.replace_self(self.link(badge["claim"], badge["verdict"]))

    def link(self, claim: str, verdict: str) -> nodes.Node:
        """Return the badge, a link where the book has a ledger chapter."""
        classes = ["gc-verdict", "gc-" + verdict.replace(" ", "-")]
        if LEDGER_PAGE not in self.env.found_docs:
            return nodes.inline("", verdict, classes=classes)
        here = self.env.docname
        target = self.app.builder.get_relative_uri(here, LEDGER_PAGE)
        link = nodes.reference("", "", refuri=f"{target}#{claim}", internal=True, classes=classes)
        link["reftitle"] = f"{claim} in the ledger"
        link += nodes.inline("", verdict)
        return link


def read_ledger(app: Sphinx) -> None:
    """Read the run of the ledger, which the build driver leaves beside the pages."""
    app.config.gcbook_verdicts = verdicts(Path(app.outdir).parent / "ledger.json")


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.add_config_value("gcbook_verdicts", None, "env", [dict, type(None)])
    app.add_node(Badge)
    app.add_role("verdict", Verdict())
    app.add_post_transform(LinkBadges)
    app.connect("builder-inited", read_ledger)
