"""Claims of what a plug-in points at: whatever it points at, every slot is ours and every span holds what stands there."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.helpers import extractor, text_of
from zvirka.extract import suggested_claims
from zvirka.model.claims import Claim, Extractor, StatementType
from zvirka.model.spans import Span
from zvirka.model.suggestions import Suggestion

BY = Extractor("a-plugin", "1")
REPORT = (
    "Ukraine's General Staff said on Monday that 14 tanks had been destroyed near Izium. “We took \u200bKupiansk,” he wrote. ❗️\n"
    "Subscribe to our channel! По словам мэра, погибли 3 человека…  \n\n  Сили оборони звільнили 20 сіл на Харківщині е\u0301. \u200b \n"
)
RULES = extractor()


def claims_of(words: str, *given_: Suggestion, language: str = "en") -> list[Claim]:
    return suggested_claims(RULES, text_of(words, language), given_, BY)


def span_of(words: str, exact: str) -> Span:
    at = words.index(exact)
    return Span(at, at + len(exact), exact)


def suggestion(words: str, type_: StatementType, quote: str, **parts: str) -> Suggestion:
    spans: dict[str, Any] = {name: span_of(words, exact) for name, exact in parts.items()}
    return Suggestion(type_, span_of(words, quote), **spans)


def spans_in(value: Any) -> list[Span]:
    """Every span in a record, at whatever depth."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [span for each in value for span in spans_in(each)]
    names = getattr(value, "__dataclass_fields__", ())
    return [span for name in names for span in spans_in(getattr(value, name))]


@st.composite
def pointed_at(draw: st.DrawFn, words: str) -> Suggestion:
    """Any words of a text for any part of a suggestion: inside each other, over several sentences, white space alone."""

    def span() -> Span:
        start = draw(st.integers(0, len(words) - 1))
        end = draw(st.integers(start + 1, min(len(words), start + draw(st.sampled_from([3, 12, 60, 400])))))
        return Span.of(words, start, end)

    parts = draw(st.sets(st.sampled_from(["source", "cue", "figure", "place", "time"])))
    return Suggestion(
        draw(st.sampled_from(get_args(StatementType))), span(), **{name: span() for name in sorted(parts)}
    )


@settings(max_examples=150)
@given(st.lists(pointed_at(REPORT), min_size=1, max_size=4), st.sampled_from(["en", "uk", "ru"]))
def test_whatever_is_pointed_at_makes_claims_with_exact_words_or_none(given_: list[Suggestion], language: str) -> None:
    made = claims_of(REPORT, *given_, language=language)
    for claim in made:
        assert all(REPORT[each.start : each.end] == each.exact for each in spans_in(claim))
        assert claim.extractor == BY
        assert {step.side for step in claim.attribution} <= {"ukraine", "russia", "third", "unknown"}
    assert len({claim.id for claim in made}) == len(made)


def test_the_type_is_the_suggestions_and_who_did_it_is_ours() -> None:
    words = "The ministry said that Russian troops had shelled a school in Izium."
    (claim,) = claims_of(
        words, suggestion(words, "conduct", "Russian troops had shelled a school in Izium", source="The ministry")
    )
    assert (claim.type, claim.actor, claim.polarity) == ("conduct", "russia", "affirmed")
    assert [place.name for place in claim.places] == ["Izium"]


def test_what_the_words_deny_is_denied() -> None:
    words = "The mayor said that the bridge had not been destroyed."
    (claim,) = claims_of(
        words, suggestion(words, "strike", "the bridge had not been destroyed", source="The mayor", cue="said")
    )
    assert claim.polarity == "negated"


def test_a_source_told_by_a_pronoun_is_not_taken_for_a_name() -> None:
    words = "He said that the bridge had been destroyed."
    (claim,) = claims_of(words, suggestion(words, "strike", "the bridge had been destroyed", source="He", cue="said"))
    assert [(step.kind, step.named) for step in claim.attribution] == [("unnamed", False)]


def test_a_place_told_elsewhere_is_taken_where_it_is_pointed_at() -> None:
    words = "The news came from Kupiansk. Ten men were wounded there."
    (claim,) = claims_of(
        words, suggestion(words, "casualties", "Ten men were wounded there", figure="Ten men", place="Kupiansk")
    )
    assert [place.name for place in claim.places] == ["Kupiansk"]
    assert claim.quantity is not None
    assert claim.quantity.value == 10


def test_words_of_an_advertisement_make_no_claim() -> None:
    words = "Subscribe to our channel! We took Izium."
    assert claims_of(words, suggestion(words, "media_posted", "Subscribe to our channel")) == []


def test_a_text_in_a_language_that_is_not_read_makes_none() -> None:
    words = "Die Stadt wurde eingenommen."
    assert claims_of(words, suggestion(words, "territory_lost", "Die Stadt wurde eingenommen"), language="de") == []
