"""One text made ready for the rules: tokens, sentences, quotations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zvirka.extract.mentions import Sentence
from zvirka.extract.tokens import Tokens
from zvirka.model.spans import Span

_BACK = 40
"""Sentences of a paragraph looked back over at most. House rule: paragraphs of reports have fewer; a file without line breaks is
one paragraph, and looking through all of it for each sentence would take the square of its length."""
_MOST, _CHARACTERS_EACH = 10_000, 150
"""A text gives so many claims and so many attributions at most, or one for every so many of its characters if that is more. House rule:
dense reports have a claim for some 150 characters, daily lists of losses one for 30, a year of them some 10,000; what has more is
made to be slow."""
DENSE = "dense"
"""Noise of sentences behind what is read of such a text."""


@dataclass(frozen=True, slots=True)
class Document:
    """text: as read. quotes: quoted stretches with marks, in order, not nested. words: token ranges,
    one a sentence; starts: where the sentences start.
    """

    text: str
    tokens: Tokens
    sentences: tuple[Sentence, ...]
    quotes: tuple[tuple[int, int], ...]
    words: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    openings: tuple[int, ...]
    """Index of the first sentence of each sentence's paragraph."""
    lead: int = 0
    """Where the first two lines of the text end: its headline and first paragraph."""

    @classmethod
    def of(cls, text: str, tokens: Tokens, sentences: list[Sentence], quotes: list[tuple[int, int]]) -> Document:
        """Puts the parts together and finds each sentence's tokens."""
        words = tuple((tokens.at(sentence.start), tokens.at(sentence.end)) for sentence in sentences)
        starts = tuple(each.start for each in sentences)
        openings = tuple(_openings(sentences))
        opening = [each for each in sentences if each.paragraph < sentences[0].paragraph + 2]
        lead = opening[-1].end if opening else 0
        return cls(text, tokens, tuple(sentences), tuple(quotes), words, starts, openings, lead)

    def most(self) -> int:
        """How many claims, and how many attributions, are read of it."""
        return max(_MOST, len(self.text) // _CHARACTERS_EACH)

    def end(self) -> int:
        """Where what is read of it ends: before its end where it tells more often than any report who says what."""
        return next((each.start for each in self.sentences if each.noise == DENSE), len(self.text))

    def up_to(self, sentence: int) -> Document:
        """The same, read up to a sentence and no further."""
        kept, rest = self.sentences[: sentence + 1], self.sentences[sentence + 1 :]
        return replace(self, sentences=(*kept, *(replace(each, noise=DENSE) for each in rest)))

    def quote_at(self, offset: int) -> tuple[int, int] | None:
        """The quotation that holds this offset."""
        if not self.quotes:
            return None
        index = bisect_right(self.quotes, (offset, len(self.text) + 1)) - 1
        if index >= 0 and self.quotes[index][0] <= offset < self.quotes[index][1]:
            return self.quotes[index]
        return None

    def frame(self, anchor: Span, content: Sequence[Span]) -> tuple[int, int]:
        """The stretch around a cue in its sentence that is none of what is said: from content before to content after."""
        sentence = self.sentences[self.sentence_at(anchor.start)]
        start, end = sentence.start, sentence.end
        for part in content:
            if start < part.end <= anchor.start:
                start = part.end
            elif anchor.end <= part.start < end:
                end = part.start
        return start, end

    def opening(self, index: int) -> int:
        """Index of the first sentence of a sentence's paragraph, no more than 40 before it."""
        return max(self.openings[index], index - _BACK)

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds this offset, or of the last one before it (0 before the first)."""
        past = bisect_right(self.starts, offset)
        return past - 1 if past else 0


def _openings(sentences: Sequence[Sentence]) -> Iterator[int]:
    first = 0
    for index, sentence in enumerate(sentences):
        if sentence.paragraph != sentences[first].paragraph:
            first = index
        yield first
