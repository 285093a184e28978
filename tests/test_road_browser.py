"""Only a browser: from the README's address to a dragged figure in a notebook.

What Binder does is done here, step for step as repo2docker writes it into its Dockerfile: the
packages of ``binder/requirements.txt`` in an environment that has nothing else, the copy of the
repository, ``binder/postBuild``, and JupyterLab through ``binder/start``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import clean_room
import pytest
from jupyter_lab import Lab, Notebook, drag_by_mouse

TEXT = (clean_room.ROOT / "README.md").read_text(encoding="utf-8")
LAUNCH = re.findall(r"https://mybinder\.org/v2/\S+", TEXT)


def test_the_readme_leads_to_the_first_page_and_names_the_figure_there():
    (address,) = LAUNCH
    parts = urlsplit(address)
    assert parts.path == "/v2/gh/OWNER/NAME/main"
    (opened,) = parse_qs(parts.query)["urlpath"]
    assert f"`{opened}`" in TEXT  # in words, for the form
    chapter = clean_room.ROOT / opened.removeprefix("lab/tree/")
    assert "hero = DescentFigure()" in chapter.read_text(encoding="utf-8")
    assert "`hero.weights`" in TEXT


def launched(folder: Path) -> Lab:
    """Build and start what Binder would, in an empty folder."""
    programs = clean_room.environment(folder / "environment")
    shell = clean_room.shell(folder / "home", programs)
    copy = clean_room.copy_of_the_tree(folder / "repository")
    pins = "binder/requirements.txt"
    clean_room.done(["pip", "install", "--quiet", "--no-cache-dir", "-r", pins], copy, shell)
    told = clean_room.done(["./binder/postBuild"], copy, shell)
    assert "index" in told
    clean_room.done(["pip", "check"], copy, shell)
    return Lab([str(copy / "binder" / "start"), "jupyter", "lab"], copy, shell)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.lab
def test_a_launched_copy_opens_its_first_page_as_a_notebook_and_a_neuron_can_be_dragged(
    browser: Any, tmp_path: Path
):
    lab = launched(tmp_path)
    try:
        page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
        opened = urlsplit(LAUNCH[0]).query.partition("urlpath=lab/tree/")[2]
        notebook = Notebook(page, lab, opened)
        notebook.run_all()
        assert notebook.errors() == []
        assert (tmp_path / "repository/_build/ledger.json").exists()
        neuron = page.locator(".jp-OutputArea .gc-hero g[role='slider'] .gc-dot").first
        neuron.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        box = neuron.bounding_box()
        before = notebook.value("hero.weights")
        start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        drag_by_mouse(page, start, (start[0] + 40, start[1] - 60))
        assert notebook.changed("hero.weights", before)
        assert notebook.complaints == []
        page.context.close()
    finally:
        lab.stop()
