"""Only a fork: from a clone whose origin is on GitHub to a published copy with launch buttons.

The hosted workflow is run from its own file: the steps of the job that builds and tests, then
those of the job that publishes.  The fork's tests are those of its pages; the others do not
depend on where a clone comes from.
"""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import build
import clean_room
import hosted
import pytest
import yaml
from jupyter_lab import drag_by_mouse

ROOT = clean_room.ROOT
CI = ROOT / ".github/workflows/ci.yml"
KEPT = (".jupyter_cache", "ledger.json", "fingerprint", "times.json", "memory.json")


def test_a_runner_hands_variables_and_artifacts_from_step_to_step(tmp_path: Path):
    flow = tmp_path / "flow.yml"
    steps = [
        {
            "run": 'echo "PLACE=${GIVEN:-nowhere}" >> "$GITHUB_ENV"',
            "env": {"GIVEN": "${{ vars.X }}"},
        },
        {"run": "mkdir -p a/b; echo $PLACE > a/b/said; touch a/b/.dot a/one.json"},
        {"uses": "actions/upload-artifact@v0", "with": {"name": "kept", "path": "a/b\na/*.json"}},
        {"uses": "actions/download-artifact@v0", "with": {"name": "kept", "path": "back"}},
    ]
    flow.write_text(yaml.safe_dump({"jobs": {"all": {"steps": steps}}}))
    shell = clean_room.shell(tmp_path / "home")
    runner = hosted.Runner(tmp_path, tmp_path / "store", shell, {"vars.X": "somewhere"})
    assert len(runner.job(flow, "all")) == 4
    assert (tmp_path / "back/b/said").read_text() == "somewhere\n"
    found = {path.name for path in (tmp_path / "back").rglob("*") if path.is_file()}
    assert found == {"said", "one.json"}  # hidden files stay behind unless asked for
    wrong = {"jobs": {"all": {"steps": [{"run": "false | true"}]}}}
    flow.write_text(yaml.safe_dump(wrong))
    with pytest.raises(AssertionError, match="false"):
        runner.job(flow, "all")


def keep_what_was_computed(fork: Path) -> None:
    """Hand on the outputs of chapters that this tree's own build made from the same sources."""
    if (ROOT / ".mypy_cache").exists():
        shutil.copytree(ROOT / ".mypy_cache", fork / ".mypy_cache")
    built = ROOT / "_build"
    stamp = built / "fingerprint"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == build.fingerprint(fork):
        (fork / "_build").mkdir()
        for name in KEPT:
            if (built / name).is_dir():
                shutil.copytree(built / name, fork / "_build" / name)
            elif (built / name).exists():
                shutil.copy2(built / name, fork / "_build" / name)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that GitHub Pages would serve."""
    place = tmp_path_factory.mktemp("hosted")
    fork = clean_room.copy_of_the_tree(place / "fork")
    programs = clean_room.furnished_environment(fork / ".venv")
    shell = clean_room.shell(
        place / "home",
        programs,
        GITHUB_REPOSITORY="Ada/gc-fork",
        GITHUB_REPOSITORY_OWNER="Ada",
        GITHUB_SERVER_URL="https://github.com",
        PIP_NO_BUILD_ISOLATION="1",
        PYTEST_ADDOPTS="-k 'test_book.py or test_browser'",
    )
    origin = "git init -q && git remote add origin git@github.com:Ada/gc-fork.git"
    clean_room.done(origin, fork, shell)
    keep_what_was_computed(fork)
    store = place / "store"
    built = hosted.Runner(fork, store, shell).job(CI, "book")
    assert "make test" in built
    assert "actions/upload-artifact" in built
    (place / "another machine").mkdir()
    publisher = hosted.Runner(place / "another machine", store, shell)
    assert "actions/upload-pages-artifact" in publisher.job(CI, "publish")
    return store / "github-pages"


@pytest.fixture(scope="module")
def published(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, under the name of the fork as on GitHub Pages."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "gc-fork").symlink_to(site)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/gc-fork/"
        server.shutdown()


@pytest.mark.slow
@pytest.mark.lab
@pytest.mark.browser
def test_every_chapter_of_the_published_copy_launches_the_forks_own(site: Path):
    chapters = [
        path
        for path in sorted((ROOT / "book").glob("*.md"))
        if "kernelspec:" in path.read_text(encoding="utf-8")
    ]
    for chapter in chapters:
        page = (site / f"{chapter.stem}.html").read_text(encoding="utf-8")
        named = re.findall(r"mybinder\.org/v2/gh/([^\"?]+)\?urlpath=lab/tree/([^\"]+)", page)
        assert set(named) == {("Ada/gc-fork/main", f"book/{chapter.name}")}, chapter.stem
        home = f"https://ada.github.io/gc-fork/{chapter.stem}.html"
        assert f'<link rel="canonical" href="{home}"' in page
        assert (site / "_sources" / f"{chapter.stem}.ipynb").exists()
    assert (site / ".nojekyll").exists()
    assert "https://ada.github.io/gc-fork/sitemap.xml" in (site / "robots.txt").read_text()


@pytest.mark.slow
@pytest.mark.lab
@pytest.mark.browser
def test_a_neuron_of_the_published_copy_can_be_dragged(browser: Any, published: str):
    page = browser.new_page(reduced_motion="reduce")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(published)
    page.wait_for_selector(".gc-hero [role='slider'] .gc-dot")
    page.wait_for_load_state("networkidle")  # formulas and letters move what stands below them
    neuron = page.locator(".gc-hero [role='slider'] .gc-dot").first
    places = "(all) => all.map((one) => one.getAttribute('aria-valuetext'))"
    before = page.eval_on_selector_all(".gc-hero [role='slider']", places)
    neuron.hover(force=True)  # waits until it is where it stays
    box = neuron.bounding_box()
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    drag_by_mouse(page, start, (start[0] + 40, start[1] - 60))
    assert page.eval_on_selector_all(".gc-hero [role='slider']", places) != before
    assert [one for one in asked if not one.startswith((published, "data:", "blob:"))] == []
    page.close()
