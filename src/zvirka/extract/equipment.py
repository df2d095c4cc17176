"""Equipment in running text: model or class, with the number right before it. The words are the theatre's and the language pack's."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from zvirka.extract.mentions import EquipmentMention
from zvirka.extract.numbers import NumberScanner
from zvirka.ground.ground import Ground
from zvirka.ground.words import Folded, Phrases, expand_all, fold, fold_word
from zvirka.model.spans import Span

_WORD = re.compile(r"[^\W\d_][\w'-]*$")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZА-ЯІЇЄҐ«\"“])|\n")
_ENTRY = re.compile(r"(?:(?: /? ?|/ ?)[^\W\d_]+(?:-[^\W\d_]+)*){0,4}(?: - ?|- | ?: ?)(?=\S)")
"""From the name of an entry to its figure: up to four words more, then a colon or a dash that is no hyphen ("Tu-160")."""
_ENTRY_END = re.compile(r" ?(?:\(\+ ?[\d ]+\))? ?(?:од|units?|ед|шт)?\.? ?(?:[,;.)]|$|\n)", re.MULTILINE)
_INCREMENT = re.compile(r" ?\(\+ ?(\d[\d ]*)\)")
_QUOTES = frozenset("\"«»“”„'")
_MOST_BETWEEN = 3
"""How many words may stand between a number and the machine it counts ("two abandoned Russian tanks")."""
_LONGEST_CALIBRE = 24
"""Characters of the longest calibre between a number and its guns ("three 152-millimetre howitzers")."""
_Figure = tuple[float | None, float | None, float | None]
"""How many: a number, or the least and the most of them."""
_UNCOUNTED: _Figure = (None, None, None)


class EquipmentReader:
    """Finds equipment in texts of one language."""

    def __init__(self, ground: Ground, language: str, numbers: NumberScanner | None = None) -> None:
        """numbers: the language's, where another reader scans the same texts."""
        document = ground.language(language)
        pack: Mapping[str, Any] = document.get("equipment", {})
        quantities: Mapping[str, Any] = document.get("quantities", {})
        self._find = ground.equipment.find
        self._language = language
        self._numbers = numbers or NumberScanner(quantities)
        self._vague = Phrases(
            (word, float(low)) for low, listed in quantities.get("vague", {}).items() for word in expand_all(listed)
        )
        self._status = Phrases(
            (word, name) for name, listed in pack.get("status", {}).items() for word in expand_all(listed)
        )
        self._between = {fold_word(word) for phrase in expand_all(pack.get("between", ())) for word in phrase.split()}
        self._owners = {
            fold_word(word): side.id
            for side in ground.sides.values()
            for word in side.words.get(language, {}).get("adjective", ())
        }
        self._parts = tuple(f" {fold_word(word)} " for word in expand_all(pack.get("out_of", ())))
        hedges = expand_all([word for listed in quantities.get("hedges", {}).values() for word in listed])
        self._hedges = tuple(f"{fold_word(word)} " for word in sorted(hedges, key=len, reverse=True))
        ranges: Mapping[str, Any] = quantities.get("ranges", {})
        plain = ranges.get("plain", ())
        self._to = (("-", False), *((f" {word} ", word not in plain) for word in ranges.get("to", ())))
        self._opening = tuple(f"{fold_word(word)} " for word in ranges.get("open", ()))
        units = "|".join(re.escape(fold_word(word)) for word in expand_all(pack.get("calibre", ()))) or "(?!)"
        self._calibre = re.compile(rf"(?<![\w.,-])\d{{2,3}}(?:[.,]\d+)?[ -]?(?:{units})$")
        endings = [*quantities.get("words", {}).get("between_endings", ()), *pack.get("between_endings", ())]
        self._endings = tuple(fold_word(word) for word in endings)
        self._heads = Phrases((word, True) for word in expand_all(pack.get("heads", ())))

    def read(self, text: str, times: Sequence[Span] = ()) -> list[EquipmentMention]:
        """Equipment of a text by start. count: the number right before it, None without or where it is vague ("several").

        times: what the text tells of time, by start; a figure in there counts nothing ("on the night of 29 August UAVs …").

        status: the nearest word of it in the same sentence, if one stands there. owner: from an adjective right before it.
        The span holds number and name.
        """
        folded = fold(text)
        scanned = [
            number
            for number in self._numbers.scan(folded.text)
            if not _inside(folded.span(number.start, number.end), times)
        ]
        opened = {number.start: number for number in scanned}
        vague: dict[int, tuple[int, float]] = {}
        for begin, end, values in self._vague.within(folded.text):
            vague.setdefault(end, (begin, values[0]))  # "several thousand", not "thousand"
        numbers = {
            number.end: number for number in scanned if vague.get(number.end, (number.start,))[0] >= number.start
        }
        statuses = [(hit.start, hit.end, hit.values[0]) for hit in self._status.find(text)]
        heads = {hit.start - 1 for hit in self._heads.find(text)}
        breaks = [0, *(match.end() for match in _SENTENCE.finditer(text))]
        mentions: list[EquipmentMention] = []
        for start, end, node in self._find(text, self._language):
            if end in heads:
                continue  # "two tank crews": the name describes whom or what is told of
            index = bisect_right(breaks, start)
            opening, closing = breaks[index - 1], breaks[index] if index < len(breaks) else len(text)
            figure, owner, first = self._before(text, folded, start, numbers, vague)
            if mentions and first < mentions[-1].span.end:
                figure, first = _UNCOUNTED, start  # the number is the model's before: "two T-90M tanks"
            count, low, high = figure
            listed = [] if count is not None or low is not None else self._after(folded, end, opened)
            # only the nearest can win: the last that begins before the name, and what begins in it or right behind
            left = max(bisect_left(statuses, (opening,)), bisect_left(statuses, (start,)) - 1)
            near = statuses[left : min(bisect_left(statuses, (closing,)), bisect_left(statuses, (end,)) + 1)]
            status = (
                min(near, key=lambda entry: (min(abs(entry[0] - end), abs(start - entry[1])), entry[0]))[2]
                if near
                else None
            )
            model = None if node.is_class else node.id
            if not listed:
                span = Span.of(text, first, end)
                mentions.append(EquipmentMention(span, model, node.cls, count, status, owner, low, high))
            for at, (left, right, number) in enumerate(listed):
                span = Span.of(text, left if at else first, right)
                mentions.append(EquipmentMention(span, model, node.cls, number, status, owner))
        return mentions

    def _after(self, folded: Folded, end: int, numbers: Mapping[int, Any]) -> list[tuple[int, int, float]]:
        """Count and increment of an entry of a list, "tanks – 2838 (+11)": start, end and value of each."""
        behind = _folded_offset(folded, end)
        match = _ENTRY.match(folded.text, behind)
        at = behind + 1 if match is None else match.end()
        if match is None and not self._with_increment(folded.text, behind, numbers):
            return []
        while (hedge := self._hedge_at(folded.text, at)) > at:
            at = hedge
        number = numbers.get(at)
        if number is None or number.value is None or _ENTRY_END.match(folded.text, number.end) is None:
            return []
        found = [(*folded.span(number.start, number.end), number.value)]
        increment = _INCREMENT.match(folded.text, number.end)
        more = None if increment is None else numbers.get(increment.start(1))
        if more is not None and more.value is not None:
            found.append((*folded.span(more.start, more.end), more.value))
        return found

    def _with_increment(self, page: str, behind: int, numbers: Mapping[int, Any]) -> bool:
        """Whether a total and its increment stand right behind a name: "tanks 9,391 (+8)"."""
        total = numbers.get(behind + 1) if page[behind : behind + 1] == " " else None
        return total is not None and _INCREMENT.match(page, total.end) is not None

    def _hedge_at(self, page: str, at: int) -> int:
        """Past a hedge and the space behind it where one stands at an offset of the folded text."""
        past = next((at + len(word) for word in self._hedges if page.startswith(word, at)), at)
        return past

    def _before(
        self, text: str, folded: Folded, start: int, numbers: Mapping[int, Any], vague: Mapping[int, tuple[int, float]]
    ) -> tuple[_Figure, str | None, int]:
        """Figure and owner read leftwards from a name, and where the mention begins (offsets into the original)."""
        page = folded.text
        at = position = _folded_offset(folded, start)
        owner: str | None = None
        for _ in range(_MOST_BETWEEN + 1):
            if position > 0 and page[position - 1] in _QUOTES:
                position -= 1
            if not (position > 0 and page[position - 1] in " -" and page[max(0, position - 2) : position] != "--"):
                break
            position -= 1
            number = numbers.get(position)
            least = None if number is None or number.value is None else self._range_from(page, number, numbers)
            if number is not None and least is not None:
                return (None, least.value, number.value), owner, folded.span(least.start, at)[0]
            if (
                number is not None
                and number.value is not None
                and page[number.start - 1 : number.start] not in ("-", ".")
            ):
                part = self._out_of(page, number.start, numbers)
                number = number if part is None else part
                return (number.value, None, None), owner, folded.span(number.start, at)[0]
            if position in vague:
                begin, low = vague[position]
                return (None, low, None), owner, folded.span(begin, at)[0]
            calibre = self._calibre.search(page, max(0, position - _LONGEST_CALIBRE), position)
            if calibre is not None:
                position = calibre.start()
                continue
            word = _WORD.search(page, max(0, position - 40), position)
            if word is None or not (
                _named(text, folded, word.start(), position)
                or word.group() in self._between
                or word.group() in self._owners
                or word.group().endswith(self._endings or ("\0",))
            ):
                break
            owner = owner or self._owners.get(word.group())
            position = word.start()
        return _UNCOUNTED, owner, start

    def _range_from(self, page: str, number: Any, numbers: Mapping[int, Any]) -> Any | None:
        """The lower figure of "ten to 12 tanks", "від 10 до 12 танків"."""
        for words, opened in self._to:
            least = numbers.get(number.start - len(words)) if page.endswith(words, 0, number.start) else None
            if least is not None and least.value is not None and least.value < number.value:
                before = page[max(0, least.start - _LONGEST_CALIBRE) : least.start]
                plain = not opened or before.endswith(self._opening)
                return least if plain and not before.endswith(("-", ".")) else None
        return None

    def _out_of(self, page: str, start: int, numbers: Mapping[int, Any]) -> Any | None:
        """The figure of "22 out of 25 drones": the number before the words that make it a part of the whole behind."""
        for words in self._parts:
            if page.endswith(words, 0, start) and (part := numbers.get(start - len(words))) is not None:
                return part if part.value is not None else None
        return None


def _inside(figure: tuple[int, int], times: Sequence[Span]) -> bool:
    """Whether a figure stands in words that tell a time and go no further than it."""
    at = bisect_right(times, figure[0], key=lambda span: span.start) - 1
    return at >= 0 and figure[1] <= times[at].end


def _named(text: str, folded: Folded, start: int, end: int) -> bool:
    """Whether a word between a number and a machine is a name, written with a capital: "16 Leopard tanks"."""
    at, past = folded.span(start, end)
    return text[at].isupper() and past - at > 2


def _folded_offset(folded: Folded, offset: int) -> int:
    if folded.starts is None:
        return offset
    return bisect_left(folded.starts, offset)
