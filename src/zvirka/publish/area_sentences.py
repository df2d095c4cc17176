"""Sentences on areas: what maps show, the two figures a reader meets side by side, and what maps of that day showed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from zvirka.model.claims import Claim
from zvirka.model.findings import Dimension, Link, Range
from zvirka.model.observations import AreaObservation
from zvirka.model.sources import Side
from zvirka.publish.index import backing_of
from zvirka.publish.notes import DIMENSIONS, Noted
from zvirka.publish.speakers import (
    as_of_day,
    ends,
)
from zvirka.publish.words import outward


class AreaSentences(Noted):
    """Of ground regained, lost or held."""

    def _area(self) -> list[str]:
        parts = [self._maps(self.finding.range)] if self.finding.range is not None and self._has_maps() else []
        shown = [self.index.claims[id] for id in self.finding.highlights if id in self.index.claims][:2]
        parts.append(self._pair(*shown) if len(shown) == 2 else self._listed(shown or self._figures()))
        parts += [self._outside(claim) for claim in shown or self._figures()[:2]]
        if not self._has_maps():
            parts.append(self.words.say("no_maps") if self.finding.backing in ("none", "cannot_tell") else "")
        return list(dict.fromkeys(parts))

    def _maps(self, found: Range) -> str:
        """What maps show: ground held, regained or lost, as the range's method says, else as the question's measure does."""
        words, question = self.words, self.finding.question
        shown = found.method.removeprefix("map:").partition(":")[0]
        if shown not in ("held", "regained", "lost"):
            shown = {"territory_regained": "regained", "territory_lost": "lost"}.get(self.measure, "held")
        slots = {
            "when": words.when(found.as_of) if found.as_of else words.say("unknown"),
            "range": self._range(found),
            "since": words.say("since_day", day=words.day(question.since)) if question.since else "",
            "place": words.place(self._mapped(), words.rules["maps_place"]),
        }
        side = (
            self._gainer()
            if shown == "regained"
            else next(iter(sorted(self._holders())), None)
            if shown == "held"
            else None
        )
        if side is None:
            keys = {"held": "say_maps_held_unknown", "regained": "say_maps_regained", "lost": "say_maps_lost"}
            return words.say(keys[shown], **slots)
        names = {"holder": words.side(side, "genitive"), "holder_name": words.side(side)}
        return words.say("say_maps_held" if shown == "held" else "say_maps_regained_by", **names, **slots)

    def _mapped(self) -> str:
        """The place the maps of the range are of: the question's, or the one behind the border it asks of."""
        ids = self.finding.range.observations if self.finding.range else ()
        seen = (self.index.observations.get(id) for id in ids)
        places = {each.place for each in seen if isinstance(each, AreaObservation)}
        return places.pop() if len(places) == 1 else self.finding.question.place

    def _gainer(self) -> Side | None:
        """The side that regained: never the one whose ground the maps mark; of the others the only one, else who the claims say,
        else whose home the place is."""
        others = [side for side in self.words.ground.sides if side not in self._holders()]
        if len(others) == 1:
            return others[0]
        actors = Counter(claim.actor for claim in self.in_scope if claim.actor in others)
        if actors:
            return min(actors, key=lambda side: (-actors[side], str(side)))
        gazetteer, place = self.words.ground.gazetteer, self.finding.question.place
        for id in (place, *(gazetteer.ancestors(place) if gazetteer.get(place) else ())):
            found = gazetteer.get(id)
            if found is not None and found.side in others:
                return found.side
        return None

    def _holders(self) -> set[Side]:
        """Whose ground the maps behind the range mark."""
        ids = self.finding.range.observations if self.finding.range else self.finding.observations
        found = (self.index.observations.get(id) for id in ids)
        return {each.holder for each in found if isinstance(each, AreaObservation)}

    def _pair(self, left: Claim, right: Claim) -> str:
        words = self.words
        bare = self._has_maps()
        slots = {"left": self._speaker_figure(left, bare), "right": self._speaker_figure(right, bare)}
        link = self._link(left.id, right.id)
        if link is None:
            return words.say("pair_listed", list=words.joined(list(slots.values())))
        if link.kind == "conflicts":
            return words.say("pair_conflicts", **slots)
        if link.differs_in:
            return words.say("pair_differs", dimensions=self._dimensions(link.differs_in, "differ"), **slots)
        unknown = self._unknown(left, right)
        if link.kind in ("same", "supports") or not unknown:
            return words.say("pair_agrees", **slots)
        return words.say("pair_unknown", dimensions=self._dimensions(unknown, "dimension"), **slots)

    def _link(self, left: str, right: str) -> Link | None:
        kinds = ("conflicts", "differs_in_scope", "supersedes", "same", "supports")
        found = [link for link in self.index.links_of(left) if right in (link.left, link.right) and link.kind in kinds]
        return min(
            found,
            key=lambda link: (link.question != self.finding.question.id, kinds.index(link.kind), link.id),
            default=None,
        )

    def _unknown(self, left: Claim, right: Claim) -> tuple[Dimension, ...]:
        ids = {left.id, right.id}
        found = {name for scope in self.finding.claims if scope.claim in ids for name in scope.unknown_in}
        return tuple(name for name in DIMENSIONS if name in found)

    def _listed(self, claims: Sequence[Claim]) -> str:
        return (
            self.words.say(
                "pair_listed",
                list=self.words.joined([self._speaker_figure(claim, self._has_maps()) for claim in claims]),
            )
            if claims
            else ""
        )

    def _outside(self, claim: Claim) -> str:
        """What the maps of that day showed, where a claim's figure is outside it."""
        claim = self._clean(claim)
        words, backing, day = self.words, backing_of(self.finding, claim.id), as_of_day(claim)
        unit = self.finding.range.unit if self.finding.range else "km2"
        quantity = claim.quantity
        value = ends(quantity, words, unit) if quantity else None
        if backing is None or backing.backing != "outside" or day is None or value is None:
            return ""
        stated = [end for end in value if end is not None]
        note = self._evidence_note(backing.observations)
        figure = self._mark(words.number(value[1] if value[1] is not None else stated[0]), note)
        if backing.high is not None and backing.high < min(stated):
            return words.say("maps_under", day=words.day(day), figure=figure)
        if backing.low is not None and backing.low > max(stated):
            return words.say("maps_over", day=words.day(day), figure=figure)
        return words.say(
            "maps_outside",
            day=words.day(day),
            range=words.span(*outward(backing.low, backing.high), unit),
            figure=figure,
        )
