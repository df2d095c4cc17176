"""The chapters of an edition that cut across questions, as plain dictionaries: evidence, map, timeline, equipment, words, methods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from zvirka.model.claims import Claim
from zvirka.model.observations import AreaObservation, CountObservation, LossObservation, StatusObservation
from zvirka.model.times import TimeSlot
from zvirka.publish.edition.edition import Edition
from zvirka.publish.index import AccountIndex, report_of
from zvirka.publish.narrative_pages import Most, judged_sources, narrative_sections
from zvirka.publish.reader.map_views import map_sections
from zvirka.publish.reader.media import Media
from zvirka.publish.speakers import figure_of, listed_name, speaker
from zvirka.publish.views import View, Views
from zvirka.publish.visible import one_line
from zvirka.publish.words import Words

CHAPTERS = {
    "map": "reader_map",
    "timeline": "reader_timeline",
    "equipment": "reader_equipment",
    "narratives": "reader_narratives",
    "methods": "reader_methods",
    "corrections": "reader_corrections",
}
"""File names, and the messages that name them."""
ROWS = 300
"""Rows of one table or list."""
CLAIMS = 80
"""Claims of a chapter shown with all their facts."""
WORDED = 40
"""The same of jokes, positions and framing, which share a page with what was said over time."""
SHOWN = Most(terms=12, uses=8, turns=20, speakers=12, statements=8, first_use="term_first_use_given")
"""What that page shows, under 300 kB."""
PLAIN_WORDS = (
    "outside", "contradict", "both_sides", "fits", "origins", "one_origin", "different_scope", "nothing_found", "cannot_tell"
)  # fmt: skip
"""The plain words of DESIGN section 2 that findings bear, in the order in which the first that holds is shown."""
WORDS_CHOSEN = ("framing", "policy_position")
"""Types of statement that say how something is called or wanted, not what happened."""


def section(
    title: str = "", columns: Sequence[str] = (), rows: Sequence[Sequence[Any]] = (), more: int = 0, **extra: Any
) -> View:
    """A section of a chapter; what it lacks is empty."""
    empty: View = {"lines": [], "svgs": [], "key": [], "claims": [], "days": [], "note": ""}
    return empty | {"title": title, "columns": list(columns), "rows": list(rows), "more": more} | extra


class Chapters:
    """Chapters of an edition in one language."""

    def __init__(self, edition: Edition, index: AccountIndex, views: Views, words: Words) -> None:
        self.edition, self.account = edition, edition.account
        self.index, self.views, self.words = index, views, words
        self.claims = [claim for claim in edition.account.claims if claim.id in index.findings_of]

    def _named(self, *keys: str) -> list[str]:
        return [self.words.say(key) for key in keys]

    def media(self, shown: Sequence[Media]) -> list[View]:
        """Pictures and videos given out, with what covers them."""
        found = []
        for each in shown[:ROWS]:
            kind = self.words.say(f"reader_kind_{each.kind}")
            text = self.index.texts.get(each.report)
            found.append(
                {
                    "name": self.words.say("reader_media_named", kind=kind, digest=each.sha256[:16]),
                    "of": each.report,
                    "href": f"items/{self.views.item_file(each.report)}" if text else None,
                    "graphic": each.graphic,
                    "kind": each.kind,
                    "path": each.path,
                }
            )
        return found

    def evidence(self) -> list[View]:
        """What maps, lists and counts show, source by source."""
        seen = self.account.observations
        areas = [each for each in seen if isinstance(each, AreaObservation)]
        statuses = [each for each in seen if isinstance(each, StatusObservation)]
        made = [self._areas(areas), self._losses(), self._counts(), self._statuses(statuses)]
        return [each for each in made if each["rows"]]

    def _areas(self, areas: Sequence[AreaObservation]) -> View:
        words = self.words
        rows = [
            [
                one_line(each.source, 60),
                words.place(each.place, given=each.place),
                words.when_both(each.as_of),
                words.span(each.held_km2, each.held_km2, "km2", whole=True) if each.held_km2 is not None else "",
                words.span(each.regained_low_km2, each.regained_high_km2, "km2", whole=True)
                if each.regained_low_km2 is not None or each.regained_high_km2 is not None
                else "",
                one_line(each.boundary, 120),
            ]
            for each in sorted(areas, key=lambda each: (each.source, each.place, each.as_of.sort_key))[:ROWS]
        ]
        columns = self._named(
            "col_source", "col_place", "col_as_of", "reader_held", "type_territory_regained", "col_boundary"
        )
        title = words.say("reader_map_areas")
        return section(title, columns, rows, max(0, len(areas) - ROWS), note=words.say("maps_note"))

    def _losses(self) -> View:
        words = self.words
        found = [each for each in self.account.observations if isinstance(each, LossObservation)]
        found.sort(key=lambda each: (each.source, str(each.day or "~"), each.row))
        rows = [
            [
                one_line(each.source, 60),
                words.model(each.model or each.cls, each.model_as_written),
                words.state(each.status),
                words.side(each.owner),
                words.when_both(each.day) if each.day else words.say("unknown"),
                words.place(each.place, given=each.place_as_written or "") if each.place else "",
            ]
            for each in found[:ROWS]
        ]
        columns = self._named("col_source", "col_model", "col_status", "reader_side", "col_day", "col_place")
        title = words.say("reader_lists")
        return section(title, columns, rows, max(0, len(found) - ROWS), note=words.say("reader_equipment_note"))

    def _counts(self) -> View:
        words = self.words
        found = [each for each in self.account.observations if isinstance(each, CountObservation)]
        latest: dict[tuple[str, str, str, str], CountObservation] = {}
        for each in sorted(found, key=lambda each: each.day.sort_key):
            latest[each.source, each.owner, each.cls, each.status] = each
        rows = [
            [
                one_line(each.source, 60),
                words.side(each.owner),
                words.model(each.cls, each.cls),
                words.state(each.status),
                words.when_both(each.day),
                words.number(each.total),
            ]
            for each in latest.values()
        ]
        columns = self._named("col_source", "reader_side", "col_model", "col_status", "col_day", "col_count")
        return section(words.say("reader_counts"), columns, rows[:ROWS], max(0, len(rows) - ROWS))

    def _statuses(self, found: Sequence[StatusObservation]) -> View:
        words = self.words
        rows = [
            [
                one_line(each.source, 60),
                words.place(each.place, given=each.place_as_written),
                words.rule(f"reader_status_{each.status}", one_line(each.status, 40)),
                words.side(each.holder),
                words.when_both(each.as_of),
            ]
            for each in sorted(found, key=lambda each: (each.place_as_written, each.as_of.sort_key, each.source))[:ROWS]
        ]
        columns = self._named("col_source", "col_place", "col_status", "reader_side", "col_as_of")
        return section(words.say("reader_statuses"), columns, rows, max(0, len(found) - ROWS))

    def map(self) -> View:
        """Settlements on two dates of each named source, and the places spoken of."""
        says = self.words.say
        sections = map_sections(self.account.observations, self.claims, self.words)
        return {"note": says("reader_map_policy"), "sections": sections, "nothing": says("reader_map_none")}

    def timeline(self) -> View:
        """Days one under another: what happened or is described, and what was said, apart."""
        days: list[tuple[date, str, Claim]] = []
        undated = []
        for claim in self.claims:
            told = claim.times.event or claim.times.as_of
            found = [(_day(told), "happened"), (_day(claim.times.said), "said")]
            if found[0][0] == found[1][0]:
                found = [(found[0][0], "both")]  # said on the day it tells of: one entry, with both marks
            known = [(day, kind, claim) for day, kind in found if day is not None]
            days += known
            if not known:
                undated.append(claim)
        ordered = sorted(days, key=lambda each: (each[0], each[1], each[2].id))
        shown = ordered[: 2 * ROWS]
        by_day = [
            {"title": self.words.day(day, True), "events": self._events((kind, claim) for _, kind, claim in group)}
            for day, group in groupby(shown, key=lambda each: each[0])
        ]
        if undated:
            title = self.words.say("reader_undated")
            by_day.append({"title": title, "events": self._events(("", claim) for claim in undated[:ROWS])})
        more = len(ordered) - len(shown) + max(0, len(undated) - ROWS)
        sections = [section(days=by_day, more=more)] if by_day else []
        note, nothing = self.words.say("reader_timeline_note"), self.words.say("reader_timeline_none")
        return {"note": note, "sections": sections, "nothing": nothing}

    def _events(self, told: Iterable[tuple[str, Claim]]) -> list[View]:
        """Entries of a day; what several reports tell alike is one, linked to the first, with their number."""
        events: dict[tuple[Any, ...], View] = {}
        reports: dict[tuple[Any, ...], set[str]] = {}
        for kind, claim in told:
            event = self._event(kind, claim)
            same = (*event["kinds"], event["words"], event["other"])
            events.setdefault(same, event)
            reports.setdefault(same, set()).add(report_of(claim))
        return [
            event | {"more": self.words.say("count_reports", n=n) if (n := len(reports[same])) > 1 else ""}
            for same, event in events.items()
        ]

    def _event(self, kind: str, claim: Claim) -> View:
        words = self.words
        what = figure_of(claim, words) or words.rule(f"type_{claim.type}", claim.type)
        said, happened = _day(claim.times.said), _day(claim.times.event or claim.times.as_of)
        other = {"happened": said, "said": happened}.get(kind)
        key = "reader_said" if kind == "happened" else "reader_happened"
        kinds = {"said": ["reader_said"], "happened": ["reader_happened"], "both": ["reader_said", "reader_happened"]}
        return {
            "kinds": [words.say(each) for each in kinds.get(kind, ["unknown"])],
            "words": words.say("colon", name=listed_name(speaker(claim, words), words), value=what),
            "href": self.views.claim_href(claim, ""),
            "other": words.say("colon", name=words.say(key), value=words.day(other, True)) if other else "",
        }

    def equipment(self) -> View:
        """Loss lists and counts, and statements that name equipment."""
        words = self.words
        told = [claim for claim in self.claims if claim.equipment]
        sections = [each for each in (self._losses(), self._counts()) if each["rows"]]
        if told:
            shown = [self._claim(claim) for claim in told[:CLAIMS]]
            sections.append(section(words.say("reader_equipment_said"), claims=shown, more=max(0, len(told) - CLAIMS)))
        nothing = words.say("reader_equipment_none")
        return {"note": words.say("reader_equipment_note"), "sections": sections, "nothing": nothing}

    def narratives(self) -> View:
        """Official terms with who used them when, what speakers said and where they changed it, what people judged of them; jokes,
        positions and framing."""
        words = self.words
        told = narrative_sections(self.views, SHOWN)
        if told and not judged_sources(self.account):
            told = told[:-1]  # that nobody judged a source is not said where grades may stay in the case
        sections = [
            section(
                each["title"],
                each["columns"],
                each["rows"],
                each["more"],
                lines=[each["intro"]] if each["intro"] else [],
            )
            for each in told
        ]
        chosen = [claim for claim in self.claims if claim.type in WORDS_CHOSEN or not claim.literal]
        if chosen:
            shown = [self._claim(claim) for claim in sorted(chosen, key=_said)[:WORDED]]
            sections.append(section(words.say("reader_words_used"), claims=shown, more=max(0, len(chosen) - WORDED)))
        nothing = words.say("reader_narratives_none")
        return {"note": words.say("reader_narratives_note"), "sections": sections, "nothing": nothing}

    def _claim(self, claim: Claim) -> View:
        return self.views.claim(claim) | {"href": self.views.claim_href(claim, "")}

    def methods(self) -> View:
        """How this came about, what the plain words mean, and what the edition is made of."""
        words, edition = self.words, self.edition
        how = ("read", "people", "rivals", "origins", "safety", "not")
        plain = [
            words.say("colon", name=words.say(f"status_{key}", n=2), value=words.say(f"meaning_{key}"))
            for key in PLAIN_WORDS
        ]
        facts = [
            ("reader_number", str(edition.number)),
            ("reader_digest", edition.digest),
            ("reader_sources", words.say("count_reports", n=len(self.account.texts))),
            ("reader_questions", words.say("count_questions", n=len(self.account.findings))),
        ]
        made_of = [words.say("colon", name=words.say(key), value=value) for key, value in facts]
        sections = [
            section(words.say("reader_how"), lines=[words.say(f"reader_method_{each}") for each in how]),
            section(words.say("reader_words_source"), lines=plain),
            section(words.say("reader_accuracy"), lines=[words.say("reader_accuracy_note")]),
            section(words.say("reader_made_of"), lines=[self.views.coverage(self.account.coverage), *made_of]),
        ]
        return {"note": "", "sections": sections, "nothing": ""}


def _day(slot: TimeSlot | None) -> date | None:
    return None if slot is None else slot.latest or slot.earliest


def _said(claim: Claim) -> tuple[date, str]:
    return (_day(claim.times.said) or date.max, claim.id)
