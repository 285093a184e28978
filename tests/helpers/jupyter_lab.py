"""A JupyterLab of its own, a notebook that is open in it, and two ways to drag what it shows."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path
from typing import Any

PANEL = "window.jupyterapp?.shell?.currentWidget"
IDLE = f"() => ({PANEL})?.sessionContext?.session?.kernel?.status === 'idle'"


class Lab:
    """A JupyterLab on a folder of its own, and the address at which it answers."""

    def __init__(self, program: list[str], folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.log = folder.parent / "lab.log"
        options = {
            "IdentityProvider.token": "",
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": "0",
            "ServerApp.root_dir": str(folder),
            "ServerApp.allow_root": "True",
            "LabApp.expose_app_in_browser": "True",
        }
        command = [*program, "--no-browser"]
        command += [f"--{name}={value}" for name, value in options.items()]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        self.address = self._wait()

    def _wait(self, seconds: float = 300) -> str:
        """Return the address, once the server has written that it is there."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            if found := re.search(r"http://127\.0\.0\.1:\d+/", self.log.read_text()):
                return found[0]
            time.sleep(0.2)
        self.stop()
        raise AssertionError(f"JupyterLab did not start:\n{self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        """End the server, and wait until it is gone: a busy machine takes its time."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Notebook:
    """One notebook, open in one window."""

    def __init__(self, page: Any, lab: Lab, name: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.set_default_timeout(180_000)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("console", self._console)
        page.goto(f"{lab.address}lab/tree/{name}?reset")
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.wait_for_function(IDLE)

    def _console(self, message: Any) -> None:
        if "Cross reference" in message.text or "Undefined control" in message.text:
            self.complaints.append(message.text)

    def run_all(self, seconds: int = 400) -> None:
        """Run every cell, and wait until the last is done."""
        self.page.set_default_timeout(1000 * seconds)
        self.page.evaluate(
            "() => window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)"
        )
        self.page.wait_for_function(IDLE)
        self.page.set_default_timeout(180_000)

    def cells(self) -> list[dict[str, Any]]:
        return list(self.page.evaluate(f"() => ({PANEL}).content.model.toJSON().cells"))

    def errors(self) -> list[str]:
        return [
            "\n".join(output["traceback"])
            for cell in self.cells()
            for output in cell.get("outputs", [])
            if output["output_type"] == "error"
        ]

    def prose(self) -> str:
        """The text of the cells of prose, as it is shown."""
        texts = self.page.locator(".jp-MarkdownOutput.jp-RenderedMarkdown").all_inner_texts()
        return "\n".join(texts)

    def value(self, expression: str) -> str:
        """What the kernel says an expression is."""
        return str(
            self.page.evaluate(
                f"""async (code) => {{
                  const kernel = ({PANEL}).sessionContext.session.kernel;
                  const asked = {{code: "", silent: true, user_expressions: {{said: code}}}};
                  const reply = await kernel.requestExecute(asked).done;
                  return reply.content.user_expressions.said.data["text/plain"];
                }}""",
                expression,
            )
        )

    def changed(self, expression: str, before: str, seconds: float = 10) -> bool:
        """Tell whether what the kernel says becomes another, soon."""
        end = time.monotonic() + seconds
        while self.value(expression) == before:
            if time.monotonic() > end:
                return False
            self.page.wait_for_timeout(50)
        return True


def drag_by_mouse(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.mouse.up()


def drag_by_touch(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        given = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})

    touch("touchStart", start)
    for step in range(1, 9):
        between = [a + (b - a) * step / 8 for a, b in zip(start, end, strict=True)]
        touch("touchMove", (between[0], between[1]))
    touch("touchEnd")
