"""Whom a writer quotes by putting their verb in quotation marks: "the channels “took” the town", "паблики «отбили» атаку"."""

from __future__ import annotations

from zvirka.extract.attribution_sources import Sources
from zvirka.extract.cues import Cue
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.phrases import QUOTE_MARKS
from zvirka.extract.tokens import Match
from zvirka.model.sources import SourceKind

_TELLING: frozenset[SourceKind] = frozenset({"channel", "blogger", "media", "official"})
"""Kinds of source whose deeds in quotation marks are only said."""
_LONGEST = 6
"""Tokens of the longest such source with the adverbs behind it."""


def scare_quoted(sources: Sources, first: int, past: int) -> AttributionMention | None:
    """The attribution of a sentence in which several sources do something in quotation marks; None where none do.

    The verb is told by its form, that of a plural subject, so that a name in quotation marks is none.
    """
    tokens, norms, phrases = sources.tokens, sources.norms, sources.phrases
    endings = sources.pack.words.plural_endings
    for at in range(first + 1, past - 2):
        if norms[at] not in QUOTE_MARKS or phrases.capital(at + 1) or not norms[at + 1].endswith(endings):
            continue
        last = at - 1
        while last > first and (sources.pack.words.skipped(norms[last]) or phrases.is_a("time", last)):
            last -= 1
        source = phrases.left(max(first, last - _LONGEST), last)
        if source is None or not norms[source[1] - 1][0].isalpha():
            continue
        kinds = sources.pack.kinds.find(tokens, *source)
        content = sources.said.content(at, past)
        if content is not None and any(match.value[1] in _TELLING for match in kinds):
            head = Match(at, at + 1, Cue("claimed", ("clause",)))
            return sources.mention(source, head, (content,), "scare")
    return None
