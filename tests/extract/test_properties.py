"""Laws of extraction: spans hold their words, texts do not bear on each other, nothing crashes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
