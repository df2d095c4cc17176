"""Sentences on events: what both sides say, a thing seen again, a source nobody has seen, and what any of them is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zvirka.model.claims import Claim
from zvirka.model.observations import AreaObservation
from zvirka.publish.index import backing_of
from zvirka.publish.notes import Noted
from zvirka.publish.speakers import (
    as_of_day,
    item_key,
    listed_name,
    scope_place,
    speaker,
    speaks_for,
)
from zvirka.publish.words import outward


class EventSentences(Noted):
    """Of what happened, with no area in it."""

    def _both_sides(self) -> list[str]:
        words, spoken = self.words, []
        for side in words.ground.sides:
            claim = next((each for each in self.in_scope if speaks_for(speaker(each, words), side)), None)
            if claim is not None:
                spoken.append(claim)
        names = [self._mark(listed_name(speaker(claim, words), words), self._claim_note(claim)) for claim in spoken]
        days = [day for day in map(as_of_day, spoken) if day]
        slots = {"matter": self._clause(), "speakers": "; ".join(names)}
        head = (
            words.say("both_sides", day=words.days(min(days), max(days)), **slots)
            if days
            else words.say("both_sides_no_day", **slots)
        )
        return [head, self._still_held(spoken)]

    def _clause(self) -> str:
        words, rule = self.words, self.words.rules["clause"][self.measure]
        partly = str(words.rules["partly"]["text"]) if self._all_partial() else ""
        actor = words.adjective(self._actor(), rule["actor"])
        place = words.place(self.finding.question.place, rule["place"])
        return " ".join(rule["text"].format(actor=actor, place=place, partly=partly).split())

    def _all_partial(self) -> bool:
        return bool(self.in_scope) and any(self._partial(claim) for claim in self.in_scope)

    def _partial(self, claim: Claim) -> bool:
        if claim.language not in self.words.ground.languages:
            return False
        listed = self.words.ground.language(claim.language).get("print", {}).get("partial_words", ())
        said = [claim.quote.exact.casefold(), *(hedge.exact.casefold() for hedge in claim.hedges)]
        return any(word in part for word in listed for part in said)

    def _still_held(self, claims: Sequence[Claim]) -> str:
        backings = [
            backing for claim in claims if (backing := backing_of(self.finding, claim.id)) is not None and backing.low
        ]
        low: float | None
        if backings:
            low, used = min(backing.low for backing in backings if backing.low is not None), backings[0].observations
        elif self.finding.range is not None and self.finding.range.low and self.finding.range.unit == "km2":
            low, used = self.finding.range.low, self.finding.range.observations
        else:
            return ""
        held = [each for each in map(self.index.observations.get, used) if isinstance(each, AreaObservation)]
        if not held:
            return ""
        words, rounded = self.words, outward(low, None)[0] or 0.0
        figure = self._mark(
            words.with_unit(words.number(rounded), "km2", rounded), self._evidence_note(used, held=True)
        )
        holder = held[0].holder
        return words.say(
            "say_still_held",
            range=words.say("range_at_least", figure=figure),
            area=words.area(held[0].place),
            holder=words.side(holder, "genitive"),
            holder_adjective=words.adjective(holder),
        )

    def _resighting_pair(self) -> tuple[Claim, date, Claim, date] | None:
        """A picture that went round and a later sighting of the same model told by the same report, each with its day."""
        for claim in self.claims:
            told = self.index.claims_of_item(claim.item, claim.fragment)
            posted = [each for each in told if each.type == "media_posted" and _model(each)]
            seen = [each for each in told if each.type == "sighting"]
            for first in posted:
                for later in seen:
                    start, end = _event(first), _event(later)
                    alike = _model(later) in (None, _model(first)) and claim.id in (first.id, later.id)
                    if alike and start is not None and end is not None and start < end:
                        return first, start, later, end
        return None

    def _resighting(self, first: Claim, start: date, later: Claim, end: date) -> list[str]:
        words = self.words
        model, cls = _model(first) or "", first.equipment[0].cls
        thing = words.equipment(cls)
        days, gender = (end - start).days, thing["gender"]
        looked = "not_looked" if any(item.media == "unknown" for item in self.index.account.items) else "have"
        slots = {
            "item": words.say(f"in_item_{item_key(self.index.text_of(first), first)}"),
            "model": words.model(model, first.equipment[0].as_written.exact),
            "day": self._mark(words.day(start), self._claim_note(first)),
            "count": self._mark(words.count(days), self._claim_note(later)),
            "thing": thing["one"],
        }
        return [
            words.say(f"resighting_{gender}", n=days, **slots),
            words.say(f"resighting_{looked}_{gender}", thing=thing["one"]),
        ]

    def _one_unseen(self) -> bool:
        """One report that cites a source without its name, whose own words are in no item."""
        if (
            self.finding.origins != 1
            or self.finding.reports != 1
            or self.finding.backing not in ("none", "cannot_tell")
            or self._any_figures()
        ):
            return False
        closest = self.claims[0].attribution[0] if self.claims[0].attribution else None
        return closest is not None and not closest.named and not speaker(self.claims[0], self.words).by_role

    def _unseen(self) -> list[str]:
        words, claim = self.words, self.claims[0]
        closest = claim.attribution[0]
        n = max(1, closest.at_least)
        named = f"{closest.name} {closest.medium or ''}".casefold()
        telegram = any(word in named for word in self._own_words(claim, "telegram_words"))
        key = "source" if closest.kind not in ("channel", "blogger") else "telegram" if telegram else "channel"
        forms = words.rules["cites"][key]
        form = forms.get(words.plural(n), forms["other"])
        adjective = words.adjective(closest.side, form)
        slots = {
            "item": words.say(f"item_{item_key(self.index.text_of(claim), claim)}"),
            "count": self._mark(words.count(n, neuter=form == "n"), self._claim_note(claim)),
            "pro": words.rules["pro"].format(adjective=adjective) if adjective else "",
            "matter": self._matter(),
        }
        unseen = words.say("unseen_source" if key == "source" else "unseen_post", n=n)
        return [words.say(f"cites_{key}", n=n, **slots), unseen, self._nothing_else()]

    def _nothing_else(self) -> str:
        others = self._other_reports()
        return self.words.say("nothing_else", items=self._others()) if others else self.words.say("nothing_else_read")

    def _own_words(self, claim: Claim, table: str) -> Sequence[str]:
        pack = self.words.ground.language(claim.language) if claim.language in self.words.ground.languages else {}
        found: Sequence[str] = pack.get("print", {}).get(table, ())
        return found

    def _matter(self) -> str:
        """What it is about, with the preposition the language's templates want."""
        words, table = self.words, self.words.rules["matter"]
        kind = {"territory_regained": "regained", "territory_lost": "lost"}.get(self.measure, self.measure)
        rule = table.get(f"{self.counted}_{kind}", table.get(self.measure, table["background"]))
        text = rule["text"].format(
            a="\x05",
            actor=words.adjective(self._actor(), rule["actor"]),
            place=self._matter_place(rule["place"]),
            cls=self._class() + self._owner(),
        )
        text = " ".join(text.split())
        if "\x05" in text:
            text = text.replace("\x05", words.ending("article", text.partition("\x05 ")[2]))
        return words.ending("about", text) + text

    def _matter_place(self, form: str) -> str:
        id = self.finding.question.place
        found = self.words.ground.gazetteer.get(id) if id else None
        if self.measure == "border_crossing" and found is not None and found.kind == "border":
            return ""
        return self.words.place(id, form) if id else self._said_place(form)

    def _class(self) -> str:
        """The class counted, in the genitive; one the pack has no words for is named in brackets, where no case is needed."""
        words, many = self.words, self.words.equipment(self.counted)["many"]
        unworded = words.things(self.counted, 1) is None and words.ground.equipment.get(self.counted) is not None
        return f"{many} ({words.model(self.counted)})" if unworded else many

    def _owner(self) -> str:
        """Whose equipment it is, in brackets, where the claims agree on it."""
        owners = {each.owner for claim in self.in_scope for each in claim.equipment} - {None}
        return f" ({self.words.side(owners.pop() or '')})" if len(owners) == 1 else ""

    def _said_place(self, form: str) -> str:
        place = next((slot for claim in self.in_scope if (slot := scope_place(claim)) is not None), None)
        return self.words.place(place.id, form, place.name) if place is not None else ""


def _event(claim: Claim) -> date | None:
    slot = claim.times.event or claim.times.as_of
    return slot.latest if slot is not None else None


def _model(claim: Claim) -> str | None:
    return next((each.model for each in claim.equipment if each.model), None)
