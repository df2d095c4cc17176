"""What is known about a report: from case.toml, else from people's edits of items.csv, else from the item itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import lru_cache
from posixpath import dirname, join, normpath
from typing import Any, Protocol, cast, get_args
from zoneinfo import ZoneInfo

from zvirka.capture.dates import published_moment
from zvirka.capture.globs import matches
from zvirka.capture.language import language_code, language_of
from zvirka.capture.readers.output import Report
from zvirka.model.case import Case, ItemsRule
from zvirka.model.errors import CaseError
from zvirka.model.items import KnownFrom, Text, text_digest
from zvirka.model.sources import UNKNOWN, SourceKind, Voice
from zvirka.model.times import Moment

Overrides = Mapping[tuple[str, str], Mapping[str, str]]
"""People's edits: (path, fragment or "") to the fields of items.csv they set: published, outlet, address, language, side, kind."""
LEAST_NAME_SHARE = 0.6
"""How much of an outlet's name a known source's name must cover to be it: "Kyiv Independent" in "The Kyiv Independent" (house rule)."""


class Source(Protocol):
    """A known source, as `ground.SourceInfo`."""

    @property
    def kind(self) -> SourceKind: ...
    @property
    def side(self) -> str: ...


class Sources(Protocol):
    """Where outlets are looked up, as `ground.Sources`."""

    def resolve(self, name: str, language: str, on: date | None) -> Source | None: ...
    def find(self, text: str, language: str) -> Sequence[tuple[int, int, Source]]: ...


class GroundView(Protocol):
    """What capture needs of `ground.Ground`."""

    def __hash__(self) -> int: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def sources(self) -> Sources: ...
    def language(self, code: str) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Settled:
    """A report's text record, and the words given for its date where they are no date.

    zoneless: its publication has a time of day, but nobody says by which clock; only the day was taken.
    """

    text: Text
    bad_date: str | None
    zoneless: bool = False


def settle(
    report: Report,
    item: str,
    path: str,
    reader: str,
    position: int,
    case: Case,
    ground: GroundView,
    overrides: Overrides,
    zone: tzinfo,
) -> Settled:
    """The Text of what a reader gave. Of case.toml's [[items]] that match, the last one that gives a value wins.

    Raises CaseError where an edit of items.csv holds no date or no kind of source.
    """
    told = _Told(given_by_case(case, path), _override(overrides, path, report.fragment), {})
    published, bad = _published(report, told, path, zone)
    outlet = told.words("outlet", report.outlet)
    address = told.words("address", report.address)
    language = _language(report, told)
    voice = _voice(outlet, language, published, told, ground, path, report.kind)
    text = Text(
        item=item,
        fragment=report.fragment,
        path=path,
        text=report.text,
        digest=text_digest(report.text),
        language=language,
        published=published,
        address=address,
        voice=voice,
        reader=reader,
        known=tuple(sorted(told.known.items())),
        position=position,
        marks=tuple(report.marks),
        author=report.author,
        forwarded_from=report.forwarded_from,
        reply_to=report.reply_to,
        edited=published_moment(report.edited, zone, told.local) if report.edited else None,
        media=tuple(_beside(path, name) for name in report.media),
    )
    zoneless = told.known["published"] == "read" and published is not None and published.instant is None
    return Settled(text, bad, zoneless and ":" in (report.published or ""))


def _beside(path: str, name: str) -> str:
    """The path relative to the folder of a file named relative to the file at `path`; words in brackets stay words."""
    return name if name.startswith("(") else normpath(join(dirname(path), name))


def given_by_case(case: Case, path: str) -> ItemsRule:
    """What the [[items]] of case.toml say about a path, in one rule: of those that match, the last that gives a value wins."""
    given: dict[str, object] = {}
    for rule in case.items:
        if matches(path, rule.files):
            for name in ("published", "outlet", "address", "language", "side", "kind", "time_zone"):
                value = getattr(rule, name)
                if value is not None:
                    given[name] = value
            if rule.columns:
                given["columns"] = rule.columns
    return ItemsRule(files=path, **given)  # type: ignore[arg-type]  # names and values come from the same class


@dataclass(slots=True)
class _Told:
    """Who tells what; `known` gathers how each field came to be known."""

    case: ItemsRule
    edits: Mapping[str, str]
    known: dict[str, KnownFrom]

    @property
    def local(self) -> tzinfo | None:
        """The clock of times without an offset, where case.toml names it."""
        return ZoneInfo(self.case.time_zone) if self.case.time_zone else None

    def words(self, field: str, read: str | None) -> str | None:
        """The value of case, edit or item, in that order; None where none gives one."""
        for value, how in ((getattr(self.case, field), "case"), (self.edits.get(field), "items_csv"), (read, "read")):
            if value:
                self.known[field] = cast(KnownFrom, how)
                return str(value)
        self.known[field] = "unknown"
        return None


def _override(overrides: Overrides, path: str, fragment: str | None) -> Mapping[str, str]:
    return overrides.get((path, fragment or ""), {})


def _published(report: Report, told: _Told, path: str, zone: tzinfo) -> tuple[Moment | None, str | None]:
    if told.case.published is not None:
        told.known["published"] = "case"
        return told.case.published, None
    edited = told.edits.get("published")
    if edited:
        moment = published_moment(edited, zone)
        if moment is None:
            raise _no_value("published", edited, path, "Write it as 2022-09-12 or 2022-09-12T10:15:00+03:00.")
        told.known["published"] = "items_csv"
        return moment, None
    moment = published_moment(report.published, zone, told.local) if report.published else None
    told.known["published"] = "read" if moment else "unknown"
    return moment, report.published if report.published and moment is None else None


def _language(report: Report, told: _Told) -> str | None:
    for words, how in ((told.case.language, "case"), (told.edits.get("language"), "items_csv")):
        code = language_code(words)
        if code is not None:
            told.known["language"] = cast(KnownFrom, how)
            return code
    language, declared = language_of(report.text, language_code(report.language))
    told.known["language"] = "read" if declared else "solved" if language else "unknown"
    return language


def _voice(
    outlet: str | None,
    language: str | None,
    published: Moment | None,
    told: _Told,
    ground: GroundView,
    path: str,
    read_kind: str | None,
) -> Voice:
    info = _source(outlet, language, published.day if published else None, ground) if outlet else None
    otherwise = cast(SourceKind, read_kind) if read_kind in get_args(SourceKind) else "media" if outlet else "unnamed"
    kind: SourceKind = info.kind if info else otherwise
    side, how = (info.side, "solved") if info else (UNKNOWN, "unknown")
    for value, source in ((told.edits.get("side"), "items_csv"), (told.case.side, "case")):
        if value:
            side, how = value, source
    for value in (told.edits.get("kind"), told.case.kind):
        if value:
            if value not in get_args(SourceKind):
                raise _no_value("kind", value, path, f"Use one of {', '.join(get_args(SourceKind))}.")
            kind = cast(SourceKind, value)
    told.known["side"] = cast(KnownFrom, how)
    return Voice(outlet or "", kind, side)


@lru_cache(maxsize=4096)  # the posts of a channel have one outlet
def _source(outlet: str, language: str | None, on: date | None, ground: GroundView) -> Source | None:
    """The known source that an outlet is: its name must be most of the outlet's, not merely stand in it."""
    for code in dict.fromkeys((*([language] if language in ground.languages else []), *ground.languages)):
        covering = [
            found
            for found in ground.sources.find(outlet, code)
            if found[1] - found[0] >= LEAST_NAME_SHARE * len(outlet)
        ]
        if covering:
            start, end, _ = covering[0]
            return ground.sources.resolve(outlet[start:end], code, on)
    return None


def _no_value(field: str, value: str, path: str, remedy: str) -> CaseError:
    return CaseError(
        f"{field} of {path} is no {field}", file="items.csv or case.toml", place=path, value=value, remedy=remedy
    )
