"""Marked texts: nothing lost, every span marked, hidden characters shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zvirka.publish.marks import Quoted, page_of, page_starts, parts
from zvirka.publish.visible import one_line, pieces, visible

TEXTS = st.text(alphabet=st.sampled_from("ab є\n\u202e\u200b<&"), min_size=1, max_size=60)


@st.composite
def quoted_texts(draw: st.DrawFn) -> tuple[str, list[Quoted]]:
    """A text with spans in it, overlapping as they come."""
    text = draw(TEXTS)
    spans = []
    for number in range(draw(st.integers(0, 12))):
        start = draw(st.integers(0, len(text) - 1))
        spans.append(Quoted(f"c{number}", start, draw(st.integers(start + 1, len(text)))))
    return text, spans


@given(quoted_texts())
def test_the_parts_are_the_text(given_: tuple[str, list[Quoted]]) -> None:
    """Joined, the parts cover the text from start to end without gap or overlap."""
    text, spans = given_
    found = parts(text, spans)
    assert "".join(text[part.start : part.end] for part in found) == text
    assert "".join(words for part in found for words, _ in part.pieces) == visible(text)


@given(quoted_texts())
def test_every_span_is_anchored_once_and_where_it_begins(given_: tuple[str, list[Quoted]]) -> None:
    """Each quoted span has exactly one anchor, on the part at its start."""
    text, spans = given_
    found = parts(text, spans)
    for span in spans:
        at = [
            part.start
            for part in found
            if span.anchor in part.anchors or any(mark.anchor == span.anchor for mark in part.marks)
        ]
        assert at == [span.start]


@given(quoted_texts())
def test_marks_cover_exactly_the_quoted_words(given_: tuple[str, list[Quoted]]) -> None:
    """A part is marked if and only if some quoted span covers it."""
    text, spans = given_
    for part in parts(text, spans):
        covering = [span for span in spans if span.start <= part.start and part.end <= span.end]
        assert bool(part.marks) == bool(covering)
        assert len(part.marks) == min(len(covering), 8)


@given(st.text(alphabet="ab\n", max_size=400), st.integers(5, 50))
def test_pages_of_a_text_are_short_and_whole(text: str, size: int) -> None:
    """Pages begin in order, none is longer than asked, and each offset lies on its page."""
    starts = page_starts(text, size)
    ends = [*starts[1:], len(text)]
    assert starts[0] == 0
    assert all(0 <= end - start <= size for start, end in zip(starts, ends, strict=True))
    for offset in range(len(text)):
        page = page_of(starts, offset)
        assert starts[page] <= offset < ends[page]


@given(st.text())
def test_nothing_hidden_is_left(text: str) -> None:
    """What comes out holds no control, bidirectional or zero-width character, and shows each that went in."""
    shown = visible(text)
    assert visible(shown) == shown
    assert not set(shown) & set("\x00\x1b\u200b\u200e\u202e\u2066\ufeff\u00ad")
    assert "".join(words for words, _ in pieces(text)) == shown


def test_a_hidden_character_is_shown_as_its_code_point() -> None:
    """Right-to-left override and zero-width space are visible."""
    assert visible("a\u202eb\u200bc") == "a[U+202E]b[U+200B]c"
    assert one_line("a\n\tb  c") == "a b c"
    assert one_line("x" * 10, 5) == "xxxx…"
