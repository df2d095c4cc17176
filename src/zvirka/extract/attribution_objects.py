"""What stands before a verb and is no source: what was said or seen, whom it was told to."""

from __future__ import annotations

from zvirka.extract.attribution_sources import Sources
from zvirka.extract.cues import Cue
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.tokens import Match

_NEVER = ("\0",)
"""Endings of a language that lists none, which no word has."""
_SHORTEST_NAME = 4
"""Letters of a name too short to tell by its ending what it is."""


class Objects:
    """Tells such words, in one text."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.said = sources.said
        self.doc = sources.doc
        self.tokens = sources.tokens
        self.norms = sources.norms
        self.pack = sources.pack
        self.phrases = sources.phrases

    def oblique(self, at: int) -> bool:
        """Whether a word has an ending no subject has: no name, no pronoun."""
        word = self.norms[at]
        plain = (
            not self.phrases.capital(at)
            and not self.phrases.is_a("pronoun", at)
            and not self.phrases.is_a("carried", at)
        )
        return plain and len(word) > 4 and word.endswith(self.pack.words.oblique_endings)

    def told_to(self, source: tuple[int, int], verb: int) -> bool:
        """Whether what stands before the verb is whom something was told: a name with an ending no subject has ("Борисову
        повідомили про підозру"), or any who did not do what was done ("правоохоронцям повідомлено")."""
        last = source[1] - 1
        word = self.norms[last]
        if self.norms[verb].endswith(self.pack.words.impersonal_endings):
            return not word.endswith(self.pack.words.doer_endings)
        return (
            self.phrases.capital(last) and len(word) > _SHORTEST_NAME and word.endswith(self.pack.words.oblique_names)
        )

    def unmeant(self, source: tuple[int, int]) -> bool:
        """Whether a phrase begins with what was to be done ("вдруге виконувати наказ відмовилися"): nobody."""
        endings = self.pack.words.only_infinitive
        opening = range(source[0], min(source[1], source[0] + 2))
        return any(not self.phrases.capital(at) and self.norms[at].endswith(endings) for at in opening)

    def disagrees(self, at: int, verb: int) -> bool:
        """Whether a noun in the plural stands before a verb in the singular ("потери назвал преувеличенными"): its object."""
        endings = self.pack.words
        plural = not self.phrases.capital(at) and self.norms[at].endswith(endings.plural_nouns)
        return plural and self.norms[verb].endswith(endings.singular_verbs)

    def of_many(self, source: tuple[int, int], verb: int) -> bool:
        """Whether a noun in the singular, of a form no subject of its verb has, stands before a verb in the plural: its object
        ("тело ребёнка обнаружили под завалами", "Петрову предъявили, что …")."""
        words, first = self.pack.words, source[0]
        told = words.object_endings != _NEVER and self.norms[verb].endswith(words.plural_endings)
        if not told or not self.norms[first].endswith(words.object_endings) or self.phrases.is_a("how_many", first):
            return False
        if first > 0 and self.phrases.is_a("inside", first - 1):
            return False  # "В Баку настаивают": an authority by its seat
        several = any(self.phrases.is_a("joiner", at) or self.norms[at] == "," for at in range(*source))
        counted = self.phrases.is_a("determiner", first) or self.phrases.is_a("number", first)
        plain = self.pack.kinds.match(self.norms, *source)[0] == first and not self.phrases.quotes(first)
        plain = plain and not self.tokens.raw(first).isupper()
        return plain and not several and not counted and not self.phrases.is_a("pronoun", first)

    def closes(self, at: int) -> bool:
        """Whether a phrase ends before this word: at a mark, a preposition, a time, a joining word."""
        return self.phrases.stop(at) or any(
            self.phrases.is_a(name, at)
            for name in ("preposition", "place_preposition", "time", "joiner", "boundary", "adverb")
        )

    def topic(self, head: Match[Cue], first: int, past: int) -> AttributionMention | None:
        """ "О взрывах на складе сообщили местные каналы": what it is about, cue, source."""
        if not self.phrases.is_a("topic", first) or head.first - first < 2:
            return None
        if any(self.phrases.stop(at) for at in range(first, head.first)):
            return None
        source = self.phrases.right(self.sources.small(head.past, past), past)
        if source is None or not self.sources.somebody(source, first):
            return None
        if source[1] < past and not self.phrases.stop(source[1]):
            return None
        content = self.said.content(first + 1, head.first)
        return None if content is None else self.sources.mention(source, head, (content,), "topic")

    def first(self, head: Match[Cue], first: int, past: int) -> AttributionMention | None:
        """ "Переброску резервов заметили и военные, и блогеры": what was seen or confirmed, cue, a word for a kind of source."""
        if not self.phrases.is_a("object_first", head.first) or head.first - first < 2:
            return None
        before = range(first, head.first)
        if any(self.phrases.stop(at) or self.phrases.is_a("pronoun", at) for at in before):
            return None
        if self.pack.kinds.find(self.tokens, first, head.first):
            return None
        start = head.past
        while start < past and self.phrases.is_a("joiner", start):
            start += 1
        source = self.phrases.right(start, past)
        if source is None or not self.pack.kinds.find(self.tokens, *source):
            return None
        if source[1] < past and not self.phrases.stop(source[1]):
            return None
        content = self.said.content(first, head.first)
        return None if content is None else self.sources.mention(source, head, (content,), "topic")
