"""The gates of the build: small books that are wrong must fail, and fail again."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import build
import pytest
from gcbook_book import assets, fallback, publish, repository

ROOT = Path(__file__).resolve().parents[1]
HEAD = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# A small book

"""


def cell(source: str) -> str:
    return f"```{{code-cell}} ipython3\n{source}\n```\n\n"


def lay_out(folder: Path) -> Path:
    """Make a book of one page under the configuration of the real one, with its own package."""
    (folder / "book").mkdir()
    for name in ("_config.yml", "requirements.txt"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("vendor", "book/_ext", "book/_static"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (folder / "book" / "references.bib").write_text("")
    (folder / "src").mkdir()
    (folder / "src" / "helper.py").write_text("VALUE = 1\n")
    return folder


@pytest.fixture
def small_book(tmp_path: Path) -> Path:
    return lay_out(tmp_path)


def make(folder: Path, text: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Write the page and build the book."""
    (folder / "book" / "index.md").write_text(HEAD + text, encoding="utf-8")
    command = [sys.executable, str(ROOT / "book/_ext/build.py"), "--root", str(folder)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GCBOOK_")}
    return subprocess.run(
        command, env=clean | environment, capture_output=True, text=True, check=False
    )


# Wrong in three ways, each of them a warning: a build tells them all, and each would fail it.
WARNED = {
    "stderr": cell('import sys\nprint("careful", file=sys.stderr)'),
    "nowhere": "See {doc}`nowhere`.\n\n",
    "never-made": 'It is <data value="never-made">7</data>.\n\n' + cell("1 + 1"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (cell('raise RuntimeError("no such luck")'), ["no such luck"]),
        ("".join(WARNED.values()), [f"WARNING.*{reason}" for reason in WARNED]),
    ],
    ids=["failing cell", "words on stderr, link to nowhere, number without a cell"],
)
def test_a_wrong_book_fails_and_fails_again(small_book: Path, text: str, reasons: list[str]):
    for _ in range(2):
        built = make(small_book, text)
        assert built.returncode != 0
        for reason in reasons:
            assert re.search(reason, built.stderr), (reason, built.stderr)


@pytest.mark.slow
def test_a_claim_that_the_ledger_lacks_fails_the_build(small_book: Path):
    text = "A badge: {verdict}`lem-1`.\n"
    assert make(small_book, text).returncode == 0
    assert "verdict pending" in (small_book / "_build/html/index.html").read_text()
    run = {"rows": [{"id": "lem-1", "verdict": "holds after repair"}]}
    (small_book / "_build" / "ledger.json").write_text(json.dumps(run))
    assert make(small_book, text).returncode == 0
    page = (small_book / "_build/html/index.html").read_text()
    assert 'class="gc-verdict gc-holds-after-repair"' in page
    wrong = make(small_book, "A badge: {verdict}`lem-2`.\n")
    assert wrong.returncode != 0
    assert "no claim 'lem-2'" in wrong.stderr


@pytest.mark.slow
def test_outputs_are_kept_until_the_package_changes(small_book: Path):
    source = "import runpy, uuid\nrunpy.run_path('../src/helper.py')['VALUE'], uuid.uuid4().hex"
    shown = re.compile(r"\((\d), (?:<[^>]*>)*'?(?:<[^>]*>)*([0-9a-f]{32})")

    def output() -> tuple[str, str]:
        assert make(small_book, cell(source)).returncode == 0
        found = shown.search((small_book / "_build/html/index.html").read_text())
        assert found
        return found[1], found[2]

    first, again = output(), output()
    assert first == again
    (small_book / "src" / "helper.py").write_text("VALUE = 2\n")
    changed = output()
    assert changed[0] == "2"
    assert changed[1] != first[1]


SAID = "A sentence that says in more than sixty letters what this small book is about.\n\n"
SLOWLY = "import time\nfor word in ('one', 'two'):\n    print(word, end=' ')\n    time.sleep(0.7)"
SITE = "https://ada.github.io/fork"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a book that knows no repository and no address."""
    folder = lay_out(tmp_path_factory.mktemp("plain"))
    assert make(folder, SAID + cell("1 + 1") + cell(SLOWLY)).returncode == 0
    return folder / "_build" / "html"


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the same book with a repository, a branch and an address on the web."""
    folder = lay_out(tmp_path_factory.mktemp("named"))
    known = {"GCBOOK_REPOSITORY": "https://github.com/ada/fork", "GCBOOK_BRANCH": "proofs"}
    assert make(folder, SAID + cell("1 + 1"), GCBOOK_URL=SITE, **known).returncode == 0
    return folder / "_build" / "html"


@pytest.mark.slow
def test_buttons_lead_to_the_repository_that_is_named(named: Path):
    page = (named / "index.html").read_text()
    address = "https://mybinder.org/v2/gh/ada/fork/proofs?urlpath=lab/tree/book/index.md"
    assert address in page
    assert "https://github.com/ada/fork" in page
    assert "colab" not in page.lower()
    notebook = (named / "_sources/index.ipynb").read_text()
    assert "git+https://github.com/ada/fork" in notebook
    assert "myst" not in json.loads(notebook)["cells"][0]["source"][0].lower()
    assert "fa-github" not in page  # its font alone weighs 115 KB
    pictures = re.findall(r"<img\b[^>]*>", page)
    assert any("logo_binder" in picture for picture in pictures)
    assert all('alt=""' in picture for picture in pictures if "logo_" in picture)


@pytest.mark.slow
def test_without_a_repository_there_are_no_buttons(plain: Path):
    page = (plain / "index.html").read_text()
    for word in ("mybinder", "source-repository-button", "launch-button", "issues-button"):
        assert word not in page
    assert "_sources/index.ipynb" in page


@pytest.mark.slow
def test_a_copy_with_an_address_says_where_it_stands(named: Path, plain: Path):
    page = (named / "index.html").read_text()
    assert f'<link rel="canonical" href="{SITE}/index.html"' in page
    assert f'<meta property="og:image" content="{SITE}/_static/landing.png">' in page
    assert f"<loc>{SITE}/index.html</loc>" in (named / "sitemap.xml").read_text()
    assert f"Sitemap: {SITE}/sitemap.xml" in (named / "robots.txt").read_text()
    assert f'href="{SITE}/"' in (named / "404.html").read_text()
    assert (named / ".nojekyll").exists()
    assert "canonical" not in (plain / "index.html").read_text()
    assert not (plain / "sitemap.xml").exists()


@pytest.mark.slow
def test_a_line_that_is_printed_slowly_stays_one_line(plain: Path):
    assert "one two" in (plain / "index.html").read_text()


def test_an_address_is_one_of_the_web():
    assert publish.address(" https://ada.github.io/fork ") == "https://ada.github.io/fork/"
    assert publish.address("") == ""
    with pytest.raises(ValueError, match=r"GCBOOK_URL must be an address .* got 'ada/fork'"):
        publish.address("ada/fork")


def test_a_description_is_cut_between_words():
    assert publish.shortened("one two three", 9) == "one two…"
    assert publish.shortened("one  two\nthree") == "one two three"


RICH = """\
import numpy as np, pandas as pd, sympy, matplotlib.pyplot as plt
from gcbook import plots
from gcbook.widgets import PlanarFigure
plots.use_style()
numbers = {"drawn": float(np.random.default_rng(1).random())}
PlanarFigure([75, 190, 240, 310])
"""
DRAWN = """\
---
mystnb:
  figure:
    name: fig-line
    caption: A line that rises from the left to the right.
  image:
    alt: A straight line from the lower left to the upper right corner.
    classes: dark-light gc-figure
---
plt.figure(figsize=(3, 2)); plt.plot([0, 1]);
"""


@pytest.mark.slow
def test_two_clean_builds_are_equal_to_the_byte(small_book: Path, tmp_path_factory: Any):
    """On a path with spaces, with a home that cannot be written to, and on a plain one."""
    second = tmp_path_factory.mktemp("a path") / "with spaces"
    shutil.copytree(small_book, second, symlinks=True)
    text = cell(RICH) + cell(DRAWN) + cell("pd.DataFrame({'a': [1.5]})")
    text += 'Drawn: <data value="drawn:.3f">?</data>.\n\n' + cell("numbers")
    for folder, environment in ((small_book, {}), (second, {"HOME": "/dev/null"})):
        built = make(folder, text, PYTHONPATH=str(ROOT / "src"), **environment)
        assert built.returncode == 0, built.stderr
    one, other = small_book / "_build" / "html", second / "_build" / "html"
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    assert [str(name) for name in files if differ(one / name, other / name)] == []
    assert '<data value="drawn:.3f">0.512</data>' in (one / "index.html").read_text()


def differ(one: Path, other: Path) -> bool:
    """Tell whether two files differ in more than what belongs to the machine or the moment."""
    clock = re.compile(rb'(<data value="~[^>]*>)[^<]*')
    contents = [clock.sub(rb"\1", path.read_bytes()) for path in (one, other)]
    return contents[0] != contents[1]


@pytest.mark.parametrize(
    ("remote", "page"),
    [
        ("https://github.com/ada/fork", "https://github.com/ada/fork"),
        ("https://github.com/ada/fork.git", "https://github.com/ada/fork"),
        ("https://token@github.com/ada/fork.git", "https://github.com/ada/fork"),
        ("git@github.com:ada/fork.git", "https://github.com/ada/fork"),
        ("ssh://git@github.com/ada/my.fork", "https://github.com/ada/my.fork"),
        ("", None),
        ("/srv/git/fork.git", None),
        ("https://gitlab.com/ada/fork", None),
        ("https://github.com.example.org/ada/fork", None),
    ],
)
def test_a_remote_names_a_page_or_nothing(remote: str, page: str | None):
    assert repository.github_url(remote) == page


def test_a_page_keeps_the_scripts_it_needs_once():
    scripts = ["a.js", "thebe.js", "a.js", "scripts/fontawesome.js", "assets/mathjax/x.js", "b.js"]
    assert assets.wanted(scripts, maths=True) == ["a.js", "assets/mathjax/x.js", "b.js"]
    assert assets.wanted(scripts, maths=False) == ["a.js", "b.js"]


def test_the_fingerprint_sees_names_and_contents(tmp_path: Path):
    (tmp_path / "src").mkdir()
    seen = set()
    for name, text in (("a.py", "1"), ("a.py", "2"), ("b.py", "2"), ("__pycache__/c.pyc", "3")):
        path = tmp_path / "src" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        seen.add(build.fingerprint(tmp_path, ["src"]))
    assert len(seen) == 3  # what Python caches does not count


def test_a_picture_follows_the_widget_that_has_one():
    view = '<script type="application/vnd.jupyter.widget-view+json">{"model_id": "%s"}</script>'
    body = f"<p>{view % 'one'}</p>{view % 'two'}"
    assert fallback.with_pictures(body, {"one": "<svg/>", "two": ""}) == (
        f"<p>{view % 'one'}<noscript><svg/></noscript></p>{view % 'two'}"
    )


def test_a_page_keeps_the_widgets_that_it_shows_and_their_parts():
    layout = {"state": {"layout": "IPY_MODEL_two-layout"}}
    models = {"one": {"state": {}}, "two": layout, "two-layout": {"state": {}}}
    page = '<script type="application/vnd.jupyter.widget-view+json">{"model_id": "two"}</script>'
    kept = fallback.shown_only({"version_major": 2, "state": models}, fallback.views(page))
    assert kept == {"version_major": 2, "state": {"two": layout, "two-layout": {"state": {}}}}


@pytest.mark.book
def test_no_page_carries_a_widget_that_it_does_not_show(html: Path):
    for path in html.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        kept = re.findall(rf'<script type="{re.escape(fallback.STATE)}">(.*?)</script>', text, re.S)
        figures = {
            name
            for one in kept
            for name, model in json.loads(one)["state"].items()
            if model["model_name"] == "AnyModel"
        }
        assert figures == fallback.views(text), path.name
