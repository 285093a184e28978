"""The built book as a set of files: links, labels, figures, numbers, downloads."""

from __future__ import annotations

import ast
import json
import os
import re
from collections import Counter
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
import yaml
from IPython.core.inputtransformer2 import TransformerManager

pytestmark = pytest.mark.book

ROOT = Path(__file__).resolve().parents[1]
HTML = Path(os.environ.get("GCBOOK_HTML", ROOT / "_build" / "html"))
SOURCES = sorted((ROOT / "book").glob("*.md"))
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Page(HTMLParser):
    """What the tests ask of a page: its elements with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.figures: list[dict[str, Any]] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "figure":
            self.figures.append({"id": dict(attrs).get("id"), "caption": "", "images": []})
        if tag == "img" and "figure" in self._open:
            self.figures[-1]["images"].append(dict(attrs))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "script" in self._open or "style" in self._open:
            return
        self.text.append(data)
        if "figcaption" in self._open and self.figures:
            self.figures[-1]["caption"] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.elements if attributes.get("id")]


@cache
def page(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


def pages(html: Path) -> list[Path]:
    return sorted(html.glob("*.html"))


def chapters() -> list[Path]:
    """The sources that are notebooks."""
    return [path for path in SOURCES if "kernelspec:" in path.read_text(encoding="utf-8")]


def contents() -> list[str]:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    parts = toc.get("parts", [])
    return [toc["root"], *(chapter["file"] for part in parts for chapter in part["chapters"])]


def test_every_page_is_in_the_contents_once():
    assert sorted(contents()) == sorted(path.stem for path in SOURCES)


def test_the_landing_page_is_the_index_itself(html: Path):
    text = (html / "index.html").read_text(encoding="utf-8")
    assert "http-equiv" not in text.lower() or "refresh" not in text.lower()
    assert page(html / "index.html").all("h1")
    assert {path.stem for path in SOURCES} <= {path.stem for path in pages(html)}


def broken_links(html: Path) -> list[str]:
    """Links of the book to files or to places in them that do not exist."""
    broken = []
    for path in pages(html):
        for tag, name in (("a", "href"), ("img", "src"), ("link", "href"), ("script", "src")):
            for attributes in page(path).all(tag):
                url = urlsplit(attributes.get(name) or "")
                if url.scheme or url.netloc or not (url.path or url.fragment):
                    continue
                target = (path.parent / unquote(url.path)).resolve() if url.path else path
                if not target.exists():
                    broken.append(f"{path.name}: {attributes[name]}")
                elif url.fragment and target.suffix == ".html":
                    known = page(html / target.name).ids
                    if unquote(url.fragment) not in known:
                        broken.append(f"{path.name}: {attributes[name]}")
    return broken


def test_every_internal_link_and_anchor_leads_somewhere(html: Path):
    assert broken_links(html) == []


def test_ids_are_unique_on_a_page(html: Path):
    for path in pages(html):
        twice = [name for name, count in Counter(page(path).ids).items() if count > 1]
        assert twice == [], path.name


def test_no_page_loads_anything_from_elsewhere(html: Path):
    for path in pages(html):
        for tag, name in (("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src")):
            for attributes in page(path).all(tag):
                if (
                    attributes.get("rel") == "canonical"
                ):  # says where the page stands; loads nothing
                    continue
                address = attributes.get(name) or ""
                assert not address.startswith(("http:", "https:", "//")), f"{path.name}: {address}"


def test_every_picture_has_an_alternative_text(html: Path):
    for path in pages(html):
        for image in page(path).all("img"):
            alternative = image.get("alt") or ""
            if "logo_" in str(image.get("src")):  # an ornament beside its own words
                assert image.get("alt") == "", f"{path.name}: {image.get('src')}"
                continue
            assert len(alternative) > 15, f"{path.name}: {image.get('src')}: {alternative!r}"
            assert not re.search(r"[0-9a-f]{32}", alternative), f"{path.name}: hashed name as text"


def test_every_figure_has_a_caption_and_a_picture(html: Path):
    for path in pages(html):
        for figure in page(path).figures:
            caption = re.sub(r"^\s*Figure [\d.]+\s*", "", figure["caption"]).strip(" #\n")
            assert len(caption) > 20, f"{path.name}: {figure['id']}"


def test_every_picture_of_a_chapter_is_a_figure(html: Path):
    for path in pages(html):
        outputs = [image for image in page(path).all("img") if "_images/" in str(image.get("src"))]
        inside = [image for figure in page(path).figures for image in figure["images"]]
        assert len(outputs) <= len(inside), f"{path.name}: a picture without a caption"


def test_pictures_are_vector_graphics(html: Path):
    assert [path.name for path in (html / "_images").glob("*.png")] == []


def test_no_markup_is_left_unread(html: Path):
    marks = re.compile(r"\{(glue|prf|cite|numref|verdict|ref|doc|eq|eval-rst)[:\w]*\}|:::|\bnan\b")
    for path in pages(html):
        text = "".join(page(path).text)
        code = re.compile(r"<(pre|code)[^>]*>.*?</\1>", re.S)
        prose = "".join(Page(code.sub("", path.read_text(encoding="utf-8"))).text)
        assert text
        assert marks.findall(prose) == [], path.name


def test_no_formula_or_table_of_a_cell_is_left_unread(html: Path):
    code = re.compile(r"<(pre|code|script|style|svg)[^>]*>.*?</\1>", re.S)
    for path in pages(html):
        prose = "".join(Page(code.sub("", path.read_text(encoding="utf-8"))).text)
        assert re.findall(r"\$[^$\n]+\$|\|(?:[-—]+\|){2}", prose) == [], path.name


RAW = re.compile(
    r"""^[(\[]                # a tuple or a list
      | ^(?:True|False)$      # an answer without its question
      | ^["']                 # a quoted text
      | \barray\(           # an array
      | \d\.\d{10,}        # more digits than anybody reads
    """,
    re.X,
)


def test_no_cell_shows_raw_values(html: Path):
    """What a cell prints is a sentence, a formula, a table or a picture."""
    shown = re.compile(r'<div class="output (?:text_plain|stream)[^>]*>.*?<pre>(.*?)</pre>', re.S)
    raw = [
        f"{path.name}: {text[:60]}"
        for path in pages(html)
        for found in shown.findall(path.read_text(encoding="utf-8"))
        for text in [unescape(re.sub("<[^>]+>", "", found)).strip()]
        if RAW.search(text)
    ]
    assert raw == []


@pytest.mark.parametrize("text", ["(0, 1)", "[False, True]", "True", "'x'", "array([1.])"])
def test_raw_values_are_told_from_sentences(text: str):
    assert RAW.search(text)
    assert not RAW.search(f"found: {text}".replace("array(", ""))


def test_the_text_says_what_the_cells_computed(html: Path):
    """Where it does not, `make numbers` writes the computed numbers into the chapters."""
    kept = html.parent / "numbers.json"
    if not kept.exists():
        pytest.skip("this build left no numbers.json beside the pages")
    differing = json.loads(kept.read_text(encoding="utf-8"))
    assert {name: pairs for name, pairs in differing.items() if not all(map(close, pairs))} == {}


def close(pair: list[str]) -> bool:
    """Tell whether two texts differ only by what another processor may do to last digits."""
    number = re.compile(r"[-−]?\d+(?:[.,]\d+)*(?:e[-+]?\d+)?")
    was, now = pair[1], pair[2]
    if number.sub("#", was) != number.sub("#", now):
        return False
    values = [
        [float(one.replace("−", "-").replace(",", "")) for one in number.findall(text)]
        for text in (was, now)
    ]
    return all(
        abs(a - b) <= 0.05 * max(abs(a), abs(b)) + 0.02 for a, b in zip(*values, strict=True)
    )


def test_every_chapter_fits_a_small_machine(html: Path):
    """Binder gives one to two gigabytes to a session, JupyterLab included."""
    kept = html.parent / "memory.json"
    if not kept.exists():
        pytest.skip("this build left no memory.json beside the pages")
    memory = json.loads(kept.read_text(encoding="utf-8"))
    assert {name: size for name, size in memory.items() if size > 600} == {}


def test_close_numbers_are_told_from_others():
    assert close(["x", "0.515", "0.516"])
    assert close(["x", "12 ± 3", "12 ± 3"])
    assert not close(["x", "574", "1300"])
    assert not close(["x", "12 of 16", "12 in 16"])
    assert not close(["x", "?", "12"])


def test_pages_say_what_they_are_about(html: Path):
    seen = set()
    for path in pages(html):
        metas = {one.get("name") or one.get("property"): one for one in page(path).all("meta")}
        title = re.search(r"<title>(.*?)</title>", path.read_text(encoding="utf-8"), re.S)
        assert title
        parts = [part.strip() for part in re.split(r"&#8212;|—", title[1])]
        assert len(parts) == len(set(parts)), title[1]
        assert title[1] not in seen
        seen.add(title[1])
        if path.stem in contents():
            about = str(metas["description"]["content"])
            assert 40 < len(about) <= 250, f"{path.name}: {about}"
            assert metas["og:title"]["content"]


def test_a_site_has_what_stands_beside_the_pages(html: Path):
    assert "User-agent: *" in (html / "robots.txt").read_text(encoding="utf-8")
    assert 'lang="en"' in (html / "404.html").read_text(encoding="utf-8")
    assert (html / ".nojekyll").exists()
    assert (html / "_static" / "landing.png").exists()


def test_no_template_is_left_unfilled(html: Path):
    for path in {*(html / "_static").rglob("*")} - {*(html / "_static" / "assets").rglob("*")}:
        if path.suffix in {".html", ".jinja", ".js", ".css", ".json"}:
            text = path.read_text(encoding="utf-8")
            assert "{%" not in text, path
            assert not path.name.endswith("_t"), path


def test_labels_are_unique_over_the_book():
    labels = Counter(
        label
        for path in SOURCES
        for label in re.findall(r"^:label: (\S+)", path.read_text(encoding="utf-8"), re.M)
    )
    assert [name for name, count in labels.items() if count > 1] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_statements_carry_the_papers_number_and_a_label(source: Path):
    text = source.read_text(encoding="utf-8")
    for statement in re.finditer(r"^:{3,}\{prf:(?!ref)[^\n]*\n(?:(?!:::).)*", text, re.M | re.S):
        head = statement.group().splitlines()[0]
        assert ":label:" in statement.group(), head
        assert ":nonumber:" in statement.group(), head


@pytest.mark.parametrize("source", chapters(), ids=lambda path: path.stem)
def test_a_chapter_can_be_downloaded_as_a_notebook(html: Path, source: Path):
    target = html / "_sources" / f"{source.stem}.ipynb"
    links = {link.get("href") for link in page(html / f"{source.stem}.html").all("a")}
    assert f"_sources/{source.stem}.ipynb" in links
    notebook = nbformat.read(target, as_version=4)
    nbformat.validate(notebook)
    assert "how-to-run" in notebook.cells[0]["id"]
    transform = TransformerManager().transform_cell
    source_text = "\n".join(cell.source for cell in notebook.cells)
    assert not re.search(
        r"\{(glue|prf|cite|numref|verdict)[:\w]*\}`|myst_nb|<data|:::", source_text
    )
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            ast.parse(transform(cell.source))


def smallest_chapters(count: int) -> list[Path]:
    return sorted(chapters(), key=lambda path: path.stat().st_size)[:count]


@pytest.mark.slow
@pytest.mark.parametrize("source", smallest_chapters(2), ids=lambda path: path.stem)
def test_a_downloaded_notebook_runs_in_an_empty_folder(
    html: Path, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from nbclient import NotebookClient

    # The pages about the ledger would run it for a minute each; the build has just done that.
    monkeypatch.setenv("GCBOOK_LEDGER", str(html.parent / "ledger.json"))
    notebook = nbformat.read(html / "_sources" / f"{source.stem}.ipynb", as_version=4)
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
    errors = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert errors == []


def test_only_the_page_of_the_search_loads_its_index(html: Path):
    asking = [
        path.stem
        for path in pages(html)
        if any("searchindex" in str(one.get("src")) for one in page(path).all("script"))
    ]
    assert asking == ["search"]
