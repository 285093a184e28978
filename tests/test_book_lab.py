"""The road of a launched reader: chapters in a real JupyterLab, run and touched by a browser.

The chapters are rewritten by the script that Binder's ``postBuild`` runs, and opened without the
MyST extension, as they are there.  Three of them are opened with every ``make test``; the others
have the mark ``lab`` (``make lab``), because running them all takes as long as building the book.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jupyter_lab
import launch
import pytest
from jupyter_lab import Lab, Notebook, drag_by_mouse, drag_by_touch
from pages import DRAWN

pytestmark = [pytest.mark.book, pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = sorted(
    path.stem
    for path in (ROOT / "book").glob("*.md")
    if "kernelspec:" in path.read_text(encoding="utf-8")
)
ALWAYS = {"index", "introduction", "errata"}
SETTINGS = {
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},  # render every cell
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}
WIDGETS = """\
from gcbook.widgets import ChanceFigure, KelvinFigure, PlanarFigure, SphereFigure
from gcbook.widgets import ClockFigure, DescentFigure, PhasesFigure, RecoveryFigure
from gcbook.widgets import SaddleFigure, SeparationFigure, SpaceFigure, ValleyFigure
planar = PlanarFigure([75, 190, 240, 310])
chance = ChanceFigure(k=6, d=2)
kelvin = KelvinFigure([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 2.0], [0.5, 0.5]]] * 3)
sphere = SphereFigure([[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, -1, -1]])
clock = ClockFigure(k=6)
phases = PhasesFigure([[1, 0], [2, 1], [0, 1], [-1, 0]])
separation = SeparationFigure([(-4, 0, 0), (-2, 3, 0), (3, 1, 1), (5, -2, 1)])
recovery = RecoveryFigure()
hero = DescentFigure()
space = SpaceFigure()
valley, saddle = ValleyFigure(), SaddleFigure()
"""
KINDS = {
    "planar": ("planar.degrees", "g[role='slider'] .gc-dot"),
    "chance": ("(chance.k, chance.d)", "input[type='range']"),
    "clock": ("clock.k", "input[type='range']"),
    "phases": ("phases.at", "input[type='range']"),
    "kelvin": ("kelvin.at", "input[type='range']"),
    "recovery": ("recovery.start", "g[role='slider'] .gc-dot"),
    "separation": ("separation.points", "g[role='slider'] .gc-mark"),
    "hero": ("hero.weights", "g[role='slider'] .gc-dot"),
    "space": ("space.rows", "g[role='slider'] .gc-dot"),
    "sphere": ("(sphere.turn, sphere.tilt)", "svg"),
    "valley": ("valley.start", "g[role='slider'] .gc-dot"),
    "saddle": ("saddle.b", "input[type='range']"),
}


@pytest.fixture(scope="module")
def lab(html: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab as a launched copy has it, and the folder of its chapters."""
    home = tmp_path_factory.mktemp("lab")
    folder, config = home / "book", home / "config"
    folder.mkdir()
    for path in [*(ROOT / "book").glob("*.md"), ROOT / "book" / "references.bib"]:
        shutil.copy(path, folder / path.name)
    launch.rewrite(folder, html.parent / "ledger.json")
    (config / "labconfig").mkdir(parents=True)
    disabled = {"disabledExtensions": {"jupyterlab-myst": True}}
    (config / "labconfig" / "page_config.json").write_text(json.dumps(disabled))
    for name, setting in SETTINGS.items():
        extension, _, plugin = name.partition(":")
        target = home / "settings" / extension / f"{plugin}.jupyterlab-settings"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(setting))
    environment = os.environ | {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "GCBOOK_LEDGER": str(html.parent / "ledger.json"),
    }
    jupytext = shutil.which("jupytext-config", path=str(Path(sys.executable).parent))
    subprocess.run([jupytext, "set-default-viewer", "markdown"], env=environment, check=True)
    running = Lab([sys.executable, "-m", "jupyterlab"], folder, environment)
    yield running
    running.stop()


@pytest.fixture
def open_notebook(browser: Any, lab: Lab) -> Iterator[Callable[..., Notebook]]:
    """Open notebooks of the folder; the windows and kernels are closed afterwards."""
    opened: list[Notebook] = []

    def opening(name: str, **options: Any) -> Notebook:
        context = browser.new_context(viewport={"width": 1280, "height": 1000}, **options)
        opened.append(Notebook(context.new_page(), lab, name))
        return opened[-1]

    yield opening
    for notebook in opened:
        notebook.page.evaluate(f"() => ({jupyter_lab.PANEL}).sessionContext.shutdown()")
        notebook.page.context.close()


def marked(name: str) -> Any:
    return pytest.param(name, marks=[] if name in ALWAYS else [pytest.mark.lab])


@pytest.mark.parametrize("name", [marked(name) for name in CHAPTERS])
def test_a_launched_chapter_runs_and_reads_as_prose(open_notebook: Any, name: str):
    notebook = open_notebook(f"{name}.md")
    notebook.run_all()
    assert notebook.errors() == []
    text = notebook.prose()
    assert len(text) > 500
    assert not re.search(r"\{[a-z:]+\}`|:::|\?</data>|</?data|\\begin\{", text)
    assert "$" not in re.sub(r"\$\d", "", text)
    formulas = notebook.page.locator(".jp-MarkdownOutput mjx-container").count()
    assert formulas > 0 or "$" not in (ROOT / "book" / f"{name}.md").read_text(encoding="utf-8")
    wrong = "mjx-merror, [data-mjx-error], mtext[mathcolor='red'], mjx-mtext[style*='color: red']"
    assert notebook.page.locator(wrong).count() == 0
    assert notebook.complaints == []


def test_no_kind_of_widget_is_left_out():
    from gcbook import widgets

    made = set(re.findall(r"(\w+Figure)\(", WIDGETS))
    assert made == set(widgets.__all__)
    assert len(KINDS) == len(made)


def widgets_notebook(lab: Lab) -> str:
    """Write a notebook with one widget of each kind and return its name."""
    import nbformat

    cells = [nbformat.v4.new_code_cell(WIDGETS), *map(nbformat.v4.new_code_cell, KINDS)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), lab.folder / "w.ipynb")
    return "w.ipynb"


@pytest.mark.parametrize("hand", [drag_by_mouse, drag_by_touch], ids=["mouse", "touch"])
def test_dragging_a_widget_changes_its_state_in_python(open_notebook: Any, lab: Lab, hand: Any):
    notebook = open_notebook(widgets_notebook(lab), has_touch=hand is drag_by_touch)
    notebook.run_all(60)
    assert notebook.errors() == []
    for kind, (expression, selector) in KINDS.items():
        widget = notebook.page.locator(f".jp-OutputArea .gc-{kind}")
        handle = widget.locator(selector).first
        handle.scroll_into_view_if_needed()
        notebook.page.evaluate(DRAWN)
        box = handle.bounding_box()
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        away = (box["x"] + 0.8 * box["width"] + 25, middle[1] - 60)
        if selector.startswith("input"):  # take the knob where it is
            share = handle.evaluate("(e) => (e.value - e.min) / (e.max - e.min)")
            middle = (box["x"] + 8 + share * (box["width"] - 16), middle[1])
            away = (box["x"] + (0.2 if share > 0.5 else 0.85) * box["width"], middle[1])
        before = notebook.value(expression)
        hand(notebook.page, middle, away)
        assert notebook.changed(expression, before), expression
    assert notebook.complaints == []
