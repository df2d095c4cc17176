"""The wheel: the same bytes whenever it is built, and enough by itself for the demonstration."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = (
    "src",
    "packs",
    "cases",
    "basemap",
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
    "CITATION.cff",
)


def build(to: Path) -> Path:
    """The wheel built from a copy of the sources under `to`, without what an earlier build left there."""
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__", "compiled"))
        else:
            shutil.copy(ROOT / name, to / name)
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel"], cwd=to, check=True, capture_output=True)
    (wheel,) = (to / "dist").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the sources as they are."""
    return build(tmp_path_factory.mktemp("wheel"))


def test_a_wheel_built_again_elsewhere_is_the_same(wheel: Path, tmp_path: Path) -> None:
    """Neither the time nor the place of building is in it."""
    assert build(tmp_path).read_bytes() == wheel.read_bytes()


def test_the_wheel_holds_packs_and_the_demonstration(wheel: Path) -> None:
    """Every pack and every input of the demonstration case."""
    names = set(zipfile.ZipFile(wheel).namelist())
    case = ROOT / "cases" / "kharkiv-2022"
    inputs = {f"zvirka/_cases/kharkiv-2022/{path.relative_to(case)}" for path in case.rglob("*") if path.is_file()}
    assert inputs <= names
    packs = {path.name for kind in ("languages", "theatres") for path in (ROOT / "packs" / kind).iterdir()}
    compiled = {Path(name).stem for name in names if name.startswith("zvirka/ground/compiled/")}
    assert all(any(pack in name for name in compiled) for pack in packs), (packs, compiled)


def test_the_demonstration_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """Unpacked anywhere, with the sources out of reach."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "unpacked")
    program = (
        "import sys, zvirka; from zvirka.cli import main; assert zvirka.__file__.startswith(sys.argv[1]), zvirka.__file__;"
        "sys.argv = ['zvirka', 'demo', '--to', sys.argv[2]]; main()"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "unpacked"), str(tmp_path / "demo")]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "unpacked")}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert list((tmp_path / "demo").rglob("index.html"))
