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
_NO_EDITS: Mapping[str, str] = {}
_KINDS = frozenset(get_args(SourceKind))


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


class Settler:
    """Makes the texts of one item. What holds for all of its reports is looked up once: an export has a million of them.

    Of case.toml's [[items]] that match `path`, the last one that gives a value wins.
    """

    def __init__(
        self,
        item: str,
        path: str,
        reader: str,
        case: Case,
        ground: GroundView,
        overrides: Overrides,
        zone: tzinfo,
    ) -> None:
        """item: its id. reader: name and version of what read it. zone: the case's. Raises CaseError where case.toml names no kind."""
        self._item, self._path, self._reader = item, path, reader
        self._case, self._ground, self._overrides, self._zone = given_by_case(case, path), ground, overrides, zone
        self._local = ZoneInfo(self._case.time_zone) if self._case.time_zone else None
        self._frequent = frequent_words(ground)

    def settle(self, report: Report, position: int) -> Settled:
        """The Text of what a reader gave; position: its number in the item. Raises CaseError where an edit holds no value."""
        edits = self._overrides.get((self._path, report.fragment or ""), _NO_EDITS) if self._overrides else _NO_EDITS
        published, bad, published_from = self._published(report, edits)
        outlet, outlet_from = _first(self._case.outlet, edits.get("outlet"), report.outlet)
        address, address_from = _first(self._case.address, edits.get("address"), report.address)
        language, language_from = self._language(report, edits)
        voice, side_from = self._voice(outlet, language, published, edits, report.kind)
        words = report.text
        text = Text(
            item=self._item,
            fragment=report.fragment,
            path=self._path,
            text=words,
            digest=text_digest(words),
            language=language,
            published=published,
            address=address,
            voice=voice,
            reader=self._reader,
            known=_known(address_from, language_from, outlet_from, published_from, side_from),
            position=position,
            marks=tuple(report.marks) if report.marks else (),
            author=report.author,
            forwarded_from=report.forwarded_from,
            reply_to=report.reply_to,
            edited=published_moment(report.edited, self._zone, self._local) if report.edited else None,
            media=tuple(_beside(self._path, name) for name in report.media) if report.media else (),
        )
        zoneless = published_from == "read" and published is not None and published.instant is None
        return Settled(text, bad, zoneless and ":" in (report.published or ""))

    def _published(self, report: Report, edits: Mapping[str, str]) -> tuple[Moment | None, str | None, KnownFrom]:
        """When, the words given for it where they are no date, and how it is known."""
        if self._case.published is not None:
            return self._case.published, None, "case"
        edited = edits.get("published")
        if edited:
            moment = published_moment(edited, self._zone)
            if moment is None:
                remedy = "Write it as 2022-09-12 or 2022-09-12T10:15:00+03:00."
                raise _no_value("published", edited, self._path, remedy)
            return moment, None, "items_csv"
        if not report.published:
            return None, None, "unknown"
        moment = published_moment(report.published, self._zone, self._local)
        return (None, report.published, "unknown") if moment is None else (moment, None, "read")

    def _language(self, report: Report, edits: Mapping[str, str]) -> tuple[str | None, KnownFrom]:
        given: tuple[tuple[str | None, KnownFrom], ...] = (
            (self._case.language, "case"),
            (edits.get("language"), "items_csv"),
        )
        for words, how in given:
            if words and (code := language_code(words)) is not None:
                return code, how
        told = language_code(report.language) if report.language else None
        language, declared = language_of(report.text, told, self._frequent)
        return language, "read" if declared else "solved" if language else "unknown"

    def _voice(
        self,
        outlet: str | None,
        language: str | None,
        published: Moment | None,
        edits: Mapping[str, str],
        read_kind: str | None,
    ) -> tuple[Voice, KnownFrom]:
        """The item's voice, and how its side is known."""
        info = _source(outlet, language, published.day if published else None, self._ground) if outlet else None
        kind = read_kind if read_kind in _KINDS else "media" if outlet else "unnamed"
        side, how = (info.side, "solved") if info else (UNKNOWN, "unknown")
        kind = info.kind if info else kind
        side, how = (edits["side"], "items_csv") if edits.get("side") else (side, how)
        side, how = (self._case.side, "case") if self._case.side else (side, how)
        for value in (edits.get("kind"), self._case.kind):
            if value:
                if value not in _KINDS:
                    raise _no_value("kind", value, self._path, f"Use one of {', '.join(get_args(SourceKind))}.")
                kind = value
        return _voice_of(outlet or "", cast(SourceKind, kind), side), cast(KnownFrom, how)


def _first(*values: str | None) -> tuple[str | None, KnownFrom]:
    """The value of case, edit or item, in that order, and how it is known; None where none gives one."""
    case, edit, read = values
    if case:
        return case, "case"
    if edit:
        return edit, "items_csv"
    return (read, "read") if read else (None, "unknown")


@lru_cache(maxsize=1024)
def _known(
    address: KnownFrom, language: KnownFrom, outlet: KnownFrom, published: KnownFrom, side: KnownFrom
) -> tuple[tuple[str, KnownFrom], ...]:
    """`Text.known`: few differ, so texts share them."""
    return (
        ("address", address),
        ("language", language),
        ("outlet", outlet),
        ("published", published),
        ("side", side),
    )


_voice_of = lru_cache(maxsize=4096)(Voice)
"""Texts of one channel share its voice."""


@lru_cache(maxsize=8)
def frequent_words(ground: GroundView) -> Mapping[str, frozenset[str]]:
    """The languages that are told by small words, with them (`frequent` of the packs)."""
    listed = {code: ground.language(code).get("language", {}).get("frequent", ()) for code in ground.languages}
    return {code: frozenset(words) for code, words in listed.items() if words}


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


@lru_cache(maxsize=4096)  # a channel has some posts a day
def _source(outlet: str, language: str | None, on: date | None, ground: GroundView) -> Source | None:
    """The known source that an outlet is."""
    named = _named(outlet, language, ground)
    return ground.sources.resolve(named[0], named[1], on) if named else None


@lru_cache(maxsize=4096)  # the posts of a channel have one outlet, those of a group as many as it has members
def _named(outlet: str, language: str | None, ground: GroundView) -> tuple[str, str] | None:
    """A known source's name that is most of the outlet's, not merely stands in it; with the language it is known in."""
    for code in dict.fromkeys((*([language] if language in ground.languages else []), *ground.languages)):
        for start, end, _ in ground.sources.find(outlet, code):
            if end - start >= LEAST_NAME_SHARE * len(outlet):
                return outlet[start:end], code
    return None


def _no_value(field: str, value: str, path: str, remedy: str) -> CaseError:
    return CaseError(
        f"{field} of {path} is no {field}", file="items.csv or case.toml", place=path, value=value, remedy=remedy
    )
