"""One text made ready for the rules: tokens, sentences, quotations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from zvirka.extract.mentions import Sentence
from zvirka.extract.tokens import Tokens
from zvirka.model.spans import Span

_BACK = 40
"""Sentences of a paragraph looked back over at most. House rule: paragraphs of reports have fewer; a file without line breaks is
one paragraph, and looking through all of it for each sentence would take the square of its length."""


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

    @classmethod
    def of(cls, text: str, tokens: Tokens, sentences: list[Sentence], quotes: list[tuple[int, int]]) -> Document:
        """Puts the parts together and finds each sentence's tokens."""
        words = tuple((tokens.at(sentence.start), tokens.at(sentence.end)) for sentence in sentences)
        return cls(text, tokens, tuple(sentences), tuple(quotes), words, tuple(each.start for each in sentences))

    def quote_at(self, offset: int) -> tuple[int, int] | None:
        """The quotation that holds this offset."""
        index = bisect_right(self.quotes, (offset, len(self.text) + 1)) - 1
        if index >= 0 and self.quotes[index][0] <= offset < self.quotes[index][1]:
            return self.quotes[index]
        return None

    def frame(self, anchor: Span, content: Sequence[Span]) -> tuple[int, int]:
        """The stretch around a cue in its sentence that is none of what is said: from content before to content after."""
        sentence = self.sentences[self.sentence_at(anchor.start)]
        start = max((part.end for part in content if part.end <= anchor.start), default=sentence.start)
        end = min((part.start for part in content if part.start >= anchor.end), default=sentence.end)
        return max(start, sentence.start), min(end, sentence.end)

    def opening(self, index: int) -> int:
        """Index of the first sentence of a sentence's paragraph, no more than 40 before it."""
        paragraph, first = self.sentences[index].paragraph, index
        least = max(0, index - _BACK)
        while first > least and self.sentences[first - 1].paragraph == paragraph:
            first -= 1
        return first

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds this offset, or of the last one before it (0 before the first)."""
        return max(0, bisect_right(self.starts, offset) - 1)
