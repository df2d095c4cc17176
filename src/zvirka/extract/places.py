"""Places in running text: by name, by a word that means a place named elsewhere, with the role their preposition gives them.

Names are the gazetteer's; reference words, prepositions and turns of phrase are the language pack's `places`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from zvirka.extract.mentions import PlaceMention
from zvirka.ground.ground import Ground
from zvirka.ground.place_rows import PlaceForm, PlaceHit
from zvirka.ground.words import Phrases, expand_all, fold_in_place, fold_word
from zvirka.model.places import PlaceKind, PlaceRole
from zvirka.model.spans import Span

_REACH = 64
"""How far back from a name, in characters, its preposition may stand, words like "the city of" between."""
_LONGEST_COVER = 120
"""Longest name of a source or an army, in characters, that may hold a place's name."""
_VILLAGE = 5
"""From this rank on a place is one of many villages: the news may mean something else by its name."""
_TOWN = 4
"""From this rank on a place is no city whose name stands for an authority."""
_INITIALS = 5
"""Letters of the shortest beginning of a given name, its mark counted, by which a place is told to be a person."""
_CITY = 2
"""Up to this rank a place is a region's chief city: its name means it, not a village that once bore it."""
_BEHIND = 4
"""How much farther a unit behind a place counts for than one before it."""
_UNITS = ("adm1", "adm2")
"""Kinds of place that others lie in."""
_WORD_AFTER = re.compile(r"[ ]([^\W\d_][\w'-]*)")
_NAME_BEFORE = re.compile(r"(?:([^\s.!?…:;\n«\"“(][ ])|(?<![\w]))([^\W\d_][\w'’-]*)(?:[ ]|\.[ ]?)$")
"""The word before a name; the first group is what stands before that one in the same sentence."""
_INSIDE = re.compile(r"[^\s.!?…:;•—–-][ ]$")
_NAME_AFTER = re.compile(r"[ ]([^\W\d_][\w'’-]*)")
_INITIAL = re.compile(r"[ ][^\W\d_]\.[ ]?[^\W\d_]\.")
_OPENING, _CLOSING = frozenset('«"“„'), frozenset('»"”“')
_NOUN_BEFORE = re.compile(r"(?<![\w'’-])([^\W\d_][\w'’-]*)[ ]$")
_WORD_BEFORE = re.compile(r"([^\W_][\w'%²-]*|%)\s*$")


class PlaceReader:
    """Finds places in texts of one language."""

    def __init__(self, ground: Ground, language: str) -> None:
        pack: Mapping[str, Any] = ground.language(language).get("places", {})
        self._ground, self._language = ground, language
        self._gazetteer = ground.gazetteer
        self._references = Phrases(
            (word, (name, cast(PlaceKind, kind)))
            for name, kinds in pack.get("references", {}).items()
            for kind, listed in kinds.items()
            for word in expand_all(listed)
        )
        around = {name: expand_all(listed) for name, listed in pack.get("around", {}).items()}
        roles = [
            (fold_word(word), cast(PlaceRole, role))
            for role, listed in pack.get("roles", {}).items()
            for word in expand_all(listed)
        ]
        self._roles: dict[str, tuple[PlaceRole, ...]] = {}
        for word, role in roles:
            self._roles[word] = (*self._roles.get(word, ()), role)
        self._before = _Ending([word for word, _ in roles])
        self._bridge = _Ending(around.get("bridge", ()))
        self._scope_nouns = {fold_word(word) for word in around.get("scope_nouns", ())}
        self._apposition = tuple(fold_word(word) for word in around.get("apposition", ()))
        self._bare = _Ending(around.get("compass_bare", ()))
        functional = [word for word in [*self._roles, *expand_all(around.get("functional", ()))] if " " not in word]
        self._functional = frozenset(fold_word(word) for word in functional)
        self._place_noun = _Ending(around.get("place_nouns", ()))
        self._noun_after = _Ending(around.get("noun_after", ()))
        self._street = _Ending(around.get("street", ()))
        self._persons = frozenset(fold_word(word) for word in around.get("persons", ()))
        names = ground.language(language).get("attribution", {}).get("given_names", {}).get("words", ())
        self._given = tuple(fold_word(word.rstrip("*")) for word in names if len(word) > _INITIALS) or ("\0",)
        self._forms = tuple(around.get("adjective_forms", ())) or ("\0",)
        self._inflected = bool(pack.get("declension"))
        self._plural_units = tuple(fold_word(word) for word in around.get("plural_adm1", ()))
        self._not_before = tuple(f" {fold_word(word)}" for word in around.get("not_before", ()))
        self._lists = re.compile(rf" ?(?:{_any(expand_all(pack.get('compass_lists', ())))}) ")
        joins = _any(expand_all(pack.get("compass_joins", ())))
        named = {
            name: _any(
                word for listed in pack.get("references", {}).get(name, {}).values() for word in expand_all(listed)
            )
            for name in ("country", "area")
        }
        self._of_country = re.compile(rf" (?:(?:{joins}) )?(?:{named['country']})(?!\w)")
        self._of_area = re.compile(rf" (?:(?:{joins}) )?(?:{named['area']})(?!\w)")
        articles = _any(around.get("articles", ()))
        self._not_bare = tuple(f" {fold_word(word)}" for word in around.get("compass_not_before", ()))
        inner = [f" {fold_word(word)}" for word in around.get("border_not_before", ())]
        self._inner_borders = tuple(inner) or ("\0",)
        self._border_with = re.compile(rf" (?:{_any(around.get('border_with', ()))}) (?=[^\W\d_])")
        foreign = _any(expand_all(around.get("border_adjective_endings", ())))
        self._border_of = re.compile(rf"(?<!\w)[^\W\d_]+(?:{foreign}) $")
        self._genitive = tuple(f"{fold_word(word)} " for word in around.get("genitive", ()))
        nouns, links = _any(around.get("surrounding_nouns", ())), _any(around.get("surrounding", ()))
        compass = _any(
            word for part in pack.get("compass", {}).values() for word in expand_all(part.get("adjective", ()))
        )
        self._surrounding = re.compile(rf"(?:(?:{articles}) )?(?:(?:{compass}) )?(?:{nouns}) (?:{links}) $")
        self._seats = {place.seat: place.id for place in self._gazetteer.of_kind("adm1") if place.seat}

    def read(self, text: str) -> list[PlaceMention]:
        """The places of a text by start. ids is empty for references, which take their place from elsewhere."""
        page = fold_in_place(text)
        hits = self._named(text, page)
        mentions = [self._name(text, page, hit) for hit in hits]
        borders = list(self._other_borders(text, page, mentions))
        within = sorted((border.span.start, border.span.end) for border in borders)
        mentions = [*(mention for mention in mentions if not _overlaps(mention.span, within)), *borders]
        taken = sorted((mention.span.start, mention.span.end) for mention in mentions)
        mentions += [mention for mention in self._bare_compass(text, page) if not _overlaps(mention.span, taken)]
        taken = sorted((mention.span.start, mention.span.end) for mention in mentions)
        mentions += [mention for mention in self._references_of(text, page) if not _overlaps(mention.span, taken)]
        mentions = self._listed_units(page, self._without_names(page, mentions))
        return sorted(self._in_context(page, mentions), key=lambda mention: (mention.span.start, mention.span.end))

    def name_after(self, text: str, end: int) -> set[int]:
        """Where the name of what a word means may begin right behind it: "the village [of] NAME"."""
        return {end + 1, *(end + len(word) + 1 for word in self._genitive if text.startswith(f" {word}", end))}

    def _without_names(self, page: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
        """Without "the city" right before "of NAME", which names the same place ("на окраине Курска")."""
        starts = {mention.span.start for mention in mentions if mention.ids}
        bare = ("",) if self._inflected else ()
        return [
            mention
            for mention in mentions
            if mention.ids
            or not any(
                page.startswith(f" {word}", mention.span.end) and mention.span.end + len(word) + 1 in starts
                for word in (*self._genitive, *bare)
            )
        ]

    def _listed_units(self, page: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
        """Lists of names: "in the A and B regions" are two regions; a preposition holds for every name of its list."""
        ordered = sorted(mentions, key=lambda mention: mention.span.start)
        for index in range(len(ordered) - 1, 0, -1):
            mention, before = ordered[index], ordered[index - 1]
            joint = self._lists.fullmatch(page, before.span.end, mention.span.start)
            plural = mention.kind == "adm1" and mention.span.exact.lower().endswith(self._plural_units or ("\0",))
            chained = mention.rule == "listed"
            unit = next((self._seats[id] for id in before.ids if id in self._seats), None)
            if joint is not None and (plural or chained) and unit is not None and before.kind == "settlement":
                ordered[index - 1] = replace(before, ids=(unit, *before.ids), kind="adm1", rule="listed")
        for index in range(1, len(ordered)):
            mention, before = ordered[index], ordered[index - 1]
            joint = self._lists.fullmatch(page, before.span.end, mention.span.start)
            if joint is not None and mention.role is None and before.role is not None and mention.ids and before.ids:
                ordered[index] = replace(mention, role=before.role)
        return ordered

    def _named(self, text: str, page: str) -> list[PlaceHit]:
        """Gazetteer names that are no part of the name of a source or an army, nor a person's, nor a common word."""
        covers = [(start, end) for start, end, _ in self._ground.sources.find(text, self._language)]
        covers += [
            (start, end)
            for start, end, _, kind in self._ground.find_sides(text, self._language)
            if kind in ("army", "pro")
        ]
        hits = self._gazetteer.find(text, self._language)
        covers.sort()
        kept: list[PlaceHit] = []
        meant: set[str] = set()
        for index, hit in enumerate(hits):
            following = hits[index + 1] if index + 1 < len(hits) else None
            near = covers[
                bisect_left(covers, (hit.start - _LONGEST_COVER,)) : bisect_right(covers, (hit.start, len(text)))
            ]
            length = hit.end - hit.start
            if page.startswith(self._not_before or ("\0",), hit.end):
                continue  # "Moscow time"
            if self._title(text, page, hit):
                continue
            again = self._inflected and hit.ids[0] in meant and not self._of_person(text, hit.start)
            if not again and not self._meant(text, page, hit, kept[-1] if kept else None, following):
                continue
            if (hit.start, hit.end) in near and self._rather_source(page, hit):
                continue
            if not any(start <= hit.start and hit.end <= end and end - start > length for start, end in near):
                kept.append(hit)
                meant.add(hit.ids[0])  # a village once told as one is meant again by its bare name
        return kept

    def _title(self, text: str, page: str, hit: PlaceHit) -> bool:
        """Whether a noun that is none of a place stands before a name in quotation marks: what a unit or a paper is called
        (угруповання військ "Таврія")."""
        start, end = hit.start, hit.end
        if start < 2 or text[start - 1] not in _OPENING or text[end : end + 1] not in _CLOSING:
            return False
        low = max(0, start - 1 - _REACH)
        word = _NOUN_BEFORE.search(page, low, start - 1)
        if word is None or word.group(1) in self._functional:
            return False
        return self._place_noun.search(page, low, start - 1) is None

    def _rather_source(self, page: str, hit: PlaceHit) -> bool:
        """Whether a known source is meant by a name that some village bears too, where no word of place stands before it."""
        place = self._gazetteer.get(hit.ids[0])
        return place is not None and place.rank >= _TOWN and self._role(page, hit.start, hit.form) is None

    def _meant(self, text: str, page: str, hit: PlaceHit, before: PlaceHit | None, following: PlaceHit | None) -> bool:
        """Whether a village's name is meant as one: a common word needs words around that say so, others must be no person's."""
        start, end = hit.start, hit.end
        place = self._gazetteer.get(hit.ids[0])
        named = place is not None and place.kind == "settlement" and hit.form.via in ("name", "form", "former")
        if not named or place is None or text[start - 1 : start] == "#":
            return True
        low = max(0, start - _REACH)
        if self._street.search(page, low, start) is not None:
            return False
        listed = before is not None and self._lists.fullmatch(page, before.end, start) is not None
        if listed or self._place_noun.search(page, low, start) is not None:
            return True
        led = self._role(page, start, hit.form) is not None
        if page.endswith(self._forms, start, end) and self._describes(page, end) and not self._by_somebody(page, end):
            return self._noun_after.search(page, low, start) is not None if led else place.rank < _VILLAGE
        if place.rank < _VILLAGE:
            return hit.sure or self._beside(page, hit, following)
        if not hit.sure:
            if self._inflected and text[start].isupper() and self._by_somebody(page, end):
                return True
            known = self._inflected and place.rank == _VILLAGE and not text[start:end].isupper()
            free = not self._describes(page, end)
            return (led and (known or free)) or (known and free and self._inside(text, start))
        return not (self._of_person(text, start) or self._surname_follows(text, hit, following))

    def _beside(self, page: str, hit: PlaceHit, following: PlaceHit | None) -> bool:
        """Whether a place goes on right after: the next of a list, or the unit the place lies in."""
        if following is None or following.start - hit.end > _REACH:
            return False
        between = page[hit.end : following.start]
        inside = following.ids[0] in self._gazetteer.ancestors(hit.ids[0])
        return self._lists.fullmatch(between) is not None or (inside and between in (" ", ", ", " in ", " ("))

    def _inside(self, text: str, start: int) -> bool:
        """Whether a word stands inside a sentence, where only a name has a capital."""
        return _INSIDE.search(text, max(0, start - 2), start) is not None

    def _describes(self, page: str, end: int) -> bool:
        """Whether a word of the language goes on after a name: an adjective before its noun ("в Мирном договоре")."""
        word = _WORD_AFTER.match(page, end)
        return word is not None and word.group(1) not in self._functional

    def _by_somebody(self, page: str, end: int) -> bool:
        """Whether a personal pronoun goes on after a name, which no adjective stands before ("Урожайное мы оставили")."""
        word = _WORD_AFTER.match(page, end)
        return word is not None and word.group(1) in self._persons

    def _surname_follows(self, text: str, hit: PlaceHit, following: PlaceHit | None) -> bool:
        """Whether a word with a capital goes on that is no place itself: "Bohdan Khmelnytskyi"."""
        word = _NAME_AFTER.match(text, hit.end)
        oblique = self._inflected and bool(hit.form.cases) and "nominative" not in hit.form.cases
        given = fold_word(text[hit.start : hit.end]).startswith(self._given)  # "Володимира Зеленського"
        if word is None or (oblique and not given) or not word.group(1)[0].isupper() or word.group(1).isupper():
            return _INITIAL.match(text, hit.end) is not None
        return following is None or following.start != word.start(1)

    def _of_person(self, text: str, start: int) -> bool:
        """Whether the word right before has a capital inside a sentence, or is an initial: "Petro Sumy", "П. Орлов"."""
        word = _NAME_BEFORE.search(text, max(0, start - _REACH), start)
        if word is None or not word.group(2)[0].isupper():
            return False
        if len(word.group(2)) == 1:
            return text[word.end(2)] == "."
        return bool(word.group(1)) and not word.group(2).isupper() and fold_word(word.group(2)) not in self._functional

    def _name(self, text: str, page: str, hit: PlaceHit) -> PlaceMention:
        start, ids, rule = hit.start, hit.ids, hit.form.via
        place = self._gazetteer.get(ids[0])
        seat_of = next((self._seats[id] for id in ids if id in self._seats), None)
        surrounding = seat_of and self._surrounding.search(page, max(0, start - _REACH), start)
        if surrounding and seat_of is not None:
            return PlaceMention(
                Span.of(text, surrounding.start(), hit.end), (seat_of,), "scope", "adm1", None, "surrounding"
            )
        if seat_of is not None and page.startswith(self._apposition or ("\0",), hit.end):
            ids, rule = (seat_of, *ids), "apposition"
            place = self._gazetteer.get(seat_of)
        role = self._role(page, start, hit.form)
        return PlaceMention(Span.of(text, start, hit.end), ids, role, place.kind if place else "unknown", None, rule)

    def _other_borders(self, text: str, page: str, named: Sequence[PlaceMention]) -> Iterable[PlaceMention]:
        """ "the border with Georgia", "на польской границе": borders in their own words, none of those the gazetteer knows."""
        for hit in self._references.find(text):
            if hit.values[0][0] != "border":
                continue
            joined = self._border_with.match(page, hit.end)
            name = _NAME_AFTER.match(text, joined.end() - 1) if joined and text[joined.end()].isupper() else None
            adjective = self._border_of.search(page, max(0, hit.start - _REACH), hit.start)
            told = adjective.group() if adjective else name.group(1) if name else ""
            if not told or any(self._ground.find_sides(told, self._language)):  # of a side: one of the theatre's
                continue
            span = Span.of(text, adjective.start() if adjective else hit.start, name.end(1) if name else hit.end)
            if not any(one.kind == "border" and _overlaps(span, [(one.span.start, one.span.end)]) for one in named):
                role = self._role(page, span.start, PlaceForm("reference", ("locative", "genitive", "accusative")))
                yield PlaceMention(span, (), role, "border", "other_border", "reference")

    def _references_of(self, text: str, page: str) -> Iterable[PlaceMention]:
        for hit in self._references.find(text):
            name, kind = hit.values[0]
            if name == "border" and page.startswith(self._inner_borders, hit.end):
                continue
            role = self._role(page, hit.start, PlaceForm("reference", ("locative", "genitive", "accusative")))
            yield PlaceMention(Span.of(text, hit.start, hit.end), (), role, kind, name, "reference")

    def _bare_compass(self, text: str, page: str) -> Iterable[PlaceMention]:
        """ "in the south", "на півдні та сході країни": parts of the theatre's country, where no words say of what else."""
        country = self._ground.country
        accepted, end_before = False, -1
        for start, end, part in self._gazetteer.compass(text, self._language) if country else ():
            of_area = self._of_area.match(page, end)
            if of_area is not None:  # "the north of the oblast": whose north, the text says elsewhere
                yield PlaceMention(Span.of(text, start, of_area.end()), (), "at", "region", "area", f"compass:{part}")
                accepted, end_before = False, end
                continue
            of_country = self._of_country.match(page, end)
            listed = accepted and self._lists.fullmatch(page, end_before, start) is not None
            bare = self._bare.search(page, max(0, start - 24), start) is not None
            free = not page.startswith(("-", *self._not_bare), end)
            accepted, end_before = of_country is not None or ((listed or bare) and free), end
            if accepted:
                span = Span.of(text, start, of_country.end() if of_country else end)
                yield PlaceMention(span, (f"{country}#{part}",), "at", "region", None, "compass:country")

    def _role(self, page: str, start: int, form: PlaceForm) -> PlaceRole | None:
        """The role the words before a name give it; bridging words ("the city of") are stepped over."""
        end = start - 1 if page[start - 1 : start] == "#" else start
        low = max(0, start - _REACH)
        for _ in range(4):
            found, bridge = self._before.search(page, low, end), self._bridge.search(page, low, end)
            if found is not None and (bridge is None or found.start(1) <= bridge.start(1)):
                return self._by_case(self._roles[found.group(1)], form, page, found.start(1))
            if bridge is None:
                break
            end = bridge.start(1)
        if self._inflected and "genitive" in form.cases:
            word = _WORD_BEFORE.search(page, low, end)
            return "scope" if word is not None and word.group(1) in self._scope_nouns else None
        return None

    def _by_case(self, roles: tuple[PlaceRole, ...], form: PlaceForm, page: str, at: int) -> PlaceRole | None:
        """One preposition, several roles: the locative stays, the accusative goes; "of" makes a scope only after what can be counted."""
        if "scope" in roles and page.startswith(self._genitive or ("\0",), at):
            word = _WORD_BEFORE.search(page, max(0, at - 32), at)
            return "scope" if word is not None and word.group(1) in self._scope_nouns else None
        if len(roles) == 1:
            return roles[0]
        if "at" in roles and "to" in roles:
            return "to" if form.cases and "locative" not in form.cases and "accusative" in form.cases else "at"
        if "near" in roles and "to" in roles:  # "під Вовчанськ" goes there, "під Вовчанськом" is there
            return "to" if form.cases and "instrumental" not in form.cases and "accusative" in form.cases else "near"
        return roles[0]

    def _in_context(self, page: str, mentions: Sequence[PlaceMention]) -> Iterable[PlaceMention]:
        """Namesakes: one that lies in a first-level unit the text names comes before the usual one, of several the one whose unit is
        named nearest. A city is given up for a namesake only where that one's unit stands right behind it ("Миколаїв Львівської
        області")."""
        named: dict[str, list[int]] = {}
        for mention in sorted(mentions, key=lambda each: each.span.start):
            if mention.ids and mention.kind in _UNITS:
                named.setdefault(mention.ids[0], []).append(mention.span.start)
        for index, mention in enumerate(mentions):
            if len(mention.ids) < 2 or mention.kind != "settlement":
                yield mention
                continue
            inside = {id_: named.keys() & set(self._gazetteer.ancestors(id_)) for id_ in mention.ids}
            fitting = [id_ for id_ in mention.ids if inside[id_]]
            usual = self._gazetteer.get(mention.ids[0])
            if usual is not None and usual.rank <= _CITY and not inside[mention.ids[0]]:
                behind = mentions[index + 1] if index + 1 < len(mentions) else None
                fitting = [
                    id_
                    for id_ in fitting
                    if behind is not None and self._unit_behind(page, mention, behind, inside[id_])
                ]
            if len(fitting) > 1:
                away = {id_: min(_away(named[unit], mention.span.start) for unit in inside[id_]) for id_ in fitting}
                fitting.sort(key=away.__getitem__)
            if fitting and fitting[0] != mention.ids[0]:
                ids = (*fitting, *(id for id in mention.ids if id not in fitting))
                mention = PlaceMention(mention.span, ids, mention.role, mention.kind, mention.reference, "context")
            yield mention

    def _unit_behind(self, page: str, mention: PlaceMention, behind: PlaceMention, units: set[str]) -> bool:
        """Whether a unit is named right behind a place that lies in it."""
        between = page[mention.span.end : behind.span.start]
        return bool(behind.ids) and behind.ids[0] in units and between.strip(" ,(").strip() in ("", *self._roles)


def _away(starts: Sequence[int], at: int) -> int:
    """How far, in characters, the nearest of some starts is, one behind counted for farther than one before: what a clause tells of
    a unit stands behind its name."""
    index = bisect_left(starts, at)
    return min(at - start if start <= at else _BEHIND * (start - at) for start in starts[max(0, index - 1) : index + 1])


def _any(words: Iterable[str]) -> str:
    listed = sorted({fold_word(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in listed) if listed else r"(?!)"


class _Ending:
    """Any of some words right before the end of the stretch searched, as a whole word, a space behind it."""

    def __init__(self, words: Iterable[str]) -> None:
        listed = list(words)
        self._ends = tuple(f"{fold_word(word)} " for word in listed) or ("\0",)
        self._pattern = re.compile(rf"(?<![\w'])({_any(listed)})[ ]$")

    def search(self, page: str, low: int, end: int) -> re.Match[str] | None:
        """The longest that ends page[low:end]; most stretches end in none, which costs a comparison a word."""
        return self._pattern.search(page, low, end) if page.endswith(self._ends, low, end) else None


def _overlaps(span: Span, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a span overlaps one of those taken, which are sorted and overlap each other at most in pairs."""
    near = taken[max(0, bisect_left(taken, (span.start,)) - 2) : bisect_left(taken, (span.end,))]
    return any(span.start < end and start < span.end for start, end in near)
