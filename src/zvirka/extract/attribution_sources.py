"""Who says it: the noun phrase that is the source of an attribution, before or behind its cue."""

from __future__ import annotations

from zvirka.extract.attribution_content import LOOK_AHEAD, Contents
from zvirka.extract.cues import Cue
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.tokens import Match
from zvirka.model.spans import Span

_LONGEST_SEAT = 12
"""Tokens of the longest name of an authority's seat."""
_SHORTEST_VERB = 4
"""Letters that a verb of the past has more than."""
_LONGEST_OFFICE = 4
"""Tokens of the longest office behind a dash."""
_SHORTEST_FORM = 5
"""Letters of the shortest word whose ending tells its case."""
_NOBODY = ("number", "time")
"""Classes of words of which no source is made alone."""
_BODIES = frozenset({"official", "media"})
"""Kinds of bodies that are named with a colon in the middle of a paragraph."""
LONGEST_NAME = 10
"""Tokens of the longest name before a colon ("The General Staff of the Armed Forces of Ukraine")."""


class Sources:
    """The sources of attributions in one text, as (start, past) of their tokens."""

    def __init__(self, said: Contents) -> None:
        self.said = said
        self.doc = said.doc
        self.tokens = said.tokens
        self.norms = said.norms
        self.pack = said.pack
        self.phrases = said.phrases

    def subject(self, first: int, before: int, start: int, here: list[AttributionMention]) -> tuple[int, int] | None:
        """The source before a verb at `start`, its phrase ending at token `before`."""
        if self.phrases.is_a("is_said", start):
            return self._whose_words(first, before)
        seat = self._seat(first, before, start)
        if seat is not None:
            return seat
        hangs = before < first or self.norms[before] == "," or self.phrases.is_a("preposition", before)
        if hangs and before == start - 1 and self.participle(start):
            return self._sentence_subject(first, here) or self._opening_subject(first, before)
        if before < first:
            return None
        if self.phrases.is_a("joiner", before):
            told = self._sentence_subject(first, here) or self._opening_subject(first, before)
            return told or self._subject_behind(first, before)
        source = self.phrases.left(first, before)
        return self._doer(source, first) if source is not None and self.participle(start) else source

    def _doer(self, source: tuple[int, int], first: int) -> tuple[int, int]:
        """Who does something by which more is told: "the president released a statement condemning …"."""
        acts = (at for at in range(source[0] + 1, source[1] - 1) if self.pack.words.verbal(self.norms[at]))
        acted = next((at for at in acts if self.phrases.is_a("determiner", at + 1)), source[1])
        return (source[0], acted) if self.somebody((source[0], acted), first) else source

    def _seat(self, first: int, before: int, start: int) -> tuple[int, int] | None:
        """ "В Кремле заявили": an authority by where it sits, before a verb in the plural that has no other subject."""
        verb = start + self.norms[start].endswith(self.pack.words.infinitive_endings)  # "to comment they refused"
        if not self.norms[verb].endswith(self.pack.words.plural_endings):
            return None
        named = self.phrases.quoted_name(first, before)
        for at in range((named or before) - 1, max(first - 1, before - _LONGEST_SEAT), -1):
            if self.phrases.stop(at) and not self.phrases.quotes(at):
                return None
            if self.phrases.is_a("inside", at) or self._aired_on(at, before):
                opens = at == first or self.phrases.stop(at - 1) or self.phrases.is_a("boundary", at - 1)
                quoted = self.phrases.quotes(at + 1) and self.phrases.quoted_name(at, before) == at + 1
                named = (
                    quoted
                    or self.phrases.capital(at + 1)
                    or bool(self.pack.kinds.find(self.tokens, at + 1, before + 1))
                )
                return (at + 1, self._without_told(at + 1, before + 1)) if opens and named else None
        return None

    def _whose_words(self, first: int, before: int) -> tuple[int, int] | None:
        """ "В сообщении ВЕДОМСТВА говорится": whose words they are, behind the noun for them."""
        if not self.phrases.is_a("inside", first) or self.phrases.is_a("auxiliary", before + 1):
            return None  # "… не говорится, что": it says nothing
        near = range(first + 1, min(before, first + _LONGEST_OFFICE))
        noun = next(
            (at for at in near if any(self.phrases.is_a(name, at) for name in ("nouns_of_saying", "documents"))), None
        )
        if noun is None or any(self.phrases.stop(at) for at in range(first, noun)):
            return None
        source = self.phrases.right(noun + 1, before + 1)
        named = source is not None and source[1] == before + 1 and self.somebody(source, first)
        return source if named else None

    def _without_told(self, first: int, past: int) -> int:
        """Where a seat ends before those who are told something there ("в Минобороны журналистам заявили")."""
        end = self.phrases.quote_end(first, past)
        if end is not None:
            return end
        while past - first > 1 and not self.phrases.capital(past - 1) and self._addressed(past - 1):
            past -= 1
        return past

    def _addressed(self, at: int) -> bool:
        endings = self.pack.words.dative_endings
        return self.phrases.is_a("told", at) or (bool(endings) and self.norms[at].endswith(endings))

    def _aired_on(self, at: int, before: int) -> bool:
        """Whether a word of place stands before a channel ("На каналі «НАЗВА» повідомили")."""
        told = self.pack.kinds.find(self.tokens, at + 1, min(at + 2, before + 1))
        return self.phrases.is_a("place_preposition", at) and bool(told) and told[0].value[1] == "channel"

    def _sentence_subject(self, first: int, here: list[AttributionMention]) -> tuple[int, int] | None:
        for mention in reversed(here):
            if mention.source is not None and mention.rule not in {"preposition", "reference"}:
                start = self.tokens.at(mention.source.start)
                return (start, self.tokens.at(mention.source.end))
        return None

    def _opening_subject(self, first: int, before: int) -> tuple[int, int] | None:
        """The noun phrase a sentence starts with, where a verb follows it: "X went further and claimed"."""
        dated = self.norms[first].isdecimal() or self.phrases.is_a("time", first)
        source = self.phrases.right(self.small(first, before) if dated else first, before)
        if source is None:
            return None
        ended = next((at for at in range(source[0] + 1, source[1]) if self._past(at)), source[1])
        told = self.pack.kinds.find(self.tokens, source[0], ended) if ended < source[1] else []
        if told and told[0].value[1] != "media":
            return (source[0], ended)  # "the president arrived on Tuesday and called"
        if source[1] >= before:
            return None
        behind = self.past_relative(source[1], before)
        if behind > source[1]:  # "officials with whom NAME spoke, see no trace and lean to …"
            return (source[0], behind) if self.somebody(source, first) else None
        verbs = self.pack.verbs.find(self.tokens, source[1], before)
        near = bool(verbs) and not any(self.phrases.stop(at) for at in range(source[1], verbs[0].first))
        if near and self.somebody(source, first):
            return source
        after = source[1]
        while after + 1 < before and self.pack.words.adverb(self.norms[after]):
            after += 1
        verb = self.norms[after]
        return source if self.pack.words.verbal(verb) or verb.endswith(self.pack.words.past_endings) else None

    def _past(self, at: int) -> bool:
        """Whether a word may be a verb of the past, told by its ending in languages that put the possessor behind."""
        word = self.norms[at]
        ended = len(word) > _SHORTEST_VERB and word.endswith(self.pack.words.past_endings)
        plain = ended and not self.phrases.capital(at) and not self.pack.kinds.match(self.norms, at, at + 1)[1]
        return plain and bool(self.pack.words.adjective_endings)

    def _subject_behind(self, first: int, joiner: int) -> tuple[int, int] | None:
        """Who stands behind the verb of a first clause and speaks in the next ("On Saturday came a cousin and said that …")."""
        for verb in range(joiner - 2, first, -1):
            if self.phrases.stop(verb) or self.pack.verbs.holds(self.norms[verb]):
                return None
            if not self._past(verb):
                continue
            source = self.phrases.right(self.small(verb + 1, joiner), joiner)
            ahead = range(first, verb)
            else_there = any(self.phrases.is_a("pronoun", at) for at in ahead) or self.pack.kinds.within(
                self.tokens, first, verb
            )
            closed = source is not None and source[1] == joiner and bool(self.pack.kinds.within(self.tokens, *source))
            return source if closed and not else_there else None
        return None

    def past_relative(self, after: int, past: int) -> int:
        """Past what a clause tells of the source ("by the account of commanders with whom I spoke today, …")."""
        if after + 2 >= past or self.norms[after] != ",":
            return after
        link = after + 1
        link += self.phrases.is_a("preposition", link) or self.phrases.is_a("inner_preposition", link)
        if not self.phrases.is_a("relative", link):
            return after
        end = next((at for at in range(link + 1, min(past, link + LONGEST_NAME)) if self.norms[at] == ","), after)
        return end if end + 1 < past else after

    def institution(self, index: int, past: int) -> tuple[int, int] | None:
        """The body in which something is said, where nobody else is named: "сообщили в МЧС", "визнали в ЗСУ 25 січня"."""
        if index + 1 >= past or not self.phrases.is_a("inside", index):
            return None
        if not (self.phrases.capital(index + 1) or self.pack.kinds.find(self.tokens, index + 1, index + 2)):
            return None
        source = self.phrases.right(index + 1, past)
        if source is None or self.pack.media.find(self.tokens, index, source[1]) or self._aired_in(index, past) > index:
            return None
        end = source[1]
        while end > index + 2 and self.norms[end - 1].isdecimal():
            end -= 1
        closed = end >= past or self.phrases.stop(end) or self.norms[end].isdecimal() or self.phrases.is_a("time", end)
        return (index + 1, end) if closed else None

    def noun_of_medium(self, source: Span) -> bool:
        """Whether one word stands there that is a noun for a medium ("the paper")."""
        first, past = self.tokens.at(source.start), self.tokens.at(source.end)
        plain = past - first == 1 and not self.phrases.capital(first)
        return plain and any(kind == "media" for _, kind in self.pack.kinds.match(self.norms, first, past)[1])

    def inside(self, source: tuple[int, int], past: int) -> tuple[int, int]:
        """Somebody unnamed with the body he sits in ("a source in the SBU")."""
        at = source[1]
        if at + 1 >= past or not self.phrases.is_a("inside", at):
            return source
        kinds = self.pack.kinds.match(self.norms, *source)[1]
        armed = self.phrases.capital(at + 1) or bool(self.pack.armed.match(self.norms, at + 1, past)[1])
        seat = self.phrases.right(at + 1, past) if armed and any(kind == "unnamed" for _, kind in kinds) else None
        return source if seat is None else (source[0], seat[1])

    def small(self, index: int, past: int) -> int:
        """Past adverbs, a date and "on Facebook" between a verb and the source behind it."""
        while index < past:
            if (
                self.pack.words.adverb(self.norms[index])
                or self.phrases.is_a("time", index)
                or self.norms[index].isdecimal()
                or self.told(index, past)
                or self._about_it(index, past)
            ):
                index += 1
            elif self._aired_in(index, past) > index:
                index = self._aired_in(index, past)
            elif (
                index + 2 < past and self.phrases.is_a("preposition", index) and self.phrases.is_a("oneself", index + 1)
            ):
                index += 2  # "wrote at home"
            elif (
                self.phrases.is_a("place_preposition", index) and index + 2 < past and not self.phrases.stop(index + 2)
            ):
                index += 2
                if self.phrases.is_a("nouns_of_saying", index - 1):
                    index = self._aired(index, past)
            else:
                break
        return index

    def _aired_in(self, index: int, past: int) -> int:
        """Past "in its own Telegram channel", "on his page": where one writes oneself; `index` where nothing of it stands there."""
        if not self.phrases.is_a("place_preposition", index):
            return index
        at = index + 1
        while at < past and at - index <= _LONGEST_OFFICE and self.phrases.is_a("one_s_own", at):
            at += 1
        end, kinds = self.pack.kinds.match(self.norms, at, past)
        if at < past and self.phrases.is_a("nouns_of_saying", at):
            end = at + 1
        elif end == at or all(kind != "channel" for _, kind in kinds):
            return index
        titled = self.phrases.quote_end(end, past) or end
        if titled > end and titled < past and self.phrases.capital(titled):
            return titled
        told = at > index + 1 or self._opens_name(end, past)
        many = index > 0 and self.norms[index - 1].endswith(self.pack.words.plural_endings)
        return end if told and end <= past and not (many and at == index + 1) else index

    def _opens_name(self, at: int, past: int) -> bool:
        """Whether a word for a kind of source that has no name of its own yet, or a name in the form of a subject, stands there."""
        if at >= past or self.phrases.stop(at):
            return False
        end, kinds = self.pack.kinds.match(self.norms, at, past)
        return end > at and all(kind not in {"channel", "media"} for _, kind in kinds)

    def _aired(self, index: int, past: int) -> int:
        """Past the station or paper behind "on the air of", "in an interview with": it is not who spoke."""
        end, kinds = self.pack.kinds.match(self.norms, index, past)
        if end == index or end >= past or all(kind != "media" for _, kind in kinds):
            return index
        end = self.phrases.quote_end(end, past) or end
        return end if end < past else index

    def _about_it(self, index: int, past: int) -> bool:
        """Whether a pronoun for what was said stands between a verb and who says it ("прокоментував це речник")."""
        return self.phrases.is_a("object_pronoun", index) and index + 1 < past and not self.phrases.stop(index + 1)

    def told(self, index: int, past: int) -> bool:
        """Whether a word names who was told: "сообщил Reuters представитель", not "сообщает Reuters со ссылкой"."""
        if index >= past or not self.phrases.is_a("told", index):
            return False
        ends = index + 1 >= past or self.phrases.stop(index + 1) or self.phrases.is_a("preposition", index + 1)
        heard = self.norms[index].endswith(self.pack.words.oblique_names)  # "повідомили Суспільному у ДСНС"
        return heard or not (ends and self.phrases.capital(index))

    def bare(self, source: tuple[int, int], past: int, *, quoted: bool) -> bool:
        """Whether a phrase after a verb is only a name or title, not the start of a clause."""
        start, end = source
        if self.phrases.is_a("pronoun", start) and end < past and not self.phrases.stop(end) and not quoted:
            return False
        inner = range(start, min(end, start + 12))
        if any(self.pack.words.is_a("verb_like", self.norms[at]) for at in inner):
            return False
        verbal = (at for at in inner if self.pack.words.verbal(self.norms[at]) and not self.phrases.capital(at))
        if not quoted and any(not self._describes(start, at, end) for at in verbal):
            return False
        ends = end >= past or self.phrases.stop(end)
        if not ends and self.phrases.is_a("complementiser", end):
            return False
        return ends or any(
            self.phrases.is_a(name, end) for name in ("preposition", "time", "boundary", "relative", "joiner", "adverb")
        )

    def _describes(self, start: int, at: int, end: int) -> bool:
        """Whether a word like a verb stands between a determiner and its noun ("a retired railwayman")."""
        return start < at < end - 1 and self.phrases.is_a("determiner", at - 1)

    def somebody(self, phrase: tuple[int, int], first: int) -> bool:
        """Whether a phrase can be a source: a pronoun, a word with a capital inside the sentence, or one for a kind of source."""
        words = range(*phrase)
        adverbial = any(self.phrases.is_a(name, at) for name in ("preposition", "opener", "time") for at in words)
        named = any(self.phrases.capital(at) and (at > first or not adverbial) for at in words)
        return named or self.phrases.is_a("pronoun", phrase[0]) or bool(self.pack.kinds.find(self.tokens, *phrase))

    def spoken(self, source: tuple[int, int], head: Match[Cue]) -> bool:
        """Whether the one who says so is only the "I" or "you" of a quotation, or nobody: no word of a name or thing."""
        if source[1] < len(self.norms) and self.norms[source[1]] == "[":
            return False  # "He [the minister] said": an editor tells who
        quoted = self.doc.quote_at(self.tokens.starts[head.first]) is not None
        if quoted and (self.phrases.is_a("pronoun", source[0]) or not self.phrases.capital(source[1] - 1)):
            return True
        if quoted and source[1] - source[0] == 1 and self.phrases.is_a("determiner", source[0]):
            return True  # "“One asked where he was”"
        return all(
            self.norms[at].isdecimal() or self.phrases.stop(at) or any(self.phrases.is_a(name, at) for name in _NOBODY)
            for at in range(*source)
        )

    def role(self, phrase: tuple[int, int]) -> bool:
        """Whether a phrase opens with what somebody is: an office, a rank, a trade; no outlet."""
        end, kinds = self.pack.kinds.match(self.norms, *phrase)
        return end > phrase[0] and all(kind not in {"media", "channel"} for _, kind in kinds)

    def governed(self, source: tuple[int, int]) -> bool:
        """Whether a phrase begins with a word that no subject begins with: an infinitive, or a form of another case
        ("предложил идею по созданию …", "отвечает национальным интересам")."""
        word, plain = self.norms[source[0]], not self.phrases.capital(source[0])
        if not plain or self.phrases.is_a("pronoun", source[0]) or len(word) < _SHORTEST_FORM:
            return False
        if self.pack.kinds.match(self.norms, *source)[0] > source[0] or self.phrases.is_a("determiner", source[0]):
            return False
        return word.endswith(self.pack.words.governed_endings)

    def tells(self, source: tuple[int, int]) -> bool:
        """Whether a source can show or find something: a name, a pronoun, or a word for what tells."""
        words = range(*source)
        if self.phrases.is_a("pronoun", source[0]) or any(self.phrases.is_a("telling", at) for at in words):
            return True
        return self.phrases.capital(source[1] - 1) or bool(self.pack.kinds.find(self.tokens, *source))

    def vague(self, source: tuple[int, int], head: Match[Cue], first: int) -> bool:
        """Whether a source is one word that names nobody. "It said" at the start of a sentence means a body named before."""
        behind = source[0] > first and self.norms[source[0] - 1] == ","
        if (
            (source[0] == first > 0 or behind)
            and self.phrases.is_a("body", source[0])
            and (self.phrases.is_a("only_verb", head.first) or self.phrases.is_a("body_verb", head.first))
        ):
            return False
        alone = source[1] - source[0] == 1
        return alone and (self.phrases.is_a("vague_subject", source[0]) or self.phrases.is_a("whole_as", source[0]))

    def name(self, first: int, past: int) -> bool:
        """Whether tokens are a name: capitals and the small words inside names, no mark but those of abbreviation."""
        if past <= first or past - first > LONGEST_NAME or not self.phrases.capital(first):
            return False
        if self.phrases.is_a("no_speaker", first) or self.phrases.is_a("no_speaker", past - 1):
            return False
        lower = [at for at in range(first, past) if not self.phrases.capital(at) and self.norms[at].isalpha()]
        plain = all(self.phrases.is_a("inner_preposition", at) or self.phrases.is_a("determiner", at) for at in lower)
        if not plain and not self.pack.kinds.find(self.tokens, first, past):
            return False  # "Shelling of the region: …" is a heading
        small = sum(not self.phrases.capital(at) for at in range(first, past))
        plain = all(not self.phrases.stop(at) and not self.phrases.is_a("verb_like", at) for at in range(first, past))
        owned = self.tokens.possessive(first) and self.body(first, past)  # "Iran's health ministry: …"
        return plain and (owned or small <= (past - first) // 2)

    def body(self, first: int, past: int) -> bool:
        """Whether tokens before a colon are an authority or an outlet by its name, which need not open a paragraph."""
        told = {match.value[1] for match in self.pack.kinds.within(self.tokens, first, past)}
        joined = any(
            self.phrases.is_a("inner_preposition", at) or self.phrases.is_a("of", at) for at in range(first, past)
        )
        return past - first <= _LONGEST_OFFICE and bool(told & _BODIES) and not joined

    def office(self, first: int, past: int) -> bool:
        """Whether a few words behind a dash are only a word for a kind of source ("– governor", "– sources")."""
        if self.phrases.is_a("no_speaker", first):
            return False  # "– главное", a headline's mark
        found = self.pack.kinds.find(self.tokens, first, past)
        if found and found[0].value[1] == "eyewitness" and not self.phrases.is_a("witness", found[0].first):
            return False  # "26 people, nearly all – tourists"
        spoken = any(
            self.phrases.stop(at)
            or self.phrases.is_a("verb_like", at)
            or (self.phrases.is_a("preposition", at) and not self.phrases.is_a("inner_preposition", at))
            for at in range(first, past)
        )
        behind = first > 0 and self.phrases.is_a("findings", first - 1)
        described = bool(found) and all(
            self.norms[at].endswith(self.pack.words.adjective_endings or ("\0",)) for at in range(first, found[0].first)
        )  # "– американські ЗМІ"
        return bool(found) and not spoken and past - first <= _LONGEST_OFFICE and (behind or described)

    def mention(
        self, source: tuple[int, int] | None, match: Match[Cue], content: tuple[Span, ...], rule: str
    ) -> AttributionMention:
        """The attribution of a source, a cue and a content; carried where the source is only a pronoun."""
        source = self._without_adverb(self._inserted(source))
        carried = (
            source is not None
            and source[1] - source[0] == 1
            and any(self.phrases.is_a(name, source[0]) for name in ("carried", "possessive", "body"))
        )
        return AttributionMention(
            self.tokens.span(*source) if source is not None else None,
            self.tokens.span(match.first, match.past),
            content,
            match.value.commitment,
            carried=carried,
            rule=rule,
            modality=match.value.modality,
            type=match.value.type,
        )

    def _without_adverb(self, source: tuple[int, int] | None) -> tuple[int, int] | None:
        """A source without the adverb of its verb behind it ("Moscow earlier denied")."""
        if source is None:
            return None
        start, past = source
        while past - start > 1 and self.pack.words.adverb(self.norms[past - 1]) and not self.phrases.capital(past - 1):
            past -= 1
        return start, past

    def _inserted(self, source: tuple[int, int] | None) -> tuple[int, int] | None:
        """For a pronoun followed by an editor's "[the minister]": the inserted words. Leading words of where go."""
        if source is None:
            return None
        start, past = source
        past = self._told_when(start, past)
        while (
            start < past - 1
            and self.phrases.is_a("nouns_of_saying", start)
            and not (self.phrases.quotes(start + 1) and self.pack.kinds.find(self.tokens, start, start + 1))
            and not self.phrases.is_a("inner_preposition", start + 1)
        ):
            start += 1
        start = self._behind_station(self._behind_own(start, past), past)
        if past - start == 1 and past < len(self.norms) and self.norms[past] == "[":
            end = self.said.past_bracket(past, min(len(self.norms), past + LOOK_AHEAD))
            if end > past + 2:
                return past + 1, end - 1
        return start, past

    def _behind_own(self, start: int, past: int) -> int:
        """Where a source begins behind "(in) his short speech"."""
        if not self.phrases.is_a("one_s_own", start):
            return start
        near = range(start + 1, min(past - 1, start + _LONGEST_OFFICE))
        return next((at + 1 for at in near if self.phrases.is_a("nouns_of_saying", at)), start)

    def _behind_station(self, start: int, past: int) -> int:
        """Where a source begins behind the station it was heard on ("on NTV the analyst NAME")."""
        where = any(self.phrases.is_a("place_preposition", at) for at in range(max(0, start - 2), start))
        titled = self.phrases.quote_end(start, past) if where else None
        if titled is not None and titled < past and self.phrases.capital(past - 1):
            return titled  # "in the programme «NAME» the analyst NAME"
        if not self.phrases.is_a("place_preposition", start):
            return start
        end, kinds = self.pack.kinds.match(self.norms, start + 1, past)
        heard = end > start + 1 and any(kind == "media" for _, kind in kinds)
        return end if heard and end < past else start

    def _told_when(self, start: int, past: int) -> int:
        """Where a source ends before words of when or where it spoke: "the president in his evening address", "Смирнов 12 августа"."""
        end = past
        while end > start + 1 and (self.norms[end - 1].isdecimal() or self.phrases.is_a("time", end - 1)):
            end -= 1
        dated = any(self.norms[at].isdecimal() for at in range(end, past - 1))
        if (
            dated
            and not self.phrases.is_a("preposition", end - 1)
            and not self.phrases.is_a("place_preposition", end - 1)
        ):
            past = end
        for at in range(start + 1, past - 1):
            if self.pack.words.verbal(self.norms[at - 1]):
                continue  # "a video posted on Monday by …": when the source was made
            if self.phrases.is_a("place_preposition", at) and any(
                self.phrases.is_a(name, near)
                for name in ("time", "nouns_of_saying")
                for near in range(at + 1, min(past, at + 4))
            ):
                return at
        return past

    def participle(self, start: int) -> bool:
        """Whether the verb has the form of a participle."""
        endings = self.pack.words.participle_endings
        return bool(endings) and self.norms[start].endswith(endings)
