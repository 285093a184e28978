"""The widgets of a page: those it shows and no others, each with a picture for want of scripts."""

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


MODEL = re.compile(r"IPY_MODEL_([\w.-]+)")


def views(body: str) -> set[str]:
    """Return the names of the widgets that a page's text shows."""
    return {json.loads(view.group(1)).get("model_id", "") for view in VIEW.finditer(body)}


def shown_only(state: dict[str, Any], shown: set[str]) -> dict[str, Any]:
    """Return the state of what a page shows and of the parts thereof.

    A widget that a cell only computes with leaves its state behind, scripts and styles included.
    """
    models, kept, found = state["state"], set[str](), shown
    while found:
        kept |= found
        parts = json.dumps([models[name] for name in sorted(found & models.keys())])
        found = set(MODEL.findall(parts)) - kept
    return {**state, "state": {name: one for name, one in models.items() if name in kept}}


def drop_unseen(scripts: list[Any], body: str) -> None:
    """Take from a page's scripts the state of widgets that the page does not show."""
    for script in scripts:
        attributes = getattr(script, "attributes", {})
        if attributes.get("type") == STATE:
            state = shown_only(json.loads(attributes["body"]), views(body))
            attributes["body"] = json.dumps(state).replace("</script>", r"<\/script>")


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
    """Put the pictures into one page, and drop the widgets that it does not show."""
    drop_unseen(context["script_files"], context.get("body", ""))
    found = pictures(context["script_files"])
    if found and "body" in context:
        context["body"] = with_pictures(context["body"], found)


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.connect("html-page-context", add_pictures)
