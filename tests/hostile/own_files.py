"""Feeds what people and other programs write for us (case file, tables, dumps, packs, answers of a model) broken and hostile: each is
taken, or refused in words.

These are read in the main process. What is raised must be an error for the person at the desk; always the same inputs for the same seed.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.corpus import mutated
from tests.hostile.fuzzing import inside
from tests.hostile.strings import STRINGS
from tests.plugins.test_llm import WORDS, completion, suggested
from zvirka.ground import Ground
from zvirka.ground.compile import read_table, read_theatre
from zvirka.ground.geonames import read_dump
from zvirka.model.errors import Unanswered, ZvirkaError
from zvirka.pipeline import decisions_csv
from zvirka.pipeline.case_check import check_case, check_edits
from zvirka.pipeline.case_file import parse_case
from zvirka.pipeline.items_csv import read_edits
from zvirka.plugins.llm import usable

PACK = Path(__file__).resolve().parents[2] / "packs" / "theatres" / "kursk-2024"
_ODD = (
    *(
        b"",
        b"1e999",
        b"-1",
        b"9" * 400,
        b"nan",
        b"-inf",
        b'"',
        b"'",
        b"[]",
        b"{}",
        b"true",
        b"2022-13-45",
        b"9999-12-31",
    ),
    *(b"0001-01-01", b'"x"', b"[1,[2]]", b"=1+1", b"../x", b"/etc/passwd", b"\xff\xfe", b"\0", b"\xe2\x80\xa8"),
)
CASE = b"""schema = 1
[case]
title = "Regained"
theatre = "ukraine"
language = "en"
time_zone = "Europe/Kyiv"
since = 2022-09-01
[publish]
chosen_by = "The Desk"
reviewers = 2
embargo_hours = 72
[plugins.llm]
model = "small"
[[items]]
files = "a*"
published = 2022-09-12
outlet = "The Herald"
side = "ukraine"
kind = "media"
columns = {text = "T", published = "P"}
[[questions]]
measure = "territory_regained"
place = "geonames:706482"
since = 2022-09-06
[[maps]]
source = "DeepState"
files = "m/*.geojson"
time_in_name = "%Y-%m-%d"
status_property = "s"
holder = "russia"
held = ["o"]
unknown = ["u"]
[[boundaries]]
place = "geonames:706482"
file = "b.geojson"
source = "Natural Earth"
[[lists]]
kind = "official_counts"
file = "l.csv"
"""
ITEMS = (
    b"path,fragment,published,outlet,address,language,side,kind,known,item\n"
    b"a.txt,,2022-09-12,The Herald,https://x.example/,en,ukraine,media,published=items_csv outlet=items_csv,ab\n"
    b"b.txt,1,2022-09-12T10:00:00Z,The Courier,,uk,third,official,side=items_csv,cd\n"
)
_ROW = {"kind": "accept", "subject": "1", "why": "seen", "by": "Maria"}
DECISIONS = "".join(
    ",".join(cells) + "\n"
    for cells in (
        decisions_csv.COLUMNS,
        *([_ROW.get(name, "") for name in decisions_csv.COLUMNS] for _ in range(3)),
    )
).encode()
DUMP = (
    "706482\tKharkiv Oblast\tKharkiv Oblast\tKharkivska,Харків\t49.5\t36.5\tA\tADM1\tUA\t\t07\t\t\t\t2600000\t\t100\tEurope/Kyiv\t\n"
    "1\tIzium\tIzium\tIzyum\t49.2\t37.2\tP\tPPL\tUA\t\t07\t\t\t\t50000\t\t100\tEurope/Kyiv\t2022-01-01\n"
).encode()
NAMES = "1\t1\ten\tIzium\t1\t\t\t\t\t\n2\t1\tuk\tІзюм\t\t\t\t\t\t\n".encode()
TABLE = (
    "id\tkind\tparent\tlon\tlat\trank\ten\tru\tuk\n"
    "geonames:1\tsettlement\tgeonames:706482\t37.2\t49.2\t7\tIzium|Izyum\tИзюм\tІзюм\n"
).encode()
ANSWER = completion(
    '{"statements": [{"type": "civilian_harm", "quote": "12 houses in Izium burned", "source": "The governor", "cue": "said", '
    '"figure": "12 houses", "place": "Izium", "time": "on Monday"}]}'
)
Reader = Callable[[bytes, Path, Ground], object]


@dataclass(frozen=True, slots=True)
class Own:
    """A kind of file. seeds: good ones. read: reads bytes, in a folder that it may use. slow: it is tried a twentieth as often."""

    seeds: Sequence[bytes]
    read: Reader
    slow: bool = False


def _case(data: bytes, folder: Path, ground: Ground) -> None:
    case = parse_case(data)
    check_case(case, ground)


def _items(data: bytes, folder: Path, ground: Ground) -> None:
    (folder / "items.csv").write_bytes(data)
    check_edits(read_edits(folder), ground)


def _decisions(data: bytes, folder: Path, ground: Ground) -> None:
    (folder / "decisions.csv").write_bytes(data)
    list(decisions_csv.read_rows(folder))


def _dump(data: bytes, folder: Path, ground: Ground) -> None:
    (folder / "UA.txt").write_bytes(data)
    (folder / "names.txt").write_bytes(NAMES)
    read_dump(folder / "UA.txt", _ALPHABETS, folder / "names.txt")


def _names(data: bytes, folder: Path, ground: Ground) -> None:
    (folder / "UA.txt").write_bytes(DUMP)
    (folder / "names.txt").write_bytes(data)
    read_dump(folder / "UA.txt", _ALPHABETS, folder / "names.txt")


def _table(data: bytes, folder: Path, ground: Ground) -> None:
    (folder / "t.tsv").write_bytes(data)
    read_table(folder / "t.tsv")


def _pack(name: str) -> Reader:
    def read(data: bytes, folder: Path, ground: Ground) -> None:
        if not (folder / "pack").exists():
            shutil.copytree(PACK, folder / "pack")
        (folder / "pack" / name).write_bytes(data)
        try:
            read_theatre(folder / "pack")
        except (TypeError, ValueError, AttributeError, LookupError, RecursionError):
            pass  # `ground_of` says of these that the pack cannot be used
        finally:
            shutil.copy(PACK / name, folder / "pack" / name)

    return read


def _answer(data: bytes, folder: Path, ground: Ground) -> None:
    found = suggested(data if usable(data) else Unanswered("is not the JSON asked for", file="llm"))
    for each in found.suggestions:
        for span in (each.quote, each.source, each.cue, each.figure, each.place, each.time):
            assert span is None or WORDS[span.start : span.end] == span.exact, "words that do not stand there"
    assert found.suggestions or found.issues or usable(data), "an answer that was dropped in silence"


_ALPHABETS = {"en": "A-Za-z", "uk": "\u0400-\u04ff"}
TARGETS: dict[str, Own] = {
    "case.toml": Own([CASE], _case),
    "items.csv": Own([ITEMS], _items),
    "decisions.csv": Own([DECISIONS], _decisions),
    "gazetteer dump": Own([DUMP], _dump),
    "names of a gazetteer dump": Own([NAMES], _names),
    "gazetteer table": Own([TABLE], _table),
    **{
        f"theatre pack, {path.name}": Own([path.read_bytes()], _pack(path.name), slow=True)
        for path in sorted(PACK.iterdir())
        if path.suffix in (".toml", ".tsv")
    },
    "answer of a model": Own([ANSWER], _answer),
}


def run(name: str, executions: int, folder: Path, ground: Ground) -> tuple[int, list[str]]:
    """Reads so many broken files of a kind; gives how many were taken as they are, and what broke the promise."""
    own, chance, wrong, taken = TARGETS[name], random.Random(name), list[str](), 0
    for _ in range(executions):
        data = _broken(chance.choice(own.seeds), chance)
        try:
            own.read(data, folder, ground)
            taken += 1
        except ZvirkaError as refused:
            if not refused.problem:
                wrong.append(f"{name}: refused without a word: {data[:200]!r}")
        except Exception as fault:
            wrong.append(f"{name}: {type(fault).__name__}: {str(fault)[:200]}")
    return taken, wrong


def _broken(data: bytes, chance: random.Random) -> bytes:
    way = chance.randrange(5)
    if way == 0:
        return mutated(data, chance)
    if way == 1:
        return inside(data, chance)
    words = chance.choice(_WORDS)[:400]
    if way == 2:
        at = chance.randrange(len(data))
        return data[:at] + words + data[at:]
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    between = next((sign for sign in (b"\t", b" = ", b",") if sign in lines[at]), b" ")
    cells = lines[at].split(between)
    cell = chance.randrange(len(cells))
    cells[cell] = chance.choice((words, chance.choice(_ODD)))
    if way == 4:
        del cells[cell]
    lines[at] = between.join(cells)
    return b"\n".join(lines)


_WORDS = [words.encode("utf-8", "surrogatepass") for words in STRINGS.values()]
