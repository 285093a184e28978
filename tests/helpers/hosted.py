"""A workflow of GitHub's, run here from its own file: the ``run`` steps of a job, in order.

Artifacts are folders of a store, kept and laid as the hosted actions do; what needs GitHub itself
(checkout, caches, the deployment) is left out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

EXPRESSION = re.compile(r"\$\{\{\s*([\w.]+)\s*\}\}")


@dataclass(frozen=True)
class Runner:
    """A machine with a checkout, a store of artifacts and what the expressions stand for."""

    workspace: Path
    store: Path
    environment: Mapping[str, str]
    values: Mapping[str, str] = field(default_factory=dict)

    def job(self, workflow: Path, name: str) -> list[str]:
        """Run the steps of a job and return what they were.

        Raises
        ------
        AssertionError
            If a step fails, with the end of what it printed.
        """
        content = yaml.safe_load(workflow.read_text(encoding="utf-8"))
        found = self.environment | self.expanded(content.get("env", {}))
        told = []
        for step in content["jobs"][name]["steps"]:
            action = step.get("uses", "").partition("@")[0]
            if "run" in step:
                found = self.run(step, found)
                told.append(step["run"].strip())
            elif handler := getattr(self, action.rpartition("/")[2].replace("-", "_"), None):
                handler(step["with"])
                told.append(action)
        return told

    def expanded(self, given: Mapping[str, Any]) -> dict[str, str]:
        """Return the settings of a step with their expressions replaced; unknown ones are empty."""
        return {
            name: EXPRESSION.sub(lambda one: self.values.get(one[1], ""), str(value))
            for name, value in given.items()
        }

    def run(self, step: Mapping[str, Any], found: Mapping[str, str]) -> dict[str, str]:
        """Run a step in the shell that GitHub uses, and return the variables of the next."""
        assert not EXPRESSION.search(step["run"]), "an expression in a script is an injection"
        handed = self.store / "environment"
        handed.parent.mkdir(parents=True, exist_ok=True)
        handed.write_text("")
        ended = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.workspace,
            env=found | self.expanded(step.get("env", {})) | {"GITHUB_ENV": str(handed)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, f"{step['run']}\n{ended.stdout[-8000:]}"
        lines = handed.read_text().splitlines()
        return {**found, **dict(line.split("=", 1) for line in lines)}

    def upload_artifact(self, given: Mapping[str, Any]) -> None:
        """Keep files: their common folder is the top, hidden ones only if it says so."""
        patterns = given["path"].split()
        folders = [pattern.partition("*")[0].rpartition("/")[0] or pattern for pattern in patterns]
        top = self.workspace / (os.path.commonpath(folders) if patterns[1:] else patterns[0])
        for path in [one for pattern in patterns for one in sorted(self.workspace.glob(pattern))]:
            for file in [path] if path.is_file() else path.rglob("*"):
                name = file.relative_to(top)
                hidden = any(part.startswith(".") for part in name.parts)
                if file.is_file() and (given.get("include-hidden-files") or not hidden):
                    target = self.store / given["name"] / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(file, target)

    def download_artifact(self, given: Mapping[str, Any]) -> None:
        """Lay what was kept into a folder of the workspace."""
        target = self.workspace / given["path"]
        shutil.copytree(self.store / given["name"], target, dirs_exist_ok=True)

    def upload_pages_artifact(self, given: Mapping[str, Any]) -> None:
        """Keep a folder as the site that will be deployed."""
        kept = self.store / "github-pages"
        shutil.copytree(
            self.workspace / given["path"], kept, ignore=shutil.ignore_patterns(".git", ".github")
        )
