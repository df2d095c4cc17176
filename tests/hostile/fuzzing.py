"""Feeds readers broken and hostile bytes, in confinement as a run does, and judges what comes back.

Three ways in turn: a whole file with hostile words in its fields; its bytes mutated; for packed formats the bytes inside mutated and packed
again, so that what lies behind a checksum is reached. Always the same inputs for the same seed.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.capture.readers.samples import zipped
from tests.capture.small import SmallGround
from tests.hostile.corpus import mutated
from tests.hostile.forms import ALL, kml, kmz
from tests.hostile.strings import STRINGS
from tests.observe.pictures.files import encoded, street, video
from zvirka.capture.columns import column_names
from zvirka.capture.items import READERS, STREAMERS
from zvirka.capture.members import TAKERS
from zvirka.capture.readers.output import Output, checked
from zvirka.confine import Confine
from zvirka.model.errors import InputError
from zvirka.observe.tables import COLUMNS

BATCH = 50
PLAIN = "zvirka.capture.readers.text:read_text"
"""The one reader that runs in the main process."""
_UNFORESEEN = re.compile(r"could not be read \((\w+): ")
"""What confinement says of an error that the reader did not raise for the person at the desk."""
_CODED = {"encoding": ("utf-8", "utf-8", "utf-16-le", "cp1251", "koi8-u"), "mark_bytes": (0, 0, 0, 2)}
_BY_FORM = {
    "html": ("html", "raw.html"),
    "markdown": ("md",),
    "reports": ("jsonl",),
    "pdf": ("pdf",),
    "docx": ("docx",),
    "odt": ("odt",),
    "xlsx": ("xlsx", "ods"),
    "table": ("csv",),
    "mail": ("eml", "html.eml"),
    "mailbox": ("mbox",),
    "mhtml": ("mhtml",),
    "subtitles": ("srt", "vtt"),
    "links": ("url.txt",),
    "archived": ("archived.json",),
    "archive": ("zip", "txt.gz", "wacz"),
    "warc": ("warc", "warc.gz"),
    "image": ("png", "jpeg", "tiff", "webp", "gif", "bmp", "heic"),
    "video": ("mp4", "mkv"),
    "telegram": ("telegram.json",),
    "telegram_page": ("messages.html",),
    "feed": ("rss", "atom", "feed.json"),
}
"""Formats whose files a kind's reader is given."""
_CODED_KINDS = (
    "html",
    "markdown",
    "reports",
    "table",
    "subtitles",
    "links",
    "archived",
    "telegram",
    "telegram_page",
    "feed",
)


def _list(kind: str) -> Callable[[str], bytes]:
    def build(words: str) -> bytes:
        cell = '"' + words.encode("utf-8", "replace").decode().replace('"', '""') + '"'
        names = COLUMNS[kind]
        rows = [",".join(names), ",".join([cell] * len(names)), ",".join(["2022-09-11"] * len(names))]
        return "\n".join(rows).encode()

    return build


@dataclass(frozen=True, slots=True)
class Target:
    """A reader: its confined function, builders of good files, and what it may be asked with (one value of each, by chance)."""

    function: str
    builds: Sequence[Callable[[str], bytes]]
    options: dict[str, Sequence[Any]] = field(default_factory=dict)
    result: Callable[[Any], object] = lambda found: found


def targets() -> dict[str, Target]:
    """Every reader there is, by name: of reports, of what lies in files, of streams, of maps, lists and sheets."""
    found: dict[str, Target] = {}
    for kind, (function, _) in READERS.items():
        options: dict[str, Sequence[Any]] = dict(_CODED) if kind in _CODED_KINDS else {}
        if kind in ("xlsx", "table"):
            options |= {"columns": [{}, {"text": "Date"}], "names": [column_names(SmallGround())]}
        found[kind] = Target(function, [ALL[form] for form in _BY_FORM[kind]], options, _of_report)
    for kind, function in TAKERS.items():
        builds = [ALL[form] for form in _BY_FORM[kind]]
        found[f"taken from {kind}"] = Target(function, builds, {"indexes": [[0], [0, 1]]}, _of_members)
    for kind, function in STREAMERS.items():
        found[f"streamed {kind}"] = Target(function, [ALL[form] for form in _BY_FORM[kind]], dict(_CODED))
    found["text"] = Target(PLAIN, [ALL["txt"]], dict(_CODED), _of_report)
    drawn: dict[str, Sequence[Any]] = {
        "path": ["a"],
        "status_property": [None, "status", "name"],
        "time_property": [None, "name"],
        "held": [["held"]],
    }
    found["map"] = Target("zvirka.observe.maps:read_layer", [ALL["geojson"], kml, kmz], drawn)
    found["border"] = Target("zvirka.observe.maps:read_boundary", [ALL["geojson"], kml, kmz], {"path": ["a"]})
    found["cells"] = Target("zvirka.observe.cells:read_cells", [_cells], {"path": ["a"]})
    for name in COLUMNS:
        found[f"list {name}"] = Target(
            "zvirka.observe.tables:read_table", [_list(name)], {"path": ["a"], "kind": [name]}
        )
    found["list in a sheet"] = Target(
        "zvirka.capture.readers.sheets:as_csv", [ALL["xlsx"], ALL["ods"]], {"wanted": [["Text", "Date"]]}
    )
    found["media"] = Target("zvirka.observe.pictures.opening:look", [_media(form) for form in MEDIA], {}, _of_media)
    pair = _media("PNG")("")
    points = [[[0.5, 0.5], [2, -1]]]
    asked: dict[str, Sequence[Any]] = {
        "cut": [len(pair)],
        "at_s": [[None, None]],
        "mirror": [False, True],
        "left": points,
        "right": points,
    }
    found["media laid beside each other"] = Target(
        "zvirka.observe.pictures.overlay:overlay", [lambda _: pair + pair], asked
    )
    return found


MEDIA = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "mp4", "matroska")


@cache
def _media(form: str) -> Callable[[str], bytes]:
    drawn = street(1).resize((160, 120))
    data = video([drawn] * 2, form=form) if form.islower() else encoded(drawn, form)
    return lambda _: data


def _of_media(found: Any) -> object:
    assert found["outcome"] in ("read", "in_part", "refused", "failed"), "an outcome nobody knows"
    assert found["outcome"] == "read" or found["reason"], "nothing says why"
    return found


def _cells(words: str) -> bytes:
    return ALL["geojson"](words).replace(b'"name"', b'"place_id"')


def _of_report(found: Any) -> object:
    """Raises AssertionError where the output says what cannot be: places outside its texts, members of no size."""
    output: Output = checked(found)
    for report in output.reports:
        places = [place for place, _ in report.marks]
        assert places == sorted(places), "marks are out of order"
        assert all(0 <= place <= len(report.text) for place in places), "a mark lies outside its text"
        assert report.line is None or report.line >= 1, "a line before the first"
    assert all(member.size_bytes >= 0 and member.index >= 0 for member in output.members), (
        "a member of no size or place"
    )
    assert all(note.message and note.remedy and note.count >= 1 for note in output.notes), "a note nobody can act on"
    return output


def _of_members(found: Any) -> object:
    assert all(isinstance(each, (bytes, str)) and each != "" for each in found), (
        "a member that is neither bytes nor words"
    )
    return found


@dataclass(slots=True)
class Outcome:
    """What came of so many executions. ended: by kind (read, refused, limit, unforeseen). wrong: what broke a promise."""

    executions: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    unforeseen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def take(self, target: Target, data: bytes, result: Any) -> None:
        """Judges one execution."""
        self.executions += 1
        if not isinstance(result, BaseException):
            self.ended["read"] += 1
            try:
                target.result(result)
            except (AssertionError, InputError) as fault:
                self.wrong.append(f"{fault}: {data[:80]!r}")
        elif not isinstance(result, InputError) or not result.problem:
            self.wrong.append(f"{type(result).__name__} is nothing to tell a person: {data[:80]!r}")
        elif _UNFORESEEN.search(result.problem):
            self.ended["unforeseen"] += 1
            self.unforeseen[result.problem[:160]] += 1
        else:
            self.ended[
                "limit" if re.search("memory|seconds|larger than|nested|process", result.problem) else "refused"
            ] += 1


def run(target: Target, executions: int, seed: str, confined: Confine) -> Outcome:
    """Executes a target so many times."""
    outcome, chance = Outcome(), random.Random(seed)
    inputs = _inputs(target, executions, chance)
    if target.function in STREAMERS.values():
        for data, options in inputs:
            outcome.take(target, data, _streamed(target.function, data, options, confined))
        return outcome
    while batch := [pair for _, pair in zip(range(BATCH), inputs, strict=False)]:
        for (data, _), result in zip(batch, confined.run(target.function, batch), strict=True):
            outcome.take(target, data, result)
    return outcome


def _streamed(function: str, data: bytes, options: dict[str, Any], confined: Confine) -> object:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        try:
            return [_of_report(each) for each in confined.stream(function, Path(file.name), options)]
        except InputError as refused:
            return refused


def _inputs(target: Target, executions: int, chance: random.Random) -> Iterator[tuple[bytes, dict[str, Any]]]:
    words = list(STRINGS.values())
    for number in range(executions):
        build = chance.choice(target.builds)
        data = build(chance.choice(words)[: chance.choice((50, 3000))])
        if number % 3 == 1:
            data = mutated(data, chance)
        elif number % 3 == 2:
            data = inside(data, chance)
        yield data, {name: chance.choice(values) for name, values in target.options.items()}


def inside(data: bytes, chance: random.Random) -> bytes:
    """The bytes with what is packed in them mutated: one member of a zip, what a gzip or a deflated stream holds; else themselves."""
    try:
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                members = {name: packed.read(name) for name in packed.namelist()}
            name = chance.choice(sorted(members))
            return zipped({each: mutated(held, chance) if each == name else held for each, held in members.items()})
        if data[:2] == b"\x1f\x8b":
            return gzip.compress(mutated(gzip.decompress(data), chance), mtime=0)
    except (zipfile.BadZipFile, ValueError, OSError, zlib.error):
        return mutated(data, chance)
    if data[:1] in b"{[" and data[:1]:
        return _json_inside(data, chance)
    return mutated(mutated(data, chance), chance)


_ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    2**70,
    1e308,
    "",
    "x" * 5000,
    [],
    {},
    [[]],
    {"a": None},
    "\ud800",
    float("nan"),
)


def _json_inside(data: bytes, chance: random.Random) -> bytes:
    """JSON with one value in it replaced by one of another kind."""
    line = data.split(b"\n", 1)[0] if b"\n" in data.strip() and data.lstrip()[:1] == b"{" else data
    try:
        whole = json.loads(line)
    except (ValueError, RecursionError):
        return mutated(data, chance)
    places: list[tuple[Any, Any]] = []
    waiting = [whole]
    while waiting:
        held = waiting.pop()
        for key, value in list(held.items() if isinstance(held, dict) else enumerate(held)):
            places.append((held, key))
            if isinstance(value, (dict, list)):
                waiting.append(value)
    if places:
        holder, key = chance.choice(places)
        holder[key] = chance.choice(_ODD)
    return json.dumps(whole).encode()
