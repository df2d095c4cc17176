"""Reads case.toml: broken structure, unknown keys and wrong values are refused with file, place and remedy."""

from __future__ import annotations

import contextlib
import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path, PureWindowsPath
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zvirka.capture.columns import COLUMNS
from zvirka.model.case import (
    CIVILIAN_FLOOR_H,
    MILITARY_FLOOR_H,
    SCHEMA,
    AskedQuestion,
    BoundaryRule,
    Case,
    ItemsRule,
    ListRule,
    MapRule,
    PluginRule,
    PublishRule,
)
from zvirka.model.errors import CaseError
from zvirka.model.times import FIRST_DAY, LAST_DAY, Moment
from zvirka.pipeline.schemas import up_to_date
from zvirka.record import OWN_NAMES

NAME = "case.toml"
_TABLES: dict[str, type] = {
    "items": ItemsRule,
    "questions": AskedQuestion,
    "maps": MapRule,
    "boundaries": BoundaryRule,
    "lists": ListRule,
}
_REQUIRED = {
    "items": ("files",),
    "questions": ("measure", "place"),
    "maps": ("source", "files"),
    "boundaries": ("place", "file", "source"),
    "lists": ("kind", "file"),
}
_CASE_KEYS = ("title", "theatre", "language", "time_zone", "since", "until")
LIST_KINDS = (
    "official_counts",
    "oryx_events",
    "warspotting",
    "sightings",
    "settlement_statuses",
    "measured_areas",
    "list_tallies",
)
LANGUAGES = ("en", "uk", "ru")


def read_case(folder: Path) -> Case:
    """The case of a folder; a folder without case.toml is a case with all defaults. Raises CaseError."""
    path = folder / NAME
    _check_file(path, folder)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Case()
    except OSError as fault:
        raise CaseError(
            f"cannot be read ({fault.strerror})", file=NAME, remedy="Put a readable file there, or take it away."
        ) from fault
    return parse_case(data)


def _check_file(path: Path, folder: Path) -> None:
    """A pipe would be waited for without end; a link out of the folder would read what nobody gave."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise CaseError("is a device or pipe, not a file", file=NAME, remedy="Put a file there, or take it away.")
    if path.is_symlink() and path.exists() and not path.resolve().is_relative_to(folder.resolve()):
        raise CaseError("is a link that leads out of the folder", file=NAME, remedy="Copy the file itself there.")


def parse_case(data: bytes) -> Case:
    """The case of the bytes of a case.toml. Raises CaseError."""
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise CaseError("is not UTF-8", file=NAME, place=f"byte {fault.start}", remedy="Save it as UTF-8.") from fault
    except (ValueError, RecursionError) as fault:  # also numbers too long and brackets too deep for the reader
        raise CaseError(
            f"is no TOML: {fault}", file=NAME, remedy="Mend that line; docs/reference shows every part."
        ) from fault
    document = up_to_date(NAME, document, document.get("schema", SCHEMA))
    for key in set(document) & set(_CASE_KEYS):
        raise CaseError(
            f"{key} stands outside [case]", file=NAME, place="the top", remedy="Write the heading [case] above it."
        )
    _known(document, ("schema", "case", "publish", "plugins", *_TABLES), "the top")
    head = document.get("case", {})
    _known(_table(head, "[case]"), _CASE_KEYS, "[case]")
    zone = _zone(head)
    parts: dict[str, Any] = {name: tuple(_entries(document, name, kind, zone)) for name, kind in _TABLES.items()}
    _check_lists(parts["lists"])
    parts["plugins"] = tuple(_plugins(_table(document.get("plugins", {}), "[plugins]")))
    parts |= {key: _value(key, head[key], f"{key} in [case]", zone) for key in _CASE_KEYS if key in head}
    case = Case(**parts, publish=_publish(document.get("publish", {})))
    _check_theatre(case.theatre)
    if case.language not in LANGUAGES:
        raise CaseError(
            "is no language of the pages",
            file=NAME,
            place="language in [case]",
            value=case.language,
            remedy=f"Use one of {', '.join(LANGUAGES)}.",
        )
    return case


def _check_theatre(theatre: str) -> None:
    """A pack of the folder's own is copied into the case under its path: there it may stand for nothing of the record."""
    path = PureWindowsPath(theatre)  # it knows both kinds of separators, and drives
    parts = [part for part in path.parts if part != "."]
    outside = bool(path.anchor) or ".." in parts
    if outside or (parts and parts[0].casefold().rstrip(". ") in OWN_NAMES):
        raise CaseError(
            "leads out of the folder" if outside else "is a name that the record itself uses",
            file=NAME,
            place="theatre in [case]",
            value=theatre,
            remedy="Name a pack, or a folder of TOML files in this folder, by another name.",
        )


def _entries(document: Mapping[str, Any], name: str, kind: type, zone: ZoneInfo | None) -> Sequence[Any]:
    listed = document.get(name, [])
    if not isinstance(listed, list):
        raise CaseError(
            f"[{name}] stands where [[{name}]] is meant",
            file=NAME,
            place=name,
            remedy="Write the heading with two brackets.",
        )
    return [_entry(entry, name, number, kind, zone) for number, entry in enumerate(listed, start=1)]


def _entry(entry: Any, name: str, number: int, kind: type, zone: ZoneInfo | None) -> Any:
    place = f"entry {number} of [[{name}]]"
    allowed = [each.name for each in fields(kind)]
    _known(_table(entry, place), allowed, place)
    for key in _REQUIRED[name]:
        if key not in entry:
            raise CaseError(f"{key} is missing", file=NAME, place=place, remedy=f"Add {key} = … to it.")
    return kind(**{key: _value(key, value, f"{key} in {place}", zone) for key, value in entry.items()})


def _plugins(table: Mapping[str, Any]) -> Iterator[PluginRule]:
    for name, options in sorted(table.items()):
        place = f"[plugins.{name}]"
        written: dict[str, str] = {}
        for key, value in sorted(_table(options, place).items()):
            if isinstance(value, bool):
                value = "true" if value else "false"
            written[key] = str(value) if isinstance(value, (int, float)) else _text(value, f"{key} in {place}")
        yield PluginRule(name, tuple(written.items()))


def _value(key: str, value: Any, place: str, zone: ZoneInfo | None) -> Any:
    if key == "published":
        return _moment(value, place, zone)
    if key in ("since", "until", "as_of"):
        return _day(value, place)
    if key == "time_zone":
        return _zone_name(value, place)
    if key == "columns":
        return _columns(value, place)
    if key in ("held", "unknown"):
        return _texts(value, place)
    return _text(value, place)


_PUBLISH_RANGES = {
    "reviewers": (1, 2),
    "embargo_hours": (MILITARY_FLOOR_H, 24 * 365),
    "civilian_embargo_hours": (CIVILIAN_FLOOR_H, 24 * 365),
}


def _publish(head: Any) -> PublishRule:
    allowed = [each.name for each in fields(PublishRule)]
    _known(_table(head, "[publish]"), allowed, "[publish]")
    return PublishRule(**{key: _publish_value(key, value) for key, value in head.items()})


def _publish_value(key: str, value: Any) -> Any:
    place = f"{key} in [publish]"
    if key in _PUBLISH_RANGES:
        low, high = _PUBLISH_RANGES[key]
        if type(value) is not int or not low <= value <= high:
            raise CaseError(
                f"is no whole number from {low} to {high}",
                file=NAME,
                place=place,
                value=str(value),
                remedy="Positions are held back at least that long, whatever the case says."
                if "embargo" in key
                else "One person accepts a finding, or two.",
            )
        return value
    if key in ("under_review", "grades"):
        if type(value) is not bool:
            raise CaseError("is neither true nor false", file=NAME, place=place, value=str(value), remedy="Write true.")
        return value
    if key in ("named", "hosts"):
        return _texts(value, place)
    if key == "address":
        if not re.fullmatch(r"https?://[^\s\"'<>?#@]+", _text(value, place)):
            raise CaseError(
                "is no address of the web",
                file=NAME,
                place=place,
                value=str(value),
                remedy="Write https://…, to a folder.",
            )
        return value.rstrip("/") + "/"
    return _text(value, place)


def _columns(value: Any, place: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(each, str) and each.strip() for each in value.values()):
        raise CaseError(
            "is no table of headings", file=NAME, place=place, value=str(value), remedy='Write it as {text = "Post"}.'
        )
    if "[[items]]" in place:
        _known(value, COLUMNS, place)
    return tuple(sorted(value.items()))


def _texts(value: Any, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise CaseError(
            "is no list of texts", file=NAME, place=place, value=str(value), remedy='Write it as ["one", "two"].'
        )
    return tuple(value)


def _moment(value: Any, place: str, zone: ZoneInfo | None) -> Moment:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            if zone is None:
                raise CaseError(
                    "has a time of day but no zone",
                    file=NAME,
                    place=place,
                    value=str(value),
                    remedy="Add the offset (…+03:00), or time_zone to [case].",
                )
            value = value.replace(tzinfo=zone)
        try:
            instant = value.astimezone(UTC).replace(microsecond=0)
            day = value.astimezone(zone).date() if zone else value.date()
        except OverflowError as fault:
            raise _no_day(value, place) from fault
        return Moment(_day(day, place), instant)
    return Moment(_day(value, place))


def _day(value: Any, place: str) -> date:
    day: date | None = None
    if isinstance(value, date) and not isinstance(value, datetime):
        day = value
    elif isinstance(value, str):
        with contextlib.suppress(ValueError):
            day = date.fromisoformat(value)
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise _no_day(value, place)
    return day


def _no_day(value: Any, place: str) -> CaseError:
    return CaseError(
        f"is no day between {FIRST_DAY.year} and {LAST_DAY.year}",
        file=NAME,
        place=place,
        value=str(value),
        remedy="Write it as 2022-09-12, without quotes.",
    )


def _zone(head: Mapping[str, Any]) -> ZoneInfo | None:
    name = head.get("time_zone")
    return None if name is None else ZoneInfo(_zone_name(name, "time_zone in [case]"))


def _zone_name(name: Any, place: str) -> str:
    try:
        return ZoneInfo(_text(name, place)).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise CaseError(
            "is no time zone", file=NAME, place=place, value=str(name), remedy='Use a name such as "Europe/Kyiv".'
        ) from fault


def _check_lists(lists: Sequence[ListRule]) -> None:
    for number, rule in enumerate(lists, start=1):
        if rule.kind not in LIST_KINDS:
            raise CaseError(
                "is no kind of list",
                file=NAME,
                place=f"kind in entry {number} of [[lists]]",
                value=rule.kind,
                remedy=_meant(rule.kind, LIST_KINDS),
            )


def _table(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise CaseError(
            "is no table", file=NAME, place=place, value=str(value), remedy="Write key = value lines under the heading."
        )
    return value


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise CaseError("is no text", file=NAME, place=place, value=str(value), remedy="Write it in quotes.")
    return value


def _known(table: Mapping[str, Any], allowed: Sequence[str], place: str) -> None:
    for key in table:
        if key not in allowed:
            raise CaseError(f"unknown key {key}", file=NAME, place=place, remedy=_meant(key, allowed))


def _meant(word: str, allowed: Sequence[str]) -> str:
    close = difflib.get_close_matches(word, allowed, n=1)
    return f"Did you mean {close[0]}?" if close else f"Known here: {', '.join(allowed)}."
