"""What several test files share: the built book, a browser, a small web server."""

from __future__ import annotations

import base64
import functools
import http.server
import json
import os
import shutil
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

pytest.register_assert_rewrite("pages")  # its assertions say what they found, too
from pages import HTML, Reader  # noqa: E402

for _library in ("OMP", "OPENBLAS", "MKL"):  # small matrices; workers must not fight for cores
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

# Loaded before doctests are collected from the files: in these rooms a function bears the name of
# its file (`check`, `errata`), and pytest would put the file in the function's place.
import gcbook.audit  # noqa: E402
import gcbook.claims  # noqa: E402, F401

ROOT = Path(__file__).resolve().parents[1]
WIDGETS = Path(find_spec("gcbook.widgets").origin).parent
# The sdist carries the package's tests only, and those of the book need the tools that build it.
IS_CLONE = (ROOT / "book").exists() and find_spec("sphinx") is not None
THE_BOOKS = ["test_book*.py", "test_browser*.py", "test_packaging.py", "test_road*.py"]
THE_BENCHES = ["test_benchmarks.py"]  # nor does it carry these
collect_ignore_glob = [] if IS_CLONE else THE_BOOKS + THE_BENCHES


# Without these the browser looks for its maker's servers at every start.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def missing(what: str) -> None:
    """Skip a test for what is not there; under CI nothing may be missing, so fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}; under CI this is a failure")
    pytest.skip(what)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def html() -> Path:
    """The folder of the built book."""
    if not (HTML / "index.html").exists():
        missing("the book is not built: run `make book`")
    return HTML


def _patient(make: Any) -> Any:
    """Give what is made two minutes for everything: long pages, and a machine that is busy."""

    def made(**how: Any) -> Any:
        one = make(**how)
        one.set_default_timeout(120_000)
        return one

    return made


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        missing("Chromium is not installed")
    if not IS_CLONE:  # the package's own tests come without it
        pytest.importorskip("playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        for name in ("new_page", "new_context"):
            setattr(chromium, name, _patient(getattr(chromium, name)))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def reader(browser: Any, html: Path) -> Iterator[Reader]:
    """Somebody who stays on a page while tests that follow each other ask for the same one."""
    somebody = Reader(browser, html.as_uri())
    yield somebody
    somebody.leave()


@pytest.hookimpl(tryfirst=True)  # before `-m` looks at the marks
def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Mark what needs a browser; what one reader of a page can ask follows page by page."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    place = {item: (i, "") for i, item in enumerate(items)}
    read = [item for item in items if "reader" in getattr(item, "fixturenames", ())]
    for item in read:  # where the first of them stands; those of one page keep their order
        place[item] = (place[read[0]][0], str(item.callspec.params["name"]))
    items.sort(key=place.__getitem__)


@pytest.fixture
def visit(browser: Any, html: Path) -> Iterator[Any]:
    """A chapter with statements, typeset; it may not complain."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{html.as_uri()}/weights.html")
    page.evaluate("async () => { await window.MathJax?.startup?.promise }")
    yield page
    assert complaints == []
    page.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the tests look at what the browser saw."""


@pytest.fixture(scope="session")
def served(html: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the book in a sub-folder of a web server, as on a project site."""
    site = tmp_path_factory.mktemp("site")
    (site / "some" / "where").mkdir(parents=True)
    (site / "some" / "where" / "book").symlink_to(html)
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/some/where/book"
        server.shutdown()


@pytest.fixture
def evaluate(browser: Any) -> Any:
    """Evaluate an expression in a figure's module ``m``, for the list of cases ``cases``."""
    page = browser.new_page()

    def run(figure: Any, expression: str, given: list[dict[str, Any]]) -> list[Any]:
        source = base64.b64encode(str(figure._esm).encode()).decode()
        script = f"async ([url, cases]) => {{ const m = await import(url); return {expression}; }}"
        return page.evaluate(script, [f"data:text/javascript;base64,{source}", given])

    yield run
    page.close()


@pytest.fixture(scope="session")
def make_page() -> Any:
    """The function that writes figures into a page, with a folder, and returns its address."""
    return _make_page


def _make_page(folder: Path, figures: list[Any], *, theme: str = "light", spoil: str = "") -> str:
    """Write a page as MyST-NB does, with the loader beside it, and return its address."""
    from ipywidgets.embed import embed_data  # heavy, and few tests need it

    data = embed_data(figures, drop_defaults=False)
    state = json.dumps(data["manager_state"]).replace("</script>", r"<\/script>")
    if spoil:
        state = state.replace(spoil, "not a module")
    views = "".join(
        f'<script type="application/vnd.jupyter.widget-view+json">{json.dumps(view)}</script>'
        for view in data["view_specs"]
    )
    shutil.copy(WIDGETS / "static.js", folder)
    (folder / "page.html").write_text(
        f'<!doctype html><html lang="en" data-theme="{theme}"><head><meta charset="utf-8">'
        '<title>Widgets</title><script src="static.js" defer></script></head><body><main>'
        "<h1>Widgets</h1>"
        f'<script type="application/vnd.jupyter.widget-state+json">{state}</script>{views}'
        "</main></body></html>",
        encoding="utf-8",
    )
    return (folder / "page.html").as_uri()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Any:
    """Open figures in a page from disk, and fail on anything the console has to say."""
    context = browser.new_context(reduced_motion="reduce")
    complaints: list[str] = []

    def show(figures: list[Any], **how: Any) -> Any:
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(_make_page(tmp_path, figures, **how))
        page.wait_for_function(
            "(n) => document.querySelectorAll('.gc-widget[data-state]').length === n",
            arg=len(figures),
        )
        return page

    yield show
    context.close()
    assert complaints == []
