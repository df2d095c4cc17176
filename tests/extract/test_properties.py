"""Laws of extraction: spans hold their words, texts do not bear on each other, nothing crashes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.helpers import extractor, text_of
from zvirka.extract.layers import LAYERS, layer
from zvirka.ground import load_ground
from zvirka.model.canonical import canonical_json
from zvirka.model.wire import to_plain

EXTRACTOR = extractor()


def _words(code: str) -> list[str]:
    pack = load_ground().language(code)
    cues = [word for row in pack["attribution"]["cues"] for word in row["words"]]
    triggers = [word.replace("*", "") for row in pack["statements"] for word in row["words"]]
    return [
        *cues[::7],
        *triggers[::5],
        "700",
        "km²",
        "Kharkiv",
        "Харківщина",
        "Ukraine",
        "Маляр",
        "Monday",
        "9 вересня",
    ]


MARKS = [".", ",", ":", "“", "”", "«", "»", "'", '"', "—", "(", ")", "[", "]", "\n", "…", "!", "?", ";", "''"]


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """(language, text) of pack words, marks and any other characters."""
    code = draw(st.sampled_from(["en", "uk", "ru"]))
    piece = st.one_of(st.sampled_from(_words(code)), st.sampled_from(MARKS), st.text(max_size=6))
    return code, " ".join(draw(st.lists(piece, max_size=40)))


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every span in a plain record."""
    if isinstance(value, dict):
        if {"start", "end", "exact"} <= set(value):
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


@settings(max_examples=60, deadline=None)
@given(texts())
def test_every_span_of_every_layer_holds_its_words(given_text: tuple[str, str]) -> None:
    """text[start:end] == exact, in claims and in every layer."""
    code, words = given_text
    for name in LAYERS:
        for record in layer(text_of(words, code), name, load_ground()):
            for span in spans(record):
                assert words[span["start"] : span["end"]] == span["exact"]


ODD = [
    "\u0301",
    "\u0306",
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u202e",
    "\u2066",
    "\u2069",
    "❗️",
    "🇺🇦",
    "👩\u200d🚒",
    "İ",
    "ß",
    "ﬁ",
    "ё",
]
"""Combining marks, zero-width characters, bidi controls, emoji of several code points, and letters that change length in lower case."""
SENTENCES = {
    "en": "On Monday, 12 September, Maliar said that over 3,500 km² and 12 T-72 tanks, nine destroyed, were taken near Izium.",
    "uk": "Станом на 12 вересня, за словами Маляр, звільнено понад 3 500 км² і 12 танків Т-72 під Ізюмом; у ніч на 11 вересня — ще 5 сіл.",
    "ru": "По состоянию на 12 сентября, сообщила Маляр, освобождено свыше 3 500 км² и 12 танков Т-72 под Изюмом, из них 9 уничтожено.",
}
ALIKE = str.maketrans("aceopxyACEHKMOPTXаеорсухАВЕКМНОРСТХ", "асеорхуАСЕНКМОРТХaeopcyxABEKMHOPCTX")
"""Letters of one script that look like those of the other."""


@st.composite
def odd_sentences(draw: st.DrawFn) -> tuple[str, str]:
    """(language, a sentence with marks thrown in anywhere and letters of the other script)."""
    code = draw(st.sampled_from(sorted(SENTENCES)))
    characters = list(SENTENCES[code])
    for place in draw(st.lists(st.integers(0, len(characters) - 1), max_size=12)):
        characters[place] = draw(
            st.sampled_from([characters[place] + mark for mark in ODD] + [characters[place].translate(ALIKE)])
        )
    return code, "".join(characters)


@settings(max_examples=60, deadline=None)
@given(odd_sentences())
def test_spans_hold_their_words_whatever_marks_stand_among_them(given_text: tuple[str, str]) -> None:
    """text[start:end] == exact in every layer, also with invisible characters, homoglyphs and emoji in the words."""
    code, words = given_text
    for name in LAYERS:
        for record in layer(text_of(words, code), name, load_ground()):
            for span in spans(record):
                assert words[span["start"] : span["end"]] == span["exact"]


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_the_sentence_for_odd_marks_is_read_in_every_layer(code: str) -> None:
    assert [name for name in LAYERS if not layer(text_of(SENTENCES[code], code), name, load_ground())] == []


@settings(max_examples=25, deadline=None)
@given(st.lists(texts(), min_size=2, max_size=4))
def test_no_text_bears_on_another(given_texts: list[tuple[str, str]]) -> None:
    """A batch gives what its texts give alone."""
    batch = [text_of(words, code) for code, words in given_texts]
    together = EXTRACTOR.extract(batch)
    alone = [EXTRACTOR.extract([text])[0] for text in reversed(batch)][::-1]
    assert [to_plain(each) for each in together] == [to_plain(each) for each in alone]


@settings(max_examples=40, deadline=None)
@given(texts())
def test_claims_are_in_order_with_ids_of_their_own(given_text: tuple[str, str]) -> None:
    """Claims come by quote position; two claims of a text never share an id; all goes into JSON."""
    code, words = given_text
    claims = EXTRACTOR.extract([text_of(words, code)])[0].claims
    assert [claim.quote.start for claim in claims] == sorted(claim.quote.start for claim in claims)
    assert len({claim.id for claim in claims}) == len(claims)
    for claim in claims:
        canonical_json(to_plain(claim)["quantity"])
