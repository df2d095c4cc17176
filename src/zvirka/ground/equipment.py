"""Equipment: a tree of classes and models, found in running text and in list spellings, in either script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zvirka.ground.words import Phrases, expand_all, fold_word

_TO_CYRILLIC = str.maketrans(
    {
        "A": "А", "B": "Б", "C": "С", "D": "Д", "E": "Е", "F": "Ф", "G": "Г", "H": "Х", "I": "И", "J": "Й", "K": "К", "L": "Л",
        "M": "М", "N": "Н", "O": "О", "P": "П", "R": "Р", "S": "С", "T": "Т", "U": "У", "V": "В", "Z": "З",
    }
)  # fmt: skip
"""How Soviet and Russian designations are carried between scripts, letter by letter ("БМП" = "BMP", "В" = "V")."""
_COUNT = re.compile(r"^\s*(\d+)\s+(?=\D|\d*[A-ZА-Я])")


@dataclass(frozen=True, slots=True)
class EquipmentNode:
    """A class ("tank") or a model ("t-80bvm") of the variant tree. parent: "" at the top. cls: nearest class at or above it."""

    id: str
    parent: str
    name: str
    names: Mapping[str, str]
    is_class: bool
    cls: str
    entered_service: int | None = None


class Equipment:
    """entries: [[equipment]] of a theatre. An entry with `names` as a table by language is a class, with a list a model."""

    def __init__(self, entries: Sequence[Mapping[str, Any]], languages: Sequence[str]) -> None:
        raw = {entry["id"]: entry for entry in entries}
        self._nodes = {id: _node(entry, raw) for id, entry in raw.items()}
        models = [(form, id) for id, entry in raw.items() for form in _model_forms(entry)]
        listed = {id: expand_all(entry["names"]) for id, entry in raw.items() if isinstance(entry.get("names"), list)}
        self._lower = frozenset(name for names in listed.values() for name in names if name == name.lower())
        self._cyrillic = {
            id: next((name for name in names if not name.isascii()), None) for id, names in listed.items()
        }
        self._phrases = {code: Phrases([*_class_words(entries, code), *models], models=True) for code in languages}
        self._spellings = {
            id: tuple(
                dict.fromkeys(
                    [*_model_forms(entry), *(form for code in languages for form, _ in _class_words([entry], code))]
                )
            )
            for id, entry in raw.items()
        }
        self._lists = Phrases(
            [*((name, id) for id, entry in raw.items() for name in entry.get("lists", ())), *models], models=True
        )

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all nodes, in the pack's order."""
        return tuple(self._nodes)

    def get(self, id: str) -> EquipmentNode | None:
        """The node of an id."""
        return self._nodes.get(id)

    def spellings(self, id: str) -> tuple[str, ...]:
        """Every way the packs know to write a node: a model's in both scripts, a class's words in all languages."""
        return self._spellings.get(id, ())

    def name(self, id: str, language: str) -> str | None:
        """A class or model by its name in a language: a listed one, else a designation in that language's script; None if unknown."""
        node = self._nodes.get(id)
        if node is None:
            return None
        if node.is_class:
            return node.names.get(language) or node.names.get("en") or node.name
        if language == "en":
            return node.name
        listed = self._cyrillic.get(id)
        return listed or (node.name.translate(_TO_CYRILLIC) if any(map(str.isdigit, node.name)) else node.name)

    def is_a(self, node: str, ancestor: str) -> bool:
        """Whether node is ancestor or stands below it in the tree; False for unknown ids."""
        seen = self._nodes.get(node)
        while seen is not None:
            if seen.id == ancestor:
                return True
            seen = self._nodes.get(seen.parent)
        return False

    def find(self, text: str, language: str) -> list[tuple[int, int, EquipmentNode]]:
        """Classes and models named in a text: start, end, node; leftmost and longest."""
        phrases = self._phrases.get(language)
        return [
            (hit.start, hit.end, self._nodes[hit.values[0]])
            for hit in (phrases.find(text) if phrases is not None else ())
            if not self._is_word(text[hit.start : hit.end], hit.values[0])
        ]

    def _is_word(self, written: str, id: str) -> bool:
        """Whether a model's name stands there as a common word: "patriot", where the pack writes "Patriot"."""
        plain = not any(char.isdecimal() or char.isupper() for char in written)
        return plain and not self._nodes[id].is_class and written not in self._lower

    def from_list(self, words: str, cls_words: str | None = None) -> EquipmentNode | None:
        """The node of a loss list's spelling: "37 T-80BVM", "T-80BV Obr. 1989". cls_words: the list's word for the class.

        The model that starts the spelling wins; without one any model in it; else the class of cls_words; else None.
        """
        name = _COUNT.sub("", words, count=1).strip()
        hits = self._lists.find(name)
        wanted = self._class_of(cls_words) if cls_words else None
        found = [self._nodes[hit.values[0]] for hit in sorted(hits, key=lambda hit: (hit.start, hit.start - hit.end))]
        if wanted is not None:
            fitting = [node for node in found if self.is_a(node.id, wanted.id) or self.is_a(wanted.id, node.id)]
            return fitting[0] if fitting else wanted
        return found[0] if found else self._class_of(name)

    def _class_of(self, words: str) -> EquipmentNode | None:
        key = fold_word(words).strip().replace("_", " ")
        for node in self._nodes.values():
            if node.is_class and key in (node.id, node.id.replace("-", " ")):
                return node
        for phrases in (self._lists, *self._phrases.values()):
            exact = [self._nodes[id] for id in phrases.get(words.replace("_", " ")) if self._nodes[id].is_class]
            if exact:
                return exact[0]
            hits = [self._nodes[hit.values[0]] for hit in phrases.find(words.replace("_", " "))]
            classes = [node for node in hits if node.is_class]
            if classes:
                return classes[-1]
        return None


def _node(entry: Mapping[str, Any], raw: Mapping[str, Mapping[str, Any]]) -> EquipmentNode:
    names = entry.get("names", {})
    is_class = isinstance(names, dict)
    above: Mapping[str, Any] | None = entry
    while above is not None and not isinstance(above.get("names", {}), dict):
        above = raw.get(above.get("parent", ""))
    shown = names.get("en", entry["id"]) if is_class else names[0]
    by_language = dict(names) if is_class else {}
    return EquipmentNode(
        entry["id"],
        entry.get("parent", ""),
        shown,
        by_language,
        is_class,
        above["id"] if above is not None else entry["id"],
        entry.get("entered_service"),
    )


def _class_words(entries: Sequence[Mapping[str, Any]], code: str) -> Iterator[tuple[str, str]]:
    for entry in entries:
        names = entry.get("names", {})
        if isinstance(names, dict) and code in names:
            yield names[code], entry["id"]
        for word in expand_all(entry.get("words", {}).get(code, ())):
            yield word, entry["id"]


def _model_forms(entry: Mapping[str, Any]) -> Iterator[str]:
    """Latin and Cyrillic spellings of a model, each also without and with other joints between letters and figures."""
    names = entry.get("names", {})
    if isinstance(names, dict):
        return
    for name in expand_all(names):
        spellings = {name}
        if re.search(r"\d", name) and name.isascii():
            spellings.add(name.upper().translate(_TO_CYRILLIC))
        for spelling in spellings:
            yield spelling
            if re.search(r"\d", spelling):
                yield spelling.replace("-", "")
                yield spelling.replace("-", " ")
