"""Whose words a story goes on with: what somebody who just spoke tells is retold without a verb.

Reports from the spot tell what a witness saw in the writer's own sentences ("…," says NAME, a seamstress. Her brother's post was
given up.). Such sentences are that person's words where they speak of that person, or stand between two that are. A press review
tells at the head of a paragraph which paper it goes on to retell. Either lasts until somebody else is brought in, the writer speaks
for himself, or the paragraph ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from zvirka.extract.cues import CuePack
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention, retold
from zvirka.extract.source_words import SourceWords
from zvirka.ground import Ground
from zvirka.model.sources import UNKNOWN
from zvirka.model.spans import Span

RULE = "story"
"""The rule of attributions made here."""
_TELLERS = frozenset({"eyewitness", "military_unnamed"})
"""Kinds of people whose stories are retold."""
_LONGEST_NAME = 3
"""Words of the longest name of a person, what he is by trade counted ("Пекар Мамука")."""
_LONGEST_KIN = 5
"""Tokens of the longest word for somebody before a name ("sister-in-law")."""
_REVIEW = 2
"""Outlets of which a text that tells what they write passes on so many at least."""
_BETWEEN = 3
"""Sentences between two of one person's that are his too."""


class Stories:
    """Finds the sentences that go on with a story, in one language."""

    def __init__(self, ground: Ground, language: str, pack: CuePack, told: SourceWords) -> None:
        self._ground = ground
        self._language = language
        self._pack = pack
        self._told = told

    def read(self, document: Document, mentions: Sequence[AttributionMention]) -> list[AttributionMention]:
        """Attributions without a cue, carried over, of the sentences that go on with somebody's story, in text order.

        mentions: the resolved attributions of the text."""
        if not any(mention.kind in _TELLERS or mention.kind == "media" for mention in mentions):
            return []
        spoken = self._last_spoken(document, mentions)
        review = len({_words(each) for each in mentions if each.kind == "media" and not each.carried}) >= _REVIEW
        people = {_words(each): each for each in mentions if each.kind in _TELLERS and each.source is not None}
        found: list[AttributionMention] = []
        teller: AttributionMention | None = None
        told = False
        between: list[int] = []
        for index, sentence in enumerate(document.sentences):
            if sentence.noise is not None:
                continue
            opens = index == document.openings[index]
            if opens:
                teller, between = None, []
            if index in spoken:
                mention = mentions[spoken[index]]
                now = self._one_teller(document, mention) or (_of_paper(mention) if review and opens else None)
                if teller is not None and now is not None and _words(now) == _words(teller):
                    found.extend(self._goes_on(document, teller, at) for at in between)
                teller, told, between = now, mention.cue is not None, []
            elif self._writer(document, index):
                teller = None
            elif teller is not None and told and (teller.kind == "media" or self._of_person(document, index, teller)):
                found.extend(self._goes_on(document, teller, at) for at in (*between, index))
                teller, between = None if self._another(document, index, teller) else teller, []
            else:
                brought = self._brought_in(document, index, people)
                brought = brought or (self._paper(document, index) if review and opens else None)
                if brought is not None:
                    teller, told, between = brought, brought.kind == "media", []
                elif teller is not None and len(between) < _BETWEEN:
                    between.append(index)
        return found

    def _goes_on(self, document: Document, teller: AttributionMention, index: int) -> AttributionMention:
        sentence = document.sentences[index]
        return retold(
            teller,
            cue=None,
            content=(Span.of(document.text, sentence.start, sentence.end),),
            commitment="stated",
            carried=True,
            nested=None,
            rule=RULE,
            of=teller.of or teller.source,
            modality="asserted",
            type="",
            within=None,
        )

    def _last_spoken(self, document: Document, mentions: Sequence[AttributionMention]) -> dict[int, int]:
        """The last attribution of each sentence that holds a cue or something said; the author's own "I" is none."""
        last: dict[int, tuple[int, int]] = {}
        for index, mention in enumerate(mentions):
            if mention.kind == "author":
                continue
            for span in (*mention.content, *(() if mention.cue is None else (mention.cue,))):
                first, past = document.sentence_at(span.start), document.sentence_at(max(span.start, span.end - 1))
                for at in range(first, past + 1):
                    last[at] = max(last.get(at, (-1, -1)), (span.start, index))
        return {at: index for at, (_, index) in last.items()}

    def _one_teller(self, document: Document, mention: AttributionMention) -> AttributionMention | None:
        """The source of an attribution, where it is one private person and nobody stands behind him."""
        if mention.kind not in _TELLERS or mention.nested is not None or mention.source is None:
            return None
        tokens, words = document.tokens, self._pack.words
        first, past = tokens.at(mention.source.start), tokens.at(mention.source.end)
        one = words.is_a("one_person", tokens.norms[first]) or words.is_a("one_person_article", tokens.norms[first])
        named = any(self._pack.given_names.holds(tokens.norms[at]) for at in range(first, past))
        return mention if one or named or self._singular(document, mention) else None

    def _singular(self, document: Document, mention: AttributionMention) -> bool:
        """Whether the verb of a telling is in the singular, in a language whose verbs tell it."""
        if mention.cue is None or not self._pack.words.adjective_endings or mention.rule == "preposition":
            return False
        tokens = document.tokens
        verb = tokens.norms[tokens.at(mention.cue.end - 1)]
        return not verb.endswith(self._pack.words.plural_endings)

    def _of_person(self, document: Document, index: int, teller: AttributionMention) -> bool:
        """Whether a word of a sentence, outside quotations, stands for the witness told before ("her brother"); what soldiers did is
        retold by others too."""
        tokens = document.tokens
        first = document.words[index][0]
        if self._pack.words.is_a("that_person", tokens.norms[first]) and self._pack.armed.stands(
            tokens, first + 1, first + 3
        ):
            return True  # "His unit had lost two vehicles"
        return teller.kind == "eyewitness" and any(
            self._pack.words.is_a("that_person", tokens.norms[at]) and document.quote_at(tokens.starts[at]) is None
            for at in range(*document.words[index])
        )

    def _another(self, document: Document, index: int, teller: AttributionMention) -> bool:
        """Whether a sentence names somebody else, whom the next "he" may mean."""
        own = _words(teller).lower().split()
        tokens = document.tokens
        first, past = document.words[index]
        names = [at for at in range(first + 1, past) if tokens.raw(at)[0].isupper() and tokens.norms[at] not in own]
        return any(
            self._pack.given_names.holds(tokens.norms[at])
            or any(match.past == at for match in self._pack.kinds.within(tokens, max(first, at - _LONGEST_KIN), at))
            for at in names
        )

    def _writer(self, document: Document, index: int) -> bool:
        tokens = document.tokens
        return any(
            tokens.norms[at] in self._pack.speaker and document.quote_at(tokens.starts[at]) is None
            for at in range(*document.words[index])
        )

    def _brought_in(
        self, document: Document, index: int, people: dict[str, AttributionMention]
    ) -> AttributionMention | None:
        """The private person by name with whom a sentence begins."""
        tokens = document.tokens
        first, past = self._leading(document, index)
        span = tokens.span(first, past)
        if span is None or document.quote_at(span.start) is not None:
            return None
        if span.exact in people:
            return people[span.exact]
        if past - first == 1 and tokens.norms[min(past, len(tokens.norms) - 1)] != ",":
            return None  # "Свет есть": a first name alone is one where more is told of it, or where it speaks
        kind = self._told.kind(tokens, first, past)
        if kind == "public" and any(self._pack.given_names.holds(tokens.norms[at]) for at in range(first, past)):
            kind = "eyewitness"
        if kind not in _TELLERS or self._known(span):
            return None
        return AttributionMention(span, None, (), "stated", carried=False, kind=kind, side=UNKNOWN, named=True)

    def _paper(self, document: Document, index: int) -> AttributionMention | None:
        """The paper by name that a paragraph of a press review begins with."""
        tokens = document.tokens
        first, past = self._leading(document, index)
        span = tokens.span(first, past)
        if span is None or self._told.kind(tokens, first, past) != "media":
            return None
        side = self._told.known(tokens, span, None).side
        return AttributionMention(span, None, (), "stated", carried=False, kind="media", side=side, named=True)

    def _leading(self, document: Document, index: int) -> tuple[int, int]:
        """The words with capitals that a sentence begins with, a name's length of them at most."""
        tokens = document.tokens
        first, end = document.words[index]
        past = first
        while past < min(end, first + _LONGEST_NAME) and tokens.raw(past)[0].isupper():
            past += 1
        return first, past

    def _known(self, span: Span) -> bool:
        """Whether words name a known source, a side or a place."""
        return (
            next(iter(self._ground.sources.find(span.exact, self._language)), None) is not None
            or next(iter(self._ground.find_sides(span.exact, self._language)), None) is not None
            or self._ground.gazetteer.resolve(span.exact, self._language) is not None
        )


def _words(mention: AttributionMention) -> str:
    """What somebody is called who is meant."""
    span = mention.of or mention.source
    return span.exact if span is not None else ""


def _of_paper(mention: AttributionMention) -> AttributionMention | None:
    """An attribution of a paper's, where it is the head of what a press review goes on to tell of it."""
    return mention if mention.kind == "media" and mention.nested is None and mention.rule == "clause" else None
