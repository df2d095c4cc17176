"""Words with their places, and the one matcher that finds a pack's words among them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, repeat
from operator import itemgetter, sub
from typing import Any, Generic, NamedTuple, TypeVar

from zvirka.model.spans import Span

P = TypeVar("P")

_TOKEN = re.compile(
    r"https?://[^\s()\[\]<>\"«»]+"  # an address: none of its marks parts anything
    r"|\d{1,2}:\d\d(?!\d)"  # 18:40
    r"|\d+-(?!(?:мм|км|см|кг|м|г|т)(?!\w))[а-яёіїєґ]{1,3}(?![\w-])"  # 60-та, 1-я: an ordinal's ending is no word
    r"|\d+(?:[.,]\d+)*"  # 2,500 and 1.8
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\b[A-ZА-ЯІЇЄҐ]\.(?=\s?[^\W\d_])"  # initials
    r"|[@#]?[^\W_]+(?:['’ʼ`‐‑-][^\W_]+)*"  # words, with inner apostrophes and hyphens
    r"|\.{2,}|''|``|[^\w\s]|_"
)
_STEPS = 4
"""Words of a text that are asked for what they begin in the time one beginning is looked for among them."""
_SCRIPT = 400
"""Characters of a text that tell in which letters it is written."""
_KEPT_WORDS = 1 << 12
"""Words of which a lexicon remembers whether a phrase begins with them."""
_FIRST = itemgetter(0)
"""Where a match begins."""
SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)]*\s+(?=[\"'“‘«(]*[A-ZА-ЯІЇЄҐ])|\n")
"""Where readers of figures and times stop looking: cheaper than `sentences`, which knows abbreviations."""
_FOLD = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‘": "'", "ё": "е", "‐": "-", "‑": "-"})


def other_letters(text: str) -> bool:
    """Whether the beginning of a text is written in other letters than Latin ones."""
    letters = [char for char in text[:_SCRIPT] if char.isalpha()]
    return 2 * sum(char.isascii() for char in letters) < len(letters)


def fold(word: str) -> str:
    """A word as packs compare it: lower case, one apostrophe, one hyphen, ё as е."""
    if word.isascii():
        return word.lower().replace("`", "'")
    return word.lower().translate(_FOLD)


_OFTEN = 500
"""Times a lexicon is asked for few words of a text before all of the text is looked through for it once: a report is asked less often."""


class _Index:
    """Where each word of a text stands, and where phrases of each lexicon do; made when first asked for."""

    __slots__ = ("_norms", "_places", "_words", "asked", "known")

    def __init__(self, norms: Sequence[str]) -> None:
        self._norms = norms
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._words: list[str] = []
        self.known: dict[object, Found[Any]] = {}
        self.asked: defaultdict[object, int] = defaultdict(int)
        """How often a lexicon was asked for few words of the text."""

    def phrases(self, lexicon: Lexicon[P]) -> Found[P]:
        """All phrases of a lexicon, also those that begin where a longer one does."""
        known: Found[P] | None = self.known.get(lexicon)
        if known is None:
            matches = lexicon.among(self._norms, self._beginnings(lexicon), self._places)
            matches.sort(key=_FIRST)
            known = self.known[lexicon] = Found(list(map(_FIRST, matches)), matches) if matches else _NOTHING
        return known

    def places(self, word: str) -> list[int]:
        """Indexes of the tokens that are a folded word, in order."""
        self._ready()
        return self._places.get(word, [])

    def _ready(self) -> None:
        if not self._places:
            for index, word in enumerate(self._norms):
                self._places[word].append(index)
            self._words = sorted(self._places)

    def _beginnings(self, lexicon: Lexicon[P]) -> Collection[str]:
        """The words of the text that a phrase of a lexicon begins with."""
        self._ready()
        if len(self._words) < _STEPS * len(lexicon.stems):  # fewer words to ask for than beginnings to look for
            known = lexicon.known
            return [word for word in self._words if known.get(word) or (word not in known and lexicon.begun(word))]
        words = lexicon.exact_words.intersection(self._words)
        for stem in lexicon.stems:
            at = bisect_left(self._words, stem)
            while at < len(self._words) and self._words[at].startswith(stem):
                words.add(self._words[at])
                at += 1
        return words


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and marks of a text in order. norms: folded, without an English possessive ending."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    norms: tuple[str, ...]
    index: _Index = field(init=False, repr=False, compare=False)
    at: Callable[[int], int] = field(init=False, repr=False, compare=False)
    """Index of the first token that starts at or after an offset (0 to the length of the text): asked for a hundred times a claim."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", _Index(self.norms))
        steps = map(sub, chain(self.starts, (len(self.text),)), chain((-1,), self.starts))
        firsts = array("i", chain.from_iterable(map(repeat, range(len(self.starts) + 1), steps)))
        object.__setattr__(self, "at", firsts.__getitem__)

    def raw(self, index: int) -> str:
        """Token `index` as written."""
        return self.text[self.starts[index] : self.ends[index]]

    def possessive(self, index: int) -> bool:
        """Whether token `index` ends in an English possessive ("Ukraine's")."""
        return fold(self.raw(index)).endswith("'s")

    def span(self, first: int, past: int) -> Span | None:
        """The span of tokens first..past-1, None where that is empty."""
        if first >= past:
            return None
        return Span.of(self.text, self.starts[first], self.ends[past - 1])


def tokenize(text: str) -> Tokens:
    """The tokens of a text, in one pass."""
    starts, ends, norms = [], [], []
    for match in _TOKEN.finditer(text):
        starts.append(match.start())
        ends.append(match.end())
        norms.append(_norm(match.group()))
    return Tokens(text, tuple(starts), tuple(ends), tuple(norms))


@lru_cache(maxsize=1 << 16)
def _norm(word: str) -> str:
    folded = fold(word).lstrip("#")
    return folded[:-2] if folded.endswith("'s") and len(folded) > 2 else folded or word


class Match(NamedTuple, Generic[P]):
    """A pack's phrase found: tokens first..past-1 and what the pack says of it."""

    first: int
    past: int
    value: P


class Found(NamedTuple, Generic[P]):
    """Where the phrases of one lexicon stand in one text: in order of their starts, longer ones first."""

    starts: list[int]
    matches: list[Match[P]]


_NOTHING: Found[Any] = Found([], [])


class _Node(Generic[P]):
    __slots__ = ("exact", "prefix", "sizes", "value")

    def __init__(self) -> None:
        self.exact: dict[str, _Node[P]] = {}
        self.prefix: dict[str, _Node[P]] = {}
        self.sizes: tuple[int, ...] = ()
        self.value: list[P] = []


_NO_NODES: list[Any] = []


class Lexicon(Generic[P]):
    """Phrases of packs over tokens. A phrase is words parted by spaces; `звільн*` stands for every word that begins so.

    The longest phrases at a place win.
    """

    def __init__(self, entries: Iterable[tuple[str, P]]) -> None:
        self._root: _Node[P] = _Node()
        for phrase, value in entries:
            node = self._root
            for word in phrase_words(phrase):
                begins = word.endswith("*")
                table, key = node.prefix if begins else node.exact, word.rstrip("*")
                if key not in table:
                    table[key] = _Node()
                    if begins and len(key) not in node.sizes:
                        node.sizes = tuple(sorted((*node.sizes, len(key)), reverse=True))
                node = table[key]
            node.value.append(value)
        self.known: dict[str, list[_Node[P]]] = {}
        """What each word met begins: the same few thousand come again in every text."""
        self.exact_words = set(self._root.exact)
        self.stems = tuple(self._root.prefix)
        self._least = min(map(len, self.stems), default=0)
        self._opened = frozenset(stem[: self._least] for stem in self.stems)
        """The letters that all stems begin with: most words a text is the first to hold begin with none of them."""

    def find(self, tokens: Tokens, first: int = 0, past: int | None = None) -> list[Match[P]]:
        """All matches within first..past-1, in order, at most one phrase a start; they may overlap."""
        known: Found[P] | None = tokens.index.known.get(self)  # asked ten times a claim, and mostly there is nothing
        starts, matches = tokens.index.phrases(self) if known is None else known
        if not starts:
            return []
        end = len(tokens.norms) if past is None else past
        found: list[Match[P]] = []
        begin = bisect_left(starts, first)
        if begin == len(starts) or starts[begin] >= end:
            return found
        longest = (-1, -1)
        for at in range(begin, len(starts)):
            match = matches[at]
            start, stop, _ = match
            if start >= end:
                break
            if stop <= end and (start != longest[0] or stop == longest[1]):
                found.append(match)
                longest = (start, stop)
        return found

    def within(self, tokens: Tokens, first: int, past: int) -> list[Match[P]]:
        """What `find` finds, for few words of a text, which is looked through as a whole only when it is asked for often."""
        index = tokens.index
        if self in index.known:
            return self.find(tokens, first, past)
        index.asked[self] += 1
        if index.asked[self] > _OFTEN:
            index.phrases(self)
        found: list[Match[P]] = []
        norms, known = tokens.norms, self.known
        for start in range(first, past):
            nodes = known.get(norms[start])
            if nodes is not None and not nodes:
                continue  # most words begin no phrase
            stop, values = self.match(norms, start, past)
            for value in values:
                found.append(Match(start, stop, value))
        return found

    def stands(self, tokens: Tokens, first: int, past: int) -> bool:
        """Whether a phrase starts in first..past-1: for few words of a text, as `within`."""
        return any(self._matches(tokens.norms, at, past) for at in range(first, past))

    def find_nested(self, tokens: Tokens, first: int = 0, past: int | None = None) -> list[Match[P]]:
        """All phrases, also those that begin where a longer one does; in order of their starts, longer ones first."""
        starts, matches = tokens.index.phrases(self)
        if past is None:
            return matches[bisect_left(starts, first) :]
        return [each for each in matches[bisect_left(starts, first) : bisect_left(starts, past)] if each.past <= past]

    def among(self, norms: Sequence[str], words: Iterable[str], places: Mapping[str, Sequence[int]]) -> list[Match[P]]:
        """All phrases that these words begin where they stand; those of one place together, longer ones first."""
        found: list[Match[P]] = []
        last = len(norms) - 1
        for word in words:
            nodes, starts = self.begun(word), places[word]
            if len(nodes) == 1 and not nodes[0].prefix:
                node = nodes[0]
                if not node.exact:  # most phrases are one word
                    found += [Match(at, at + 1, value) for at in starts for value in node.value]
                    continue
                if not node.value:
                    starts = [at for at in starts if at < last and norms[at + 1] in node.exact]
            for at in starts:
                for stop, values in reversed(self._matches(norms, at, last + 1)):
                    found += [Match(at, stop, value) for value in values]
        return found

    def begun(self, word: str) -> list[_Node[P]]:
        """What a word begins, as it was found when it was met first."""
        known = self.known.get(word)
        if known is None:
            if len(self.known) >= _KEPT_WORDS:
                self.known.clear()
            begins = word in self.exact_words or word[: self._least] in self._opened
            known = self.known[word] = _step(self._root, word) if begins else _NO_NODES
        return known

    def match(self, norms: Sequence[str], start: int, end: int) -> tuple[int, list[P]]:
        """Where the longest phrase that starts at `start` ends, and its values; (start, []) without one."""
        if start < end:
            nodes = self.known.get(norms[start])
            if nodes is not None and not nodes:
                return start, []  # most words begin no phrase
        every = self._matches(norms, start, end)
        return every[-1] if every else (start, [])

    def _matches(self, norms: Sequence[str], start: int, end: int) -> list[tuple[int, list[P]]]:
        """Where each phrase that starts at `start` ends, shorter ones first, and its values."""
        found: list[tuple[int, list[P]]] = []
        nodes = self.begun(norms[start]) if start < end else []
        at = start
        while nodes:
            at += 1
            node = nodes[0]
            if len(nodes) > 1:
                values = [value for each in nodes for value in each.value]
                ahead = [following for each in nodes for following in _step(each, norms[at])] if at < end else []
            else:
                values = node.value
                ahead = _step(node, norms[at]) if at < end and (node.exact or node.prefix) else []
            if values:
                found.append((at, values))
            nodes = ahead
        return found

    def holds(self, word: str) -> bool:
        """Whether this folded word alone is a phrase."""
        return bool(self.match((word,), 0, 1)[1])


def _step(node: _Node[P], word: str) -> list[_Node[P]]:
    exact = node.exact.get(word)
    found = [] if exact is None else [exact]
    for size in node.sizes:
        if size <= len(word) and (following := node.prefix.get(word[:size])) is not None:
            found.append(following)
    return found


def phrase_words(phrase: str) -> list[str]:
    """The words of a pack's phrase, told apart as in texts; an open ending stays on its word."""
    words: list[str] = []
    for piece in phrase.split():
        for match in _TOKEN.finditer(piece):
            if match.group() == "*" and words:
                words[-1] += "*"
            else:
                words.append(_norm(match.group()))
    return words


def word_set(words: Iterable[str]) -> frozenset[str]:
    """Folded single words of a pack, for closed classes."""
    return frozenset(fold(word) for word in words)
