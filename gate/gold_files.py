"""Reads the gold of the extract gate: texts of our own with every claim marked (gate/gold/README.md has the format).

A mark that does not fit its text or the format raises GoldError with the file, the place in it and the value.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from gate.readers import agreed
from gate.words import position
from zvirka.ground.units import Units
from zvirka.model.claims import Modality, Polarity, StatementType
from zvirka.model.places import PlaceRole
from zvirka.model.quantities import Bound
from zvirka.model.sources import SourceKind

FOLDER = Path(__file__).with_name("gold")
TUNED = ("open", "wide", "blind")
"""Scored at every gate: open and blind, and wide: more texts of the kinds read worst, marked before they were read, that may be
looked at."""
SEEN = ("open", "wide")
"""Those that may be looked at."""
SEALED = "sealed"
"""A second blind half, written late and scored only when that is asked for, so that no rule is chosen by its total either."""
HALVES = (*TUNED, SEALED)
TEXT_KINDS = ("agency", "official", "partisan", "eyewitness", "thread", "summary")
"""What a text is like; the second half of its file name."""
SIDES = ("ukraine", "russia", "third", "unknown")
UNITS = {**{unit: unit for unit in Units.ids}, "persons": "people"}
"""Unit words of marks, as the unit ids they mean."""
TIMES = ("event", "as_of", "since", "until", "said")
UNKNOWN = "unknown"
Days = tuple[date, date] | None
"""First and last day; None where the text must be read as not giving it."""


class GoldError(ValueError):
    """A mark that is not in the format: file, place, value."""


@dataclass(frozen=True, slots=True)
class GoldSource:
    """A source in its own words; kind and side None where they are not scored."""

    words: str
    kind: str | None
    side: str | None


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A place in its own words, by its English name; role None where it is not scored."""

    words: str
    name: str
    role: str | None


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A marked statement. sources None: not scored; empty: the voice itself speaks. quantity, times: only the keys given are scored.

    nth: which occurrence of the quote is meant, from 1. literal: None where it is not scored.
    """

    type: str
    quote: str
    nth: int
    also_types: tuple[str, ...]
    polarity: str
    modality: str
    literal: bool | None
    sources: tuple[GoldSource, ...] | None
    quantity: Mapping[str, float | str]
    places: tuple[GoldPlace, ...]
    times: Mapping[str, Days]
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text with its marks. name: "en/open/01-agency". nothing: words that say nothing checkable.

    claims: what its readers agree on; readings: what each of them marked, the first reader's first.
    """

    name: str
    language: str
    half: str
    kind: str
    path: Path
    text: str
    published: date
    outlet: str
    voice_kind: str
    voice_side: str
    claims: tuple[GoldClaim, ...]
    nothing: tuple[str, ...]
    readings: tuple[tuple[GoldClaim, ...], ...] = ()


def read_gold(
    folder: Path = FOLDER, languages: Sequence[str] = ("en", "uk", "ru"), halves: Sequence[str] = HALVES
) -> Iterator[GoldText]:
    """Every text of these halves with its marks, in the order of language, half and name. Raises GoldError."""
    for language in languages:
        for half in halves:
            for path in sorted((folder / language / half).glob("*.txt")):
                yield read_text(path, language, half)


def read_text(path: Path, language: str, half: str) -> GoldText:
    """A text and the marks beside it, of its first reader and of further ones (NN-kind.2.toml and so on). Raises GoldError."""
    name = f"{language}/{half}/{path.stem}"
    text = path.read_text("utf-8")
    kind = path.stem.partition("-")[2]
    _one_of(name, "kind of text", kind, TEXT_KINDS)
    marks = _marks_of(path.with_suffix(".toml"), name)
    _keys(name, marks, {"published", "outlet", "voice"}, {"claims", "nothing"})
    voice = marks["voice"]
    _keys(f"{name} voice", voice, {"kind", "side"}, set())
    _one_of(f"{name} voice", "kind", voice["kind"], get_args(SourceKind))
    _one_of(f"{name} voice", "side", voice["side"], SIDES)
    for each in marks.get("nothing", ()):
        _keys(f"{name} nothing", each, {"quote"}, set())
        _within(f"{name} nothing", each["quote"], text)
    readings = [_claims_of(name, marks, text)]
    for further in sorted(path.parent.glob(f"{path.stem}.?.toml")):
        others = _marks_of(further, further.stem)
        _keys(further.stem, others, set(), {"claims"})
        readings.append(_claims_of(further.stem, others, text))
    return GoldText(
        name=name,
        language=language,
        half=half,
        kind=kind,
        path=path,
        text=text,
        published=marks["published"],
        outlet=marks["outlet"],
        voice_kind=voice["kind"],
        voice_side=voice["side"],
        claims=agreed(text, readings),
        nothing=tuple(each["quote"] for each in marks.get("nothing", ())),
        readings=tuple(readings),
    )


def _marks_of(path: Path, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise GoldError(f"{name}: its marks cannot be read: {fault}") from fault


def _claims_of(name: str, marks: Mapping[str, Any], text: str) -> tuple[GoldClaim, ...]:
    return tuple(claim_of(f"{name} claim {at}", each, text) for at, each in enumerate(marks.get("claims", ()), 1))


_OPTIONAL_KEYS = {
    "nth",
    "polarity",
    "modality",
    "literal",
    "sources",
    "also_types",
    "quantity",
    "places",
    "times",
    "optional",
}


def claim_of(where: str, mark: Mapping[str, Any], text: str) -> GoldClaim:
    """The claim of a mark, which must be in the format. Raises GoldError, which says where."""
    _keys(where, mark, {"type", "quote"}, _OPTIONAL_KEYS)
    nth = mark.get("nth", 1)
    _within(where, mark["quote"], text, nth)
    for type_ in (mark["type"], *mark.get("also_types", ())):
        _one_of(where, "type", type_, get_args(StatementType))
    _one_of(where, "polarity", mark.get("polarity", "affirmed"), get_args(Polarity))
    _one_of(where, "modality", mark.get("modality", "asserted"), get_args(Modality))
    return GoldClaim(
        type=mark["type"],
        quote=mark["quote"],
        nth=nth,
        also_types=tuple(mark.get("also_types", ())),
        polarity=mark.get("polarity", "affirmed"),
        modality=mark.get("modality", "asserted"),
        literal=mark.get("literal"),
        sources=tuple(_source(where, each, text) for each in mark["sources"]) if "sources" in mark else None,
        quantity=_quantity(where, mark.get("quantity", {})),
        places=tuple(_place(where, each, text) for each in mark.get("places", ())),
        times={key: _days(where, key, value) for key, value in mark.get("times", {}).items()},
        optional=mark.get("optional", False),
    )


def _source(where: str, mark: Mapping[str, Any], text: str) -> GoldSource:
    _keys(f"{where} source", mark, {"words"}, {"kind", "side"})
    _within(f"{where} source", mark["words"], text)
    if "kind" in mark:
        _one_of(f"{where} source", "kind", mark["kind"], get_args(SourceKind))
    if "side" in mark:
        _one_of(f"{where} source", "side", mark["side"], SIDES)
    return GoldSource(mark["words"], mark.get("kind"), mark.get("side"))


def _place(where: str, mark: Mapping[str, Any], text: str) -> GoldPlace:
    _keys(f"{where} place", mark, {"words", "name"}, {"role"})
    _within(f"{where} place", mark["words"], text)
    if "role" in mark:
        _one_of(f"{where} place", "role", mark["role"], get_args(PlaceRole))
    return GoldPlace(mark["words"], mark["name"], mark.get("role"))


def _quantity(where: str, mark: Mapping[str, Any]) -> dict[str, float | str]:
    _keys(f"{where} quantity", mark, set(), {"value", "low", "high", "unit", "bound"})
    if "unit" in mark:
        _one_of(f"{where} quantity", "unit", mark["unit"], tuple(UNITS))
    if "bound" in mark:
        _one_of(f"{where} quantity", "bound", mark["bound"], get_args(Bound))
    for key in ("value", "low", "high"):
        if key in mark and (isinstance(mark[key], bool) or not isinstance(mark[key], (int, float))):
            raise GoldError(f"{where} quantity: {key} is no number: {mark[key]!r}")
    return {key: UNITS[value] if key == "unit" else value for key, value in mark.items()}


_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:/(\d{4}-\d{2}-\d{2}))?")


def _days(where: str, key: str, value: Any) -> Days:
    _one_of(f"{where} times", "time", key, TIMES)
    if value == UNKNOWN:
        return None
    match = _SPAN.fullmatch(str(value))
    try:
        first, last = (
            (date.fromisoformat(match[1]), date.fromisoformat(match[2] or match[1])) if match else (None, None)
        )
    except ValueError as fault:
        raise GoldError(f"{where} times: {key} is no day: {value!r}") from fault
    if first is None or last is None or last < first:
        raise GoldError(f"{where} times: {key} is no day or first/last: {value!r}")
    return (first, last)


def _keys(where: str, mark: Any, needed: set[str], allowed: set[str]) -> None:
    if not isinstance(mark, Mapping):
        raise GoldError(f"{where}: is no table: {mark!r}")
    if missing := sorted(needed - set(mark)):
        raise GoldError(f"{where}: {', '.join(missing)} is missing")
    if unknown := sorted(set(mark) - needed - allowed):
        raise GoldError(f"{where}: there is no key {', '.join(unknown)}")


def _one_of(where: str, what: str, value: Any, legal: Sequence[Any]) -> None:
    if value not in legal:
        raise GoldError(f"{where}: {value!r} is no {what}; there are {', '.join(legal)}")


def _within(where: str, words: str, text: str, nth: int = 1) -> None:
    if not words or position(text, words, nth) < 0:
        raise GoldError(f"{where}: the text does not hold these words {nth} times: {words!r}")
