"""What every printable sentence is made of: figures with a note to the claim or observation each stands on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zvirka.model.claims import Claim
from zvirka.model.findings import Dimension, Finding, Range
from zvirka.model.observations import AreaObservation, CountObservation, LossObservation
from zvirka.model.sources import Side
from zvirka.publish.index import AccountIndex
from zvirka.publish.speakers import (
    SQUARES,
    as_of_day,
    counts_part,
    definition_of,
    figure_of,
    is_slip,
    place_of,
    scope_place,
    slot_days,
    speaker,
)
from zvirka.publish.visible import one_line
from zvirka.publish.words import Words, outward

_MARK = re.compile("\x02(\\d+)\x03([^\x02\x03\x04]*)\x04")
DIMENSIONS: tuple[Dimension, ...] = ("as_of", "place", "since", "definition", "unit", "basis")
NOTED = 6
"""How many observations a note lists at most; all ids stand in the footnote's record."""
LISTED = 4
"""How many speakers or figures a sentence lists at most."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note to text[start:end] of a sentence. number: from 1, in order. claim, observations: what it stands on (ids)."""

    number: int
    start: int
    end: int
    text: str
    claim: str | None
    observations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A printable sentence, or several. Footnotes are by start."""

    text: str
    footnotes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True)
class Note:
    text: str
    claim: str | None
    observations: tuple[str, ...]


class Noted:
    """A finding's claims in one language, and the notes made so far."""

    def __init__(self, finding: Finding, index: AccountIndex, words: Words) -> None:
        self.finding = finding
        self.index = index
        self.words = words
        self.notes: list[Note] = []
        self.measure, _, self.counted = finding.question.measure.partition(":")
        self.claims = [index.claims[scope.claim] for scope in finding.claims if scope.claim in index.claims]
        by_scope = {
            state: [each.claim for each in finding.claims if each.scope == state] for state in ("in_scope", "unknown")
        }
        told = by_scope["in_scope"] or by_scope["unknown"]
        self.in_scope = [index.claims[id] for id in told if id in index.claims] or self.claims

    def _mark(self, shown: str, note: Note) -> str:
        self.notes.append(note)
        return f"\x02{len(self.notes) - 1}\x03{shown}\x04"

    def _claim_note(self, claim: Claim) -> Note:
        words, text, who = self.words, self.index.text_of(claim), speaker(claim, self.words)
        outlet = one_line(text.voice.name if text and text.voice.name and claim.attribution else claim.path, 80)
        key = "note_claim" if outlet else "note_claim_own"
        slots = {
            "speaker": who.name,
            "outlet": ", ".join(part for part in (outlet, words.mark(self.index.mark_of(claim))) if part),
            "quote": one_line(claim.quote.exact, 300),
            "said": slot_days(claim.times.said, words, year=True),
            "as_of": slot_days(claim.times.as_of or claim.times.event, words, year=True),
            "address": words.say("note_address", address=one_line(text.address, 300)) if text and text.address else "",
        }
        ours = f" {words.say('speaker_role_ours', words=one_line(who.words, 80), name=who.name)}" if who.by_role else ""
        if claim.id in words.spoken:
            ours += f" {words.say('read_speaker')}"
        return Note(words.say(key, **slots) + ours, claim.id, ())

    def _range_note(self, found: Range) -> Note:
        """Exact figures of each source the printable range stands on."""
        told: list[tuple[str, str]] = []
        for each in self.finding.ranges:
            last = next((seen for id in reversed(each.observations) if (seen := self.index.observations.get(id))), None)
            shown = self.words.span(each.low, each.high, each.unit)
            if each.source != "all" and isinstance(last, AreaObservation):
                told.append(self._area_note(last, shown))
            elif each.source != "all":
                when = f", {self.words.when_utc(each.as_of)}" if each.as_of else ""
                told.append((self.words.say("colon", name=one_line(each.source, 60) + when, value=shown), ""))
        if not told:
            return self._evidence_note(found.observations)
        return Note(_joined(told), None, found.observations)

    def _evidence_note(self, ids: Sequence[str], held: bool = False) -> Note:
        told: list[tuple[str, str]] = []
        for each in (self.index.observations.get(id) for id in ids):
            if isinstance(each, AreaObservation):
                exact = (each.held_km2, each.held_km2) if held else (each.regained_low_km2, each.regained_high_km2)
                told.append(self._area_note(each, self.words.span(*exact, "km2")))
            elif isinstance(each, CountObservation):
                name = f"{one_line(each.source, 60)}, {self.words.when_utc(each.day)}"
                told.append((self.words.say("colon", name=name, value=self.words.number(each.total)), ""))
            elif isinstance(each, LossObservation):
                row = f"{one_line(each.model_as_written, 80)} {one_line(each.evidence or '', 200)}".rstrip()
                told.append((self.words.say("colon", name=one_line(each.source, 60), value=row), ""))
        return Note(_joined(told[:NOTED]), None, tuple(ids))

    def _area_note(self, each: AreaObservation, shown: str) -> tuple[str, str]:
        """What a map showed, and by which border and method."""
        words = self.words
        told = words.say(
            "note_range",
            source=one_line(each.source, 60),
            as_of=words.when_utc(each.as_of),
            range=shown,
            since=words.say("note_since", since=words.when_utc(each.since)) if each.since else "",
            address=words.say("note_address", address=one_line(each.address, 200)) if each.address else "",
        )
        method = one_line(each.method, 160).rstrip(".")
        return told, words.say("note_border", boundary=one_line(each.boundary, 80), method=method)

    def _finish(self, marked: str) -> Sentence:
        out: list[str] = []
        notes: list[Footnote] = []
        at = length = 0
        for match in _MARK.finditer(marked):
            before = marked[at : match.start()]
            note, shown = self.notes[int(match[1])], match[2]
            start = length + len(before)
            notes.append(Footnote(len(notes) + 1, start, start + len(shown), note.text, note.claim, note.observations))
            out += (before, shown)
            length, at = start + len(shown), match.end()
        return Sentence("".join(out) + marked[at:], tuple(notes))

    def _has_maps(self) -> bool:
        return self.finding.range is not None and bool(self.finding.range.observations)

    def _clean(self, claim: Claim) -> Claim:
        """The same speaker's same figure for the same day in the range's unit, where this claim's unit is a slip ("2,500 km")."""
        found, quantity = self.finding.range, claim.quantity
        if found is None or quantity is None or quantity.unit == found.unit:
            return claim
        who = speaker(claim, self.words)
        for other in self.claims:
            same = (
                other.quantity is not None
                and other.quantity.unit == found.unit
                and other.quantity.value == quantity.value
            )
            if (
                same
                and as_of_day(other) == as_of_day(claim)
                and who.id is not None
                and speaker(other, self.words).id == who.id
            ):
                return other
        return claim

    def _any_figures(self) -> bool:
        return any(claim.quantity is not None for claim in self.in_scope)

    def _range(self, found: Range, about: str = "range_about") -> str:
        words = self.words
        low, high = outward(found.low, found.high)
        note = self._range_note(found)
        known = [end for end in (low, high) if end is not None]
        if not known:
            return words.say("unknown")
        if low is None or high is None:
            one = known[0]
            figure = words.with_unit(words.number(one), found.unit, one)
            return words.say("range_at_most" if low is None else "range_at_least", figure=self._mark(figure, note))
        figure = (
            words.number(low)
            if low == high
            else words.say("number_range", low=words.number(low), high=words.number(high))
        )
        return words.say(about, figure=self._mark(words.with_unit(figure, found.unit, high), note))

    def _dimensions(self, names: Sequence[Dimension], prefix: str) -> str:
        return self.words.joined([self.words.say(f"{prefix}_{name}") for name in DIMENSIONS if name in names])

    def _speaker_figure(self, claim: Claim, bare: bool = False) -> str:
        """bare: the unit was named just before and need not be repeated."""
        words = self.words
        claim = self._clean(claim)
        unit = self.finding.range.unit if self.finding.range else ""
        if claim.quantity is not None and claim.quantity.unit != unit:
            bare = bare and SQUARES.get(claim.quantity.unit) == unit and is_slip(claim.quantity, unit)
        figure = self._mark(figure_of(claim, words, unit=not bare, about=False), self._claim_note(claim))
        who = speaker(claim, words)
        day = as_of_day(claim)
        context = ", ".join(
            ([words.day(day)] if day else [])
            + ([place_of(claim, words)] if scope_place(claim) else [])
            + ([definition_of(claim, words)] if counts_part(claim, words) else [])
        )
        owner = words.possessive(who.name, who.id) if who.named else None
        if not context:
            return words.say("speaker_figure_bare", figure=figure, speaker=who.name)
        if owner is None:
            return words.say("speaker_figure_plain", figure=figure, speaker=who.name, context=context)
        return words.say("speaker_figure", figure=figure, speaker=owner, context=context)

    def _standing(self) -> list[Claim]:
        """The claims that the answer's origins are counted of: those that do not differ, and of which the place is known; those in scope
        first."""
        open_ones = [
            each for each in self.finding.claims if each.scope != "differs" and each.claim in self.index.claims
        ]
        placed = [each for each in open_ones if "place" not in each.unknown_in] or open_ones
        ordered = sorted(placed, key=lambda each: each.scope != "in_scope")
        return [self.index.claims[each.claim] for each in ordered] or self.in_scope

    def _figures(self, claims: Sequence[Claim] | None = None) -> list[Claim]:
        """One claim of each figure that is printed. claims: those in scope where none are given."""
        found: dict[tuple[str, str, str], Claim] = {}
        for claim in self.in_scope if claims is None else claims:
            if claim.quantity is not None:
                figure = figure_of(claim, self.words, about=False)  # as it is printed
                key = (speaker(claim, self.words).name, figure, str(as_of_day(claim)))
                found.setdefault(key, claim)
                if len(found) == LISTED:  # further ones are not named
                    break
        return list(found.values())

    def _actor(self) -> Side | None:
        """The side that acts in all claims that name one; None where they name several: no sentence takes one of them. Ground held
        by nobody named is not counted with a side's."""
        elsewhere = {each.claim for each in self.finding.claims if "place" in each.unknown_in}
        told = [claim for claim in self.in_scope if claim.id not in elsewhere] or self.in_scope
        actors = {claim.actor for claim in told if claim.actor or self._ground_of_nobody(claim)}
        return actors.pop() if len(actors) == 1 else None

    def _ground_of_nobody(self, claim: Claim) -> bool:
        return self.measure == "control" and claim.quantity is not None

    def _others(self) -> str:
        """How many other reports were read: the ground "nothing else" stands on."""
        return self.words.say("count_items", n=self._other_reports())

    def _other_reports(self) -> int:
        return max(0, self.finding.searched.reports_read - self.finding.reports)


def _joined(told: Sequence[tuple[str, str]]) -> str:
    """Figures with what they have in common (border and method) told once behind them."""
    common: dict[str, list[str]] = {}
    for words, behind in told:
        common.setdefault(behind, []).append(words)
    return " ".join(f"{'; '.join(words)}. {behind}".rstrip() for behind, words in common.items())
