"""Lines of dialogue that a dash opens: what somebody says in them, before and behind the words that tell who."""

from __future__ import annotations

from dataclasses import replace

from zvirka.extract.attribution_sources import Sources
from zvirka.extract.mentions import AttributionMention
from zvirka.model.spans import Span

_DIALOGUE = "—–―"
"""Dashes that open a line of dialogue; hyphens open entries of lists."""


class Dialogues:
    """The lines of one text."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.said = sources.said
        self.doc = sources.doc
        self.tokens = sources.tokens
        self.norms = sources.norms
        self.pack = sources.pack
        self.phrases = sources.phrases

    def whole_line(
        self, index: int, mention: AttributionMention, found: list[AttributionMention]
    ) -> AttributionMention:
        """With all sentences of a line of dialogue before the one that tells who speaks ("– A. B, – says X")."""
        opening = self.doc.opening(index)
        if mention.cue is None or mention.rule != "inverted" or opening == index:
            return mention
        before = found[-1].content[-1].end if found else 0
        if before > self.doc.sentences[opening].start or not self._opened_by_dash(mention.cue.start):
            return mention
        spoken = [self.said.content(*self.doc.words[at]) for at in range(opening, index)]
        return replace(mention, content=(*(span for span in spoken if span is not None), *mention.content))

    def goes_on(self, index: int, last: AttributionMention) -> bool:
        """Whether a sentence is more of what somebody says in a line that a dash opens: behind another dash, or behind such a
        sentence ("— X, — said A. — Y. Z.")."""
        sentences, text = self.doc.sentences, self.doc.text
        opening = self.doc.opening(index)
        if last.cue is None or opening == index or text[sentences[opening].start] not in _DIALOGUE:
            return False
        told = self.doc.sentence_at(last.cue.start)
        if told < opening or last.rule not in {"inverted", "embedded"}:
            return False
        return text[sentences[index].start] in _DIALOGUE or told < index - 1

    def lines(self, found: list[AttributionMention]) -> list[AttributionMention]:
        """Lines of a dialogue that nobody is named for, as said by somebody; where the text holds none, nothing.

        A text holds a dialogue where a line that a dash opens tells behind another dash who said it."""
        sentences, text = self.doc.sentences, self.doc.text
        if not any(
            mention.rule == "inverted" and mention.cue is not None and self._opened_by_dash(mention.cue.start)
            for mention in found
        ):
            return []
        told = {
            sentences[self.doc.sentence_at(span.start)].paragraph
            for mention in found
            for span in (*mention.content, *([mention.cue] if mention.cue is not None else []))
        }
        lines: dict[int, list[Span]] = {}
        for index, sentence in enumerate(sentences):
            if sentence.paragraph in told or sentence.noise is not None:
                continue
            spoken = self.said.content(*self.doc.words[index])
            opens = text[sentence.start] in _DIALOGUE and text[sentence.start + 1 : sentence.start + 2].isspace()
            if spoken is not None and (opens or sentence.paragraph in lines):
                lines.setdefault(sentence.paragraph, []).append(spoken)
        return [
            AttributionMention(None, None, tuple(spans), "stated", carried=False, rule="dialogue")
            for spans in lines.values()
        ]

    def _opened_by_dash(self, offset: int) -> bool:
        """Whether the paragraph of a cue begins with a dash, and another stands right before the cue ("…, — said A")."""
        sentence = self.doc.sentences[self.doc.opening(self.doc.sentence_at(offset))]
        before = self.doc.text[max(0, offset - 3) : offset].strip()
        return self.doc.text[sentence.start] in _DIALOGUE and before[-1:] in _DIALOGUE and before != ""
