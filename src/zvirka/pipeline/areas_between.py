"""`zvirka areas`: what each map source of a case shows to have changed between any two days. Nothing is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from zvirka.confine import Confine
from zvirka.model.errors import InputError
from zvirka.model.observations import AreaObservation
from zvirka.model.wire import to_plain
from zvirka.pipeline.case_check import zone_of
from zvirka.pipeline.observing import OUTLINES_S, Observing
from zvirka.pipeline.progress import Silent
from zvirka.pipeline.views import open_case
from zvirka.publish.words import Words
from zvirka.record import Record


def areas_between(case_folder: Path, since: date, until: date) -> list[AreaObservation]:
    """One observation a source and border, by place and source: from the map nearest to the start of `since` to the last one of `until`.

    A source without a map from `since` to the end of `until` has none. Raises InputError where the case has no
    maps or the days are turned round.
    """
    account, ground = open_case(case_folder)
    if until < since:
        raise InputError(
            "ends before it begins", value=f"{since} to {until}", remedy="Give the earlier day with --since."
        )
    if not account.case.maps:
        raise InputError(
            "this case has no maps", file=str(case_folder), remedy="Name them under [[maps]] in case.toml."
        )
    items = {item.path: item for item in account.items}
    zone, record = zone_of(account.case, ground), Record(case_folder)
    with Confine() as confined, Confine(cpu_s=OUTLINES_S, wall_s=OUTLINES_S) as outlines:
        observing = Observing(account.case, ground, zone, record, confined, outlines, items, Silent())
        found = observing.between(since, until)
    return sorted(found, key=lambda each: (each.place, each.aside, each.source, each.id))


def areas_rows(found: list[AreaObservation]) -> list[dict[str, object]]:
    """As `export observations` has them."""
    return [{"kind": "area", **to_plain(each)} for each in found]


def areas_text(case_folder: Path, found: list[AreaObservation], language: str | None) -> str:
    """The observations for a terminal, with border and days of the maps."""
    account, ground = open_case(case_folder)
    words = Words(ground, language or account.case.language, account.time_zone)
    if not found:
        return words.say("areas_none")
    return "\n\n".join("\n  ".join(_lines(each, words)) for each in found)


def _lines(seen: AreaObservation, words: Words) -> list[str]:
    where = words.place(seen.place, given=seen.place) if seen.place else words.say("all_that_is_mapped")
    span = (
        f"{words.when_both(seen.since)} – {words.when_both(seen.as_of)}" if seen.since else words.when_both(seen.as_of)
    )
    figures = {
        "col_regained": words.span(seen.regained_low_km2, seen.regained_high_km2),
        "col_lost": _one(words, seen.lost_km2),
        "col_held": _one(words, seen.held_km2),
        "col_unknown_ground": _one(words, seen.unknown_km2),
        "col_boundary": seen.boundary or words.say("unknown"),
    }
    told = [words.say("colon", name=words.say(name), value=value) for name, value in figures.items()]
    return [f"{where} — {seen.source}", span, *told]


def _one(words: Words, value: float | None) -> str:
    return words.number(round(value, 1)) if value is not None else "–"
