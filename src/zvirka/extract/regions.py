"""Which words of a sentence are whose: the stretches in which claims are looked for, each with its chain of sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zvirka.extract.cues import Words
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention


@dataclass(frozen=True, slots=True)
class Region:
    """text[start:end] of one sentence, spoken by one chain. chain: indices of attributions, closest to the event first.

    carried: the chain was taken over from an earlier sentence. holes: parts of the region that are others' words.
    """

    sentence: int
    start: int
    end: int
    chain: tuple[int, ...]
    carried: bool
    holes: tuple[tuple[int, int], ...]
    aside: bool = False
    """Whether the words only frame what others say: the source itself, "in a statement on Monday"."""
    beside: tuple[tuple[int, int], ...] = ()
    """What the same attribution says elsewhere in the sentence, before and after its cue."""

    def holds(self, start: int, end: int) -> bool:
        """Whether words lie in the region and in none of its holes."""
        if not (self.start <= start and end <= self.end):
            return False
        return not any(left < end and start < right for left, right in self.holes)


class Regions:
    """Regions of a document, sentence by sentence."""

    def __init__(self, document: Document, attributions: Sequence[AttributionMention], words: Words) -> None:
        self._doc = document
        self._attributions = attributions
        self._words = words
        self._contents = self._by_sentence()
        self._cues = self._cue_sentences()
        self._pronouns = {
            document.sentence_at(mention.cue.start)
            for mention in attributions
            if mention.cue is not None and mention.carried and mention.nested is None
        }

    def read(self) -> Iterator[Region]:
        """All regions in text order of their starts, outer before inner; noise has none."""
        last: tuple[int, tuple[int, ...]] | None = None
        for index, sentence in enumerate(self._doc.sentences):
            if sentence.noise is not None:
                continue
            contents = self._contents.get(index, [])
            if contents or index in self._cues:
                yield from sorted(self._attributed(index, contents), key=lambda region: (region.start, -region.end))
                chain = self._chain(contents[-1][2]) if contents else None
                last = (index, chain) if chain else last
                continue
            carried = self._carried(index, last)
            yield Region(index, sentence.start, sentence.end, carried, bool(carried), ())
            if carried:
                last = (index, carried)

    def _attributed(self, index: int, contents: list[tuple[int, int, int]]) -> Iterator[Region]:
        sentence = self._doc.sentences[index]
        holes = [(start, end) for start, end, _ in contents] + self._cues.get(index, [])
        for start, end in _between(sentence.start, sentence.end, sorted(holes)):
            yield Region(index, start, end, (), False, (), aside=not self._own(index, start, end))
        for start, end, mention in contents:
            inner = [
                (left, right)
                for left, right, other in contents
                if other != mention
                and start <= left
                and right <= end
                and (right - left, -other) < (end - start, -mention)
            ]
            inner += [(left, right) for left, right in self._cues.get(index, []) if start <= left and right <= end]
            cue = self._attributions[mention].cue
            away = cue is not None and self._doc.sentence_at(cue.start) < index
            beside = tuple(
                (left, right) for left, right, other in contents if other == mention and (left, right) != (start, end)
            )
            yield Region(index, start, end, self._chain(mention), away, tuple(sorted(inner)), beside=beside)

    def _own(self, index: int, start: int, end: int) -> bool:
        """Whether words outside what others say are a clause of the voice's own, up to a semicolon: no source stands there."""
        text = self._doc.text
        stop, sentence = text[start:end].rstrip(), self._doc.sentences[index]
        before = text[sentence.start : start].rstrip()
        if not (stop.endswith(";") or before.endswith(";")):
            return False
        named = (self._attributions[mention].source for _, _, mention in self._contents.get(index, []))
        return not any(source is not None and source.start < end and start < source.end for source in named)

    def _chain(self, mention: int) -> tuple[int, ...]:
        chain: list[int] = []
        at: int | None = mention
        while at is not None and at not in chain:
            if not any(_one_voice(self._attributions[inner], self._attributions[at]) for inner in chain):
                chain.append(at)
            at = self._attributions[at].nested
        return tuple(chain)

    def _by_sentence(self) -> dict[int, list[tuple[int, int, int]]]:
        found: dict[int, list[tuple[int, int, int]]] = {}
        for index, mention in enumerate(self._attributions):
            for span in mention.content:
                at = self._doc.sentence_at(span.start)
                while at < len(self._doc.sentences) and self._doc.sentences[at].start < span.end:
                    sentence = self._doc.sentences[at]
                    start, end = max(span.start, sentence.start), min(span.end, sentence.end)
                    if start < end:
                        found.setdefault(at, []).append((start, end, index))
                    at += 1
        for rows in found.values():
            rows.sort(key=lambda row: (row[0], -row[1], row[2]))
        return found

    def _cue_sentences(self) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = {}
        for mention in self._attributions:
            if mention.cue is not None:
                found.setdefault(self._doc.sentence_at(mention.cue.start), []).append(
                    (mention.cue.start, mention.cue.end)
                )
        return found

    def _carried(self, index: int, last: tuple[int, tuple[int, ...]] | None) -> tuple[int, ...]:
        """The chain that goes on into a sentence without attribution of its own.

        It does where the sentence starts with a pronoun or a word of going on, or stands between two sentences of the
        same source of which the second has only a pronoun for it; always right after the last one.
        """
        if last is None or last[0] != index - 1:
            return ()
        sentence = self._doc.sentences[index]
        first, past = self._doc.words[index]
        same = self._doc.sentences[index - 1].paragraph == sentence.paragraph
        word = self._doc.tokens.norms[first] if first < past else ""
        if same and (self._words.is_a("carried", word) or self._words.is_a("continues", word)):
            return last[1]
        teller = self._attributions[last[1][0]]
        if same and teller.rule == "colon" and teller.kind not in {None, "public", "unnamed"}:
            return last[1]
        return last[1] if index + 1 in self._pronouns else ()


def _one_voice(inner: AttributionMention, outer: AttributionMention) -> bool:
    """Whether a source only repeats itself: "X said that he thought …"."""
    if inner.source is None or outer.source is None:
        return False
    if inner.known and inner.known == outer.known:
        return True
    told = inner.of or inner.source
    return told == outer.source or told == outer.of


def _between(start: int, end: int, holes: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches of start..end outside the holes."""
    for left, right in holes:
        if left > start:
            yield start, left
        start = max(start, right)
    if start < end:
        yield start, end
