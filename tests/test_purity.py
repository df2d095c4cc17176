"""Extract, observe, reconcile and publish touch nothing outside, and the watch that says so sees what does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.purity import PURE, clock_reads, clock_reads_in

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "zvirka"

WATCHED_RUN = """
import sys
from tests.purity import PURE, watch
from zvirka.cli import main
seen, entered = [], set()
sys.argv = ["zvirka", "run", sys.argv[1], "--case", sys.argv[2], "--jobs", "1", "--engine", "local"]
watch(seen, entered)
try:
    main()
except SystemExit as end:
    assert end.code in (0, 1, None), end.code
finally:
    sys.setprofile(None)
assert entered == set(PURE), entered
print("\\n".join(seen))
"""
PLANTED = """
import importlib, sys
from tests.purity import watch
stage, body = sys.argv[1:]
module = importlib.import_module("zvirka." + stage)
# Compiled in the module's own namespace: the watch goes by where a function was defined.
exec("def planted():\\n    " + body, vars(module))
seen, entered = [], set()
watch(seen, entered)
try:
    module.planted()
except Exception:
    pass
sys.setprofile(None)
assert not stage in {"extract", "observe", "reconcile", "publish"} or stage in entered
print("\\n".join(seen))
"""
IMPURITIES = {
    "open": "open('/nowhere/at-all')",
    "pathlib": "__import__('pathlib').Path('/nowhere/at-all').read_bytes()",
    "os.open": "__import__('os').open('/nowhere/at-all', 0)",
    "listdir": "__import__('os').listdir('/nowhere/at-all')",
    "remove": "__import__('os').remove('/nowhere/at-all')",
    "socket": "__import__('socket').socket().connect(('127.0.0.1', 9))",
    "lookup": "__import__('socket').getaddrinfo('localhost', 9)",
    "urllib": "__import__('urllib.request').request.urlopen('http://127.0.0.1:9')",
    "popen": "__import__('subprocess').run(['/nowhere/at-all'])",
    "system": "__import__('os').system('true')",
    "fork": "__import__('os').posix_spawn('/nowhere/at-all', ['x'], {})",
    "sqlite": "__import__('sqlite3').connect(':memory:')",
    "through a library": "__import__('json').load(__import__('io').FileIO('/nowhere/at-all'))",
}
CLOCKS = [
    "import time\ntime.time()",
    "from time import monotonic as later",
    "from datetime import datetime\ndatetime.now()",
    "import datetime\ndatetime.date.today()",
    "from datetime import datetime\nread = datetime.utcnow",
    "def f():\n    import random\n    return random.random()",
    "import uuid",
    "import os\nos.urandom(4)",
    "import os\nos.environ['HOME']",
    "from os import environ",
]


def run_python(program: str, *arguments: str) -> list[str]:
    """The lines that a fresh interpreter prints last for a program."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


@pytest.mark.parametrize("case", ["cases/kharkiv-2022/input", "tests/data/other_war"])
def test_the_stages_touch_nothing_outside(case: str, tmp_path: Path) -> None:
    """Over whole cases, every pure stage runs and none opens a file, a socket or a process."""
    folder = shutil.copytree(ROOT / case, tmp_path / "folder")
    lines = run_python(WATCHED_RUN, str(folder), str(tmp_path / "case"))
    assert [line for line in lines if line.startswith(PURE)] == []


@pytest.mark.parametrize("kind", sorted(IMPURITIES))
@pytest.mark.parametrize("stage", PURE)
def test_a_planted_impurity_is_seen(stage: str, kind: str) -> None:
    """A function of a stage that reaches outside, by whatever way, is named with its stage."""
    seen = run_python(PLANTED, stage, IMPURITIES[kind])
    assert seen
    assert all(line.startswith(f"{stage}: ") for line in seen)


def test_other_packages_may_reach_outside() -> None:
    """The watch is over the pure stages: the same function elsewhere goes unlisted."""
    assert run_python(PLANTED, "record", IMPURITIES["open"]) == [""]


def test_no_stage_reads_a_clock_or_rolls_dice() -> None:
    """Nor does any ask the system for what differs from run to run."""
    assert clock_reads_in(PACKAGE) == []


@pytest.mark.parametrize("stage", PURE)
@pytest.mark.parametrize("source", CLOCKS)
def test_a_planted_clock_is_seen(stage: str, source: str, tmp_path: Path) -> None:
    """Whichever way it is read, and in whichever stage."""
    (tmp_path / stage).mkdir()
    (tmp_path / stage / "planted.py").write_text(source, "utf-8")
    assert [line.split(":")[0] for line in clock_reads_in(tmp_path)] == [f"{stage}/planted.py"]


def test_times_that_are_given_are_no_clock() -> None:
    """Dates made from what a text says, and other words that look like a clock, are no finding."""
    source = (
        "from datetime import date, datetime, time\ndate(2022, 9, 12)\ndatetime.fromisoformat('2022-09-12')\ntime(4)\n"
    )
    assert list(clock_reads(source)) == []
