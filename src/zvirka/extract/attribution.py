"""Who says what: source, cue and content of every attribution in a text (PolNeAR's terms).

The frames are those of English and Slavic reporting alike: source cue content ("X said that …"), content cue source
("…", said X), content source cue ("…", X said), "according to X", a name with a colon or dash, a sentence that says
only who said the one before. Words come from packs; this module knows only their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice, takewhile
from typing import Any

from zvirka.extract.attribution_content import Contents
from zvirka.extract.attribution_dialogue import Dialogues
from zvirka.extract.attribution_nesting import MOST_A_SENTENCE, apart, nest
from zvirka.extract.attribution_references import References
from zvirka.extract.attribution_scare import scare_quoted
from zvirka.extract.attribution_sources import LONGEST_NAME, Sources
from zvirka.extract.attribution_tags import Tags
from zvirka.extract.attribution_through import ThroughFrames
from zvirka.extract.attribution_verbless import Verbless
from zvirka.extract.attribution_verbs import VerbFrames
from zvirka.extract.cues import Cue, CuePack
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.phrases import Phrases, ornament
from zvirka.extract.tokens import Match, word_set
from zvirka.model.spans import Span

_BULLETS = frozenset("-–—•*·")
_NAMED_BEHIND = 5
"""Tokens behind a quotation, or at its beginning, among which somebody is named who speaks."""
_ESTIMATES = 2
"""Words of the longest "preliminary estimates" that are nobody's."""
_SHORTEST_ITSELF = 2
"""Words of the shortest "according to X" that are also those of where something goes ("по МЧС")."""
_SHORTEST_SPOKEN = 7
"""Tokens of the shortest quotation, its marks counted, that somebody speaks who is told of in the sentence before it."""
_SHORTEST_ABOVE = 3
"""Tokens of the shortest line that tells who speaks below it."""
_MOST_BELOW = 40
"""Sentences of one paragraph that a line above it may tell the source of; bounds the work in texts of one paragraph."""
_LEAST_VERB = 4
"""Letters that a word told to be a verb by its ending has more than."""
_SINGLE = frozenset("'‘’")
_CLOSING = frozenset("\"”“»›’'")


class AttributionReader:
    """Finds attributions in documents of one language."""

    def __init__(self, pack: Mapping[str, Any], adjectives: Iterable[str] = ()) -> None:
        """adjectives: those of the sides, which make a noun of a word like "claims" behind them."""
        self.pack = CuePack(pack)
        self._adjectives = word_set(adjectives)

    def read(self, document: Document) -> list[AttributionMention]:
        """All attributions in text order, up to the bound of a text; `nested` filled, sources and sides not resolved."""
        found: list[AttributionMention] = []
        most = document.most()
        reading = _Reading(document, self.pack, self._adjectives)
        for index in range(len(document.sentences)):
            if document.sentences[index].noise is None:
                reading.sentence(index, found)
                if len(found) >= most:
                    break
        if len(found) < most:
            found.extend(reading.dialogues.lines(found))
        cues = sorted((mention.cue.start, at) for at, mention in enumerate(found) if mention.cue is not None)
        return nest([apart(mention, found, cues, document, self.pack.words) for mention in found])


class _Reading:
    """One text being read."""

    def __init__(self, document: Document, pack: CuePack, adjectives: frozenset[str]) -> None:
        self.doc = document
        self.adjectives = adjectives
        self.tokens = document.tokens
        self.norms = document.tokens.norms
        self.pack = pack
        self.phrases = Phrases(document.tokens, pack, _single_marks(document))
        self.said = Contents(document, pack, self.phrases)
        self.sources = Sources(self.said)
        self.verbs = VerbFrames(self.sources, adjectives)
        self.through = ThroughFrames(self.sources)
        self.references = References(self.sources)
        self.verbless = Verbless(self.sources, adjectives)
        self.dialogues = Dialogues(self.sources)
        self.tags = Tags(self.sources)

    def sentence(self, index: int, found: list[AttributionMention]) -> None:
        first, past = self.doc.words[index]
        here: list[AttributionMention] = []
        whole = self.references.whole(index, first, past) or self.references.same_thing(index, first, past)
        if whole is not None:
            found.extend(self.through.apply(first, past, [self._behind_media(index, whole, found)]))
            return
        framed = chain(
            self._unnamed(first, past),
            self._prepositions(index, first, past),
            self._nouns(first, past),
            self.references.told(first, past),
        )
        here.extend(islice(framed, MOST_A_SENTENCE))
        for cues in _by_place(self.pack.verbs.find(self.tokens, first, past)):
            if len(here) >= MOST_A_SENTENCE:
                break
            if here and any(_inside(self.tokens.span(cues[0].first, cues[0].past), each.cue) for each in here):
                continue  # "as X claims" is read already
            mention = self.verbs.read(cues, first, past, here)
            if mention is not None:
                here.append(mention)
        if not any(self.doc.quote_at(span.start) for each in here for span in each.content):
            tagged = self.tags.tagged(first, past)
            here = here if tagged is None else [*here, tagged]
        here = self._headed(first, self.tags.gapped(first, past, here))
        here = self._had_from(index, first, past, self.through.apply(first, past, here), found)
        if not here:
            above = self._above(index, first, past)
            here += [] if above is None else [above]
        if not here:
            verbless = self.verbless.signature(index, first, past, found) or self.verbless.read(index, first, past)
            verbless = verbless or scare_quoted(self.sources, first, past)
            if verbless is not None:
                here.append(self.verbless.signing_all(index, verbless, found))
        if not here:
            untold = self._without_subject(first, past) or self._quotation(index, found)
            here += [] if untold is None else [untold]
        if here:
            here[0] = self.dialogues.whole_line(index, here[0], found)
            found.extend(here)
        elif found:
            self._carry_quotation(index, found)

    def _headed(self, first: int, here: list[AttributionMention]) -> list[AttributionMention]:
        """ "NAME: claim, the paper learned from negotiators": the paper is the one that heads the sentence."""
        colon = next(
            (at for at in range(first + 1, min(len(self.norms), first + LONGEST_NAME)) if self.norms[at] == ":"), first
        )
        name = self.tokens.span(first, colon)
        if colon == first or name is None or not (self.sources.name(first, colon) and self._media(name)):
            return here
        return [
            replace(
                each,
                source=name,
                content=tuple(
                    self.said.content(self.tokens.at(max(span.start, name.end)), self.tokens.at(span.end)) or span
                    for span in each.content
                ),
            )
            if each.source is not None and each.source.start > name.end and self.sources.noun_of_medium(each.source)
            else each
            for each in here
        ]

    def _without_subject(self, first: int, past: int) -> AttributionMention | None:
        """ "Говорит, …", "…, каже, …": a verb that leaves out who says it, the one told before."""
        opening = first
        while opening < past and (self.phrases.is_a("opener", opening) or ornament(self.norms[opening])):
            opening += 1  # "And noted that …", "Also said that …"
        for at in range(first, min(past - 2, first + LONGEST_NAME)):
            if not self.phrases.is_a("subjectless", at):
                continue
            opens = at == opening
            if not (opens or self.norms[at - 1] == ","):
                continue
            told = self.norms[at + 1] in {",", ":"} or (opens and self.phrases.is_a("complementiser", at + 1))
            cue = next((each for each in self.pack.verbs.find(self.tokens, at, at + 1)), None)
            linked = at + 2 < past and self.norms[at + 1] == "," and self.phrases.is_a("complementiser", at + 2)
            behind = at + 3 if linked else at + 1
            content = self.said.around(first, at, behind, past) if told and cue is not None else ()
            if content and cue is not None:
                return self.sources.mention(None, cue, content, "subjectless")
        return None

    def _quotation(self, index: int, found: list[AttributionMention]) -> AttributionMention | None:
        """A sentence of nothing but quotation behind one that nobody is told to say: whoever that one tells of may speak."""
        sentence = self.doc.sentences[index]
        quote = self.doc.quote_at(sentence.start)
        if index == 0 or quote is None or quote[0] != sentence.start:
            return None
        before = self.doc.sentences[index - 1]
        if before.paragraph != sentence.paragraph or before.noise is not None:
            return None
        first, past = self.tokens.at(quote[0]), self.tokens.at(quote[1])
        end = self.doc.words[self.doc.sentence_at(quote[1] - 1)][1]
        tagged = any(self.norms[at][0].isalnum() for at in range(past, end))
        if past - first < _SHORTEST_SPOKEN or tagged or self._transcribed(index):
            return None
        last = found[-1] if found else None
        saw = None  # "NAME saw soldiers at the bridge. “They took one off my bus.”"
        if last is not None and (last.cue or last.content[-1]).start >= before.start:
            saw = last.source if last.rule == "act" else None
            if saw is None:
                return None
        rule = "quotation" if saw is None else "quoted"
        return AttributionMention(saw, None, (Span.of(self.doc.text, *quote),), "stated", carried=False, rule=rule)

    def _above(self, index: int, first: int, past: int) -> AttributionMention | None:
        """ "The General Staff said in its evening post:", the quotation in the paragraph below; "General Staff:", the paragraph."""
        if self.norms[past - 1] != ":":
            return None
        content = self.references.after(index) if past - first >= _SHORTEST_ABOVE else None
        verbs = self.pack.verbs.find(self.tokens, first + 1, past - 1)
        for match in () if content is None else verbs:
            before = match.first - 1
            while before > first and self.pack.words.skipped(self.norms[before]):
                before -= 1
            source = self.phrases.left(first, before)
            if source is not None and content is not None and self.sources.somebody(source, first):
                return self.sources.mention(source, match, content, "above")
        if verbs or not (self.sources.name(first, past - 1) and self.sources.body(first, past - 1)):
            return None
        below = self._below(index)
        if not below:
            return None
        spans = self.tokens.span(first, past - 1), self.tokens.span(past - 1, past)
        return AttributionMention(*spans, below, "stated", carried=False, rule="above")

    def _below(self, index: int) -> tuple[Span, ...]:
        """The sentences under a line that is all of its paragraph, or the rest of its paragraph: those of one paragraph."""
        sentences = self.doc.sentences[index : index + 2 + _MOST_BELOW]
        opens = index == 0 or self.doc.sentences[index - 1].paragraph != sentences[0].paragraph
        if not opens or len(sentences) < 2 or "\n" not in self.doc.text[sentences[0].end : sentences[1].start + 1]:
            return ()
        told = takewhile(lambda each: each.paragraph == sentences[1].paragraph, sentences[1:])
        spans = (self.said.content(self.tokens.at(each.start), self.tokens.at(each.end)) for each in told)
        return tuple(span for span in spans if span is not None)

    def _behind_media(
        self, index: int, mention: AttributionMention, found: list[AttributionMention]
    ) -> AttributionMention:
        """A reference to what a paper just reported, by somebody who is no paper: whom that one has it from."""
        last = found[-1] if found else None
        if last is None or last.cue is None or mention.source is None or index == 0:
            return mention
        told = self.doc.sentence_at(last.content[-1].start) == index - 1
        if not told or self._media(mention.source) or not (last.rule == "colon" or self._media(last.source)):
            return mention
        return replace(mention, content=last.content, within=last.cue, rule="through")

    def _media(self, source: Span | None) -> bool:
        if source is None:
            return False
        kinds = self.pack.kinds.find(self.tokens, self.tokens.at(source.start), self.tokens.at(source.end))
        return bool(kinds) and kinds[0].value[1] == "media"

    def _had_from(
        self, index: int, first: int, past: int, here: list[AttributionMention], found: list[AttributionMention]
    ) -> list[AttributionMention]:
        """ "…; the paper cites European diplomats", "The agency has it from two aides.": whom what was just said comes from."""
        for match in self.pack.behind.find(self.tokens, first, past):
            source = self.phrases.right(match.past, past)
            start = match.first
            while start > first and not self.phrases.stop(start - 1):
                start -= 1
            subject = self.tokens.span(start, match.first)
            if source is None or subject is None or not self._media(subject) or match.first - start > LONGEST_NAME:
                continue
            begin = subject.start
            if any(
                each.rule == "through" and each.cue and each.cue.start == self.tokens.starts[match.first]
                for each in here
            ):
                continue  # "NAME cited the police as saying …": of what they say there
            inside = [at for at, each in enumerate(here) if each.content[0].start < begin]
            if inside:
                told = here[inside[-1]]
                last = told.content[-1]
                if last.start < begin < last.end:
                    told = replace(told, content=(*told.content[:-1], self.said.trimmed(last.start, begin)))
                    here = [*here[: inside[-1]], told, *here[inside[-1] + 1 :]]
            elif found and index and self.doc.sentence_at(found[-1].content[-1].start) == index - 1:
                told = found[-1]
            else:
                continue
            passed = self.sources.mention(source, match, told.content, "through")
            return [*here, replace(passed, within=told.cue)]
        return here

    def _unnamed(self, first: int, past: int) -> Iterator[AttributionMention]:
        for match in self.pack.unnamed.find(self.tokens, first, past):
            if self.doc.quote_at(self.tokens.starts[match.first]) is not None:
                continue  # "“Five are known to be dead,” the mayor said": by the mayor
            content = self.said.content(match.past, past)
            if content is not None:
                named = (match.first + 1, match.past) if "named" in match.value.frames else None
                yield self.sources.mention(named, match, (content,), "unnamed")

    def _prepositions(self, index: int, first: int, past: int) -> Iterator[AttributionMention]:
        done = -1
        for match in self.pack.prepositions.find(self.tokens, first, past):
            if match.first == done:
                continue  # the same words in two rows of the pack
            if "pronoun" in match.value.frames:
                inner = [at for at in range(match.first, match.past) if self.phrases.is_a("possessive", at)]
                source = (inner[0], inner[0] + 1) if inner else None
                after = match.past
            elif "itself" in match.value.frames:
                closed = match.past < past and self.norms[match.past] == ","
                if match.past - match.first <= _SHORTEST_ITSELF and not (closed and self._opens(first, match.first)):
                    continue  # "удар по Генштабу"
                source = (match.first + 1, match.past)
                after = match.past
            else:
                source = self.sources.institution(match.past, past)
                source = source or self.phrases.right(self.sources.small(match.past, past), past)
                source = None if source is None else self._seated(self._office_alone(source), past)
                after = self.sources.past_relative(source[1], past) if source is not None else match.past
            if source is None or self._nobodys(source):
                continue
            if "named" in match.value.frames and not self._named_or_told(source):
                continue  # "per day"
            content = self.said.around(first, match.first, after, past) or self._listed(index, after, past)
            if content:
                done = match.first
                yield self.sources.mention(source, match, content, "preposition")

    def _opens(self, first: int, at: int) -> bool:
        """Whether a sentence, or what a mark parts from the words before, begins there."""
        return at == first or self.phrases.stop(at - 1)

    def _office_alone(self, source: tuple[int, int]) -> tuple[int, int]:
        """An office before a clause that no comma parts from it ("За даними Генштабу окупанти використовують …")."""
        endings = self.pack.words.plural_endings
        told = (at for at in range(source[0] + 1, source[1]) if not self.phrases.capital(at))
        if not any(len(self.norms[at]) > _LEAST_VERB and self.norms[at].endswith(endings) for at in told):
            return source
        end, _ = self.pack.kinds.match(self.norms, *source)
        while source[0] < end < source[1] and self.phrases.capital(end):
            end += 1
        return (source[0], end) if end > source[0] else source

    def _named_or_told(self, source: tuple[int, int]) -> bool:
        """Whether a phrase begins with a name, or with an article and holds a word for a kind of source."""
        told = self.phrases.is_a("determiner", source[0]) and self.pack.kinds.find(self.tokens, *source)
        return self.phrases.capital(source[0]) or bool(told)

    def _nobodys(self, source: tuple[int, int]) -> bool:
        """Whether "according to" names nobody else: "my information", "preliminary estimates"."""
        if self.phrases.is_a("own", source[0]):
            return not self.pack.kinds.find(self.tokens, source[0] + 1, min(source[0] + 3, source[1]))
        plain = not any(self.phrases.capital(at) for at in range(*source))
        plain = plain and not self.pack.kinds.find(self.tokens, *source)
        return plain and self.phrases.is_a("findings", source[1] - 1) and source[1] - source[0] <= _ESTIMATES

    def _seated(self, source: tuple[int, int], past: int) -> tuple[int, int]:
        """A source with the body it sits in: "by the account of a source in the SBU"."""
        at = source[1]
        if at + 1 >= past or not self.phrases.is_a("inside", at) or not self.phrases.capital(at + 1):
            return source
        if not self.pack.kinds.find(self.tokens, source[0], at + 2):
            return source
        seat = self.phrases.right(at + 1, past)
        return source if seat is None else (source[0], seat[1])

    def _nouns(self, first: int, past: int) -> Iterator[AttributionMention]:
        """ "Russian claims that …": what a side says, told by a noun."""
        for match in self.pack.nouns.find(self.tokens, first, past):
            if match.first == first or self.norms[match.first - 1] not in self.adjectives:
                continue
            content = self.said.content(match.past, past)
            if content is not None:
                cue = Match(match.first, match.first + 1, match.value)
                yield self.sources.mention((match.first - 1, match.first), cue, (content,), "noun")

    def _listed(self, index: int, after: int, past: int) -> tuple[Span, ...]:
        """The entries of a list that a sentence ending in a colon opens."""
        if after >= past or self.norms[after] != ":":
            return ()
        entries = []
        for sentence in self.doc.sentences[index + 1 :]:
            if self.doc.text[sentence.start] not in _BULLETS:
                break
            first, end = self.tokens.at(sentence.start), self.tokens.at(sentence.end)
            entries.append(self.said.content(first + 1, end))
        return tuple(entry for entry in entries if entry is not None)

    def _carry_quotation(self, index: int, found: list[AttributionMention]) -> None:
        """A sentence of nothing but quotation belongs to the last source, and so does what somebody goes on to say in a line of
        dialogue."""
        sentence, last = self.doc.sentences[index], found[-1]
        if index == 0 or last.cue is None:
            return
        covered, before = last.content[-1], self.doc.sentences[index - 1]
        if self.doc.sentence_at(max(covered.end - 1, last.cue.start)) != index - 1:
            return
        quote = self.doc.quote_at(sentence.start)
        if quote is None or quote[1] - quote[0] < 0.6 * (sentence.end - sentence.start):
            spoken = self.said.content(*self.doc.words[index]) if self.dialogues.goes_on(index, last) else None
            if spoken is not None:
                found[-1] = replace(last, content=(*last.content, spoken))
            return
        if covered.end >= min(quote[1], sentence.end):
            return
        own = self._other_goes_on(index) if before.paragraph == sentence.paragraph else not self._unclosed(before.end)
        if not own and not self._transcribed(index):
            start = max(quote[0], covered.end)
            span = self.said.trimmed(max(start, sentence.start), min(quote[1], sentence.end))
            found[-1] = replace(last, content=(*last.content, span))

    def _unclosed(self, end: int) -> bool:
        """Whether a quotation runs to the end of its paragraph without its closing mark: the next one goes on with it."""
        quote = self.doc.quote_at(end - 1)
        return quote is not None and quote[1] >= end and self.doc.text[quote[1] - 1] not in _CLOSING

    def _other_goes_on(self, index: int) -> bool:
        """Whether a quotation left open at its paragraph's end is taken up by somebody else, whom the next paragraph names."""
        sentences = self.doc.sentences
        quote = self.doc.quote_at(sentences[index].start)
        if quote is None or not self._unclosed(quote[1]):
            return False
        after = self.doc.sentence_at(quote[1] - 1) + 1
        following = self.doc.quote_at(sentences[after].start) if after < len(sentences) else None
        if following is None:
            return False
        at = self.tokens.at(following[1])
        past = min(len(self.norms), at + _NAMED_BEHIND)
        named = any(self.phrases.capital(near) for near in range(at, past))
        return named and bool(self.pack.verbs.find(self.tokens, at, past))

    def _transcribed(self, index: int) -> bool:
        """Whether a quotation opens with who speaks in it: a transcript ("“SMITH: …”)."""
        first, past = self.doc.words[index]
        return ":" in self.norms[first : min(past, first + _NAMED_BEHIND)] and self.phrases.capital(
            min(first + 1, past - 1)
        )


def _single_marks(document: Document) -> frozenset[int]:
    """The tokens of single quotation marks that are no apostrophes: those that open and close a quotation."""
    tokens, text = document.tokens, document.text
    found: set[int] = set()
    for start, end in document.quotes:
        if text[start] in _SINGLE:
            ends = (tokens.at(start), tokens.at(end - 1))
            found.update(at for at in ends if at < len(tokens.norms) and tokens.raw(at) in _SINGLE)
    return frozenset(found)


def _inside(span: Span | None, cue: Span | None) -> bool:
    return span is not None and cue is not None and cue.start <= span.start and span.end <= cue.end


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
