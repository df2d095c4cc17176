"""Words said to stand in a text are found where they stand, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.model.spans import Span
from zvirka.plugins.align import Aligner

TEXT = "Two  tanks burned.\nThe mayor said: “No one was hurt — we’re fine.” Later, two tanks left. Мер сказав: «Усе гаразд»."
_CHARS = st.text(
    st.sampled_from("ab12 \n\t.,“”\"'’—-…éе\u0301\u200b\u202eß🇺🇦İΣ\ud800" + "йи\u0306Її"), min_size=1, max_size=40
)


def exact(words: str, **where: object) -> str | None:
    found = Aligner(TEXT).find(words, **where)  # type: ignore[arg-type]
    return None if found is None else found.exact


def test_words_are_found_as_they_stand() -> None:
    assert exact("The mayor said") == "The mayor said"
    assert exact("Усе гаразд") == "Усе гаразд"


def test_white_space_marks_and_case_do_not_matter_and_the_text_stays_as_written() -> None:
    assert exact("two tanks") == "Two  tanks"
    assert exact('SAID: "no one was hurt - we\'re fine."') == "said: “No one was hurt — we’re fine.”"
    assert exact("burned. The mayor") == "burned.\nThe mayor"


@pytest.mark.parametrize(
    "words", ["three tanks", "wo tanks", "tank", "two tanks burn", "", " ", "…", "said: “Yes", "a" * 5000]
)
def test_what_does_not_stand_there_is_not_found(words: str) -> None:
    assert exact(words) is None


def test_part_of_a_number_is_not_the_number() -> None:
    assert Aligner("in 2012 they lost 112 men").find("12") is None
    assert Aligner("in 2012 they lost 12 men").find("12") == Span(18, 20, "12")


def test_of_several_places_the_nearest_or_the_next_is_taken() -> None:
    late = Span.of(TEXT, TEXT.index("left"), TEXT.index("left") + 4)
    assert exact("two tanks") == "Two  tanks"
    assert exact("two tanks", near=late) == "two tanks"
    assert exact("two tanks", after=5) == "two tanks"
    assert exact("two tanks", after=len(TEXT)) is None


def test_only_the_stretch_asked_about_is_searched() -> None:
    at = TEXT.index("Later")
    assert Aligner(TEXT, at).find("mayor") is None
    found = Aligner(TEXT, at, len(TEXT)).find("two tanks")
    assert found is not None
    assert found.start > at


def test_letters_with_combining_marks_are_found_whole() -> None:
    """Composed and decomposed letters are one; no mark is cut off its letter."""
    text = "Ки\u0306їв стоїть; е\u0301"
    found = Aligner(text).find("Київ".replace("и", "й").replace("й", "\u0439"))
    assert found is not None
    assert found.exact == "Ки\u0306їв"
    assert Aligner(text).find("е") is None


@given(_CHARS, st.data())
def test_every_span_found_holds_what_stands_there(text: str, data: st.DataObject) -> None:
    """Also with combining marks, bidi controls, zero-width characters, lone surrogates and letters that fold to several."""
    start = data.draw(st.integers(0, len(text) - 1))
    words = data.draw(st.one_of(st.just(text[start : data.draw(st.integers(start + 1, len(text)))]), _CHARS))
    found = Aligner(text).find(words)
    if found is not None:
        assert text[found.start : found.end] == found.exact


@given(
    st.lists(st.sampled_from(["tank", "12", "«Мер»", "ми", "left", "e\u0301te\u0301"]), min_size=1, max_size=9),
    st.data(),
)
def test_whole_words_that_stand_there_are_always_found(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    past = data.draw(st.integers(first + 1, len(words)))
    wanted = "\n ".join(words[first:past]).upper().replace("«", "“").replace("»", '"')
    found = Aligner(text).find(wanted)
    assert found is not None
    assert found.exact.split() == words[first:past]
