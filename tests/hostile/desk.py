"""A desk's day over hostile words: a folder with every string in every field, run, judged, shown, searched and exported."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.corpus import fields, names
from tests.hostile.forms import FORMS, whole
from tests.hostile.strings import ADDRESSES, FORMULAS, MARKUP, STRINGS
from zvirka.model.visible import HIDDEN
from zvirka.pipeline.decisions_csv import COLUMNS

NOW = "2022-09-20T08:00:00Z"
CASE = """
schema = 1
[case]
title = "<script>hit(1)</script> \\u202e =1+1"
[[questions]]
measure = "territory_regained"
place = "geonames:706482"
since = 2022-09-06
until = 2022-09-14
[[lists]]
kind = "sightings"
file = "list.csv"
owner = "russia"
[[maps]]
source = "</title><script>hit(1)</script>"
files = "maps/*.geojson"
time_in_name = "%Y-%m-%d"
status_property = "status"
holder = "russia"
held = ["occupied"]
[[items]]
files = "**"
published = 2022-09-12
[[items]]
files = "names/*"
outlet = "=HYPERLINK(\\"https://hit.invalid\\",\\"<img src=x onerror=hit(1)>\\")"
"""
SHARED_FORMS = ("raw.html", "rss", "telegram.json", "messages.html", "zip", "eml", "docx", "csv")
FINDS = 2
"""Strings that are searched for, taken evenly."""
_SOCKET = re.compile(r"\b(?:socket|connect|bind|sendto|sendmsg)\([^\n]*\b(?:AF|PF)_(?!UNIX)\w+[^\n]*")
"""A socket of any family but the machine's own (socket(2)): no IPv4, no IPv6, no netlink."""
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_RUNS = re.compile(r"[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""What a spreadsheet may take for a formula (OWASP, "CSV Injection"), behind white space too."""


def folder(to: Path, every: int) -> None:
    """Writes the folder. every: of the strings in fields and names one in so many, and a tenth of that in files of other formats."""
    (to / "names").mkdir(parents=True)
    (to / "maps").mkdir()
    (to / "case.toml").write_text(CASE, encoding="utf-8")
    (to / "fields.jsonl").write_text("".join(json.dumps(report) + "\n" for report in fields(every)), encoding="utf-8")
    for name, data in names(every):
        (to / "names" / name).write_bytes(data)
    for form in SHARED_FORMS:
        for name, words in list(STRINGS.items())[:: every * 10]:
            (to / f"{name}.{form}").write_bytes(FORMS[form](words))
    sink = io.StringIO(newline="")
    table = csv.writer(sink)
    table.writerow(("date", "class", "model", "status", "place", "source", "address"))
    for words in (*MARKUP.values(), *FORMULAS.values(), *ADDRESSES.values()):
        table.writerow(("2022-09-11", "tank", words, "captured", "Izium", words, words))
    (to / "list.csv").write_bytes(sink.getvalue().encode("utf-8", "replace"))
    ring = [[36, 49], [37, 49], [37, 50], [36, 50], [36, 49]]
    for day, status in (("2022-09-05", "occupied"), ("2022-09-12", MARKUP["script"])):
        shape = {"type": "Polygon", "coordinates": [ring]}
        feature = {
            "type": "Feature",
            "properties": {"status": status, "name": MARKUP["img_onerror"]},
            "geometry": shape,
        }
        (to / "maps" / f"{day}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))


@dataclass(frozen=True, slots=True)
class Day:
    """What a day left. root holds all there is: `in` as given (with digests from before), `case`, `out` (exports), `home`, `traces`.

    said: what each command printed, exports apart: they are data. sockets: calls of the system, in any process of a command, for
    what leads off the machine.
    """

    root: Path
    given: dict[str, str]
    said: tuple[str, ...]
    sockets: tuple[str, ...]

    @property
    def case(self) -> Path:
        """The case's folder."""
        return self.root / "case"


class Commands:
    """Runs commands, each in a process of its own with `home` as home and working folder, and every process it starts watched."""

    def __init__(self, root: Path) -> None:
        self.home, self.traces = root / "home", root / "traces"
        self.home.mkdir(parents=True)
        self.traces.mkdir()
        self.said: list[str] = []
        self.sockets: list[str] = []

    def __call__(self, *arguments: str) -> str:
        """One command's output. Fails on what is no orderly end."""
        trace = self.traces / f"{len(self.said):03d}"
        watched = ("strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=%network", "-o", str(trace))
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ZVIRKA_")}
        done = subprocess.run(
            [*watched, sys.executable, *arguments],
            cwd=self.home,
            env=kept | {"HOME": str(self.home)},
            capture_output=True,
            timeout=900,
            check=False,
        )
        out, errors = done.stdout.decode(), done.stderr.decode()
        self.said.append(errors if "export" in arguments else out + errors)
        assert done.returncode in (0, 1), (arguments[:3], errors[-2000:])
        assert "Traceback" not in errors, errors[-2000:]
        self.sockets += _SOCKET.findall(trace.read_text(errors="replace"))
        return out


def day(root: Path, every: int, exports: Sequence[str]) -> Day:
    """Runs a folder of strings, decides with strings as reasons, names and values, runs again, looks and exports."""
    call, case = Commands(root), ("--case", str(root / "case"))
    folder(root / "in", every)
    (root / "out").mkdir()
    given = digests(root / "in")
    run = ("-m", "zvirka", "run", str(root / "in"), *case, "--now", NOW)
    call(*run)
    lines = call("-m", "zvirka", "export", "claims", *case).split("\n")
    found = [json.loads(line) for line in lines if line]
    claims = [claim["id"] for claim in found if claim["quantity"] is not None]
    words = list(STRINGS.values())[::every]
    call("-m", "zvirka", "judge", *case, "--by", MARKUP["script"], "--why", FORMULAS["hyperlink"], "accept", claims[0])
    decisions = root / "case" / "decisions.csv"
    decisions.write_bytes(decisions.read_bytes() + decided(words, claims))
    call(*run)
    call("-m", "zvirka", "show", *case)
    call("-m", "zvirka", "history", "1", *case)
    for asked in words[:: max(1, len(words) // FINDS)]:
        call("-m", "zvirka", "find", *case, "--", whole(asked).replace(chr(0), "")[:500] or "x")
    for what in exports:
        table = call("-m", "zvirka", "export", what, "--format", "csv", *case)
        (root / "out" / f"{what}.csv").write_text(table, encoding="utf-8", newline="")
    call("-m", "zvirka", "verify", str(root / "case"))
    return Day(root, given, tuple(call.said), tuple(call.sockets))


def decided(words: Sequence[str], claims: Sequence[str]) -> bytes:
    """Rows of decisions.csv without their heading: each string as who decided, why, and what a source's side or a claim's slot is."""
    sink = io.StringIO(newline="")
    table = csv.writer(sink, quoting=csv.QUOTE_ALL)
    blank = dict.fromkeys(COLUMNS, "")
    for number, given in enumerate(map(whole, words)):
        claim = claims[number % len(claims)]
        who = {"by": given.strip() or "maria", "why": given}
        for row in (
            {"kind": "accept", "subject": claim},
            {"kind": "slot", "subject": claim, "slot": "quantity.definition", "value": given or "all"},
            {"kind": "side", "subject": given.strip() or "x", "value": "ukraine"},
        ):
            table.writerow((blank | who | row).values())
    return sink.getvalue().encode()


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file by path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def formula_cells(files: Iterable[Path]) -> Iterator[str]:
    """Cells of CSV files that a spreadsheet would run, by file and place."""
    csv.field_size_limit(2**31 - 1)
    for path in files:
        with path.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.reader(lines), start=1):
                for cell in row:
                    if _RUNS.match(cell) and not _NUMBER.fullmatch(cell):
                        yield f"{path.name} row {number}: {cell[:60]!r}"


def hidden_signs(pages: Iterable[Path]) -> Iterator[str]:
    """Characters in pages that hide or turn what is shown, by page."""
    for path in pages:
        found = HIDDEN.search(path.read_text(encoding="utf-8"))
        if found is not None:
            yield f"{path.name}: U+{ord(found[0]):04X} at {found.start()}"


def faults(day: Day) -> Iterator[str]:
    """What a day did that it may not: files elsewhere, changed reports, formulas, hidden or turning characters, sockets, reports lost."""
    case = day.case
    if sorted(path.name for path in day.root.iterdir()) != ["case", "home", "in", "out", "traces"]:
        yield "a file lies outside the case"
    yield from (f"a file lies at home: {path}" for path in (day.root / "home").rglob("*") if path.is_file())
    yield from (
        f"{path} is a link or of a name from outside"
        for path in case.rglob("*")
        if path.is_symlink() or "outside" in path.name
    )
    if digests(day.root / "in") != day.given:
        yield "what was given was changed"
    yield from formula_cells(sorted([*case.rglob("*.csv"), *(day.root / "out").iterdir()]))
    yield from hidden_signs(pages(day))
    yield from (f"printed: {found[0]!r}" for words in day.said if (found := HIDDEN.search(words)))
    yield from day.sockets
    lines = (case / "working" / "data" / "items.jsonl").read_bytes().split(b"\n")
    read = {row["fragment"] for row in map(json.loads, filter(None, lines)) if row["path"] == "fields.jsonl"}
    given = (day.root / "in" / "fields.jsonl").read_text("utf-8").count("\n")
    if len(read) != given:
        yield f"of {given} reports {len(read)} were read"


def pages(day: Day) -> list[Path]:
    """The pages of its working copy."""
    return sorted((day.case / "working").rglob("*.html"))
