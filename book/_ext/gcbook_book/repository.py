"""Launch and repository buttons, from the one place that knows the repository.

That place is the environment (``GCBOOK_REPOSITORY``, ``GCBOOK_BRANCH``) or else the git remote
``origin``. Where neither names a public GitHub repository, the book has no such buttons: none is
better than a broken one.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

GITHUB = re.compile(
    r"(?:https://(?:[^@/]+@)?github\.com/|git@github\.com:|ssh://git@github\.com/)"
    r"(?P<owner>[A-Za-z0-9](?:[A-Za-z0-9-]*))/(?P<name>[A-Za-z0-9._-]+?)(?:\.git)?/?"
)


def github_url(remote: str) -> str | None:
    """Return the page of the GitHub repository a remote names, ``None`` for any other remote."""
    match = GITHUB.fullmatch(remote.strip())
    return f"https://github.com/{match['owner']}/{match['name']}" if match else None


def git_remote(folder: Path) -> str:
    """Return the URL of ``origin`` of the checkout at ``folder``, empty where there is none."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "remote", "get-url", "origin"],
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:  # no git on this machine
        return ""
    return done.stdout.strip()


def repository(folder: Path) -> tuple[str, str] | None:
    """Return the (page, branch) of the book's repository, ``None`` where it is not known."""
    url = github_url(os.environ.get("GCBOOK_REPOSITORY") or git_remote(folder))
    return (url, os.environ.get("GCBOOK_BRANCH") or "main") if url else None


def buttons(known: tuple[str, str] | None) -> dict[str, Any]:
    """Return the theme options: buttons of a known repository, or none at all."""
    if known is None:
        return {
            "repository_url": "",
            "use_repository_button": False,
            "use_issues_button": False,
            "launch_buttons": {},
        }
    url, branch = known
    return {
        "repository_url": url,
        "repository_branch": branch,
        "use_repository_button": True,
        "use_issues_button": True,
        "launch_buttons": {
            "binderhub_url": "https://mybinder.org",
            "notebook_interface": "jupyterlab",
            "thebe": False,
        },
    }


def set_buttons(app: Sphinx, config: Config) -> None:
    """Hand the buttons to the theme."""
    config.html_theme_options |= buttons(repository(Path(app.srcdir).parent))


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.connect("config-inited", set_buttons)
