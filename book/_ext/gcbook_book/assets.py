"""Everything a page needs, served from the book itself and loaded once.

MathJax and the loader of the widgets come from this repository; Thebe, the icon script that the
web font makes redundant, and doubled script tags are dropped; pages without mathematics do not
load MathJax.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gcbook_book.tables import with_numbers

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

# Right-click on a formula shows its source; the entries that would fetch what is not vendored
# (the speech engine, the SVG renderer, the help pages) are taken out.
# Before a formula is drawn, the signs that the list of symbols explains are marked.
# What is folded away waits until it is opened (the ledger has thousands of formulas in its rows and
# shows hardly one): MathJax passes by what bears the mark of its own output.
MATHJAX_READY = """
window.MathJax = window.MathJax || {};
window.MathJax.options = window.MathJax.options || {};
window.MathJax.options.renderActions = {
  gcSymbols: [
    30,
    (all) => { for (const one of all.math) window.gcMarkSymbols?.(one.root); },
    (one) => window.gcMarkSymbols?.(one.root),
  ],
};
window.MathJax.startup = {
  pageReady() {
    for (const part of document.querySelectorAll("details:not([open]) > :not(summary)")) {
      part.dataset.mjx = "waits";
    }
    const opened = []; // many at once, where all are opened, are one piece of work
    const draw = () => opened.length && MathJax.typesetPromise(opened.splice(0));
    document.addEventListener("toggle", ({ target }) => {
      const parts = [...target.children].filter((part) => target.open && part.dataset.mjx);
      for (const part of parts) delete part.dataset.mjx;
      if (parts.length && opened.push(...parts) === parts.length) {
        const pause = () => new Promise((next) => setTimeout(next, 20));
        MathJax.startup.promise = MathJax.startup.promise.then(pause).then(draw);
      }
    }, true);
    return MathJax.startup.defaultPageReady();
  },
  ready() {
    MathJax.startup.defaultReady();
    const menu = MathJax.startup.document.menu && MathJax.startup.document.menu.menu;
    for (const path of [["Accessibility"], ["Settings", "Renderer"], ["Language"], ["Help"]]) {
      const entry = menu && menu.findID(...path);
      if (entry) entry.hide();
    }
  },
};
"""
UNWANTED = ("thebe", "fontawesome.js", "require.js", "html-manager")
MATHS = re.compile(r'class="[^"]*\bmath\b|mathjax_process|text_latex|output_area')


def static_folders(app: Sphinx) -> None:
    """Serve the vendored files, after Jupyter Book's scan, which would load each on every page."""
    root = Path(app.srcdir).parent
    app.config.html_static_path.append(str(root / "vendor"))
    loader = root / "src" / "gcbook" / "widgets" / "static.js"
    if loader.exists():
        app.config.html_static_path.append(str(loader))


def text_of(script: Any) -> str:
    """Return what identifies a script: its address, or its text where it is inline."""
    body = getattr(script, "attributes", {}).get("body")
    return str(getattr(script, "filename", None) or body or script)


def wanted(scripts: list[Any], maths: bool) -> list[Any]:
    """Return the scripts without the unwanted ones and without doubles, in their order."""
    kept: dict[str, Any] = {}
    for script in scripts:
        text = text_of(script)
        if any(word in text for word in UNWANTED) or ("mathjax" in text.lower() and not maths):
            continue
        kept.setdefault(text, script)
    return list(kept.values())


def filter_scripts(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Reduce the scripts of one page to those it needs."""
    maths = bool(MATHS.search(context.get("body", "")))
    context["script_files"] = wanted(context["script_files"], maths)


# What extensions write into the pages beyond the reach of their settings, and what it should be.
CORRECTIONS = [
    # the icon script: 1.5 MB that the web font makes redundant
    (re.compile(r"\s*<(?:script|link)\b[^>]*fontawesome\.js[^>]*>(?:</script>)?"), ""),
    # sphinx-proof and sphinx-exercise: every statement of a page has this same id
    (re.compile(r'(<section\b[^>]*?) id="(?:proof|exercise|solution)-content"'), r"\1"),
    # and it names the box and its title alike
    (
        re.compile(r'(<p class="admonition-title") id="[^"]*"(><span class="caption-number")'),
        r"\1\2",
    ),
    # bibliographies: a list whose entries say they are something else
    (re.compile(r'(<div class="citation"[^>]*) role="doc-biblioentry"'), r'\1 role="listitem"'),
    # the launch button says where it leads: its logo is an ornament
    (re.compile(r'(<img\b) alt="\w+ logo"'), r'\1 alt=""'),
    # a font of 115 KB for the one sign of a brand, beside its name
    (re.compile(r'class="fab fa-github"'), 'class="fas fa-code-branch"'),
    # the first page is called as the book is
    (re.compile(r"<title>(.+?) (?:&#8212;|—) \1</title>", re.S), r"<title>\1</title>"),
    # a full stop, a comma or a bracket stays on the line of the formula that it belongs to
    (
        re.compile(
            r'([(\[“‘]+)(<span class="math notranslate nohighlight">[^<]*</span>)([.,;:!?)\]”’]*)'
        ),
        r'<span class="gc-keep">\1\2\3</span>',
    ),
    (
        re.compile(
            r'(?<![(\[“‘])(<span class="math notranslate nohighlight">[^<]*</span>)([.,;:!?)\]”’]+)'
        ),
        r'<span class="gc-keep">\1\2</span>',
    ),
    # a number stays beside its equals sign
    (
        re.compile(
            r'(<span class="math notranslate nohighlight">[^<]*=\s*\\\)</span>)\s+'
            r"(<data\b[^>]*>[^<]*</data>[.,;:!?)]*)"
        ),
        r'<span class="gc-keep">\1 \2</span>',
    ),
    # a numbered formula: the number beside it, so that a narrow page scrolls the formula alone
    (
        re.compile(
            r'(<div class="math notranslate nohighlight"[^>]*>)([^<]*?)\s*'
            r"\\tag\{([^{}]+)\}([^<]*</div>)"
        ),
        r'<div class="gc-tagged">\1\2\4<span class="gc-tag">(\3)</span></div>',
    ),
    # tables: the empty corner above the first column is no heading of anything
    (re.compile(r"<th\b[^>]*>(?:\s|&nbsp;|\xa0|</?p>)*</th>"), "<td></td>"),
    # the label of a reference: of a name with accents only its first letter
    (re.compile(r'(<span class="fn-bracket">\[</span>(?:<a\b[^>]*>)?[^<]*?)[a-z]{4,}'), r"\1"),
    # a word, where not every reader has the sign, and a date in one piece
    (re.compile(r"(<td><p>)✅(</p></td>)"), r"\1ran\2"),
    (re.compile(r"(<td><p>)(\d{4}-\d\d-\d\d) "), r'\1<span class="gc-keep">\2</span> '),
]

# Between a number and its per cent no line ends; what is code stays as it is.
PER_CENT = re.compile(r"<(pre|script|style|code)\b.*?</\1>|(\d|</data>) %(?=[\s.,;:)<])", re.S)


# The index of the search, which the theme loads with every page and only one page asks.
SEARCH = re.compile(
    r'\s*<script src="[^"]*(?:searchtools|language_data|searchindex)\.js[^"]*"[^>]*></script>'
)


def correct(text: str) -> str:
    """Return the text of a page with every correction made."""
    for pattern, replacement in CORRECTIONS:
        text = pattern.sub(replacement, text)
    text = PER_CENT.sub(lambda m: f"{m[2]}&nbsp;%" if m[2] else m[0], text)
    return with_numbers(text)


def tidy_pages(app: Sphinx, error: Exception | None) -> None:
    """Correct the written pages, and drop the files that they no longer ask for."""
    if error is not None or app.builder.format != "html":
        return
    for page in Path(app.outdir).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        lean = correct(text)
        if page.name != "search.html":
            lean = SEARCH.sub("", lean)
        if lean != text:
            page.write_text(lean, encoding="utf-8")
    static = Path(app.outdir) / "_static"
    # source maps, and templates of the theme that Sphinx has not filled and no page asks for
    kinds = ("fontawesome*.js*", "*.map", "*macros.html", "*_t", "*.jinja")
    for waste in {path for kind in kinds for path in static.rglob(kind)}:
        waste.unlink()


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    # Formulas can be in what a cell prints; `filter_scripts` sees them where Sphinx does not.
    app.set_html_assets_policy("always")
    app.connect("builder-inited", static_folders)
    app.connect("html-page-context", filter_scripts, priority=900)
    app.connect("build-finished", tidy_pages)
    app.add_js_file(None, body=MATHJAX_READY, priority=510)  # after its settings
