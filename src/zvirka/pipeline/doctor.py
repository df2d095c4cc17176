"""`zvirka doctor`: is everything there that a run needs, does the case stand, and what to do where not."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from zvirka.model.errors import ExitCode, ZvirkaError
from zvirka.pipeline.schemas import case_schema

OLDEST_PYTHON = (3, 11)
FREE_BYTES = 500 * 10**6
"""Free space a run may need besides the case's own size: derived tables, the index and the working copy."""
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
"""No right clock shows a time before this version was written."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. fault: what is wrong, "" where nothing is. remedy: what to do then. code: what the command ends with."""

    name: str
    found: str
    fault: str = ""
    remedy: str = ""
    code: ExitCode = ExitCode.DONE


def doctor(case_folder: Path | None, now: datetime | None = None) -> list[Check]:
    """All checks, in the order they are shown; those of a case only where one is named. Changes nothing."""
    clock = now or datetime.now(UTC)
    checks = [
        _python(), *_libraries(), *_guarded("packs", _packs), _plugins(), *_guarded("text on pictures", _on_screen), _clock(clock)
    ]  # fmt: skip
    if case_folder is not None:
        checks += [check for name, look in _CASE for check in _guarded(name, partial(look, case_folder, clock))]
    return checks


def _guarded(name: str, look: Callable[[], Iterator[Check]]) -> list[Check]:
    try:
        return list(look())
    except ZvirkaError as error:
        return [Check(name, "", str(error).removesuffix(f" {error.remedy}"), error.remedy or "", error.exit_code)]
    except OSError as fault:
        return [
            Check(name, "", f"the disk refused: {fault.strerror or fault}", "Check the rights.", ExitCode.STORAGE_FAULT)
        ]


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Check("python", version, "is too old", "Install Python 3.11 or newer.", ExitCode.USAGE)
    return Check("python", version)


def _libraries() -> Iterator[Check]:
    missing, count = [], 0
    for line in importlib.metadata.requires("zvirka") or ():
        if "extra ==" in line:
            continue
        name = re.split(r"[ ;<>=!~\[]", line, maxsplit=1)[0]
        count += 1
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            if "sys_platform" not in line and "python_version" not in line:
                missing.append(name)
    if missing:
        remedy = "Install Zvirka again: `make setup`, or `pip install --force-reinstall zvirka`."
        yield Check("libraries", "", f"not installed: {', '.join(missing)}", remedy, ExitCode.USAGE)
    else:
        yield Check("libraries", f"{count} as required")


def _packs() -> Iterator[Check]:
    from zvirka.ground import load_ground

    ground = load_ground("ukraine")
    found = f"{', '.join(ground.languages)}; {ground.name}: {len(ground.gazetteer.ids)} places, {len(ground.sources.ids)} sources"
    yield Check("packs", found)


def _plugins() -> Check:
    """Only what is installed: each says itself what it lacks when it is asked for."""
    from zvirka.pipeline.suggesting import installed

    return Check("plug-ins", f"{', '.join(sorted(installed())) or 'none'} (off unless a run asks for one)")


def _on_screen() -> Iterator[Check]:
    """An optional program: that it is not there is no fault."""
    from zvirka.ground import load_ground
    from zvirka.pipeline.on_screen import tesseract, to_install

    ground = load_ground("ukraine")
    found = tesseract(ground)
    lacking = f"; no data for {', '.join(found.missing)}" if found and found.missing else ""
    wanted = f"not read: tesseract is not installed (Debian, Ubuntu: apt-get install {to_install(ground)})"
    yield Check("text on pictures", f"read by {found.name}{lacking}" if found else wanted)


def _clock(clock: datetime) -> Check:
    shown = clock.strftime("%Y-%m-%dT%H:%M:%SZ")
    if clock < RELEASED:
        return Check(
            "clock", shown, "is in the past", "Set the computer's clock: the log is dated by it.", ExitCode.USAGE
        )
    return Check("clock", shown)


def _schema(case: Path, clock: datetime) -> Iterator[Check]:
    from zvirka.pipeline.case_file import read_case
    from zvirka.pipeline.items_csv import read_edits

    if not (case / "log.jsonl").exists():
        yield Check("case", str(case), "is no case", "Run `zvirka run FOLDER --case DIR` first.", ExitCode.USAGE)
        return
    schema = case_schema(case)
    read_case(case)
    edits = read_edits(case)
    yield Check("case", f"schema {schema}, {len(edits)} reports with values set by people")


def _record(case: Path, clock: datetime) -> Iterator[Check]:
    """Chain of the log and presence of objects; `zvirka verify` reads every byte."""
    from zvirka.record import Record

    record = Record(case)
    if not record.exists():
        return
    events, last = 0, ""
    for event in record.log.events():
        events, last = events + 1, str(event["at"])
    objects = list(record.objects.all())
    gone = [name for name in objects if not record.objects.path(name).exists()]
    if gone:
        fault = f"{len(gone)} objects have a salt but no bytes, the first {gone[0][:12]}…"
        yield Check("record", "", fault, "Restore objects/ from a copy of the case.", ExitCode.RECORD)
    else:
        yield Check("record", f"{events} events in an unbroken chain, {len(objects)} objects there")
    now = clock.strftime("%Y-%m-%dT%H:%M:%SZ")
    if last > now:
        remedy = "Set the computer's clock before the next run."
        yield Check("log", f"last event {last}", f"lies after the clock's {now}", remedy, ExitCode.USAGE)


def _rights(case: Path, clock: datetime) -> Iterator[Check]:
    for folder in (case, case / "objects", case / "derived", case / "working"):
        if folder.is_dir():
            with tempfile.TemporaryFile(dir=folder):
                pass
    yield Check("rights", "may be written")


def _space(case: Path, clock: datetime) -> Iterator[Check]:
    free = shutil.disk_usage(case).free
    if free < FREE_BYTES:
        remedy = "Free space, or move the case to another disk: it is one folder, and may be moved."
        yield Check("space", f"{free / 10**6:,.0f} MB free", "is little for a run", remedy, ExitCode.STORAGE_FAULT)
    else:
        yield Check("space", f"{free / 10**9:,.1f} GB free")


def _account(case: Path, clock: datetime) -> Iterator[Check]:
    from zvirka.pipeline.accounts import runs_kept
    from zvirka.record import Record

    runs = runs_kept(Record(case))
    if not runs and (case / "log.jsonl").exists():
        remedy = "Run `zvirka run FOLDER --case DIR` again: it is made from the record."
        yield Check("account", "", "there is none in derived/", remedy, ExitCode.USAGE)
    elif runs:
        yield Check("account", f"run {runs[-1][0]}, made {runs[-1][1]}")


_CASE: tuple[tuple[str, Callable[[Path, datetime], Iterator[Check]]], ...] = (
    ("case", _schema),
    ("record", _record),
    ("rights", _rights),
    ("space", _space),
    ("account", _account),
)
