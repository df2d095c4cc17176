"""Finding place names in any grammatical case without listing the cases: a word is led back to what it may be a form of.

A theatre with its villages has thousands of names of some ten forms each, in several languages. Listing them costs more time and
memory than a short run has. So only the names as they stand in the pack are filed, by their first word; endings of the declension
rules turned round lead a word of a text to first words it may come from, and the rules forward say whether it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from zvirka.ground.words import Declension, Folded, expand_all, fold

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_QUOTES = '«"“„'
_KEPT = 50_000
"""Words whose sources are remembered: the vocabulary of some ten thousand reports (about 10 MB)."""


class Filed(NamedTuple):
    """What is filed under a name. via: name, form, former, adjective, direction. case: "" where it has none.

    capital: whether the pack writes it with one. sure: whether the name alone is enough; a village called as a common word is not.
    """

    id: str
    via: str
    case: str
    rank: int
    capital: bool = True
    sure: bool = True


class Named(NamedTuple):
    """A name to be found in every case. fixed: the one case it stands in, where it does not decline."""

    name: str
    language: str
    id: str
    via: str
    rank: int
    sure: bool = True
    fixed: str = ""


class Match(NamedTuple):
    """Offsets into the folded text, and what is filed there."""

    start: int
    end: int
    values: tuple[Filed, ...]


class Names:
    """The names of a theatre. declensions and rules (the `places` of the language packs): by language."""

    def __init__(self, declensions: Mapping[str, Declension], rules: Mapping[str, Mapping[str, Any]]) -> None:
        self._declensions = declensions
        self._by_word: dict[str, list[Named]] = {}
        self._lower: dict[str, list[Named]] = {}
        self._stems: dict[str, dict[str, list[tuple[str, str, str, int]]]] = {code: {} for code in rules}
        self._endings = _turned(declensions.values())
        self._nouns = {code: _nouns(rules[code]) for code in rules}
        self._adjectives = {code: _adjectives(rules[code]) for code in rules}
        self._known: dict[str, tuple[Named, ...]] = {}
        self._forms: dict[tuple[str, str, str], dict[str, list[str]]] = {}

    def add(self, names: Iterable[Named]) -> None:
        """Files names; the whole lot is folded at once."""
        listed = list(names)
        folded = fold("\n".join(named.name.replace("\n", " ") for named in listed)).text.split("\n")
        for text, named in zip(folded, listed, strict=bool(listed)):
            first = _WORD.search(text)
            if first is not None:
                capital = named.name != named.name.lower()
                low = not capital or named.name[first.start()].islower()
                table = self._lower if low else self._by_word
                table.setdefault(first.group().replace("'", ""), []).append(named)

    def add_stem(self, code: str, stem: str, id: str, kind: str, via: str, rank: int) -> None:
        """Files the stem of an adjective that stands before nouns of a kind of place ("харківськ" before "область")."""
        self._stems[code].setdefault(_bare(fold(stem).text), []).append((id, kind, via, rank))

    def find(self, text: str, folded: Folded, code: str, foreign: int) -> Iterator[Match]:
        """Every match in a text of a language, overlapping ones too. foreign: added to the rank of other languages' names."""
        page = folded.text
        for word in _WORD.finditer(page):
            start = word.start()
            at = start if folded.starts is None else folded.starts[start]
            free = text[at].isupper() or (at > 0 and text[at - 1] == "#")
            spelled = word.group()
            keys = (spelled,) if "'" not in spelled else (spelled.replace("'", ""), spelled.partition("'")[0])
            for key in keys:
                for named in self._sources(key, free=free):
                    yield from self._matches(page, start, named, code, foreign)
                yield from self._described(page, start, start + len(spelled), key, code)

    def _sources(self, key: str, *, free: bool) -> tuple[Named, ...]:
        """The names a word may begin in some case."""
        memory = key if free else f"-{key}"
        known = self._known.get(memory)
        if known is None:
            tables = (self._by_word, self._lower) if free else (self._lower,)
            found = [named for word in self._nominatives(key) for table in tables for named in table.get(word, ())]
            if len(self._known) > _KEPT:
                self._known.clear()
            known = self._known[memory] = tuple(found)
        return known

    def _nominatives(self, word: str) -> Iterator[str]:
        yield word
        seen = {word}
        for size in range(min(len(word) - 1, self._endings[1]) + 1):
            stem, ending = (word[:-size], word[-size:]) if size else (word, "")
            for nominative in self._endings[0].get(ending, ()):
                if (source := stem + nominative) not in seen:
                    seen.add(source)
                    yield source

    def _matches(self, page: str, start: int, named: Named, code: str, foreign: int) -> Iterator[Match]:
        rank = named.rank + (foreign if named.language != code else 0)
        capital = named.name != named.name.lower()
        found: dict[tuple[int, int], list[str]] = {}
        for form, cases in self._of(named).items():
            begin = start - (len(form) - len(form.lstrip(_QUOTES)))
            end = begin + len(form)
            if begin >= 0 and page.startswith(form, begin) and _bounded(page, begin, end):
                found.setdefault((begin, end), []).extend(cases)
        for (begin, end), cases in found.items():
            filed = (Filed(named.id, named.via, case, rank, capital, named.sure) for case in dict.fromkeys(cases))
            yield Match(begin, end, tuple(filed))

    def _of(self, named: Named) -> dict[str, list[str]]:
        """The folded forms of a name with their cases, with apostrophes and without."""
        memory = (named.language, named.name, named.fixed)
        known = self._forms.get(memory)
        if known is not None:
            return known
        forms: dict[str, list[str]] = {}
        declined = {named.fixed: [named.name]} if named.fixed else self._declensions[named.language].forms(named.name)
        for case, listed in declined.items():
            for form in listed:
                plain = fold(form).text
                for spelling in dict.fromkeys((plain, _bare(plain))):
                    cases = forms.setdefault(spelling, [])
                    if case not in cases:
                        cases.append(case)
        if len(self._forms) > _KEPT:
            self._forms.clear()
        self._forms[memory] = forms
        return forms

    def _described(self, page: str, start: int, end: int, key: str, code: str) -> Iterator[Match]:
        """ "Харківської області", "region of Kharkiv": an adjective with the noun of its kind of place."""
        nouns = self._nouns[code]
        if nouns.after is None:
            return
        stems = self._stems[code]
        pieces = [key[: len(key) - len(ending)] for ending in nouns.endings if key.endswith(ending)]
        hits = [hit for piece in pieces for hit in stems.get(piece, ())]
        # hyphens and spaces inside a stem ("івано-франківськ"): longer stems begin with this word
        for long in _longer(page, start, end, nouns.endings):
            more = stems.get(long[0])
            if more:
                hits, end = list(more), long[1]
        noun = nouns.after.match(page, end)
        if noun is not None:
            described = nouns.cases[noun.group(1)]
            if not hits and any(kind == "direction" for kind, _ in described):
                hits = list(self._derived(pieces, code))
            yield from _phrases(start, noun.end(), hits, described)
        if hits and nouns.before is not None:
            noun = nouns.before.search(page, max(0, start - 24), start)
            if noun is not None:
                yield from _phrases(noun.start(1), end, hits, nouns.leads[noun.group(1)])

    def _derived(self, pieces: Sequence[str], code: str) -> Iterator[tuple[str, str, str, int]]:
        """Towns whose adjective the rules make: "курахівськ" from "Курахове"; the first of a rank only."""
        found = {
            named.id: (named.id, "direction", "direction", named.rank + 1)
            for piece in pieces
            for ending, names in self._adjectives[code]
            if piece.endswith(ending)
            for name in names
            for named in self._by_word.get(piece[: len(piece) - len(ending)] + name, ())
            if named.language == code and _bare(fold(named.name).text) == piece[: len(piece) - len(ending)] + name
        }
        yield from found.values()


class _Nouns(NamedTuple):
    endings: tuple[str, ...]
    after: re.Pattern[str] | None
    cases: dict[str, list[tuple[str, str]]]
    before: re.Pattern[str] | None
    leads: dict[str, list[tuple[str, str]]]


def _nouns(rules: Mapping[str, Any]) -> _Nouns:
    cases: dict[str, list[tuple[str, str]]] = {}
    leads: dict[str, list[tuple[str, str]]] = {}
    for kind, listed in rules.get("nouns", {}).items():
        for case, words in listed.items():
            for word in expand_all(words):
                table = leads if case == "before" else cases
                table.setdefault(fold(word).text, []).append((kind, "" if case == "before" else case))
    endings = tuple(dict.fromkeys(rules.get("adjective_endings", [""])))
    return _Nouns(
        endings,
        re.compile(rf"(?: |(?='s))({_any(cases)})(?![\w])") if cases else None,
        cases,
        re.compile(rf"(?<!\w)({_any(leads)}) $") if leads else None,
        leads,
    )


def _adjectives(rules: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (fold(rule["ending"]).text, tuple(fold(name).text for name in rule["names"]))
        for rule in rules.get("adjectives", ())
    ]


def _phrases(
    start: int, end: int, hits: Sequence[tuple[str, str, str, int]], described: Sequence[tuple[str, str]]
) -> Iterator[Match]:
    values = tuple(
        Filed(id, via, case, rank, False)
        for id, kind, via, rank in hits
        for wanted, case in described
        if wanted == kind
    )
    if values:
        yield Match(start, end, values)


def _longer(page: str, start: int, end: int, endings: Sequence[str]) -> Iterator[tuple[str, int]]:
    """A compound adjective of two words that begins here: its stem and where it ends."""
    if page[end : end + 1] not in ("-", " "):
        return
    second = _WORD.match(page, end + 1)
    if second is not None:
        whole = _bare(page[start : second.end()])
        for ending in endings:
            if whole.endswith(ending):
                yield whole[: len(whole) - len(ending)], second.end()


def _turned(declensions: Iterable[Declension]) -> tuple[dict[str, tuple[str, ...]], int]:
    """Ending of a case form to endings of the nominative it may come from, and the longest."""
    turned: dict[str, dict[str, None]] = {}
    for declension in declensions:
        for nominative, form in declension.endings():
            turned.setdefault(_bare(fold(form).text), {})[_bare(fold(nominative).text)] = None
    return {form: tuple(sources) for form, sources in turned.items()}, max(map(len, turned), default=0)


def _bounded(page: str, start: int, end: int) -> bool:
    """Whether a stretch begins and ends where words do."""
    inside = start > 0 and page[start - 1].isalnum() and page[start].isalnum()
    return not inside and not (end < len(page) and page[end].isalnum() and page[end - 1].isalnum())


def _bare(text: str) -> str:
    return text.replace("'", "")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


__all__ = ["Filed", "Match", "Named", "Names"]
