"""Which words of a sentence are whose: the stretches in which claims are looked for, each with its chain of sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zvirka.extract.attribution_content import OPENS_CLAUSE
from zvirka.extract.coordination import clause_starts
from zvirka.extract.cues import Words
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.parts import ClauseParts
from zvirka.extract.phrases import QUOTE_MARKS

_LEAST_CARRIED = 16
"""Characters of the shortest quotation that goes on with the last speaker: no title or name in marks."""
_PART = 3
"""Tokens of the shortest part between semicolons that tells something for itself."""
_MARKS = 6
"""Characters in which marks and spaces alone may stand."""
_HALF = 4
"""Tokens of a half of a clause that says nothing by itself."""
_DATELINE = 80
"""Characters of the longest dateline."""
_PARTING = frozenset({",", ":", "–", "—"})
"""Marks behind a clause that is the voice's own."""
_LEADING = (*OPENS_CLAUSE, "joiner", "clause_joiner")
"""Classes of words that lead from it to the clause of a source."""
_INSERTING = frozenset({",", "–", "—"})
"""Marks around a source that is put into a clause."""
_MOST_NESTED = 12
"""Attributions followed outwards from one: reports nest three or four; bounds the work where marks open and never close."""
_BESIDE = 4
"""Tokens behind a name in which a clause about it opens ("NAME, 61, who …")."""
_MOSTLY = 0.6
"""Share of a sentence that is quotation where it is nothing else."""


@dataclass(slots=True)
class Region:
    """text[start:end] of one sentence, spoken by one chain. chain: indices of attributions, closest to the event first.

    carried: the chain was taken over from an earlier sentence. holes: parts of the region that are others' words, in order.
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

    around: tuple[int, int] | None = None
    """The clauses of one rank that this is one of, None for one that stands alone."""

    @property
    def reach(self) -> tuple[int, int]:
        """Where what a clause leaves out is told: in the clauses beside it."""
        return self.around or (self.start, self.end)

    def holds(self, start: int, end: int) -> bool:
        """Whether words lie in the region and in none of its holes."""
        return self.start <= start and end <= self.end and not self.away(start, end)

    def away(self, start: int, end: int) -> bool:
        """Whether words lie in one of its holes, which are in text order."""
        for left, right in self.holes:
            if left >= end:
                break
            if start < right:
                return True
        return False

    def taken(self) -> bool:
        """Whether all of it is others' words."""
        if not self.holes:
            return self.start >= self.end
        return not any(True for _ in _between(self.start, self.end, sorted(self.holes)))


class Regions:
    """Regions of a document, sentence by sentence."""

    def __init__(
        self, document: Document, attributions: Sequence[AttributionMention], words: Words, parts: ClauseParts
    ) -> None:
        self._doc = document
        self._attributions = attributions
        self._words = words
        self._parts = parts
        self._contents = self._by_sentence()
        self._cues = self._cue_sentences()
        self._referring = [
            at for at, each in enumerate(attributions) if each.rule == "reference" and each.source is not None
        ]
        self._pronouns = {
            document.sentence_at(mention.cue.start)
            for mention in attributions
            if mention.cue is not None and mention.carried and mention.nested is None
        }

    def read(self) -> Iterator[Region]:
        """All regions in text order of their starts, outer before inner, parted at semicolons; noise has none."""
        for region in self._read():
            parted = self._doc.text.find(";", region.start, region.end) >= 0
            for part in self._parted(region) if parted else (region,):
                if part.aside:
                    yield part
                else:
                    yield from self._clauses(part)

    def _clauses(self, region: Region) -> Iterator[Region]:
        """A region by its clauses of one rank: each tells for itself, beside the others."""
        region = self._undated(region)
        cuts = [
            at for at in clause_starts(self._doc, region.start, region.end, self._words) if region.holds(at, at + 1)
        ]
        around = (region.start, region.end)
        for start, end in pairwise((region.start, *cuts, region.end)) if cuts else (around,):
            yield _piece(region, start, end, around)

    def _parted(self, region: Region) -> Iterator[Region]:
        """A region by its semicolons outside quotations, brackets and others' words: what stands between them is told for itself,
        but for the entries of a list behind a colon."""
        tokens = self._doc.tokens
        first, past = tokens.at(region.start), tokens.at(region.end)
        start, depth = region.start, 0
        for at in range(first, past):
            if tokens.norms[at] == ":":
                break  # a list: its head tells what all of it is
            depth += (tokens.norms[at] == "(") - (tokens.norms[at] == ")")
            place = tokens.starts[at]
            if tokens.norms[at] != ";" or depth > 0 or not region.holds(place, tokens.ends[at]):
                continue
            if tokens.at(place) - tokens.at(start) < _PART or past - at - 1 < _PART:
                continue
            if self._doc.quote_at(place) is None:
                yield _piece(region, start, place)
                start = tokens.ends[at]
        yield _piece(region, start, region.end)

    def _undated(self, region: Region) -> Region:
        """A region without the dateline of an agency before it: a town in capitals, with a day or the agency ("KYIV, June 14 (X) - ")."""
        text, at = self._doc.text, region.start
        if (at > 0 and text[at - 1] != "\n") or not text[at : at + 3].isupper():
            return region
        head, mark, _ = text[at : min(at + _DATELINE, region.end)].replace("–", "-").replace("—", "-").partition(" - ")
        told = mark and any(each.isdigit() or each == ")" for each in head)
        return _piece(region, at + len(head) + len(mark), region.end) if told else region

    def _read(self) -> Iterator[Region]:
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

    def _joined(self, contents: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """Contents with the two halves of a clause put together between which only its source stands ("A, by X's account, B")."""
        if len(contents) < 2:
            return contents
        joined: list[tuple[int, int, int]] = []
        for start, end, mention in contents:
            before = next((at for at, each in enumerate(joined) if each[2] == mention), None)
            if before is not None and self._one_clause(joined[before], (start, end)):
                joined[before] = (joined[before][0], end, mention)
            else:
                joined.append((start, end, mention))
        return joined

    def _one_clause(self, left: tuple[int, int, int], right: tuple[int, int]) -> bool:
        """Whether one of two halves is too short to say something by itself, and marks part them."""
        tokens, text = self._doc.tokens, self._doc.text
        gap = text[left[1] : right[0]].strip()
        short = min(tokens.at(left[1]) - tokens.at(left[0]), tokens.at(right[1]) - tokens.at(right[0])) <= _HALF
        return short and gap[:1] in _INSERTING and gap[-1:] in _INSERTING

    def _attributed(self, index: int, contents: list[tuple[int, int, int]]) -> Iterator[Region]:
        sentence = self._doc.sentences[index]
        if len(contents) > 1:
            contents = [self._up_to_next(row, contents) for row in contents]
        whole, contents = contents, self._joined(contents)
        gaps: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for start, end, mention in contents if len(contents) < len(whole) else ():
            said = sorted((a, b) for a, b, other in whole if other == mention)
            gaps[start, end] = list(_between(start, end, said))
        cues = self._cues.get(index, [])
        semicolons = self._doc.text.find(";", sentence.start, sentence.end) >= 0
        holes = [(start, end) for start, end, _ in contents] + cues
        for start, end in _between(sentence.start, sentence.end, sorted(holes)):
            at = self._doc.text.find(";", start, end - 1) if semicolons else -1
            parts = ((start, at + 1), (at + 1, end)) if at >= 0 and self._doc.quote_at(at) is None else ((start, end),)
            for left, right in parts:
                told = self._goes_on(index, left, contents) if semicolons else self._told_besides(left, right)
                if told is not None:
                    yield Region(index, left, right, self._chain(told), True, ())
                elif right - left <= _MARKS and not any(map(str.isalnum, self._doc.text[left:right])):
                    yield Region(index, left, right, (), False, (), aside=True)
                elif self._own(index, left, right):
                    yield Region(index, left, right, (), False, ())
                else:
                    yield from self._framing(index, left, right, contents)
        for start, end, mention in contents:
            inner = [(left, right) for left, right in cues if start <= left and right <= end]
            inner += [
                (left, right)
                for left, right, other in contents
                if other != mention
                and start <= left
                and right <= end
                and self._tighter(right - left, other, end - start, mention)
            ]
            inner += gaps.get((start, end), [])
            cue = self._attributions[mention].cue
            away = cue is not None and self._doc.sentence_at(cue.start) < index
            beside = tuple(
                (left, right) for left, right, other in contents if other == mention and (left, right) != (start, end)
            )
            yield Region(index, start, end, self._chain(mention), away, tuple(sorted(inner)), beside=beside)

    def _goes_on(self, index: int, start: int, contents: list[tuple[int, int, int]]) -> int | None:
        """Whose words go on behind a semicolon: of "by the account of X, …" at the sentence's head, and, in a language that does so,
        of a source that stands before the semicolon ("… burned, the governor said; two men were hurt")."""
        text, sentence = self._doc.text, self._doc.sentences[index]
        if not (text[sentence.start : start].rstrip().endswith(";") or text[start : sentence.end].lstrip()[:1] == ";"):
            return None
        before = [row for row in contents if row[1] <= start]
        told = None if not before else self._attributions[before[-1][2]]
        if told is None or told.source is None:
            return None
        heads = told.rule == "preposition" and told.source.start < before[-1][0]
        behind = self._words.sets.get("semicolon_goes_on") and before[-1][1] <= told.source.start < start
        return before[-1][2] if heads or behind else None

    def _up_to_next(self, row: tuple[int, int, int], rows: list[tuple[int, int, int]]) -> tuple[int, int, int]:
        """What somebody says up to where he says something further by another verb ("acknowledged X and claimed Y")."""
        start, end, mention = row
        for _, past, other in rows:
            cue = self._attributions[other].cue
            if self._attributions[other].nested != mention or cue is None or not start < cue.start < past <= end:
                continue
            source = self._attributions[other].source
            apart = (
                source is not None and start <= source.start and source.end <= end
            )  # told in his own words: "said he thought"
            if not apart and _one_voice(self._attributions[other], self._attributions[mention]):
                end = cue.start
        return start, end, mention

    def _tighter(self, length: int, other: int, around: int, mention: int) -> bool:
        """Whether what another says lies within what this one says: of equal length, what is nested in it, else the later one."""
        if length != around:
            return length < around
        if mention in self._chain(other):
            return True
        return other not in self._chain(mention) and other > mention

    def _own(self, index: int, start: int, end: int) -> bool:
        """Whether words outside what others say are a clause of the voice's own, up to a semicolon: no source stands there."""
        text = self._doc.text
        opening = self._doc.sentences[index].start
        marked = text.find(";", opening, end) >= 0 and (
            text[start:end].rstrip().endswith(";")
            or text[start:end].lstrip().startswith(";")
            or text[opening:start].rstrip().endswith(";")
        )
        turned = self._turns(index, start) or self._opens_after(start, end)
        if not (marked or turned):
            return False
        named = (self._attributions[mention].source for _, _, mention in self._contents.get(index, []))
        return not any(source is not None and source.start < end and start < source.end for source in named)

    def _framing(self, index: int, start: int, end: int, contents: list[tuple[int, int, int]]) -> Iterator[Region]:
        """Words that frame what others say, without the voice's own clause before them ("Others fled abroad, where the papers
        showed …") and what the source goes on to say behind a colon ("…, recalls a woman: two drove off")."""
        named = []
        for _, _, mention in contents:
            source = self._attributions[mention].source
            if source is not None and start <= source.start < source.end <= end:
                named.append((source.start, source.end, mention))
        if not named:
            yield Region(index, start, end, (), False, (), aside=True)
            return
        tokens = self._doc.tokens
        opened = self._clause_before(start, min(named)[0])
        if opened > start:
            yield Region(index, start, opened, (), False, ())
        _, behind, last = max(named, key=lambda each: each[1])
        at = tokens.at(behind)
        if not (behind < end and tokens.norms[at] == ":" and tokens.ends[at] < end):
            yield Region(index, opened, end, (), False, (), aside=True)
            return
        yield Region(index, opened, tokens.ends[at], (), False, (), aside=True)
        yield Region(index, tokens.ends[at], end, self._chain(last), True, ())

    def _clause_before(self, start: int, source: int) -> int:
        """Where a whole clause of the voice's own before a source ends, start where none stands there."""
        tokens = self._doc.tokens
        norms, first, at = tokens.norms, tokens.at(start), tokens.at(source) - 1
        while at > first and (norms[at] in QUOTE_MARKS or any(self._words.is_a(name, norms[at]) for name in _LEADING)):
            at -= 1
        if at <= first or norms[at] not in _PARTING or self._doc.quote_at(tokens.starts[at]) is not None:
            return start
        return tokens.starts[at] if self._parts.whole(self._doc, first, at) else start

    def _told_besides(self, start: int, end: int) -> int | None:
        """Whose words behind "so says" go on with what is told of the source ("NAME, 61, who watched as a column rolled out")."""
        tokens = self._doc.tokens
        for index in self._referring:
            source = self._attributions[index].source
            if source is not None and start <= source.start < source.end <= end:
                at = tokens.at(source.end)
                goes_on = any(self._words.is_a("relative", word) for word in tokens.norms[at : at + _BESIDE])
                return index if goes_on else None
        return None

    def _turns(self, index: int, start: int) -> bool:
        """Whether words behind what others say begin with a comma and "but"."""
        tokens = self._doc.tokens
        at = tokens.at(start)
        inside = at > self._doc.words[index][0] and at + 1 < len(tokens.norms) and tokens.norms[at] == ","
        return inside and self._words.is_a("contrast", tokens.norms[at + 1])

    def _opens_after(self, start: int, end: int) -> bool:
        """Whether a clause of somebody else's begins behind these words with a comma and a word that opens it (", where, says X, …")."""
        tokens = self._doc.tokens
        first, past = tokens.at(start), tokens.at(end)
        near = range(max(first + 2, past - 2), min(past + 1, len(tokens.norms)))  # "…, but,", "…, but", "…, where"
        words = {tokens.norms[at] for at in near if tokens.norms[at - 1] == ","}
        if not words:
            return False
        words -= self._words.sets["complementiser"]
        return any(self._words.is_a(name, word) for word in words for name in OPENS_CLAUSE)

    def _chain(self, mention: int) -> tuple[int, ...]:
        """Who says it, closest to the event first; the voice's own "I" and "we" are nobody else."""
        chain: list[int] = []
        seen: set[int] = set()
        at: int | None = mention
        while at is not None and at not in seen and len(seen) < _MOST_NESTED:
            seen.add(at)
            if self._attributions[at].kind != "author" and not any(
                _one_voice(self._attributions[inner], self._attributions[at]) for inner in chain
            ):
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
        if last is not None and self._quoted_on(index, last[0]):
            return last[1]
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

    def _quoted_on(self, index: int, last: int) -> bool:
        """Whether a sentence is all quotation, nobody told who speaks, and goes on with the last speaker: in his paragraph, or
        from the start of the next."""
        sentence = self._doc.sentences[index]
        quote = self._doc.quote_at(sentence.start)
        if quote is None or quote[1] - quote[0] <= _LEAST_CARRIED:
            return False
        if min(quote[1], sentence.end) - sentence.start < _MOSTLY * (sentence.end - sentence.start):
            return False
        apart = sentence.paragraph - self._doc.sentences[last].paragraph
        opening = self._doc.sentences[self._doc.sentence_at(quote[0])]
        return apart == 0 or (apart == 1 and quote[0] == opening.start)


def _piece(region: Region, start: int, end: int, around: tuple[int, int] | None = None) -> Region:
    """A part of a region, the whole of it as it is. around: the clauses of one rank that it is one of."""
    if around is None and (start, end) == (region.start, region.end):
        return region
    holes = region.holes
    if (start, end) != (region.start, region.end):
        holes = tuple((max(left, start), min(right, end)) for left, right in holes if left < end and start < right)
    return Region(
        region.sentence, start, end, region.chain, region.carried, holes, region.aside, region.beside,
        around or region.around,
    )  # fmt: skip


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
