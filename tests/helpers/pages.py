"""The pages of the built book in a browser: what they ask for, and what they complain about."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HTML = Path(os.environ.get("GCBOOK_HTML", ROOT / "_build" / "html"))
# The answer to a wrong address stands alone, without the theme: it has a test of its own.
PAGES = sorted({path.name for path in HTML.glob("*.html")} - {"404.html"}) or ["index.html"]
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
SETTLED = """async () => {
  if (window.MathJax) await window.MathJax.startup.promise;
  const ready = () => [...document.querySelectorAll(
    'script[type="application/vnd.jupyter.widget-view+json"]')].every(
      (view) => view.nextElementSibling?.dataset?.state);
  for (let i = 0; i < 100 && !ready(); i += 1) await new Promise((r) => setTimeout(r, 50));
  await document.fonts.ready;
}"""
# Formulas that still show their source.
BARE = """() => [...document.querySelectorAll('.bd-article .math')]
  .filter((e) => !e.querySelector('mjx-container')).map((e) => e.textContent.slice(0, 60))"""
THEME = "() => document.documentElement.dataset.theme"
# What follows a change of the window is done when it has been drawn: two pictures, one to spare.
DRAWN = """async () => {
  for (let i = 0; i < 3; i += 1) await new Promise(requestAnimationFrame);
}"""


class Visit:
    """One page in one browser window, and everything it asked for or complained about."""

    def __init__(self, page: Any, home: str) -> None:
        self.page = page
        self.home = home
        self.requests: list[str] = []
        self.outside: list[str] = []
        self.complaints: list[str] = []
        page.route("**/*", self._route)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("response", self._response)
        page.on(
            "requestfailed", lambda request: self.complaints.append(f"failed: {request.url[:120]}")
        )

    def _route(self, route: Any) -> None:
        url = route.request.url
        if url.startswith((self.home, "data:", "blob:")):
            self.requests.append(url)
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _response(self, response: Any) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    def open(self, name: str) -> Visit:
        self.page.goto(f"{self.home}/{name}")
        self.page.evaluate(SETTLED)
        return self

    def show(self, size: dict[str, int] = WIDE, scheme: str = "light") -> Visit:
        """Give the window another size, and the reader's system another taste."""
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size(size)
        self.page.evaluate(DRAWN)
        return self

    def check(self) -> None:
        """Nothing came from elsewhere, nothing complained, every formula was typeset."""
        assert self.outside == []
        assert self.complaints == []
        formulas, shown, errors = typeset(self.page)
        assert shown >= formulas
        assert errors == 0


def typeset(page: Any) -> tuple[int, int, int]:
    """The formulas not folded away, all those typeset, and the errors among them.

    MathJax complains of what it cannot read, and writes the name of an unknown macro in red.
    """
    return tuple(
        page.evaluate(
            """() => [document.querySelectorAll('.math:not([data-mjx="waits"] *)').length,
                      document.querySelectorAll('.math mjx-container').length,
                      document.querySelectorAll('mjx-merror, mtext[mathcolor="red"]').length]"""
        )
    )


@contextmanager
def visiting(
    browser: Any, home: str, *, size: Any = WIDE, scheme: str = "light"
) -> Iterator[Visit]:
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    try:
        yield Visit(context.new_page(), home)
    finally:
        context.close()


class Reader:
    """Somebody who stays on a page while the tests that follow each other ask for the same one.

    A page takes seconds to typeset. It is opened in the dark, where a slip shows as a flash or an
    unreadable word, and is then seen light and wide by every test that asks for nothing else.
    """

    def __init__(self, browser: Any, home: str) -> None:
        self.browser = browser
        self.home = home
        self.on = ""

    def read(self, name: str) -> Visit:
        """Open a page, or look at the one that is open, light and wide."""
        if self.on != name:
            self.leave()
            self.window = self.browser.new_context(
                viewport=WIDE, color_scheme="dark", reduced_motion="reduce"
            )
            self.visit = Visit(self.window.new_page(), self.home).open(name)
            self.on = name
            self.began = self.visit.page.evaluate(THEME)
            self.first = list(self.visit.requests)  # before anything is touched
        return self.visit.show()

    def leave(self) -> None:
        """Close the window, if there is one."""
        if self.on:
            self.window.close()
            self.on = ""
