"""Who holds a place: what two claims contradict each other in, and what they leave open."""

from __future__ import annotations

from dataclasses import replace

from tests.reconcile.hand import IZIUM, Folder, ground, said_by
from zvirka.model.claims import affirms
from zvirka.model.spans import Span
from zvirka.reconcile.scope import compare


def relation(
    one: str, one_is: str, other: str, other_is: str, actors: tuple[str | None, str | None], language: str = "en"
) -> str:
    """How two claims of control of a town stand to each other; with their polarity and who is said to hold it."""
    folder = Folder()
    first = folder.claim(
        "a", one, kind="control", at=IZIUM, actor=actors[0], polarity=one_is, by=said_by("Ann", "ukraine")
    )
    second = folder.claim(
        "b", other, kind="control", at=IZIUM, actor=actors[1], polarity=other_is, by=said_by("Bob", "russia")
    )
    return compare(folder.view(first), folder.view(replace(second, language=language)), ground()).kind


def test_that_a_town_holds_and_that_it_has_not_fallen_contradict_nobody() -> None:
    assert (
        relation("the garrison stands firm", "affirmed", "the town was overrun", "negated", (None, None))
        == "cannot_tell"
    )


def test_in_two_languages_without_a_holder_nobody_can_tell() -> None:
    assert (
        relation("the town was overrun", "affirmed", "місто тримається", "negated", (None, None), "uk") == "cannot_tell"
    )


def test_one_thing_affirmed_and_denied_in_like_words_is_a_contradiction() -> None:
    assert (
        relation("the town was overrun", "affirmed", "the town was never overrun", "negated", (None, None))
        == "conflicts"
    )


def test_one_holder_affirmed_and_denied_is_a_contradiction() -> None:
    told = relation(
        "our flag is over it", "affirmed", "nothing of theirs stands there", "negated", ("ukraine", "ukraine")
    )
    assert told == "conflicts"


def test_a_denial_in_the_words_quoted_is_one_denial() -> None:
    """ "The ministry denied the report": negated because denied, so it does not affirm what it denies."""
    folder = Folder()
    words = "The ministry denied the report"
    claim = folder.claim(
        "a", words, polarity="negated", by=replace(said_by("The ministry", "russia"), commitment="denied")
    )
    assert affirms(claim), "a denial of a denial, where the words that deny stand outside the quotation"
    cue = Span(words.index("denied"), words.index("denied") + 6, "denied")
    within = replace(claim, attribution=(replace(claim.attribution[0], cue=cue),))
    assert not affirms(within)


def test_a_denial_of_something_else_contradicts_no_event() -> None:
    """ "Denied responsibility" beside "prisoners were taken": of whom and what is not told."""
    folder = Folder()
    told = {"kind": "prisoners", "at": IZIUM, "actor": None, "event": 11}
    first = folder.claim("a", "prisoners were led away", by=said_by("Ann", "russia"), **told)
    second = folder.claim("b", "it denied responsibility", by=said_by("Bob", "ukraine"), polarity="negated", **told)
    assert compare(folder.view(first), folder.view(second), ground()).kind == "cannot_tell"
