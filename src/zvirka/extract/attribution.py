"""Who says what: source, cue and content of every attribution in a text (PolNeAR's terms).

The frames are those of English and Slavic reporting alike: source cue content ("X said that …"), content cue source
("…", said X), content source cue ("…", X said), "according to X", a name with a colon or dash, a sentence that says
only who said the one before. Words come from packs; this module knows only their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from zvirka.extract.cues import Cue, CuePack
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.phrases import DASHES, QUOTE_MARKS, Phrases, ornament
from zvirka.extract.tokens import Match, word_set
from zvirka.model.spans import Span

_FINAL = frozenset(".!?…;") | {"..", "...", "...."}
_BULLETS = frozenset("-–—•*·")
_OPEN = {"[": "]", "(": ")"}
_MOST_A_SENTENCE = 24
"""Attributions read in one sentence. Prose has a handful; the bound keeps time linear where a "sentence" is a whole file."""
_LONGEST_NAME = 10
"""Tokens of the longest name before a colon ("The General Staff of the Armed Forces of Ukraine")."""
_SHORT_OPENING = 4
"""Tokens before an inserted "notes X," that only open the sentence."""
_LOOK_AHEAD = 16
"""Tokens searched for the place where content begins after "in an interview with …"."""


class AttributionReader:
    """Finds attributions in documents of one language."""

    def __init__(self, pack: Mapping[str, Any], adjectives: Iterable[str] = ()) -> None:
        """adjectives: those of the sides, which make a noun of a word like "claims" behind them."""
        self.pack = CuePack(pack)
        self._adjectives = word_set(adjectives)

    def read(self, document: Document) -> list[AttributionMention]:
        """All attributions in text order; `nested` filled, sources and sides not resolved."""
        found: list[AttributionMention] = []
        reading = _Reading(document, self.pack, self._adjectives)
        for index in range(len(document.sentences)):
            if document.sentences[index].noise is None:
                reading.sentence(index, found)
        return _nest([_apart(mention, found, document) for mention in found])


class _Reading:
    """One text being read."""

    def __init__(self, document: Document, pack: CuePack, adjectives: frozenset[str]) -> None:
        self.doc = document
        self.adjectives = adjectives
        self.tokens = document.tokens
        self.norms = document.tokens.norms
        self.pack = pack
        self.phrases = Phrases(document.tokens, pack)

    def sentence(self, index: int, found: list[AttributionMention]) -> None:
        first, past = self.doc.words[index]
        here: list[AttributionMention] = []
        whole = self._reference(index, first, past)
        if whole is not None:
            found.append(whole)
            return
        here.extend(islice(self._unnamed(first, past), _MOST_A_SENTENCE))
        here.extend(islice(self._prepositions(index, first, past), _MOST_A_SENTENCE))
        here.extend(islice(self._nouns(first, past), _MOST_A_SENTENCE))
        here = here[:_MOST_A_SENTENCE]
        for cues in _by_place(self.pack.verbs.find(self.tokens, first, past)):
            if len(here) >= _MOST_A_SENTENCE:
                break
            mention = self._verb(cues, first, past, here)
            if mention is not None:
                here.append(mention)
        if not here:
            verbless = self._verbless(index, first, past)
            if verbless is not None:
                here.append(verbless)
        if here:
            found.extend(here)
        elif found:
            self._carry_quotation(index, found)

    # -- sentences that only say who said the one before ------------------------------------------------------

    def _reference(self, index: int, first: int, past: int) -> AttributionMention | None:
        for match in self.pack.references.find(self.tokens, first, min(past, first + 12)):
            content = self._before(index) or self._after(index)
            if content is None:
                continue
            if match.value.subject == "between":
                verb = next(iter(self.pack.verbs.find(self.tokens, match.past, past)), None)
                if match.first == first and verb is not None and verb.first > match.past:
                    return self._mention((match.past, verb.first), verb, content, "reference")
                continue
            if match.value.subject == "before":
                source = self.phrases.left(first, match.first - 1)
            elif match.first == first:
                source = self.phrases.right(match.past, past)
            else:
                source = None
            if source is not None:
                return self._mention(source, match, content, "reference")
        return None

    def _before(self, index: int) -> tuple[Span, ...] | None:
        if index == 0:
            return None
        previous = self.doc.sentences[index - 1]
        quote = self.doc.quote_at(previous.end - 1) or self.doc.quote_at(max(previous.start, previous.end - 2))
        start = min(previous.start, quote[0]) if quote else previous.start
        return (self._trimmed(start, previous.end),)

    def _after(self, index: int) -> tuple[Span, ...] | None:
        if index + 1 >= len(self.doc.sentences):
            return None
        following = self.doc.sentences[index + 1]
        quote = self.doc.quote_at(following.start)
        return (Span.of(self.doc.text, quote[0], quote[1]),) if quote else None

    # -- words and phrases that attribute ---------------------------------------------------------------------

    def _unnamed(self, first: int, past: int) -> Iterator[AttributionMention]:
        for match in self.pack.unnamed.find(self.tokens, first, past):
            content = self._content(match.past, past)
            if content is not None:
                yield self._mention(None, match, (content,), "unnamed")

    def _prepositions(self, index: int, first: int, past: int) -> Iterator[AttributionMention]:
        for match in self.pack.prepositions.find(self.tokens, first, past):
            if "pronoun" in match.value.frames:
                inner = [at for at in range(match.first, match.past) if self.phrases.is_a("possessive", at)]
                source = (inner[0], inner[0] + 1) if inner else None
                after = match.past
            else:
                source = self.phrases.right(self._small(match.past, past), past)
                after = source[1] if source is not None else match.past
            if source is None:
                continue
            content = self._around(first, match.first, after, past) or self._listed(index, after, past)
            if content:
                yield self._mention(source, match, content, "preposition")

    def _nouns(self, first: int, past: int) -> Iterator[AttributionMention]:
        """ "Russian claims that …": what a side says, told by a noun."""
        for match in self.pack.nouns.find(self.tokens, first, past):
            if match.first == first or self.norms[match.first - 1] not in self.adjectives:
                continue
            content = self._content(match.past, past)
            if content is not None:
                cue = Match(match.first, match.first + 1, match.value)
                yield self._mention((match.first - 1, match.first), cue, (content,), "noun")

    def _listed(self, index: int, after: int, past: int) -> tuple[Span, ...]:
        """The entries of a list that a sentence ending in a colon opens."""
        if after >= past or self.norms[after] != ":":
            return ()
        entries = []
        for sentence in self.doc.sentences[index + 1 :]:
            if self.doc.text[sentence.start] not in _BULLETS:
                break
            first, end = self.tokens.at(sentence.start), self.tokens.at(sentence.end)
            entries.append(self._content(first + 1, end))
        return tuple(entry for entry in entries if entry is not None)

    def _around(self, first: int, start: int, after: int, past: int) -> tuple[Span, ...]:
        """What stands before and after a parenthesis start..after-1 in the sentence first..past-1."""
        parts = []
        begin = next((at + 1 for at in range(start - 1, first, -1) if self.norms[at] == ";"), first)
        while begin < start and self.phrases.is_a("opener", begin):
            begin += 1
        if start - begin >= 2:
            parts.append(self._content(begin, start))
        if after < past:
            rest = after + 1 if self.norms[after] in {",", ":"} or self.norms[after] in DASHES else after
            if not parts or past - rest >= 4:
                parts.append(self._content(rest, past))
        return tuple(part for part in parts if part is not None)

    # -- verbs ------------------------------------------------------------------------------------------------

    def _verb(
        self, cues: list[Match[Cue]], first: int, past: int, here: list[AttributionMention]
    ) -> AttributionMention | None:
        head = cues[0]
        start = head.first
        if not self._is_verb(first, start):
            return None
        turned = _any(cues, "inverted") and not self._titled(first, start)
        inverted = self._inverted(first, head, past) if turned else None
        if inverted is not None:
            return inverted
        ahead = self._source_ahead(head, first, past) if _any(cues, "inverted") else None
        if ahead is not None:
            return ahead
        stative = any(frame in cue.value.frames for cue in cues for frame in ("thought", "infinitive"))
        before = self._subject_end(first, start, stative=stative)
        if before is None:
            return None
        source = self._source(first, before, start, here)
        if source is None or self._vague(source) or self._spoken(source, head):
            return None
        if all("evidence" in cue.value.frames for cue in cues) and not self._tells(source):
            return None
        return self._with_content(cues, source, first, past)

    def _titled(self, first: int, start: int) -> bool:
        """Whether only a name and its apposition stand before the verb ("NAME, an analyst, says …"): they say, they are not said."""
        if start - first < 4 or self.norms[start - 1] != "," or not self.phrases.capital(first):
            return False
        name = self.phrases.left(first, start - 1)
        comma = next((at for at in range(first, start - 1) if self.norms[at] == ","), None)
        return name == (first, start - 1) and comma is not None and self.phrases.is_a("determiner", comma + 1)

    def _is_verb(self, first: int, start: int) -> bool:
        verb = self.phrases.is_a("only_verb", start)
        if start > first and self.phrases.is_a("noun_before", start - 1) and not verb:
            return False
        if start > first and self.phrases.is_a("adjectival", start) and self.phrases.is_a("determiner", start - 1):
            return False
        coloured = start - 1
        while coloured > first and self.pack.words.adverb(self.norms[coloured]):
            coloured -= 1
        if start > first and self.tokens.possessive(coloured):
            return False
        if start > first and self.norms[start - 1] in self.adjectives and self._plural(start):
            return False
        if start + 1 < len(self.norms) and self.phrases.is_a("noun_after", start + 1):
            return False
        if start > first and start + 1 < len(self.norms) and self._noun_before_verb(start):
            return False
        if self.phrases.capital(start) and start > first:
            return False
        return not (start > first and self.phrases.is_a("infinitive", start - 1))

    def _plural(self, start: int) -> bool:
        """Whether a word may be the plural of a noun and a clause follows it: "Russian claims that …"."""
        following = start + 1 < len(self.norms) and self.phrases.is_a("complementiser", start + 1)
        return following and self.norms[start].endswith("s")

    def _noun_before_verb(self, start: int) -> bool:
        """Whether a word that could be a noun stands before the verb itself: "the Ukrainian reports say"."""
        following = self.norms[start + 1]
        plural = self.norms[start].endswith("s") and not self.phrases.is_a("pronoun", start - 1)
        return plural and (
            self.phrases.is_a("being", start + 1)
            or (self.pack.verbs.holds(following) and not self.phrases.capital(start + 1))
        )

    def _subject_end(self, first: int, start: int, *, stative: bool) -> int | None:
        """The last token before the verb group; None for a passive."""
        index = start - 1
        while index >= first and self.pack.words.adverb(self.norms[index]):
            index -= 1
        if index >= first and self.phrases.is_a("being", index) and not self._participle(start) and not stative:
            return None
        while index >= first and self.pack.words.skipped(self.norms[index]):
            index -= 1
        return index

    def _participle(self, start: int) -> bool:
        endings = self.pack.words.participle_endings
        return bool(endings) and self.norms[start].endswith(endings)

    def _source(self, first: int, before: int, start: int, here: list[AttributionMention]) -> tuple[int, int] | None:
        hangs = before < first or self.norms[before] == "," or self.phrases.is_a("preposition", before)
        if hangs and before == start - 1 and self._participle(start):
            return self._sentence_subject(first, here)
        if before < first:
            return None
        if self.phrases.is_a("joiner", before):
            return self._sentence_subject(first, here) or self._opening_subject(first, before)
        return self.phrases.left(first, before)

    def _sentence_subject(self, first: int, here: list[AttributionMention]) -> tuple[int, int] | None:
        for mention in reversed(here):
            if mention.source is not None and mention.rule != "preposition":
                start = self.tokens.at(mention.source.start)
                return (start, self.tokens.at(mention.source.end))
        return None

    def _spoken(self, source: tuple[int, int], head: Match[Cue]) -> bool:
        """Whether the one who says so is only the "I" or "you" of a quotation, or nobody: no word of a name or thing."""
        quoted = self.doc.quote_at(self.tokens.starts[head.first]) is not None
        if quoted and (self.phrases.is_a("pronoun", source[0]) or not self.phrases.capital(source[1] - 1)):
            return True
        return all(
            self.norms[at].isdigit() or self.phrases.is_a("number", at) or self.phrases.stop(at)
            for at in range(*source)
        )

    def _opening_subject(self, first: int, before: int) -> tuple[int, int] | None:
        """The noun phrase a sentence starts with, where a verb follows it: "X went further and claimed"."""
        source = self.phrases.right(first, before)
        if source is None or source[1] >= before or not self.pack.words.verbal(self.norms[source[1]]):
            return None
        return source

    def _tells(self, source: tuple[int, int]) -> bool:
        """Whether a source can show or find something: a name, a pronoun, or a word for what tells."""
        words = range(*source)
        if self.phrases.is_a("pronoun", source[0]) or any(self.phrases.is_a("telling", at) for at in words):
            return True
        return self.phrases.capital(source[1] - 1) or bool(self.pack.kinds.find(self.tokens, *source))

    def _vague(self, source: tuple[int, int]) -> bool:
        return source[1] - source[0] == 1 and self.phrases.is_a("vague_subject", source[0])

    def _inverted(self, first: int, head: Match[Cue], past: int) -> AttributionMention | None:
        """content cue source."""
        if self.phrases.is_a("addressee", head.first):
            return None
        before = head.first - 1
        while before >= first and (self.phrases.is_a("auxiliary", before) or self.phrases.is_a("whole_as", before)):
            before -= 1
        if before < first or not (
            self.norms[before] == "," or self._quote_or_dash(before) or self.norms[before] in "?!"
        ):
            return None
        after = self._small(head.past, past)
        within = self._institution(head.past, past)
        if within is None and (after >= past or self.phrases.stop(after) or self.phrases.is_a("boundary", after)):
            return None
        source = within or self.phrases.right(after, past)
        if source is None:
            return None
        if within is None and not self._bare(source, past, quoted=self._quote_or_dash(before)):
            return None
        inserted = self.norms[before] == "," and source[1] < past and self.norms[source[1]] == ","
        if inserted and before - first < _SHORT_OPENING and past - source[1] > _SHORT_OPENING:
            parts = self._around(first, before, source[1], past)  # "In fact, notes X, they …"
            return self._mention(source, head, parts, "inserted") if parts else None
        content = self._left_content(first, before + 1)
        if content is None:
            return None
        return self._mention(source, head, self._continued(content, source[1], past), "inverted")

    def _institution(self, index: int, past: int) -> tuple[int, int] | None:
        """The body in which something is said, where nobody else is named: "сообщили в МЧС", "визнали в ЗСУ 25 січня"."""
        if index + 1 >= past or not self.phrases.is_a("inside", index) or not self.phrases.capital(index + 1):
            return None
        source = self.phrases.right(index + 1, past)
        if source is None or self.pack.media.find(self.tokens, index, source[1]):
            return None
        end = source[1]
        while end > index + 2 and self.norms[end - 1].isdigit():
            end -= 1
        closed = end >= past or self.phrases.stop(end) or self.norms[end].isdigit() or self.phrases.is_a("time", end)
        return (index + 1, end) if closed else None

    def _source_ahead(self, head: Match[Cue], first: int, past: int) -> AttributionMention | None:
        """cue source ", that" content, where nobody stands before the verb: "заявило 10 марта министерство обороны, что …"."""
        before = self.phrases.left(first, head.first - 1) if head.first > first else None
        if before is not None and self._somebody(before, first):
            return None
        source = self.phrases.right(self._small(head.past, past), past)
        if source is None or not self._somebody(source, first) or source[1] + 2 >= past:
            return None
        if self.norms[source[1]] not in {",", ":"} or not (
            self.norms[source[1]] == ":" or self.phrases.is_a("complementiser", source[1] + 1)
        ):
            return None
        start, _ = self._past_marks(source[1], past)
        content = None if start is None else self._content(start, past)
        return None if content is None else self._mention(source, head, (content,), "ahead")

    def _somebody(self, phrase: tuple[int, int], first: int) -> bool:
        """Whether a phrase can be a source: a pronoun, a word with a capital inside the sentence, or one for a kind of source."""
        words = range(*phrase)
        adverbial = any(self.phrases.is_a(name, at) for name in ("preposition", "opener", "time") for at in words)
        named = any(self.phrases.capital(at) and (at > first or not adverbial) for at in words)
        return named or self.phrases.is_a("pronoun", phrase[0]) or bool(self.pack.kinds.find(self.tokens, *phrase))

    def _small(self, index: int, past: int) -> int:
        """Past adverbs, a date and "on Facebook" between a verb and the source behind it."""
        while index < past:
            if (
                self.pack.words.adverb(self.norms[index])
                or self.phrases.is_a("time", index)
                or self.norms[index].isdigit()
                or self.phrases.is_a("told", index)
            ):
                index += 1
            elif (
                self.phrases.is_a("place_preposition", index) and index + 2 < past and not self.phrases.stop(index + 2)
            ):
                index += 2
            else:
                break
        return index

    def _quote_or_dash(self, index: int) -> bool:
        return self.norms[index] in QUOTE_MARKS or self.norms[index] in DASHES

    def _bare(self, source: tuple[int, int], past: int, *, quoted: bool) -> bool:
        """Whether a phrase after a verb is only a name or title, not the start of a clause."""
        start, end = source
        if self.phrases.is_a("pronoun", start) and end < past and not self.phrases.stop(end) and not quoted:
            return False
        inner = range(start, min(end, start + 12))
        if any(self.pack.words.is_a("verb_like", self.norms[at]) for at in inner):
            return False
        if not quoted and any(self.pack.words.verbal(self.norms[at]) and not self.phrases.capital(at) for at in inner):
            return False
        ends = end >= past or self.phrases.stop(end)
        if not ends and self.phrases.is_a("complementiser", end):
            return False
        return ends or any(
            self.phrases.is_a(name, end) for name in ("preposition", "time", "boundary", "relative", "joiner", "adverb")
        )

    def _left_content(self, first: int, past: int) -> Span | None:
        """Content before a parenthesis: the quotation or clause that ends there, from an earlier sentence if opened there."""
        content = self._content(first, past)
        if content is None:
            return None
        quote = self.doc.quote_at(content.start)
        if quote is not None and quote[0] < content.start:
            return Span.of(self.doc.text, quote[0], content.end)
        return content

    def _continued(self, content: Span, after: int, past: int) -> tuple[Span, ...]:
        """Adds the quotation that goes on behind the parenthesis."""
        for at in range(after, min(past, after + _LOOK_AHEAD)):
            if self.norms[at] in QUOTE_MARKS:
                more = self._content(at, past)
                return (content, more) if more is not None and len(more.exact) > 2 else (content,)
        return (content,)

    def _with_content(
        self, cues: list[Match[Cue]], source: tuple[int, int], first: int, past: int
    ) -> AttributionMention | None:
        head = cues[0]
        if _any(cues, "clause"):
            embedded = self._embedded(source, head, first, past)
            if embedded is not None:
                return embedded
        start, marked = self._content_start(head, past)
        if start is None or start >= past:
            return self._before_source(source, head, first, past) if _any(cues, "clause") else None
        for cue in cues:
            if cue.value.frames == ("object",) and self.phrases.is_a("involved", source[0]):
                continue
            if self._fits(cue.value, head, start, marked, past):
                content = self._content(start, self._clause_end(start, past))
                if content is not None:
                    return self._mention(source, cue, (content,), "clause")
        return None

    def _embedded(self, source: tuple[int, int], head: Match[Cue], first: int, past: int) -> AttributionMention | None:
        """content source cue, also with the content going on; "as X said, …"."""
        before = source[0] - 1
        after = head.past
        if self.phrases.is_a("addressee", head.first):
            told = self.phrases.right(after, past)
            after = told[1] if told is not None else after
        as_said = before >= first and self.phrases.is_a("whole_as", before)
        if as_said and (after >= past or self.norms[after] in {",", "."} or self.norms[after] in DASHES):
            content = self._around(first, before, after, past)
            return self._mention(source, head, content, "as") if content else None
        if before < first or not (self.norms[before] in {",", "?", "!"} or self._quote_or_dash(before)):
            return None
        end = self._adverbials(after, past)
        if end < past and self.norms[end] in _OPEN:
            end = self._past_bracket(end, past)
        closed = end >= past or self.norms[end] in _FINAL or self.norms[end] in {",", ")"} or self._quote_or_dash(end)
        if not closed or (end < past and self.norms[end] == ":"):
            return None
        if end < past and self.norms[end] in QUOTE_MARKS and self.norms[before] == "," and before - first < 8:
            return None
        return self._before_source(source, head, first, past, end)

    def _past_bracket(self, index: int, past: int) -> int:
        """Past an editor's insertion in brackets."""
        close = _OPEN[self.norms[index]]
        return next((at + 1 for at in range(index, past) if self.norms[at] == close), index)

    def _before_source(
        self, source: tuple[int, int], head: Match[Cue], first: int, past: int, after: int | None = None
    ) -> AttributionMention | None:
        before = source[0] - 1
        if before < first or self.norms[before] == ";":
            return None
        if self._introduction(first, before):
            return None
        content = self._left_content(first, before + 1)
        if content is None:
            return None
        spans = self._continued(content, head.past if after is None else after, past)
        if len(spans) == 1 and after is not None:
            spans = (*spans, *self._rest(after, past))
        return self._mention(source, head, spans, "embedded")

    def _rest(self, after: int, past: int) -> tuple[Span, ...]:
        """What goes on behind "…, X said on Monday, …" where nobody else speaks there."""
        if after + 4 > past or self.norms[after] != ",":
            return ()
        word = self.norms[after + 1]
        if (
            self._quote_or_dash(after + 1)
            or self.phrases.is_a("turns", after + 1)
            or self.phrases.is_a("boundary", after + 1)
        ):
            return ()
        endings = self.pack.words.participle_endings
        if endings and word.endswith(endings) and self.pack.verbs.holds(word):
            return ()
        if any(self._is_verb(after, cue.first) for cue in self.pack.verbs.find(self.tokens, after + 1, past)):
            return ()
        content = self._content(after + 1, past)
        return () if content is None else (content,)

    def _introduction(self, first: int, before: int) -> bool:
        """Whether what stands before the comma is only "In a statement on Monday"."""
        if self.doc.quote_at(self.tokens.starts[first]) is not None or self._quote_or_dash(before):
            return False
        opens = (
            self.phrases.is_a("preposition", first)
            or self.phrases.is_a("boundary", first)
            or self.phrases.is_a("opener", first)
        )
        return (
            opens and not any(self.pack.words.verbal(self.norms[at]) for at in range(first, before))
        ) or before - first < 2

    def _adverbials(self, index: int, past: int) -> int:
        """Past time words and "in an interview with X" after a verb."""
        while index < past:
            if (
                self.phrases.is_a("time", index)
                or self.pack.words.adverb(self.norms[index])
                or self.norms[index].isdigit()
            ):
                index += 1
            elif self.phrases.is_a("place_preposition", index) or self.phrases.is_a("preposition", index):
                ended = self._phrase_end(index + 1, past)
                if ended is None:
                    return index
                index = ended
            else:
                return index
        return index

    def _phrase_end(self, index: int, past: int) -> int | None:
        """Where a prepositional phrase ends at a mark; None where it runs into a clause."""
        for at in range(index, min(past, index + _LOOK_AHEAD)):
            if self.phrases.stop(at):
                return at
            if self.phrases.is_a("complementiser", at) or self.phrases.is_a("pronoun", at):
                return None
        return past if past - index < _LOOK_AHEAD else None

    def _content_start(self, head: Match[Cue], past: int) -> tuple[int | None, bool]:
        """First token of what is said after a verb, and whether a word or mark introduces it."""
        index = head.past
        if self.phrases.is_a("addressee", head.first):
            index = self._past_addressee(index, past)
        while index < past:
            if self._timing(index, past):
                index += 1
            elif self._dated_phrase(index, past):
                index += 2
            else:
                break
        if index < past and self.phrases.is_a("place_preposition", index):
            opened = self._opening(index, past)
            if opened is not None:
                return opened
        told = self._past_told(index, past)
        return self._past_marks(index if told is None else told, past)

    def _past_told(self, index: int, past: int) -> int | None:
        """Past the one who is told, where ", that" follows: "reported to the president, that …"."""
        for at in range(index, min(past - 1, index + 8)):
            if self.norms[at] == ",":
                return at if at > index and self.phrases.is_a("complementiser", at + 1) else None
            if self.phrases.stop(at) or self.phrases.is_a("verb_like", at) or self.phrases.is_a("complementiser", at):
                return None
        return None

    def _timing(self, index: int, past: int) -> bool:
        """Whether a word only tells when: a weekday, a month with its day before it, an adverb."""
        dated = self.norms[index].isdigit() and index + 1 < past and self.phrases.is_a("time", index + 1)
        return dated or self.phrases.is_a("time", index) or self.phrases.is_a("adverb", index)

    def _dated_phrase(self, index: int, past: int) -> bool:
        """Whether "on Monday" stands there with what is said of behind it ("сообщило в среду об освобождении …")."""
        if not self.phrases.is_a("place_preposition", index) or index + 2 >= past:
            return False
        return self.phrases.is_a("time", index + 1) and self.phrases.is_a("topic", index + 2)

    def _past_addressee(self, index: int, past: int) -> int:
        opened = self._opening(index, past, commas=False)
        if opened is not None and opened[0] is not None:
            return opened[0]
        return index

    def _opening(self, index: int, past: int, *, commas: bool = True) -> tuple[int | None, bool] | None:
        skip = index
        for at in range(index, min(past, index + _LOOK_AHEAD)):
            if at < skip:
                continue
            if self.norms[at] in QUOTE_MARKS and (skip := self._named_in_quotes(at, past)) > at:
                continue
            if self.phrases.is_a("complementiser", at) or self.norms[at] in {":", ","} or self.norms[at] in QUOTE_MARKS:
                if self.norms[at] == "," and not commas:
                    after = at + 1
                    return (after, True) if after < past else None
                return self._past_marks(at, past)
            if at > index + 1 and self.phrases.is_a("pronoun", at):
                return at, True
            if self.norms[at] in _FINAL:
                return None
        return None

    def _named_in_quotes(self, at: int, past: int) -> int:
        """Past a quotation that is only a name before ", that" ("on «Channel 24», that …"); `at` where it is more."""
        quote = self.doc.quote_at(self.tokens.starts[at])
        if quote is None:
            return at
        after = self.tokens.at(quote[1])
        if after + 1 < past and self.norms[after] == "," and self.phrases.is_a("complementiser", after + 1):
            return after
        return at

    def _past_marks(self, index: int, past: int) -> tuple[int | None, bool]:
        marked = False
        while index < past and (
            self.norms[index] in {",", ":"} or self.norms[index] in DASHES or self.phrases.is_a("complementiser", index)
        ):
            marked = True
            index += 1
        if not marked and index + 1 < past and self.phrases.is_a("topic", index):
            index += 1
            if self.phrases.is_a("anaphor", index):
                return None, marked
        if index >= past or self.norms[index] in _FINAL:
            return None, marked
        return index, marked or self.norms[index] in QUOTE_MARKS

    def _fits(self, cue: Cue, head: Match[Cue], start: int, marked: bool, past: int) -> bool:
        after = self.norms[start]
        frames = cue.frames
        if not marked and self.phrases.is_a("being", start):
            return False
        if "clause" in frames:
            return marked or not (self.phrases.is_a("preposition", start) and not self.phrases.is_a("time", start))
        if "thought" in frames:
            return (
                marked
                or self.phrases.is_a("pronoun", start)
                or self.phrases.is_a("boundary", start)
                or (start + 1 < past and self._clause_ahead(start, past))
            )
        if "figure" in frames:
            return self._figure_ahead(start, past)
        if "infinitive" in frames:
            return any(self.phrases.is_a("infinitive", at) for at in range(head.past, min(past, head.past + 5)))
        return "object" in frames and after not in _FINAL and not self.phrases.is_a("preposition", start)

    def _clause_end(self, start: int, past: int) -> int:
        """Where what is said ends: at a semicolon outside quotations behind which another says something."""
        if self.doc.quote_at(self.tokens.starts[start]) is not None:
            return past
        for at in range(start + 1, past - 2):
            if self.norms[at] == ";" and self.pack.verbs.find(self.tokens, at + 2, min(past, at + _LOOK_AHEAD)):
                return at
        return past

    def _figure_ahead(self, start: int, past: int) -> bool:
        """Whether "at" and a figure follow: "puts the losses at about 40"."""
        for at in range(start + 1, min(past - 1, start + _LOOK_AHEAD)):
            if self.phrases.is_a("figure_at", at):
                return any(self.norms[near][0].isdigit() for near in range(at + 1, min(past, at + 6)))
        return False

    def _clause_ahead(self, start: int, past: int) -> bool:
        for at in range(start + 1, min(past, start + 8)):
            if self.phrases.stop(at):
                return False
            if self.phrases.is_a("verb_like", at):
                return True
        return False

    # -- sentences without a verb of saying -------------------------------------------------------------------

    def _verbless(self, index: int, first: int, past: int) -> AttributionMention | None:
        """ "NAME: words" at the start of a paragraph, "words – NAME" at an end."""
        opens = index == 0 or self.doc.sentences[index - 1].paragraph != self.doc.sentences[index].paragraph
        for at in range(first + 1, min(past - 2, first + _LONGEST_NAME + 2)):
            if self.norms[at] == ":" and opens and self._name(first, at):
                content = self._content(at + 1, past)
                return None if content is None else self._plain((first, at), (at, at + 1), content, "colon")
        end = past
        while end > first and self.norms[end - 1] in _FINAL:
            end -= 1
        for at in range(end - 2, max(first + 2, end - 9), -1):
            if self.norms[at] in DASHES and self._spaced(at):
                if not self._name(at + 1, end):
                    return None
                content = self._left_content(first, at)
                return None if content is None else self._plain((at + 1, end), (at, at + 1), content, "dash")
        return None

    def _spaced(self, at: int) -> bool:
        return self.tokens.ends[at - 1] < self.tokens.starts[at]

    def _name(self, first: int, past: int) -> bool:
        """Whether tokens are a name: capitals and the small words inside names, no mark but those of abbreviation."""
        if past <= first or past - first > _LONGEST_NAME or not self.phrases.capital(first):
            return False
        if self.phrases.is_a("no_speaker", first) or self.phrases.is_a("no_speaker", past - 1):
            return False
        small = sum(not self.phrases.capital(at) for at in range(first, past))
        plain = all(not self.phrases.stop(at) and not self.phrases.is_a("verb_like", at) for at in range(first, past))
        return plain and small <= (past - first) // 2

    def _plain(self, source: tuple[int, int], cue: tuple[int, int], content: Span, rule: str) -> AttributionMention:
        return AttributionMention(
            self.tokens.span(*source), self.tokens.span(*cue), (content,), "stated", carried=False, rule=rule
        )

    def _carry_quotation(self, index: int, found: list[AttributionMention]) -> None:
        """A sentence of nothing but quotation belongs to the last source."""
        sentence = self.doc.sentences[index]
        quote = self.doc.quote_at(sentence.start)
        last = found[-1]
        if quote is None or quote[1] - quote[0] < 0.6 * (sentence.end - sentence.start):
            return
        covered = last.content[-1]
        if covered.end >= min(quote[1], sentence.end) or index == 0:
            return
        before = self.doc.sentences[self.doc.sentence_at(last.content[-1].end - 1)]
        near = before is self.doc.sentences[index - 1] and before.paragraph == sentence.paragraph
        if near and last.cue is not None:
            start = max(quote[0], covered.end)
            span = self._trimmed(max(start, sentence.start), min(quote[1], sentence.end))
            found[-1] = replace(last, content=(*last.content, span))

    # -- building ---------------------------------------------------------------------------------------------

    def _content(self, first: int, past: int) -> Span | None:
        """The words first..past-1 without commas, dashes and final marks at their ends."""
        while first < past and (
            self.norms[first] in {",", ":", "."} or self.norms[first] in DASHES or ornament(self.norms[first])
        ):
            first += 1
        while past > first and self._drops(past - 1):
            past -= 1
        return self.tokens.span(first, past)

    def _drops(self, index: int) -> bool:
        word = self.norms[index]
        if ornament(word):
            return True
        if word in {",", ";", ":", ".", "("} or word in DASHES:
            return self.doc.quote_at(self.tokens.starts[index]) is None or word in {",", "("}
        return False

    def _trimmed(self, start: int, end: int) -> Span:
        while end > start + 1 and (self.doc.text[end - 1].isspace() or self.doc.text[end - 1] in ".,;"):
            end -= 1
        return Span.of(self.doc.text, start, end)

    def _mention(
        self, source: tuple[int, int] | None, match: Match[Cue], content: tuple[Span, ...], rule: str
    ) -> AttributionMention:
        source = self._inserted(source)
        carried = (
            source is not None
            and source[1] - source[0] == 1
            and (self.phrases.is_a("carried", source[0]) or self.phrases.is_a("possessive", source[0]))
        )
        return AttributionMention(
            self.tokens.span(*source) if source is not None else None,
            self.tokens.span(match.first, match.past),
            content,
            match.value.commitment,
            carried=carried,
            rule=rule,
        )

    def _inserted(self, source: tuple[int, int] | None) -> tuple[int, int] | None:
        """For a pronoun followed by an editor's "[the minister]": the inserted words. Leading words of where go."""
        if source is None:
            return None
        start, past = source
        while (
            start < past - 1
            and self.phrases.is_a("nouns_of_saying", start)
            and not self.phrases.is_a("inner_preposition", start + 1)
        ):
            start += 1
        if past - start == 1 and past < len(self.norms) and self.norms[past] == "[":
            end = self._past_bracket(past, min(len(self.norms), past + _LOOK_AHEAD))
            if end > past + 2:
                return past + 1, end - 1
        return start, past


def _any(cues: list[Match[Cue]], frame: str) -> bool:
    return any(frame in cue.value.frames for cue in cues)


def _by_place(matches: list[Match[Cue]]) -> Iterator[list[Match[Cue]]]:
    """Matches grouped by their first token; a phrase inside an earlier one is passed over."""
    group: list[Match[Cue]] = []
    past = 0
    for match in matches:
        if group and match.first == group[0].first:
            group.append(match)
        elif match.first >= past:
            if group:
                yield group
            group = [match]
            past = match.past
    if group:
        yield group


def _apart(mention: AttributionMention, found: list[AttributionMention], document: Document) -> AttributionMention:
    """Without another's source and cue at the end of what is said: in "X ordered A, Y said" Y's words are not X's."""
    last, cue = mention.content[-1], mention.cue
    if cue is None or mention.rule not in {"clause", "as"} or last.start < cue.start:
        return mention
    for other in found:
        if other.source is None or other.cue is None or other.rule not in {"embedded", "inverted", "preposition"}:
            continue
        begin, around = min(other.source.start, other.cue.start), other.content[0]
        if around.start <= cue.start < around.end and last.start < begin < last.end:
            end = begin
            while end > last.start and not document.text[end - 1].isalnum():
                end -= 1
            if end > last.start:
                return replace(mention, content=(*mention.content[:-1], Span.of(document.text, last.start, end)))
    return mention


def _nest(found: list[AttributionMention]) -> list[AttributionMention]:
    """Fills `nested`: the smallest attribution whose content holds this one's cue."""
    ordered = sorted(found, key=lambda mention: (mention.cue or mention.content[0]).start)
    holders = [(span.start, span.end, index) for index, mention in enumerate(ordered) for span in mention.content]
    holders.sort(key=lambda holder: (holder[0], -holder[1]))
    out: list[AttributionMention] = []
    stack: list[tuple[int, int, int]] = []
    at = 0
    for index, mention in enumerate(ordered):
        cue = mention.cue or mention.content[0]
        while at < len(holders) and holders[at][0] <= cue.start:
            stack.append(holders[at])
            at += 1
        stack = [holder for holder in stack if holder[1] >= cue.end]
        inside = [holder for holder in stack if holder[2] != index]
        inner = min(inside, key=lambda holder: (holder[1] - holder[0], holder[2]), default=None)
        out.append(replace(mention, nested=inner[2] if inner else None))
    return out
