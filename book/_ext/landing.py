"""Take the README's picture: the first page of the built book, as a reader sees it.

Run ``python book/_ext/landing.py`` after ``make book``; it needs Chromium.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "book" / "_static" / "landing.png"
SIZE = {"width": 1280, "height": 900}


def take(target: Path = TARGET) -> None:
    """Open the first page, wait until its formulas and fonts are there, and keep what one sees."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto((ROOT / "_build" / "html" / "index.html").as_uri())
        page.evaluate("async () => void (await window.MathJax?.startup.promise)")
        page.evaluate("async () => void (await document.fonts.ready)")
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    take()
