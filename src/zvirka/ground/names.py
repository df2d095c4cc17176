"""Finding place names in any grammatical case without listing the cases: a word is led back to what it may be a form of.

A theatre with its villages has thousands of names of some ten forms each, in several languages. Listing them costs more time and
memory than a short run has. So only the names as they stand in the pack are filed, by their first word; endings of the declension
rules turned round lead a word of a text to first words it may come from, and the rules forward say whether it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from zvirka.ground.words import Declension, Folded, Phrases, expand_all, fold

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_QUOTES = '«"“„'
_REACH = 48
"""How far back of a noun, in characters, its adjective of one or two words may begin."""
_LONGEST_LIST = 9
"""Adjectives a list before one noun may have; the front's daily reports name up to ten directions."""
_BY_RULE = ("direction", "settlement")
"""Kinds of noun before which the adjective of any town may stand, made by rule: "the Kurakhove direction", "the Kurakhove airfield"."""
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


class _Form(NamedTuple):
    """One spelling a name may have where a word begins it. lead: characters of it before that word (a quotation mark)."""

    text: str
    lead: int
    named: Named
    cases: tuple[str, ...]
    capital: bool


_Begun = dict[tuple[int, int], dict[str, list[_Form]]]
"""Spellings that one word begins: by what they have before it and their length, then by text."""


def _file(begun: _Begun, form: _Form) -> None:
    begun.setdefault((form.lead, len(form.text)), {}).setdefault(form.text, []).append(form)


class Names:
    """The names of a theatre. declensions and rules (the `places` of the language packs): by language."""

    def __init__(self, declensions: Mapping[str, Declension], rules: Mapping[str, Mapping[str, Any]]) -> None:
        self._declensions = declensions
        self._by_word: dict[str, list[Named]] = {}
        self._lower: dict[str, _Begun] = {}
        self._stems: dict[str, dict[str, list[_Stem]]] = {code: {} for code in rules}
        self._endings, self._longest = _turned(declensions.values())
        self._nouns = {code: _nouns(rules[code]) for code in rules}
        self._adjectives = {code: _adjectives(rules[code]) for code in rules}
        self._known: dict[str, _Begun] = {}
        self._filed: dict[tuple[_Form, int], tuple[Filed, ...]] = {}

    def add(self, names: Iterable[Named]) -> None:
        """Files names; the whole lot is folded at once."""
        listed = list(names)
        folded = fold("\n".join(named.name.replace("\n", " ") for named in listed)).text.split("\n")
        for text, named in zip(folded, listed, strict=bool(listed)):
            first = _WORD.search(text)
            if first is None:
                continue
            if named.name[first.start()].isupper():
                self._by_word.setdefault(_bare(first.group()), []).append(named)
            else:  # few: their forms are listed, so that most words of a text cost one look-up
                for word, form in self._forms(named):
                    _file(self._lower.setdefault(word, {}), form)

    def add_stem(self, code: str, stem: str, id: str, kind: str, via: str, rank: int) -> None:
        """Files the stem of an adjective that stands before nouns of a kind of place ("харківськ" before "область")."""
        self._stems[code].setdefault(_bare(fold(stem).text), []).append(_Stem(id, kind, via, rank))

    def find(self, text: str, folded: Folded, code: str, foreign: int) -> Iterator[Match]:
        """Every match in a text of a language, overlapping ones too. foreign: added to the rank of other languages' names."""
        page, starts, lower = folded.text, folded.starts, self._lower
        for word in _WORD.finditer(page):
            spelled, start = word.group(), word.start()
            at = start if starts is None else starts[start]
            free = text[at].isupper() or (at > 0 and text[at - 1] == "#")
            if not free and spelled not in lower and "'" not in spelled:
                continue  # most words
            for key in (spelled,) if "'" not in spelled else (_bare(spelled), spelled.partition("'")[0]):
                if key in lower:
                    yield from self._matches(page, start, lower[key], code, foreign)
                if free:
                    yield from self._matches(page, start, self._begun_by(key), code, foreign)
        yield from self._described(page, code)

    def _begun_by(self, word: str) -> _Begun:
        """The spellings a word may begin, of names that have a capital."""
        known = self._known.get(word)
        if known is None:
            names = (named for source in self._nominatives(word) for named in self._by_word.get(source, ()))
            known = {}
            for form in (form for named in names for first, form in self._forms(named) if first == word):
                _file(known, form)
            if len(self._known) > _KEPT:
                self._known.clear()
            self._known[word] = known
        return known

    def _nominatives(self, word: str) -> dict[str, None]:
        found = {word: None}
        for size in range(min(len(word) - 1, self._longest) + 1):
            stem, ending = (word[:-size], word[-size:]) if size else (word, "")
            for nominative in self._endings.get(ending, ()):
                found[stem + nominative] = None
        return found

    def _forms(self, named: Named) -> Iterator[tuple[str, _Form]]:
        """Each folded spelling of a name in each case, with apostrophes and without, by its first word."""
        declined = {named.fixed: [named.name]} if named.fixed else self._declensions[named.language].forms(named.name)
        cases: dict[str, list[str]] = {}
        for case, listed in declined.items():
            for form in listed:
                plain = fold(form).text
                for spelling in dict.fromkeys((plain, _bare(plain))):
                    cases.setdefault(spelling, []).append(case)
        capital = named.name != named.name.lower()
        for spelling, standing in cases.items():
            first = _WORD.search(spelling)
            if first is not None:
                made = _Form(spelling, first.start(), named, tuple(dict.fromkeys(standing)), capital)
                yield _bare(first.group()), made

    def _matches(self, page: str, start: int, begun: _Begun, code: str, foreign: int) -> Iterator[Match]:
        for (lead, size), spelled in begun.items():
            begin = start - lead
            forms = spelled.get(page[begin : begin + size]) if begin >= 0 else None
            if forms and _bounded(page, begin, begin + size):
                for form in forms:
                    filed = self._filed_under(form, foreign if form.named.language != code else 0)
                    yield Match(begin, begin + size, filed)

    def _filed_under(self, form: _Form, lower: int) -> tuple[Filed, ...]:
        """What is filed under a spelling, made once: a text of a million characters may name 100,000 places. lower: added to the rank."""
        known = self._filed.get((form, lower))
        if known is None:
            named = form.named
            made = (
                Filed(named.id, named.via, case, named.rank + lower, form.capital, named.sure) for case in form.cases
            )
            if len(self._filed) > _KEPT:
                self._filed.clear()
            known = self._filed[form, lower] = tuple(made)
        return known

    def _described(self, page: str, code: str) -> Iterator[Match]:
        """ "Харківської області", "region of Kharkiv": an adjective with the noun of its kind of place, or several before one noun."""
        nouns = self._nouns[code]
        for start, end, cases in nouns.after.within(page):
            at, upto = start, end
            for _ in range(_LONGEST_LIST):
                lead = nouns.lead.search(page, max(0, at - _REACH), at)
                hits = self._adjective(lead.group(1), code, cases) if lead is not None else []
                if lead is None or not hits:
                    break
                begin = lead.start(1) + len(lead.group(1)) - len(hits[0][1])
                yield Match(begin, upto, tuple(filed for filed, _ in hits))
                joint = nouns.joint.search(page, max(0, begin - _REACH), begin)
                if joint is None:
                    break
                at = upto = joint.start()
        for start, end, cases in nouns.before.within(page):
            follower = nouns.follower.match(page, end)
            for filed, words in [] if follower is None else self._adjective(follower.group(1), code, cases, first=True):
                yield Match(start, end + 1 + len(words), (filed,))

    def _adjective(
        self, words: str, code: str, cases: Sequence[tuple[str, str]], *, first: bool = False
    ) -> list[tuple[Filed, str]]:
        """What the last word, or the last two, of a stretch describe before a noun, and those words; the longer stretch wins."""
        last = words.rpartition(" ")[2] if not first else words.partition(" ")[0]
        for stretch in dict.fromkeys((words, last, last.rpartition("-")[2])):
            bare = _bare(stretch)
            pieces = [bare[: len(bare) - len(end)] for end in self._nouns[code].endings if bare.endswith(end)]
            stems = [stem for piece in pieces for stem in self._stems[code].get(piece, ())]
            if not any(stem.kind == kind for stem in stems for kind, _ in cases):
                stems = self._derived(pieces, code) if any(kind in _BY_RULE for kind, _ in cases) else []
            found = [
                (Filed(stem.id, stem.via, case, stem.rank, False), stretch)
                for stem in stems
                for kind, case in cases
                if kind == stem.kind
            ]
            if found:
                return found
        return []

    def _derived(self, pieces: Sequence[str], code: str) -> list[_Stem]:
        """Towns whose adjective the rules make: "курахівськ" from "Курахове"."""
        names = [
            named
            for piece in pieces
            for ending, listed in self._adjectives[code]
            if piece.endswith(ending)
            for name in listed
            for source in [piece[: len(piece) - len(ending)] + name]
            for named in self._by_word.get(source.partition(" ")[0].partition("-")[0], ())
            if named.language == code and _bare(fold(named.name).text) == source
        ]
        return [
            _Stem(
                f"{named.id}#direction" if kind == "direction" else named.id,
                kind,
                "adjective" if kind != "direction" else kind,
                named.rank,
            )
            for named in dict.fromkeys(names)
            for kind in _BY_RULE
        ]


class _Stem(NamedTuple):
    id: str
    kind: str
    via: str
    rank: int


class _Nouns(NamedTuple):
    """Nouns of kinds of place in a language. after, before: those that follow and that lead an adjective, with kind and case."""

    endings: tuple[str, ...]
    after: Phrases[tuple[str, str]]
    before: Phrases[tuple[str, str]]
    lead: re.Pattern[str]
    joint: re.Pattern[str]
    follower: re.Pattern[str]


def _nouns(rules: Mapping[str, Any]) -> _Nouns:
    cases: list[tuple[str, tuple[str, str]]] = []
    leads: list[tuple[str, tuple[str, str]]] = []
    for kind, listed in rules.get("nouns", {}).items():
        for case, words in listed.items():
            table = leads if case == "before" else cases
            table += [(word, (kind, "" if case == "before" else case)) for word in expand_all(words)]
    joins = _any(fold(word).text for word in expand_all(rules.get("list_joins", ())))
    stretch = r"(?<![\w])([^\W_][\w'-]*(?: [^\W_][\w'-]*)?)"
    return _Nouns(
        tuple(dict.fromkeys(rules.get("adjective_endings", [""]))),
        Phrases(cases),
        Phrases(leads),
        re.compile(stretch + " ?$"),
        re.compile(rf"(?:, ?(?:(?:{joins}) )?| (?:{joins}) )$" if joins else ", ?$"),
        re.compile(r" ([^\W_][\w-]*(?: [^\W_][\w-]*)?)"),
    )


def _adjectives(rules: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (fold(rule["ending"]).text, tuple(fold(name).text for name in rule["names"]))
        for rule in rules.get("adjectives", ())
    ]


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
