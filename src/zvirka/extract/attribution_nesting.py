"""Attributions beside and inside each other: where what one says ends before another speaks, and which stands inside which."""

from __future__ import annotations

from bisect import bisect_left

from zvirka.extract.cues import Words
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention, retold
from zvirka.model.spans import Span

_CUE_BEHIND = 200
"""Characters behind what is said in which the cue of a source inside it may stand."""
MOST_A_SENTENCE = 24
"""Attributions read in one sentence. Prose has a handful; the bound keeps time linear where a "sentence" is a whole file."""


def apart(
    mention: AttributionMention,
    found: list[AttributionMention],
    cues: list[tuple[int, int]],
    document: Document,
    words: Words,
) -> AttributionMention:
    """Without another's source and cue at the end of what is said: in "X ordered A, Y said" and "X said A, while Y denied B"
    Y's words are not X's. cues: start and index of every cue, by start; only those near the words said are looked at."""
    last, cue = mention.content[-1], mention.cue
    if cue is None or mention.rule not in {"clause", "as", "preposition"} or last.start < cue.start:
        return mention
    near = cues[bisect_left(cues, (last.start, 0)) : bisect_left(cues, (last.end + _CUE_BEHIND, 0))]
    for at in sorted(at for _, at in near[:MOST_A_SENTENCE]):
        other = found[at]
        if other.source is None or other.cue is None:
            continue
        contrasted = _contrasted(other, document, words)
        if other.rule not in {"embedded", "inverted", "preposition", "denial"} and contrasted is None:
            continue
        begin, around = contrasted or min(other.source.start, other.cue.start), other.content[0]
        if contrasted is None and other.rule == "preposition" and _opens(around, document, words):
            begin = contrasted = around.start  # "X urged A, where, by Y's account, B"
        if (contrasted or around.start <= cue.start < around.end) and last.start < begin < last.end:
            end = begin
            while end > last.start and not document.text[end - 1].isalnum():
                end -= 1
            if end > last.start:
                return retold(mention, content=(*mention.content[:-1], Span.of(document.text, last.start, end)))
    return mention


def _contrasted(other: AttributionMention, document: Document, words: Words) -> int | None:
    """Where a comma and a word like "while", or "and" before a verb of saying, begin before a source that says something itself,
    outside quotations ("police said 12 were killed and the mayor said 14")."""
    if other.rule != "clause" or other.source is None or document.quote_at(other.source.start) is not None:
        return None
    tokens = document.tokens
    at = tokens.at(other.source.start) - 1
    if at <= 0:
        return None
    if words.is_a("contrast", tokens.norms[at]) and tokens.norms[at - 1] == ",":
        return tokens.starts[at - 1]
    pronoun = words.is_a("pronoun", tokens.norms[at + 1])  # "and they said": may be what the one before says
    says = other.type == "" and other.modality == "asserted" and not pronoun
    return tokens.starts[at] if says and words.is_a("joiner", tokens.norms[at]) else None


def _opens(said: Span, document: Document, words: Words) -> bool:
    """Whether what is said begins with a comma and a word that opens a clause of its own."""
    tokens = document.tokens
    at = tokens.at(said.start)
    opens = at > 0 and any(words.is_a(name, tokens.norms[at]) for name in ("relative", "boundary"))
    return opens and tokens.norms[at - 1] == ","


def nest(found: list[AttributionMention]) -> list[AttributionMention]:
    """Fills `nested`: the smallest attribution whose content holds this one's cue."""
    ordered = sorted(found, key=_place)
    cues = {mention.cue.start: index for index, mention in enumerate(ordered) if mention.cue and mention.within is None}
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
        nested = inner[2] if inner else None
        if mention.within is not None:
            nested = cues.get(mention.within.start, nested)
        out.append(mention if nested == mention.nested else retold(mention, nested=nested))
    return out


def _place(mention: AttributionMention) -> tuple[int, bool]:
    """Where an attribution is told; one that another passes on right behind that one."""
    return (mention.within or mention.cue or mention.content[0]).start, mention.within is not None
