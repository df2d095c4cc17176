"""The printable sentence of a finding: templates of the language pack, filled from claims and observations, with a note to each figure.

Figures from maps are rounded outward to two significant digits and stand exactly in the note; times are the case zone's in the
sentence and UTC in the note. Nothing is said that no claim, observation or count of what was read stands behind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zvirka.ground.ground import Ground
from zvirka.model.claims import Claim
from zvirka.model.findings import Dimension, Finding, Link, Range, status
from zvirka.model.observations import AreaObservation, CountObservation, LossObservation
from zvirka.model.sources import Side
from zvirka.publish.index import AccountIndex, backing_of
from zvirka.publish.speakers import (
    SQUARES,
    as_of_day,
    counts_part,
    definition_of,
    ends,
    figure_of,
    is_slip,
    item_key,
    listed_name,
    place_of,
    scope_place,
    slot_days,
    speaker,
)
from zvirka.publish.visible import one_line
from zvirka.publish.words import Words, outward

AREA_MEASURES = ("territory_regained", "territory_lost")
_MARK = re.compile("\x02(\\d+)\x03([^\x02\x03\x04]*)\x04")
_DIMENSIONS: tuple[Dimension, ...] = ("as_of", "place", "since", "definition", "unit", "basis")
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


def sentence(finding: Finding, index: AccountIndex, ground: Ground, language: str) -> Sentence:
    """The printable sentence of a finding in "en", "uk" or "ru" (anything else gives English). Pure."""
    return composed(finding, index, Words(ground, language, index.account.time_zone))


def composed(finding: Finding, index: AccountIndex, words: Words) -> Sentence:
    """`sentence` with words at hand, for many findings of one account."""
    return _Composer(finding, index, words).compose()


@dataclass(frozen=True, slots=True)
class _Note:
    text: str
    claim: str | None
    observations: tuple[str, ...]


class _Composer:
    def __init__(self, finding: Finding, index: AccountIndex, words: Words) -> None:
        self.finding = finding
        self.index = index
        self.words = words
        self.notes: list[_Note] = []
        self.measure, _, self.counted = finding.question.measure.partition(":")
        self.claims = [index.claims[scope.claim] for scope in finding.claims if scope.claim in index.claims]
        by_scope = {
            state: [each.claim for each in finding.claims if each.scope == state] for state in ("in_scope", "unknown")
        }
        told = by_scope["in_scope"] or by_scope["unknown"]
        self.in_scope = [index.claims[id] for id in told if id in index.claims] or self.claims

    def compose(self) -> Sentence:
        parts = [self.words.say("tail_decided", name=one_line(self.finding.judged[-1]))] if self.finding.judged else []
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
        if self.finding.sides == "both" and self.measure in self.words.rules["clause"] and not self._any_figures():
            return self._both_sides()
        if self.measure in ("sighting", "media_posted"):
            pair = self._resighting_pair()
            if pair is not None:
                return self._resighting(*pair)
        if self._one_unseen():
            return self._unseen()
        return self._generic()

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

    # area

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
            "place": words.place(question.place, words.rules["maps_place"]),
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
        return tuple(name for name in _DIMENSIONS if name in found)

    def _dimensions(self, names: Sequence[Dimension], prefix: str) -> str:
        return self.words.joined([self.words.say(f"{prefix}_{name}") for name in _DIMENSIONS if name in names])

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

    def _figures(self) -> list[Claim]:
        found: dict[tuple[str, str, str], Claim] = {}
        for claim in self.in_scope:
            if claim.quantity is not None:
                key = (speaker(claim, self.words).name, figure_of(claim, self.words), str(as_of_day(claim)))
                found.setdefault(key, claim)
        return list(found.values())[:LISTED]

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

    # both sides

    def _both_sides(self) -> list[str]:
        words, spoken = self.words, []
        for side in words.ground.sides:
            claim = next((each for each in self.in_scope if speaker(each, words).side == side), None)
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

    def _actor(self) -> Side | None:
        actors = Counter(claim.actor for claim in self.in_scope if claim.actor)
        return min(actors, key=lambda side: (-actors[side], str(side))) if actors else None

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

    # a thing seen again

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

    # one source we have not seen

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
        return [words.say(f"cites_{key}", n=n, **slots), unseen, words.say("nothing_else", items=self._others())]

    def _own_words(self, claim: Claim, table: str) -> Sequence[str]:
        pack = self.words.ground.language(claim.language) if claim.language in self.words.ground.languages else {}
        found: Sequence[str] = pack.get("print", {}).get(table, ())
        return found

    # everything else

    def _generic(self) -> list[str]:
        words, finding = self.words, self.finding
        if not self.claims:
            head = words.say("told_nothing", matter=self._matter(), items=self._others())
            return [_capital(head), self._other_range()]
        figures = self._figures()
        speakers = "" if figures else words.say("told_speakers", speakers=self._speakers())
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
        slots = {
            "n": self.finding.origins,
            "items": self._others(),
            "dimensions": self._dimensions(dimensions, "differ"),
        }
        return words.say(f"tail_{key}", name="", **slots)

    def _speakers(self) -> str:
        names: dict[str, str] = {}
        for claim in self.in_scope:
            name = listed_name(speaker(claim, self.words), self.words)
            if name not in names and len(names) < LISTED:
                day = as_of_day(claim)
                shown = self._mark(name, self._claim_note(claim))
                names[name] = f"{shown}, {self.words.day(day)}" if day else shown
        return "; ".join(names.values())

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

    def _others(self) -> str:
        """How many other reports were read: the ground "nothing else" stands on."""
        seen = self.finding.searched
        return self.words.say("count_items", n=max(0, seen.reports_read - self.finding.reports))

    # notes

    def _mark(self, shown: str, note: _Note) -> str:
        self.notes.append(note)
        return f"\x02{len(self.notes) - 1}\x03{shown}\x04"

    def _claim_note(self, claim: Claim) -> _Note:
        words, text, who = self.words, self.index.text_of(claim), speaker(claim, self.words)
        slots = {
            "speaker": who.name,
            "outlet": one_line(text.voice.name if text and text.voice.name and claim.attribution else claim.path, 80),
            "quote": one_line(claim.quote.exact, 300),
            "said": slot_days(claim.times.said, words, year=True),
            "as_of": slot_days(claim.times.as_of or claim.times.event, words, year=True),
            "address": words.say("note_address", address=one_line(text.address, 300)) if text and text.address else "",
        }
        ours = f" {words.say('speaker_role_ours', words=one_line(who.words, 80), name=who.name)}" if who.by_role else ""
        return _Note(words.say("note_claim", **slots) + ours, claim.id, ())

    def _range_note(self, found: Range) -> _Note:
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
        return _Note(_joined(told), None, found.observations)

    def _evidence_note(self, ids: Sequence[str], held: bool = False) -> _Note:
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
        return _Note(_joined(told[:NOTED]), None, tuple(ids))

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


def _joined(told: Sequence[tuple[str, str]]) -> str:
    """Figures with what they have in common (border and method) told once behind them."""
    common: dict[str, list[str]] = {}
    for words, behind in told:
        common.setdefault(behind, []).append(words)
    return " ".join(f"{'; '.join(words)}. {behind}".rstrip() for behind, words in common.items())


def _event(claim: Claim) -> date | None:
    slot = claim.times.event or claim.times.as_of
    return slot.latest if slot is not None else None


def _model(claim: Claim) -> str | None:
    return next((each.model for each in claim.equipment if each.model), None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
