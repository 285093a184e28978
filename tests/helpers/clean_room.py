"""Places that know nothing of this machine: a copy of the tree, an environment, a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# How this machine reaches the package registry and a display; nothing else of it is handed on.
KEPT = ("PIP_", "UV_", "SSL_", "REQUESTS_", "CURL_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


def shell(home: Path, programs: Path | None = None, **more: str) -> dict[str, str]:
    """Return the variables of a shell with a home of its own; some programs come first."""
    kept = {name: value for name, value in os.environ.items() if name.upper().startswith(KEPT)}
    path = os.environ["PATH"] if programs is None else f"{programs}{os.pathsep}{os.environ['PATH']}"
    home.mkdir(parents=True, exist_ok=True)
    own = {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": path,
        "PIP_NO_COMPILE": "1",
    }  # half the time
    return kept | own | more


def run(
    command: list[str] | str, folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command, or a line of the README as a shell reads it, and keep what it prints."""
    if isinstance(command, str):
        command = ["bash", "-euo", "pipefail", "-c", command]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def done(command: list[str] | str, folder: Path, environment: dict[str, str]) -> str:
    """Run a command that has to succeed, and return what it prints."""
    ended = run(command, folder, environment)
    told = f"{command}\n{ended.stdout[-6000:]}\n{ended.stderr[-3000:]}"
    assert ended.returncode == 0, told
    return ended.stdout


def copy_of_the_tree(folder: Path) -> Path:
    """Copy what git knows or would add, links as links: what a commit of this tree would hold."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        source, target = ROOT / name, folder / name
        if source.is_symlink() or source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)
    return folder


def environment(folder: Path) -> Path:
    """Make an empty virtual environment and return the folder of its programs."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder / "bin"


def furnished_environment(folder: Path) -> Path:
    """Make an environment that sees every package and program of this one, without the network."""
    programs = environment(folder)
    inside = next(folder.glob("lib/python*/site-packages"))
    (inside / "these.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for program in Path(sys.executable).parent.iterdir():
        if not (programs / program.name).exists() and not program.name.startswith("python"):
            (programs / program.name).symlink_to(program)
    return programs
