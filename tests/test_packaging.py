"""What a clone and a wheel hold: pins, Binder's files, the targets, the installable package."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import stat
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = {".py", ".pyi", ".js", ".css", ".json", ".toml", ".typed", ".npz"}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_package_its_types_and_its_widgets(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    expected = {
        path.relative_to(source).as_posix()
        for path in (source / "gcbook").rglob("*")
        if path.is_file() and path.suffix in SHIPPED
    }
    assert expected <= names
    assert "gcbook/py.typed" in names
    assert any(name.startswith("gcbook/widgets/") and name.endswith(".js") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert all(name.startswith(("gcbook/", "gcbook-")) for name in names)


def test_the_installed_wheel_works_away_from_the_clone(wheel: Path, tmp_path: Path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = (
        "import gcbook, pathlib; "
        "assert 'site' in pathlib.Path(gcbook.__file__).parts, gcbook.__file__; "
        "assert gcbook.holds([[1, 0], [0, 1], [-1, -1]]); "
        "print(gcbook.gc_probability(4, 2))"
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "1/2"


PINS = ["requirements.txt", "binder/requirements.txt"]


def pins(name: str = "requirements.txt") -> dict[str, str]:
    lines = [line.split(";")[0].strip() for line in text(name).splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+(\[[^\]]*\])?==[^=\s]+", line) for line in found)
    return {line.partition("==")[0].lower(): line.partition("==")[2] for line in found}


@pytest.mark.parametrize("name", PINS)
def test_every_requirement_is_pinned_and_says_nothing_of_a_machine(name: str):
    assert "make pins" in "\n".join(text(name).splitlines()[:3])
    assert not re.search(r"https?:|file:|--index|/(home|root|tmp|work)/", text(name))
    assert pins(name)


def test_the_two_pin_files_agree_and_the_launched_one_is_small():
    everything, launched = pins(), pins("binder/requirements.txt")
    assert everything["jupyter-book"].startswith("1.")
    assert {name: everything[name] for name in launched} == launched
    assert not {"mypy", "ruff", "z3-solver", "playwright", "dask", "sphinx"} & set(launched)
    assert len(launched) < 0.75 * len(everything)


def test_the_pins_cover_what_the_project_declares():
    project = tomllib.loads(text("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    for name, kinds in zip(PINS, (("book", "test", "check"), ("launch",)), strict=True):
        wanted = [*project["dependencies"], *(item for kind in kinds for item in extras[kind])]
        names = {re.split(r"[<>=\[; ]", item)[0].lower() for item in wanted} - {"gcbook"}
        assert names <= set(pins(name)), name


def test_a_floor_is_stated_for_every_dependency():
    project = tomllib.loads(text("pyproject.toml"))["project"]
    bare = [item for item in project["dependencies"] if not re.search(r">=\d", item)]
    assert bare == []


def test_the_lowest_pytest_is_the_one_the_tests_ask_for():
    """Two places name it; 8.0 collected nothing where `importorskip` says which error it means."""
    settings = tomllib.loads(text("pyproject.toml"))
    floors = settings["project"]["optional-dependencies"]["check"]
    wanted = settings["tool"]["pytest"]["ini_options"]["minversion"]
    assert f"pytest>={wanted}" in floors
    assert tuple(map(int, wanted.split("."))) >= (8, 2)


def test_binder_finds_its_files():
    """A folder `binder` hides the root's files from Binder, so it leads to those it shares."""
    assert text("runtime.txt").strip() == "python-3.11"
    for name in ("postBuild", "runtime.txt"):
        assert (ROOT / "binder" / name).resolve() == ROOT / name
    assert not (ROOT / ".binder").exists()
    steps = text("postBuild")
    assert "pip install" in steps  # with a folder `binder` the package is not installed by itself
    assert steps.index("claims --json _build/ledger.json") < steps.index("launch.py")
    assert "jupytext-config set-default-viewer markdown" in steps
    assert 'GCBOOK_LEDGER="' in text("binder/start")
    assert "/_build/ledger.json" in text("binder/start")
    assert "OMP_NUM_THREADS=1" in text("binder/start")
    assert {"jupytext", "jupyterlab"} <= set(pins("binder/requirements.txt"))


def test_the_start_of_a_session_caps_threads_and_names_the_ledger():
    done = subprocess.run(
        [str(ROOT / "binder" / "start"), "env"],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "OPENBLAS_NUM_THREADS=1\n" in done.stdout
    assert f"GCBOOK_LEDGER={ROOT}/_build/ledger.json\n" in done.stdout


@pytest.mark.parametrize("script", ["postBuild", "binder/start", ".ci/run"])
def test_shell_scripts_stop_at_the_first_error(script: str):
    assert "set -euo pipefail" in text(script)
    assert (ROOT / script).stat().st_mode & stat.S_IXUSR
    subprocess.run(["bash", "-n", str(ROOT / script)], check=True)


def test_make_alone_lists_the_targets():
    done = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True)
    for target in ("book", "test", "serve", "clean", "bench", "format", "pins"):
        assert re.search(rf"make {target}\s+\S+", done.stdout), target


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def steps(path: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def test_the_hosted_workflow_calls_the_same_targets():
    commands = [step.get("run", "") for step in steps(ROOT / ".github/workflows/ci.yml")]
    assert any("make test" in command for command in commands)
    targets = set(re.findall(r"make ([a-z]+)", " ".join(commands)))
    assert targets <= set(re.findall(r"^([a-z]+):", text("Makefile"), re.M))
    assert "make test" in text(".ci/run")


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_hash_and_rights_are_few(workflow: Path):
    source = workflow.read_text(encoding="utf-8")
    for used in re.findall(r"uses: (.*)", source):
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}  # v\d+(\.\d+)*", used), used
    content = yaml.safe_load(source)
    assert content["permissions"] == {"contents": "read"}
    for name, job in content["jobs"].items():
        assert job["timeout-minutes"] <= 45, name
        extra = {right for right, kind in job.get("permissions", {}).items() if kind == "write"}
        assert not extra or job.get("if") or name == "github", f"{name} writes without a switch"
    for step in steps(workflow):
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


def test_the_book_is_published_from_main_by_an_owners_switch():
    job = yaml.safe_load(text(".github/workflows/ci.yml"))["jobs"]["publish"]
    assert "refs/heads/main" in job["if"]
    assert "vars.PUBLISH_BOOK" in job["if"]
    assert re.findall(r"push|pull_request|workflow_dispatch|schedule", job["if"]) == [
        "push",
        "workflow_dispatch",
    ]
    assert "workflow_dispatch:" in text(".github/workflows/ci.yml")  # a fork's first copy
    assert set(job["permissions"]) == {"pages", "id-token"}
    assert "book" in job["needs"]  # what is published is what was tested


def test_a_release_needs_no_secret():
    jobs = yaml.safe_load(text(".github/workflows/release.yml"))["jobs"]
    assert "vars.PUBLISH_PYPI" in jobs["pypi"]["if"]
    assert jobs["pypi"]["permissions"] == {"id-token": "write"}
    assert "secrets." not in text(".github/workflows/release.yml")
    assert json.loads(text(".zenodo.json"))["license"] == "MIT"


@pytest.mark.parametrize("name", ["verdict", "package", "question"])
def test_an_issue_asks_for_what_its_answer_needs(name: str):
    form = yaml.safe_load(text(f".github/ISSUE_TEMPLATE/{name}.yml"))
    fields = {field["id"] for field in form["body"]}
    assert len(fields) == len(form["body"])
    assert name != "verdict" or fields == {"row", "page", "reading"}


def test_the_readme_needs_no_folder_beside_it():
    make = runpy.run_path(str(ROOT / "hatch_build.py"))["readme"]
    written = "![One\ntwo](book/a.png)\n\nSee [this](SECURITY.md), [that](https://example.org).\n"
    home = "https://github.com/ada/fork"
    assert make(written, "") == "See this, [that](https://example.org).\n"
    known = make(written, home)
    assert f"![One\ntwo]({home}/raw/main/book/a.png)\n\nSee [this]({home}/blob/main/SEC" in known


def test_the_readmes_pictures_show_away_from_the_clone(metadata: str):
    """On PyPI there is no folder beside the text, so a picture's address is absolute."""
    assert "The Geometric Condition" in metadata
    for address in re.findall(r"\]\(([^)]+)\)", metadata):
        assert address.startswith("https://"), address


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> str:
    """What PyPI shows of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("METADATA"))
        return archive.read(name).decode()


@pytest.mark.slow
def test_the_sdist_collects_its_own_tests_away_from_a_clone(tmp_path: Path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    folder = next(path for path in tmp_path.iterdir() if path.is_dir())
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"]
    environment = os.environ | {"PYTHONPATH": str(folder / "src"), "GCBOOK_LEDGER": ""}
    some = ["-m", "not slow and not book and not browser", "tests/test_data.py"]
    for arguments in (["--collect-only", "tests"], some):
        done = subprocess.run(
            [*command, *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.slow
def test_a_python_that_cannot_make_environments_gets_one_sentence(tmp_path: Path):
    """Debian's Python without python3-venv; and the second try says the same as the first."""
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    fake = tmp_path / "fake-python"
    half = 'case "$*" in *venv*) mkdir -p .venv/bin; echo ensurepip is missing >&2; exit 1;; esac'
    fake.write_text(f'#!/bin/sh\n{half}\nexec {sys.executable} "$@"\n')
    fake.chmod(0o755)
    for _ in range(2):
        done = subprocess.run(
            ["make", "book", f"PYTHON={fake}"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode != 0
        assert "install python3-venv" in done.stderr
        assert "MB from the network" in done.stdout
        assert not (tmp_path / ".venv").exists()


def test_the_citation_names_the_paper_and_the_version():
    citation = yaml.safe_load(text("CITATION.cff"))
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert citation["version"] == project["version"]
    assert citation["references"][0]["doi"] == "10.3934/ipi.2020077"
    assert f"[{project['version']}]" in text("CHANGELOG.md")


def test_vendored_files_have_their_licences_beside_them():
    for folder in ("vendor/assets/mathjax", "vendor/assets/fonts"):
        assert (ROOT / folder / "LICENSE").exists()
    assert (ROOT / "tests/vendor/LICENSE-axe-core").exists()
    assert "Mozilla Public" in text("tests/vendor/axe.min.js")[:1000]
