"""The printable sentence of a finding: templates of the language pack, filled from claims and observations, with a note to each figure.

Figures from maps are rounded outward to two significant digits and stand exactly in the note; times are the case zone's in the
sentence and UTC in the note. Nothing is said that no claim, observation or count of what was read stands behind.
"""

from __future__ import annotations

from collections.abc import Sequence

from zvirka.ground.ground import Ground
from zvirka.model.claims import Claim, affirms
from zvirka.model.findings import UTTERANCE, Finding, status
from zvirka.model.sources import Side
from zvirka.publish.area_sentences import AreaSentences
from zvirka.publish.decisions import decided_names
from zvirka.publish.event_sentences import EventSentences
from zvirka.publish.index import AccountIndex, backing_of
from zvirka.publish.notes import LISTED, Footnote, Sentence
from zvirka.publish.speakers import (
    as_of_day,
    figure_of,
    listed_name,
    speaker,
)
from zvirka.publish.visible import one_line
from zvirka.publish.words import Words

__all__ = ["Footnote", "Sentence", "composed", "sentence"]

AREA_MEASURES = ("territory_regained", "territory_lost")


def sentence(finding: Finding, index: AccountIndex, ground: Ground, language: str) -> Sentence:
    """The printable sentence of a finding in "en", "uk" or "ru" (anything else gives English). Pure."""
    return composed(finding, index, Words(ground, language, index.account.time_zone))


def composed(finding: Finding, index: AccountIndex, words: Words) -> Sentence:
    """`sentence` with words at hand, for many findings of one account."""
    words.spoken = index.spoken
    return _Composer(finding, index, words).compose()


class _Composer(AreaSentences, EventSentences):
    def compose(self) -> Sentence:
        parts = [self.words.say("tail_decided", name=decided_names(self.finding))] if self.finding.decided_by else []
        parts += self._sentences()
        return self._finish(" ".join(part for part in parts if part))

    def _sentences(self) -> list[str]:
        if (
            self.measure in AREA_MEASURES
            and not self.counted
            and (self.finding.range or any(c.quantity for c in self.claims))
        ):
            return self._area()
        if not self.claims:
            return self._generic()
        if self.measure == UTTERANCE:
            return self._utterance()
        if self.finding.sides == "both" and self.measure in self.words.rules["clause"] and not self._any_figures():
            return self._both_sides()
        if self.measure in ("sighting", "media_posted"):
            pair = self._resighting_pair()
            if pair is not None:
                return self._resighting(*pair)
        if self._one_unseen():
            return self._unseen()
        return self._generic()

    def _generic(self) -> list[str]:
        words, finding = self.words, self.finding
        if not self.claims:
            head = words.say("told_nothing", matter=self._matter(), items=self._others())
            return [_capital(head), self._other_range()]
        figures = self._figures(self._standing())
        if finding.relation == "conflict" and not figures and (positions := self._positions()):
            told = words.say("told_in", n=max(1, finding.reports), matter=self._matter(), speakers="")
            return [_capital(told), positions, self._other_range(), self._tail()]
        speakers = "" if figures else words.say("told_speakers", speakers=self._speakers(self.in_scope))
        told = _capital(words.say("told_in", n=max(1, finding.reports), matter=self._matter(), speakers=speakers))
        listed = words.say("figures_listed", list="; ".join(map(self._speaker_figure, figures))) if figures else ""
        return [told, listed, "" if figures and not self._spoken_to(figures) else self._other_range(), self._tail()]

    def _spoken_to(self, figures: Sequence[Claim]) -> bool:
        """Whether evidence speaks on any of the figures: what it shows of another ground must not stand beside them."""
        return any((found := backing_of(self.finding, claim.id)) and found.observations for claim in figures)

    def _other_range(self) -> str:
        found, words = self.finding.range, self.words
        if found is None or not found.observations:
            return ""
        if found.method.startswith("map:") or (found.unit == "km2" and self.measure == "control"):
            return self._maps(found)
        place = self.finding.question.place
        when = words.say("say_when_day", when=words.when(found.as_of)) if found.as_of else ""
        title = words.measure(self.finding.question.measure)
        return words.say(
            "say_range_other", measure=_lower(title), place=words.place(place), range=self._range(found), when=when
        )

    def _tail(self) -> str:
        words, key = self.words, status(self.finding)
        if key == "decided":
            return ""
        if self.measure in ("sighting", "media_posted") and len(self._figures()) > 1:
            return words.say("tail_sightings")
        dimensions = [name for name, count in self.finding.differing if count]
        if key == "different_scope" and not dimensions:
            key = "cannot_tell"
        if key == "one_origin" and not self._other_reports():
            return words.say("tail_one_origin_alone")
        slots = {
            "n": self.finding.origins,
            "items": self._others(),
            "dimensions": self._dimensions(dimensions, "differ"),
        }
        return words.say(f"tail_{key}", name="", **slots)

    def _utterance(self) -> list[str]:
        """What a speaker said on a day, by those who carry it: each figure with its outlets."""
        words, carriers = self.words, dict[str, list[Claim]]()
        for claim in self.claims:
            told = figure_of(claim, words)
            carriers.setdefault(told, []).append(claim)
        listed = [
            words.say("utterance_carried", told=self._mark(told, self._claim_note(claims[0])), by=self._outlets(claims))
            for told, claims in list(carriers.items())[:LISTED]
        ]
        day = self.finding.question.since
        head = words.say(
            "utterance_told", n=self.finding.reports, who=words.source_name(self.counted.partition(":")[0]),
            day=words.day(day) if day else words.say("unknown"), list="; ".join(listed),
        )  # fmt: skip
        return [_capital(head), words.say("utterance_differ")]

    def _outlets(self, claims: Sequence[Claim]) -> str:
        """Who carries it, each once; the file where nobody is named."""
        names = dict.fromkeys(one_line(claim.voice.name or claim.path, 60) for claim in claims)
        more = len(names) - LISTED
        return ", ".join([*list(names)[:LISTED], *([f"+{more}"] if more > 0 else [])])

    def _positions(self) -> str:
        """Who says what of a matter without figures: who holds a place by each, else who affirms it and who denies it; "" where all
        say one thing."""
        words, told = self.words, dict[tuple[str, bool], list[Claim]]()
        for claim in self.in_scope:
            holder: Side = (claim.actor or "unknown") if self.measure == "control" else ""
            told.setdefault((holder, affirms(claim)), []).append(claim)
        if len(told) < 2:
            return ""
        listed = [
            words.say(
                f"position_{'unclear' if holder == 'unknown' else 'held' if holder else 'said'}_{'yes' if yes else 'no'}",
                holder=_holder(holder, words),
                speakers=self._speakers(claims),
            )
            for (holder, yes), claims in sorted(told.items(), key=lambda entry: (entry[0][0], not entry[0][1]))
        ]
        return words.say("positions_held" if self.measure == "control" else "positions_said", list="; ".join(listed))

    def _speakers(self, claims: Sequence[Claim]) -> str:
        names: dict[str, str] = {}
        for claim in claims:
            name = listed_name(speaker(claim, self.words), self.words)
            if name not in names and len(names) < LISTED:
                day = as_of_day(claim)
                shown = self._mark(name, self._claim_note(claim))
                names[name] = f"{shown}, {self.words.day(day)}" if day else shown
        return "; ".join(names.values())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _holder(holder: str, words: Words) -> str:
    return _lower(words.side(holder)) if holder == "unknown" else words.side(holder) if holder else ""
