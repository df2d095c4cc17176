"""`zvirka extract`: what the words of single files say, without a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from zvirka.capture import Found, read_items
from zvirka.confine import Confine
from zvirka.extract.layers import layer
from zvirka.ground import load_ground
from zvirka.model.canonical import canonical_json
from zvirka.model.case import Case, ItemsRule
from zvirka.model.errors import FormatError, InputError
from zvirka.model.items import Text
from zvirka.model.times import Moment


def layer_lines(
    files: Sequence[Path], layer_name: str, published: str | None, theatre: str, *, only_sure: bool = False
) -> tuple[list[str], list[str], bool]:
    """(one canonical JSON line a mention, in the order of the files and of the text; what to tell of texts that gave none;
    whether every text was read).

    published: ISO 8601 day or instant, or None. theatre: pack name, or path of a folder with one. only_sure: of attributions,
    those that are seldom wrong. Raises InputError for
    a file that holds no text we read.
    """
    ground = load_ground(theatre, Path.cwd())
    zone = ZoneInfo(ground.time_zone)
    case = Case(items=(ItemsRule("**", published=_moment(published, zone)),))
    found = [Found(_shown(file), file.resolve(), file.stat().st_size) for file in files]
    lines: list[str] = []
    notes: list[str] = []
    whole = True
    with Confine() as confined:
        for captured in read_items(found, case, ground, confined):
            if not captured.texts and not captured.part:
                why = captured.issues[0] if captured.issues else None
                raise FormatError(
                    why.message if why else "holds no text",
                    file=captured.found.path,
                    remedy=why.remedy if why else "Give a text file.",
                )
            for text in captured.texts:
                made = [canonical_json(entry) for entry in layer(text, layer_name, ground, only_sure=only_sure)]
                lines += made
                read = text.language in ground.languages
                whole &= read
                if not read:
                    language = f"language {text.language!r}" if text.language else "its language"
                    notes.append(f"{_place(text)}: {language} is not read ({', '.join(ground.languages)} are)")
                elif not made:
                    notes.append(f"{_place(text)}: no {layer_name} found in what was read")
    return lines, notes, whole


def _place(text: Text) -> str:
    return f"{text.path}, {text.fragment}" if text.fragment else text.path


def _shown(file: Path) -> str:
    return file.as_posix()


def _moment(published: str | None, zone: ZoneInfo) -> Moment | None:
    if published is None:
        return None
    try:
        if len(published) == 10:
            return Moment(date.fromisoformat(published))
        moment = datetime.fromisoformat(published)
    except ValueError as fault:
        raise InputError("is no time", file="--published", value=published, remedy="Write it as 2022-09-12.") from fault
    moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    return Moment(moment.astimezone(zone).date(), moment.astimezone(UTC).replace(microsecond=0))
