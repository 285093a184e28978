"""A static picture behind every widget, for a reader whose browser runs no scripts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = re.compile(
    r'<script type="application/vnd\.jupyter\.widget-view\+json">(.*?)</script>', re.S
)


def pictures(scripts: list[Any]) -> dict[str, str]:
    """Return the static picture of every widget whose state is among a page's scripts."""
    found: dict[str, str] = {}
    for script in scripts:
        attributes = getattr(script, "attributes", {})
        if attributes.get("type") == STATE:
            models = json.loads(attributes["body"])["state"]
            found |= {name: model["state"].get("fallback", "") for name, model in models.items()}
    return found


def with_pictures(body: str, found: dict[str, str]) -> str:
    """Return a page's text with ``<noscript>`` pictures after the widgets that have one."""

    def follow(view: re.Match[str]) -> str:
        picture = found.get(json.loads(view.group(1)).get("model_id", ""), "")
        return view.group() + (f"<noscript>{picture}</noscript>" if picture else "")

    return VIEW.sub(follow, body)


def add_pictures(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the pictures into one page."""
    found = pictures(context["script_files"])
    if found and "body" in context:
        context["body"] = with_pictures(context["body"], found)


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.connect("html-page-context", add_pictures)
