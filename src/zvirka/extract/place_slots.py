"""Places of a claim: named in its clause, meant by a reference, or inherited from what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zvirka.extract.mentions import PlaceMention
from zvirka.extract.reading import Reading, within
from zvirka.extract.statements import Statement
from zvirka.extract.unlisted_places import UNLISTED
from zvirka.ground import Ground
from zvirka.ground.place_rows import Place
from zvirka.model.claims import Reason
from zvirka.model.places import PlaceRole, PlaceSlot
from zvirka.model.spans import Span

_AREAS = frozenset({"country", "adm1", "adm2", "direction", "region"})
"""Kinds of place that an area of land can be regained in; a clause without a place inherits only these."""
_HAPPENING = frozenset(
    {
        "strike",
        "clash",
        "raid",
        "equipment_loss",
        "casualties",
        "prisoners",
        "civilian_harm",
        "conduct",
        "sighting",
        "communication",
    }
)
"""Types that happen somewhere: they take a place from the rest of their sentence."""
_MEANT = {
    "settlement": frozenset({"settlement"}),
    "here": frozenset({"settlement", "facility"}),
    "area": _AREAS,
    "island": frozenset({"region"}),
}
"""Kinds of named place that a reference can mean."""
_MOVING = frozenset({"withdrawal", "advance", "control", "order"})
"""Types that are about a place even where they name none ("they left at night"): taken over as those of what happens."""
_LOCAL = frozenset({"settlement", "adm1", "adm2", "direction", "facility", "river"})
"""Kinds of place that what happened can have happened in, where only its source's words tell where."""
_SCENES = frozenset({"settlement", "facility"})
"""Kinds of place that a whole text can be about."""
_TOLD_ANYWHERE = frozenset({"communication", "order"})
"""Types that are told or ordered from anywhere."""
_FROM_A_PLACE = frozenset({"eyewitness", "official"})
"""Kinds of source that speak of where they are."""
_SENTENCES_BACK = 2
"""How many sentences back a place is taken over from."""
_SUMMED = frozenset({"equipment_loss", "casualties", "prisoners"})
"""Types that are often summed up over places: they take one over from the sentence right before alone."""
_MOST_INHERITED = 3
"""Places of one sentence taken over at most: a longer list says where several things happened."""
_ANAPHORIC = frozenset(_MEANT)
_BY_SPEAKER = frozenset({"home", "country", "subject"})
"""References that mean the speaker's own country, or ("its land") that of the side the sentence is about."""


@dataclass(slots=True)
class PlaceContext:
    """What a claim's places may be taken over from. speaker: side of who speaks. before: named places, latest last.

    inherit: stretches of text a clause that names no place may take one from, best first. subject: side the clause is about.
    """

    speaker: str | None
    before: Sequence[PlaceMention]
    sentence_start: int
    inherit: Sequence[tuple[int, int]]
    subject: str | None = None
    share: bool = False
    """Whether the figure is a share: "a tenth of its land" is of the country, "900 km² of its land" of the area spoken of."""
    area: bool = False
    """Whether the figure is of ground: it is taken over from no town."""
    window: tuple[int, int] | None = None
    """Where only the places beside one of several figures are meant: the stretch of that figure."""
    seats: frozenset[Span] = frozenset()
    """Those of `before` that are words for a side's authorities by their seat."""
    elsewhere: bool = False
    """Whether the text is about another country than the theatre's."""
    paragraph: int = 0
    opening: int = 0
    """Where the paragraph begins, and where the text's opening (headline and first paragraph) ends."""


class PlaceFiller:
    """Fills the places of claims in texts of one language."""

    def __init__(self, ground: Ground, language: str) -> None:
        self._ground = ground
        self._language = language
        words = ground.language(language).get("statement_words", {})
        found = sorted(ground.gazetteer.of_kind("border"), key=lambda place: (not place.parent, place.id))
        self._borders = [(place.id, frozenset(place.touches)) for place in found]
        self._near = frozenset(ground.language(language).get("places", {}).get("roles", {}).get("near", ()))
        roles = ground.language(language).get("places", {}).get("roles", {})
        self._prepositions = frozenset(word for name in ("at", "near", "from", "to") for word in roles.get(name, ()))
        self._articles = frozenset(words.get("indefinite", ()))
        countries = list(ground.gazetteer.of_kind("country"))
        self._capitals = frozenset(place.seat for place in countries if place.seat)
        self._own_capital = next((place.seat for place in countries if place.id == ground.country), "")
        self._known: dict[str, tuple[Place | None, str]] = {}

    def fill(
        self, reading: Reading, statement: Statement, context: PlaceContext, *, scope: bool
    ) -> tuple[tuple[PlaceSlot, ...], tuple[Reason, ...]]:
        """The places and the reasons of those not named in the clause. scope: the claim counts ground or says who holds it."""
        slots, reasons = self._filled(reading, statement, context, scope=scope)
        if any(slot.id.startswith(UNLISTED) for slot in slots):
            explained = {reason.field for reason in reasons}
            names = [f"places.{at}" for at, slot in enumerate(slots) if slot.id.startswith(UNLISTED)]
            reasons = (*reasons, *(Reason(name, "name:unknown") for name in names if name not in explained))
            slots = tuple(replace(slot, id="") if slot.id.startswith(UNLISTED) else slot for slot in slots)
        return slots, reasons

    def _filled(
        self, reading: Reading, statement: Statement, context: PlaceContext, *, scope: bool
    ) -> tuple[tuple[PlaceSlot, ...], tuple[Reason, ...]]:
        quote = statement.quote
        region = statement.region
        here = within(reading.scenes, *(context.window or (quote.start, quote.end)))
        here = [place for place in here if place.rule != "unlisted:dateline"]
        mentions = self._usable(reading, here, statement, scope=scope)
        rule = ""
        if not mentions and scope:
            around = [
                place
                for place in within(reading.scenes, *region.reach)
                if not region.away(place.span.start, place.span.end)
            ]
            mentions = self._usable(reading, around, statement, scope=scope)
        slots: list[PlaceSlot] = []
        reasons: list[Reason] = []
        for mention in mentions:
            slot, rule = self._slot(mention, context, scope=scope)
            if slot is None or (slot.id and any(_told(slot, other) for other in slots)):
                continue
            if rule:
                reasons.append(Reason(f"places.{len(slots)}", rule))
            slots.append(slot)
        if statement.unknown is not None and not any(slot.id for slot in slots):
            name = statement.unknown
            tokens = reading.document.tokens
            near = tokens.norms[max(0, tokens.at(name.start) - 1)] in self._near
            slot = PlaceSlot(
                "near" if near else "scope" if scope else "at", "", name.exact, "unknown", None, None, None, name, None
            )
            return (slot,), (Reason("places.0", "name:unknown"),)
        of_subject = any(reason.rule == "reference:subject" for reason in reasons)
        if scope and of_subject and not context.share and self._area_before(reading, quote.start):
            slots, reasons = [], []  # "its" is rather the area's
        if scope and not slots:
            inherited = self._inherited(context)
            if inherited is not None:
                return (inherited,), (Reason("places.0", "inherited:context"),)
        own = context.window is not None  # figures with places of their own beside it: theirs are not its
        if not scope and not own and statement.trigger.type in _HAPPENING and not any(slot.id for slot in slots):
            for slot in self._around(reading, statement):
                reasons.append(Reason(f"places.{len(slots)}", "inherited:clause"))
                slots.append(slot)
        held = statement.trigger.type == "control" and not within(reading.quantities, quote.start, quote.end)
        follows = held or statement.trigger.type in _HAPPENING or statement.trigger.type in _MOVING
        follows = (
            follows and not any(slot.id or slot.kind == "border" for slot in slots) and not self._total(reading, quote)
        )
        if follows:
            for slot, rule in self._framed(reading, statement):
                reasons.append(Reason(f"places.{len(slots)}", rule))
                slots.append(slot)
        if follows and not any(slot.id for slot in slots):
            for slot in self._said_before(reading, statement, _AREAS if context.area else None):
                reasons.append(Reason(f"places.{len(slots)}", "inherited:sentence"))
                slots.append(slot)
        if follows and not any(slot.id for slot in slots) and not context.area:
            scene = self._of_text(reading, statement, context)
            if scene is not None:
                reasons.append(Reason(f"places.{len(slots)}", "inherited:opening"))
                slots.append(scene)
        return tuple(slots), tuple(reasons)

    def _of_text(self, reading: Reading, statement: Statement, context: PlaceContext) -> PlaceSlot | None:
        """For what happened in a sentence that names no place: the one town, plant or island of the text's opening, where no place
        was told since but areas around it."""
        here = reading.document.sentences[statement.region.sentence]
        known = [place for place in context.before if place.kind in _LOCAL and place.span not in context.seats]
        headline = reading.document.sentences[0].end
        opening = [
            place
            for place in known
            if place.kind in _SCENES
            and (place.span.end <= headline if place.rule == "unlisted" else place.span.end <= context.opening)
        ]
        scene = {place.ids[0] for place in opening if place.role != "near"}  # "near Kharkiv" is not in it
        here_told = [place for place in within(reading.scenes, here.start, here.end) if place.span not in reading.seats]
        if len(scene) != 1 or any(place.ids for place in here_told):
            return None
        if (
            statement.trigger.type in _TOLD_ANYWHERE
            or self._unlisted(reading, here.start, here.end)
            or reading.outlets > 1  # a digest: its parts are about several places
        ):
            return None
        around = {area for place in scene for area in self._ground.gazetteer.ancestors(place)}
        told = [place for place in known if not _dateline(reading, place) and not self._party(reading, place)]
        told = [place for place in told if place.ids[0] not in around]
        told = [place for place in told if place.role != "from" or place.ids[0] in scene]
        if not told or {place.ids[0] for place in told} != scene:
            return None
        return self.of_id(told[-1].ids[0], "at", None, told[-1].span)

    def _area_before(self, reading: Reading, at: int) -> bool:
        """Whether the paragraph named an area less than a country before, or meant one by a reference."""
        document = reading.document
        before = within(reading.scenes, document.sentences[document.opening(document.sentence_at(at))].start, at)
        return any(place.kind in _AREAS and place.kind != "country" for place in before)

    def _around(self, reading: Reading, statement: Statement) -> list[PlaceSlot]:
        """For what happened in a clause that names no place: the places its source names elsewhere in the sentence."""
        region = statement.region
        found: list[PlaceSlot] = []
        for place in within(reading.scenes, *region.reach):
            named = place.ids and place.kind != "country" and not region.away(place.span.start, place.span.end)
            if named and not self._party(reading, place) and not any(slot.id == place.ids[0] for slot in found):
                found.append(self.of_id(place.ids[0], "near" if place.role == "near" else "at", None, place.span))
        return found

    def _framed(self, reading: Reading, statement: Statement) -> list[tuple[PlaceSlot, str]]:
        """For words that name no place: what stands before them and their source ("Near Klishchiivka, both sides report …"),
        else where the witness or the office is that speaks ("residents of Orikhiv")."""
        region = statement.region
        mention = reading.attributions[region.chain[0]] if region.chain and not region.carried else None
        anchor = None if mention is None else mention.cue or mention.source
        if mention is None or anchor is None:
            return []
        start, end = reading.document.frame(anchor, mention.content)
        source = mention.source
        opens = min(anchor.start, source.start if source is not None else anchor.start)
        for rule in ("inherited:clause", "inherited:source"):
            found: dict[str, tuple[PlaceSlot, str]] = {}
            for place in within(reading.scenes, start, end):
                inside = source is not None and source.start <= place.span.start and place.span.end <= source.end
                came = place.role == "from" and inside and mention.kind == "eyewitness"  # "a cousin from X says"
                usable = place.ids and place.kind in _LOCAL and (came or place.role not in {"from", "to"})
                if not usable or inside != (rule == "inherited:source") or self._party(reading, place):
                    continue
                if (place.span.end <= opens) if not inside else mention.kind in _FROM_A_PLACE:
                    role: PlaceRole = "near" if place.role == "near" else "at"
                    found.setdefault(place.ids[0], (self.of_id(place.ids[0], role, None, place.span), rule))
            if found:
                return list(found.values())
        return []

    def _unlisted(self, reading: Reading, start: int, end: int) -> bool:
        """Whether a word with a capital stands behind a preposition of place: a place that the gazetteer does not hold."""
        tokens = reading.document.tokens
        first, past = tokens.at(start), tokens.at(end)
        return any(
            tokens.norms[at - 1] in self._prepositions and tokens.raw(at)[0].isupper() for at in range(first + 1, past)
        )

    def _total(self, reading: Reading, quote: Span) -> bool:
        """Whether a claim sums up a longer time ("since 24 February"): it is of more places than the one spoken of."""
        return any(time.role == "since" for time in within(reading.times, quote.start, quote.end))

    def _said_before(self, reading: Reading, statement: Statement, kinds: frozenset[str] | None) -> list[PlaceSlot]:
        """For what happened in a sentence that names no place: those that the last sentence of its paragraph which names some
        tells where something was, a heading among them ("4. Belgorod."). kinds: the only kinds of place that may be meant."""
        document = reading.document
        here = document.sentences[statement.region.sentence]
        here_told = [place for place in within(reading.scenes, here.start, here.end) if place.span not in reading.seats]
        if any(place.ids and place.kind != "country" for place in here_told):
            return []
        last = statement.region.sentence - 1
        back = 1 if statement.trigger.type in _SUMMED else _SENTENCES_BACK
        for index in range(last, max(-1, last - back), -1):
            sentence = document.sentences[index]
            if sentence.paragraph != here.paragraph:
                return []
            named = [
                place
                for place in within(reading.scenes, sentence.start, sentence.end)
                if place.ids and place.kind != "country" and place.role not in {"from", "to"}
                if kinds is None or place.kind in kinds
            ]
            found = [place for place in named if not self._party(reading, place) and not _dateline(reading, place)]
            if found:
                ids = list(dict.fromkeys(place.ids[0] for place in found))
                if len(ids) > _MOST_INHERITED:
                    return []
                first = {place.ids[0]: place for place in reversed(found)}
                return [
                    self.of_id(id_, "near" if first[id_].role == "near" else "at", None, first[id_].span) for id_ in ids
                ]
        return []

    def _usable(
        self, reading: Reading, mentions: Sequence[PlaceMention], statement: Statement, *, scope: bool
    ) -> list[PlaceMention]:
        """Places that are no parties: "Ukraine" as the one who acts is a side, not a scope."""
        usable = []
        for mention in mentions:
            if mention.reference is None and not mention.ids:
                continue
            struck = statement.trigger.type == "strike" and statement.passive and mention.role is None
            if mention.role in {None, "near"} and not struck and self._party(reading, mention):
                continue
            usable.append(mention)
        if scope:
            named = [mention for mention in usable if mention.ids and mention.role not in {"from", "to"}]
            by_speaker = [mention for mention in usable if mention.reference in _BY_SPEAKER]
            narrow = [mention for mention in named if mention.kind != "country"]
            meant = [mention for mention in usable if mention.reference in _ANAPHORIC]
            return narrow or named or by_speaker or meant
        return usable

    def _party(self, reading: Reading, mention: PlaceMention) -> bool:
        """Whether a name means who acts rather than where ("Kyiv says", not "in Kyiv")."""
        return mention.role != "at" and any(
            side.span.start <= mention.span.start and mention.span.end <= side.span.end
            for side in within(reading.sides, mention.span.start - 40, mention.span.end + 40)
        )

    def _slot(self, mention: PlaceMention, context: PlaceContext, *, scope: bool) -> tuple[PlaceSlot | None, str]:
        role = self._role(mention, scope=scope)
        if mention.ids:
            return self.of_id(mention.ids[0], role, mention.span, None), ""
        if mention.reference in _BY_SPEAKER:
            own = context.subject if mention.reference == "subject" else None
            country = self._country(own or context.speaker, mention.reference)
            if country and not (context.elsewhere and mention.reference == "country"):
                return self.of_id(country, role, mention.span, None), f"reference:{mention.reference}"
        elif mention.reference in _ANAPHORIC and not self._indefinite(mention):
            source = self._antecedent(mention, context)
            if source is not None:
                rule = "inherited:sentence" if source.span.start < context.sentence_start else "inherited:clause"
                _, compass, part = mention.rule.partition("compass:")
                id_ = f"{source.ids[0]}#{part}" if compass and "#" not in source.ids[0] else source.ids[0]
                return self.of_id(id_, role, mention.span, source.span), rule
        elif mention.reference == "capital":
            capital, named = self._capital(context)
            if capital:
                return self.of_id(capital, role, mention.span, named), "reference:capital"
            # of a country that the theatre does not hold: of no place told before
            unknown = PlaceSlot(role, UNLISTED, mention.span.exact, "settlement", None, None, None, mention.span, None)
            return unknown, "reference:open"
        elif mention.reference == "border":
            border, area = self._border(context)
            if border:
                return self.of_id(border, role, mention.span, area), "reference:border"
        return PlaceSlot(
            role, "", mention.span.exact, mention.kind, None, None, None, mention.span, None
        ), "reference:open"

    def _role(self, mention: PlaceMention, *, scope: bool) -> PlaceRole:
        """A settlement that is won, lost or held is where that is; an area is what it is told of."""
        if scope and mention.role in {None, "at"}:
            return "scope" if mention.kind in _AREAS or mention.reference == "area" else "at"
        if not scope and mention.role == "scope":
            return "at"
        return mention.role or "at"

    def _country(self, speaker: str | None, reference: str | None) -> str:
        side = self._ground.sides.get(speaker) if speaker else None
        if side is not None and side.country:
            return side.country
        return self._ground.country if reference == "country" else ""

    def _capital(self, context: PlaceContext) -> tuple[str, Span | None]:
        """The capital named last in the paragraph, else as a place spoken of before; else that of the theatre's country, in a text
        that is about it."""
        for place in reversed(context.before):
            near = place.span.start >= context.paragraph
            spoken_of = near or place.span not in context.seats or place.role is not None
            if place.ids[0] in self._capitals and spoken_of:
                return place.ids[0], place.span
        return ("" if context.elsewhere else self._own_capital), None

    def _border(self, context: PlaceContext) -> tuple[str, Span | None]:
        """The border of the area named last before, its own strip where the gazetteer has one; else the speaker's country's."""
        if context.elsewhere:
            return "", None
        for place in reversed(context.before):
            areas = {place.ids[0].partition("#")[0], *self._ground.gazetteer.ancestors(place.ids[0])}
            for border, touched in self._borders:
                if areas & touched:
                    return border, place.span
        country = self._country(context.speaker, "country")
        return next((border for border, touched in self._borders if country in touched), ""), None

    def _antecedent(self, mention: PlaceMention, context: PlaceContext) -> PlaceMention | None:
        """The last named place before a reference that can be what it means."""
        wanted = _MEANT[mention.reference or "area"]
        fitting = []
        for place in reversed(context.before):
            later = place.span.start >= mention.span.start and context.before[0].span.start < mention.span.start
            if later or place.span == mention.span or place.kind not in wanted or self._is_country(place, mention):
                continue
            if mention.reference == "island" and "#" in place.ids[0]:
                continue  # a region by the compass
            if place.role != "near":
                fitting.append(place)
        there = [place for place in fitting if not (place.role == "from" and place.rule.startswith("unlisted"))]
        fitting = there or fitting  # rather than one that somebody only came from
        # "the town" is sooner a place spoken of than a seat of government whose officials speak
        spoken_of = [place for place in fitting if place.span not in context.seats]
        if mention.reference == "settlement" and spoken_of and spoken_of[0].span.start < context.paragraph:
            # "the town" of a new paragraph is the one the text is about, rather than one named in passing
            spoken_of = [place for place in spoken_of if place.span.end <= context.opening][:1] or spoken_of
        found = next(iter(spoken_of), None) or next(iter(fitting), None)
        return found or self._unit_of(mention, context) or self._of_direction(mention, context)

    def _of_direction(self, mention: PlaceMention, context: PlaceContext) -> PlaceMention | None:
        """For "the town" of a text that a direction stands over: the town that this is named after."""
        if mention.reference != "settlement":
            return None
        opening = (place for place in reversed(context.before) if place.span.end <= context.opening)
        named = (place for place in opening if place.ids[0].endswith("#direction"))
        last = next(named, None)
        return replace(last, ids=(last.ids[0].removesuffix("#direction"),), kind="settlement") if last else None

    def _unit_of(self, mention: PlaceMention, context: PlaceContext) -> PlaceMention | None:
        """For "the region" or "this direction" where none was named: the one of the settlement named last."""
        gazetteer = self._ground.gazetteer
        for place in reversed(context.before):
            if place.kind != "settlement" or place.span.start >= mention.span.start:
                continue
            found = [
                id_
                for id_ in gazetteer.ancestors(place.ids[0])
                if (unit := gazetteer.get(id_)) and unit.kind == mention.kind
            ]
            direction = f"{place.ids[0]}#direction"
            if mention.kind == "direction" and gazetteer.get(direction) is not None:
                found = [direction]
            return replace(place, ids=(found[0],), kind=mention.kind) if found else None
        return None

    def _indefinite(self, mention: PlaceMention) -> bool:
        """Whether "a settlement" brings a new place in rather than meaning one named before."""
        return mention.span.exact.split()[0].lower() in self._articles

    def _is_country(self, place: PlaceMention, mention: PlaceMention) -> bool:
        return place.kind == "country" and mention.kind != "country"

    def _inherited(self, context: PlaceContext) -> PlaceSlot | None:
        """For a clause that counts ground and names no place: the last area its source named just before, else the headline's."""
        for start, end in context.inherit:
            for place in reversed(context.before):
                if start <= place.span.start < end and place.kind in _AREAS and place.kind != "country":
                    return self.of_id(place.ids[0], "scope", None, place.span)
        return None

    def of_id(self, id_: str, role: PlaceRole, as_written: Span | None, inherited: Span | None) -> PlaceSlot:
        """The slot of a gazetteer place, or of one that none holds by its name."""
        if id_.startswith(UNLISTED):
            span = as_written or inherited
            name = id_.removeprefix(UNLISTED) if span is None else span.exact
            return PlaceSlot(role, id_, name, "unknown", None, None, None, as_written, inherited)
        if id_ not in self._known:
            self._known[id_] = (self._ground.gazetteer.get(id_), self._ground.gazetteer.name(id_, self._language))
        place, name = self._known[id_]
        if place is None:
            return PlaceSlot(role, id_, id_, "unknown", None, None, None, as_written, inherited)
        return PlaceSlot(role, id_, name, place.kind, place.lon, place.lat, place.uncertainty_m, as_written, inherited)


def _dateline(reading: Reading, place: PlaceMention) -> bool:
    """Whether a place only tells where a report was written: in capitals, or first of a paragraph with a day behind it. A whole
    region so told is the scene ("Харківщина, 14 червня")."""
    if place.kind in {"adm1", "adm2"}:
        return False
    document = reading.document
    at = document.sentence_at(place.span.start)
    opens = place.span.start == document.sentences[at].start and (
        at == 0 or document.sentences[at - 1].paragraph != document.sentences[at].paragraph
    )
    behind = document.text[place.span.end : place.span.end + 3]
    return (place.span.exact.isupper() and len(place.span.exact) > 1) or (
        opens and behind.startswith(",") and bool(within(reading.times, place.span.end, document.sentences[at].end))
    )


def _told(slot: PlaceSlot, other: PlaceSlot) -> bool:
    """Whether a place is told already: by the same role, or when only a reference repeats it."""
    return slot.id == other.id and (slot.role == other.role or slot.inherited_from is not None)
