"""Where noun phrases begin and end, told from closed word classes alone."""

from __future__ import annotations

from functools import lru_cache

from zvirka.extract.cues import Cue, CuePack
from zvirka.extract.tokens import Lexicon, Tokens

QUOTE_MARKS = frozenset('"“”«»„‘‹›') | {"''", "``"}
DASHES = frozenset("—–-―")
_STOPS = frozenset(".,;:!?…()[]|/") | {"..", "...", "...."} | QUOTE_MARKS | DASHES
_SAYING_MARKS = frozenset("&%$€£₴₽№+'°@") | frozenset(".,;:!?…()[]|/") | QUOTE_MARKS | DASHES
_NO_START = ("preposition", "inner_preposition", "boundary", "joiner")
_KEPT_MARKS = 1 << 12
"""Words of which is remembered whether they are ornaments: asked for at the ends of everything that is read."""
_LONGEST_NAME = 4
"""Words of the longest name in quotation marks that stands inside a noun phrase (spokesman of the group «Центр»)."""
_LONGEST_MEETING = 6
"""Words that tell how the author met somebody ("I reached by phone")."""
_LONGEST_STANDING = 6
"""Tokens that tell behind a comma whom somebody unnamed is close to."""
_LONGEST = 32
"""Tokens in the longest noun phrase followed: bounds the work for a sentence without marks."""


@lru_cache(maxsize=_KEPT_MARKS)
def ornament(word: str) -> bool:
    """Whether a token is a mark that says nothing: Markdown's asterisks, an emoji, a bullet."""
    return len(word) == 1 and not word.isalnum() and word not in _SAYING_MARKS


class Phrases:
    """Noun phrases around cues, over the tokens of one text."""

    def __init__(self, tokens: Tokens, pack: CuePack, single: frozenset[int] = frozenset()) -> None:
        """single: tokens that are quotation marks here and apostrophes elsewhere."""
        self.tokens = tokens
        self.single = single
        self.norms = tokens.norms
        self.words = pack.words
        self._sets = pack.words.sets
        self._ends = self._sets["boundary"] | self._sets["relative"]
        self._no_end = self._sets["boundary"] | self._sets["preposition"] | self._sets["joiner"]
        self._relative = self._sets["relative"]
        self._apart = self._sets["verb_like"] | self._sets["pronoun"]
        self._verbs: Lexicon[Cue] = pack.verbs
        self._at_least = pack.at_least
        self._kinds = pack.kinds
        self._abbreviations = pack.abbreviations

    def stop(self, index: int) -> bool:
        """Whether a mark stands there that no phrase goes over."""
        if index in self.single:
            return True
        return self.norms[index] in _STOPS and not self._abbreviated(index) and not self.hyphen(index)

    def hyphen(self, index: int) -> bool:
        """Whether a dash stands inside a word that tokens part: "14-й", "72-ї"."""
        if self.norms[index] != "-" or not 0 < index < len(self.norms) - 1:
            return False
        starts, ends = self.tokens.starts, self.tokens.ends
        return ends[index - 1] == starts[index] and ends[index] == starts[index + 1]

    def quotes(self, index: int) -> bool:
        """Whether a quotation mark stands there."""
        return self.norms[index] in QUOTE_MARKS or index in self.single

    def _abbreviated(self, index: int) -> bool:
        if self.norms[index] != "." or index == 0 or index + 1 >= len(self.norms):
            return False
        joined = self.tokens.ends[index - 1] == self.tokens.starts[index]
        return joined and self.norms[index - 1] in self._abbreviations and self.capital(index + 1)

    def capital(self, index: int) -> bool:
        """Whether the word is written with a capital or as a handle."""
        first = self.tokens.text[self.tokens.starts[index]]
        return first.isupper() or first in "@#"

    def is_a(self, name: str, index: int) -> bool:
        """Whether token `index` is in a closed class of the pack."""
        return self.norms[index] in self._sets[name]

    def left(self, first: int, last: int) -> tuple[int, int] | None:
        """The noun phrase that ends at token `last`, not before `first`: (start, past), None where none stands there."""
        while last >= first and ornament(self.norms[last]):
            last -= 1
        if last < first:
            return None
        if self.is_a("pronoun", last):
            return (last, last + 1)
        met = self.met(first, last)
        if met is not None:
            return met
        if self.norms[last] == ")":
            opened = self._back_to(first, last, "(")
            inner = None if opened is None else self.left(first, opened - 1)
            return None if inner is None else (inner[0], last + 1)
        if self.norms[last] == "]":  # "He [the minister] said": an editor's insertion stands behind whom it explains
            opened = self._back_to(first, last, "[")
            inner = None if opened is None else self.left(first, opened - 1)
            return inner if inner is not None or opened is None else (opened + 1, last)
        if self.norms[last] == ",":
            return self._apposition(first, last)
        named = self.quoted_name(first, last)
        if named is None and (self.norms[last] in self._no_end or self.stop(last)):
            return None
        start = last if named is None else named
        while start > first and last - start < _LONGEST:
            opened = self.quoted_name(first, start - 1)
            if opened is None and not self._joins(first, start - 1, last):
                break
            start = start - 1 if opened is None else opened
        return self._told_of(first, start, last) or self._trim(start, last + 1)

    def _told_of(self, first: int, start: int, last: int) -> tuple[int, int] | None:
        """Who a clause without commas tells of ("volunteers who got out of the town", of which "the town" stands at the verb)."""
        at = start - 1
        while at > first and self.norms[at] not in self._relative and not self.stop(at) and start - at < _LONGEST:
            at -= 1
        if at <= first or not self.is_a("relative", at) or not self.is_a("relative_person", at):
            return None
        if not any(self.words.verbal(self.norms[inner]) for inner in range(at + 1, start)):
            return None
        inner = self.left(first, at - 1)
        return None if inner is None else (inner[0], last + 1)

    def met(self, first: int, last: int) -> tuple[int, int] | None:
        """Somebody told by how the author met him ("officials I spoke to", "a nurse whom I reached by phone")."""
        for at in range(last - 1, max(first, last - _LONGEST_MEETING), -1):
            if self.stop(at):
                return None
            if self.is_a("author", at):
                whom = self.is_a("relative_person", at - 1) or self.is_a("complementiser", at - 1)
                inner = self.left(first, at - 2 if whom else at - 1)
                return inner if inner is not None and self._kinds.find(self.tokens, *inner) else None
        return None

    def quoted_name(self, first: int, last: int) -> int | None:
        """Where a name in quotation marks that ends at `last` opens («Південь»); None where none ends there."""
        if not self.quotes(last):
            return None
        for index in range(last - 1, max(first - 1, last - _LONGEST_NAME - 2), -1):
            if self.quotes(index):
                titled = index > first and bool(self._kinds.match(self.norms, index - 1, index)[1])
                return index if self._is_name(index + 1, last, titled=titled) else None
        return None

    def quote_end(self, index: int, past: int) -> int | None:
        """Past a name in quotation marks that opens at `index`; None where none opens there."""
        if index >= past or not self.quotes(index):
            return None
        for at in range(index + 1, min(past, index + _LONGEST_NAME + 2)):
            if self.quotes(at):
                return at + 1 if self._is_name(index + 1, at) else None
        return None

    def _is_name(self, first: int, past: int, *, titled: bool = False) -> bool:
        """titled: whether a word for a channel or paper stands before it, whose name may hold a comma («Осторожно, новости»)."""
        if past - first == 1 and self._kinds.match(self.norms, first, past)[1]:
            return True  # russian «military correspondents»
        if past <= first or not (self.capital(first) or self.norms[first][0].isdecimal()):
            return False
        return not any(
            (self.stop(at) and not self._glued(at) and not (titled and self.norms[at] == ","))
            or self.is_a("pronoun", at)
            or self.is_a("verb_like", at)
            or (self.words.adverb(self.norms[at]) and not titled)
            for at in range(first, past)
        )

    def _glued(self, at: int) -> bool:
        """Whether a full stop stands inside a name ("Донбас.Хроніка")."""
        starts, ends = self.tokens.starts, self.tokens.ends
        return (
            self.norms[at] == "." and ends[at - 1] == starts[at] and at + 1 < len(starts) and starts[at + 1] == ends[at]
        )

    def _back_to(self, first: int, last: int, mark: str) -> int | None:
        for index in range(last - 1, max(first - 1, last - _LONGEST), -1):
            if self.norms[index] == mark:
                return index
        return None

    def _apposition(self, first: int, last: int) -> tuple[int, int] | None:
        """ "NAME, a minister," before its verb: from the name on, without the closing comma."""
        opened = self._back_to(first, last, ",")
        if opened is None or opened <= first or last - opened < 2:
            return None
        inner = self.left(first, opened - 1)
        if inner is None or self.is_a("pronoun", inner[0]):
            return None
        if self.is_a("place_preposition", opened + 1) or self.norms[opened + 1].endswith(self.words.gerund_endings):
            return inner  # "the governor, commenting on the attack, noted"
        return (inner[0], last)

    def _joins(self, first: int, index: int, last: int) -> bool:
        word = self.norms[index]
        if word in self._ends or self.stop(index):
            return False
        if self.is_a("joiner", index):
            return index > first and not self._verb_before(first, index)
        if word in self._apart:
            return False
        if self.capital(index) or not self._verbs.holds(word) or self.is_a("agent", index + 1):
            return True  # "a source quoted by the Herald"
        return self._nominal(first, index)

    def _verb_before(self, first: int, index: int) -> bool:
        for at in range(index - 1, max(first - 1, index - _LONGEST), -1):
            if self.stop(at) or self.is_a("boundary", at):
                return False
            if self.words.verbal(self.norms[at]) or (self._verbs.holds(self.norms[at]) and not self.capital(at)):
                return True
        return False

    def _nominal(self, first: int, index: int) -> bool:
        return index > first and (self.is_a("noun_before", index - 1) or self.is_a("determiner", index - 1))

    def _trim(self, start: int, past: int) -> tuple[int, int] | None:
        while start < past and (ornament(self.norms[start]) or ":" in self.norms[start]):
            start += 1
        if self._at_least.match(self.norms, start, past)[1]:
            return (start, past)
        while start < past and (
            ornament(self.norms[start]) or self.is_a("opener", start) or self.words.adverb(self.norms[start])
        ):
            start += 1
        while start + 2 < past and self.is_a("time", start) and self.is_a("time", start + 1):
            start += 2  # "last month X said"
        if start + 2 < past and self.norms[start].isdecimal() and self.is_a("time", start + 1):
            start += 2  # "in the evening of 12 November X said"
        if start < past and self.is_a("place_preposition", start):
            after = start + 1
            while after < past and (
                self._dated(after) or (self.is_a("determiner", after) and after + 1 < past and self._dated(after + 1))
            ):
                after += 1
            if after == start + 1 and after < past:
                after += 1
            start = after if after < past else past
        return (start, past) if start < past else None

    def _dated(self, index: int) -> bool:
        return self.is_a("time", index) or self.norms[index][0].isdecimal()

    def right(self, first: int, past: int) -> tuple[int, int] | None:
        """The noun phrase that starts at token `first`: (start, past), with an apposition after it."""
        opened = self.quote_end(first, past)
        if first >= past or (self.stop(first) and opened is None):
            return None
        counted = bool(self._at_least.match(self.norms, first, past)[1])
        if not counted and any(self.is_a(name, first) for name in _NO_START):
            return None
        if self.is_a("pronoun", first):
            return (first, first + 1)
        index = first + 1 if opened is None else opened
        while index < past and index - first < _LONGEST:
            opened = self.quote_end(index, past)
            if opened is None and not self._continues(index, past):
                break
            index = index + 1 if opened is None else opened
        while index > first + 1 and (
            ornament(self.norms[index - 1])
            or self.is_a("inner_preposition", index - 1)
            or self.is_a("determiner", index - 1)
        ):
            index -= 1
        return (first, self._with_apposition(index, past))

    def _continues(self, index: int, past: int) -> bool:
        if self.stop(index):
            return (self.norms[index] == "(" and self._forward_to(index, past, ")") is not None) or self.norms[
                index
            ] == ")"
        if self.is_a("inner_preposition", index):
            return index + 1 < past and not self.is_a("time", index + 1) and not self._saying(index + 1, past)
        if self.is_a("preposition", index) or self.is_a("boundary", index) or self.is_a("time", index):
            return False
        if self.is_a("joiner", index):
            return index + 1 < past and (
                self.capital(index + 1)
                or self.is_a("determiner", index + 1)
                or self.is_a("inner_preposition", index + 1)
            )
        return not self.is_a("verb_like", index) and not self.is_a("pronoun", index)

    def _saying(self, index: int, past: int) -> bool:
        """Whether a phrase names where something was said ("in an interview"), within five words."""
        return any(self.is_a("nouns_of_saying", at) for at in range(index, min(past, index + 5)) if not self.stop(at))

    def _forward_to(self, index: int, past: int, mark: str) -> int | None:
        for at in range(index + 1, min(past, index + _LONGEST)):
            if self.norms[at] == mark:
                return at
        return None

    def _with_apposition(self, index: int, past: int) -> int:
        if index + 2 < past and self.norms[index] == "," and self.is_a("standing", index + 1):
            end = next((at for at in range(index + 2, min(past, index + _LONGEST)) if self.stop(at)), past)
            return end if end - index <= _LONGEST_STANDING else index  # "people close to the Kremlin"
        if (
            index + 1 < past
            and self.norms[index] == ","
            and (self.is_a("determiner", index + 1) or self.is_a("relative", index + 1))
        ):
            for at in range(index + 1, min(past, index + _LONGEST)):
                if self.stop(at):
                    return at
                if self.words.verbal(self.norms[at]) and not self.is_a("relative", index + 1):
                    return index
            return past
        return index
