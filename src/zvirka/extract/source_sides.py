"""Which side a source is of, told by what its words say it is; every side that no word names carries the rule that told it.

The rule: whose words they are, never whom they favour. An office, body or soldier is of the state that its words name, by country,
adjective, army, seat or the place it is an office of (an occupation's of the occupier); an office that every state has goes with the
country beside it, else with the one told before, the voice's own side, the place spoken of. Countries at no war here and what is
theirs, exiles too, are third. Who opposes a side or left it is of none. Witnesses: see `witness_sides`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from zvirka.extract.cues import CuePack
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.tokens import Tokens, fold, other_letters
from zvirka.ground import Ground
from zvirka.ground.place_rows import PlaceHit
from zvirka.model.sources import THIRD, UNKNOWN, Side, SourceKind
from zvirka.model.spans import Span

_GOVERNING = ("pro", "adjective", "army", "people", "country", "government")
"""Which word for a side tells a source's side first: a "pro-Russian channel about Ukraine" is pro-Russian."""
_LEAST_SHARED = 3
"""Letters they share at least: no shorter word is looked for."""
_STEM = 5
"""Letters that two forms of one word share at least, where it has as many."""
_HEADING = 5
"""Tokens of the longest sentence that only names what its paragraph is about ("4. Белгород.")."""
_PLACES_BACK = 16
"""Sentences before a paragraph searched for the place whose official speaks."""
_SOURCES_BACK = 24
"""Earlier sources searched for one told again."""
_OPENING = 5
"""Tokens of the longest words that tell where a sentence's source speaks."""
_KEPT = 256
"""Sentences whose side by their places is remembered: each is asked for by several officials of its paragraph."""
_KEPT_SOURCES = 4096
"""Sources whose words for sides are remembered: "the General Staff" comes again in every report."""
_OPENING_SENTENCES = 4
"""Sentences of a text that tell whose war it speaks of, the headline among them."""
_COUNTRIES = 3
"""Words for countries that are no side which these hold at least, where it is another's."""
_WHOLE_TEXT = 2048
"""Tokens of a text that are counted where its opening does not tell whose war it speaks of."""
_OFTEN = 6
"""Words for countries that are no side which such a text holds at least, three for each of a side, where it is another's."""
_OF_A_COUNTRY: frozenset[SourceKind] = frozenset({"official", "official_document", "military_unnamed", "unnamed"})
"""Kinds of source that are of the country a text speaks of, where their words name none."""
_AT_HOME: frozenset[SourceKind] = frozenset({"official", "military_unnamed"})
"""Kinds of source that are of the country whose language is written, where nothing says otherwise."""
_PLACE_NOUNS = ("adm1", "direction")
"""Kinds of place whose noun makes a place of the adjective of a region, and of that of any town."""
_GUESTS: frozenset[SourceKind] = frozenset({"analyst", "politician", "public"})
"""Kinds of people who are heard on an outlet as its guests."""
_ONE_OF_MANY: frozenset[SourceKind] = frozenset({"channel", "blogger"})
"""Kinds of source told of together before one of them."""
_OWNING = frozenset({"country", "government", "army"})
"""Classes of words for a side that may own an office."""
_ON_AIR_BACK = 3
"""Sentences before a guest's own in which the outlet may be named."""
_AUTHORITIES = frozenset({"country", "government", "people"})
"""Classes of words for a side that mean its authorities where they stand alone."""
_DETERMINER = 4
"""Characters of "the" and its space."""
_STATION_WORDS = 4
"""Words between a preposition and the outlet that it stands before ("у вечірньому шоу на НТВ")."""
_NO_STATE: frozenset[SourceKind] = frozenset({"eyewitness"})
"""Kinds of source that are of no side for where they come from."""
_OF_A_STATE: frozenset[SourceKind] = frozenset({"official", "official_document", "military_unnamed"})
"""Kinds of source that serve a state: of the voice's own where a partisan voice names no other."""


class SourceSides:
    """Sides of sources in texts of one language."""

    def __init__(self, ground: Ground, language: str, pack: CuePack) -> None:
        self._ground = ground
        self._language = language
        self._pack = pack
        countries = {side.country: side.id for side in ground.sides.values() if side.country}
        self._countries = countries
        self.home = countries.get(pack.home_country, UNKNOWN)
        self._asked: Document | None = None
        self._homes: dict[int, tuple[Side, Side]] = {}
        self._scenes: dict[int, Side] = {}
        """Of the document asked about last, by sentence: whose the places it names are, and those around it."""
        self._hits: list[PlaceHit] = []
        """The places of all of it."""
        self._told: dict[tuple[str, SourceKind], Side] = {}
        self.office = lru_cache(maxsize=_KEPT)(self._office)
        self.home_in = lru_cache(maxsize=_KEPT_SOURCES)(self._find_home)
        self.words = lru_cache(maxsize=_KEPT_SOURCES)(self._words)
        self.of_place = lru_cache(maxsize=_KEPT_SOURCES)(self._of_place)
        nouns = ground.language(language).get("places", {}).get("nouns", {}) if pack.words.adjective_endings else {}
        self._place_nouns = [nouns[kind]["nominative"][0] for kind in _PLACE_NOUNS if kind in nouns]
        self._earlier: tuple[Document | None, tuple[int, int, int], AttributionMention | None] = (None, (0, 0, 0), None)
        """Whom `again` told last: its kind and its side are asked for one after the other."""
        self._opened: tuple[str, bool] = ("", False)

    def _words(self, words: str) -> tuple[tuple[int, int, Side, str], ...]:
        """Words for sides in a source's words: start, end, side, class."""
        return tuple(self._ground.find_sides(words, self._language))

    def named(self, words: str) -> Side:
        """The side whose word governs a source's words; unknown where none or two of equal rank do."""
        found = self.words(words)
        for word in _GOVERNING:
            sides = {side for _, _, side, kind in found if kind == word}
            if len(sides) == 1:
                return sides.pop()
            if sides:
                return UNKNOWN
        return UNKNOWN

    def of_words(self, tokens: Tokens, source: Span, kind: SourceKind) -> Side:
        """The side of a source by its own words; remembered, as it hangs on them and the kind alone."""
        key = (source.exact, kind)
        if key not in self._told:
            if len(self._told) >= _KEPT_SOURCES:
                self._told.clear()
            self._told[key] = self._of_words(tokens, source, kind)
        return self._told[key]

    def _of_words(self, tokens: Tokens, source: Span, kind: SourceKind) -> Side:
        """The side of a source by its own words: of a side's word and a country's that is none, the first tells whose it is
        ("Ukraine's envoy to Poland", "Poland's envoy to Kyiv"); an office that every state has gives way to the country
        behind it ("Міноборони Молдови"). Who opposes a side, or lives in exile from it, does not speak for it; an official does."""
        first, past = tokens.at(source.start), tokens.at(source.end)
        found = self.words(source.exact)
        if any(word == "pro" for _, _, _, word in found):
            return self.named(source.exact)
        abroad = [] if kind in _NO_STATE else self._pack.third.within(tokens, first, past)
        if kind != "official" and self._pack.apart.stands(tokens, first, past):
            return THIRD if abroad and not found else UNKNOWN
        if not abroad:
            return self.named(source.exact)
        if self.of_another_state(tokens, source):
            return THIRD
        at = tokens.starts[abroad[0].first] - source.start
        serving = kind == "military_unnamed" and any(word == "army" for _, _, _, word in found)
        before = [each for each in found if each[0] < at]
        return self.named(source.exact) if serving or before else THIRD

    def of_another_state(self, tokens: Tokens, source: Span) -> bool:
        """Whether an office that every state has stands before a country that is no side ("Міноборони Молдови"), with no
        preposition between ("посол Києва в Польщі"), or behind its adjective ("британское минобороны"). A seat of government is no
        such office."""
        first, past = tokens.at(source.start), tokens.at(source.end)
        abroad = self._pack.third.within(tokens, first, past)
        if not abroad or tokens.possessive(first):
            return False
        at = tokens.starts[abroad[0].first] - source.start
        leads = abroad[0].first == first
        beside = [each for each in self.words(source.exact) if leads or each[0] < at]
        offices = all(word == "government" and not self.seat(source.exact[start:end]) for start, end, _, word in beside)
        before = tokens.norms[abroad[0].first - 1]
        if not leads and self._pack.words.is_a(
            "inside", before
        ):  # "the defence ministry in Baku", not "the ambassador in Warsaw"
            return offices and not any(self._pack.words.is_a("envoy", word) for word in tokens.norms[first:past])
        return offices and (leads or not beside or not self._pack.words.is_a("preposition", before))

    def of_other_side(self, words: str, side: Side) -> bool:
        """Whether an adjective or country in a body's words names another side than the one it is known to be of."""
        named = {each for _, _, each, word in self.words(words) if word in {"adjective", "country"}}
        return bool(named) and side in self._ground.sides and side not in named

    def seat(self, words: str) -> bool:
        """Whether a word for authorities is a place ("Kyiv"), which no other state has."""
        return any(hit.start == 0 for hit in self._ground.gazetteer.find(words, self._language))

    def is_country(self, words: str) -> bool:
        """Whether a source is only a side's country, seat of government or people ("Kyiv says", "say the Ukrainians"): its
        authorities are meant."""
        return any(
            start <= _DETERMINER and end == len(words) and kind in (_AUTHORITIES if start == 0 else {"people"})
            for start, end, _, kind in self.words(words)
        )

    def _office(self, words: str) -> Side:
        """The side of an official of a place: "the governor of Kursk oblast" is of the side at home there."""
        return self._side_at(self._ground.gazetteer.find(words, self._language))

    def _of_place(self, words: str) -> Side:
        """The side of an official of a place in his words, also where they hold only its adjective ("Харківська прокуратура")."""
        side = self.office(words)
        if side != UNKNOWN or not self._place_nouns:
            return side
        sides = {
            self.office(f"{word} {noun}")
            for word in words.split()
            if word.casefold().endswith(self._pack.words.adjective_endings)
            for noun in self._place_nouns
        } - {UNKNOWN}
        return sides.pop() if len(sides) == 1 else UNKNOWN

    def deduced(
        self,
        document: Document,
        mention: AttributionMention,
        kind: SourceKind,
        before: Sequence[AttributionMention],
        voice: Side,
    ) -> tuple[Side, str]:
        """The side of a source whose words name none, and the rule that told it: the place its office is of, an earlier
        source it repeats, the voice's own side, the country whose language is written; ("unknown", "") where none does.

        before: the text's earlier sources, resolved. voice: side of the text's own voice.
        """
        source = mention.source
        if source is None:
            return UNKNOWN, ""
        first, past = document.tokens.at(source.start), document.tokens.at(source.end)
        if kind == "media" and self._foreign_name(document, source):
            return THIRD, "side:script"
        if kind == "media":
            side = self._of_press(document.tokens, first, past)
            if side != UNKNOWN:
                return side, "side:press"
        here = self._local_here(document, source, mention.cue or source) if kind == "official" else UNKNOWN
        if here != UNKNOWN:
            return here, "side:place"
        if kind in _OF_A_COUNTRY and self._elsewhere(document) and self.named(source.exact) == UNKNOWN:
            return THIRD, "side:scene"
        if kind == "official":
            side = self._at_home(document, source, mention.cue or source)
            if side != UNKNOWN:
                return side, "side:place"
            if self._speaks_abroad(document, source):
                return THIRD, "side:place"
        abroad = bool(self._pack.abroad.within(document.tokens, first, past))
        third = bool(self._pack.third.within(document.tokens, first, past))
        if abroad and self._told_abroad(document, mention.cue or source):
            return "third", "side:country_before"
        if abroad:
            told = self._told_before(document, source, before)
            if told != UNKNOWN:
                return told, "side:earlier_source"
        side = self._of_its_people(document, first, past, before) if kind == "media" else UNKNOWN
        if side != UNKNOWN:
            return side, "side:earlier_source"
        side = self._owners(document, source, before)
        if side != UNKNOWN:
            return side, "side:owner"
        if kind in _GUESTS and not third:
            side = self._on_air(document, source)
            if side != UNKNOWN:
                return side, "side:on_air"
        earlier = self.again(document, source, before)
        if earlier is not None and earlier.side not in {None, UNKNOWN}:
            return earlier.side or UNKNOWN, "side:earlier_source"
        theirs = third or abroad
        comrade = bool(self._pack.comrade.within(document.tokens, first, past))
        if voice in self._ground.sides and self._pack.opponent.within(document.tokens, first, past):
            others = [side for side in self._ground.sides if side != voice]
            if len(others) == 1:
                return others[0], "side:voice"
        if voice in self._ground.sides and (comrade or (kind in _OF_A_STATE and not theirs)):
            return voice, "side:voice"
        if self._pack.apart.stands(document.tokens, first, past) and kind != "official":
            return UNKNOWN, ""
        if kind in _ONE_OF_MANY and not theirs:
            side = self._one_of_many(document, source)
            if side != UNKNOWN:
                return side, "side:earlier_source"
        if (kind in _AT_HOME or (kind == "media" and mention.named)) and self.home != UNKNOWN and not theirs:
            return self.home, "side:language"
        unnamed = kind == "official" and not mention.named
        passed_on = mention.rule == "through" and bool(before) and before[-1].kind == "media"  # of that medium's side
        fighter = kind == "military_unnamed" and not passed_on
        if (unnamed or fighter) and not (theirs or self._told_abroad(document, mention.cue or source)):
            side = self._scene(document, mention.cue or source)
            return side, "side:place" if side != UNKNOWN else ""
        return UNKNOWN, ""

    def _of_its_people(self, document: Document, first: int, past: int, before: Sequence[AttributionMention]) -> Side:
        """The side of the outlet told last, for "the paper's correspondent"."""
        plain = all(word[0].isalpha() for word in document.tokens.norms[first:past])
        if past - first < 2 or not plain or any(document.tokens.raw(at)[0].isupper() for at in range(first + 1, past)):
            return UNKNOWN
        named = (each for each in islice(reversed(before), _SOURCES_BACK) if each.kind == "media" and each.named)
        told = next((each for each in named if each.side not in {None, UNKNOWN}), None)
        return UNKNOWN if told is None else told.side or UNKNOWN

    def _owners(self, document: Document, source: Span, before: Sequence[AttributionMention]) -> Side:
        """The side of whoever a source is told to belong to ("the Kremlin would wait, its spokesman said"): of the one side that its
        sentence names before, else of the outlet told last."""
        tokens = document.tokens
        if not self._pack.words.is_a("owner", tokens.norms[tokens.at(source.start)]):
            return UNKNOWN
        start = document.sentences[document.sentence_at(source.start)].start
        sides = {side for _, _, side, word in self.words(document.text[start : source.start]) if word in _OWNING}
        if len(sides) == 1:
            return sides.pop()
        last = next((each for each in reversed(before) if each.source is not None and each.rule != "through"), None)
        return (last.side or UNKNOWN) if last is not None and last.kind == "media" and not sides else UNKNOWN

    def _one_of_many(self, document: Document, source: Span) -> Side:
        """The side of the channels or bloggers told of in the sentence before ("Russian bloggers disagree. The channel NAME …")."""
        at = document.sentence_at(source.start)
        if document.opening(at) == at:
            return UNKNOWN
        sentence = document.sentences[at - 1]
        told = self._pack.kinds.find(document.tokens, *document.words[at - 1])
        if not any(match.value[1] in _ONE_OF_MANY for match in told):
            return UNKNOWN
        sides = {
            side
            for _, _, side, word in self.words(document.text[sentence.start : sentence.end])
            if word in {"adjective", "pro"}
        }
        return sides.pop() if len(sides) == 1 else UNKNOWN

    def _on_air(self, document: Document, source: Span) -> Side:
        """The side of the programme or outlet, named before in the paragraph with a preposition, that somebody is a guest of ("On NTV
        the analyst NAME asked …")."""
        at = document.sentence_at(source.start)
        for index in range(at, max(document.opening(at), at - _ON_AIR_BACK) - 1, -1):
            sentence = document.sentences[index]
            text = document.text[sentence.start : min(sentence.end, source.start)]
            for start, _, info in self._ground.sources.find(text, self._language):
                if info.kind == "media" and info.side in self._ground.sides:
                    first = document.tokens.at(sentence.start + start)
                    if any(
                        self._pack.words.is_a("place_preposition", document.tokens.norms[near])
                        for near in range(max(document.words[index][0], first - _STATION_WORDS), first)
                    ):
                        return info.side
        return UNKNOWN

    def _of_press(self, tokens: Tokens, first: int, past: int) -> Side:
        """The side of a paper by its title: of the country whose papers are called so, or of the place it is named after; a title in
        a language that no side writes is of no side."""
        if not any(tokens.raw(at)[0].isupper() for at in range(first, past)):
            return UNKNOWN
        countries = {match.value for match in self._pack.press.within(tokens, first, past)}
        if countries:
            return self._countries.get(countries.pop(), UNKNOWN) if len(countries) == 1 else UNKNOWN
        words = self._pack.words
        near = ("inner_preposition", "place_preposition", "preposition")
        at = next((at for at in range(first + 1, past) if any(words.is_a(n, tokens.norms[at]) for n in near)), past)
        if any(tokens.raw(each)[0].isupper() for each in range(first + 1, at)):
            past = at  # "a Herald reporter near Izium", but "a newspaper in Rostov"
        side = self.of_place(tokens.text[tokens.starts[first] : tokens.ends[past - 1]])
        if side != UNKNOWN:
            return side
        last = tokens.norms[past - 1].rsplit("-", 1)[-1]
        titled = tokens.raw(past - 1)[0].isupper() and self._pack.words.is_a("press_title", last)
        return THIRD if titled and self.home == UNKNOWN else UNKNOWN

    def _foreign_name(self, document: Document, source: Span) -> bool:
        """Whether an outlet goes by a name in Latin letters in a text in others: it is of a country that is no side, as those of
        the sides are known by name."""
        if not other_letters(document.text):
            return False
        tokens = document.tokens
        named = [
            tokens.raw(at)
            for at in range(tokens.at(source.start), tokens.at(source.end))
            if tokens.raw(at)[0].isupper()
        ]
        named = named[1:] if len(named) > 1 and not named[0].isascii() else named
        return bool(named) and all(word.isascii() for word in named)

    def _speaks_abroad(self, document: Document, source: Span) -> bool:
        """Whether a country that is no side, or its capital, opens the sentence ("In Washington, two officials said …")."""
        tokens = document.tokens
        first, past = document.words[document.sentence_at(source.start)][0], tokens.at(source.start)
        if past - first > _OPENING or not self._pack.words.is_a("place_preposition", tokens.norms[first]):
            return False
        return bool(self._pack.third.within(tokens, first + 1, past))

    def _elsewhere(self, document: Document) -> bool:
        """Whether a text opens with other countries and hardly names a side: its officials are theirs."""
        text = document.text
        scene = self._opened
        if scene[0] is not text:
            past = document.words[min(_OPENING_SENTENCES, len(document.words)) - 1][1] if document.words else 0
            start, end = 0, document.tokens.ends[past - 1] if past else 0
            abroad = len(self._pack.third.find(document.tokens, 0, past))
            sides = len(self.words(text[start:end]))
            elsewhere = abroad >= _COUNTRIES and abroad >= 2 * sides
            if not elsewhere:
                most = min(_WHOLE_TEXT, len(document.tokens.norms))
                abroad = len(self._pack.third.find(document.tokens, 0, most))
                sides = sum(1 for _ in self._ground.find_sides(text[: document.tokens.ends[most - 1]], self._language))
                elsewhere = abroad >= _OFTEN and abroad >= 3 * sides
            self._opened = scene = (text, elsewhere)
        return scene[1]

    def _told_abroad(self, document: Document, near: Span) -> bool:
        """Whether the sentence, or the one before it, names a country that is no side."""
        at = document.sentence_at(near.start)
        spans = document.words[max(0, at - 1) : at + 1]
        return any(self._pack.third.within(document.tokens, *words) for words in spans)

    def _told_before(self, document: Document, source: Span, before: Sequence[AttributionMention]) -> Side:
        """The side of the last official told before in the paragraph: "the country's deputy minister" is of that country."""
        paragraph = document.sentences[document.sentence_at(source.start)].paragraph
        for other in islice(reversed(before), _SOURCES_BACK):
            if (
                other.source is None
                or document.sentences[document.sentence_at(other.source.start)].paragraph != paragraph
            ):
                return UNKNOWN
            if other.kind == "official" and other.side in self._ground.sides:
                return other.side or UNKNOWN
        return UNKNOWN

    def _at_home(self, document: Document, source: Span, near: Span) -> Side:
        """The side of an official of the place spoken of ("the mayor"): of the side at home where the sentence's places are,
        else those of the sentences before it in the paragraph, else the headline's, else those told last before."""
        tokens = document.tokens
        if not self._pack.local.within(tokens, tokens.at(source.start), tokens.at(source.end)):
            return UNKNOWN
        return self._scene(document, near)

    def _local_here(self, document: Document, source: Span, near: Span) -> Side:
        """The side at home where the places of the sentence itself are, for an official of the place spoken of."""
        tokens = document.tokens
        if not self._pack.local.within(tokens, tokens.at(source.start), tokens.at(source.end)):
            return UNKNOWN
        return self._homes_of(document, document.sentence_at(near.start))[0]

    def _scene(self, document: Document, near: Span) -> Side:
        """The side at home where the sentence's places are, or those of the sentences around it."""
        self._turn_to(document)
        at = document.sentence_at(near.start)
        if at not in self._scenes:
            self._scenes[at] = self._scene_of(document, at)
        return self._scenes[at]

    def _scene_of(self, document: Document, at: int) -> Side:
        if not self._hits:
            return UNKNOWN
        back = document.opening(at)
        order = [at, *range(at - 1, back - 1, -1), 0, *range(back - 1, max(0, back - 1 - _PLACES_BACK), -1)]
        heads = [index for index in range(back, at) if document.words[index][1] - document.words[index][0] <= _HEADING]
        for index in (*heads, *order):
            side, _ = self._homes_of(document, index)
            if side != UNKNOWN:
                return side
        wholes = (self._homes_of(document, index)[1] for index in order)
        return next((side for side in wholes if side != UNKNOWN), UNKNOWN)

    def _turn_to(self, document: Document) -> None:
        if self._asked is not document:
            self._asked, self._homes, self._scenes = document, {}, {}
            self._hits = self._ground.gazetteer.find(document.text, self._language)

    def _homes_of(self, document: Document, at: int) -> tuple[Side, Side]:
        """The side at home where a sentence's places are, without a side's country or seat that does something ("Russia struck Sumy"),
        and with it; each sentence is asked for by each official told within forty behind it."""
        self._turn_to(document)
        if at not in self._homes:
            start, hits = self._places(document, at)
            rest = self._acted_on(document, at, start, hits) if hits else hits
            shift = 0 if start else document.sentences[at].start
            whole = self._in_office_at(document, hits, shift)
            self._homes[at] = whole if len(rest) == len(hits) else self._in_office_at(document, rest, shift), whole
        return self._homes[at]

    def _acted_on(self, document: Document, at: int, start: int, hits: list[PlaceHit]) -> list[PlaceHit]:
        """A sentence's places without a side's country or seat. start: what the places are told from."""
        words = document.text[document.sentences[at].start : document.sentences[at].end]
        acting = [(left, right) for left, right, _, word in self.words(words) if word in {"country", "government"}]
        return [
            hit
            for hit in hits
            if not any(left <= hit.start - start and hit.end - start <= right for left, right in acting)
        ]

    def _places(self, document: Document, at: int) -> tuple[int, list[PlaceHit]]:
        """What the places of a sentence are told from, and they: those of the whole text, but where one reaches beyond it."""
        start, end = document.sentences[at].start, document.sentences[at].end
        first, past = bisect_left(self._hits, start, key=_start), bisect_left(self._hits, end, key=_start)
        before, last = self._hits[max(0, first - 1) : first], self._hits[max(first, past - 1) : past]
        if any(hit.end > start for hit in before) or any(hit.end > end for hit in last):
            return 0, self._ground.gazetteer.find(document.text[start:end], self._language)
        return start, self._hits[first:past]

    def _side_at(self, hits: Iterable[PlaceHit]) -> Side:
        """The side at home in all of some places; unknown where no or several sides are."""
        sides = {self.home_in(hit.ids[0]) for hit in hits} - {UNKNOWN}
        return sides.pop() if len(sides) == 1 else UNKNOWN

    def _in_office_at(self, document: Document, hits: Iterable[PlaceHit], shift: int) -> Side:
        """As `_side_at`, for whoever holds office there: an occupier's in a place that the theatre says so of, where something happens
        in it ("rockets fired from Crimea" tell of no office there). shift: from the places' starts to the text's."""
        tokens, held, sides = document.tokens, self._ground.in_office, set()
        for hit in hits:
            first = tokens.at(hit.start + shift)
            inside = first > 0 and self._pack.words.is_a("place_preposition", tokens.norms[first - 1])
            within = (hit.ids[0], *self._ground.gazetteer.ancestors(hit.ids[0])) if held and inside else ()
            sides.add(next((held[each] for each in within if each in held), self.home_in(hit.ids[0])))
        sides -= {UNKNOWN}
        return sides.pop() if len(sides) == 1 else UNKNOWN

    def _find_home(self, id_: str) -> Side:
        """The side at home in a place: its own, else that of the least it lies in that has one."""
        gazetteer = self._ground.gazetteer
        places = (gazetteer.get(each) for each in (id_, *gazetteer.ancestors(id_)))
        return next((place.side for place in places if place is not None and place.side), UNKNOWN)

    def again(
        self, document: Document, source: Span, before: Sequence[AttributionMention]
    ) -> AttributionMention | None:
        """The last earlier source that holds all words of this one: "the spokesman", told in full before."""
        asked, at, told = self._earlier
        if asked is not document or at != (source.start, source.end, len(before)):
            told = self._told_in_full(document, source, before)
            self._earlier = document, (source.start, source.end, len(before)), told
        return told

    def _told_in_full(
        self, document: Document, source: Span, before: Sequence[AttributionMention]
    ) -> AttributionMention | None:
        tokens, words = document.tokens, self._pack.words
        first, past = tokens.at(source.start), tokens.at(source.end)
        definite = words.sets.get("definite", frozenset())
        if definite and tokens.norms[first] not in definite:
            return None
        mine = [fold(word) for word in tokens.norms[first:past] if len(word) > 2 and not words.is_a("determiner", word)]
        mine = [word for word in mine if word not in definite]
        if not mine or any(not word.replace("-", "").isalpha() for word in mine):
            return None
        begun = _beginnings(tuple(mine))
        for other in islice(reversed(before), _SOURCES_BACK):
            if other.source is None or other.carried or other.kind is None:
                continue
            theirs = tokens.norms[tokens.at(other.source.start) : tokens.at(other.source.end)]
            alike = begun <= _beginnings(theirs)  # most sources have no word that begins as one of these does
            if alike and all(any(_same_word(word, each) for each in theirs) for word in reversed(mine)):
                return other
        return None


@lru_cache(maxsize=_KEPT)
def _beginnings(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[:_LEAST_SHARED] for word in words)


def _start(hit: PlaceHit) -> int:
    return hit.start


def _same_word(left: str, right: str) -> bool:
    """Whether two folded words are likely forms of one."""
    if left[0] != right[0]:
        return False
    shared = min(len(left), len(right), _STEM)
    return (
        abs(len(left) - len(right)) <= 3 and shared >= min(_LEAST_SHARED, len(left)) and left[:shared] == right[:shared]
    )
